//! Search and exact put together.
//!
//! Small days are listed whole and solved to proven optimality. Otherwise seeded searches run side by
//! side, round by round; at fixed points of the run the one that is worst ends, until one is left, and
//! beside some rounds the route MILP looks for a better choice among the routes met so far. After a
//! while a proof runs beside the searches: it takes their routes and their best plan, they stop when
//! it has found the optimum, and what it has proven until the limit is the bound. Whatever happens to
//! a MILP, the best plan of the searches stands. With an iteration limit alone the result depends on
//! the seed and on nothing else: not on the clock, not on the number of threads.

mod improve;
mod run;

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use crate::domain::{Instance, Money};
use crate::error::{Error, Result};
use crate::evaluate::{Score, Solution};
use crate::exact::{Prices, price};
use run::{Run, on_road};

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
    /// List all routes if the day is small; else search, and prove beside it what can be proven
    /// within the time limit.
    Auto,
    /// As `Auto`, but spend five times as much on listing all routes, and prove even without a time
    /// limit.
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
    /// What the bound rests on, where it was found by prices; see [`prices`] for other optima.
    pub prices: Vec<Prices>,
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

/// The prices that an outcome's bound rests on. Where all routes were listed no prices were needed; they
/// are found now, in so much time at most.
///
/// # Errors
/// [`Error::Solver`] when HiGHS fails.
pub fn prices(
    instance: &Instance,
    outcome: &Outcome,
    limit: Option<Duration>,
) -> Result<Vec<Prices>> {
    if !outcome.prices.is_empty() || outcome.bound.is_none() {
        return Ok(outcome.prices.clone());
    }
    let started = Instant::now();
    let is_over = || limit.is_some_and(|limit| started.elapsed() >= limit);
    price(instance, &on_road(&outcome.solution), &is_over)
}
