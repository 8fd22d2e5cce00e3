//! Arguments that say how to solve, of every verb that does.

use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::cli::arguments::{length_of_time, whole};
use crate::cli::tell;
use crate::domain::{Day, Money, TravelTable};
use crate::error::{Error, Result};
use crate::output::{Course, History, Language};
use crate::plan::summary::{RunInfo, Summary};
use crate::plan::{NotPlanned, Plan, check, driven_one_way};
use crate::solve::{self, Outcome, Settings};

/// How long to solve if neither a limit nor iterations are given.
const USUAL_LIMIT: Duration = Duration::from_secs(60);

/// How long, by which means, on how many threads.
#[derive(Args)]
pub(super) struct SolveArguments {
    /// Stop after so long; what is found by then need not be found again [default: 60s, or none
    /// with --iterations]
    #[arg(long, value_name = "TIME", value_parser = length_of_time)]
    limit: Option<Duration>,
    /// Stop after so many steps of each search; without --limit the same routes are found again,
    /// whatever the number of threads
    #[arg(long, value_name = "N", value_parser = whole::<u64>(1..=u64::MAX))]
    iterations: Option<u64>,
    /// How to look for the routes
    #[arg(long, value_name = "METHOD", default_value = "auto")]
    method: Method,
    /// Threads to use [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = whole::<u16>(1..=1024))]
    threads: Option<u16>,
    /// Seed of the search
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u64>(0..=u64::MAX))]
    seed: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Method {
    /// Prove beside the search what can be proven within the limit
    Auto,
    /// Prove even without a limit
    Exact,
    /// Prove nothing
    Search,
}

impl SolveArguments {
    /// What was asked for, with what is usual where nothing was.
    pub fn settings(&self) -> Settings {
        let usual = self.iterations.is_none().then_some(USUAL_LIMIT);
        let processors = || available_parallelism().map_or(1, usize::from);
        Settings {
            limit: self.limit.or(usual),
            iterations: self.iterations,
            method: match self.method {
                Method::Auto => solve::Method::Auto,
                Method::Exact => solve::Method::Exact,
                Method::Search => solve::Method::Search,
            },
            threads: self.threads.map_or_else(processors, usize::from),
            seed: self.seed,
        }
    }

    /// How an outcome was found.
    pub fn run_info(&self, settings: &Settings, outcome: &Outcome, started: Instant) -> RunInfo {
        let method = self.method.to_possible_value();
        RunInfo {
            seconds: started.elapsed().as_secs_f64(),
            seed: settings.seed,
            iterations: outcome.iterations,
            threads: settings.threads,
            method: method.map_or_else(String::new, |value| value.get_name().to_owned()),
        }
    }
}

/// Tells why a MILP was of no help, where one failed, and of a proof that was given up.
pub(super) fn tell_failures(outcome: &Outcome, language: Language) {
    if let Some(failure) = &outcome.milp_failure {
        tell(&language.milp_failed(failure));
    }
    if outcome.is_given_up {
        tell(&language.proof_given_up());
    }
}

/// Tells who is driven one way only, so that somebody sees to the other.
pub(super) fn tell_one_way(plan: &Plan, language: Language) {
    let one_way = driven_one_way(plan);
    let is_one_way = |it: &&NotPlanned| one_way.contains_key(&(it.booking.as_str(), it.direction));
    let citizens: Vec<&str> =
        plan.not_planned.iter().filter(is_one_way).map(|it| it.citizen.as_str()).collect();
    if !citizens.is_empty() {
        tell(&language.driven_one_way(&citizens));
    }
}

/// The plan in figures, once the referee has found nothing against it.
pub(super) fn judged(day: &Day, travel: &TravelTable, plan: &Plan) -> Result<Summary> {
    let violations = check(day, travel, plan);
    if !violations.is_empty() {
        let violations = violations.iter().map(ToString::to_string).collect();
        return Err(Error::Rejected { violations });
    }
    Ok(Summary::of(day, travel, plan))
}

/// How the plan got cheaper while it was looked for.
pub(super) fn course(
    history: History,
    outcome: &Outcome,
    plan: &Plan,
    language: Language,
) -> Course {
    let kroner = Money::as_kroner;
    let course = Course::new(language.date(plan.date), history, outcome, kroner, kroner);
    course.leaving_out(plan.not_planned.len())
}
