//! Rounds of parallel search, with the route MILP beside some of them.

use std::ops::Range;
use std::time::Duration;

use rayon::prelude::*;

use crate::error::Result;
use crate::evaluate::Solution;
use crate::exact::Choice;
use crate::search::{Pace, Pool, ROUNDS, Search};
use crate::solve::run::Run;

/// How far a phase has come when the route MILP runs beside a round.
const MILPS: [f64; 3] = [0.5, 0.7, 0.9];
/// A round with the MILP beside it is so many times as long as others.
const MILP_ROUND: u64 = 7;
/// How far a phase has come when the worst of the searches ends for the first time.
const SELECTION: f64 = 0.5;
/// Into how many parts such moments divide a phase.
const SELECTIONS: f64 = 10.0;
/// The most routes that are remembered.
const POOL: usize = 60_000;
/// From how many of them HiGHS can choose in a second, so that it comes to an end; in four seconds from twice as
/// many.
const ROUTES_IN_A_SECOND: f64 = 1_100.0;
/// The fewest that it chooses from, as where no clock may decide, and the most.
const ROUTES: (usize, usize) = (500, 2_000);

/// A part of a run in which searches cool down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phase {
    /// When it begins, in seconds since the start of the run.
    pub from: f64,
    /// When it ends.
    pub until: Option<f64>,
    /// After how many steps of each search it ends.
    pub steps: Option<u64>,
    /// How many threads it has.
    pub threads: usize,
}

impl Phase {
    fn pace(&self) -> Pace {
        Pace::new(self.steps, self.length())
    }

    /// In seconds; none are left where what came before took too long.
    fn length(&self) -> Option<f64> {
        self.until.map(|until| (until - self.from).max(0.0))
    }

    /// How long a MILP may take that runs beside a round.
    fn milp_length(&self) -> Option<f64> {
        self.length().map(|length| length * MILP_ROUND as f64 / ROUNDS as f64)
    }

    /// How many routes such a MILP chooses from.
    fn milp_routes(&self) -> usize {
        let seconds = self.milp_length().unwrap_or(0.0);
        let (least, most) = ROUTES;
        ((seconds.sqrt() * ROUTES_IN_A_SECOND) as usize).clamp(least, most)
    }
}

impl Run<'_> {
    /// Improves the best solution for a phase; returns good routes met.
    pub fn improve(&self, searches: &mut Vec<Search>, phase: &Phase) -> Pool {
        let mut pool = Pool::new(POOL);
        let mut pace = phase.pace();
        let mut before = 0.0;
        let now = || self.elapsed() - phase.from;
        while let Some((mut steps, mut progress)) = pace.next(now(), 1).filter(|_| !self.is_over())
        {
            let began = now();
            let mut routes = Vec::new();
            if MILPS.into_iter().any(|at| before < at && at <= progress.end) {
                (steps, progress) = pace.next(began, MILP_ROUND).unwrap_or((steps, progress));
                routes = pool.in_order();
            }
            let known = best(searches);
            let (taken, choice) = rayon::join(
                || self.search_round(searches, steps, &progress, phase),
                || self.choose((routes, phase.milp_routes()), &known, self.milp_end(phase)),
            );
            pace.took(taken / searches.len() as u64, now() - began);
            for search in searches.iter_mut() {
                pool.merge(&search.take_pool());
            }
            self.found(&best(searches), taken);
            self.adopt(choice);
            if selection_is_due(before, progress.end) {
                select(searches, &self.best());
            }
            before = progress.end;
        }
        pool
    }

    /// A round of every search; returns the steps taken by all.
    fn search_round(
        &self,
        searches: &mut [Search],
        steps: u64,
        progress: &Range<f64>,
        phase: &Phase,
    ) -> u64 {
        let is_late = || phase.until.is_some_and(|until| self.elapsed() >= until);
        let is_over = || is_late() || self.is_over();
        let threads = (phase.threads / searches.len()).max(1);
        let searches = searches.par_iter_mut();
        searches.map(|search| search.round(steps, progress.clone(), threads, &is_over)).sum()
    }

    /// When a MILP that starts now ends, counted from the start.
    fn milp_end(&self, phase: &Phase) -> Option<Duration> {
        phase.milp_length().map(|length| Duration::from_secs_f64(self.elapsed() + length))
    }

    /// Takes the choice if it is better; the plan of the searches stands if the MILP failed.
    fn adopt(&self, choice: Result<Option<Choice>>) {
        match choice {
            Ok(choice) => {
                let chosen = choice.and_then(|choice| self.solution(&choice.routes));
                chosen.iter().for_each(|chosen| self.found(chosen, 0));
            }
            Err(error) => self.failed(&error),
        }
    }
}

/// The best solution of all searches, the first of equal ones.
fn best(searches: &[Search]) -> Solution {
    let best = searches.iter().map(Search::best).min_by_key(|solution| solution.score());
    best.expect("there is a search").clone()
}

/// Whether a phase that has come from one progress to the other is to have a selection.
fn selection_is_due(before: f64, now: f64) -> bool {
    let epoch = |progress: f64| (progress * SELECTIONS) as u64;
    now >= SELECTION && epoch(before) < epoch(now)
}

/// Ends the search that stands worst, so that the others have its threads; the last one goes on from the best
/// solution known.
fn select(searches: &mut Vec<Search>, best: &Solution) {
    let worst = (0..searches.len()).max_by_key(|&index| searches[index].current().score());
    match (worst, &mut searches[..]) {
        (_, [last]) => last.restart_from(best),
        (Some(worst), _) => {
            searches.remove(worst);
        }
        (None, _) => {}
    }
}
