//! The program run from outside, as people run it, and the folders it is run on.

// Each test binary that includes this module uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The sample days.
pub const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// How a run ended: its exit code, and what it printed to stdout and stderr.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// All that was printed.
    pub fn printed(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// Runs the program to its end.
pub fn korsel(arguments: &[&str]) -> Ended {
    let mut command = Command::cargo_bin("korsel").expect("the program is built");
    let output = command.args(arguments).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ended {
        code: output.status.code().expect("it exits by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The folder of a sample day.
pub fn day(name: &str) -> String {
    format!("{DATA}/{name}")
}

/// A copy of a sample day that a test may change.
pub fn copy_of(name: &str, home: &Path) -> PathBuf {
    let copy = home.join("day");
    fs::create_dir(&copy).expect("a folder");
    for entry in fs::read_dir(day(name)).expect("the sample day") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), copy.join(entry.file_name())).expect("copied");
    }
    copy
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The names in a folder, in order.
pub fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<_> =
        entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
