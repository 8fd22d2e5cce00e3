//! What rows say against each other or against the rules, which no single row shows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use crate::domain::{Coordinates, Window};
use crate::register::content::{Content, Grant, Standing, WeeklySession};
use crate::register::municipality::Municipality;

/// How far ahead of a booking's first day the places of its session are counted.
const WEEKS_AHEAD: i64 = 104;

/// A row that contradicts another or a rule.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Contradiction {
    /// The row's table.
    pub table: &'static str,
    /// The row's name.
    pub row: String,
    /// The column at fault.
    pub column: &'static str,
    /// What was found.
    pub found: String,
    /// What would be right.
    pub expected: String,
}

/// All contradictions, each once.
pub fn contradictions(content: &Content, by: &Municipality) -> BTreeSet<Contradiction> {
    let mut found = BTreeSet::new();
    grants(content, by, &mut found);
    citizens(content, by, &mut found);
    places(content, &mut found);
    vehicles(content, &mut found);
    sessions(content, &mut found);
    bookings(content, &mut found);
    found
}

type Found = BTreeSet<Contradiction>;

fn note(
    into: &mut Found,
    (table, row): (&'static str, &str),
    column: &'static str,
    found: String,
    expected: impl Into<String>,
) {
    let (row, expected) = (row.to_owned(), expected.into());
    into.insert(Contradiction { table, row, column, found, expected });
}

fn grants(content: &Content, by: &Municipality, into: &mut Found) {
    let promised = by.promise.longest_trip;
    for grant in content.grants.iter().filter(|it| it.longest_trip > Some(promised)) {
        let found = format!("longer than the promise, {promised}");
        let expected = "write no more than the promise, or leave it empty";
        note(into, ("grants", &grant.name), "longest_trip_min", found, expected);
    }
    if !by.rules.one_course_at_a_time {
        return;
    }
    let mut of_citizen: BTreeMap<&str, Vec<&Grant>> = BTreeMap::new();
    content.grants.iter().for_each(|it| of_citizen.entry(&it.citizen).or_default().push(it));
    for mut grants in of_citizen.into_values() {
        grants.sort_by_key(|grant| (grant.first, grant.last));
        for pair in grants.windows(2).filter(|pair| pair[1].first <= pair[0].last) {
            let [one, next] = [pair[0], pair[1]];
            let found = format!(
                "overlaps grant {} ({} to {}): one training course at a time",
                one.name, one.first, one.last
            );
            let expected = format!("begin after {}, or end the other grant earlier", one.last);
            note(into, ("grants", &next.name), "first", found, expected);
        }
    }
}

fn citizens(content: &Content, by: &Municipality, into: &mut Found) {
    for (name, citizen) in &content.citizens {
        if !by.mobilities.iter().any(|mobility| mobility.name == citizen.mobility) {
            let found = format!("\"{}\" is not a known mobility", citizen.mobility);
            let expected = "write a known one, or add it to the settings";
            note(into, ("citizens", name), "mobility", found, expected);
        }
        if citizen.not_with.contains(name) {
            let found = "names the citizen themselves".to_owned();
            note(into, ("citizens", name), "not_with", found, "name other citizens");
        }
    }
}

/// Keys under which a day knows its places: one may not stand for two.
fn places(content: &Content, into: &mut Found) {
    for name in content.citizens.keys().filter(|name| content.centres.contains_key(*name)) {
        let found = "is also the name of a centre".to_owned();
        let expected = "give the citizen a reference of their own";
        note(into, ("citizens", name), "citizen", found, expected);
    }
    let mut depots: BTreeMap<&str, (Coordinates, &str)> = BTreeMap::new();
    for vehicle in &content.vehicles {
        let depot = vehicle.depot.as_str();
        let row = ("vehicles", vehicle.name.as_str());
        let expected = "give the depot a name of its own";
        if content.centres.contains_key(depot) {
            note(into, row, "depot", "is also the name of a centre".to_owned(), expected);
        }
        if content.citizens.contains_key(depot) {
            note(into, row, "depot", "is also the name of a citizen".to_owned(), expected);
        }
        let &mut (point, first) = depots.entry(depot).or_insert((vehicle.coordinates, row.1));
        if point != vehicle.coordinates {
            let found = format!("has other coordinates than for vehicle {first}");
            let expected = "give a depot the same coordinates on every row";
            note(into, row, "depot_lat", found, expected);
        }
    }
}

fn vehicles(content: &Content, into: &mut Found) {
    for vehicle in &content.vehicles {
        let Some(rule) = vehicle.break_rule else { continue };
        let Window { earliest, latest } = rule.between;
        let shift = vehicle.shift;
        if earliest < shift.earliest || latest > shift.latest {
            let found = format!(
                "{earliest}-{latest} is not within the shift {}-{}",
                shift.earliest, shift.latest
            );
            let expected = "keep the break within the shift";
            note(into, ("vehicles", &vehicle.name), "break_from", found, expected);
        }
    }
}

/// Sessions with more bookings on a date than they have places for.
fn sessions(content: &Content, into: &mut Found) {
    for (name, session) in &content.sessions {
        let Some(places) = session.places else { continue };
        let of_session: Vec<&Standing> =
            content.standing.iter().filter(|standing| standing.session == *name).collect();
        if of_session.len() <= places as usize {
            continue;
        }
        for standing in &of_session {
            let full = held_dates(standing, session.weekday).into_iter().find(|&date| {
                let held = of_session.iter().filter(|it| it.is_held(session.weekday, date));
                held.count() > places as usize
            });
            if let Some(date) = full {
                let found = format!("session {name} has {places} places, and more on {date}");
                let expected = "choose another session, or give this one more places";
                note(into, ("standing", &standing.name), "session", found, expected);
            }
        }
    }
}

/// Bookings of one citizen that are held at the same time.
fn bookings(content: &Content, into: &mut Found) {
    let mut of_citizen: BTreeMap<&str, Vec<&Standing>> = BTreeMap::new();
    content.standing.iter().for_each(|it| of_citizen.entry(&it.citizen).or_default().push(it));
    for standing in of_citizen.into_values() {
        for (index, one) in standing.iter().enumerate() {
            for other in &standing[..index] {
                if let Some(date) = first_clash(content, one, other) {
                    let found = format!("is held at the same time as {} on {date}", other.name);
                    let expected = "book one session at a time for each citizen";
                    note(into, ("standing", &one.name), "session", found, expected);
                }
            }
        }
    }
}

fn first_clash(content: &Content, one: &Standing, other: &Standing) -> Option<NaiveDate> {
    let session = |standing: &Standing| content.sessions.get(&standing.session);
    let (first, second): (&WeeklySession, &WeeklySession) = (session(one)?, session(other)?);
    let overlap =
        first.session.start < second.session.end && second.session.start < first.session.end;
    let mut dates = held_dates(one, first.weekday).into_iter();
    overlap.then(|| dates.find(|&date| other.is_held(second.weekday, date)))?
}

/// The dates on which a booking is held, as far ahead as is looked.
fn held_dates(standing: &Standing, weekday: u32) -> BTreeSet<NaiveDate> {
    let end = standing.first + TimeDelta::weeks(WEEKS_AHEAD);
    let end = standing.last.map_or(end, |last| last.min(end));
    let weekly = standing.first.iter_days().take_while(|&date| date <= end);
    let all = weekly.chain(standing.extra.iter().copied());
    all.filter(|&date| standing.is_held(weekday, date)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Time;
    use crate::register::calendar::Weeks;
    use crate::register::sample::{content, date, grant, municipality, standing};

    fn found(content: &Content) -> Vec<String> {
        let all = contradictions(content, &municipality());
        all.into_iter().map(|it| format!("{} {}: {}", it.table, it.row, it.found)).collect()
    }

    #[test]
    fn a_sound_register_contradicts_nothing() {
        assert_eq!(found(&content()), [""; 0]);
    }

    #[test]
    fn grants_of_a_citizen_may_follow_each_other_and_not_overlap() {
        let mut content = content();
        content.grants[0].last = date(11, 30);
        content.grants.push(grant("H", "C", date(12, 1), date(12, 31)));
        content.grants.push(grant("I", "D", date(10, 1), date(12, 31)));
        assert_eq!(found(&content), [""; 0]);
        content.grants[1].first = date(11, 30);
        let expected = "grants H: overlaps grant G (2026-10-01 to 2026-11-30): one training \
                        course at a time";
        assert_eq!(found(&content), [expected]);
        let mut by = municipality();
        by.rules.one_course_at_a_time = false;
        assert!(contradictions(&content, &by).is_empty());
    }

    #[test]
    fn a_session_takes_as_many_as_it_has_places_for() {
        let mut content = content();
        content.sessions.get_mut("M").expect("M").places = Some(1);
        content.standing.push(standing("A", "D", "M"));
        content.standing[0].weeks = Weeks::Odd;
        content.standing[1].weeks = Weeks::Even;
        assert_eq!(found(&content), [""; 0]);
        content.standing[1].extra = vec![date(12, 14)];
        let told = found(&content);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("session M has 1 places, and more on 2026-12-14"), "{told:?}");
    }

    #[test]
    fn nobody_trains_twice_at_the_same_time() {
        let mut content = content();
        let mut other = content.sessions["M"].clone();
        other.session.start = Time::hm(10, 30);
        other.session.end = Time::hm(11, 30);
        content.sessions.insert("N".to_owned(), other);
        content.standing.push(standing("B2", "C", "N"));
        let expected = "standing B2: is held at the same time as B on 2026-10-05";
        assert_eq!(found(&content), [expected]);
        content.sessions.get_mut("N").expect("N").session.start = Time::hm(11, 0);
        assert_eq!(found(&content), [""; 0]);
    }

    #[test]
    fn what_a_day_could_not_be_made_of_is_told() {
        let mut content = content();
        let clara = content.citizens.get_mut("C").expect("C");
        clara.mobility = "flies".to_owned();
        clara.not_with = vec!["C".to_owned()];
        let d = content.citizens["D"].clone();
        content.citizens.insert("S".to_owned(), d);
        let expected = [
            "citizens C: \"flies\" is not a known mobility",
            "citizens C: names the citizen themselves",
            "citizens S: is also the name of a centre",
        ];
        assert_eq!(found(&content), expected);
    }
}
