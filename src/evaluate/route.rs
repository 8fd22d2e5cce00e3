//! A route: one vehicle's stops in order, known to be drivable, with what insertion needs to know.
//!
//! At every point of a route it keeps the earliest and the latest moment at which service may begin
//! there, by windows alone, and who is aboard afterwards. A ride that does not fit between these is
//! refused in constant time. Where windows alone do not decide (longest rides, a rest, a longest
//! duty, paid waiting) what passes is timed in full.

use crate::domain::{
    Duration, Instance, Leg, Load, Money, RequestId, Stop, Time, Totals, TypeId, VehicleSpec, Visit,
};
use crate::evaluate::schedule::{Schedule, Workspace, schedule};

/// One vehicle's stops in order. Valid by construction: it keeps every rule.
#[derive(Clone, Debug)]
pub struct Route {
    kind: TypeId,
    stops: Vec<Stop>,
    points: Vec<Point>,
    totals: Totals,
    cost: Money,
}

/// A stop or depot on a route.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub visit: Visit,
    /// The earliest begin of service, given what comes before.
    pub earliest: Time,
    /// The latest begin of service, given what comes after.
    pub latest: Time,
    /// What is aboard when the vehicle leaves.
    pub load: Load,
    /// How many requests are aboard when the vehicle leaves.
    pub aboard: u16,
    /// Whether one of them must be alone.
    pub alone: bool,
    /// The drive to the next point.
    pub leg: Leg,
}

impl Route {
    /// The route of a vehicle that stays at home.
    pub fn empty(instance: &Instance, kind: TypeId) -> Self {
        let spec = instance.spec(kind);
        let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
        let point = |place| Point {
            visit: depot(place),
            earliest: spec.shift.earliest,
            latest: spec.shift.latest,
            load: Load::EMPTY,
            aboard: 0,
            alone: false,
            leg: Leg::default(),
        };
        let points = vec![point(spec.start), point(spec.end)];
        Self { kind, stops: Vec::new(), points, totals: Totals::default(), cost: Money::ZERO }
    }

    /// The route with these stops, or `None` if the vehicle cannot drive them within every rule.
    pub fn new(instance: &Instance, kind: TypeId, stops: Vec<Stop>) -> Option<Self> {
        Self::timed(instance, kind, stops, &mut Workspace::default())
    }

    /// As [`Route::new`], with memory from an earlier call.
    pub(super) fn timed(
        instance: &Instance,
        kind: TypeId,
        stops: Vec<Stop>,
        workspace: &mut Workspace,
    ) -> Option<Self> {
        if stops.is_empty() {
            return Some(Self::empty(instance, kind));
        }
        let points = points(instance, kind, &stops)?;
        let mut totals = totals(&points);
        let spec = instance.spec(kind);
        if !Self::windows_decide(instance, spec) {
            workspace.load(instance, spec, &stops);
            totals.waiting = workspace.paid_waiting(spec)?;
        }
        let cost = spec.tariff.cost(totals);
        Some(Self { kind, stops, points, totals, cost })
    }

    /// Whether, for vehicles like this, windows, service and driving alone decide what can be driven
    /// and what it costs.
    pub fn windows_decide(instance: &Instance, spec: &VehicleSpec) -> bool {
        !instance.has_longest_rides()
            && spec.break_rule.is_none()
            && spec.longest_duration.is_none()
            && spec.tariff.per_hour_waiting == Money::ZERO
    }

    /// The type of the vehicle that drives it.
    pub fn kind(&self) -> TypeId {
        self.kind
    }

    /// Its stops in order.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// Whether the vehicle stays at home.
    pub fn is_empty(&self) -> bool {
        self.stops.is_empty()
    }

    /// The requests it serves, in the order of their pickups.
    pub fn requests(&self) -> impl Iterator<Item = RequestId> {
        self.stops.iter().filter_map(|&stop| match stop {
            Stop::Pickup(request) => Some(request),
            Stop::Dropoff(_) => None,
        })
    }

    /// The route in the order a driver expects: where people get off and on at one place, everybody
    /// gets off first. The route itself where that would break a rule or cost more.
    pub fn tidied(&self, instance: &Instance) -> Self {
        let place = |stop: &Stop| instance.visit(*stop).place;
        let mut tidy = self.clone();
        let mut first = 0;
        for calls in self.stops.chunk_by(|one, next| place(one) == place(next)) {
            let mut stops = tidy.stops.clone();
            stops[first..first + calls.len()].sort_by_key(|stop| matches!(stop, Stop::Pickup(_)));
            first += calls.len();
            if stops != tidy.stops
                && let Some(route) = Self::new(instance, self.kind, stops)
                && route.cost <= self.cost
            {
                tidy = route;
            }
        }
        tidy
    }

    /// What its cost is made of; waiting is counted only where it is charged.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// What the contractor charges for it.
    pub fn cost(&self) -> Money {
        self.cost
    }

    /// The depot, the stops, the depot.
    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }

    /// Its clock times; `None` for a vehicle that stays at home.
    pub fn schedule(&self, instance: &Instance) -> Option<Schedule> {
        if self.is_empty() {
            return None;
        }
        let times = schedule(instance, instance.spec(self.kind), &self.stops);
        Some(times.expect("a route is drivable by construction"))
    }
}

fn totals(points: &[Point]) -> Totals {
    Totals {
        distance: points.iter().map(|point| point.leg.distance).sum(),
        driving: points.iter().map(|point| point.leg.duration).sum(),
        boarding: points.iter().map(|point| point.visit.service).sum(),
        waiting: Duration::ZERO,
    }
}

/// The points of a route with these stops, or `None` if a window, a load or company aboard forbids
/// it.
fn points(instance: &Instance, kind: TypeId, stops: &[Stop]) -> Option<Vec<Point>> {
    let spec = instance.spec(kind);
    let ends = Route::empty(instance, kind).points;
    let mut points = Vec::with_capacity(stops.len() + 2);
    points.push(ends[0].clone());
    let mut aboard: Vec<RequestId> = Vec::with_capacity(8);
    for (position, &stop) in stops.iter().enumerate() {
        let visit = *instance.visit(stop);
        let before = &mut points[position];
        before.leg = leg(instance, position, &before.visit, &visit);
        let earliest = begin(before, &visit);
        let load = company_after(instance, spec, stop, before.load, &mut aboard)?;
        if earliest > visit.window.latest {
            return None;
        }
        let alone = aboard.iter().any(|&request| instance.request(request).alone);
        let riders = aboard.len() as u16;
        let latest = visit.window.latest;
        let leg = Leg::default();
        points.push(Point { visit, earliest, latest, load, aboard: riders, alone, leg });
    }
    let before = points.last_mut().expect("there are stops");
    before.leg = instance.leg(&before.visit, &ends[1].visit);
    let mut end = ends[1].clone();
    end.earliest = begin(before, &end.visit);
    if end.earliest > end.latest || !aboard.is_empty() {
        return None;
    }
    points.push(end);
    for position in (0..=stops.len()).rev() {
        let next = points[position + 1].latest;
        let point = &mut points[position];
        point.latest = point.latest.min(next - point.leg.duration - point.visit.service);
    }
    (points[0].latest >= points[0].earliest).then_some(points)
}

/// The load after `stop`, with `aboard` brought up to date; `None` if a rule about loads or company
/// is broken.
fn company_after(
    instance: &Instance,
    spec: &VehicleSpec,
    stop: Stop,
    load: Load,
    aboard: &mut Vec<RequestId>,
) -> Option<Load> {
    let request = instance.request(stop.request());
    match stop {
        Stop::Pickup(id) => {
            let load = load + request.load;
            let alone = |&other: &RequestId| instance.request(other).alone;
            let company = !request.alone && !aboard.iter().any(alone);
            let together = aboard.iter().all(|other| !request.not_with.contains(other));
            let fits = spec.holds(load) && (spec.lift || !request.needs_lift);
            let allowed = fits && together && (company || aboard.is_empty());
            allowed.then(|| aboard.push(id))?;
            Some(load)
        }
        Stop::Dropoff(id) => {
            let position = aboard.iter().position(|&other| other == id)?;
            aboard.swap_remove(position);
            Some(load - request.load)
        }
    }
}

/// The drive from the point at `position` of a route, the depot being at 0.
#[inline]
pub(super) fn leg(instance: &Instance, position: usize, from: &Visit, to: &Visit) -> Leg {
    if position == 0 { instance.first_leg(from, to) } else { instance.leg(from, to) }
}

fn begin(before: &Point, visit: &Visit) -> Time {
    let arrival = before.earliest + before.visit.service + before.leg.duration;
    arrival.max(visit.window.earliest)
}
