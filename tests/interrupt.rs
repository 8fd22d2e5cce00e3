//! Ctrl-C while planning, by hand or by night: the best plan so far is written, whole.
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

#[test]
fn ctrl_c_by_night_keeps_the_best_plan_and_leaves_later_dates_out() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
    let (register, out) = (path("register.db"), path("plans"));
    std::fs::create_dir(&out).expect("a folder");
    let korsel = env!("CARGO_BIN_EXE_korsel");
    let lists = concat!(env!("CARGO_MANIFEST_DIR"), "/data/register");
    let import = ["register", "import", "--register", &register, lists];
    assert!(Command::new(korsel).args(import).output().expect("it starts").status.success());
    let night =
        ["nightly", "--register", &register, "--out", &out, "--days", "2", "--language", "en"];
    let mut run = Command::new(korsel)
        .args(night)
        .args(["--date", "2026-12-07", "--limit", "10m", "--method", "search"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    // The folder of the date is made before the search begins.
    let folder = home.path().join("plans/2026-12-07");
    while !folder.exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_secs(2));
    let interrupted = Instant::now();
    let id = run.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill starts").success());
    let told = BufReader::new(run.stdout.take().expect("a pipe")).lines();
    let told: Vec<String> = told.map(|line| line.expect("UTF-8")).collect();
    assert_eq!(run.wait().expect("it ends").code(), Some(1), "{told:?}");
    assert!(interrupted.elapsed() < Duration::from_secs(120), "{:?}", interrupted.elapsed());
    assert!(told[0].contains("2026-12-07 version 1: 46 of 46 rides"), "{told:?}");
    assert!(told[0].ends_with("; 2026-12-08 not looked at"), "{told:?}");
    let [day, plan] = ["day", "plan"].map(|name| folder.join(name));
    let checked = Command::new(korsel).arg("check").args([day, plan]).output().expect("it starts");
    assert_eq!(checked.status.code(), Some(0));
}
