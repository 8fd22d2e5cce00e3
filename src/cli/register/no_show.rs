//! `korsel register noshow`: a citizen did not show up.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::arguments::date;
use crate::cli::register::{
    RegisterArguments, put_pairs, refuse_unknown, refused, settings_of, take_back,
};
use crate::cli::{Answer, print};
use crate::domain::Direction;
use crate::error::Result;
use crate::output::import_changes;
use crate::register::{Line, Outcome, Table};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register noshow --register municipality.db C-12 --ride out
  korsel register noshow --register municipality.db C-12 --ride out --rides-home
  korsel register noshow --register municipality.db C-12 --ride home --date 2026-12-07
  korsel register noshow --register municipality.db C-12 --ride home --date 2026-12-07 --withdraw";

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
    /// On which ride: out (ud) or home (hjem); who does not come out is not driven home either
    #[arg(long, value_name = "RIDE")]
    ride: Way,
    /// The ride home is driven all the same
    #[arg(long)]
    rides_home: bool,
    /// Take back what was noted of this ride
    #[arg(long, conflicts_with = "rides_home")]
    withdraw: bool,
    /// What day it is, so that tests need not ask the machine's clock
    #[arg(long, hide = true, default_value = "today", value_parser = date)]
    today: NaiveDate,
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    #[value(alias = "ud")]
    Out,
    #[value(alias = "hjem")]
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

/// Refuses a ride of the future: nobody has failed to come yet, and the ride would be driven no more.
fn refuse_future(arguments: &Arguments) -> Result<()> {
    let Arguments { citizen, date, today, ride, .. } = arguments;
    if date <= today {
        return Ok(());
    }
    let reason = format!("cannot have failed to show up on {date}, which is still to come");
    let (from, way) = (format!("--from {date}"), ride.direction().name());
    let absence = format!("korsel register absence {citizen} {from} --rides {way} --cause …");
    Err(refused(citizen, &reason, &format!("a ride that is cancelled beforehand: {absence}")))
}

/// Refuses a ride that neither the register nor a plan has: it would count against the citizen.
fn refuse_unexpected(arguments: &Arguments) -> Result<()> {
    let register = arguments.register.open()?;
    let (content, rules) = (register.content()?, settings_of(&register)?.rules);
    let Arguments { citizen, date, ride, .. } = arguments;
    let roster = content.roster(*date, &rules);
    let way = ride.direction();
    let is_expected = roster
        .attendances
        .iter()
        .any(|it| it.standing.citizen == *citizen && it.standing.rides.directions().contains(&way));
    if is_expected {
        return Ok(());
    }
    refuse_unknown(&register, citizen)?;
    let (day, way) = (date.to_string(), way.name());
    let is_of_plan = |ride: &Line| ride[0] == day && ride[3] == way;
    if register.holding(citizen)?.is_some_and(|held| held.rides.iter().any(is_of_plan)) {
        return Ok(());
    }
    let reason = format!("has no ride {way} on {date}, by the register and its plans");
    let hint = format!("give the --date of the ride; korsel register show {citizen} lists them");
    Err(refused(citizen, &reason, &hint))
}

/// Notes it, or takes it back; no if there is nothing to take back.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let pairs = [
        ("citizen", arguments.citizen.clone()),
        ("date", arguments.date.to_string()),
        ("direction", arguments.ride.direction().name().to_owned()),
        ("rides_home", if arguments.rides_home { "yes" } else { "no" }.to_owned()),
        ("taken_by", arguments.register.who()),
    ];
    let table = Table::named("no_shows");
    if arguments.withdraw {
        let nothing = "no such no-show; nothing was changed\n";
        return take_back(&arguments.register, "noshow", table, &pairs, nothing);
    }
    refuse_future(arguments)?;
    refuse_unexpected(arguments)?;
    let imported = put_pairs(&arguments.register, "noshow", table, &pairs)?;
    print(&import_changes(&imported.rows));
    if imported.rows.iter().all(|(_, outcome)| *outcome == Outcome::Same) {
        print("known already, nothing was changed\n");
    }
    Ok(Answer::Yes)
}
