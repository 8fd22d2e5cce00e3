//! `korsel replan` from outside: what has been driven is fixed, told times move as little as possible,
//! locks hold, and the files say whom to phone.

mod lists;
mod locks;
#[path = "../common/program.rs"]
mod program;
mod vehicles;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use korsel::domain::{Direction, Distance, Time};
use korsel::output::read_plan;
use korsel::plan::{Action, Plan, Reason, Remedy, Run, rides_told};
use program::{Ended, text};
use tempfile::TempDir;

/// Runs the program: its exit code, what it printed to stdout and to stderr.
fn korsel(arguments: &[&str]) -> (i32, String, String) {
    let Ended { code, out, err } = program::korsel(arguments);
    (code, out, err)
}

/// A day that a test may change, and the plan that was made of it the night before.
struct Morning {
    home: TempDir,
    old: Plan,
}

impl Morning {
    /// Monday of the sample days.
    fn monday() -> Self {
        Self::of(|day| copy(program::day("monday").as_ref(), day))
    }

    fn of(make: impl FnOnce(&Path)) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let [day, plan] = ["day", "plan"].map(|name| home.path().join(name));
        make(&day);
        let by = ["--iterations", "100", "--method", "search"];
        let (code, _, err) =
            korsel(&[&["plan", text(&day), "--out", text(&plan)], &by[..]].concat());
        assert_eq!(code, 0, "{err}");
        let old = read_plan(&plan).expect("a plan");
        Self { home, old }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The first vehicle that has somebody aboard as it comes to a stop, and when.
    fn first_with_riders(&self) -> (&str, Time) {
        let runs = self.old.runs.iter();
        let riding = runs.filter_map(|run| {
            let stops = run.stops.windows(2);
            let mut full =
                stops.filter(|two| two[0].aboard_after > 0 && two[0].ends < two[1].begins);
            full.next().map(|two| (run.vehicle.as_str(), two[1].begins))
        });
        riding.min_by_key(|&(_, begins)| begins).expect("somebody rides")
    }

    /// Replaces a part of each line of a file of the day that begins so.
    fn change(&self, file: &str, line: &str, from: &str, to: &str) {
        let path = self.at("day").join(file);
        let content = fs::read_to_string(&path).expect("a file");
        let changed = content
            .lines()
            .map(|it| if it.starts_with(line) { it.replace(from, to) } else { it.to_owned() });
        let changed: Vec<String> = changed.collect();
        assert!(changed.join("\n") != content.trim_end(), "{line} has no {from}");
        fs::write(path, changed.join("\n") + "\n").expect("written");
    }

    fn replan(&self, arguments: &[&str]) -> (i32, String, String) {
        let [day, plan, out] = ["day", "plan", "new"].map(|name| self.at(name));
        let given = ["replan", text(&day), text(&plan), "--out", text(&out), "--language", "en"];
        korsel(&[&given[..], arguments].concat())
    }

    /// Writes locks by which no vehicle takes anybody in.
    fn lock_all_runs(&self) {
        let fleet = fs::read_to_string(self.at("day/fleet.csv")).expect("the fleet");
        let vehicles = fleet.lines().skip(1).filter_map(|line| line.split(';').next());
        let rows: String = vehicles.map(|vehicle| format!("run;;;{vehicle}\n")).collect();
        let locks = format!("lock;booking;direction;vehicle\n{rows}");
        fs::write(self.at("locks.csv"), locks).expect("written");
    }

    /// Repairs the plan of a morning on which the first vehicle is broken and nobody else takes anybody in,
    /// so that its riders go by taxi. Returns which vehicle that is.
    fn send_a_run_by_taxi(&self, now: &str) -> &str {
        let day = self.at("day/day.toml");
        let settings = fs::read_to_string(&day).expect("settings");
        if !settings.contains("\n[reserve_taxi]") {
            let taxi = "\n[reserve_taxi]\nstart_fee = 75.00\nper_km = 16.50\nlift = true\n";
            fs::write(&day, settings + taxi).expect("written");
        }
        let locks = self.at("locks.csv");
        self.lock_all_runs();
        let broken = &self.old.runs[0].vehicle;
        let given = ["--now", now, "--broken", broken, "--locks", text(&locks)];
        let (code, _, err) = self.replan(&given);
        assert!(code <= 1, "{err}");
        broken
    }

    /// The repaired plan, in which all that has been driven is as it was.
    fn new_plan(&self, now: Time) -> Plan {
        let new = read_plan(&self.at("new")).expect("a plan");
        let driven = |plan: &Plan| {
            let stops = plan.runs.iter().flat_map(|run| {
                let begun = run.stops.iter().filter(|stop| stop.begins <= now);
                begun.map(|stop| {
                    let ride = (stop.booking.clone(), stop.direction, stop.action);
                    (ride, (run.vehicle.clone(), stop.begins))
                })
            });
            stops.collect::<BTreeMap<(String, Direction, Action), _>>()
        };
        let (before, after) = (driven(&self.old), driven(&new));
        for (ride, place) in &after {
            assert_eq!(before.get(ride), Some(place), "{ride:?} was driven otherwise");
        }
        new
    }
}

/// The told time of each ride, and its vehicle.
fn told(plan: &Plan) -> BTreeMap<(String, Direction), (Time, Option<String>)> {
    let rides = rides_told(plan).into_iter();
    rides.map(|ride| ((ride.booking, ride.direction), (ride.told, ride.vehicle))).collect()
}

/// Rides of both plans that are told another minute.
fn moved(old: &Plan, new: &Plan) -> Vec<(String, Direction)> {
    let new = told(new);
    let moved = told(old)
        .into_iter()
        .filter(|(ride, (before, _))| new.get(ride).is_some_and(|(after, _)| after != before));
    moved.map(|(ride, _)| ride).collect()
}

#[test]
fn an_absence_changes_no_promise_at_all() {
    let morning = Morning::monday();
    for (booking, now) in [("B-0006", "07:00"), ("B-0020", "08:30"), ("B-0030", "10:00")] {
        let fresh =
            Morning { home: tempfile::tempdir().expect("a folder"), old: morning.old.clone() };
        for name in ["day", "plan"] {
            copy(&morning.at(name), &fresh.at(name));
        }
        fresh.change("bookings.csv", booking, ";godkendt", ";afbud");
        let (code, out, err) = fresh.replan(&["--now", now]);
        assert_eq!(code, 0, "{booking} {err}");
        let start = "version 2: 0 told times changed (0 min), 0 new, 0 lost, ";
        assert!(out.starts_with(start), "{out}");
        let new = fresh.new_plan(Time::parse(now).expect("a time"));
        assert_eq!(moved(&fresh.old, &new), []);
        assert!(told(&new).keys().all(|(name, _)| name != booking));
        assert_eq!(told(&new).len() + cancelled(&fresh.old, booking), told(&fresh.old).len());
    }
}

#[test]
fn many_absences_change_no_promise_either() {
    let morning = Morning::of(|day| {
        let size = ["--rides", "120", "--centres", "2", "--seed", "9"];
        let (code, _, err) = korsel(&[&["generate", "--out", text(day)], &size[..]].concat());
        assert_eq!(code, 0, "{err}");
    });
    let bookings = morning.at("day/bookings.csv");
    let before = fs::read_to_string(&bookings).expect("bookings");
    for (hour, minute) in [(7, 0), (8, 45), (9, 0), (9, 50), (10, 20), (11, 5), (12, 40), (14, 0)] {
        let now = Time::hm(hour, minute);
        let pickups = morning.old.runs.iter().flat_map(|run| &run.stops);
        let begun: Vec<&str> =
            pickups.filter(|stop| stop.begins <= now).map(|stop| stop.booking.as_str()).collect();
        // Every third of those who have not ridden yet stays at home.
        let lines = before.lines().enumerate().map(|(index, line)| {
            let is_away = index % 3 == 1 && !begun.contains(&line.split(';').next().unwrap_or(""));
            if is_away { line.replace(";godkendt", ";afbud") } else { line.to_owned() }
        });
        let changed: Vec<String> = lines.collect();
        fs::write(&bookings, changed.join("\n")).expect("written");
        let (code, out, err) = morning.replan(&["--now", &now.hh_mm()]);
        assert_eq!(code, 0, "{now} {err}");
        assert_eq!(moved(&morning.old, &morning.new_plan(now)), [], "{now} {out}");
    }
}

fn cancelled(plan: &Plan, booking: &str) -> usize {
    told(plan).keys().filter(|(name, _)| name == booking).count()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn an_extra_booking_and_a_moved_session_find_their_places() {
    let morning = Morning::monday();
    // B-0012 and all who train with it start an hour later, B-0099 is new.
    let bookings = morning.at("day/bookings.csv");
    let content = fs::read_to_string(&bookings).expect("bookings");
    let line = content.lines().find(|line| line.starts_with("B-0010;")).expect("a booking");
    let cells: Vec<&str> = line.split(';').collect();
    let extra = line.replacen("B-0010", "B-0099", 1).replacen(cells[1], "C-999", 1);
    fs::write(&bookings, format!("{content}{extra}\n")).expect("written");
    let (code, out, err) = morning.replan(&["--now", "07:00"]);
    assert!(code <= 1, "{err}");
    let new = morning.new_plan(Time::hm(7, 0));
    assert_eq!(told(&new).keys().filter(|(name, _)| name == "B-0099").count(), 2, "{out}");
    assert!(out.contains(" 2 new, 0 lost"), "{out}");
    assert!(moved(&morning.old, &new).len() <= 2, "{out}");
    let phone = fs::read_to_string(morning.at("new/phone.csv")).expect("a list");
    assert_eq!(phone.matches(";B-0099;").count(), 2, "{phone}");
    assert!(phone.contains(";new ride;;"), "{phone}");
    let changes = fs::read_to_string(morning.at("new/changes.csv")).expect("a list");
    assert_eq!(changes.matches(";new;B-0099;").count(), 2, "{changes}");
    let header = "vehicle;change;booking;citizen;name;direction;before;now";
    assert!(changes.contains(header), "{changes}");
}

#[test]
fn a_session_that_is_moved_moves_its_own_riders() {
    let morning = Morning::monday();
    let content = fs::read_to_string(morning.at("day/bookings.csv")).expect("bookings");
    let line = content.lines().find(|line| line.starts_with("B-0036;")).expect("a booking");
    let cells: Vec<&str> = line.split(';').collect();
    let later = |clock: &str| {
        format!("{};", Time::parse(clock).expect("a time") + korsel::domain::Duration::minutes(30))
    };
    let (start, end) = (format!("{};", cells[12]), format!("{};", cells[13]));
    morning.change(
        "bookings.csv",
        "B-0036;",
        &format!(";{end}"),
        &format!(";{}", later(cells[13])),
    );
    morning.change(
        "bookings.csv",
        "B-0036;",
        &format!(";{start}"),
        &format!(";{}", later(cells[12])),
    );
    let (code, out, err) = morning.replan(&["--now", "07:00"]);
    assert!(code <= 1, "{err}");
    let new = morning.new_plan(Time::hm(7, 0));
    let others = moved(&morning.old, &new).into_iter().filter(|(name, _)| name != "B-0036").count();
    assert!(others <= 2, "{out}");
}

#[test]
fn versions_count_on_and_the_folder_replaces_the_plan() {
    let morning = Morning::monday();
    morning.change("bookings.csv", "B-0006", ";godkendt", ";afbud");
    let [day, plan] = ["day", "plan"].map(|name| morning.at(name));
    for version in 2..=4 {
        let out = plan.clone();
        let given = ["replan", text(&day), text(&plan), "--out", text(&out), "--now", "07:00"];
        let (code, said, err) = korsel(&given);
        assert_eq!(code, 0, "{err}");
        assert!(said.starts_with(&format!("version {version}: 0 lovede tider ændret")), "{said}");
        // The contractor's list has the same number, and says what the first repair cancelled.
        let list = fs::read_to_string(plan.join("contractor.csv")).expect("a list");
        assert!(
            list.lines().skip(1).all(|row| row.split(';').nth(1) == Some(&version.to_string()))
        );
        assert_eq!(list.matches(";annulleret;").count() > 0, version == 2, "{list}");
        let report = fs::read_to_string(plan.join("report.html")).expect("a report");
        assert!(report.contains("</html>") && plan.join("manifests.pdf").is_file());
        // No driver takes an old sheet for the new one.
        let sheets = fs::read_to_string(plan.join("manifests.html")).expect("manifests");
        for page in [report, sheets] {
            assert!(page.contains(&format!("7. december 2026 · version {version}")));
        }
        let (code, said, _) = korsel(&["check", text(&day), text(&plan)]);
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn a_plan_is_not_repaired_at_a_moment_before_the_one_it_was_made_at() {
    let morning = Morning::monday();
    let (code, _, err) = morning.replan(&["--now", "08:30"]);
    assert_eq!(code, 0, "{err}");
    let [day, first, second] = ["day", "new", "again"].map(|name| morning.at(name));
    let again =
        |now| korsel(&["replan", text(&day), text(&first), "--out", text(&second), "--now", now]);
    let (code, _, err) = again("08:29");
    assert_eq!(code, 2, "{err}");
    let told = "--now: 08:29 is before 08:30, the moment of version 2; give 08:30 or later";
    assert!(err.contains(told) && !second.exists(), "{err}");
    assert_eq!(again("08:30").0, 0);
}

#[test]
fn bad_input_is_told_and_nothing_is_written() {
    let morning = Morning::monday();
    let locks = morning.at("locks.csv");
    fs::write(
        &locks,
        "lock;booking;direction;vehicle\npony;B-0001;out;\ntime;;out;\nvehicle;B-0001;sideways;V\n",
    )
    .expect("written");
    let wrong = morning.at("wrong.csv");
    fs::write(&wrong, "lock;booking;direction;vehicle\ntime;B-9;out;\nrun;;;Vogn 9\n")
        .expect("written");
    for (arguments, expected) in [
        (&[][..], "--now"),
        (&["--now", "soon"], "write a time of day as HH:MM"),
        (&["--now", "07:00", "--late", "Vogn 1"], "write VEHICLE=MIN"),
        (&["--now", "07:00", "--late", "Vogn 1=0"], "1 to 600 minutes"),
        (
            &["--now", "07:00", "--late", "Vogn 9=5"],
            "\"Vogn 9\" is not a vehicle of the day; name one",
        ),
        (&["--now", "07:00", "--broken", "Vogn 9"], "\"Vogn 9\" is not a vehicle of the day"),
        (
            &["--now", "07:00", "--broken", "Vogn 1", "--late", "Vogn 1=9"],
            "\"Vogn 1\" is both broken down and late; say one of them",
        ),
        (
            &["--now", "23:00", "--late", "Vogn 1=9"],
            "\"Vogn 1\" has no stop after 23:00 to be late for; name a vehicle that has",
        ),
        (&["--now", "07:00", "--promise-price", "-1"], "write 0 to 100000 kroner"),
        (&["--now", "07:00", "--minute-price", "much"], "write 0 to 100000 kroner"),
        (&["--now", "07:00", "--locks", "no-such.csv"], "no-such.csv: is missing"),
        (&["--now", "07:00", "--locks", text(&locks)], "locks.csv line 2, lock: \"pony\" is not"),
        (&["--now", "07:00", "--locks", text(&locks)], "locks.csv line 3, booking: is empty"),
        (&["--now", "07:00", "--locks", text(&locks)], "line 4, direction: \"sideways\" is not"),
        (&["--now", "07:00", "--locks", text(&wrong)], "wrong.csv line 2, booking: \"B-9\""),
        (&["--now", "07:00", "--locks", text(&wrong)], "\"Vogn 9\" is not a vehicle of the day"),
        (&["--now", "07:00", "--register", "no-such.db"], "no-such.db: does not exist"),
    ] {
        let (code, out, err) = morning.replan(arguments);
        assert_eq!(code, 2, "{arguments:?}\n{out}{err}");
        assert!(err.contains(expected), "{err}\ndoes not contain {expected}");
        assert!(!morning.at("new").exists());
    }
    // The sample's drives are all given; without them every told time would move.
    let other = Morning::monday();
    fs::remove_file(other.at("day/travel.csv")).expect("removed");
    let (code, _, err) = other.replan(&["--now", "07:00"]);
    assert_eq!(code, 2);
    assert!(err.contains("was made with other travel times"), "{err}");
    assert!(!other.at("new").exists());
    let other = Morning::monday();
    other.change("day.toml", "date", "2026-12-07", "2026-12-08");
    let (code, _, err) = other.replan(&["--now", "12:00"]);
    assert_eq!(code, 2);
    assert!(err.contains("day.toml, date: is of 2026-12-08, and the plan of 2026-12-07"), "{err}");
    assert!(!other.at("new").exists());
    // What was driven at eight is neither cancelled at nine nor missed; the ride home may be left out.
    let first = morning.old.runs.iter().flat_map(|run| &run.stops).min_by_key(|it| it.begins);
    let booking = &first.expect("a stop").booking;
    for (before, now) in [(";godkendt", ";afbud"), (";afbud", ";udeblevet")] {
        morning.change("bookings.csv", booking, before, now);
        let (code, _, err) = morning.replan(&["--now", "09:00"]);
        assert_eq!(code, 2);
        assert!(err.contains("the vehicle came for it at 0"), "{err}");
        assert!(err.contains("leave `status` approved, and `rides` out"), "{err}");
    }
    morning.change("bookings.csv", booking, ";udeblevet", ";godkendt");
    morning.change("bookings.csv", booking, ";begge;", ";ud;");
    let (code, _, err) = morning.replan(&["--now", "09:00"]);
    assert_eq!(code, 0, "{err}");
    let stops = read_plan(&morning.at("new")).expect("a plan").runs.into_iter();
    let of_booking = |run: Run| run.stops.into_iter().filter(|stop| stop.booking == *booking);
    assert_eq!(stops.flat_map(of_booking).count(), 2);
}
