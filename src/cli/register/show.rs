//! `korsel register show`: all that is held about one citizen.

use clap::Args;

use crate::cli::register::{RegisterArguments, log_export, unknown};
use crate::cli::{Answer, print};
use crate::error::Result;
use crate::output::holding_text;

pub(super) const EXAMPLES: &str = "\
Examples:
  korsel register show --register municipality.db C-12
  korsel register show --register municipality.db C-12 > answer-to-C-12.txt";

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    register: RegisterArguments,
    /// The citizen's reference
    #[arg(value_name = "CITIZEN")]
    citizen: String,
}

/// Prints it, with an entry in the log.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let mut register = arguments.register.open()?;
    let citizen = arguments.citizen.as_str();
    let Some(holding) = register.holding(citizen)? else {
        return Err(unknown(citizen));
    };
    log_export(&mut register, &arguments.register.who(), &format!("citizens {citizen}"), "all")?;
    print(&holding_text(citizen, &holding));
    Ok(Answer::Yes)
}
