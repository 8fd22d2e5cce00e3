//! `korsel generate` from outside: the same files for the same arguments, days that read back without
//! flaws and are planned whole, and what is refused.

#[path = "common/program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use korsel::generate::{DISTRIBUTION, Size, generate};
use korsel::input::read_day;
use korsel::output::write_day_folder;
use korsel::plan::{Remedy, assemble, check};
use korsel::solve::{Method, Settings, solve};
use korsel::travel;
use program::{korsel, listing, text};

/// The files of a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).expect("a file"))
    };
    entries.map(file).collect()
}

#[test]
fn equal_arguments_give_equal_files_and_another_seed_others() {
    let home = tempfile::tempdir().expect("a folder");
    let generated = |name: &str, seed: &str| {
        let out = home.path().join(name);
        let size = ["--rides", "90", "--centres", "3", "--seed", seed];
        let ended = korsel(&[&["generate", "--out", text(&out)], &size[..]].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        let said = ended.out;
        assert!(said.contains(": 90 rides in ") && said.contains(" 3 centres, "), "{said}");
        files(&out)
    };
    let first = generated("first", "5");
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(names, ["bookings.csv", "centres.csv", "day.toml", "fleet.csv"]);
    assert!(first == generated("again", "5"), "equal arguments gave other files");
    assert!(first != generated("other", "6"), "another seed gave equal files");
    let note = String::from_utf8_lossy(&first["day.toml"]).into_owned();
    assert!(note.starts_with("# Opdigtet: korsel generate --rides 90 --centres 3 --seed 5\n"));
}

#[test]
fn a_generated_day_is_read_back_equal() {
    for (rides, centres, seed) in [(1, 1, 1), (40, 2, 2), (333, 7, 3), (10_000, 100, 4)] {
        let day = generate(Size { rides, centres, seed }).expect("a day");
        let home = tempfile::tempdir().expect("a folder");
        write_day_folder(home.path(), &day, "").expect("written");
        let read = read_day(home.path(), None).expect("no flaws");
        assert!(read == day, "{rides} rides");
    }
}

#[test]
fn a_generated_day_is_planned_whole() {
    let home = tempfile::tempdir().expect("a folder");
    for (seed, centres) in [("1", "1"), ("2", "2"), ("3", "8")] {
        let [day, plan] = ["day", "plan"].map(|name| home.path().join(format!("{name}-{seed}")));
        let size = ["--rides", "40", "--centres", centres, "--seed", seed, "--out", text(&day)];
        let ended = korsel(&[&["generate"], &size[..]].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        let by = ["--iterations", "20", "--method", "search"];
        let ended = korsel(&[&["plan", text(&day), "--out", text(&plan)], &by[..]].concat());
        assert_eq!(ended.code, 0, "seed {seed}: {}", ended.printed());
        assert!(ended.out.contains("40 planlagt af 40"), "{}", ended.out);
    }
}

/// The day has too many rides for remedies to be tried on the whole of it.
#[test]
fn rides_left_out_of_a_large_day_are_explained_with_more_than_one_kind_of_remedy() {
    let mut day = generate(Size { rides: 400, centres: 4, seed: 2 }).expect("a day");
    day.vehicles.truncate(13);
    let (table, source) = travel::table(&day, None, None).expect("a table");
    let problem = day.problem(table).expect("a problem");
    let settings =
        Settings { limit: None, iterations: Some(5), method: Method::Search, threads: 1, seed: 1 };
    let outcome = solve(&problem.instance, &settings, &|_| {}).expect("threads start");
    let plan = assemble(&day, &problem, &outcome, source.clone());
    assert_eq!(check(&day, problem.instance.travel(), &plan), []);
    let kinds = plan.not_planned.iter().filter_map(|ride| ride.remedy.as_ref());
    let kinds: BTreeSet<&str> = kinds
        .map(|remedy| match remedy {
            Remedy::ExtraVehicle { .. } => "vehicle",
            Remedy::LongerShift { .. } => "shift",
            Remedy::MovedSession { .. } => "session",
        })
        .collect();
    assert!(kinds.contains("session") && kinds.contains("shift"), "{kinds:?}");
    assert_eq!(assemble(&day, &problem, &outcome, source), plan);
}

#[test]
fn what_makes_no_day_and_a_folder_in_use_are_refused() {
    let home = tempfile::tempdir().expect("a folder");
    let kept = home.path().join("kept");
    fs::create_dir(&kept).expect("a folder");
    fs::write(kept.join("bookings.csv"), "mine").expect("written");
    let out = home.path().join("never-written");
    let generate = |more: &[&str]| korsel(&[&["generate", "--out", text(&out)], more].concat());
    let missing = home.path().join("no/such");
    for (ended, expected) in [
        (generate(&[]), "--rides"),
        (generate(&["--rides", "0"]), "0 rides; ask for 1 to 10000"),
        (generate(&["--rides", "-3"]), "'-3'"),
        (generate(&["--rides", "99999"]), "99999 rides; ask for 1 to 10000"),
        (generate(&["--rides", "5", "--centres", "6"]), "6 centres; ask for 1 to 5"),
        (generate(&["--rides", "5", "--centres", "0"]), "0 centres; ask for 1 to 5"),
        (generate(&["--rides", "5000", "--centres", "500"]), "500 centres; ask for 1 to 200"),
        (
            korsel(&["generate", "--rides", "5", "--out", text(&kept)]),
            "holds \"bookings.csv\", which would be lost\n  hint: name a folder that is new or empty",
        ),
        (korsel(&["generate", "--rides", "5", "--out", text(&missing)]), "does not exist"),
    ] {
        assert_eq!(ended.code, 2, "{expected}\n{}", ended.err);
        assert!(ended.err.contains(expected), "{}\ndoes not contain {expected}", ended.err);
        assert_eq!(listing(home.path()), ["kept"]);
    }
    assert_eq!(files(&kept)["bookings.csv"], b"mine");
}

#[test]
fn help_and_readme_tell_the_same_distribution() {
    let ended = korsel(&["generate", "--help"]);
    assert_eq!(ended.code, 0);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&ended.out).contains(&words(DISTRIBUTION)), "{}", ended.out);
    assert!(include_str!("../README.md").contains(DISTRIBUTION), "README tells another table");
}

#[test]
fn a_day_that_is_too_large_to_prove_is_planned_and_told_to_be_so() {
    let home = tempfile::tempdir().expect("a folder");
    let [day, out] = ["day", "plan"].map(|name| home.path().join(name));
    let size = ["--rides", "400", "--centres", "4", "--seed", "3"];
    let ended = korsel(&[&["generate", "--out", text(&day)], &size[..]].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    // By default, that is with a proof beside the search.
    let ended = korsel(&["plan", text(&day), "--out", text(&out), "--limit", "3s"]);
    assert_eq!(ended.code, 0, "{}", ended.printed());
    assert!(ended.err.contains("bemærk: beviset er opgivet"), "{}", ended.err);
    let ended = korsel(&["check", text(&day), text(&out)]);
    assert_eq!(ended.code, 0, "{}", ended.printed());
}
