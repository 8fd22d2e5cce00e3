//! `korsel plan`: the nightly run, from a day folder to a plan folder.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use crate::cli::arguments::{DayArguments, LanguageArgument};
use crate::cli::progress::ProgressDisplay;
use crate::cli::solving::SolveArguments;
use crate::cli::{Answer, print, tell};
use crate::error::{Error, Result};
use crate::output::{Contents, check_target, summary_text, write_plan_folder};
use crate::plan::summary::{RunInfo, Summary};
use crate::plan::{assemble, check};
use crate::solve::solve;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    /// The plan's folder: new, empty, or an earlier plan, which is replaced
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    solving: SolveArguments,
    #[command(flatten)]
    language: LanguageArgument,
}

/// Plans the day and writes the folder; no if rides were left out.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let started = Instant::now();
    // A folder that cannot be written must not cost a minute of solving first.
    check_target(&arguments.out)?;
    let language = arguments.language.language();
    let settings = arguments.solving.settings();
    let (day, travel, source) = arguments.day.read()?;
    let problem = day.problem(travel)?;
    let progress = ProgressDisplay::new(settings.limit);
    let outcome = solve(&problem.instance, &settings, &|now| {
        progress.show(now.seconds, language.progress(now.score.cost, now.score.not_planned));
    });
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
        method: arguments.solving.method_name(),
    };
    let contents = Contents { day: &day, plan: &plan, summary: &summary, run: &run, language };
    write_plan_folder(&arguments.out, &contents)?;
    print(&summary_text(&contents, &arguments.out));
    Ok(if plan.not_planned.is_empty() { Answer::Yes } else { Answer::No })
}
