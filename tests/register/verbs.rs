//! What each verb does.

use std::fs;

/// The tables of the register, in Danish.
const TABLES: [&str; 11] = [
    "centre",
    "lukkedage",
    "træningstider",
    "vognmænd",
    "vogne",
    "borgere",
    "bevillinger",
    "faste_bestillinger",
    "afbud",
    "udeblivelser",
    "udførte",
];

use korsel::domain::{BookingStatus, Rides};
use korsel::input::{municipality, read_day};
use korsel::register::{Changing, Mode, Register};

use crate::{LISTS, Town, korsel, listing, text};

const MONDAY: &str = "2026-12-07";

#[test]
fn help_of_every_verb_shows_examples() {
    for verb in [
        "import",
        "add",
        "list",
        "show",
        "end",
        "absence",
        "noshow",
        "day",
        "due",
        "erase",
        "backup",
        "outcomes",
        "calibration",
    ] {
        let ended = korsel(&["register", verb, "--help"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let example = format!("Examples:\n  korsel register {verb} --register ");
        assert!(ended.out.contains(&example), "{}", ended.out);
    }
    let ended = korsel(&["nightly", "--help"]);
    assert!(ended.out.contains("Examples:\n  korsel nightly --register "), "{}", ended.out);
}

#[test]
fn an_import_can_be_repeated_and_what_is_listed_can_be_imported() {
    let town = Town::sample();
    let before = town.everything();
    let again = town.done("import", &[LISTS]);
    assert!(again.contains("citizens: 0 added, 0 changed, 24 unchanged\n"), "{again}");
    let lists = town.at("lists");
    fs::create_dir(&lists).expect("a folder");
    for table in ["citizens", "grants", "standing", "sessions", "centres", "vehicles"] {
        let file = lists.join(format!("{table}.csv"));
        let told = town.done("list", &[table, "--out", text(&file)]);
        assert_eq!(told, format!("{}\n", file.display()));
    }
    let other = Town::empty();
    other.done("import", &[text(&lists), &format!("{LISTS}/vognmænd.csv")]);
    for table in ["citizens", "grants", "standing", "sessions", "centres", "vehicles"] {
        assert_eq!(other.rows(table), town.rows(table), "{table}");
    }
    assert_eq!(town.everything(), before);
}

#[test]
fn a_dry_run_shows_what_would_change_and_changes_nothing() {
    let town = Town::empty();
    let told = town.done("import", &[LISTS, "--dry-run"]);
    assert!(told.contains("+ citizens C-101\n"), "{told}");
    assert!(told.ends_with("dry run: nothing was changed\n"), "{told}");
    assert_eq!(listing(town.home.path()), [""; 0]);
    town.done("import", &[LISTS]);
    let before = town.everything();
    let file = town.at("borgere.csv");
    fs::write(&file, "borger;telefon;lat;lon\nC-102;00 00 00 99;;\nC-900;1;55,6;12,3\n")
        .expect("written");
    let refused = town.run("import", &[text(&file), "--dry-run"]);
    assert_eq!(refused.code, 2, "{}", refused.out);
    fs::write(&file, "borger;telefon\nC-102;00 00 00 99\nC-103;00 00 00 03\n").expect("written");
    let told = town.done("import", &[text(&file), "--dry-run"]);
    let expected = "~ citizens C-102: phone \"00 00 00 02\" → \"00 00 00 99\"\n\
                    citizens: 0 added, 1 changed, 1 unchanged\ndry run: nothing was changed\n";
    assert_eq!(told, expected);
    assert_eq!(town.everything(), before);
    town.done("import", &[text(&file)]);
    assert!(town.rows("citizens")[1].contains(";00 00 00 99;"));
}

#[test]
fn a_workbook_is_read_like_its_lists() {
    let [from_lists, from_workbook] = [Town::sample(), Town::empty()];
    // The lists of the sample, made into sheets: dates, clock times and numbers as Excel holds them.
    let book = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/register/register.xlsx");
    from_workbook.done("import", &[book, &format!("{LISTS}/indstillinger.toml")]);
    assert_eq!(from_workbook.everything(), from_lists.everything());
}

#[test]
fn a_day_is_what_its_bookings_and_absences_make_it() {
    let town = Town::sample();
    let out = town.at("day");
    let told = town.done("day", &[MONDAY, "--out", text(&out)]);
    assert!(told.ends_with(": 46 rides in 24 bookings (0 cancelled), 4 vehicles\n"), "{told}");
    let day = read_day(&out, None).expect("no flaws");
    let booking = |citizen: &str| {
        day.bookings.iter().find(|booking| booking.citizen == citizen).expect("a booking")
    };
    // C-105 has cancelled the ride home; C-104 takes six minutes; C-108 is protected.
    assert_eq!(booking("C-105").rides, Rides::Out);
    assert_eq!(booking("C-104").mobility.name, "wheelchair_6min");
    assert_eq!((booking("C-108").name.as_str(), booking("C-108").phone.as_str()), ("", ""));
    assert_ne!(booking("C-108").address.street, "");
    // On the 21st C-109 is away.
    let later = town.at("later");
    town.done("day", &["21-12-2026", "--out", text(&later)]);
    let day = read_day(&later, None).expect("no flaws");
    let away = day.bookings.iter().filter(|it| it.status == BookingStatus::Cancelled);
    assert_eq!(away.map(|it| it.citizen.as_str()).collect::<Vec<_>>(), ["C-109"]);
    assert!(day.bookings.iter().all(|it| it.citizen != "C-102"), "the 21st is excepted");
    // Christmas Day: nobody rides, nothing is written.
    let ended = town.run("day", &["2026-12-25", "--out", text(&town.at("none"))]);
    assert_eq!((ended.code, ended.out.contains("nobody rides")), (1, true));
    assert!(!town.at("none").exists());
}

#[test]
fn absences_are_noted_and_taken_back() {
    let town = Town::sample();
    let day = |name: &str| {
        town.done("day", &[MONDAY, "--out", text(&town.at(name))]);
        let day = read_day(&town.at(name), None).expect("no flaws");
        day.bookings.into_iter().find(|it| it.citizen == "C-101").expect("a booking").status
    };
    let said = town.done("absence", &["C-101", "--cause", "syg", "--from", MONDAY]);
    assert_eq!(said, "+ absences C-101 2026-12-07 2026-12-07 both\n");
    let again = town.done("absence", &["C-101", "--cause", "sick", "--from", MONDAY]);
    assert_eq!(again, "known already, nothing was changed\n");
    assert_eq!(day("one"), BookingStatus::Cancelled);
    let said = town.done("absence", &["C-101", "--withdraw", "--from", MONDAY]);
    assert_eq!(said, "- absences C-101 2026-12-07 2026-12-07 both\n");
    assert_eq!(day("two"), BookingStatus::Approved);
    assert_eq!(town.run("absence", &["C-101", "--withdraw", "--from", MONDAY]).code, 1);
    let noted = town.run("noshow", &["C-101", "--ride", "ud", "--date", MONDAY]);
    assert_eq!((noted.code, noted.err.as_str()), (0, ""));
    assert_eq!(day("three"), BookingStatus::Absent);
    let sunday = town.run("noshow", &["C-101", "--ride", "out", "--date", "2026-12-06"]);
    assert_eq!(sunday.code, 2);
    assert!(sunday.err.contains("has no ride out on 2026-12-06"), "{}", sunday.err);
    assert_eq!(town.rows("no_shows").len(), 1);
    town.done("noshow", &["C-101", "--ride", "out", "--rides-home", "--date", MONDAY]);
    assert_eq!(day("four"), BookingStatus::Approved);
    let taken_back = ["C-101", "--ride", "out", "--date", MONDAY, "--withdraw"];
    assert_eq!(town.done("noshow", &taken_back), "- no_shows C-101 2026-12-07 out\n");
    assert_eq!(town.rows("no_shows").len(), 0);
    assert_eq!(town.run("noshow", &taken_back).code, 1);
}

#[test]
fn nobody_has_failed_to_show_up_in_the_future() {
    let town = Town::sample();
    let before = town.everything();
    let on = |today| {
        let ride = ["C-104", "--ride", "ud", "--date", MONDAY, "--today", today];
        town.run("noshow", &ride)
    };
    let ended = on("2026-12-06");
    assert_eq!(ended.code, 2, "{}", ended.out);
    for words in
        ["on 2026-12-07, which is still to come", "absence C-104 --from 2026-12-07 --rides out"]
    {
        assert!(ended.err.contains(words), "{}", ended.err);
    }
    assert_eq!(town.everything(), before);
    assert_eq!(on(MONDAY).code, 0, "on the day itself");
}

#[test]
fn a_ride_home_that_is_cancelled_alone_is_told_with_its_reason() {
    let town = Town::sample();
    let ended = town.run("day", &[MONDAY, "--out", text(&town.at("day"))]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let note = "note: not driven on 2026-12-07, as the citizen has cancelled or did not show up: \
                B-005a home (C-105)\n";
    assert_eq!(ended.err, note);
}

#[test]
fn what_is_due_is_listed() {
    let town = Town::sample();
    for day in ["2026-11-02", "2026-11-09", "2026-11-16"] {
        town.done("absence", &["C-104", "--cause", "other", "--from", day]);
        town.done("noshow", &["C-107", "--ride", "out", "--date", day]);
    }
    let due = town.done("due", &["--on", "2026-12-07", "--weeks", "8"]);
    let lines: Vec<&str> = due.lines().skip(1).collect();
    assert!(lines.contains(&"G-001;C-101;Aase Lundgaard;31-01-2027;udløber;"), "{due}");
    assert!(lines.contains(&"G-004;C-104;Dagny Skovsted;05-04-2027;afbud uden sygdom;3"), "{due}");
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("G-007;C-107;") && line.ends_with(";udeblivelser;3")),
        "{due}"
    );
    let due = town.done("due", &["--on", "2026-12-07", "--weeks", "4"]);
    assert!(!due.contains("udløber"), "{due}");
}

#[test]
fn what_ends_is_driven_no_longer() {
    let town = Town::sample();
    let said = town.done("end", &["grant", "G-001", "--on", "2026-12-06"]);
    assert_eq!(said, "~ grants G-001: last day 2026-12-06\n");
    let ended = town.run("day", &[MONDAY, "--out", text(&town.at("day"))]);
    assert_eq!(ended.code, 0);
    let note = "note: not driven on 2026-12-07, as no grant is valid that day: B-001a (C-101)\n";
    assert!(ended.err.contains(note), "{}", ended.err);
    assert_eq!(town.run("end", &["grant", "G-001", "--on", "2026-12-06"]).code, 1);
    let said = town.done("end", &["citizen", "C-103", "--on", "2026-10-01"]);
    assert_eq!(said.matches("would begin after 2026-10-01, taken out").count(), 3, "{said}");
    assert!(town.rows("grants").iter().all(|row| !row.contains("C-103")));
    let said = town.done("end", &["vogn", "Vogn 4", "--on", "2026-12-06"]);
    assert_eq!(said, "~ vehicles Vogn 4: last day 2026-12-06\n");
    let day = town.done("day", &[MONDAY, "--out", text(&town.at("fewer"))]);
    assert!(day.ends_with(" 3 vehicles\n"), "{day}");
}

#[test]
fn tables_are_listed_with_the_columns_that_the_documents_name() {
    let town = Town::sample();
    let told = include_str!("../../docs/register.md");
    for table in TABLES {
        let listed = town.done("list", &[table]);
        let header = listed.lines().next().expect("a header").trim_start_matches('\u{feff}');
        let row = format!("| `{table}` | `{header}` |\n");
        assert!(told.contains(&row), "docs/register.md does not have {row}");
    }
}

#[test]
fn all_that_is_held_about_a_citizen_is_told_and_erased() {
    let town = Town::sample();
    town.done("absence", &["C-109", "--cause", "sick", "--from", MONDAY]);
    town.done("add", &["citizens", "citizen=C-110", "not_with=C-109 C-111"]);
    let held = town.done("show", &["C-109"]);
    for part in [
        "borger: C-109",
        "bevilling: G-009",
        "bestilling: B-009a",
        "årsag: syg",
        "må ikke køre med\n  C-110",
        "tester | absence | absences C-109",
    ] {
        assert!(held.contains(part), "{part}\n{held}");
    }
    let before = town.everything();
    let tried = town.done("erase", &["--citizen", "C-109", "--dry-run"]);
    assert!(tried.ends_with("dry run: nothing was changed\n"), "{tried}");
    assert_eq!(town.everything(), before);
    town.done("erase", &["--citizen", "C-109"]);
    assert!(!town.everything().concat().contains("C-109"));
    assert!(town.rows("citizens").iter().any(|row| row.contains(";C-111;")));
    // Not even the bytes of the name are left in the file.
    let bytes = fs::read(&town.register).expect("the register");
    let name = "Inger".as_bytes();
    let lists = fs::read_to_string(format!("{LISTS}/borgere.csv")).expect("the list");
    let line = lists.lines().find(|line| line.starts_with("C-109;")).expect("C-109");
    let name = line.split(';').nth(1).map_or(name, str::as_bytes);
    assert!(!bytes.windows(name.len()).any(|window| window == name), "the name is there");
    assert_eq!(town.run("show", &["C-109"]).code, 2);
    town.assert_sound();
}

#[test]
fn what_is_older_than_a_date_is_erased() {
    let town = Town::sample();
    town.done("end", &["citizen", "C-101", "--on", "2026-11-01"]);
    // A day that is to come in the sample's calendar; the program refuses such.
    let date = chrono::NaiveDate::from_ymd_opt(2026, 12, 11).expect("a date");
    let mut register = Register::open(town.register.as_ref(), |_| false).expect("a register");
    let rules = municipality(&register.settings().expect("settings")).expect("rules").rules;
    let erase = |changing: &Changing| changing.erase_older_than(date, &rules);
    let erased = register.change("tester", Mode::Commit, erase).expect("erased");
    drop(register);
    for row in [("absences", 2), ("citizens", 1), ("grants", 1), ("standing", 2)] {
        assert!(erased.rows.contains(&row), "{erased:?}");
    }
    let refused = town.run("erase", &["--older-than", "9000-01-01", "--dry-run"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("lies in the future"), "{}", refused.err);
    assert!(!town.everything().concat().contains("C-101"));
    assert_eq!(town.rows("absences").len(), 1);
    assert_eq!(town.run("erase", &["--older-than", "2026-01-01"]).code, 1);
    town.assert_sound();
}

#[test]
fn every_change_and_export_is_in_the_log_without_names() {
    let town = Town::sample();
    town.done("absence", &["C-101", "--cause", "sick", "--from", MONDAY]);
    town.done("day", &[MONDAY, "--out", text(&town.at("day"))]);
    town.done("show", &["C-102"]);
    town.done("add", &["citizens", "citizen=C-102", "phone=00 00 00 98"]);
    let log = town.done("list", &["log"]);
    for entry in [
        ";tester;import;citizens C-101;added",
        ";tester;absence;absences C-101 2026-12-07 2026-12-07 both;added",
        ";tester;export;day 2026-12-07;44 rides",
        ";tester;export;citizens C-102;all",
        ";tester;add;citizens C-102;changed phone",
    ] {
        assert!(log.contains(entry), "{entry}\n{log}");
    }
    for personal in ["Lundgaard", "Hvidtfeldt", "Ørnebo", "00 00 00"] {
        assert!(!log.contains(personal), "{personal}");
    }
}

#[test]
fn a_backup_is_a_register_of_its_own() {
    let town = Town::sample();
    let copy = town.at("copy.db");
    let said = town.done("backup", &["--out", text(&copy)]);
    assert!(said.ends_with("sound, copied\n"), "{said}");
    let listed = korsel(&["register", "list", "--register", text(&copy), "citizens"]);
    assert_eq!(listed.out, town.done("list", &["citizens"]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for file in [&copy, &town.at("register.db")] {
            let mode = fs::metadata(file).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
    }
    let again = town.run("backup", &["--out", text(&copy)]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("exists already"), "{}", again.err);
}
