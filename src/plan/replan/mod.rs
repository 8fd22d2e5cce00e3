//! The morning: a plan repaired when the day has changed, with as few changed promises as possible.
//!
//! What has been driven by now is fixed. Everybody else keeps the vehicle, the order and the told minute
//! unless that is impossible; only riders who have no place are looked for one: those of a broken
//! vehicle, extra bookings, sessions that were moved. A place is chosen by its price: so much for each
//! promise that changes and for each minute of it, then the cost. For an order of stops the least
//! changes are exact where all move later or all move earlier: earliest times from the told ones on, and
//! latest times up to them. Rules are those of any plan, kept by the same code.

mod difference;
mod flaws;
mod morning;
mod moves;
mod old_stop;
mod repair;
mod state;
mod timing;

pub use difference::{Change, Difference, TaxiCall, differences, with_late};
pub use morning::{Lock, Locked, Morning, Prices};

use std::sync::Arc;

use crate::domain::{
    Day, Direction, Duration, Instance, Money, Problem, Stop, Time, Totals, Vehicle,
};
use crate::error::{Error, Flaw, Result};
use crate::evaluate::{Route, Solution};
use crate::plan::assemble::assemble_explained;
use crate::plan::explain::explain_morning;
use crate::plan::{Plan, PlannedLeg, PlannedStop, Run};
use crate::solve::Outcome;
use crate::travel::TravelSource;
use repair::Repair;
use state::State;

/// A plan of the morning.
#[derive(Clone, Debug)]
pub struct Replanned {
    /// The plan.
    pub plan: Plan,
    /// Who was aboard of a vehicle that broke down, by booking: nobody's plan brings them on.
    pub stranded: Vec<String>,
    /// Rides, by booking and direction, whose promise what has happened has broken already, so that no
    /// plan can keep it.
    pub late: Vec<(String, Direction)>,
    /// Vehicles that are late, and when they reach the stop that they are on their way to.
    pub late_until: Vec<(String, Time)>,
    /// Vehicles that are too late to be back in time, or to rest, once they have brought on who is aboard.
    pub overtime: Vec<String>,
}

/// The plan repaired for the day as it is now.
///
/// # Errors
/// [`Error::Invalid`] if the day or the locks contradict what has been
/// driven, or name what is not there.
pub fn replan(
    day: &Day,
    problem: &Problem,
    old: &Plan,
    morning: &Morning,
    travel: TravelSource,
) -> Result<Replanned> {
    let state = State::of(day, problem, old, morning)?;
    let stranded = state.stranded(day, problem);
    let late = state.late(day, problem);
    let boarded = state.with_boarded(&problem.instance)?;
    let mut repair = Repair::new(&boarded, state, morning);
    repair.run();
    let name = |at: usize| day.vehicles[at].name.clone();
    let late_until = repair.late_until().map(|(at, until)| (name(at), until)).collect();
    let overtime = repair.overtime.iter().map(|&at| name(at)).collect();
    let (requests, vehicles, orders) = repair.finish();
    let rush_hours = problem.instance.rush_hours().to_vec();
    let table = Arc::clone(problem.instance.travel());
    let instance = Instance::new(requests, vehicles, table, rush_hours)?;
    let solution = driven(&instance, orders);
    let (rides, impossible) = (problem.rides.clone(), problem.impossible.clone());
    let pinned = Problem { instance, rides, impossible };
    let outcome = Outcome {
        solution,
        bound: None,
        optimal: false,
        prices: Vec::new(),
        iterations: 0,
        seconds: 0.0,
        milp_failure: None,
        is_given_up: false,
    };
    let not_planned = explain_morning(day, &pinned, &outcome.solution, old, morning);
    let mut plan = assemble_explained(day, &pinned, &outcome, travel, not_planned);
    end_where_broken_down(&mut plan, day, old, morning);
    Ok(Replanned { plan, stranded, late, late_until, overtime })
}

/// What the day, the locks and what has happened say against each other, without repairing anything; as
/// [`replan`] does.
pub fn contradictions(day: &Day, problem: &Problem, old: &Plan, morning: &Morning) -> Vec<Flaw> {
    match State::of(day, problem, old, morning) {
        Err(Error::Invalid { flaws }) => flaws,
        _ => Vec::new(),
    }
}

/// Puts down what vehicles that broke down on the road had driven: it ends where their last stop is, nobody drives
/// them back, and nobody pays for that.
fn end_where_broken_down(plan: &mut Plan, day: &Day, old: &Plan, morning: &Morning) {
    for run in old.runs.iter().filter(|run| morning.broken.contains(&run.vehicle)) {
        if run.is_back_by(morning.now) {
            continue;
        }
        plan.runs.retain(|other| other.vehicle != run.vehicle);
        let vehicle = day.vehicles.iter().find(|vehicle| vehicle.name == run.vehicle);
        plan.runs.extend(vehicle.and_then(|vehicle| driven_until(run, vehicle, morning.now)));
    }
    let place = |run: &Run| day.vehicles.iter().position(|vehicle| vehicle.name == run.vehicle);
    plan.runs.sort_by_key(place);
    let runs: Money = plan.runs.iter().map(|run| run.cost_ore).sum();
    plan.cost_ore = runs + plan.taxis.iter().map(|taxi| taxi.cost_ore).sum();
}

/// What the vehicle had driven of its run when it broke down; `None` if it had not come to its first stop.
fn driven_until(run: &Run, vehicle: &Vehicle, now: Time) -> Option<Run> {
    let stops: Vec<PlannedStop> =
        run.stops.iter().take_while(|stop| stop.begins <= now).cloned().collect();
    let last = stops.last()?;
    let returns = last.ends;
    let rest = run.rest.filter(|rest| rest.ends <= last.begins);
    let on_road = rest.filter(|rest| run.leaves <= rest.begins);
    let rested = on_road.map_or(Duration::ZERO, |rest| rest.ends - rest.begins);
    let distance = stops.iter().map(|stop| stop.leg.distance_m).sum();
    let driving: Duration = stops.iter().map(|stop| stop.leg.drive_s).sum();
    let boarding: Duration = stops.iter().map(|stop| stop.ends - stop.begins).sum();
    let waiting = returns - run.leaves - driving - boarding - rested;
    Some(Run {
        vehicle: run.vehicle.clone(),
        leaves: run.leaves,
        returns,
        rest,
        stops,
        last_leg: PlannedLeg::default(),
        distance_m: distance,
        driving_s: driving,
        boarding_s: boarding,
        waiting_s: waiting,
        cost_ore: vehicle.spec.tariff.cost(Totals { distance, driving, boarding, waiting }),
        broke_down: true,
    })
}

/// The solution in which each vehicle drives its order of stops.
fn driven(instance: &Instance, orders: Vec<Vec<Stop>>) -> Solution {
    let mut solution = Solution::empty(instance);
    for (vehicle, stops) in instance.vehicle_ids().zip(orders) {
        if let Some(route) = Route::new(instance, instance.type_of(vehicle), stops) {
            solution.replace(instance, vehicle, Arc::new(route));
        }
    }
    solution
}
