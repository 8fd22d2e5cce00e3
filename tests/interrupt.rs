//! Ctrl-C while planning: the best plan so far is written, whole.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const DAY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/monday");

#[test]
fn ctrl_c_ends_the_search_and_writes_the_best_plan() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    let out = out.to_str().expect("UTF-8");
    let korsel = env!("CARGO_BIN_EXE_korsel");
    let mut run = Command::new(korsel)
        .args(["plan", DAY, "--out", out, "--limit", "10m", "--method", "search"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut told = BufReader::new(run.stderr.take().expect("a pipe")).lines();
    let first = told.next().expect("a line of progress").expect("UTF-8");
    assert!(first.contains("kr."), "{first}");
    let interrupted = Instant::now();
    let id = run.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill starts").success());
    let rest: Vec<String> = told.map(|line| line.expect("UTF-8")).collect();
    let status = run.wait().expect("it ends");
    assert_eq!(status.code(), Some(0), "{rest:?}");
    assert!(interrupted.elapsed() < Duration::from_secs(120), "{:?}", interrupted.elapsed());
    assert!(rest.iter().any(|line| line.contains("Stoppet")), "{rest:?}");
    let checked = Command::new(korsel).args(["check", DAY, out]).output().expect("it starts");
    assert_eq!(checked.status.code(), Some(0));
}
