//! The unattended run: folders, versions, one line, and what it does when it is run again.

use std::fs;

use crate::{Ended, Town, korsel, listing, text};

const STEPS: [&str; 4] = ["--iterations", "30", "--method", "search"];

impl Town {
    /// Runs `korsel nightly` into the folder `plans`.
    fn nightly(&self, arguments: &[&str]) -> Ended {
        let out = self.at("plans");
        fs::create_dir_all(&out).expect("a folder");
        let given = ["nightly", "--register", &self.register, "--out", text(&out)];
        let given = [&given[..], &["--language", "en"]].concat();
        korsel(&[&given[..], &STEPS, arguments].concat())
    }
}

#[test]
fn a_week_is_planned_and_told_in_one_line() {
    let town = Town::sample();
    let ended = town.nightly(&["--date", "2026-12-21", "--days", "5"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.out.lines().count(), 1, "{}", ended.out);
    assert!(ended.out.starts_with("korsel nightly: 2026-12-21 version 1: "), "{}", ended.out);
    let out = town.at("plans");
    let given = ["nightly", "--register", &town.register, "--out", text(&out)];
    let danish = korsel(&[&given[..], &["--date", "2026-12-23", "--days", "2"]].concat());
    assert!(danish.out.starts_with("korsel nightly: 2026-12-23 uændret, version 1 gælder: "));
    assert!(danish.out.ends_with("; 2026-12-24 ingen kører\n"));
    let why = "bemærk: køres ikke 2026-12-24, da der er lukket hvert år: ";
    assert!(danish.err.contains(why), "{}", danish.err);
    // The 24th is closed by the settings, the 25th is a public holiday.
    assert!(ended.out.ends_with("; 2026-12-24 nobody rides; 2026-12-25 nobody rides\n"));
    assert_eq!(listing(&town.at("plans")), ["2026-12-21", "2026-12-22", "2026-12-23"]);
    for date in ["2026-12-21", "2026-12-22", "2026-12-23"] {
        let folder = town.at("plans").join(date);
        assert_eq!(listing(&folder), ["day", "plan"]);
        let report = fs::read_to_string(folder.join("plan/report.html")).expect("a report");
        assert!(report.contains(date) && folder.join("plan/manifests.pdf").is_file());
        let checked = korsel(&["check", text(&folder.join("day")), text(&folder.join("plan"))]);
        assert_eq!(checked.code, 0, "{date}\n{}", checked.out);
    }
}

#[test]
fn run_twice_it_keeps_the_plan_and_run_after_a_change_it_makes_another() {
    let town = Town::sample();
    let night = || town.nightly(&["--date", "2026-12-07"]);
    let first = night();
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("version 1: 46 of 46 rides"), "{}", first.out);
    let plan = town.at("plans/2026-12-07/plan/plan.json");
    let before = fs::read(&plan).expect("a plan");
    let again = night();
    assert!(again.out.contains("unchanged, version 1 stands: 46 of 46 rides"), "{}", again.out);
    assert!(fs::read(&plan).expect("a plan") == before);
    town.done("absence", &["C-101", "--cause", "sick", "--from", "2026-12-07"]);
    let after = night();
    assert!(after.out.contains("version 2: 44 of 44 rides"), "{}", after.out);
    let list = fs::read_to_string(plan.with_file_name("contractor.csv")).expect("a list");
    let gone: Vec<&str> = list.lines().filter(|row| row.contains(";C-101;")).collect();
    assert!(gone.len() == 4 && gone.iter().all(|row| row.contains(";2;annulleret;")), "{list}");
    // A plan that was lost or changed by hand is made anew.
    fs::remove_dir_all(town.at("plans/2026-12-07/plan")).expect("removed");
    assert!(night().out.contains("version 3: 44 of 44 rides"));
    // The contractor's list has the register's number, though the earlier list is lost.
    let list = fs::read_to_string(plan.with_file_name("contractor.csv")).expect("a list");
    assert!(list.lines().skip(1).all(|row| row.split(';').nth(1) == Some("3")), "{list}");
    town.done("end", &["citizen", "C-102", "--on", "2026-12-01"]);
    assert!(night().out.contains("version 4: 42 of 42 rides"));
}

#[test]
fn a_day_that_a_killed_run_left_beside_another_days_plan_is_mended() {
    let town = Town::sample();
    let night = || town.nightly(&["--date", "2026-12-07"]);
    assert_eq!(night().code, 0);
    let [day, plan] = ["day", "plan"].map(|name| town.at("plans/2026-12-07").join(name));
    let bookings = day.join("bookings.csv");
    let content = fs::read_to_string(&bookings).expect("bookings");
    fs::write(&bookings, content.replacen(";godkendt", ";afbud", 1)).expect("written");
    assert_eq!(korsel(&["check", text(&day), text(&plan)]).code, 1);
    assert!(night().out.contains("unchanged, version 1 stands"));
    assert_eq!(korsel(&["check", text(&day), text(&plan)]).code, 0);
    assert_eq!(fs::read_to_string(&bookings).expect("bookings"), content);
}

/// The vehicle of the last stop of a contractor's list.
fn last_to_drive(list: &str) -> &str {
    let mut rows = list.lines().map(|row| row.split(';').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let [vehicle, time] = ["vogn", "planlagt_tid"]
        .map(|name| header.iter().position(|&column| column == name).expect("a column"));
    rows.max_by_key(|row| row[time]).expect("a stop")[vehicle]
}

#[test]
fn a_morning_is_noted_with_what_was_asked_for_under_the_number_of_its_list() {
    let town = Town::sample();
    assert_eq!(town.nightly(&["--date", "2026-12-07"]).code, 0);
    let [day, plan] = ["day", "plan"].map(|name| town.at("plans/2026-12-07").join(name));
    // A list that the contractor has had meanwhile counts too.
    let list = plan.join("contractor.csv");
    let content = fs::read_to_string(&list).expect("a list");
    fs::write(&list, content.replace(";1;ny;", ";4;ny;")).expect("written");
    let morning = ["replan", text(&day), text(&plan), "--out", text(&plan), "--now", "07:30"];
    let vehicle = last_to_drive(&content);
    let late = format!("{vehicle}=5");
    let asked = ["--late", &late, "--register", &town.register];
    let ended = korsel(&[&morning[..], &asked].concat());
    assert!(ended.code <= 1, "{}", ended.err);
    assert!(ended.out.starts_with("version 5: "), "{}", ended.out);
    let content = fs::read_to_string(&list).expect("a list");
    assert!(content.lines().skip(1).all(|row| row.split(';').nth(1) == Some("5")), "{content}");
    let log = town.done("list", &["log"]);
    let entry = format!(";replan;2026-12-07 version 5;now 07:30, late {vehicle} 5 min\r\n");
    assert!(log.contains(&entry), "{log}");
}

#[test]
fn a_plan_that_was_repaired_in_the_morning_is_replaced_by_no_plan_of_the_night() {
    let town = Town::sample();
    let night = || town.nightly(&["--date", "2026-12-07"]);
    assert_eq!(night().code, 0);
    let [day, plan] = ["day", "plan"].map(|name| town.at("plans/2026-12-07").join(name));
    let elsewhere = town.at("repaired");
    let before = fs::read(plan.join("plan.json")).expect("a plan");
    let list = fs::read_to_string(plan.join("contractor.csv")).expect("a list");
    let late = format!("{}=5", last_to_drive(&list));
    // Noted in the register and written elsewhere, or written in its place and not noted.
    for (out, noted) in [(&elsewhere, true), (&plan, false)] {
        let repair = ["replan", text(&day), text(&plan), "--out", text(out), "--now", "07:30"];
        let noting = ["--register", town.register.as_str()];
        let more = if noted { &noting[..] } else { &["--late", &late] };
        let ended = korsel(&[&repair[..], more].concat());
        assert!(ended.code <= 1, "{}", ended.err);
        let stands = fs::read(plan.join("plan.json")).expect("a plan");
        assert_eq!(stands == before, noted);
        let ended = night();
        assert!(ended.out.contains("2026-12-07 repaired, version 2 stands"), "{}", ended.out);
        assert!(!ended.err.contains("was repaired"), "{}", ended.err);
        assert_eq!(fs::read(plan.join("plan.json")).expect("a plan"), stands);
    }
    // An absence since is told, and is no reason to plan anew.
    town.done("absence", &["C-101", "--cause", "sick", "--from", "2026-12-07"]);
    let ended = night();
    assert_eq!(ended.code, 1, "{}", ended.printed());
    assert!(ended.out.contains("repaired, version 2 stands"), "{}", ended.out);
    assert!(ended.err.contains("repair it again with korsel replan"), "{}", ended.err);
    // Whoever deletes the plan gets another.
    fs::remove_dir_all(&plan).expect("removed");
    assert!(night().out.contains("version 3: 44 of 44 rides"));
}

#[test]
fn a_date_that_fails_keeps_no_other_from_its_plan() {
    let town = Town::sample();
    // Another file where the day is to be written.
    fs::create_dir_all(town.at("plans/2026-12-07/day")).expect("a folder");
    fs::write(town.at("plans/2026-12-07/day/diary.txt"), "x").expect("written");
    let ended = town.nightly(&["--date", "2026-12-07", "--days", "2"]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.out.contains("2026-12-07 FAILED: ") && ended.out.contains("2026-12-08 "));
    assert!(ended.out.contains("diary.txt"), "{}", ended.out);
    assert!(town.at("plans/2026-12-07/day/diary.txt").exists());
    assert!(!town.at("plans/2026-12-07/plan").exists());
}

#[test]
fn bad_arguments_are_refused_before_anything_is_written() {
    let town = Town::sample();
    let missing = korsel(&["nightly", "--register", &town.register, "--out", "no/such"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("no/such: is no folder"), "{}", missing.err);
    for (arguments, expected) in [
        (&["--date", "someday"][..], "write a date as yyyy-mm-dd"),
        (&["--days", "0"], "write a whole number from 1 to 60"),
        (&["--roads", "no-such.osm.pbf"], "no-such.osm.pbf: cannot be read"),
    ] {
        let ended = town.nightly(arguments);
        assert_eq!(ended.code, 2, "{}", ended.out);
        assert!(ended.err.contains(expected), "{}", ended.err);
        assert_eq!(listing(&town.at("plans")), [""; 0]);
    }
}

#[test]
fn co_payment_is_for_rides_of_the_latest_plan_that_were_not_cancelled_since() {
    let town = Town::sample();
    town.nightly(&["--date", "2026-12-07", "--days", "2"]);
    let paid = || town.done("list", &["copayment", "--month", "2026-12"]);
    // Of the 24 citizens every third pays, 8 in all; on Tuesday nobody trains.
    let first = paid();
    assert!(first.starts_with("\u{feff}måned;borger;navn;ture;beløb_kr\r\n"), "{first}");
    assert!(first.contains("2026-12;C-101;Aase Lundgaard;2;47,00\r\n"), "{first}");
    assert!(first.contains("2026-12;i alt;;16;376,00\r\n"), "{first}");
    town.done("absence", &["C-101", "--cause", "sick", "--from", "2026-12-07", "--rides", "home"]);
    assert!(paid().contains("2026-12;C-101;Aase Lundgaard;1;23,50\r\n"));
    town.done("noshow", &["C-101", "--ride", "out", "--date", "2026-12-07"]);
    assert!(!paid().contains("C-101"));
    assert_eq!(town.done("list", &["copayment", "--month", "2026-11"]).lines().count(), 2);
}
