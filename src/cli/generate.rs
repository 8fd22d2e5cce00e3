//! `korsel generate`: an invented day of any size, to test with.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::whole;
use crate::cli::{Answer, EXIT_CODES, print};
use crate::error::Result;
use crate::generate::{DISTRIBUTION, Size, generate};
use crate::output::write_day_folder;

/// A centre for so many rides, unless the number of centres is given.
const RIDES_OF_CENTRE: u32 = 100;

/// The size itself is looked at later, so that all that is wrong with it is told.
const MOST: u64 = u32::MAX as u64;

#[derive(Args)]
#[command(after_long_help = help())]
pub(super) struct Arguments {
    /// How many rides are to be driven, 1 to 10000
    #[arg(long, value_name = "N", value_parser = whole::<u32>(0..=MOST))]
    rides: u32,
    /// How many centres, 1 to 200 and no more than rides [default: one for 100 rides]
    #[arg(long, value_name = "K", value_parser = whole::<u32>(0..=MOST))]
    centres: Option<u32>,
    /// Another seed gives another day; equal arguments give equal files
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<u64>(0..=u64::MAX))]
    seed: u64,
    /// The day's folder: new or empty
    #[arg(long, value_name = "DAY")]
    out: PathBuf,
}

fn help() -> String {
    format!("What the day is like:\n{}\n\n{EXIT_CODES}", indented(DISTRIBUTION))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// Writes the day's folder.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let &Arguments { rides, seed, ref out, .. } = arguments;
    let centres = arguments.centres.unwrap_or(rides.div_ceil(RIDES_OF_CENTRE).max(1));
    let day = generate(Size { rides, centres, seed })?;
    let note = format!(
        "Opdigtet: korsel generate --rides {rides} --centres {centres} --seed {seed}\n\
         Borgere, adresser og vogne findes ikke."
    );
    write_day_folder(out, &day, &note)?;
    let (bookings, vehicles) = (day.bookings.len(), day.vehicles.len());
    print(&format!(
        "{}: {rides} rides in {bookings} bookings, {centres} centres, {vehicles} vehicles\n",
        out.display()
    ));
    Ok(Answer::Yes)
}
