//! The contractor's performed list: what it enters, whom it charges, what it says of travel times.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use korsel::domain::{Direction, Duration};
use korsel::output::read_plan;
use korsel::plan::{Action, Plan};
use rust_xlsxwriter::Workbook;

use crate::{Town, korsel, text};

const HEADER: &str = "dato;vogn;handling;rejse_id;borger_ref;udfald;faktisk_ankomst;faktisk_afgang";

impl Town {
    /// The register of the sample lists with a plan of 7 December.
    fn planned() -> Self {
        Self::sample().plan_days(1)
    }

    /// Plans so many dates from 7 December on.
    fn plan_days(self, days: u32) -> Self {
        let town = self;
        fs::create_dir(town.at("plans")).expect("a folder");
        let steps = ["--iterations", "5", "--method", "search"];
        let (out, days) = (town.at("plans"), days.to_string());
        let given = ["--out", text(&out), "--date", "2026-12-07", "--days", &days];
        let night = ["nightly", "--register", &town.register];
        let ended = korsel(&[&night[..], &given, &steps].concat());
        assert_eq!(ended.code, 0, "{}", ended.err);
        town
    }

    fn plan(&self, date: &str) -> Plan {
        read_plan(&self.at("plans").join(date).join("plan")).expect("a plan")
    }

    /// Writes a performed list and takes it in.
    pub fn outcomes(&self, list: &str, arguments: &[&str]) -> crate::Ended {
        let file = self.at("performed.csv");
        fs::write(&file, list).expect("written");
        self.run("outcomes", &[&[text(&file)], arguments].concat())
    }

    fn co_payment(&self, citizen: &str) -> String {
        let list = self.done("list", &["copayment", "--month", "2026-12"]);
        let line = list.lines().find(|line| line.split(';').nth(1) == Some(citizen));
        line.map_or_else(String::new, |line| line.split(';').skip(3).collect::<Vec<_>>().join(";"))
    }
}

/// The list of a plan on which every drive takes so many times its plan; rides that are not named
/// in `ended` were done.
pub fn list(plan: &Plan, slow: f64, ended: &[(&str, &str)]) -> String {
    let ended: BTreeMap<&str, &str> = ended.iter().copied().collect();
    let mut list = format!("{HEADER}\n");
    for run in &plan.runs {
        let date = plan.date;
        writeln!(list, "{date};{};start;;;;;", run.vehicle).expect("text grows");
        let mut now = run.leaves;
        for stop in &run.stops {
            let drive = stop.leg.drive_s.as_milliseconds() as f64 / 1000.0 * slow;
            let arrives = now + Duration::seconds(drive as i64);
            now = arrives.max(stop.begins) + (stop.ends - stop.begins);
            let way = if stop.direction == Direction::Out { "ud" } else { "hjem" };
            let ride = format!("{}-{way}", stop.booking);
            let outcome = ended.get(ride.as_str()).copied().unwrap_or("kørt");
            let boards = stop.action == Action::Pickup;
            let action = if boards { "afhent" } else { "aflever" };
            let times = match outcome {
                "kørt" => format!("{arrives};{now}"),
                _ => ";".to_owned(),
            };
            let outcome = if boards { outcome } else { "" };
            writeln!(
                list,
                "{date};{};{action};{ride};{};{outcome};{times}",
                run.vehicle, stop.citizen
            )
            .expect("text grows");
        }
    }
    list
}

#[test]
fn what_was_done_is_entered_once_and_a_dry_run_enters_nothing() {
    let town = Town::planned();
    let list = list(&town.plan("2026-12-07"), 1.0, &[("B-001a-ud", "udeblevet")]);
    let before = town.everything();
    let tried = town.outcomes(&list, &["--dry-run"]);
    assert_eq!(tried.code, 0, "{}", tried.err);
    assert!(tried.out.contains("+ no_shows C-101 2026-12-07 out\n"), "{}", tried.out);
    assert!(tried.out.ends_with("dry run: nothing was changed\n"), "{}", tried.out);
    assert_eq!(town.everything(), before);
    let done = town.outcomes(&list, &[]);
    let said = "rides: 45 driven, 1 no-shows, 0 cancelled at the door, 0 without a vehicle, 0 left";
    assert!(done.out.starts_with(said), "{}", done.out);
    assert!(done.out.contains("performed: 46 added, 0 changed, 0 unchanged\n"), "{}", done.out);
    // C-101 was driven home all the same.
    assert!(town.rows("no_shows").contains(&"C-101;07-12-2026;ud;ja;vognmand".to_owned()));
    let after = town.everything();
    let again = town.outcomes(&list, &[]);
    assert!(again.out.contains("performed: 0 added, 0 changed, 46 unchanged\n"), "{}", again.out);
    assert_eq!(town.everything(), after);
    // What is listed can be imported again.
    let performed = town.done("list", &["performed"]);
    assert_eq!(town.import("udførte.csv", &performed).code, 0);
    assert_eq!(town.everything(), after);
}

#[test]
fn what_was_driven_is_paid_for_and_nothing_else() {
    let town = Town::planned();
    let plan = town.plan("2026-12-07");
    assert_eq!(town.co_payment("C-101"), "2;47,00");
    // Cancelled by telephone, and driven all the same.
    town.done("absence", &["C-101", "--cause", "sick", "--from", "2026-12-07"]);
    assert_eq!(town.co_payment("C-101"), "");
    for (outcome, paid) in [
        ("kørt", "2;47,00"),
        ("vogn kom ikke", "1;23,50"),
        ("afbud ved døren", "1;23,50"),
        ("udeblevet", "1;23,50"),
    ] {
        let ended = town.outcomes(&list(&plan, 1.0, &[("B-001a-ud", outcome)]), &[]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert_eq!(town.co_payment("C-101"), paid, "{outcome}");
        let is_told = ended.out.contains("! cancelled at the door: B-001a out on 2026-12-07");
        assert_eq!(is_told, outcome == "afbud ved døren", "{}", ended.out);
    }
    // No-shows are paid for where the settings say so, but not if the ride was cancelled in time.
    let settings = "[co_payment]\nper_ride = 23.50\nno_shows = true\n";
    assert_eq!(town.import("settings.toml", settings).code, 0);
    assert_eq!(town.co_payment("C-101"), "1;23,50");
    town.done("absence", &["C-101", "--from", "2026-12-07", "--withdraw"]);
    assert_eq!(town.co_payment("C-101"), "2;47,00");
}

#[test]
fn a_corrected_list_takes_its_own_no_shows_back_and_no_others() {
    let town = Town::planned();
    let plan = town.plan("2026-12-07");
    town.done("noshow", &["C-102", "--ride", "out", "--date", "2026-12-07"]);
    let missed = list(&plan, 1.0, &[("B-001a-ud", "udeblevet"), ("B-002a-ud", "udeblevet")]);
    assert_eq!(town.outcomes(&missed, &[]).code, 0);
    let noted = |citizen: &str, by: &str| {
        let rows = town.rows("no_shows");
        rows.iter().any(|row| row.starts_with(&format!("{citizen};07-12")) && row.ends_with(by))
    };
    assert!(noted("C-101", ";vognmand") && noted("C-102", ";tester"));
    let ended = town.outcomes(&list(&plan, 1.0, &[]), &[]);
    assert!(ended.out.contains("- no_shows C-101 2026-12-07 out\n"), "{}", ended.out);
    assert!(!noted("C-101", "") && noted("C-102", ";tester"));
    let note = "note: noted as no-show, but not by the contractor: C-102 2026-12-07 out\n";
    assert!(ended.err.contains(note), "{}", ended.err);
}

#[test]
fn workbooks_and_english_words_are_read_too() {
    let town = Town::planned();
    let file = town.at("performed.xlsx");
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Faktura").expect("a name").write(0, 0, "vogn").expect("a cell");
    let sheet = book.add_worksheet().set_name("All stops").expect("a name");
    let rows = [
        ["date", "action", "ride", "outcome", "actual_arrival"],
        ["2026-12-07", "pickup", "B-001a-out", "no-show", ""],
        ["2026-12-07", "dropoff", "B-001a-out", "", ""],
        ["2026-12-07", "pickup", "B-002a-out", "vehicle did not come", ""],
        ["2026-12-07", "pickup", "B-003a-out", "Cancelled at door", ""],
        ["2026-12-07", "pickup", "B-004a-out", "DONE", "08:01:30"],
        ["2026-12-07", "pickup", "B-005a-out", "", ""],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).expect("a cell");
        }
    }
    book.save(&file).expect("written");
    let said = town.done("outcomes", &[text(&file)]);
    let counts =
        "rides: 1 driven, 1 no-shows, 1 cancelled at the door, 1 without a vehicle, 1 left";
    assert!(said.starts_with(counts), "{said}");
    let rows = town.rows("performed");
    let row = rows.iter().find(|row| row.contains(";B-004a;")).expect("the ride");
    assert!(row.ends_with(";08:01:30;;;"), "{row}");
}

#[test]
fn what_is_wrong_with_a_list_is_told_and_nothing_is_entered() {
    let town = Town::planned();
    let before = town.everything();
    let row = |cells: &str| format!("{HEADER}\n{cells}\n");
    for (list, expected) in [
        ("dato;handling\n2026-12-07;afhent\n".to_owned(), "has no column \"outcome\" / \"udfald\""),
        (
            row("2026-12-07;;afhent;B-001a-ud;;fløjet;;"),
            "line 2, udfald: \"fløjet\" is not a known",
        ),
        (row("2026-12-07;;afhent;B-001a;;kørt;;"), "rejse_id: \"B-001a\" is no ride; write"),
        (row("2026-12-07;;afhent;B-999-ud;;kørt;;"), "\"B-999-ud\" is no ride of 2026-12-07"),
        (row("2026-12-08;;afhent;B-001a-ud;;kørt;;"), "the register has no plan of 2026-12-08"),
        (row("i morgen;;afhent;B-001a-ud;;kørt;;"), "dato: \"i morgen\" is not a date"),
        (row("2026-12-07;;hopper;B-001a-ud;;kørt;;"), "handling: \"hopper\" is nothing that"),
        (
            row("2026-12-07;;afhent;B-001a-ud;C-102;kørt;;"),
            "borger_ref: the ride is not of \"C-102\"",
        ),
        (row("2026-12-07;;afhent;B-001a-ud;;kørt;25:99;"), "\"25:99\" is not a time of day"),
        (row("2026-12-07;;afhent;B-001a-ud;;kørt;08:10;08:09"), "goes back in time"),
        (row("2026-12-07;;afhent;B-001a-ud;;;08:10;"), "has times and no outcome"),
        (row("2026-12-07;;aflever;B-001a-ud;;udeblevet;08:10;"), "was not driven, and somebody"),
        (
            row("2026-12-07;;afhent;B-001a-ud;;kørt;;\n2026-12-07;;aflever;B-001a-ud;;udeblevet;;"),
            "line 3, udfald: \"udeblevet\" is not how the ride ended; write the same as on line 2",
        ),
        (
            row("2026-12-07;;afhent;B-001a-ud;;kørt;08:10;\n2026-12-07;;afhent;B-001a-ud;;;08:11;"),
            "\"B-001a-ud\" is in the list twice",
        ),
    ] {
        let good = "2026-12-07;;afhent;B-002a-ud;;kørt;;\n";
        let ended = town.outcomes(&format!("{list}{good}"), &[]);
        assert_eq!(ended.code, 2, "{list}{}", ended.out);
        assert!(ended.err.contains(expected), "{}\ndoes not contain {expected}", ended.err);
        assert_eq!(town.everything(), before);
    }
    let missing = town.run("outcomes", &["no-such.csv"]);
    assert!(
        missing.code == 2 && missing.err.contains("no-such.csv: is missing"),
        "{}",
        missing.err
    );
    fs::write(town.at("empty.xlsx"), "x").expect("written");
    let broken = town.run("outcomes", &[text(&town.at("empty.xlsx"))]);
    assert!(broken.code == 2 && broken.err.contains("as a workbook"), "{}", broken.err);
}

#[test]
fn drives_that_take_longer_than_planned_propose_other_settings() {
    let town = Town::sample();
    // Without rush hours, so that every drive is planned alike.
    assert_eq!(town.import("settings.toml", "[travel]\ntime_factor = 1.1\n").code, 0);
    let town = town.plan_days(5);
    let report = ["--from", "2026-12-01", "--to", "2026-12-31"];
    let none = town.run("calibration", &report);
    assert_eq!((none.code, none.out.starts_with("0 drives")), (1, true), "{}", none.out);
    let mut drives = 0;
    for date in ["2026-12-07", "2026-12-09", "2026-12-10", "2026-12-11"] {
        if !town.at("plans").join(date).exists() {
            continue;
        }
        let plan = town.plan(date);
        assert_eq!(town.outcomes(&list(&plan, 1.3, &[]), &[]).code, 0);
        drives += plan
            .runs
            .iter()
            .flat_map(|run| run.stops.windows(2).map(move |pair| (run, pair)))
            .filter(|(run, pair)| {
                let rests = run.rest.is_some_and(|rest| {
                    rest.begins >= pair[0].ends && rest.begins < pair[1].arrives
                });
                pair[1].leg.distance_m.as_metres() > 0 && !rests
            })
            .count();
    }
    assert!(drives >= 100, "{drives} drives are too few");
    let ended = town.run("calibration", &report);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(ended.out.starts_with(&format!("{drives} drives from ")), "{drives} {}", ended.out);
    let line = ended.out.lines().find(|line| line.starts_with("time_factor = ")).expect("a line");
    let factor: f64 = line.split(' ').nth(2).and_then(|it| it.parse().ok()).expect("a number");
    assert!((1.37..=1.45).contains(&factor), "{line}");
    assert!(ended.out.contains("0 to 2 km") && !ended.out.contains("road_speeds_kmh"));
    let roads = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/roads/ishoj-vallensbaek.osm.pbf");
    for (wrong, expected) in [
        (&["--from", "soon"][..], "write a date as yyyy-mm-dd"),
        (&["--roads", "no-such.osm.pbf"], "no-such.osm.pbf: cannot be read"),
        (
            &["--from", "2026-12-08", "--to", "2026-12-07"],
            "2026-12-08 is after the last date, 2026-12-07",
        ),
    ] {
        let refused = town.run("calibration", wrong);
        assert_eq!(refused.code, 2, "{}", refused.out);
        assert!(refused.err.contains(expected), "{}", refused.err);
    }
    let refused = town.run("calibration", &[&report[..], &["--roads", roads]].concat());
    assert!(refused.err.contains("planned along the straight line"), "{}", refused.err);
}

#[test]
fn the_books_stay_as_they_are_when_somebody_is_erased() {
    let town = Town::planned();
    let plan = town.plan("2026-12-07");
    let ended = [("B-001a-ud", "vogn kom ikke"), ("B-004a-hjem", "udeblevet")];
    assert_eq!(town.outcomes(&list(&plan, 1.0, &ended), &[]).code, 0);
    town.done("absence", &["C-107", "--cause", "sick", "--from", "2026-12-07", "--rides", "home"]);
    let total = || town.co_payment("i alt");
    let before = total();
    for citizen in ["C-101", "C-104", "C-107"] {
        town.done("erase", &["--citizen", citizen]);
        assert_eq!(total(), before, "{citizen}");
    }
    assert!(!town.everything().concat().contains("C-104"));
    let connection = rusqlite::Connection::open(&town.register).expect("the register");
    let left = "SELECT count(*) FROM planned_stops WHERE place = 'C-104' OR booking = 'B-004a'";
    let left: i64 = connection.query_row(left, [], |row| row.get(0)).expect("a number");
    assert_eq!(left, 0);
}
