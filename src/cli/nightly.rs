//! `korsel nightly`: the unattended run, from the register to plan folders.
//!
//! For each date: the register's bookings become a day, which is read back from its files as a check
//! of the data; a plan is made and judged; day and plan take the place of earlier ones and the plan's
//! version goes into the register, all under one write lock. A date whose day has not changed since
//! its plan keeps that plan, so that the run may be repeated, and nobody's time moves for nothing.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use chrono::{Local, NaiveDate, TimeDelta};
use clap::Args;

use crate::cli::arguments::{EncryptArgument, LanguageArgument, date, roads_are_there, whole};
use crate::cli::interrupt::stop_flag;
use crate::cli::register::{RegisterArguments, settings_of, tell_contradictions};
use crate::cli::solving::SolveArguments;
use crate::cli::tonight::{Night, night};
use crate::cli::{Answer, EXIT_CODES, print, tell};
use crate::error::{Error, Result};
use crate::output::Language;
use crate::register::{PlanVersion, contradictions};

pub(super) fn help() -> String {
    format!(
        "\
Examples:
  korsel nightly --register municipality.db --roads denmark-latest.osm.pbf --out plans
  korsel nightly --register municipality.db --out plans --date 2026-12-07 --days 5 --limit 5m

{EXIT_CODES}"
    )
}

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) register: RegisterArguments,
    /// OpenStreetMap roads for travel times [default: straight line]
    #[arg(long, value_name = "FILE.osm.pbf")]
    pub(super) roads: Option<PathBuf>,
    /// Where a folder for each date stands, with the day and its plan in it
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// The first date [default: tomorrow]
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<NaiveDate>,
    /// How many dates in a row
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u16>(1..=60))]
    days: u16,
    #[command(flatten)]
    pub(super) solving: SolveArguments,
    #[command(flatten)]
    pub(super) encrypt: EncryptArgument,
    #[command(flatten)]
    pub(super) language: LanguageArgument,
}

/// Plans each date, and tells all of it in one line. A date that fails keeps no other from its plan;
/// Ctrl-C ends the search of the one that is looked at, whose plan is kept, and leaves out the rest.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    roads_are_there(arguments.roads.as_deref())?;
    is_folder(&arguments.out)?;
    let mut register = arguments.register.open()?;
    let by = settings_of(&register)?;
    tell_contradictions(&contradictions(&register.content()?, &by));
    let first = arguments.date.unwrap_or_else(|| Local::now().date_naive() + TimeDelta::days(1));
    let language = arguments.language.language();
    let mut words = Vec::new();
    let mut answer = Answer::Yes;
    let mut failures: Vec<Error> = Vec::new();
    let stop = stop_flag();
    for date in first.iter_days().take(arguments.days.into()) {
        if stop.load(Ordering::Relaxed) {
            words.push(language.not_looked_at(date));
            answer = Answer::No;
            continue;
        }
        match night(arguments, &mut register, date, &stop) {
            Ok(night) => {
                words.push(format!("{date} {}", told(&night, language)));
                if !is_whole(&night, date, language) {
                    answer = Answer::No;
                }
            }
            Err(failure) => {
                let message = failure.to_string();
                words.push(language.failed(date, message.lines().next().unwrap_or("")));
                failures.push(failure);
            }
        }
    }
    print(&format!("korsel nightly: {}\n", words.join("; ")));
    gravest(failures).map_or(Ok(answer), Err)
}

/// The gravest failure, which is told by whoever looks at the exit code; the others are told here.
fn gravest(mut failures: Vec<Error>) -> Option<Error> {
    failures.sort_by_key(super::code_of);
    let gravest = failures.pop();
    failures.iter().for_each(|failure| tell(&format!("error: {failure}")));
    gravest
}

fn is_folder(out: &Path) -> Result<()> {
    if out.is_dir() {
        return Ok(());
    }
    let (reason, hint) = ("is no folder".to_owned(), "create it first".to_owned());
    Err(Error::Refused { path: out.to_owned(), reason, hint })
}

/// Whether a date has a plan of its day with all its rides; what it has instead is told.
fn is_whole(night: &Night, date: NaiveDate, language: Language) -> bool {
    match night {
        Night::NoRides => true,
        Night::Unchanged(version) | Night::Planned(version, _) => version.left_out == 0,
        Night::Repaired(repair) => {
            if !repair.is_of_this_day {
                tell(&language.changed_since_repair(date));
            }
            repair.is_of_this_day && repair.left_out == 0
        }
    }
}

fn told(night: &Night, language: Language) -> String {
    let told = |it: &PlanVersion, vehicles| {
        language.night(it.version, [it.rides - it.left_out, it.rides], it.cost, vehicles)
    };
    match night {
        Night::NoRides => language.nobody_rides().to_owned(),
        Night::Unchanged(version) => told(version, None),
        Night::Repaired(repair) => language.repaired(repair.version, repair.left_out),
        Night::Planned(version, summary) => {
            told(version, Some([summary.vehicles_used, summary.vehicles_available]))
        }
    }
}
