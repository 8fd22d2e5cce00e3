//! Good routes: a parallel large-neighbourhood search (Ropke and Pisinger 2006,
//! doi:10.1287/trsc.1050.0135).
//!
//! A step takes some requests out and puts them back elsewhere; worse solutions are accepted with
//! the probability of simulated annealing. A search takes its solution apart into groups of vehicles
//! that work near each other, walks through the solutions of all parts side by side for a
//! round, puts the parts together, and takes the whole apart anew. Where there are more threads than
//! parts, several take the steps of one part. It holds feasible solutions only;
//! what finds no place stays absent, at a price above that of any insertion. It is seeded, owns all
//! its state, and depends on nothing but the seed and the steps it is asked for.

mod neighbours;
mod pace;
mod parts;
mod pool;
mod recreate;
mod removal;
mod speculation;
mod tails;
mod walk;

use std::ops::Range;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::domain::{Instance, Money, TypeId};
use crate::evaluate::{Inserter, Route, Solution};
pub use neighbours::Neighbours;
pub use pace::{Pace, ROUNDS};
pub use parts::part_count;
use parts::{Part, take_apart};
pub use pool::Pool;
use recreate::{NO_LIMIT, Recreate, taxi_or_more};
use walk::{Stretch, Walk};

/// How many routes a search remembers.
const POOL: usize = 10_000;
/// The temperature at the end of a run, as a share of that at its start.
const COLD: f64 = 0.03;

/// One seeded search.
#[derive(Debug)]
pub struct Search<'a> {
    instance: &'a Instance,
    neighbours: &'a Neighbours,
    rng: ChaCha8Rng,
    current: Solution,
    best: Solution,
    pool: Pool,
    price_of_absence: f64,
    /// What serving a request costs on the average.
    start_temperature: f64,
}

impl<'a> Search<'a> {
    /// A search that starts from nothing: at first a taxi is for whom no vehicle has a place.
    pub fn new(instance: &'a Instance, neighbours: &'a Neighbours, seed: u64) -> Self {
        let mut current = Solution::empty(instance);
        Recreate::new(instance).in_time_order(&mut current, |_| NO_LIMIT);
        Self::starting_from(instance, neighbours, seed, current)
    }

    /// A search that starts from this solution, what is absent in it put in where it is cheapest.
    pub fn starting_from(
        instance: &'a Instance,
        neighbours: &'a Neighbours,
        seed: u64,
        mut current: Solution,
    ) -> Self {
        Recreate::new(instance)
            .in_time_order(&mut current, |request| taxi_or_more(instance, request));
        current.keep();
        let cost = current.score().cost.as_ore() as f64;
        let mut search = Self {
            instance,
            neighbours,
            rng: ChaCha8Rng::seed_from_u64(seed),
            best: current.clone(),
            current,
            pool: Pool::new(POOL),
            price_of_absence: price_of_absence(instance),
            start_temperature: cost / instance.requests().len().max(1) as f64,
        };
        search.remember();
        search
    }

    /// The best solution found.
    pub fn best(&self) -> &Solution {
        &self.best
    }

    /// The solution that the next round starts from.
    pub fn current(&self) -> &Solution {
        &self.current
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

    /// Takes that many steps, from hot to cold.
    pub fn run(&mut self, steps: u64) {
        let mut pace = Pace::new(Some(steps), None);
        while let Some((steps, progress)) = pace.next(0.0, 1) {
            self.round(steps, progress, 1, &|| false);
            pace.took(steps, 0.0);
        }
    }

    /// Takes that many steps by at most so many threads, fewer steps if `is_over` says so, and returns how many.
    ///
    /// `progress` from 0 to 1 says how far the run has come. It cools down: at first a solution that
    /// is worse by what a request costs on the average is accepted with probability 1/e, at last one
    /// that is worse by a thirtieth of that.
    pub fn round(
        &mut self,
        steps: u64,
        progress: Range<f64>,
        threads: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> u64 {
        let parts = take_apart(self.instance, self.neighbours, &self.current, &mut self.rng);
        let shares = shares(steps, &parts);
        let threads = (threads / parts.len()).max(1);
        let walks = parts.par_iter().zip(shares).enumerate();
        let walks: Vec<(Walk, u64)> = walks
            .map(|(index, (part, steps))| {
                let mut walk = self.walk(part, index);
                let temperature = |step: u64| {
                    let share = step as f64 / steps as f64;
                    let progress = progress.start + (progress.end - progress.start) * share;
                    self.start_temperature * COLD.powf(progress)
                };
                let stretch = Stretch { steps, temperature: &temperature, is_over };
                let taken = walk.go(&stretch, threads);
                (walk, taken)
            })
            .collect();
        // The parts have used other numbers, of which this was the seed.
        self.rng.next_u64();
        self.put_together(&walks);
        walks.iter().map(|(_, taken)| taken).sum()
    }

    /// A walk that starts from this part of the current solution.
    fn walk(&self, part: &Part, index: usize) -> Walk<'a> {
        let (vehicles, absent) = (part.vehicles.clone(), part.absent.clone());
        let solution = self.current.part(self.instance, vehicles, absent);
        let mut rng = ChaCha8Rng::seed_from_u64(self.rng.clone().next_u64());
        rng.set_stream(index as u64);
        Walk::new(self.instance, self.neighbours, rng, solution, self.price_of_absence)
    }

    /// Takes over what the walks have found.
    fn put_together(&mut self, walks: &[(Walk, u64)]) {
        let mut best = self.current.clone();
        for (walk, _) in walks {
            best.adopt(self.instance, walk.best());
            self.current.adopt(self.instance, walk.current());
            walk.met().iter().for_each(|route| self.pool.add(route));
        }
        if best.score() < self.best.score() {
            self.best = best;
        }
    }

    /// Keeps the routes of the current solution in the pool.
    fn remember(&mut self) {
        self.current.routes().iter().for_each(|route| self.pool.add(route));
    }
}

/// The steps of each part, in proportion to what there is to do in it.
fn shares(steps: u64, parts: &[Part]) -> Vec<u64> {
    let total: u64 = parts.iter().map(|part| part.requests).sum();
    let mut before = 0;
    let share = |part: &Part| {
        let from = steps * before / total.max(1);
        before += part.requests;
        steps * before / total.max(1) - from
    };
    parts.iter().map(share).collect()
}

/// More than it costs to serve any one request with a vehicle of its own, so that a search never
/// gains by leaving people out.
fn price_of_absence(instance: &Instance) -> f64 {
    let mut inserter = Inserter::default();
    let homes: Vec<Route> = (0..instance.types().len() as u32)
        .map(|kind| Route::empty(instance, TypeId(kind)))
        .collect();
    let limit = Money::ore(i64::MAX / 4);
    let alone = instance.request_ids().flat_map(|request| {
        homes
            .iter()
            .filter_map(|home| inserter.best(instance, home, request, limit))
            .map(|insertion| insertion.cost_delta.as_ore())
            .collect::<Vec<_>>()
    });
    2.0 * alone.max().unwrap_or(0) as f64 + 1.0
}
