//! What stands on a manifest, as text ready for the templates: askama's reads the fields, typst's has them by name.

use serde::Serialize;

use crate::domain::{Address, Coordinates, Direction, Duration, Time};
use crate::output::Language;
use crate::output::beside::attribution;
use crate::output::journey::{Call, Depot, Event, Journey, name_and_phone};
use crate::output::manifest::Issue;
use crate::output::words::clock_span;
use crate::plan::{Action, Plan, PlannedLeg, Rest};

/// A wait this long is told; shorter ones are in the rounding to minutes.
const LONG_WAIT: Duration = Duration::minutes(3);

/// Of more citizens aboard than that, the number alone is told: their names at every stop would fill pages.
const MOST_NAMED: usize = 9;

/// One vehicle's sheet.
#[derive(Serialize)]
pub(super) struct Sheet {
    pub date: String,
    pub vehicle: String,
    pub kind: String,
    pub depot: String,
    pub shift: String,
    pub leaves: String,
    pub returns: String,
    pub distance: String,
    pub citizens: usize,
    pub rest: String,
    pub rows: Vec<Row>,
    /// Which plan it is of.
    pub plan_id: String,
    /// Whom the data are from that must be named.
    pub attribution: Option<&'static str>,
}

/// A row of the sheet, in order of time.
#[derive(Serialize)]
#[serde(tag = "row", rename_all = "lowercase")]
pub(super) enum Row {
    Stop(Stop),
    Other(Other),
}

/// A place where people board or alight.
#[derive(Serialize)]
pub(super) struct Stop {
    pub number: usize,
    /// When the vehicle is due: the first citizen's time, or the arrival where somebody alights first,
    /// so that a driver can add up clock and drive.
    pub time: String,
    /// That the vehicle waits, where it does so for long.
    pub wait: Option<String>,
    /// The drive that leads here, its time and its length; nothing where the vehicle stood already.
    pub drive: Vec<String>,
    pub title: String,
    pub access: String,
    pub town: String,
    /// The place for a map program.
    pub geo: String,
    /// The same on a public map; none of an address that is not to be passed on.
    pub online: Option<String>,
    pub people: Vec<Person>,
    pub aboard_after: u16,
    /// Who they are, if they are not many; `+1` with a companion.
    pub aboard: Vec<String>,
}

/// One citizen at a stop.
#[derive(Serialize)]
pub(super) struct Person {
    pub boards: bool,
    /// The citizen's own time, where it is not the stop's.
    pub time: Option<String>,
    pub name: String,
    pub phone: String,
    /// The number as a telephone dials it, if it is one.
    pub dial: Option<String>,
    pub aid: String,
    /// The id of the aid's symbol in the template.
    pub symbol: Option<&'static str>,
    pub companions: Option<String>,
    pub front_seat: bool,
    pub alone: bool,
    pub lift: bool,
    pub appointment: String,
    pub note: String,
    /// What the driver must know of one who is protected.
    pub protected: Option<&'static str>,
}

/// Departure, break, return or breakdown.
#[derive(Serialize)]
pub(super) struct Other {
    pub time: String,
    pub what: String,
    pub details: String,
}

impl Sheet {
    /// The sheet of a journey.
    pub fn of(plan: &Plan, journey: &Journey, issue: Issue) -> Self {
        let language = issue.language;
        let run = journey.run;
        let boards = run.stops.iter().filter(|stop| stop.action == Action::Pickup);
        let mut citizens: Vec<&str> = boards.map(|stop| stop.citizen.as_str()).collect();
        citizens.sort_unstable();
        citizens.dedup();
        let rest = |rest: Rest| {
            let rest = journey.printed(rest);
            language.between(rest.begins, rest.ends)
        };
        Self {
            date: issue.date(plan),
            vehicle: journey.vehicle.name.clone(),
            kind: journey.vehicle.kind.clone(),
            depot: depots(&journey.start, &journey.end),
            shift: shift(journey),
            leaves: run.leaves.hh_mm(),
            returns: match run.broke_down {
                false => journey.returns().hh_mm(),
                true => language.words().broke_down.to_owned(),
            },
            distance: language.km(run.distance_m),
            citizens: citizens.len(),
            rest: run.rest.map_or_else(|| language.words().no_rest.to_owned(), rest),
            rows: rows(journey, language),
            plan_id: issue.plan_id.to_owned(),
            attribution: attribution(&plan.travel),
        }
    }
}

fn shift(journey: &Journey) -> String {
    let shift = journey.vehicle.spec.shift;
    clock_span(shift.earliest, shift.latest)
}

fn depots(start: &Depot, end: &Depot) -> String {
    if start.name == end.name {
        start.name.to_owned()
    } else {
        format!("{} → {}", start.name, end.name)
    }
}

fn rows(journey: &Journey, language: Language) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut aboard: Vec<&Call> = Vec::new();
    for event in &journey.events {
        match event {
            Event::Calls(call) => {
                match rows.last_mut() {
                    Some(Row::Stop(stop)) if stop.number == call.number => {
                        stop.join(call, language);
                    }
                    _ => rows.push(Row::Stop(Stop::of(call, language))),
                }
                match call.stop.action {
                    Action::Pickup => aboard.push(call),
                    Action::Dropoff => aboard.retain(|other| !is_same_ride(other, call)),
                }
                if let Some(Row::Stop(stop)) = rows.last_mut() {
                    stop.aboard = match aboard.len() {
                        ..=MOST_NAMED => aboard.iter().map(|call| with_companions(call)).collect(),
                        _ => Vec::new(),
                    };
                }
            }
            other => rows.push(Row::Other(Other::of(other, journey, language))),
        }
    }
    rows
}

impl Other {
    fn of(event: &Event, journey: &Journey, language: Language) -> Self {
        let (words, run) = (language.words(), journey.run);
        let row = |time: Time, what: &str, details: String| Self {
            time: time.hh_mm(),
            what: what.to_owned(),
            details,
        };
        match event {
            Event::Returns => {
                let mut details = vec![journey.end.name.to_owned()];
                details.extend(drive(run.last_leg, language));
                let details = details.join(" · ");
                row(journey.returns(), words.returns, details)
            }
            Event::BreaksDown => Self {
                time: String::new(),
                what: words.broke_down.to_owned(),
                details: words.drives_no_further.to_owned(),
            },
            Event::Rests(rest) => {
                let length = language.hours(rest.ends - rest.begins);
                let rest = journey.printed(*rest);
                let until = language.between(rest.begins, rest.ends);
                row(rest.begins, words.rest, format!("{until} · {length}"))
            }
            Event::Leaves | Event::Calls(_) => {
                row(run.leaves, words.leaves, journey.start.name.to_owned())
            }
        }
    }
}

impl Stop {
    fn of(call: &Call, language: Language) -> Self {
        let Address { street, number, floor_door, postcode, town } = call.address();
        let street = joined(&[street, number], " ");
        let town = joined(&[postcode, town], " ");
        let (title, access, town) = if call.is_at_centre() {
            (call.centre.name.clone(), String::new(), call.address().one_line())
        } else {
            (street, floor_door.trim().to_owned(), town)
        };
        let mut stop = Self {
            number: call.number,
            time: match call.stop.action {
                Action::Pickup => call.told.hh_mm(),
                Action::Dropoff => call.stop.begins.floor_to_minute().hh_mm(),
            },
            wait: wait(call, language),
            drive: drive(call.stop.leg, language),
            title,
            access,
            town,
            geo: geo(call.coordinates),
            online: (!call.is_protected()).then(|| online(call.coordinates)),
            people: Vec::new(),
            aboard_after: 0,
            aboard: Vec::new(),
        };
        stop.join(call, language);
        stop
    }

    fn join(&mut self, call: &Call, language: Language) {
        let told = call.told.hh_mm();
        let time = (told != self.time).then_some(told);
        self.people.push(Person::of(call, time, language));
        if call.is_protected() {
            self.online = None;
        }
        self.aboard_after = call.stop.aboard_after;
    }
}

impl Person {
    fn of(call: &Call, time: Option<String>, language: Language) -> Self {
        let booking = call.booking;
        let walks = booking.mobility.plain_name() == "walks";
        let [_, phone] = name_and_phone(booking);
        Self {
            boards: call.stop.action == Action::Pickup,
            time,
            name: call.name().to_owned(),
            phone: phone.to_owned(),
            dial: dial(phone),
            aid: language.mobility(booking.mobility.plain_name()),
            symbol: match booking.mobility.wheelchairs {
                0 if walks => None,
                0 => Some("aid"),
                _ => Some("wheelchair"),
            },
            companions: (booking.companions > 0).then(|| language.companions(booking.companions)),
            front_seat: booking.front_seat,
            alone: booking.alone,
            lift: booking.needs_lift,
            appointment: appointment(call, language),
            note: call.note().to_owned(),
            protected: protected(call, language),
        }
    }
}

fn is_same_ride(one: &Call, other: &Call) -> bool {
    one.stop.booking == other.stop.booking && one.stop.direction == other.stop.direction
}

fn with_companions(call: &Call) -> String {
    match call.booking.companions {
        0 => call.name().to_owned(),
        companions => format!("{} +{companions}", call.name()),
    }
}

/// What the trip is for: when training starts or has ended, where it leads, when it must be over.
fn appointment(call: &Call, language: Language) -> String {
    let (booking, centre) = (call.booking, call.centre);
    match (call.stop.direction, call.stop.action) {
        (Direction::Out, Action::Pickup) => {
            language.starts_at(booking.session.start, Some(&centre.name))
        }
        (Direction::Out, Action::Dropoff) => language.starts_at(booking.session.start, None),
        (Direction::Home, Action::Pickup) => language.ended_at(booking.session.end),
        (Direction::Home, Action::Dropoff) => {
            language.home_by(booking.session.end + booking.longest_trip)
        }
    }
}

/// That the address is not to be passed on; at the centre, whom to ask for where there is no name.
fn protected(call: &Call, language: Language) -> Option<&'static str> {
    let words = language.words();
    let what = match (call.is_at_centre(), call.stop.action) {
        (false, _) => words.protected_home,
        (true, Action::Pickup) => words.protected_at_centre,
        (true, Action::Dropoff) => words.protected_citizen,
    };
    call.booking.protected.then_some(what)
}

/// That the vehicle waits before it serves, where that is long.
fn wait(call: &Call, language: Language) -> Option<String> {
    let (arrives, begins) = (call.arrives, call.stop.begins);
    let drives = call.stop.leg.drive_s > Duration::ZERO;
    (begins - arrives >= LONG_WAIT).then(|| language.waits(drives.then_some(arrives), begins))
}

fn drive(leg: PlannedLeg, language: Language) -> Vec<String> {
    if leg.drive_s == Duration::ZERO {
        return Vec::new();
    }
    vec![leg.drive_s.to_string(), language.km(leg.distance_m)]
}

/// The point as map programs take it; without the query some of them set no mark.
fn geo(at: Coordinates) -> String {
    let point = format!("{:.6},{:.6}", at.lat, at.lon);
    format!("geo:{point}?q={point}")
}

/// The point on OpenStreetMap's page, for telephones without a map program.
fn online(at: Coordinates) -> String {
    let (lat, lon) = (format!("{:.6}", at.lat), format!("{:.6}", at.lon));
    format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}")
}

/// The parts that say something, with `between` between them.
fn joined(parts: &[&str], between: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    parts.join(between)
}

/// The number to dial: digits, and a leading plus.
fn dial(phone: &str) -> Option<String> {
    let plus = if phone.trim_start().starts_with('+') { "+" } else { "" };
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let other = phone.chars().any(char::is_alphabetic);
    (digits.len() >= 3 && !other).then(|| format!("{plus}{digits}"))
}
