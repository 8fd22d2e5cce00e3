//! The settings of a register: those that all its days share, and the rules of the quality standard.

use chrono::{Datelike, NaiveDate};

use crate::error::{Error, Flaw, Result};
use crate::input::mobility::Mobilities;
use crate::input::section::Section;
use crate::input::settings::{self, SECTIONS};
use crate::register::{Municipality, Rules};

/// The municipality that these settings of a register describe; of none, all is as usual.
///
/// # Errors
/// [`Error::Invalid`] with every flaw.
pub fn municipality(text: &str) -> Result<Municipality> {
    let mut flaws = Vec::new();
    let found = parse("settings", text, &mut flaws);
    match found {
        Some((municipality, _)) if flaws.is_empty() => Ok(municipality),
        _ => Err(Error::Invalid { flaws }),
    }
}

/// What the text of a settings file says; `None` if it is no TOML at all.
pub(super) fn parse(
    file: &str,
    text: &str,
    flaws: &mut Vec<Flaw>,
) -> Option<(Municipality, Mobilities)> {
    settings::parse_with(file, text, flaws, |root| {
        root.only(&[&SECTIONS[..], &["rules", "calendar", "co_payment"]].concat());
        let common = settings::sections(root);
        let mut rules = Rules::default();
        if let Some(section) = root.section("rules") {
            read_rules(section, &mut rules);
        }
        if let Some(section) = root.section("calendar") {
            read_calendar(section, &mut rules);
        }
        if let Some(section) = root.section("co_payment") {
            read_co_payment(section, &mut rules);
        }
        let municipality = Municipality {
            promise: common.promise,
            mobilities: common.mobilities.kinds(),
            reserve_taxi: common.reserve_taxi,
            travel: common.travel,
            regularity: common.regularity,
            rules,
        };
        (municipality, common.mobilities)
    })
}

fn read_rules(mut section: Section, rules: &mut Rules) {
    const COUNTS: [&str; 3] = ["most_absences", "most_no_shows", "weeks_before_end"];
    section.only(&[&["one_course_at_a_time"], &COUNTS[..]].concat());
    if let Some(answer) = section.yes_no("one_course_at_a_time") {
        rules.one_course_at_a_time = answer;
    }
    let [absences, no_shows, weeks] = COUNTS.map(|key| section.whole(key, 0..=104));
    rules.most_absences = absences.map_or(rules.most_absences, usize::from);
    rules.most_no_shows = no_shows.map_or(rules.most_no_shows, usize::from);
    rules.weeks_before_end = weeks.unwrap_or(rules.weeks_before_end);
}

fn read_calendar(mut section: Section, rules: &mut Rules) {
    section.only(&["public_holidays", "closed"]);
    if let Some(answer) = section.yes_no("public_holidays") {
        rules.public_holidays = answer;
    }
    let expected = "write days and months, e.g. closed = [\"24-12\", \"31-12\"]";
    rules.closed = section.each_text("closed", expected, day_of_year).unwrap_or_default();
}

/// The (month, day) written `dd-mm`, if every year or every leap year has it.
fn day_of_year(text: &str) -> Option<(u32, u32)> {
    let (day, month) = text.split_once(['-', '.', '/'])?;
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
    let date = NaiveDate::from_ymd_opt(2024, number(month)?, number(day)?)?;
    Some((date.month(), date.day()))
}

fn read_co_payment(mut section: Section, rules: &mut Rules) {
    section.only(&["per_ride", "no_shows"]);
    if let Some(amount) = section.money("per_ride") {
        rules.co_payment = amount;
    }
    if let Some(answer) = section.yes_no("no_shows") {
        rules.charge_no_shows = answer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Duration, Money};

    #[test]
    fn nothing_said_is_what_is_usual() {
        let usual = municipality("").expect("no flaws");
        assert_eq!(usual.rules, Rules::default());
        assert_eq!(usual.promise.longest_trip, Duration::minutes(60));
        assert!(usual.mobilities.iter().any(|mobility| mobility.name == "walks"));
    }

    #[test]
    fn every_setting_is_read() {
        let by = municipality(
            "[rules]\none_course_at_a_time = false\nmost_absences = 4\nmost_no_shows = 1\n\
             weeks_before_end = 6\n[calendar]\npublic_holidays = false\n\
             closed = [\"24-12\", \"5.6\"]\n[co_payment]\nper_ride = 23.50\nno_shows = true\n\
             [promise]\nlongest_trip_min = 75\n",
        );
        let by = by.expect("no flaws");
        let expected = Rules {
            one_course_at_a_time: false,
            most_absences: 4,
            most_no_shows: 1,
            weeks_before_end: 6,
            public_holidays: false,
            closed: vec![(12, 24), (6, 5)],
            co_payment: Money::ore(2_350),
            charge_no_shows: true,
        };
        assert_eq!(by.rules, expected);
        assert_eq!(by.promise.longest_trip, Duration::minutes(75));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, expected) in [
            ("date = 2026-12-07\n", "settings line 1, date: is not a known setting"),
            ("[calendar]\nclosed = [\"31-11\"]\n", "line 2, calendar.closed: \"31-11\" is not"),
            ("[calendar]\nclosed = \"24-12\"\n", "calendar.closed: \"24-12\" is not a list"),
            ("[co_payment]\nno_shows = true\n", "co_payment.per_ride: is missing"),
            ("[rules]\nmost_absences = -1\n", "rules.most_absences: \"-1\" is not a value"),
        ] {
            let message = municipality(text).expect_err(text).to_string();
            assert!(message.contains(expected), "{message}\ndoes not contain {expected}");
        }
    }
}
