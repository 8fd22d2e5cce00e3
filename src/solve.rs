//! Search and exact put together.
//!
//! Small days are listed whole and solved to proven optimality. Otherwise seeded searches run side by
//! side, round by round; at fixed points of the run the one that is worst goes on from the best, and
//! beside some rounds the route MILP looks for a better choice among the routes met so far. Whatever
//! happens to the MILP, the best plan of the searches stands. With an iteration limit alone the
//! result depends on the seed and on nothing else: not on the clock, not on the number of threads.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::domain::{Instance, Money};
use crate::error::{Error, Result};
use crate::evaluate::{Route, Score, Solution};
use crate::exact::{Choice, Effort, RouteModel, all_routes};
use crate::search::{Neighbours, Pace, Pool, ROUNDS, Search};

/// Requests that keep one search busy: smaller days have several searches, at most four.
const REQUESTS_PER_SEARCH: usize = 240;
/// How far a run has come when the route MILP runs beside a round.
const MILPS: [f64; 4] = [0.3, 0.5, 0.7, 0.9];
/// A round with the MILP beside it is so many times as long as others.
const MILP_ROUND: u64 = 4;
/// How far a run has come when searches begin to go on from the best.
const EXCHANGE: f64 = 0.5;
/// How often they do so in a whole run.
const EXCHANGES: f64 = 10.0;
/// The most routes the route MILP chooses from.
const POOL: usize = 20_000;
/// Branch-and-bound nodes of one route MILP where no clock may decide.
const NODES: i32 = 2_000;
/// Extensions by a stop before listing all routes is given up: about half a second.
const ENUMERATION: usize = 2_000_000;
/// The part of a time limit that searches get; the rest is for what comes before and after.
const SEARCH_SHARE: f64 = 0.97;

/// How to solve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settings {
    /// Stop after so much wall time.
    pub limit: Option<Duration>,
    /// Stop after so many steps of each search.
    pub iterations: Option<u64>,
    /// By which means.
    pub method: Method,
    /// How many threads to use; 0 for as many as there are cores.
    pub threads: usize,
    /// The seed of the first search; search `k` uses `seed + k`.
    pub seed: u64,
}

/// By which means to solve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// List all routes if the day is small, else search.
    Auto,
    /// As `Auto`, but spend five times as much on listing all routes.
    Exact,
    /// The search alone, no proof.
    Search,
}

/// What is known while solving.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Progress {
    /// Since the start.
    pub seconds: f64,
    /// Steps taken by all searches in the rounds that are over.
    pub iterations: u64,
    /// The best so far.
    pub score: Score,
    /// The best proven bound so far.
    pub bound: Option<Money>,
}

/// A solution, and what is known of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The best solution found.
    pub solution: Solution,
    /// No solution that leaves out as few requests costs less; `None` where nothing is proven.
    pub bound: Option<Money>,
    /// Whether no better solution exists.
    pub optimal: bool,
    /// Steps taken by all searches.
    pub iterations: u64,
    /// Wall time.
    pub seconds: f64,
    /// Why the route MILP was of no help, where it failed.
    pub milp_failure: Option<String>,
}

/// Solves the instance; `progress` hears of every improvement, from any thread.
///
/// # Errors
/// [`Error::Solver`] if the threads cannot be started. A failing MILP is no error.
pub fn solve(
    instance: &Instance,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Outcome> {
    solve_until(instance, settings, progress, &AtomicBool::new(false))
}

/// As [`solve`], but ends soon after `stop` is set, with the best that was found by then. What is proven
/// stays proven.
///
/// # Errors
/// As [`solve`].
pub fn solve_until(
    instance: &Instance,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
    stop: &AtomicBool,
) -> Result<Outcome> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(settings.threads)
        .build()
        .map_err(|error| Error::Solver { reason: error.to_string() })?;
    threads.install(|| Ok(Run::new(instance, settings, progress, stop).run()))
}

struct Run<'a> {
    instance: &'a Instance,
    settings: &'a Settings,
    progress: &'a (dyn Fn(Progress) + Sync),
    stop: &'a AtomicBool,
    started: Instant,
    /// The best score that `progress` has heard of.
    told: Mutex<Option<Score>>,
}

impl<'a> Run<'a> {
    fn new(
        instance: &'a Instance,
        settings: &'a Settings,
        progress: &'a (dyn Fn(Progress) + Sync),
        stop: &'a AtomicBool,
    ) -> Self {
        Self { instance, settings, progress, stop, started: Instant::now(), told: Mutex::new(None) }
    }

    fn run(&self) -> Outcome {
        let neighbours = Neighbours::new(self.instance);
        let mut searches = vec![Search::new(self.instance, &neighbours, self.settings.seed)];
        let first = searches[0].best().clone();
        self.tell(first.score(), 0, None);
        if let Some(optimum) = self.prove(&first) {
            self.tell(optimum.score(), 0, Some(optimum.score().cost));
            return self.outcome(optimum, true, 0, None);
        }
        let requests = self.instance.requests().len();
        if requests == 0 {
            return self.outcome(first, true, 0, None);
        }
        let count = REQUESTS_PER_SEARCH.div_ceil(requests).clamp(1, 4) as u64;
        searches.extend((1..count).map(|k| {
            let seed = self.settings.seed.wrapping_add(k);
            Search::starting_from(self.instance, &neighbours, seed, first.clone())
        }));
        self.improve(&mut searches)
    }

    fn outcome(
        &self,
        solution: Solution,
        optimal: bool,
        iterations: u64,
        milp_failure: Option<Error>,
    ) -> Outcome {
        let solution = solution.tidied(self.instance);
        Outcome {
            bound: optimal.then_some(solution.score().cost),
            optimal,
            iterations,
            seconds: self.elapsed(),
            milp_failure: milp_failure.map(|error| error.to_string()),
            solution,
        }
    }

    /// The optimum, where the day is small enough to list all routes.
    fn prove(&self, known: &Solution) -> Option<Solution> {
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
        let choice = self.choose(routes, known, self.settings.limit).ok()??;
        choice.best_of_given.then(|| self.solution(&choice))?
    }

    /// Rounds of parallel search, with the route MILP beside some of them.
    fn improve(&self, searches: &mut [Search]) -> Outcome {
        let mut pool = Pool::new(POOL);
        let mut best = searches[0].best().clone();
        let mut milp_failure = None;
        let count = searches.len() as u64;
        let mut pace = Pace::new(self.settings.iterations, self.search_limit());
        let mut before = 0.0;
        while let Some((mut steps, mut progress)) = pace.next(self.elapsed(), 1) {
            if self.is_stopped() {
                break;
            }
            let began = self.elapsed();
            let mut routes = Vec::new();
            if MILPS.into_iter().any(|at| before < at && at <= progress.end) {
                (steps, progress) = pace.next(began, MILP_ROUND).unwrap_or((steps, progress));
                routes = pool.in_order();
            }
            let (taken, choice) = rayon::join(
                || self.search_round(searches, steps, &progress),
                || self.choose(routes, &best, self.milp_end()),
            );
            pace.took(taken / count, self.elapsed() - began);
            for search in searches.iter_mut() {
                pool.merge(&search.take_pool());
                best = better(best, search.best());
            }
            self.adopt(choice, &mut best, &mut milp_failure);
            self.tell(best.score(), pace.taken() * count, None);
            if exchange_is_due(before, progress.end) {
                exchange(searches, &best);
            }
            before = progress.end;
        }
        self.outcome(best, false, pace.taken() * count, milp_failure)
    }

    /// A round of every search; returns the steps taken by all.
    fn search_round(&self, searches: &mut [Search], steps: u64, progress: &Range<f64>) -> u64 {
        let limit = self.search_limit();
        let is_over = || self.is_stopped() || limit.is_some_and(|limit| self.elapsed() >= limit);
        let searches = searches.par_iter_mut();
        searches.map(|search| search.round(steps, progress.clone(), &is_over)).sum()
    }

    /// Whether somebody asked to end.
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Seconds since the start.
    fn elapsed(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// When searches end, in seconds since the start.
    fn search_limit(&self) -> Option<f64> {
        self.settings.limit.map(|limit| limit.as_secs_f64() * SEARCH_SHARE)
    }

    /// When a MILP that starts now ends, counted from the start.
    fn milp_end(&self) -> Option<Duration> {
        let length = |limit: Duration| limit * MILP_ROUND as u32 / ROUNDS as u32;
        self.settings.limit.map(|limit| self.started.elapsed() + length(limit))
    }

    /// The best choice of these routes that the route MILP finds until `end`, counted from the
    /// start; `None` if it is not to be used.
    fn choose(
        &self,
        routes: Vec<Arc<Route>>,
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
        RouteModel::new(self.instance, routes).solve(&on_road(known), effort).map(Some)
    }

    /// Takes the choice if it is better; the plan of the searches stands if the MILP failed.
    fn adopt(
        &self,
        choice: Result<Option<Choice>>,
        best: &mut Solution,
        milp_failure: &mut Option<Error>,
    ) {
        match choice {
            Ok(None) => {}
            Ok(Some(choice)) => {
                if let Some(chosen) = self.solution(&choice) {
                    *best = better(best.clone(), &chosen);
                }
            }
            Err(error) => *milp_failure = Some(error),
        }
    }

    /// The chosen routes, given to vehicles in the order of the fleet; `None` if they are no
    /// solution, as a failing solver may return.
    fn solution(&self, choice: &Choice) -> Option<Solution> {
        let mut solution = Solution::empty(self.instance);
        let mut free: Vec<_> =
            self.instance.types().iter().map(|kind| kind.vehicles.iter()).collect();
        for route in &choice.routes {
            if route.requests().any(|request| solution.vehicle_of(request).is_some()) {
                return None;
            }
            let vehicle = *free[route.kind().index()].next()?;
            solution.replace(self.instance, vehicle, Arc::clone(route));
        }
        Some(solution)
    }

    /// Tells of a score if it is better than what was told before, or proven.
    fn tell(&self, score: Score, iterations: u64, bound: Option<Money>) {
        let mut told = self.told.lock().expect("no thread panics while telling");
        if bound.is_some() || told.is_none_or(|told| score < told) {
            *told = Some(score);
            let seconds = self.elapsed();
            (self.progress)(Progress { seconds, iterations, score, bound });
        }
    }
}

/// Whether a run that has come from one progress to the other is to have an exchange.
fn exchange_is_due(before: f64, now: f64) -> bool {
    let epoch = |progress: f64| (progress * EXCHANGES) as u64;
    now >= EXCHANGE && epoch(before) < epoch(now)
}

/// Lets the search that stands worst go on from the best solution of all.
fn exchange(searches: &mut [Search], best: &Solution) {
    let worst = searches.iter_mut().max_by_key(|search| search.current().score());
    if let Some(worst) = worst {
        worst.restart_from(best);
    }
}

/// The routes of the vehicles that are used.
fn on_road(solution: &Solution) -> Vec<Arc<Route>> {
    solution.routes().iter().filter(|route| !route.is_empty()).cloned().collect()
}

/// The better of two, the first if they are equal.
fn better(one: Solution, two: &Solution) -> Solution {
    if two.score() < one.score() { two.clone() } else { one }
}
