//! `suti.xml`: the plan in SUTI, the XML that Nordic dispatch systems exchange.
//!
//! Each vehicle's run is an order (message 2000) to be driven as it is: a node for each citizen who boards
//! or alights, in order, with the time that was told, and on each traveller the longest trip that was
//! promised. Built after SUTI's public descriptions; a contractor's system agrees on identifiers first.

use askama::Template;

use crate::domain::{Address, Direction, Time};
use crate::output::Language;
use crate::output::cells::on_one_line;
use crate::output::journey::{Call, Event, Journey, name_and_phone};
use crate::plan::{Action, Plan};

#[derive(Template)]
#[template(path = "suti.xml")]
struct File {
    receiver: &'static str,
    orders: Vec<Order>,
}

/// A vehicle's run.
struct Order {
    id: String,
    vehicle: String,
    seats: u16,
    nodes: Vec<Node>,
}

/// A citizen boards or alights.
struct Node {
    kind: &'static str,
    /// The centre's name, if it is one.
    name: String,
    street: String,
    number: String,
    letter: String,
    postcode: String,
    town: String,
    /// That the address is protected, floor and door, and the note to the driver.
    descriptions: Vec<String>,
    lat: String,
    lon: String,
    told: String,
    dwell_s: i64,
    /// When the citizen must have alighted.
    latest: Option<String>,
    traveller: String,
    longest_trip_min: i64,
    ride: String,
    attributes: Vec<u32>,
    phone: String,
    /// What companions are known by.
    companions: Vec<String>,
}

/// The file's text.
pub(crate) fn suti(plan: &Plan, plan_id: &str, journeys: &[Journey]) -> String {
    let orders = journeys.iter().enumerate().map(|(index, journey)| Order {
        id: format!("{plan_id}-{}", index + 1),
        vehicle: clean(&journey.vehicle.name),
        seats: journey.vehicle.spec.layouts.alternatives().iter().map(|it| it.0).max().unwrap_or(0),
        nodes: journey.events.iter().filter_map(|event| node(event, plan)).collect(),
    });
    let file = File { receiver: "vognmand", orders: orders.collect() };
    file.render().expect("text is written to memory, and the template calls nothing that fails")
}

fn node(event: &Event, plan: &Plan) -> Option<Node> {
    let Event::Calls(call) = event else { return None };
    let (stop, booking) = (call.stop, call.booking);
    let Address { street, number, floor_door, postcode, town } = call.address();
    let (digits, letter) = house(number);
    let direction = Language::Danish.direction(stop.direction);
    let ride = format!("{}-{direction}", clean(&booking.reference));
    let protected = if call.is_protected() { Language::Danish.words().protected } else { "" };
    let texts = [protected, floor_door, call.note()].map(clean);
    let [_, phone] = name_and_phone(booking);
    Some(Node {
        kind: if stop.action == Action::Pickup { "pickup" } else { "destination" },
        name: if call.is_at_centre() { clean(&call.centre.name) } else { String::new() },
        street: clean(street),
        number: digits,
        letter,
        postcode: clean(postcode),
        town: clean(town),
        descriptions: texts.into_iter().filter(|text| !text.is_empty()).collect(),
        lat: format!("{:.6}", call.coordinates.lat),
        lon: format!("{:.6}", call.coordinates.lon),
        told: moment(plan, stop.told),
        dwell_s: (stop.ends - stop.begins).as_milliseconds() / 1000,
        latest: latest(call).map(|time| moment(plan, time)),
        traveller: clean(call.name()),
        longest_trip_min: booking.longest_trip.ceil_minutes(),
        attributes: attributes(call),
        phone: clean(phone),
        companions: (1..=booking.companions).map(|number| format!("{ride}-{number}")).collect(),
        ride,
    })
}

/// When training starts, or when the citizen must be home.
fn latest(call: &Call) -> Option<Time> {
    let session = call.booking.session;
    match (call.stop.action, call.stop.direction) {
        (Action::Pickup, _) => None,
        (Action::Dropoff, Direction::Out) => Some(session.start),
        (Action::Dropoff, Direction::Home) => Some(session.end + call.booking.longest_trip),
    }
}

/// SUTI's numbers for what a traveller needs.
fn attributes(call: &Call) -> Vec<u32> {
    let booking = call.booking;
    let aid = match booking.mobility.plain_name() {
        "walker" => Some(2309),
        "wheelchair" => Some(2301),
        "folding_wheelchair" => Some(2322),
        "powered_wheelchair" => Some(2321),
        // A municipality's own kind that takes up a wheelchair place.
        _ if booking.mobility.wheelchairs > 0 => Some(2301),
        _ => None,
    };
    let others = [
        (booking.companions > 0, 2314),
        (booking.front_seat, 2315),
        (booking.alone, 2317),
        (booking.mobility.seats > 1, 2340),
    ];
    aid.into_iter()
        .chain(others.into_iter().filter(|(is_so, _)| *is_so).map(|(_, id)| id))
        .collect()
}

/// A house number's digits, and its letter: `12 B` is 12 and B; `2-4` stays whole.
fn house(number: &str) -> (String, String) {
    let number = clean(number);
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let (digits, rest) = number.split_at(end);
    let letter = rest.trim();
    match !digits.is_empty()
        && letter.chars().count() == 1
        && letter.chars().all(char::is_alphabetic)
    {
        true => (digits.to_owned(), letter.to_uppercase()),
        false => (number, String::new()),
    }
}

/// Date and clock time; past midnight it is the next day.
fn moment(plan: &Plan, time: Time) -> String {
    let minutes = time.as_milliseconds().div_euclid(60_000);
    let midnight = plan.date.and_time(chrono::NaiveTime::MIN);
    let moment = midnight + chrono::TimeDelta::minutes(minutes);
    moment.format("%Y-%m-%dT%H:%M:00").to_string()
}

/// Text without what XML has no way to write.
fn clean(text: &str) -> String {
    let is_allowed = |c: &char| !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    on_one_line(text).trim().chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::journey::journeys;
    use crate::output::sample::{Sample, hostile, sample};

    fn text(sample: &Sample) -> String {
        let Sample { day, plan, summary, .. } = sample;
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        suti(plan, "2026-12-07-test", &journeys)
    }

    #[test]
    fn the_file_is_as_agreed() {
        insta::assert_snapshot!(text(&sample()));
    }

    #[test]
    fn hostile_text_opens_no_element() {
        let (good, bad) = (text(&sample()), text(&hostile()));
        let elements = |text: &str| text.matches('<').count();
        // A stop at a home has a note now that had none.
        assert_eq!(elements(&good) + 1, elements(&bad));
        assert!(!bad.contains("<script") && !bad.contains('\u{1b}'));
    }

    #[test]
    fn house_letters_stand_apart() {
        for (number, digits, letter) in [
            ("12", "12", ""),
            ("12 b", "12", "B"),
            ("2A", "2", "A"),
            ("2-4", "2-4", ""),
            ("", "", ""),
        ] {
            assert_eq!(house(number), (digits.to_owned(), letter.to_owned()), "{number}");
        }
    }

    #[test]
    fn past_midnight_is_the_next_day() {
        assert_eq!(moment(&sample().plan, Time::hm(25, 5)), "2026-12-08T01:05:00");
    }
}
