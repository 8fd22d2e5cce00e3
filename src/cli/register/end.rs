//! `korsel register end`: something ends earlier than it was to.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::arguments::date;
use crate::cli::register::RegisterArguments;
use crate::cli::{Answer, print};
use crate::error::Result;
use crate::register::{Ended, Mode};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register end --register municipality.db grant G-7 --on 2026-12-18
  korsel register end --register municipality.db booking B-31 --on today
  korsel register end --register municipality.db citizen C-12 --on 2026-12-18";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// What ends
    #[arg(value_name = "WHAT")]
    what: What,
    /// Its reference
    #[arg(value_name = "REFERENCE")]
    reference: String,
    /// Its last day
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: NaiveDate,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// A grant (bevilling)
    #[value(alias = "bevilling")]
    Grant,
    /// A standing booking (bestilling)
    #[value(alias = "bestilling")]
    Booking,
    /// All grants and bookings of a citizen (borger)
    #[value(alias = "borger")]
    Citizen,
    /// A vehicle's service (vogn)
    #[value(alias = "vogn")]
    Vehicle,
}

/// Ends it; no if it has ended by then already.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let mut register = arguments.register.open()?;
    let (name, on) = (arguments.reference.as_str(), arguments.on);
    let who = arguments.register.who();
    let ended = register.change(&who, Mode::Commit, |changing| match arguments.what {
        What::Grant => changing.end("grants", name, on),
        What::Booking => changing.end("standing", name, on),
        What::Vehicle => changing.end("vehicles", name, on),
        What::Citizen => changing.end_citizen(name, on),
    })?;
    for (row, ended) in &ended {
        print(&match ended {
            Ended::Earlier => format!("~ {row}: last day {on}\n"),
            Ended::NeverBegan => format!("- {row}: would begin after {on}, taken out\n"),
        });
    }
    if ended.is_empty() {
        print(&format!("{name} ends on {on} or earlier already; nothing was changed\n"));
        return Ok(Answer::No);
    }
    Ok(Answer::Yes)
}
