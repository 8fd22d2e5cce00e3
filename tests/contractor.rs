//! The contractor's list: what is exported is accepted when read back, changes are marked, and nothing
//! in it runs.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::Path;

use program::{Ended, copy_of, day, korsel, text};

fn plan(day: &str, out: &Path, more: &[&str]) -> Ended {
    korsel(&[&["plan", day, "--out", text(out), "--iterations", "300"], more].concat())
}

fn check(day: &str, list: &Path) -> Ended {
    korsel(&["check", day, text(list), "--language", "en"])
}

/// How many rows of a list have this mark.
fn marked(list: &Path, mark: &str) -> usize {
    let text = fs::read_to_string(list).expect("a list");
    text.lines().skip(1).filter(|row| row.split(';').nth(2) == Some(mark)).count()
}

#[test]
fn what_is_exported_is_accepted_when_read_back() {
    let home = tempfile::tempdir().expect("a folder");
    for (name, code) in [("tiny", 0), ("monday", 0), ("short-fleet", 1)] {
        let (day, out) = (day(name), home.path().join(name));
        assert_eq!(plan(&day, &out, &[]).code, code, "{name}");
        let ended = check(&day, &out.join("contractor.csv"));
        let printed = ended.printed();
        assert_eq!(ended.code, code, "{name}: {printed}");
        assert!(printed.contains(" keeps every rule"), "{printed}");
        assert_eq!(printed.contains("Not in the list"), name == "short-fleet", "{printed}");
    }
}

#[test]
fn who_is_missing_from_a_list_is_named_and_the_answer_is_no() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (day("tiny"), home.path().join("plan"));
    assert_eq!(plan(&day, &out, &[]).code, 0);
    let list = fs::read_to_string(out.join("contractor.csv")).expect("a list");
    let rows = list.split_inclusive('\n').filter(|row| !row.contains(";B-1-ud;"));
    let short = home.path().join("short.csv");
    fs::write(&short, rows.collect::<String>()).expect("written");
    let ended = check(&day, &short);
    assert_eq!(ended.code, 1, "{}", ended.printed());
    let expected = "Not in the list, which tells only what vehicles drive (1)\n  B-1 out (C-A)\n";
    assert!(ended.out.ends_with(expected), "{}", ended.out);
}

#[test]
fn a_list_that_was_changed_by_hand_is_judged() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (day("tiny"), home.path().join("plan"));
    assert_eq!(plan(&day, &out, &[]).code, 0);
    let list = home.path().join("list.csv");
    let text = fs::read_to_string(out.join("contractor.csv")).expect("a list");
    let pickup = text.lines().find(|row| row.contains(";afhent;B-1-ud;")).expect("a pickup");
    let time = pickup.split(';').nth(19).expect("its time");
    for (from, to, code, told) in [
        // Told an hour earlier, the citizen travels for too long.
        (format!(";{time};10:00;"), ";08:01;10:00;".to_owned(), 1, "The plan breaks"),
        (";2026-12-07;".to_owned(), ";08-12-2026;".to_owned(), 2, "give the list of 2026-12-07"),
        (";afhent;B-1-ud;".to_owned(), ";afhent;B-77-ud;".to_owned(), 2, "is no ride of the day"),
        (
            ";afhent;B-1-ud;".to_owned(),
            ";henter;B-1-ud;".to_owned(),
            2,
            "is nothing that a vehicle",
        ),
        (format!(";{time};10:00;"), ";25:99;10:00;".to_owned(), 2, "is not a time of day"),
    ] {
        let changed = pickup.replace(&from, &to);
        assert_ne!(changed, pickup, "{from}");
        fs::write(&list, text.replace(pickup, &changed)).expect("written");
        let ended = check(&day, &list);
        assert_eq!(ended.code, code, "{to}: {}", ended.printed());
        assert!(ended.printed().contains(told), "{}", ended.printed());
    }
}

#[test]
fn a_plan_of_another_day_is_told_to_be_so_and_nothing_else() {
    let home = tempfile::tempdir().expect("a folder");
    let (tiny, out) = (day("tiny"), home.path().join("plan"));
    assert_eq!(plan(&tiny, &out, &[]).code, 0);
    let later = copy_of("tiny", home.path());
    let settings = fs::read_to_string(later.join("day.toml")).expect("settings");
    fs::write(later.join("day.toml"), settings.replace("2026-12-07", "2026-12-08"))
        .expect("written");
    let ended = check(text(&later), &out);
    assert_eq!(ended.code, 1, "{}", ended.printed());
    let told = "This is a plan of Monday 7 December 2026; the day is Tuesday 8 December 2026.";
    assert!(ended.out.starts_with(told) && ended.out.lines().count() == 1, "{}", ended.out);
    // A day of the same date with other bookings.
    let ended = check(&day("monday"), &out);
    assert_eq!(ended.code, 1, "{}", ended.printed());
    assert!(ended.out.starts_with("This is not a plan of this day: "), "{}", ended.out);
    assert_eq!(ended.out.lines().count(), 1, "{}", ended.out);
    // Lists say the same in one flaw.
    let list = out.join("contractor.csv");
    for (day, told) in [
        (text(&later), "contractor.csv lines 2-16, dato: "),
        (&day("monday"), "12 of 15 rows name no ride of 2026-12-07; give the list of this day"),
    ] {
        let ended = check(day, &list);
        assert_eq!(ended.code, 2, "{}", ended.printed());
        assert!(ended.err.contains(told), "{}", ended.err);
        let rides = ended.err.lines().filter(|line| line.contains("no ride of")).count();
        assert!(ended.err.lines().count() <= 3 && rides <= 1, "{}", ended.err);
    }
}

#[test]
fn a_vehicle_that_is_not_there_is_one_flaw_that_names_its_rows() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (day("tiny"), home.path().join("plan"));
    assert_eq!(plan(&day, &out, &[]).code, 0);
    let list = home.path().join("list.csv");
    let text = fs::read_to_string(out.join("contractor.csv")).expect("a list");
    fs::write(&list, text.replace(";Bus;", ";Buss;")).expect("written");
    let ended = check(&day, &list);
    assert_eq!(ended.code, 2, "{}", ended.printed());
    let rows = text.lines().count();
    let told = format!(
        "the input has 1 flaw:\nlist.csv lines 2-{rows}, vogn: \"Buss\" is no vehicle of the day; \
         write it as fleet.csv does"
    );
    assert!(ended.err.contains(&told), "{}", ended.err);
}

#[test]
fn what_a_list_breaks_is_told_by_rule_with_its_lines_and_counted() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (day("tiny"), home.path().join("plan"));
    assert_eq!(plan(&day, &out, &[]).code, 0);
    let text = fs::read_to_string(out.join("contractor.csv")).expect("a list");
    // Everybody is told five minutes too early where they are set down.
    let mut wrong: Vec<(usize, String)> = Vec::new();
    let changed = text.lines().enumerate().map(|(index, row)| {
        let mut cells: Vec<String> = row.split(';').map(str::to_owned).collect();
        if cells[7] == "aflever" {
            cells[19] = "08:30".to_owned();
            wrong.push((index + 1, cells[9].clone()));
        }
        cells.join(";")
    });
    let changed: Vec<String> = changed.collect();
    let list = home.path().join("list.csv");
    fs::write(&list, changed.join("\n")).expect("written");
    let ended = korsel(&["check", &day, program::text(&list)]);
    assert_eq!(ended.code, 1, "{}", ended.printed());
    let heading = format!("Tiden kan ikke holdes ({})\n", wrong.len());
    // Rows that have the order of driving against them come first: much may follow from one of them.
    assert!(ended.out.starts_with("Rækker, der ikke står i kørselsorden"), "{}", ended.out);
    assert!(ended.out.contains("  Bus  09:42 står før 08:30\n"), "{}", ended.out);
    let (_, rules) = ended.out.split_once("\n\n").expect("rules follow");
    assert!(rules.starts_with(&heading), "{}", ended.out);
    for (line, citizen) in wrong {
        let named =
            |row: &&str| row.starts_with(&format!("  linje {line} ")) && row.contains(&citizen);
        let row = rules.lines().find(named).unwrap_or_else(|| panic!("{line}: {}", ended.out));
        assert!(row.contains("  Bus  ") && row.contains("står til 08:30, bliver "), "{row}");
    }
    let places = rules.lines().filter(|row| row.starts_with("  ")).count();
    let last = ended.out.lines().last().expect("a line");
    assert!(
        last.starts_with("Planen bryder ") && last.contains(&format!("{places} sted")),
        "{last}"
    );
    assert!(!ended.out.contains(" s\n") && !ended.out.contains("0.00"), "{}", ended.out);
}

#[test]
fn changes_since_the_contractors_list_are_marked() {
    let home = tempfile::tempdir().expect("a folder");
    let (tiny, first) = (day("tiny"), home.path().join("first"));
    assert_eq!(plan(&tiny, &first, &[]).code, 0);
    let first_list = first.join("contractor.csv");
    let rows = fs::read_to_string(&first_list).expect("a list").lines().count() - 1;
    assert_eq!(marked(&first_list, "ny"), rows);

    let same = home.path().join("same");
    assert_eq!(plan(&tiny, &same, &["--previous", text(&first)]).code, 0);
    assert_eq!(marked(&same.join("contractor.csv"), "uændret"), rows);

    // One citizen cancels: two rides of two rows each are no more.
    let copy = copy_of("tiny", home.path());
    let bookings = fs::read_to_string(copy.join("bookings.csv")).expect("bookings");
    let row = bookings.lines().find(|row| row.starts_with("B-2;")).expect("a booking");
    let cancelled = row.replace(";approved", ";cancelled");
    assert_ne!(row, cancelled);
    fs::write(copy.join("bookings.csv"), bookings.replace(row, &cancelled)).expect("written");
    let changed = home.path().join("changed");
    let copy = text(&copy);
    let list = same.join("contractor.csv");
    assert_eq!(plan(copy, &changed, &["--previous", text(&list)]).code, 0);
    let list = changed.join("contractor.csv");
    assert_eq!(marked(&list, "annulleret"), 4);
    assert!(fs::read_to_string(&list).expect("a list").contains(";3;annulleret;"), "version 3");
    assert_eq!(check(copy, &list).code, 0, "cancelled rows are passed over");

    let ended = plan(&day("short-fleet"), &home.path().join("x"), &["--previous", copy]);
    assert_eq!(ended.code, 2, "{}", ended.err);
}

/// The text of a file within an xlsx.
fn part(xlsx: &Path, name: &str) -> String {
    let file = fs::File::open(xlsx).expect("a file");
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
    std::io::read_to_string(archive.by_name(name).expect(name)).expect("UTF-8")
}

#[test]
fn the_workbook_has_a_sheet_for_each_vehicle_and_runs_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (day("monday"), home.path().join("plan"));
    assert_eq!(plan(&day, &out, &[]).code, 0);
    let xlsx = out.join("contractor.xlsx");
    let book = part(&xlsx, "xl/workbook.xml");
    // Each vehicle has a manifest for the phone and one for paper.
    let vehicles = fs::read_dir(out.join("manifests")).expect("manifests").count() / 2;
    assert_eq!(book.matches("<sheet ").count(), vehicles + 2, "{book}");
    assert!(book.contains("name=\"Alle stop\"") && book.contains("name=\"Faktura\""));
    let all = part(&xlsx, "xl/worksheets/sheet1.xml");
    assert!(all.contains("state=\"frozen\"") && all.contains("<autoFilter "));
    assert!(!all.contains("<f>"), "a formula");
    // On paper all columns go on pages side by side, each of which says whose row it is.
    assert!(all.contains("fitToWidth=\"4\"") && all.contains(" · version 1&amp;R&amp;P"), "{all}");
    assert!(book.contains("'Alle stop'!$E$1:$AG$") && book.contains("'Alle stop'!$E:$K"), "{book}");
    let texts = part(&xlsx, "xl/sharedStrings.xml");
    let list = fs::read_to_string(out.join("contractor.csv")).expect("a list");
    let plan_id = list.lines().nth(1).and_then(|row| row.split(';').next()).expect("a row");
    assert!(texts.contains(&format!("<t>{plan_id}</t>")), "the invoice says of which plan it is");
    for text in ["chaufførnote", "Løkkekrogen", "Aase Lundgaard"] {
        assert!(texts.contains(text), "{text}");
    }
    // Equal plans give equal files.
    let again = home.path().join("again");
    assert_eq!(plan(&day, &again, &[]).code, 0);
    let bytes = |folder: &Path| fs::read(folder.join("contractor.xlsx")).expect("a file");
    assert!(bytes(&out) == bytes(&again));
}
