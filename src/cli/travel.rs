//! `korsel travel`: the travel times of a day as a `travel.csv`, to keep or to edit.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::arguments::DayArguments;
use crate::cli::{Answer, print};
use crate::error::{Error, Result};
use crate::output::write_travel_csv;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    day: DayArguments,
    /// The file to write; it must not exist
    #[arg(long, value_name = "FILE.csv")]
    out: PathBuf,
}

/// Writes the table of all pairs of places.
pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let out = &arguments.out;
    if out.symlink_metadata().is_ok() {
        return Err(exists(out));
    }
    if !folder_of(out).is_dir() {
        return Err(Error::Refused {
            path: out.clone(),
            reason: "its parent folder does not exist".to_owned(),
            hint: "create it first".to_owned(),
        });
    }
    let (day, travel, source) = arguments.day.read()?;
    write_new(out, |file| write_travel_csv(&day, &travel, file))?;
    let (given, computed) = (source.given_pairs, source.computed_pairs);
    print(&format!("{}: {given} pairs given, {computed} computed\n", out.display()));
    Ok(Answer::Yes)
}

/// Writes a file that does not exist yet; one that cannot be finished is removed.
fn write_new(path: &Path, content: impl FnOnce(&mut File) -> io::Result<()>) -> Result<()> {
    let mut file = File::create_new(path).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => Error::Write { path: path.to_owned(), source },
    })?;
    content(&mut file).and_then(|()| file.sync_all()).map_err(|source| {
        // The first failure is the one to tell of.
        let _ = fs::remove_file(path);
        Error::Write { path: path.to_owned(), source }
    })
}

fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

fn exists(path: &Path) -> Error {
    Error::Refused {
        path: path.to_owned(),
        reason: "exists already".to_owned(),
        hint: "name a new file, or move this one away".to_owned(),
    }
}
