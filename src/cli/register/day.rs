//! `korsel register day`: the folder of a date that `korsel plan` takes.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::cli::arguments::date;
use crate::cli::register::{RegisterArguments, log_export, settings_of};
use crate::cli::{Answer, print, tell};
use crate::domain::BookingStatus;
use crate::error::Result;
use crate::output::{Language, day_note, refusal_lines, write_day_folder};
use crate::register::{Roster, day};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register day --register municipality.db tomorrow --out days/tomorrow
  korsel register day --register municipality.db 2026-12-07 --out days/2026-12-07
  korsel plan days/2026-12-07 --out plans/2026-12-07 --roads denmark-latest.osm.pbf";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The date
    #[arg(value_name = "DATE", value_parser = date)]
    date: NaiveDate,
    /// The day's folder: new or empty
    #[arg(long, value_name = "DAY")]
    out: PathBuf,
}

/// Writes the folder; no if nobody rides that day.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let mut register = arguments.register.open()?;
    let by = settings_of(&register)?;
    let content = register.content()?;
    let roster = content.roster(arguments.date, &by.rules);
    tell_refused(&roster, Language::English);
    let out = &arguments.out;
    if roster.attendances.is_empty() {
        print(&format!("nobody rides on {}; nothing was written\n", arguments.date));
        return Ok(Answer::No);
    }
    let day = day(&content, &roster, &by, register.usual(arguments.date)?)?;
    write_day_folder(out, &day, &day_note(arguments.date))?;
    let (rides, bookings) = (roster.rides(), day.bookings.len());
    let (subject, detail) = (format!("day {}", arguments.date), format!("{rides} rides"));
    log_export(&mut register, &arguments.register.who(), &subject, &detail)?;
    let cancelled = day.bookings.iter().filter(|it| it.status != BookingStatus::Approved).count();
    let vehicles = day.vehicles.len();
    print(&format!(
        "{}: {rides} rides in {bookings} bookings ({cancelled} cancelled), {vehicles} vehicles\n",
        out.display()
    ));
    Ok(Answer::Yes)
}

/// Tells whose booking is held that day but not driven.
pub(in crate::cli) fn tell_refused(roster: &Roster, language: Language) {
    refusal_lines(roster, language).iter().for_each(|line| tell(&language.note(line)));
}
