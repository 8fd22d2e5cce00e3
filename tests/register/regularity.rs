//! Week after week: told times and vehicles stay what they were, where that is worth its price.

use std::fs;

use korsel::output::read_plan;
use korsel::plan::rides_told;
use korsel::plan::summary::RegularityFigures;

use crate::{Ended, Town, korsel, text};

/// Three Mondays.
const DATES: [&str; 3] = ["2026-12-07", "2026-12-14", "2026-12-21"];

impl Town {
    /// Plans a date, with a seed of its own so that without any habits each week would be another.
    fn week(&self, date: &str, seed: &str) -> Ended {
        let out = self.at("plans");
        fs::create_dir_all(&out).expect("a folder");
        let steps = ["--iterations", "60", "--method", "search", "--seed", seed];
        let given = ["nightly", "--register", &self.register, "--out", text(&out), "--date", date];
        korsel(&[&given[..], &steps, &["--language", "en"]].concat())
    }

    /// Plans all dates under a price of changes; the figures of the last one and its cost.
    fn weeks(price: &str) -> (Self, RegularityFigures, i64) {
        let town = Self::sample();
        let settings = format!("[regularity]\nper_minute = {price}\nfree_min = 10\n");
        assert_eq!(town.import("settings.toml", &settings).code, 0);
        for (date, seed) in DATES.iter().zip(["3", "11", "29"]) {
            let ended = town.week(date, seed);
            assert_eq!(ended.code, 0, "{}", ended.err);
            let folder = town.at("plans").join(date);
            let checked = korsel(&["check", text(&folder.join("day")), text(&folder.join("plan"))]);
            assert_eq!(checked.code, 0, "{}", checked.out);
        }
        let last = town.at("plans").join(DATES[2]).join("plan");
        let summary = fs::read_to_string(last.join("summary.json")).expect("a summary");
        let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
        let figures = serde_json::from_value(summary["regularity"].clone()).expect("figures");
        let cost = read_plan(&last).expect("a plan").cost_ore.as_ore();
        (town, figures, cost)
    }
}

#[test]
fn the_dearer_changes_are_the_fewer_there_are() {
    let (_, free, free_cost) = Town::weeks("0");
    let (_, cheap, _) = Town::weeks("0.01");
    let (_, dear, dear_cost) = Town::weeks("1000");
    // Who trains on the 21st has trained on a Monday before.
    assert!(free.rides >= 40 && dear.rides == free.rides, "{free:?} {dear:?}");
    assert!(free.near < free.rides, "nothing to be gained: {free:?}");
    assert!(dear.beyond_s < free.beyond_s && dear.near > free.near, "{free:?} {dear:?}");
    assert!(dear.beyond_s < cheap.beyond_s, "{cheap:?} {dear:?}");
    // At such a price next to nobody is told another time.
    assert!(dear.near * 10 >= dear.rides * 9, "{dear:?}");
    assert!(dear_cost >= free_cost, "{dear_cost} {free_cost}");
}

#[test]
fn a_day_says_what_is_usual_and_a_plan_of_it_keeps_to_that() {
    let (town, ..) = Town::weeks("1000");
    let day = town.at("plans").join(DATES[2]).join("day");
    let usual = fs::read_to_string(day.join("usual.csv")).expect("a file");
    // The minute in the middle of two is the earlier one.
    let told = |date: &str| {
        let plan = read_plan(&town.at("plans").join(date).join("plan")).expect("a plan");
        let rides = rides_told(&plan).into_iter();
        let ride = rides.into_iter().find(|it| it.booking == "B-001a").expect("a ride out");
        ride.told
    };
    let earlier = told(DATES[0]).min(told(DATES[1])).hh_mm();
    assert!(usual.lines().any(|row| row.starts_with(&format!("B-001a;ud;{earlier};"))), "{usual}");
    // The folder is enough for `plan` to do the same.
    let plan = town.at("again");
    let ended = korsel(&["plan", text(&day), "--out", text(&plan), "--iterations", "60"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("Vaner"), "{}", ended.out);
    // What is usual changes with every plan; a day that is the same otherwise keeps its plan.
    let again = town.week(DATES[0], "99");
    assert!(again.out.contains("unchanged, version 1 stands"), "{}", again.out);
    fs::remove_dir_all(town.at("plans").join(DATES[0]).join("plan")).expect("removed");
    assert!(town.week(DATES[0], "99").out.contains("version 2"));
    let later = town.week(DATES[2], "99");
    assert!(later.out.contains("unchanged, version 1 stands"), "{}", later.out);
}

/// Told times may rest on drives that no rush hour slows only because times are what they are.
#[test]
fn mornings_with_nothing_new_and_with_an_absence_change_no_promise_and_no_vehicle() {
    // The sample's settings have a rush hour.
    let town = Town::sample();
    for (date, seed) in DATES.iter().zip(["3", "11", "29"]) {
        assert_eq!(town.week(date, seed).code, 0);
    }
    for date in DATES {
        let [day, plan] = ["day", "plan"].map(|name| town.at("plans").join(date).join(name));
        for absent in [None, Some("B-024a")] {
            let bookings = fs::read_to_string(day.join("bookings.csv")).expect("bookings");
            let is_absent = |row: &str| absent.is_some_and(|name| row.starts_with(name));
            let rows = bookings.lines().map(|row| match is_absent(row) {
                true => row.replace(";godkendt", ";afbud") + "\n",
                false => format!("{row}\n"),
            });
            fs::write(day.join("bookings.csv"), rows.collect::<String>()).expect("written");
            for now in ["05:00", "08:40"] {
                let mut before = plan.clone();
                for again in ["first", "second"] {
                    let (out, from) = (town.at(again), text(&before));
                    let given = ["replan", text(&day), from, "--now", now, "--out", text(&out)];
                    let ended = korsel(&given);
                    assert_eq!(ended.code, 0, "{}", ended.err);
                    let said = &ended.out;
                    let is_calm = said
                        .contains(": 0 lovede tider ændret (0 min), 0 nye, 0 mistet, ")
                        && said.contains(" 0 i en anden vogn");
                    assert!(is_calm, "{date} {now} {again} {absent:?}: {said}");
                    before = out;
                }
            }
        }
    }
}

#[test]
fn what_is_wrong_with_usual_times_is_told() {
    let (town, ..) = Town::weeks("0");
    let day = town.at("plans").join(DATES[2]).join("day");
    for (rows, expected) in [
        ("B-001a;ud;25:99;\n", "usual.csv line 2, tid: \"25:99\" is not a time of day"),
        ("B-001a;op;08:00;\n", "usual.csv line 2, retning: \"op\" is not a known word"),
        (";ud;08:00;\n", "usual.csv line 2, bestilling: is empty"),
        ("B-001a;ud;08:00;\nB-001a;ud;08:05;\n", "line 3, bestilling: \"B-001a\" is there twice"),
    ] {
        fs::write(day.join("usual.csv"), format!("bestilling;retning;tid;vogn\n{rows}"))
            .expect("written");
        let out = town.at("refused");
        let ended = korsel(&["plan", text(&day), "--out", text(&out), "--iterations", "1"]);
        assert_eq!(ended.code, 2, "{rows}");
        assert!(ended.err.contains(expected), "{}", ended.err);
        assert!(!out.exists());
    }
    let settings = "[regularity]\nper_minute = \"much\"\nfree_minutes = 5\n";
    let refused = town.import("settings.toml", settings);
    assert_eq!(refused.code, 2);
    for expected in ["regularity.per_minute: \"much\" is not", "free_minutes: is not a known"] {
        assert!(refused.err.contains(expected), "{}", refused.err);
    }
}
