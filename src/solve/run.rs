//! A run: list everything, or search and prove side by side.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::domain::{Instance, Money};
use crate::error::{Error, Result};
use crate::evaluate::{Route, Solution};
use crate::exact::{Choice, Effort, Limits, Prices, RouteModel, all_routes, prove};
use crate::search::{Neighbours, Pool, Search, part_count};
use crate::solve::improve::Phase;
use crate::solve::{Method, Outcome, Progress, Settings};

/// By steps, so many requests have one search; smaller days have several.
const REQUESTS_PER_SEARCH: usize = 240;
/// About so many of the first solution's vehicles are on the road in a good one.
const NEEDED: f64 = 0.75;
/// The most searches there are.
const SEARCHES: usize = 4;
/// Extensions by a stop before listing all routes is given up: a tenth of a second or so.
const ENUMERATION: usize = 300_000;
/// The part of a time limit that searches and proof get; the rest is for what comes before and after.
const SHARE: f64 = 0.97;
/// The part of a time limit that searches have to themselves, and how many seconds for each request
/// are enough: a proof needs good routes to start from.
const ALONE: (f64, f64) = (0.1, 0.01);
/// Branch-and-bound nodes of one MILP where no clock may decide.
const NODES: i32 = 2_000;

/// One call of [`solve`](crate::solve::solve).
pub(super) struct Run<'a> {
    pub instance: &'a Instance,
    pub settings: &'a Settings,
    progress: &'a (dyn Fn(Progress) + Sync),
    stop: &'a AtomicBool,
    started: Instant,
    known: Mutex<Known>,
    is_proven: AtomicBool,
}

/// What all threads know.
#[derive(Default)]
struct Known {
    best: Option<Solution>,
    bound: Option<Money>,
    prices: Vec<Prices>,
    iterations: u64,
    /// Why a MILP was of no help.
    failure: Option<String>,
    /// Whether the proof ended before its time.
    is_given_up: bool,
}

impl<'a> Run<'a> {
    pub fn new(
        instance: &'a Instance,
        settings: &'a Settings,
        progress: &'a (dyn Fn(Progress) + Sync),
        stop: &'a AtomicBool,
    ) -> Self {
        Self {
            instance,
            settings,
            progress,
            stop,
            started: Instant::now(),
            known: Mutex::default(),
            is_proven: AtomicBool::new(false),
        }
    }

    pub fn run(self) -> Outcome {
        let neighbours = Neighbours::new(self.instance);
        let mut searches = vec![Search::new(self.instance, &neighbours, self.settings.seed)];
        let first = searches[0].best().clone();
        self.found(&first, 0);
        let requests = self.instance.requests().len();
        if requests == 0 {
            self.proven(first.score().cost);
        } else if let Some(optimum) = self.enumerate(&first) {
            self.found(&optimum, 0);
            self.proven(optimum.score().cost);
        } else {
            searches.extend((1..self.searches(&first)).map(|k| {
                let seed = self.settings.seed.wrapping_add(k as u64);
                Search::starting_from(self.instance, &neighbours, seed, first.clone())
            }));
            self.search_and_prove(&mut searches);
        }
        self.outcome()
    }

    /// How many searches run side by side. One that takes twice as many steps finds better solutions than
    /// two, so by time there are no more than keep all threads busy. By steps their number may not
    /// depend on the threads.
    fn searches(&self, first: &Solution) -> usize {
        let count = match self.settings {
            Settings { limit: Some(_), iterations: None, .. } => {
                let needed = on_road(first).len() as f64 * NEEDED;
                rayon::current_num_threads().div_ceil(part_count(needed as usize))
            }
            _ => REQUESTS_PER_SEARCH.div_ceil(self.instance.requests().len()),
        };
        count.clamp(1, SEARCHES)
    }

    /// First the searches alone, then the proof beside them. By iterations the searches go to their
    /// end before the proof begins, which keeps what they find independent of the clock.
    fn search_and_prove(&self, searches: &mut Vec<Search>) {
        let until = self.limit();
        let steps = self.settings.iterations;
        let threads = rayon::current_num_threads();
        let whole = Phase { from: 0.0, until, steps, threads };
        match (self.settings.method, until) {
            (Method::Search, _) | (Method::Auto, None) => {
                self.improve(searches, &whole);
            }
            (_, Some(limit)) if steps.is_none() => {
                let requests = self.instance.requests().len() as f64;
                let alone = self.elapsed() + (limit * ALONE.0).min(requests * ALONE.1);
                let pool = self.improve(searches, &Phase { until: Some(alone), ..whole });
                // On one thread one comes after the other.
                let end = if threads == 1 { (alone + limit) / 2.0 } else { limit };
                let threads = threads.div_ceil(2);
                rayon::join(
                    || self.prove(&pool, Some(end)),
                    || self.improve(searches, &Phase { from: self.elapsed(), threads, ..whole }),
                );
            }
            _ => {
                let pool = self.improve(searches, &whole);
                self.prove(&pool, until);
            }
        }
    }

    /// Proves what can be proven until `end`, in seconds since the start.
    fn prove(&self, pool: &Pool, end: Option<f64>) {
        let left = || end.map(|end| Duration::from_secs_f64((end - self.elapsed()).max(0.0)));
        let limits = Limits {
            is_over: &|| self.is_stopped() || left().is_some_and(|left| left.is_zero()),
            effort: &|| left().map_or(Effort::Nodes(i32::MAX), Effort::Time),
        };
        let best = || on_road(&self.best());
        let tell = |bound| self.bounded(bound);
        match prove(self.instance, &best, &pool.in_order(), &limits, &tell) {
            Ok(proof) => {
                if let Some(solution) = self.solution(&proof.routes) {
                    self.found(&solution, 0);
                }
                let mut known = self.known();
                (known.prices, known.is_given_up) = (proof.prices, proof.is_given_up);
                drop(known);
                if let Some(bound) = proof.bound.filter(|_| proof.is_optimal) {
                    self.proven(bound);
                }
            }
            Err(error) => self.failed(&error),
        }
    }

    /// The optimum, where the day is small enough to list all routes.
    fn enumerate(&self, known: &Solution) -> Option<Solution> {
        let budget = match self.settings.method {
            Method::Auto => ENUMERATION,
            Method::Exact => 5 * ENUMERATION,
            Method::Search => return None,
        };
        // Half of the time, so that as much is left to search if this comes to nothing.
        let deadline = self.settings.limit.map(|limit| self.started + limit / 2);
        let routes = all_routes(self.instance, budget, deadline)?;
        if routes.is_empty() {
            return Some(Solution::empty(self.instance));
        }
        let all = (routes, usize::MAX);
        let choice = self.choose(all, known, self.settings.limit).ok()??;
        choice.best_of_given.then(|| self.solution(&choice.routes))?
    }

    /// The best choice of these routes that the route MILP finds until `end`, counted from the start, among so many of
    /// them; `None` if it is not to be used.
    pub fn choose(
        &self,
        (routes, most): (Vec<Arc<Route>>, usize),
        known: &Solution,
        end: Option<Duration>,
    ) -> Result<Option<Choice>> {
        if routes.is_empty() {
            return Ok(None);
        }
        let effort = match end.map(|end| end.saturating_sub(self.started.elapsed())) {
            None => Effort::Nodes(NODES),
            Some(Duration::ZERO) => return Ok(None),
            Some(left) => Effort::Time(left),
        };
        RouteModel::new(self.instance, routes)
            .solve(&on_road(known), most, effort, &|| self.is_over())
            .map(Some)
    }

    /// The routes, given to vehicles in the order of the fleet; `None` if they are no solution, as a
    /// failing solver may return.
    pub fn solution(&self, routes: &[Arc<Route>]) -> Option<Solution> {
        let mut solution = Solution::empty(self.instance);
        let mut free: Vec<_> =
            self.instance.types().iter().map(|kind| kind.vehicles.iter()).collect();
        for route in routes {
            if route.requests().any(|request| solution.vehicle_of(request).is_some()) {
                return None;
            }
            let vehicle = *free[route.kind().index()].next()?;
            solution.replace(self.instance, vehicle, Arc::clone(route));
        }
        Some(solution)
    }

    /// Seconds since the start.
    pub fn elapsed(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// When searches and proof end, in seconds since the start.
    fn limit(&self) -> Option<f64> {
        self.settings.limit.map(|limit| limit.as_secs_f64() * SHARE)
    }

    /// Whether nothing better can be found.
    fn is_proven(&self) -> bool {
        self.is_proven.load(Ordering::Relaxed)
    }

    /// Whether somebody asked to end.
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether to look no further.
    pub fn is_over(&self) -> bool {
        self.is_proven() || self.is_stopped()
    }

    /// The best solution of all threads.
    pub fn best(&self) -> Solution {
        self.known().best.clone().expect("a run begins with a solution")
    }

    /// Keeps a solution if it is the best, and tells of it; `iterations` have been taken since the
    /// last call.
    pub fn found(&self, solution: &Solution, iterations: u64) {
        let mut known = self.known();
        known.iterations += iterations;
        if known.best.as_ref().is_none_or(|best| solution.score() < best.score()) {
            known.best = Some(solution.clone());
            self.tell(&known);
        }
    }

    /// Keeps a bound if it is the best, and tells of it. One below nothing says nothing: no plan costs less.
    fn bounded(&self, bound: Money) {
        if bound < Money::ZERO {
            return;
        }
        let mut known = self.known();
        if known.bound.is_none_or(|best| best < bound) {
            known.bound = Some(bound);
            self.tell(&known);
        }
    }

    /// The best solution is optimal.
    fn proven(&self, bound: Money) {
        self.bounded(bound);
        self.is_proven.store(true, Ordering::Relaxed);
    }

    /// A MILP has failed; the solutions of the searches stand.
    pub fn failed(&self, error: &Error) {
        self.known().failure = Some(error.to_string());
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().expect("no thread panics while it knows")
    }

    fn tell(&self, known: &Known) {
        if let Some(best) = &known.best {
            let (seconds, score) = (self.elapsed(), best.score());
            let Known { iterations, bound, .. } = *known;
            (self.progress)(Progress { seconds, iterations, score, bound });
        }
    }

    fn outcome(self) -> Outcome {
        let (seconds, optimal) = (self.elapsed(), self.is_proven());
        let known = self.known.into_inner().expect("no thread panics while it knows");
        let solution = known.best.expect("a run begins with a solution").tidied(self.instance);
        Outcome {
            bound: known.bound.map(|bound| bound.min(solution.score().cost)),
            optimal,
            prices: known.prices,
            iterations: known.iterations,
            seconds,
            milp_failure: known.failure,
            is_given_up: known.is_given_up,
            solution,
        }
    }
}

/// The routes of the vehicles that are used.
pub(super) fn on_road(solution: &Solution) -> Vec<Arc<Route>> {
    solution.routes().iter().filter(|route| !route.is_empty()).cloned().collect()
}
