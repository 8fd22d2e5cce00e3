//! `korsel plan`: the nightly run, from a day folder to a plan folder.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::cli::arguments::{DayArguments, LanguageArgument, length_of_time};
use crate::cli::progress::ProgressDisplay;
use crate::cli::{Answer, print, tell};
use crate::error::{Error, Result};
use crate::output::{Contents, check_target, summary_text, write_plan_folder};
use crate::plan::summary::{RunInfo, Summary};
use crate::plan::{assemble, check};
use crate::solve::{self, Settings, solve};

/// How long to solve if neither a limit nor iterations are given.
const USUAL_LIMIT: Duration = Duration::from_secs(60);

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    /// The plan's folder: new, empty, or an earlier plan, which is replaced
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Stop after so long; what is found by then need not be found again [default: 60s, or none
    /// with --iterations]
    #[arg(long, value_name = "TIME", value_parser = length_of_time)]
    limit: Option<Duration>,
    /// Stop after so many steps of each search; without --limit the same plan is found again,
    /// whatever the number of threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Option<u64>,
    /// How to look for the plan
    #[arg(long, value_name = "METHOD", default_value = "auto")]
    method: Method,
    /// Threads to use [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Seed of the search
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    language: LanguageArgument,
}

#[derive(Clone, Copy, ValueEnum)]
enum Method {
    /// Whatever suits the day's size
    Auto,
    /// Spend more on a proof that no plan is cheaper
    Exact,
    /// The search alone
    Search,
}

impl Arguments {
    fn settings(&self) -> Settings {
        let usual = self.iterations.is_none().then_some(USUAL_LIMIT);
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
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

    fn method_name(&self) -> String {
        let value = self.method.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Plans the day and writes the folder; no if rides were left out.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let started = Instant::now();
    // A folder that cannot be written must not cost a minute of solving first.
    check_target(&arguments.out)?;
    let language = arguments.language.language();
    let settings = arguments.settings();
    let (day, travel, source) = arguments.day.read()?;
    let problem = day.problem(travel)?;
    let progress = ProgressDisplay::new(settings.limit, language);
    let outcome = solve(&problem.instance, &settings, &|now| progress.show(now));
    progress.finish();
    let outcome = outcome?;
    if let Some(failure) = &outcome.milp_failure {
        tell(&format!("note: {failure}; the plan is the search's best"));
    }
    let plan = assemble(&day, &problem, &outcome, source);
    let travel = problem.instance.travel();
    let violations = check(&day, travel, &plan);
    if !violations.is_empty() {
        let violations = violations.iter().map(ToString::to_string).collect();
        return Err(Error::Rejected { violations });
    }
    let summary = Summary::of(&day, travel, &plan);
    let run = RunInfo {
        seconds: started.elapsed().as_secs_f64(),
        seed: settings.seed,
        iterations: outcome.iterations,
        threads: settings.threads,
        method: arguments.method_name(),
    };
    let contents = Contents { day: &day, plan: &plan, summary: &summary, run: &run, language };
    write_plan_folder(&arguments.out, &contents)?;
    print(&summary_text(&contents, &arguments.out));
    Ok(if plan.not_planned.is_empty() { Answer::Yes } else { Answer::No })
}
