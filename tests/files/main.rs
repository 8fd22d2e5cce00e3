//! The files of a plan as other programs read them, and what hostile text can do in them.
//!
//! Some tests need a program that not every machine has (`pdftotext`, `age`, LibreOffice). Where it is
//! missing they say so and pass, unless the environment asks for it, as `.ci/run` does.

#[path = "../common/program.rs"]
mod program;

mod encrypted;
mod figures;
mod hostile;
mod injection;
mod office;
mod paper;
mod suti;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use program::{Ended, korsel, text};

/// Plans a day into a folder, the same each time.
fn plan(day: &Path, out: &Path, more: &[&str]) -> Ended {
    let fixed = ["plan", text(day), "--out", text(out), "--iterations", "200"];
    korsel(&[&fixed[..], more].concat())
}

/// Whether this program is there. Where the variable says `required`, it must be.
fn is_there(program: &str, variable: &str) -> bool {
    let found = Command::new(program).arg("--help").output().is_ok();
    let is_required = std::env::var(variable).is_ok_and(|asked| asked == "required");
    assert!(found || !is_required, "{variable} is required, and there is no {program}");
    if !found {
        eprintln!("skipped: there is no {program}");
    }
    found
}

/// What a program that was found prints.
fn run(program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).args(arguments).output().expect("it starts");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The parts of an archive (an xlsx is one) that are text, by name.
fn parts(archive: &Path) -> Vec<(String, String)> {
    let file = fs::File::open(archive).expect("a file");
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).expect("a part");
        let name = part.name().expect("UTF-8").into_owned();
        parts.extend(std::io::read_to_string(part).ok().map(|text| (name, text)));
    }
    parts
}
