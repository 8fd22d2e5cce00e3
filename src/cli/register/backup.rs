//! `korsel register backup`: a checked copy.

use std::path::PathBuf;

use clap::Args;

use crate::cli::register::{RegisterArguments, log_export};
use crate::cli::{Answer, print};
use crate::error::{Error, Result};

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register backup --register municipality.db --out backups/2026-12-07.db";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The copy: a new file, itself a register
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Checks the register and copies it.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let mut register = arguments.register.open()?;
    let damage = register.damage()?;
    if !damage.is_empty() {
        let reason = format!("the file is damaged ({}); use a backup", damage.join("; "));
        return Err(Error::Register { path: arguments.register.path().to_owned(), reason });
    }
    register.backup(&arguments.out)?;
    log_export(&mut register, &arguments.register.who(), "backup", "")?;
    print(&format!("{}: sound, copied\n", arguments.out.display()));
    Ok(Answer::Yes)
}
