//! A cell of a register's table: what is written there becomes the value that the register holds.

use crate::domain::{Rides, Time};
use crate::input::bookings::{RIDES, known_mobility};
use crate::input::cells::Cells;
use crate::input::fleet::layouts;
use crate::input::mobility::Mobilities;
use crate::input::values::{self, quoted};
use crate::register::{Column, Kind, RideOutcome, Value};

/// Words for the days of the week, from Monday on.
const WEEKDAYS: [(&[&str], i64); 7] = [
    (&["monday", "mandag", "man", "mon", "1"], 1),
    (&["tuesday", "tirsdag", "tir", "tirs", "tue", "2"], 2),
    (&["wednesday", "onsdag", "ons", "wed", "3"], 3),
    (&["thursday", "torsdag", "tor", "tors", "thu", "4"], 4),
    (&["friday", "fredag", "fre", "fri", "5"], 5),
    (&["saturday", "lørdag", "lør", "sat", "6"], 6),
    (&["sunday", "søndag", "søn", "sun", "7"], 7),
];
const CAUSES: [(&[&str], &str); 2] =
    [(&["sick", "syg", "sygdom", "illness"], "sick"), (&["other", "andet", "anden"], "other")];
const NOTICES: [(&[&str], &str); 2] =
    [(&["in time", "rettidigt", "til tiden"], "in time"), (&["late", "for sent", "sent"], "late")];
/// What contractors call the ways in which a ride ends.
pub(super) const OUTCOMES: [(&[&str], RideOutcome); 4] = [
    (&["done", "kørt", "driven", "udført", "performed", "ok"], RideOutcome::Done),
    (&["no-show", "udeblevet", "udeblivelse", "ikke mødt", "forgæves"], RideOutcome::NoShow),
    (
        &["cancelled at door", "afbudt ved døren", "afbud ved døren", "cancelled", "afbud"],
        RideOutcome::CancelledAtDoor,
    ),
    (
        &["vehicle did not come", "vogn kom ikke", "vognen kom ikke", "no vehicle", "ikke kørt"],
        RideOutcome::NoVehicle,
    ),
];
const WEEKS: [(&[&str], &str); 3] = [
    (&["all", "alle", "hver uge", "every week"], "all"),
    (&["odd", "ulige", "ulige uger"], "odd"),
    (&["even", "lige", "lige uger"], "even"),
];

/// The value of the row's cell in this column; `None` if it is wrong, which has been noted.
pub(super) fn read(cells: &mut Cells, column: &Column, mobilities: &Mobilities) -> Option<Value> {
    let name = column.name;
    let written = if column.required { cells.required(name)? } else { cells.text(name) };
    if written.is_empty() {
        return Some(column.empty());
    }
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    match column.kind {
        Kind::Text | Kind::Reference(_) => text(written),
        Kind::Citizens => {
            let mut names: Vec<&str> = words(written).collect();
            names.sort_unstable();
            names.dedup();
            text(&names.join(" "))
        }
        Kind::Date => cells.date(name).map(|date| Value::Text(date.to_string())),
        Kind::Dates => dates(cells, name),
        Kind::Clock(hours) => clock(cells, name, hours),
        Kind::Whole(least, most) => cells.whole(name, least..=most).map(Value::Integer),
        Kind::YesNo => Some(Value::Integer(i64::from(cells.yes_no(name)))),
        Kind::Money => cells.money(name).map(|money| Value::Integer(money.as_ore())),
        Kind::Rides => cells.choice(name, &RIDES).and_then(|rides| text(rides_word(rides))),
        Kind::Direction => cells.direction(name).and_then(|way| text(way.name())),
        Kind::Weekday => cells.choice(name, &WEEKDAYS).map(Value::Integer),
        Kind::Weekdays => weekdays(cells, name),
        Kind::Weeks => match values::whole(written).filter(|weeks| (2..=52).contains(weeks)) {
            Some(weeks) => text(&weeks.to_string()),
            None => weeks(cells, name).and_then(text),
        },
        Kind::Cause => cells.choice(name, &CAUSES).and_then(text),
        Kind::Notice => cells.choice(name, &NOTICES).and_then(text),
        Kind::Outcome => cells.choice(name, &OUTCOMES).and_then(|outcome| text(outcome.word())),
        Kind::Moment => moment(cells, name).map(|time| Value::Integer(seconds(time))),
        Kind::Mobility => known_mobility(cells, mobilities).and_then(|it| text(&it.name)),
        Kind::Layouts => layouts(cells).and_then(|layouts| text(&layouts.to_string())),
        // Read as pairs, by the row.
        Kind::Degrees => None,
    }
}

fn clock(cells: &mut Cells, name: &str, hours: i64) -> Option<Value> {
    let latest = if hours == 24 { Time::hm(24, 0) } else { Time::hm(hours - 1, 59) };
    let time = cells.time(name, latest)?;
    Some(Value::Integer(time.as_milliseconds() / 60_000))
}

/// The moment in the cell, to the second; what is none is a flaw.
pub(super) fn moment(cells: &mut Cells, name: &str) -> Option<Time> {
    let written = cells.text(name);
    let time = Time::parse(written);
    if time.is_none() {
        let found = format!("{} is not a time of day", quoted(written));
        cells.flaw(name, found, "write HH:MM or HH:MM:SS");
    }
    time
}

/// Seconds since midnight.
pub(super) fn seconds(time: Time) -> i64 {
    time.as_milliseconds() / 1_000
}

/// The words of a cell that holds several.
fn words(written: &str) -> impl Iterator<Item = &str> {
    let is_separator = |c: char| c.is_whitespace() || matches!(c, '|' | ',' | ';' | '&');
    written.split(is_separator).filter(|word| !word.is_empty())
}

fn rides_word(rides: Rides) -> &'static str {
    match rides {
        Rides::Both => "both",
        Rides::Out => "out",
        Rides::Home => "home",
    }
}

fn weeks(cells: &mut Cells, name: &str) -> Option<&'static str> {
    let found = cells.choice(name, &WEEKS);
    if found.is_none() {
        let written = cells.text(name).to_owned();
        let flaw = cells.amend();
        flaw.found = format!("{} is no pattern of weeks", quoted(&written));
        flaw.expected =
            "write all, odd or even (alle, ulige, lige), or 2 to 52 for one week of so many".into();
    }
    found
}

fn dates(cells: &mut Cells, name: &str) -> Option<Value> {
    let mut dates = Vec::new();
    for word in words(cells.text(name)) {
        match values::date(word) {
            Some(date) => dates.push(date),
            None => {
                let found = format!("{} is not a date", quoted(word));
                let expected = "write yyyy-mm-dd or dd-mm-yyyy, spaces between";
                cells.flaw(name, found, expected);
                return None;
            }
        }
    }
    dates.sort_unstable();
    dates.dedup();
    let words: Vec<String> = dates.iter().map(ToString::to_string).collect();
    Some(Value::Text(words.join(" ")))
}

fn weekdays(cells: &mut Cells, name: &str) -> Option<Value> {
    let written = cells.text(name);
    let is_known = written.chars().all(|digit| ('1'..='7').contains(&digit));
    if !is_known {
        let found = format!("{} are no days of the week", quoted(written));
        cells.flaw(name, found, "write their numbers, 1 for Monday: 12345 is Monday to Friday");
        return None;
    }
    let days = "1234567".chars().filter(|&day| written.contains(day));
    Some(Value::Text(days.collect()))
}
