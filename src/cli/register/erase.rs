//! `korsel register erase`: data that must be kept no longer.

use chrono::NaiveDate;
use clap::Args;

use crate::cli::arguments::date;
use crate::cli::register::{RegisterArguments, Rehearsal, settings_of};
use crate::cli::{Answer, print, tell};
use crate::error::Result;
use crate::register::{Erased, Mode};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register erase --register municipality.db --citizen C-12 --dry-run
  korsel register erase --register municipality.db --citizen C-12
  korsel register erase --register municipality.db --older-than 2024-01-01";

#[derive(Args)]
#[group(required = true, multiple = false)]
struct What {
    /// A citizen, with all that is held about them
    #[arg(long, value_name = "REFERENCE")]
    citizen: Option<String>,
    /// All that was over before this date, and citizens whose grants have all ended by then
    #[arg(long, value_name = "DATE", value_parser = date)]
    older_than: Option<NaiveDate>,
}

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    rehearsal: Rehearsal,
}

/// Erases it; no if there is nothing of the kind.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let mut register = arguments.register.open()?;
    let rules = settings_of(&register)?.rules;
    let (who, mode) = (arguments.register.who(), arguments.rehearsal.mode());
    let erased = register.change(&who, mode, |changing| {
        match (&arguments.what.citizen, arguments.what.older_than) {
            (Some(citizen), _) => changing.erase_citizen(citizen, &rules),
            (None, Some(date)) => changing.erase_older_than(date, &rules),
            (None, None) => Ok(Erased::default()),
        }
    })?;
    for (table, count) in &erased.rows {
        print(&format!("- {table}: {count}\n"));
    }
    arguments.rehearsal.print_end();
    if mode == Mode::Commit && !erased.rows.is_empty() {
        register.compact()?;
    }
    if !erased.plan_dates.is_empty() {
        tell(&format!(
            "note: plans of these dates name them in their folders and in backups; delete those too\n  {}",
            erased.plan_dates.join(" ")
        ));
    }
    if erased.rows.is_empty() {
        print("nothing to erase\n");
        return Ok(Answer::No);
    }
    Ok(Answer::Yes)
}
