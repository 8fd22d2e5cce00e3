//! Why a ride is not planned any more in the morning, when vehicles may have broken down and much has
//! been driven.
//!
//! What would help is named as of now: nothing that lies in the past, no vehicle that drives no more,
//! none whose run is locked, and no session moved, as people are on their way to it.

use rustc_hash::FxHashSet;

use crate::domain::{Day, Direction, Problem, Request, RequestId, Time, VehicleId};
use crate::evaluate::Solution;
use crate::plan::explain::{
    Explained, LongerShifts, World, explained, impossible, rebuilt, written,
};
use crate::plan::replan::{Locked, Morning};
use crate::plan::{Action, NotPlanned, Plan, Reason, stay_at_home};
use rayon::prelude::*;

/// What is known of the vehicles while rides are explained; nothing of the night before.
#[derive(Default)]
pub(super) struct Scene {
    now: Option<Time>,
    /// Vehicles that drive no more.
    gone: FxHashSet<VehicleId>,
    /// Vehicles whose run is to stay as it is.
    closed: FxHashSet<VehicleId>,
}

impl Scene {
    fn of(problem: &Problem, morning: &Morning) -> Self {
        let instance = &problem.instance;
        let named = |is_it: &dyn Fn(&String) -> bool| {
            let all = instance.vehicle_ids().zip(instance.vehicles());
            all.filter(|(_, vehicle)| is_it(&vehicle.name)).map(|(id, _)| id).collect()
        };
        let is_closed = |name: &String| {
            morning.locks.iter().any(|lock| match &lock.what {
                Locked::Order { vehicle } | Locked::Run { vehicle } => vehicle == name,
                Locked::Vehicle { .. } | Locked::Time { .. } => false,
            })
        };
        Self {
            now: Some(morning.now),
            gone: named(&|name| morning.broken.contains(name)),
            closed: named(&is_closed),
        }
    }

    /// Whether the vehicle drives at all.
    pub fn drives(&self, vehicle: VehicleId) -> bool {
        !self.gone.contains(&vehicle)
    }

    /// Whether a ride may be added to the vehicle's run.
    pub fn may_take_more(&self, vehicle: VehicleId) -> bool {
        self.drives(vehicle) && !self.closed.contains(&vehicle)
    }

    /// This moment, or now if that has passed; a vehicle that has left by then may have.
    pub fn no_sooner(&self, moment: Time, leaves: impl FnOnce() -> Option<Time>) -> Time {
        let Some(now) = self.now else { return moment };
        moment.max(leaves().map_or(now, |leaves| leaves.min(now)))
    }
}

/// Every ride of the repaired day that is neither in a route nor in a taxi, in the order of the
/// bookings; `old` is the plan that was being driven.
pub(in crate::plan) fn explain_morning(
    day: &Day,
    problem: &Problem,
    solution: &Solution,
    old: &Plan,
    morning: &Morning,
) -> Vec<NotPlanned> {
    let mut rides = impossible(day, problem);
    let aboard = aboard_broken(old, morning);
    let at_home = stay_at_home(day, problem, old, morning.now);
    let mut waiting: Vec<RequestId> = Vec::new();
    for &id in solution.absent() {
        let (request, ride) = (problem.instance.request(id), problem.rides[id.index()]);
        let booking = &day.bookings[ride.booking].reference;
        if request.taxi_price.is_some() {
            continue;
        } else if aboard.contains(&(booking.as_str(), ride.direction)) {
            rides.push((ride, Reason::AboardBrokenVehicle, None));
        } else if request.pickup.window.latest < morning.now {
            rides.push((ride, Reason::TimePassed, None));
        } else if at_home.contains(&id) {
            rides.push((ride, Reason::NotDrivenOut, None));
        } else {
            waiting.push(id);
        }
    }
    rides.extend(as_of_now(problem, solution, morning, &waiting));
    written(day, rides)
}

/// These rides explained, none of them to begin before now.
fn as_of_now(
    problem: &Problem,
    solution: &Solution,
    morning: &Morning,
    waiting: &[RequestId],
) -> Vec<Explained> {
    let mut requests: Vec<Request> = problem.instance.requests().to_vec();
    for &id in waiting {
        let window = &mut requests[id.index()].pickup.window;
        window.earliest = window.earliest.max(morning.now);
    }
    let vehicles = problem.instance.vehicles().to_vec();
    let problem = Problem {
        instance: rebuilt(&problem.instance, requests, vehicles),
        rides: problem.rides.clone(),
        impossible: Vec::new(),
    };
    let scene = Scene::of(&problem, morning);
    let longer = LongerShifts::of(&problem.instance, solution, &scene);
    let world = World { problem: &problem, longer, moved: None, scene };
    explained(&world, waiting).collect()
}

/// The rides of who boarded a vehicle that is now broken, or had broken down before.
fn aboard_broken<'a>(old: &'a Plan, morning: &Morning) -> FxHashSet<(&'a str, Direction)> {
    let broken = old.runs.iter().filter(|run| morning.broken.contains(&run.vehicle));
    let boarded = broken
        .flat_map(|run| &run.stops)
        .filter(|stop| stop.action == Action::Pickup && stop.begins <= morning.now);
    let boarded = boarded.map(|stop| (stop.booking.as_str(), stop.direction));
    let before = old.not_planned.iter().filter(|it| it.reason == Reason::AboardBrokenVehicle);
    boarded.chain(before.map(|it| (it.booking.as_str(), it.direction))).collect()
}
