//! `korsel register import`: files become rows, all or nothing.

use std::path::PathBuf;

use clap::Args;

use crate::cli::register::{RegisterArguments, Rehearsal, put, summary};
use crate::cli::{Answer, print};
use crate::error::Result;
use crate::input::{Imported, read_register_files};
use crate::register::{Mode, Register};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register import --register municipality.db lists/           all files of a folder
  korsel register import --register municipality.db borgere.csv --dry-run
  korsel register import --register municipality.db register.xlsx settings.toml";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// CSV files named for their tables, workbooks with such sheets, a settings file, or folders of
    /// them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    rehearsal: Rehearsal,
    /// Addresses with coordinates, for homes and centres without them
    #[arg(long, value_name = "FILE")]
    addresses: Option<PathBuf>,
}

/// Puts everything in, or shows what would change.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let path = arguments.register.path();
    let imported = if path.exists() {
        import(arguments, &mut arguments.register.open_or_create()?)?
    } else {
        // A register is created only for what it will take.
        let imported = import(arguments, &mut Register::imagined(path)?)?;
        if arguments.rehearsal.mode() == Mode::Commit {
            import(arguments, &mut arguments.register.open_or_create()?)?;
        }
        imported
    };
    arguments.rehearsal.print_rows(&imported);
    print(&summary(&imported));
    arguments.rehearsal.print_end();
    Ok(Answer::Yes)
}

fn import(arguments: &Arguments, register: &mut Register) -> Result<Imported> {
    let Arguments { files, addresses, rehearsal, .. } = arguments;
    let import = read_register_files(files, addresses.as_deref(), &register.settings()?)?;
    put(register, &arguments.register.who(), "import", rehearsal.mode(), &import)
}
