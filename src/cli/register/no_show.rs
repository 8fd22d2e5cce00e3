//! `korsel register noshow`: a citizen did not show up.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::arguments::date;
use crate::cli::register::{RegisterArguments, put_pairs, settings_of};
use crate::cli::{Answer, print, tell};
use crate::domain::Direction;
use crate::error::Result;
use crate::output::import_changes;
use crate::register::{Outcome, Table};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register noshow --register municipality.db C-12 --ride out
  korsel register noshow --register municipality.db C-12 --ride out --rides-home
  korsel register noshow --register municipality.db C-12 --ride home --date 2026-12-07";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The citizen's reference
    #[arg(value_name = "CITIZEN")]
    citizen: String,
    /// When
    #[arg(long, value_name = "DATE", default_value = "today", value_parser = date)]
    date: NaiveDate,
    /// On which ride; who does not come out is not driven home either
    #[arg(long, value_name = "RIDE")]
    ride: Way,
    /// The ride home is driven all the same
    #[arg(long)]
    rides_home: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    Out,
    Home,
}

impl Way {
    fn direction(self) -> Direction {
        match self {
            Self::Out => Direction::Out,
            Self::Home => Direction::Home,
        }
    }
}

/// Tells of a ride that the register does not expect: it may have been booked elsewhere, but the date
/// may be a slip.
fn tell_if_unexpected(arguments: &Arguments) -> Result<()> {
    let register = arguments.register.open()?;
    let (content, rules) = (register.content()?, settings_of(&register)?.rules);
    let Arguments { citizen, date, ride, .. } = arguments;
    let roster = content.roster(*date, &rules);
    let way = ride.direction();
    let is_expected = roster
        .attendances
        .iter()
        .any(|it| it.standing.citizen == *citizen && it.standing.rides.directions().contains(&way));
    if content.citizens.contains_key(citizen) && !is_expected {
        let way = way.name();
        tell(&format!(
            "note: by the register {citizen} has no ride {way} on {date}; is it that day?"
        ));
    }
    Ok(())
}

/// Notes it.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let pairs = [
        ("citizen", arguments.citizen.clone()),
        ("date", arguments.date.to_string()),
        ("direction", arguments.ride.direction().name().to_owned()),
        ("rides_home", if arguments.rides_home { "yes" } else { "no" }.to_owned()),
        ("taken_by", arguments.register.who()),
    ];
    tell_if_unexpected(arguments)?;
    let table = Table::named("no_shows");
    let imported = put_pairs(&arguments.register, "noshow", table, &pairs)?;
    print(&import_changes(&imported.rows));
    if imported.rows.iter().all(|(_, outcome)| *outcome == Outcome::Same) {
        print("known already, nothing was changed\n");
    }
    Ok(Answer::Yes)
}
