//! Simulated annealing on a part of a solution: steps that take requests out and put them back.

use std::sync::Arc;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::domain::{Instance, RequestId};
use crate::evaluate::{Route, Score, Solution};
use crate::search::Neighbours;
use crate::search::recreate::Recreate;
use crate::search::removal::{REMOVALS, Scene};
use crate::search::tails::swap_tails;

/// The fewest requests taken out in one step: fewer mostly go back to where they were.
const SMALLEST_REMOVAL: usize = 5;
/// The most requests taken out in one step.
const LARGEST_REMOVAL: usize = 20;
/// How often two vehicles swap tails instead of losing requests.
const SWAP_TAILS: f64 = 0.2;
/// How often requests are put back by regret insertion.
const REGRET: f64 = 0.5;

/// A walk through the solutions of one part.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    instance: &'a Instance,
    neighbours: &'a Neighbours,
    rng: ChaCha8Rng,
    recreate: Recreate<'a>,
    current: Solution,
    best: Solution,
    met: Vec<Arc<Route>>,
    price_of_absence: f64,
}

impl<'a> Walk<'a> {
    pub fn new(
        instance: &'a Instance,
        neighbours: &'a Neighbours,
        rng: ChaCha8Rng,
        current: Solution,
        price_of_absence: f64,
    ) -> Self {
        Self {
            instance,
            neighbours,
            rng,
            recreate: Recreate::new(instance),
            best: current.clone(),
            current,
            met: Vec::new(),
            price_of_absence,
        }
    }

    /// Where it has come to.
    pub fn current(&self) -> &Solution {
        &self.current
    }

    /// The best solution on its way.
    pub fn best(&self) -> &Solution {
        &self.best
    }

    /// The new routes of all solutions that were accepted.
    pub fn met(&self) -> &[Arc<Route>] {
        &self.met
    }

    /// Takes one step. A solution that is worse by the temperature is accepted with probability
    /// 1/e.
    pub fn step(&mut self, temperature: f64) {
        let before = self.current.score();
        self.current.keep();
        if self.rng.random_bool(SWAP_TAILS) {
            swap_tails(self.instance, self.neighbours, &mut self.current, &mut self.rng);
        } else {
            self.ruin();
        }
        let allowed = -temperature * self.rng.random::<f64>().max(f64::MIN_POSITIVE).ln();
        let price = self.price_of_absence;
        let most = scalar(before, price) + allowed;
        let is_hopeless = |score| scalar(score, price) >= most;
        if self.rng.random_bool(REGRET) {
            self.recreate.regret(&mut self.current, &is_hopeless);
        } else {
            self.recreate.greedy(&mut self.current, &mut self.rng, &is_hopeless);
        }
        let after = self.current.score();
        if after < self.best.score() {
            self.best = self.current.clone();
        } else if after == before || is_hopeless(after) {
            self.current.roll_back();
        }
        let routes = self.current.replaced().map(|vehicle| &self.current.routes()[vehicle.index()]);
        self.met.extend(routes.filter(|route| !route.is_empty()).map(Arc::clone));
    }

    fn ruin(&mut self) {
        let solution = &self.current;
        let vehicles = solution.vehicles().iter();
        let planned: Vec<RequestId> =
            vehicles.flat_map(|&vehicle| solution.route(vehicle).requests()).collect();
        if planned.is_empty() {
            return;
        }
        let most = (planned.len() * 2 / 5).clamp(4, LARGEST_REMOVAL).min(planned.len());
        let count = self.rng.random_range(SMALLEST_REMOVAL.min(most)..=most);
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
        self.recreate.take_out(&mut self.current, &leaving);
    }
}

/// A score as one figure.
fn scalar(score: Score, price_of_absence: f64) -> f64 {
    score.cost.as_ore() as f64 + price_of_absence * score.not_planned as f64
}
