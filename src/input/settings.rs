//! `day.toml`: the date, the promise, boarding times, the reserve taxi and how travel is computed.

use std::path::Path;

use chrono::NaiveDate;
use toml::de::DeTable;

use crate::domain::{Promise, Regularity, RushHour, TaxiTariff, Time, TravelSettings, Window};
use crate::error::Flaw;
use crate::input::cpr;
use crate::input::encoding::read_text;
use crate::input::lines::line_at;
use crate::input::mobility::Mobilities;
use crate::input::section::Section;
use crate::input::values::{self, quoted};
use crate::travel::road_classes;

const FILE: &str = "day.toml";

/// What the file says.
pub struct Settings {
    /// The date of service, unless it is missing or wrong.
    pub date: Option<NaiveDate>,
    /// The promise.
    pub promise: Promise,
    /// Boarding times and places taken, by mobility.
    pub mobilities: Mobilities,
    /// The reserve taxi's tariff.
    pub reserve_taxi: Option<TaxiTariff>,
    /// How travel times are computed.
    pub travel: TravelSettings,
    /// What it is worth that times stay what they were.
    pub regularity: Regularity,
}

/// The settings of the file; wrong ones read as their defaults. `None` if it is no TOML at all.
pub fn read(folder: &Path, flaws: &mut Vec<Flaw>) -> Option<Settings> {
    match read_text(&folder.join(FILE), FILE) {
        Ok(Some(text)) => parse(&text, flaws),
        Ok(None) => {
            flaws.push(Flaw::new(FILE, "is missing", "put the file there"));
            None
        }
        Err(flaw) => {
            flaws.push(*flaw);
            None
        }
    }
}

/// The settings in this text.
fn parse(text: &str, flaws: &mut Vec<Flaw>) -> Option<Settings> {
    parse_with(FILE, text, flaws, |root| {
        root.only(&[&["date"], &SECTIONS[..]].concat());
        let date = root.date("date");
        Settings { date, ..sections(root) }
    })
}

/// The sections that days and registers have in common.
pub(super) const SECTIONS: [&str; 5] =
    ["promise", "mobility", "reserve_taxi", "travel", "regularity"];

/// What `read` makes of this text of a TOML file; `None` if it is no TOML at all.
pub(super) fn parse_with<T>(
    file: &str,
    text: &str,
    flaws: &mut Vec<Flaw>,
    read: impl FnOnce(&mut Section) -> T,
) -> Option<T> {
    refuse_cpr_numbers(file, text, flaws);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = line_at(text.as_bytes(), error.span().map_or(0, |span| span.start));
        let found = format!("is not TOML ({})", error.message().replace('\n', ", "));
        let at_fault = text.lines().nth(line as usize - 1).unwrap_or("");
        flaws.push(Flaw::new(file, found, right_toml(at_fault)).line(line));
    }
    if !errors.is_empty() {
        return None;
    }
    Some(read(&mut Section::root(file, text, table.get_ref(), flaws)))
}

/// What the common sections say, without a date.
pub(super) fn sections(root: &mut Section) -> Settings {
    let promise = root.section("promise").map(promise);
    let mobilities = root.section("mobility").map(Mobilities::read);
    let reserve_taxi = root.section("reserve_taxi").and_then(reserve_taxi);
    let travel = root.section("travel").map(travel);
    let regularity = root.section("regularity").map(regularity);
    Settings {
        date: None,
        promise: promise.unwrap_or_default(),
        mobilities: mobilities.unwrap_or_default(),
        reserve_taxi,
        travel: travel.unwrap_or_default(),
        regularity: regularity.unwrap_or_default(),
    }
}

/// What would be right in place of this line, which is no TOML.
fn right_toml(line: &str) -> String {
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let value = value.split('#').next().unwrap_or("").trim();
    if key.trim_start().starts_with("date") {
        let date = values::date(value.trim_matches(['"', '\'']));
        return match date {
            Some(date) => format!("write date = {date}"),
            None => "write e.g. date = 2026-12-07".to_owned(),
        };
    }
    let mut words = value.split(|letter: char| !letter.is_ascii_digit() && letter != ',');
    match words.find(|word| word.contains(',') && values::decimal(word).is_some()) {
        Some(number) => format!("write {}", number.replace(',', ".")),
        None => "write e.g. longest_trip_min = 60".to_owned(),
    }
}

fn promise(mut section: Section) -> Promise {
    section.only(&[
        "longest_trip_min",
        "arrive_before_min",
        "ready_after_min",
        "longest_aboard_min",
        "longest_detour",
    ]);
    let defaults = Promise::default();
    let promise = Promise {
        longest_trip: section.minutes("longest_trip_min", 1..=600).unwrap_or(defaults.longest_trip),
        arrive_before: section
            .minutes("arrive_before_min", 0..=600)
            .unwrap_or(defaults.arrive_before),
        ready_after: section.minutes("ready_after_min", 0..=600).unwrap_or(defaults.ready_after),
        longest_aboard: section.minutes("longest_aboard_min", 1..=600),
        longest_detour: section.number("longest_detour", 1.0..=20.0),
    };
    for (key, length) in
        [("arrive_before_min", promise.arrive_before), ("ready_after_min", promise.ready_after)]
    {
        if length >= promise.longest_trip {
            let found =
                format!("{length} leave nothing of the longest trip, {}", promise.longest_trip);
            section.flaw(key, found, "keep it shorter than longest_trip_min");
        }
    }
    promise
}

fn reserve_taxi(mut section: Section) -> Option<TaxiTariff> {
    section.only(&["start_fee", "per_km", "lift"]);
    let start_fee = section.money("start_fee");
    let per_km = section.money("per_km");
    let lift = section.yes_no("lift").unwrap_or(false);
    Some(TaxiTariff { start_fee: start_fee?, per_km: per_km?, lift })
}

fn regularity(mut section: Section) -> Regularity {
    section.only(&["per_minute", "free_min"]);
    let usual = Regularity::default();
    let free = section.minutes("free_min", 0..=600).unwrap_or(usual.free);
    let is_given = section.keys().contains(&"per_minute");
    let per_minute = if is_given { section.money("per_minute") } else { None };
    Regularity { free, per_minute: per_minute.unwrap_or(usual.per_minute), ..usual }
}

fn travel(mut section: Section) -> TravelSettings {
    section.only(&["time_factor", "detour_factor", "speed_kmh", "road_speeds_kmh", "rush_hours"]);
    let defaults = TravelSettings::default();
    TravelSettings {
        time_factor: section.number("time_factor", 0.1..=10.0).unwrap_or(defaults.time_factor),
        detour_factor: section.number("detour_factor", 1.0..=5.0).unwrap_or(defaults.detour_factor),
        speed_kmh: section.number("speed_kmh", 5.0..=130.0).unwrap_or(defaults.speed_kmh),
        road_speeds_kmh: section.section("road_speeds_kmh").map_or_else(Vec::new, road_speeds),
        rush_hours: section.each_section("rush_hours", rush_hour),
    }
}

fn road_speeds(mut section: Section) -> Vec<(String, f64)> {
    section.only(&road_classes().collect::<Vec<_>>());
    let classes = section.keys();
    let speed = |class: &str| Some((class.to_owned(), section.number(class, 1.0..=150.0)?));
    classes.into_iter().filter_map(speed).collect()
}

fn rush_hour(mut section: Section) -> Option<RushHour> {
    section.only(&["from", "to", "factor"]);
    let latest = Time::hm(29, 59);
    let from = section.time("from", latest);
    let to = section.time("to", latest);
    if !section.keys().contains(&"factor") {
        section.flaw("factor", "is missing", "write e.g. factor = 1.2");
    }
    let factor = section.number("factor", 1.0..=10.0);
    let window = Window { earliest: from?, latest: to? };
    if window.latest <= window.earliest {
        let found = format!("\"{}\" is not after the start, {}", window.latest, window.earliest);
        section.flaw("to", found, "end the rush hour after its start");
    }
    Some(RushHour { window, factor: factor? })
}

fn refuse_cpr_numbers(file: &str, text: &str, flaws: &mut Vec<Flaw>) {
    for (index, line) in text.lines().enumerate().filter(|(_, line)| cpr::is_in(line)) {
        let found = format!("{} holds what looks like a CPR number", quoted(line.trim()));
        let flaw = Flaw::new(file, found, "take it out; people are known by a reference");
        flaws.push(flaw.line(index as u64 + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Duration;
    use crate::domain::Mobility;

    fn settings(text: &str) -> Settings {
        let mut flaws = Vec::new();
        let settings = parse(text, &mut flaws);
        assert_eq!(flaws, []);
        settings.expect("settings")
    }

    fn mobility(settings: &Settings, name: &str) -> Mobility {
        settings.mobilities.find(name).expect(name).clone()
    }

    #[test]
    fn a_date_alone_is_enough() {
        for text in ["date = 2026-12-07", "date = \"2026-12-07\"", "date = \"07-12-2026\""] {
            let settings = settings(text);
            assert_eq!(settings.date, NaiveDate::from_ymd_opt(2026, 12, 7), "{text}");
            assert_eq!(settings.promise, Promise::default());
            assert_eq!(settings.travel, TravelSettings::default());
            assert_eq!(settings.reserve_taxi, None);
        }
    }

    #[test]
    fn a_known_mobility_is_changed_by_any_of_its_names() {
        let settings = settings("date = 2026-12-07\n[mobility.rollator]\nboarding_min = 3\n");
        let walker = mobility(&settings, "walker");
        assert_eq!((walker.name.as_str(), walker.seats, walker.needs_lift), ("walker", 1, false));
        assert_eq!(walker.service.boarding, Duration::minutes(3));
        assert_eq!(walker.service.alighting, Duration::minutes(3));
        // The others stay as they are known.
        let powered = mobility(&settings, "El-kørestol");
        assert_eq!((powered.seats, powered.wheelchairs, powered.needs_lift), (0, 1, true));
        assert_eq!(powered.service.boarding, Duration::minutes(5));
    }

    #[test]
    fn alighting_may_differ_from_boarding() {
        let settings = settings(
            "date = 2026-12-07\n[mobility.scooter]\nwheelchairs = 2\nboarding_min = 4.5\n\
             alighting_min = 2\nneeds_lift = true\n",
        );
        let scooter = mobility(&settings, "Scooter");
        assert_eq!((scooter.seats, scooter.wheelchairs, scooter.needs_lift), (0, 2, true));
        assert_eq!(scooter.service.boarding, Duration::seconds(270));
        assert_eq!(scooter.service.alighting, Duration::minutes(2));
    }

    #[test]
    fn clock_times_are_text_or_times_of_toml() {
        for (from, to) in [("\"07:00\"", "\"08.30\""), ("07:00:00", "08:30:00")] {
            let settings = settings(&format!(
                "date = 2026-12-07\n[[travel.rush_hours]]\nfrom = {from}\nto = {to}\nfactor = 2\n"
            ));
            let window = Window { earliest: Time::hm(7, 0), latest: Time::hm(8, 30) };
            assert_eq!(settings.travel.rush_hours, [RushHour { window, factor: 2.0 }]);
        }
    }
}
