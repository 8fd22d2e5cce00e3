//! Programs that are killed at random moments: the register stays sound and holds all of a change or
//! nothing, and a plan folder is the old one or the new one, whole.
//!
//! A few kills of each program each time; `KORSEL_KILLS=170 cargo test --test register killed` makes as
//! many of each, five hundred in all.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use korsel::output::{plan_id, read_plan};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{Town, text};

fn kills() -> u32 {
    let given = std::env::var("KORSEL_KILLS").ok().and_then(|kills| kills.parse().ok());
    given.unwrap_or(12)
}

/// Starts the program and kills it after so long; whether it had ended by itself.
fn kill_after(moment: Duration, arguments: &[&str]) -> bool {
    let mut program = Command::new(env!("CARGO_BIN_EXE_korsel"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    sleep(moment);
    let has_ended = program.try_wait().expect("its state").is_some();
    program.kill().expect("killed");
    program.wait().expect("gone");
    has_ended
}

/// How long the program takes when nobody kills it.
fn time_of(arguments: &[&str]) -> Duration {
    let started = Instant::now();
    let ended = crate::korsel(arguments);
    assert_eq!(ended.code, 0, "{}", ended.err);
    started.elapsed()
}

fn assert_intact(register: &str) {
    let connection = rusqlite::Connection::open(register).expect("the register");
    let verdict: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a verdict");
    assert_eq!(verdict, "ok");
    let mut loose = connection.prepare("PRAGMA foreign_key_check").expect("a check");
    assert!(!loose.exists([]).expect("a verdict"), "a row refers to nothing");
}

/// All of the plan's files belong to each other.
fn assert_whole(folder: &Path) {
    let plan = read_plan(folder).expect("a plan");
    let id = plan_id(&plan);
    for file in ["summary.json", "contractor.csv", "suti.xml", "report.html"] {
        let content = fs::read_to_string(folder.join(file)).expect(file);
        assert!(content.contains(&id), "{file} is of another plan");
    }
    let manifests = fs::read_dir(folder.join("manifests")).expect("manifests").count();
    // A page and a PDF for each vehicle.
    assert_eq!(manifests, 2 * plan.runs.len());
}

#[test]
fn an_import_that_is_killed_has_done_all_or_nothing() {
    let town = Town::sample();
    let list = |phone: u32| {
        let mut text = String::from("citizen;lat;lon;phone\n");
        for number in 1..=300 {
            writeln!(text, "K-{number};55,6;12,3;{phone:08}").expect("text grows");
        }
        text
    };
    let file = town.at("citizens.csv");
    let arguments = ["register", "import", "--register", &town.register, text(&file)];
    fs::write(&file, list(0)).expect("written");
    let usual = time_of(&arguments);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut before = 0;
    for phone in 1..=kills() {
        fs::write(&file, list(phone)).expect("written");
        let moment = usual.mul_f64(rng.random_range(0.0..1.2));
        let has_ended = kill_after(moment, &arguments);
        assert_intact(&town.register);
        let connection = rusqlite::Connection::open(&town.register).expect("the register");
        let select =
            "SELECT DISTINCT CAST(phone AS INTEGER) FROM citizens WHERE citizen LIKE 'K-%'";
        let mut phones = connection.prepare(select).expect("a query");
        let phones: Vec<u32> = phones
            .query_map([], |row| row.get(0))
            .expect("phones")
            .map(|phone| phone.expect("a number"))
            .collect();
        assert!(phones == [before] || phones == [phone], "{phones:?}, {before} or {phone}");
        assert!(!has_ended || phones == [phone]);
        before = phones[0];
    }
}

#[test]
fn a_morning_that_is_killed_leaves_the_old_plan_or_the_new_one() {
    let town = Town::sample();
    let out = town.at("plans");
    fs::create_dir(&out).expect("a folder");
    let given = ["--date", "2026-12-07", "--iterations", "10", "--method", "search"];
    let night = ["nightly", "--register", &town.register, "--out", text(&out)];
    time_of(&[&night[..], &given].concat());
    let [day, plan] = ["day", "plan"].map(|name| out.join("2026-12-07").join(name));
    let morning = ["replan", text(&day), text(&plan), "--now", "08:00", "--out", text(&plan)];
    let noted = [&morning[..], &["--register", &town.register]].concat();
    let usual = time_of(&noted);
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    for _ in 0..kills() {
        kill_after(usual.mul_f64(rng.random_range(0.0..1.2)), &noted);
        assert_intact(&town.register);
        assert_whole(&plan);
    }
    time_of(&noted);
    let checked = crate::korsel(&["check", text(&day), text(&plan)]);
    assert_eq!(checked.code, 0, "{}", checked.out);
}

#[test]
fn a_night_that_is_killed_leaves_the_old_plan_or_the_new_one() {
    let town = Town::sample();
    let out = town.at("plans");
    fs::create_dir(&out).expect("a folder");
    let arguments = [
        "nightly",
        "--register",
        &town.register,
        "--out",
        text(&out),
        "--date",
        "2026-12-07",
        "--iterations",
        "10",
        "--method",
        "search",
    ];
    let usual = time_of(&arguments);
    let folder = out.join("2026-12-07");
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    for kill in 0..kills() {
        // Each time the day is another one.
        let change = ["C-101", "--from", "2026-12-07"];
        let more: &[&str] = if kill % 2 == 0 { &["--cause", "sick"] } else { &["--withdraw"] };
        town.done("absence", &[&change[..], more].concat());
        kill_after(usual.mul_f64(rng.random_range(0.0..1.2)), &arguments);
        assert_intact(&town.register);
        assert_whole(&folder.join("plan"));
    }
    // The next run mends whatever is left to mend.
    time_of(&arguments);
    let [day, plan] = ["day", "plan"].map(|name| folder.join(name));
    let checked = crate::korsel(&["check", text(&day), text(&plan)]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let connection = rusqlite::Connection::open(&town.register).expect("the register");
    let latest: String = connection
        .query_row("SELECT plan_id FROM plan_versions ORDER BY version DESC", [], |row| row.get(0))
        .expect("a version");
    assert_eq!(latest, plan_id(&read_plan(&plan).expect("a plan")));
}
