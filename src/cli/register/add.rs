//! `korsel register add`: one row, by hand.

use std::path::PathBuf;

use clap::Args;

use crate::cli::register::{RegisterArguments, put, summary};
use crate::cli::{Answer, print};
use crate::error::{Error, Result};
use crate::input::{read_pairs, table_called, unknown_table};
use crate::output::import_changes;
use crate::register::{Mode, Table};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register add --register municipality.db grants grant=G-7 citizen=C-12 rides=both \\
      first=2026-12-01 last=2027-02-28 granted_by=therapist co_payment=yes
  korsel register add --register municipality.db borgere borger=C-12 telefon='00 00 00 12'";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The table: centres, closing_days, sessions, contractors, vehicles, citizens, grants, standing,
    /// absences or no_shows, or its Danish name
    #[arg(value_name = "TABLE")]
    table: String,
    /// Columns with their values; of a row that is there, only these are changed
    #[arg(value_name = "COLUMN=VALUE", required = true, value_parser = pair)]
    values: Vec<(String, String)>,
    /// Addresses with coordinates, for a home or centre without them
    #[arg(long, value_name = "FILE")]
    addresses: Option<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("write COLUMN=VALUE")?;
    Ok((column.trim().to_owned(), value.trim().to_owned()))
}

/// The table of this name in either language.
pub(super) fn table(name: &str) -> Result<&'static Table> {
    table_called(name).ok_or_else(|| {
        let flaw = unknown_table("arguments", name, "the table");
        Error::Invalid { flaws: vec![flaw] }
    })
}

/// Puts the row in.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let table = table(&arguments.table)?;
    let mut register = arguments.register.open()?;
    let settings = register.settings()?;
    let import = read_pairs(table, &arguments.values, arguments.addresses.as_deref(), &settings)?;
    let who = arguments.register.who();
    let imported = put(&mut register, &who, "add", Mode::Commit, &import)?;
    print(&(import_changes(&imported.rows) + &summary(&imported)));
    Ok(Answer::Yes)
}
