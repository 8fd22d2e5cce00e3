//! `korsel register absence`: a citizen cancels rides.

use chrono::{Local, NaiveDate};
use clap::{Args, ValueEnum};

use crate::cli::arguments::date;
use crate::cli::register::{RegisterArguments, put_pairs, refuse_unknown, take_back};
use crate::cli::{Answer, print};
use crate::error::Result;
use crate::output::import_changes;
use crate::register::{Outcome, Table};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register absence --register municipality.db C-12 --cause sick
  korsel register absence --register municipality.db C-12 --cause other --from 2026-12-21 \\
      --to 2027-01-03 --by reception
  korsel register absence --register municipality.db C-12 --cause other --rides home --late
  korsel register absence --register municipality.db C-12 --withdraw --from 2026-12-21 --to 2027-01-03";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The citizen's reference
    #[arg(value_name = "CITIZEN")]
    citizen: String,
    /// The first day [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,
    /// The last day [default: the first]
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<NaiveDate>,
    /// Which rides: both (begge), out (ud) or home (hjem)
    #[arg(long, value_name = "RIDES", default_value = "both")]
    rides: Rides,
    /// Whether the citizen is ill: sick (syg) or other (andet)
    #[arg(long, value_name = "CAUSE", required_unless_present = "withdraw")]
    cause: Option<Cause>,
    /// Word came too late by the municipality's rules
    #[arg(long)]
    late: bool,
    /// Take back an absence of just these days and rides
    #[arg(long, conflicts_with_all = ["cause", "late"])]
    withdraw: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Rides {
    #[value(alias = "begge")]
    Both,
    #[value(alias = "ud")]
    Out,
    #[value(alias = "hjem")]
    Home,
}

#[derive(Clone, Copy, ValueEnum)]
enum Cause {
    #[value(alias = "syg")]
    Sick,
    #[value(alias = "andet")]
    Other,
}

fn word(value: impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// Notes the absence, or takes it back; no if there is none to take back.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let first = arguments.from.unwrap_or_else(|| Local::now().date_naive());
    let last = arguments.to.unwrap_or(first);
    let cause = arguments.cause.map_or_else(|| word(Cause::Other), word);
    let table = Table::named("absences");
    let pairs = [
        ("citizen", arguments.citizen.clone()),
        ("first", first.to_string()),
        ("last", last.to_string()),
        ("rides", word(arguments.rides)),
        ("cause", cause),
        ("notice", if arguments.late { "late" } else { "in time" }.to_owned()),
        ("taken_by", arguments.register.who()),
    ];
    if arguments.withdraw {
        let nothing = "no absence of just these days and rides; nothing was changed\n";
        return take_back(&arguments.register, "absence", table, &pairs, nothing);
    }
    refuse_unknown(&arguments.register.open()?, &arguments.citizen)?;
    let imported = put_pairs(&arguments.register, "absence", table, &pairs)?;
    let is_known = imported.rows.iter().all(|(_, outcome)| *outcome == Outcome::Same);
    print(&import_changes(&imported.rows));
    if is_known {
        print("known already, nothing was changed\n");
    }
    Ok(Answer::Yes)
}
