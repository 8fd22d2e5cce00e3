//! `korsel register due`: what somebody must look at.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::cli::Answer;
use crate::cli::arguments::{date, whole};
use crate::cli::register::{RegisterArguments, give, log_export, settings_of};
use crate::error::Result;
use crate::output::due_csv;

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register due --register municipality.db
  korsel register due --register municipality.db --weeks 8 --on 2026-12-07 --out due.csv";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// Grants that end within so many weeks [default: weeks_before_end of the settings]
    #[arg(long, value_name = "N", value_parser = whole::<u16>(0..=104))]
    weeks: Option<u16>,
    /// As seen from this day
    #[arg(long, value_name = "DATE", default_value = "today", value_parser = date)]
    on: NaiveDate,
    /// Write a new file instead
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Prints the list, with an entry in the log.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let mut register = arguments.register.open()?;
    let rules = settings_of(&register)?.rules;
    let content = register.content()?;
    let due = content.due(arguments.on, arguments.weeks.unwrap_or(rules.weeks_before_end), &rules);
    let bytes = due_csv(&due, &content);
    let detail = format!("{} courses", due.len());
    log_export(&mut register, &arguments.register.who(), "due", &detail)?;
    give(&bytes, arguments.out.as_deref())?;
    Ok(Answer::Yes)
}
