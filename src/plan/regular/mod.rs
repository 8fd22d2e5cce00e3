//! A day's plan that keeps what citizens are used to, where that is worth what it costs.
//!
//! The day is planned twice: freely, and with the told times that citizens are used to held as windows,
//! the free minutes around them included. Each plan then gets clock times nearer to the usual ones
//! wherever that costs nothing (`times`), and usual vehicles among those that are alike (`names`). Of
//! the two the one is taken that leaves out fewer rides, then the one whose invoice together with the
//! price of its changes is less. So a plan's cost remains what the contractor charges, no rule knows of
//! habits, and what is proven of the free plan's cost holds for both.

mod changes;
mod names;
mod times;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;

use crate::domain::{Day, Instance, Money, Problem, RequestId, Usual, VehicleId, Window};
use crate::error::Result;
use crate::evaluate::{Route, Solution};
use crate::plan::{Plan, assemble};
use crate::solve::{Outcome, Progress, Settings, solve_until};
use crate::travel::TravelSource;
pub use changes::{Change, changes};

/// The shares of the time for the free plan, for the one that holds usual times, and for that once
/// more without those who could not be taken along.
const SHARES: [f64; 3] = [0.5, 0.4, 0.1];

/// A plan and how it was found.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// What the free search found; steps and seconds are those of all searches.
    pub outcome: Outcome,
}

/// The plan of a day; `progress` hears of the free search alone. Without anything usual the whole time
/// goes to that.
///
/// # Errors
/// As [`solve_until`].
pub fn plan_day(
    day: &Day,
    problem: &Problem,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
    stop: &AtomicBool,
    source: &TravelSource,
) -> Result<Planned> {
    let instance = &problem.instance;
    if !day.regularity.matters() {
        let outcome = solve_until(instance, settings, progress, stop)?;
        return Ok(Planned { plan: assemble(day, problem, &outcome, source.clone()), outcome });
    }
    let habits = Habits::of(day, problem);
    let mut free = solve_until(instance, &part(settings, 0), progress, stop)?;
    let mut best = habits.plan(instance, &free, source)?;
    let mut loose = FxHashSet::default();
    for round in 1..SHARES.len() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let held = habits.held(&loose)?;
        let found = solve_until(&held, &part(settings, round), &|_| (), stop)?;
        free.iterations += found.iterations;
        free.seconds += found.seconds;
        // What is cheapest with usual times held says nothing of the day itself.
        let is_as_good = found.solution.score() == free.solution.score();
        let proven = Outcome { bound: free.bound, optimal: free.optimal && is_as_good, ..found };
        let plan = habits.plan(&held, &proven, source)?;
        let absent = plan.not_planned.len();
        if habits.rank(&plan) < habits.rank(&best) {
            best = plan;
        }
        if absent <= free.solution.score().not_planned {
            break;
        }
        loose.extend(proven.solution.absent());
    }
    Ok(Planned { plan: best, outcome: free })
}

/// The settings of one of the searches.
fn part(settings: &Settings, round: usize) -> Settings {
    Settings { limit: settings.limit.map(|limit| limit.mul_f64(SHARES[round])), ..*settings }
}

/// What the citizens of a problem are used to.
struct Habits<'a> {
    day: &'a Day,
    problem: &'a Problem,
    /// By request.
    usual: Vec<Option<&'a Usual>>,
}

impl<'a> Habits<'a> {
    fn of(day: &'a Day, problem: &'a Problem) -> Self {
        let usual = problem.rides.iter().map(|ride| {
            day.regularity.usual(&day.bookings[ride.booking].reference, ride.direction)
        });
        Self { day, problem, usual: usual.collect() }
    }

    /// The problem with usual times held, but those of some requests.
    fn held(&self, loose: &FxHashSet<RequestId>) -> Result<Instance> {
        let mut requests = self.problem.instance.requests().to_vec();
        for (id, request) in (0..).map(RequestId).zip(&mut requests) {
            if loose.contains(&id) {
                continue;
            }
            let around = self.usual[id.index()];
            let around =
                around.and_then(|it| times::around(it, request.pickup.window, self.free()));
            request.pickup.window = around.unwrap_or(request.pickup.window);
        }
        self.instance(requests)
    }

    fn instance(&self, requests: Vec<crate::domain::Request>) -> Result<Instance> {
        let all = &self.problem.instance;
        let travel = Arc::clone(all.travel());
        Instance::new(requests, all.vehicles().to_vec(), travel, all.rush_hours().to_vec())
    }

    fn free(&self) -> crate::domain::Duration {
        self.day.regularity.free
    }

    /// The plan of an outcome, with vehicles and clock times as usual as they can be for nothing.
    fn plan(&self, instance: &Instance, outcome: &Outcome, source: &TravelSource) -> Result<Plan> {
        let solution = names::usual_vehicles(instance, &outcome.solution, &self.usual);
        let windows = times::usual_windows(instance, &solution, &self.usual, self.free());
        let timed = self.with_windows(instance, &solution, windows)?;
        let (instance, solution) = timed.unwrap_or_else(|| (instance.clone(), solution));
        let Problem { rides, impossible, .. } = self.problem;
        let problem = Problem { instance, rides: rides.clone(), impossible: impossible.clone() };
        let cost = solution.score().cost;
        // Drives are shorter where clock times keep clear of rush hours, which no bound knows.
        let bound = outcome.bound.filter(|bound| *bound <= cost);
        // As the referee has it: what is proven is rounded to whole øre.
        let is_met = bound.is_some_and(|bound| cost - bound <= Money::ore(1));
        let optimal = outcome.optimal && is_met;
        let outcome = Outcome { solution, bound, optimal, ..outcome.clone() };
        let mut plan = assemble(self.day, &problem, &outcome, source.clone());
        if !plan.not_planned.is_empty() {
            // Why a ride is left out does not depend on habits.
            let freely = self.freely(&outcome.solution);
            plan.not_planned = crate::plan::explain::explain(self.day, self.problem, &freely);
        }
        Ok(plan)
    }

    /// The solution's routes by the windows of the promise alone.
    fn freely(&self, solution: &Solution) -> Solution {
        let instance = &self.problem.instance;
        rebuilt(instance, solution).unwrap_or_else(|| Solution::empty(instance))
    }

    /// The problem with these windows of pickups, and the same routes in it; `None` if one of them cannot
    /// be driven so.
    fn with_windows(
        &self,
        instance: &Instance,
        solution: &Solution,
        windows: Vec<(RequestId, Window)>,
    ) -> Result<Option<(Instance, Solution)>> {
        let mut requests = instance.requests().to_vec();
        for (id, window) in windows {
            requests[id.index()].pickup.window = window;
        }
        let instance = self.instance(requests)?;
        Ok(rebuilt(&instance, solution).map(|solution| (instance, solution)))
    }

    /// What a plan is compared by: the rides that it leaves out, then its cost together with the price
    /// of its changes.
    fn rank(&self, plan: &Plan) -> (usize, Money) {
        let changes = changes(self.day, plan);
        let price = changes.iter().map(|it| self.day.regularity.price(it.by)).sum::<Money>();
        (plan.not_planned.len(), plan.cost_ore + price)
    }
}

/// The routes of a solution as routes of another problem with the same requests and vehicles.
fn rebuilt(instance: &Instance, solution: &Solution) -> Option<Solution> {
    let mut again = Solution::empty(instance);
    for vehicle in instance.vehicle_ids() {
        let stops = solution.route(vehicle).stops().to_vec();
        if !stops.is_empty() {
            let route = Route::new(instance, instance.type_of(vehicle), stops)?;
            again.replace(instance, vehicle, Arc::new(route));
        }
    }
    Some(again)
}

/// The usual things of the requests in a route.
fn usual_of<'a>(
    usual: &[Option<&'a Usual>],
    solution: &Solution,
    vehicle: VehicleId,
) -> impl Iterator<Item = &'a Usual> {
    solution
        .route(vehicle)
        .requests()
        .filter_map(|id| usual[id.index()])
        .collect::<Vec<_>>()
        .into_iter()
}
