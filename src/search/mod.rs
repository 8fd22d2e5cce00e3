//! Good routes: a large-neighbourhood search (Ropke and Pisinger 2006,
//! doi:10.1287/trsc.1050.0135).
//!
//! A step takes some requests out of the current solution and puts them back elsewhere. A worse
//! solution is accepted with the probability of simulated annealing. The search holds feasible
//! solutions only; what finds no place stays absent, at a price above that of any insertion. It is
//! seeded, owns all its state, and depends on nothing but the seed and the steps it is asked for.

mod neighbours;
mod pool;
mod recreate;
mod removal;

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::domain::{Instance, RequestId};
use crate::evaluate::{Inserter, Route, Score, Solution};
pub use neighbours::Neighbours;
pub use pool::Pool;
use removal::{REMOVALS, Scene};

/// How many routes a search remembers.
const POOL: usize = 10_000;
/// The most requests taken out in one step, whatever the size of the day.
const LARGEST_REMOVAL: usize = 40;

/// What a step did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The best solution so far was found.
    Best,
    /// The new solution became the current one.
    Accepted,
    /// The current solution stays.
    Rejected,
}

/// One seeded search.
#[derive(Debug)]
pub struct Search<'a> {
    instance: &'a Instance,
    neighbours: &'a Neighbours,
    rng: ChaCha8Rng,
    inserter: Inserter,
    current: Solution,
    best: Solution,
    pool: Pool,
    price_of_absence: f64,
    start_temperature: f64,
}

impl<'a> Search<'a> {
    /// A search that starts from nothing.
    pub fn new(instance: &'a Instance, neighbours: &'a Neighbours, seed: u64) -> Self {
        Self::starting_from(instance, neighbours, seed, Solution::empty(instance))
    }

    /// A search that starts from this solution, what is absent in it put in by regret insertion.
    pub fn starting_from(
        instance: &'a Instance,
        neighbours: &'a Neighbours,
        seed: u64,
        mut current: Solution,
    ) -> Self {
        let mut inserter = Inserter::default();
        recreate::regret(instance, &mut current, &mut inserter);
        let cost_per_request =
            current.score().cost.as_ore() as f64 / instance.requests().len().max(1) as f64;
        let mut search = Self {
            instance,
            neighbours,
            rng: ChaCha8Rng::seed_from_u64(seed),
            inserter,
            best: current.clone(),
            current,
            pool: Pool::new(POOL),
            price_of_absence: price_of_absence(instance),
            start_temperature: 0.2 * cost_per_request,
        };
        search.remember();
        search
    }

    /// The best solution found.
    pub fn best(&self) -> &Solution {
        &self.best
    }

    /// Good routes met since the last call.
    pub fn take_pool(&mut self) -> Pool {
        std::mem::replace(&mut self.pool, Pool::new(POOL))
    }

    /// Goes on from this solution, which becomes the best if it is better.
    pub fn restart_from(&mut self, solution: &Solution) {
        self.current = solution.clone();
        if solution.score() < self.best.score() {
            self.best = solution.clone();
        }
        self.remember();
    }

    /// Takes one step. `progress` from 0 to 1 says how far the search has come: it cools down from
    /// a temperature at which a fifth of a mean request's cost more is accepted every third time, to
    /// a hundredth of that.
    pub fn step(&mut self, progress: f64) -> Step {
        let mut next = self.current.clone();
        self.ruin(&mut next);
        if self.rng.random::<f64>() < 0.25 {
            recreate::regret(self.instance, &mut next, &mut self.inserter);
        } else {
            recreate::greedy(self.instance, &mut next, &mut self.inserter, &mut self.rng);
        }
        let temperature = self.start_temperature * 0.01_f64.powf(progress);
        let allowed = -temperature * self.rng.random::<f64>().max(f64::MIN_POSITIVE).ln();
        let worse = self.scalar(next.score()) - self.scalar(self.current.score());
        if next.score() < self.best.score() {
            self.best = next.clone();
            self.current = next;
            self.remember();
            Step::Best
        } else if worse < allowed {
            self.current = next;
            self.remember();
            Step::Accepted
        } else {
            Step::Rejected
        }
    }

    fn ruin(&mut self, solution: &mut Solution) {
        let ids = self.instance.request_ids();
        let planned: Vec<RequestId> =
            ids.filter(|&request| solution.vehicle_of(request).is_some()).collect();
        if planned.is_empty() {
            return;
        }
        let most = (planned.len() * 2 / 5).clamp(4, LARGEST_REMOVAL).min(planned.len());
        let count = self.rng.random_range(1..=most);
        let removal = REMOVALS[self.rng.random_range(0..REMOVALS.len())];
        let scene = Scene {
            instance: self.instance,
            neighbours: self.neighbours,
            solution,
            planned: &planned,
            count,
        };
        let mut leaving = removal(&scene, &mut self.rng);
        leaving.sort_unstable();
        let mut vehicles: Vec<_> =
            leaving.iter().filter_map(|&request| solution.vehicle_of(request)).collect();
        vehicles.sort_unstable();
        vehicles.dedup();
        for vehicle in vehicles {
            let leaves = |request| leaving.binary_search(&request).is_ok();
            let route = self.inserter.without(self.instance, solution.route(vehicle), leaves);
            solution.replace(self.instance, vehicle, Arc::new(route));
        }
    }

    /// Keeps the routes of the current solution in the pool.
    fn remember(&mut self) {
        self.current.routes().iter().for_each(|route| self.pool.add(route));
    }

    fn scalar(&self, score: Score) -> f64 {
        score.cost.as_ore() as f64 + self.price_of_absence * score.not_planned as f64
    }
}

/// More than it costs to serve any one request with a vehicle of its own, so that a search never
/// gains by leaving people out.
fn price_of_absence(instance: &Instance) -> f64 {
    let mut inserter = Inserter::default();
    let homes: Vec<Route> = (0..instance.types().len() as u32)
        .map(|kind| Route::empty(instance, crate::domain::TypeId(kind)))
        .collect();
    let limit = crate::domain::Money::ore(i64::MAX / 4);
    let alone = instance.request_ids().flat_map(|request| {
        homes
            .iter()
            .filter_map(|home| inserter.best(instance, home, request, limit))
            .map(|insertion| insertion.cost_delta.as_ore())
            .collect::<Vec<_>>()
    });
    2.0 * alone.max().unwrap_or(0) as f64 + 1.0
}
