//! `korsel init`: an example day folder, to make one's own from.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Answer, print};
use crate::error::Result;
use crate::output::write_new_files;

#[derive(Args)]
pub(super) struct Arguments {
    /// The day's folder: new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// The example: two centres, three bookings, two vehicles, each file explained.
const FILES: [(&str, &str); 5] = [
    ("day.toml", include_str!("../../templates/init/day.toml")),
    ("centres.csv", include_str!("../../templates/init/centres.csv")),
    ("bookings.csv", include_str!("../../templates/init/bookings.csv")),
    ("fleet.csv", include_str!("../../templates/init/fleet.csv")),
    ("LAESMIG.txt", include_str!("../../templates/init/LAESMIG.txt")),
];

/// Writes the folder.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    // Excel takes text with a mark for UTF-8, and day.toml needs none.
    let with_mark = |name: &str, text: &str| match name.ends_with(".toml") {
        true => text.as_bytes().to_vec(),
        false => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
    };
    let files = FILES.map(|(name, text)| (name.into(), with_mark(name, text)));
    write_new_files(&arguments.folder, &files)?;
    let folder = arguments.folder.display();
    print(&format!(
        "{folder}: {} filer; begynd med LAESMIG.txt (start with it; it is Danish)\n",
        FILES.len()
    ));
    Ok(Answer::Yes)
}
