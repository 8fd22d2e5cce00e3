//! What it costs to call at a request's places on the way, at each position of a route.

use std::ops::RangeInclusive;

use crate::domain::{Duration, Instance, Leg, Request, Tariff, Visit};
use crate::evaluate::route::{Point, Route, leg};

/// What driving costs, in [parts of an øre](crate::domain::Tariff::parts).
pub(super) type Parts = i64;

/// The drives to a visit from one point of a route and from there to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Detour {
    pub there: Drive,
    pub onward: Drive,
    /// What they add to the cost of the route.
    pub added: Parts,
}

/// How long a drive takes, and what it costs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drive {
    pub duration: Duration,
    pub parts: Parts,
}

impl Drive {
    /// The leg as a vehicle with this tariff drives it.
    #[inline]
    pub fn new(tariff: &Tariff, leg: Leg) -> Self {
        Self { duration: leg.duration, parts: tariff.parts_of_drive(leg) }
    }
}

/// The detours to the places of one request, by the position after which they are made.
#[derive(Clone, Debug, Default)]
pub(super) struct Detours {
    pub pickups: Vec<Detour>,
    pub dropoffs: Vec<Detour>,
    /// The least that a dropoff after each position or a later one adds.
    pub least_dropoffs: Vec<Parts>,
}

impl Detours {
    /// Looks up the drives to and from the request's places at these positions; what stands at others is
    /// of an earlier call.
    pub fn measure(
        &mut self,
        instance: &Instance,
        route: &Route,
        request: &Request,
        positions: &Positions,
    ) {
        let points = route.points();
        let tariff = &instance.spec(route.kind()).tariff;
        if self.pickups.len() < points.len() {
            self.pickups.resize(points.len(), Detour::default());
            self.dropoffs.resize(points.len(), Detour::default());
            self.least_dropoffs.resize(points.len() + 1, 0);
        }
        for position in positions.pickups.clone() {
            let detour = detour(instance, tariff, points, position, &request.pickup);
            self.pickups[position] = detour;
        }
        let mut least = Parts::MAX / 4;
        self.least_dropoffs[positions.dropoffs.end() + 1] = least;
        for position in positions.dropoffs.clone().rev() {
            let detour = detour(instance, tariff, points, position, &request.dropoff);
            least = least.min(detour.added);
            self.dropoffs[position] = detour;
            self.least_dropoffs[position] = least;
        }
    }
}

#[inline(always)]
fn detour(
    instance: &Instance,
    tariff: &Tariff,
    points: &[Point],
    position: usize,
    visit: &Visit,
) -> Detour {
    let (point, next) = (&points[position], &points[position + 1]);
    let there = Drive::new(tariff, leg(instance, position, &point.visit, visit));
    let onward = Drive::new(tariff, instance.leg(visit, &next.visit));
    Detour { there, onward, added: there.parts + onward.parts - point.drive }
}

/// The positions after which windows let a request be picked up, and those after which they let it
/// be set down.
pub(super) struct Positions {
    pub pickups: RangeInclusive<usize>,
    pub dropoffs: RangeInclusive<usize>,
}

impl Positions {
    /// `None` if there are none.
    pub fn new(route: &Route, request: &Request) -> Option<Self> {
        let points = route.points();
        let first = |visit: &Visit| {
            let done = visit.window.earliest + visit.service;
            points[1..].partition_point(|next| next.in_time < done)
        };
        let last = |visit: &Visit| {
            let late = points.partition_point(|point| point.earliest <= visit.window.latest);
            late.checked_sub(1).map(|last| last.min(points.len() - 2))
        };
        let last_dropoff = last(&request.dropoff)?;
        let pickups = first(&request.pickup)..=last(&request.pickup)?.min(last_dropoff);
        let dropoffs = first(&request.dropoff).max(*pickups.start())..=last_dropoff;
        (!pickups.is_empty() && !dropoffs.is_empty()).then_some(Self { pickups, dropoffs })
    }
}
