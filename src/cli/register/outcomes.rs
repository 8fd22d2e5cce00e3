//! `korsel register outcomes`: what the contractor says was done.

use std::path::PathBuf;

use clap::Args;

use crate::cli::register::{RegisterArguments, Rehearsal, summary, tell_contradictions};
use crate::cli::{Answer, print, tell};
use crate::error::Result;
use crate::input::read_performed_files;
use crate::output::outcomes_text;

pub(super) const EXAMPLES: &str = "\
FILE is our list (contractor.csv or .xlsx) with columns that the contractor has filled in:
  udfald            kørt, udeblevet, afbud ved døren or vogn kom ikke
  faktisk_ankomst   when the vehicle came, HH:MM or HH:MM:SS; may be left out
  faktisk_afgang    when it left; may be left out

Examples:
  korsel register outcomes --register municipality.db performed.csv --dry-run
  korsel register outcomes --register municipality.db performed.xlsx";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The contractor's performed list, CSV or a workbook; several are taken in together
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    rehearsal: Rehearsal,
}

/// Enters all of it, or shows what would change.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let list = read_performed_files(&arguments.files)?;
    let mut register = arguments.register.open()?;
    let (who, mode) = (arguments.register.who(), arguments.rehearsal.mode());
    let fed = register.change(&who, mode, |changing| list.put(changing))?;
    tell_contradictions(&fed.imported.still);
    for no_show in &fed.contradicted {
        tell(&format!("note: noted as no-show, but not by the contractor: {no_show}"));
    }
    arguments.rehearsal.print_rows(&fed.imported);
    print(&outcomes_text(&fed, list.open));
    print(&summary(&fed.imported));
    arguments.rehearsal.print_end();
    Ok(Answer::Yes)
}
