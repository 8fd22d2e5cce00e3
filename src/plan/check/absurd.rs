//! Figures beyond all measure, which a plan read from a file may hold.

use crate::domain::{Distance, Duration, Money, Time};
use crate::plan::check::Fact;
use crate::plan::{Plan, PlannedLeg, Reason, Run};

const LONGEST: Duration = Duration::hours(48);
const FARTHEST: Distance = Distance::metres(100_000_000);
const DEAREST: Money = Money::kroner(10_000_000_000);

/// The first figure of the plan that is so large that sums with it might overflow.
pub(super) fn figure(plan: &Plan) -> Option<Fact> {
    let moment = moments(plan)
        .find(|&moment| moment < Time::MIDNIGHT - LONGEST || moment > Time::MIDNIGHT + LONGEST);
    let length = lengths(plan).find(|&length| length > LONGEST || length < -LONGEST);
    let distance =
        distances(plan).find(|&distance| distance > FARTHEST || distance < Distance::ZERO);
    let amount = amounts(plan).find(|&amount| amount > DEAREST || amount < -DEAREST);
    moment
        .map(Fact::from)
        .or(length.map(Fact::from))
        .or(distance.map(Fact::from))
        .or(amount.map(Fact::from))
}

fn moments(plan: &Plan) -> impl Iterator<Item = Time> {
    let of_run = |run: &Run| {
        let rest = run.rest.into_iter().flat_map(|rest| [rest.begins, rest.ends]);
        rest.chain([run.leaves, run.returns]).collect::<Vec<_>>()
    };
    let stops = plan.runs.iter().flat_map(|run| &run.stops);
    let of_stops = stops.flat_map(|stop| [stop.arrives, stop.told, stop.begins, stop.ends]);
    let of_taxis = plan.taxis.iter().map(|taxi| taxi.due);
    plan.runs.iter().flat_map(of_run).chain(of_stops).chain(of_taxis)
}

fn lengths(plan: &Plan) -> impl Iterator<Item = Duration> {
    let of_runs = plan.runs.iter().flat_map(|run| [run.driving_s, run.boarding_s, run.waiting_s]);
    let of_reasons = plan.not_planned.iter().filter_map(|ride| match ride.reason {
        Reason::ImpossibleAlone { shortest_trip_s, longest_trip_s } => {
            Some([shortest_trip_s, longest_trip_s])
        }
        _ => None,
    });
    legs(plan).map(|leg| leg.drive_s).chain(of_runs).chain(of_reasons.flatten())
}

fn distances(plan: &Plan) -> impl Iterator<Item = Distance> {
    let of_runs = plan.runs.iter().map(|run| run.distance_m);
    legs(plan).map(|leg| leg.distance_m).chain(of_runs)
}

fn legs(plan: &Plan) -> impl Iterator<Item = PlannedLeg> {
    plan.runs.iter().flat_map(|run| run.stops.iter().map(|stop| stop.leg).chain([run.last_leg]))
}

fn amounts(plan: &Plan) -> impl Iterator<Item = Money> {
    let of_runs = plan.runs.iter().map(|run| run.cost_ore);
    let of_taxis = plan.taxis.iter().map(|taxi| taxi.cost_ore);
    of_runs.chain(of_taxis).chain([plan.cost_ore]).chain(plan.bound_ore)
}
