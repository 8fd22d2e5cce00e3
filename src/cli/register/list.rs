//! `korsel register list`: a table, the log, or a month's co-payment, as CSV.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use clap::Args;

use crate::cli::Answer;
use crate::cli::register::add::table;
use crate::cli::register::{RegisterArguments, give, log_export, refused, settings_of};
use crate::error::Result;
use crate::output::{lines_csv, payments_csv, register_csv};
use crate::register::Register;

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register list --register municipality.db citizens
  korsel register list --register municipality.db afbud --citizen C-12
  korsel register list --register municipality.db copayment --month 2026-12 --out december.csv
  korsel register list --register municipality.db log";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// A table (see add), settings, log, or copayment with --month
    #[arg(value_name = "WHAT")]
    what: String,
    /// Only rows of this citizen
    #[arg(long, value_name = "REFERENCE")]
    citizen: Option<String>,
    /// The month of the co-payment
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<NaiveDate>,
    /// Write a new file instead
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn month(text: &str) -> Result<NaiveDate, String> {
    let first = format!("{}-01", text.trim());
    first.parse().map_err(|_| "write a month as YYYY-MM".to_owned())
}

/// Prints what was asked for, with an entry in the log.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let mut register = arguments.register.open()?;
    let (bytes, detail) = match (arguments.what.to_lowercase().as_str(), arguments.month) {
        ("copayment" | "egenbetaling", Some(month)) => payments(&register, month)?,
        ("copayment" | "egenbetaling", None) => {
            return Err(refused("copayment", "is of a month", "give --month YYYY-MM"));
        }
        (_, Some(_)) => {
            return Err(refused("--month", "goes with copayment alone", "leave it out"));
        }
        ("settings" | "indstillinger", _) => (register.settings()?.into_bytes(), String::new()),
        ("log", _) => {
            let lines = register.log()?;
            (lines_csv(&["tid", "hvem", "handling", "emne", "detalje"], &lines), String::new())
        }
        (name, _) => {
            let rows = register.rows(table(name)?, arguments.citizen.as_deref())?;
            (register_csv(table(name)?, &rows), format!("{} rows", rows.len()))
        }
    };
    log_export(&mut register, &arguments.register.who(), &arguments.what, &detail)?;
    give(&bytes, arguments.out.as_deref())?;
    Ok(Answer::Yes)
}

fn payments(register: &Register, month: NaiveDate) -> Result<(Vec<u8>, String)> {
    let rules = settings_of(register)?.rules;
    let payments = register.payments(month, &rules)?;
    let name = format!("{:04}-{:02}", month.year(), month.month());
    let bytes = payments_csv(&name, &payments, &register.content()?);
    Ok((bytes, format!("{name}, {} citizens", payments.len())))
}
