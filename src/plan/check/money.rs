//! Totals, costs and what is said to be proven.

use crate::domain::{Distance, Duration, Money};
use crate::plan::check::{Rule, RunCase, Violation, rest};
use crate::plan::{Plan, PlannedLeg, Status};

/// Amounts are formed in parts of an øre, so that nothing is rounded before the end: a metre at
/// 1 øre/km is 3,600 parts, a millisecond at 1 øre/h is one.
const PARTS_PER_ORE: i128 = 3_600_000;

pub(super) fn check_run(run: &RunCase, broken: &mut Vec<Violation>) {
    let written = run.written;
    let legs = || {
        let to_stops = run.stops.iter().map(|stop| stop.written.leg);
        to_stops.chain([written.last_leg])
    };
    let distance: Distance = legs().map(|leg: PlannedLeg| leg.distance_m).sum();
    let driving: Duration = legs().map(|leg| leg.drive_s).sum();
    let boarding: Duration =
        run.stops.iter().map(|stop| stop.written.ends - stop.written.begins).sum();
    let rest_on_road = written.rest.filter(|&rest| rest::is_on_the_road(run, rest));
    let rest_on_road = rest_on_road.map_or(Duration::ZERO, |rest| rest.ends - rest.begins);
    let waiting = written.returns - written.leaves - driving - boarding - rest_on_road;

    if written.distance_m != distance {
        broken.push(run.violation(Rule::TotalDistance, written.distance_m, distance));
    }
    let totals = [
        (Rule::TotalDriving, written.driving_s, driving),
        (Rule::TotalBoarding, written.boarding_s, boarding),
        (Rule::TotalWaiting, written.waiting_s, waiting),
    ];
    for (rule, written, sum) in totals {
        if written != sum {
            broken.push(run.violation(rule, written, sum));
        }
    }
    let parts = run_cost(run, distance, [driving, boarding, waiting]);
    if !is_nearest_ore(written.cost_ore, parts) {
        broken.push(run.violation(Rule::RunCost, written.cost_ore, nearest_ore(parts)));
    }
}

/// The run's invoice in parts of an øre.
fn run_cost(run: &RunCase, distance: Distance, hours: [Duration; 3]) -> i128 {
    let tariff = &run.vehicle.spec.tariff;
    let rates = [tariff.per_hour_driving, tariff.per_hour_boarding, tariff.per_hour_waiting];
    let ore = |money: Money| i128::from(money.as_ore());
    let by_hours: i128 = rates
        .into_iter()
        .zip(hours)
        .map(|(rate, length)| ore(rate) * i128::from(length.as_milliseconds()))
        .sum();
    ore(tariff.day_fee) * PARTS_PER_ORE
        + ore(tariff.per_km) * i128::from(distance.as_metres()) * 3_600
        + by_hours
}

/// The fare of a reserve taxi for a direct drive, in parts of an øre.
pub(super) fn fare(start_fee: Money, per_km: Money, direct: Distance) -> i128 {
    i128::from(start_fee.as_ore()) * PARTS_PER_ORE
        + i128::from(per_km.as_ore()) * i128::from(direct.as_metres()) * 3_600
}

/// Whether an amount is the exact one rounded to a whole øre; half an øre may go either way.
pub(super) fn is_nearest_ore(amount: Money, parts: i128) -> bool {
    let off = i128::from(amount.as_ore()) * PARTS_PER_ORE - parts;
    2 * off.abs() <= PARTS_PER_ORE
}

/// The amount in whole øre, for messages.
pub(super) fn nearest_ore(parts: i128) -> Money {
    let ore = (parts + PARTS_PER_ORE / 2).div_euclid(PARTS_PER_ORE);
    Money::ore(i64::try_from(ore).unwrap_or(i64::MAX))
}

pub(super) fn check_plan(plan: &Plan, broken: &mut Vec<Violation>) {
    let runs: Money = plan.runs.iter().map(|run| run.cost_ore).sum();
    let taxis: Money = plan.taxis.iter().map(|taxi| taxi.cost_ore).sum();
    if plan.cost_ore != runs + taxis {
        broken.push(Violation::new(Rule::PlanCost, plan.cost_ore, runs + taxis));
    }
    if let Some(bound) = plan.bound_ore.filter(|&bound| bound > plan.cost_ore) {
        broken.push(Violation::new(Rule::BoundAboveCost, bound, plan.cost_ore));
    }
    if plan.status == Status::Optimal {
        let Some(bound) = plan.bound_ore else {
            broken.push(Violation::new(Rule::UnprovenOptimal, (), plan.cost_ore));
            return;
        };
        if plan.cost_ore - bound > Money::ore(1) {
            broken.push(Violation::new(Rule::UnprovenOptimal, bound, plan.cost_ore));
        }
    }
}
