//! The files of a plan as other programs read them, and what hostile text can do in them.
//!
//! Some tests need a program that not every machine has (`pdftotext`, `age`, LibreOffice). Where it is
//! missing they say so and pass, unless the environment asks for it, as `.ci/run` does.

mod encrypted;
mod hostile;
mod injection;
mod office;
mod paper;
mod suti;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// Runs korsel and returns its exit code, its standard output and its errors.
fn korsel(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = assert_cmd::Command::cargo_bin("korsel").expect("the program is built");
    let output = command.args(arguments).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Plans a day into a folder, the same each time.
fn plan(day: &Path, out: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let fixed = ["plan", text(day), "--out", text(out), "--iterations", "200"];
    korsel(&[&fixed[..], more].concat())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
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
