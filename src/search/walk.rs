//! Simulated annealing on a part of a solution: steps that take requests out and put them back.

use std::sync::Arc;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::domain::{Instance, RequestId};
use crate::evaluate::{Route, Score, Solution};
use crate::search::Neighbours;
use crate::search::recreate::Recreate;
use crate::search::removal::{REMOVALS, Scene};
use crate::search::speculation::Ledger;
use crate::search::tails::swap_tails;

/// The fewest requests taken out in one step: fewer mostly go back to where they were.
const SMALLEST_REMOVAL: usize = 5;
/// The most requests taken out in one step.
const LARGEST_REMOVAL: usize = 20;
/// How often two vehicles swap tails instead of losing requests.
const SWAP_TAILS: f64 = 0.2;
/// How often requests are put back by regret insertion.
const REGRET: f64 = 0.5;
/// How often a vehicle at home is sent out for those who go by taxi.
const SEND_OUT: f64 = 0.1;
/// Each step has so many random numbers of its own; few take a hundredth of them.
const NUMBERS: u128 = 1 << 16;

/// A walk through the solutions of one part.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    walker: Walker<'a>,
    trace: Trace,
}

/// The best solution on the way, and the new routes of all that were accepted.
#[derive(Debug)]
pub(super) struct Trace {
    best: Solution,
    met: Vec<Arc<Route>>,
}

/// How far a walk is to go.
pub(super) struct Stretch<'s> {
    pub steps: u64,
    /// The temperature of a step.
    pub temperature: &'s (dyn Fn(u64) -> f64 + Sync),
    /// Says whether to go no further.
    pub is_over: &'s (dyn Fn() -> bool + Sync),
}

impl<'a> Walk<'a> {
    pub fn new(
        instance: &'a Instance,
        neighbours: &'a Neighbours,
        rng: ChaCha8Rng,
        current: Solution,
        price_of_absence: f64,
    ) -> Self {
        let trace = Trace { best: current.clone(), met: Vec::new() };
        let recreate = Recreate::new(instance);
        let has_taxis = instance.requests().iter().any(|request| request.taxi_price.is_some());
        let walker =
            Walker { instance, neighbours, rng, recreate, current, price_of_absence, has_taxis };
        Self { walker, trace }
    }

    /// Where it has come to.
    pub fn current(&self) -> &Solution {
        &self.walker.current
    }

    /// The best solution on its way.
    pub fn best(&self) -> &Solution {
        &self.trace.best
    }

    /// The new routes of all solutions that were accepted.
    pub fn met(&self) -> &[Arc<Route>] {
        &self.trace.met
    }

    /// Walks on by so many threads, and returns how many steps were taken. Their number makes no difference
    /// to where the walk comes to.
    pub fn go(&mut self, stretch: &Stretch, threads: usize) -> u64 {
        if threads > 1 { self.go_together(stretch, threads) } else { self.go_alone(stretch) }
    }

    fn go_alone(&mut self, stretch: &Stretch) -> u64 {
        let steps = (0..stretch.steps).take_while(|&step| {
            let is_over = (stretch.is_over)();
            if !is_over && self.walker.step(step, (stretch.temperature)(step), &|| false) {
                self.trace.add(&self.walker.current);
            }
            !is_over
        });
        steps.count() as u64
    }

    fn go_together(&mut self, stretch: &Stretch, threads: usize) -> u64 {
        let ledger = Ledger::new(&self.walker.current, &mut self.trace, threads);
        rayon::scope(|scope| {
            for thread in 0..threads {
                let (mut walker, ledger) = (self.walker.fellow(), &ledger);
                scope.spawn(move |_| ledger.work(&mut walker, stretch, thread));
            }
        });
        let (taken, current) = ledger.close();
        self.walker.current = current;
        taken
    }
}

impl Trace {
    /// A solution has been accepted.
    pub fn add(&mut self, solution: &Solution) {
        if solution.score() < self.best.score() {
            self.best = solution.clone();
        }
        let routes = solution.replaced().map(|vehicle| &solution.routes()[vehicle.index()]);
        self.met.extend(routes.filter(|route| !route.is_empty()).map(Arc::clone));
    }
}

/// Takes steps of a walk.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    instance: &'a Instance,
    neighbours: &'a Neighbours,
    rng: ChaCha8Rng,
    recreate: Recreate<'a>,
    pub current: Solution,
    price_of_absence: f64,
    has_taxis: bool,
}

impl<'a> Walker<'a> {
    /// Another walker at the same place.
    fn fellow(&self) -> Self {
        Self {
            rng: self.rng.clone(),
            recreate: Recreate::new(self.instance),
            current: self.current.clone(),
            ..*self
        }
    }

    /// Takes one step from where it is, and returns whether it stands elsewhere then. A solution that is worse by the
    /// temperature is accepted with probability 1/e. A step that `is_void` is given up.
    pub fn step(&mut self, step: u64, temperature: f64, is_void: &dyn Fn() -> bool) -> bool {
        self.rng.set_word_pos(u128::from(step) * NUMBERS);
        let before = self.current.score();
        self.current.keep();
        if self.rng.random_bool(SWAP_TAILS) {
            swap_tails(self.instance, self.neighbours, &mut self.current, &mut self.rng);
        } else {
            self.ruin();
        }
        if self.has_taxis && self.rng.random_bool(SEND_OUT) {
            self.recreate.send_out(&mut self.current, &mut self.rng);
        }
        let allowed = -temperature * self.rng.random::<f64>().max(f64::MIN_POSITIVE).ln();
        let price = self.price_of_absence;
        let most = scalar(before, price) + allowed;
        let is_hopeless = |score| scalar(score, price) >= most || is_void();
        if self.rng.random_bool(REGRET) {
            self.recreate.regret(&mut self.current, &is_hopeless);
        } else {
            self.recreate.greedy(&mut self.current, &mut self.rng, &is_hopeless);
        }
        let after = self.current.score();
        let is_accepted = after < before || after != before && !is_hopeless(after);
        if !is_accepted {
            self.current.roll_back();
        }
        is_accepted
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
