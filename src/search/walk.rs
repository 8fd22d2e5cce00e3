//! Simulated annealing on a part of a solution: steps that take requests out and put them back.

use std::sync::Arc;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::domain::{Instance, RequestId, VehicleId};
use crate::evaluate::{Inserter, Route, Score, Solution};
use crate::search::removal::{REMOVALS, Scene};
use crate::search::tails::swap_tails;
use crate::search::{Neighbours, recreate};

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
    inserter: Inserter,
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
            inserter: Inserter::default(),
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
        if self.rng.random_bool(REGRET) {
            recreate::regret(self.instance, &mut self.current, &mut self.inserter);
        } else {
            recreate::greedy(self.instance, &mut self.current, &mut self.inserter, &mut self.rng);
        }
        let after = self.current.score();
        let worse = self.scalar(after) - self.scalar(before);
        let allowed = -temperature * self.rng.random::<f64>().max(f64::MIN_POSITIVE).ln();
        if after < self.best.score() {
            self.best = self.current.clone();
        } else if after == before || worse >= allowed {
            self.current.roll_back(self.instance);
        }
        let routes = self.current.replaced().map(|vehicle| &self.current.routes()[vehicle.index()]);
        self.met.extend(routes.filter(|route| !route.is_empty()).map(Arc::clone));
    }

    fn ruin(&mut self) {
        let solution = &mut self.current;
        let vehicles = solution.vehicles().iter();
        let planned: Vec<RequestId> =
            vehicles.flat_map(|&vehicle| solution.route(vehicle).requests()).collect();
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
        let mut vehicles: Vec<VehicleId> =
            leaving.iter().filter_map(|&request| solution.vehicle_of(request)).collect();
        vehicles.sort_unstable();
        vehicles.dedup();
        for vehicle in vehicles {
            let leaves = |request| leaving.binary_search(&request).is_ok();
            let route = self.inserter.without(self.instance, solution.route(vehicle), leaves);
            solution.replace(self.instance, vehicle, Arc::new(route));
        }
    }

    fn scalar(&self, score: Score) -> f64 {
        score.cost.as_ore() as f64 + self.price_of_absence * score.not_planned as f64
    }
}
