//! Which folders may be replaced: those that hold nothing, or nothing but a plan, or a day that we made.

use std::fs;
use std::io;
use std::path::Path;

use crate::output::archive::ARCHIVE_FILE;
use crate::output::changes::{CHANGES_FILE, PHONE_FILE, VERSION_FILE};
use crate::output::day::USUAL_FILE;
use crate::output::json::PLAN_FILE;
use crate::output::taxis::TAXIS_FILE;

/// What a plan folder may hold; one that holds anything else is not replaced.
const KNOWN: [&str; 15] = [
    PLAN_FILE,
    "manifests",
    "manifests.html",
    "manifests.pdf",
    "contractor.csv",
    "contractor.xlsx",
    "not_planned.csv",
    "suti.xml",
    TAXIS_FILE,
    ARCHIVE_FILE,
    "summary.json",
    "report.html",
    PHONE_FILE,
    CHANGES_FILE,
    VERSION_FILE,
];

/// What a day holds that was made from the register.
const DAY: [&str; 5] = ["day.toml", "centres.csv", "bookings.csv", "fleet.csv", USUAL_FILE];

/// What a new folder may take the place of; an empty one always.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Replaces {
    Plan,
    Day,
    Nothing,
}

impl Replaces {
    /// What to write to instead of a folder that is not to be replaced.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Plan => "name a folder that is new, empty or a plan",
            Self::Day => "move it away, or name another folder",
            Self::Nothing => "name a folder that is new or empty",
        }
    }

    /// Why what exists is not to be replaced.
    pub(super) fn obstacle(self, folder: &Path) -> io::Result<Option<String>> {
        if !folder.is_dir() {
            return Ok(Some("is a file, not a folder".to_owned()));
        }
        let mut names = names_in(folder)?;
        names.retain(|name| !is_clutter(name));
        names.sort();
        match self {
            _ if names.is_empty() => Ok(None),
            Self::Nothing => Ok(Some(format!("holds \"{}\", which would be lost", names[0]))),
            Self::Plan => beside_plan(folder, names),
            Self::Day => {
                let other = names.into_iter().find(|name| !DAY.contains(&name.as_str()));
                Ok(other.map(|name| format!("holds \"{name}\" beside a day, which would be lost")))
            }
        }
    }
}

/// What stands in the folder of these names that is no part of a plan.
fn beside_plan(folder: &Path, names: Vec<String>) -> io::Result<Option<String>> {
    if !names.iter().any(|name| name == PLAN_FILE) {
        return Ok(Some("is a folder with other files and no plan".to_owned()));
    }
    let mut other = names.into_iter().filter(|name| !KNOWN.contains(&name.as_str()));
    if let Some(name) = other.next() {
        return Ok(Some(format!("holds \"{name}\" beside a plan, which would be lost")));
    }
    let manifests = folder.join("manifests");
    let held = if manifests.is_dir() { names_in(&manifests)? } else { Vec::new() };
    let other = held
        .into_iter()
        .find(|name| ![".html", ".pdf"].iter().any(|end| name.ends_with(end)) && !is_clutter(name));
    Ok(other.map(|name| format!("holds \"manifests/{name}\", which would be lost")))
}

/// Whether a file of this name is left by a desktop or an office program, so that nobody misses it.
fn is_clutter(name: &str) -> bool {
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || name.starts_with("~$")
}

/// The names of all that a folder holds.
pub(super) fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}
