//! `korsel doctor`: the data of a day, looked at without planning.

use clap::Args;

use crate::cli::arguments::{DayArguments, LanguageArgument};
use crate::cli::{Answer, print};
use crate::error::Result;
use crate::output::examination_text;
use crate::plan::examine;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    #[command(flatten)]
    language: LanguageArgument,
}

/// Prints what was found; no if some ride can be in no plan. Doubts alone are no reason to say no.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let (day, travel, source) = arguments.day.read()?;
    let problem = day.problem(travel)?;
    let findings = examine(&day, &problem);
    print(&examination_text(&day, &source, &findings, arguments.language.language()));
    Ok(if findings.hopeless.is_empty() { Answer::Yes } else { Answer::No })
}
