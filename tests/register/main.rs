//! The register from outside: every verb, bad input, two programs at once, programs that are killed,
//! and a year of nights.

#[path = "../common/program.rs"]
mod program;

mod bad;
mod driven;
mod killed;
mod lists;
mod nightly;
mod outcomes;
mod regularity;
mod together;
mod verbs;
mod year;

use std::fs;
use std::path::PathBuf;

use program::{Ended, korsel, listing, text};
use tempfile::TempDir;

/// Lists of an invented municipality.
pub const LISTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/register");

/// A folder with a register in it, which is made of the sample lists.
pub struct Town {
    pub home: TempDir,
    pub register: String,
}

impl Town {
    /// The register of the sample lists.
    pub fn sample() -> Self {
        let town = Self::empty();
        let ended = town.run("import", &[LISTS]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        town
    }

    /// No register yet.
    pub fn empty() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let register = text(&home.path().join("register.db")).to_owned();
        Self { home, register }
    }

    /// A path in the folder.
    pub fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Runs `korsel register VERB`. Who does not show up is noted when the days of the samples are over,
    /// whatever the machine's clock says, unless the arguments give another `--today`.
    pub fn run(&self, verb: &str, arguments: &[&str]) -> Ended {
        let register = ["register", verb, "--register", &self.register, "--by", "tester"];
        let has_clock = verb != "noshow" || arguments.contains(&"--today");
        let clock: &[&str] = if has_clock { &[] } else { &["--today", "2026-12-31"] };
        korsel(&[&register[..], arguments, clock].concat())
    }

    /// Runs a verb that must succeed, and returns what it printed.
    pub fn done(&self, verb: &str, arguments: &[&str]) -> String {
        let ended = self.run(verb, arguments);
        assert_eq!(ended.code, 0, "{verb} {arguments:?}\n{}", ended.err);
        ended.out
    }

    /// Writes a file of this text and imports it.
    pub fn import(&self, name: &str, content: &str) -> Ended {
        let file = self.at(name);
        fs::write(&file, content).expect("written");
        self.run("import", &[text(&file)])
    }

    /// The lines of a table as listed, without its header.
    pub fn rows(&self, table: &str) -> Vec<String> {
        self.done("list", &[table]).lines().skip(1).map(str::to_owned).collect()
    }

    /// All tables as they are listed: what the register holds.
    pub fn everything(&self) -> Vec<String> {
        let tables = [
            "centres",
            "closing_days",
            "sessions",
            "contractors",
            "vehicles",
            "citizens",
            "grants",
            "standing",
            "absences",
            "no_shows",
            "performed",
            "settings",
        ];
        tables.iter().map(|table| self.done("list", &[table])).collect()
    }

    /// Checks that the file is sound, by a copy of it.
    pub fn assert_sound(&self) {
        let copy = self.at("sound.db");
        let ended = self.run("backup", &["--out", text(&copy)]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        fs::remove_file(copy).expect("removed");
    }
}
