//! The contractor's list: what is exported is accepted when read back, changes are marked, and nothing
//! in it runs.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// The exit code of a run, and what it printed to stdout and stderr together.
fn korsel(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("korsel").expect("the program is built");
    let output = command.args(arguments).output().expect("the program starts");
    let printed = [output.stdout, output.stderr].concat();
    let code = output.status.code().expect("it exits by itself");
    (code, String::from_utf8(printed).expect("UTF-8"))
}

fn plan(day: &str, out: &Path, more: &[&str]) -> (i32, String) {
    let out = out.to_str().expect("UTF-8");
    korsel(&[&["plan", day, "--out", out, "--iterations", "300"], more].concat())
}

fn check(day: &str, list: &Path) -> (i32, String) {
    korsel(&["check", day, list.to_str().expect("UTF-8"), "--language", "en"])
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
        let (day, out) = (format!("{DATA}/{name}"), home.path().join(name));
        assert_eq!(plan(&day, &out, &[]).0, code, "{name}");
        let (code, printed) = check(&day, &out.join("contractor.csv"));
        assert_eq!(code, 0, "{name}: {printed}");
        assert!(printed.contains("The plan keeps every rule"), "{printed}");
        assert_eq!(printed.contains("are not in the list"), name == "short-fleet", "{printed}");
    }
}

#[test]
fn a_list_that_was_changed_by_hand_is_judged() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (format!("{DATA}/tiny"), home.path().join("plan"));
    assert_eq!(plan(&day, &out, &[]).0, 0);
    let list = home.path().join("list.csv");
    let text = fs::read_to_string(out.join("contractor.csv")).expect("a list");
    let pickup = text.lines().find(|row| row.contains(";afhent;B-1-ud;")).expect("a pickup");
    let time = pickup.split(';').nth(19).expect("its time");
    for (from, to, code, told) in [
        // Told an hour earlier, the citizen travels for too long.
        (format!(";{time};10:00;"), ";08:01;10:00;".to_owned(), 1, "The plan breaks"),
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
        let (ended, printed) = check(&day, &list);
        assert_eq!(ended, code, "{to}: {printed}");
        assert!(printed.contains(told), "{printed}");
    }
}

#[test]
fn changes_since_the_contractors_list_are_marked() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, first) = (format!("{DATA}/tiny"), home.path().join("first"));
    assert_eq!(plan(&day, &first, &[]).0, 0);
    let first_list = first.join("contractor.csv");
    let rows = fs::read_to_string(&first_list).expect("a list").lines().count() - 1;
    assert_eq!(marked(&first_list, "ny"), rows);

    let same = home.path().join("same");
    let previous = first.to_str().expect("UTF-8");
    assert_eq!(plan(&day, &same, &["--previous", previous]).0, 0);
    assert_eq!(marked(&same.join("contractor.csv"), "uændret"), rows);

    // One citizen cancels: two rides of two rows each are no more.
    let copy = home.path().join("day");
    fs::create_dir(&copy).expect("a folder");
    for entry in fs::read_dir(&day).expect("the sample day") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), copy.join(entry.file_name())).expect("copied");
    }
    let bookings = fs::read_to_string(copy.join("bookings.csv")).expect("bookings");
    let row = bookings.lines().find(|row| row.starts_with("B-2;")).expect("a booking");
    let cancelled = row.replace(";approved", ";cancelled");
    assert_ne!(row, cancelled);
    fs::write(copy.join("bookings.csv"), bookings.replace(row, &cancelled)).expect("written");
    let changed = home.path().join("changed");
    let copy = copy.to_str().expect("UTF-8");
    let list = same.join("contractor.csv");
    assert_eq!(plan(copy, &changed, &["--previous", list.to_str().expect("UTF-8")]).0, 0);
    let list = changed.join("contractor.csv");
    assert_eq!(marked(&list, "annulleret"), 4);
    assert!(fs::read_to_string(&list).expect("a list").contains(";3;annulleret;"), "version 3");
    assert_eq!(check(copy, &list).0, 0, "cancelled rows are passed over");

    let other_day = format!("{DATA}/short-fleet");
    let (code, printed) = plan(&other_day, &home.path().join("x"), &["--previous", copy]);
    assert_eq!(code, 2, "{printed}");
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
    let (day, out) = (format!("{DATA}/monday"), home.path().join("plan"));
    assert_eq!(plan(&day, &out, &[]).0, 0);
    let xlsx = out.join("contractor.xlsx");
    let book = part(&xlsx, "xl/workbook.xml");
    // Each vehicle has a manifest for the phone and one for paper.
    let vehicles = fs::read_dir(out.join("manifests")).expect("manifests").count() / 2;
    assert_eq!(book.matches("<sheet ").count(), vehicles + 2, "{book}");
    assert!(book.contains("name=\"Alle stop\"") && book.contains("name=\"Faktura\""));
    let all = part(&xlsx, "xl/worksheets/sheet1.xml");
    assert!(all.contains("state=\"frozen\"") && all.contains("<autoFilter "));
    assert!(!all.contains("<f>"), "a formula");
    let texts = part(&xlsx, "xl/sharedStrings.xml");
    for text in ["chaufførnote", "Løkkekrogen", "Aase Lundgaard"] {
        assert!(texts.contains(text), "{text}");
    }
    // Equal plans give equal files.
    let again = home.path().join("again");
    assert_eq!(plan(&day, &again, &[]).0, 0);
    let bytes = |folder: &Path| fs::read(folder.join("contractor.xlsx")).expect("a file");
    assert!(bytes(&out) == bytes(&again));
}
