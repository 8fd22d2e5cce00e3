//! `suti.xml`: the plan in SUTI, the XML that Nordic dispatch systems exchange.
//!
//! Each vehicle's run is an order (message 2000) to be driven as it is: a node for each citizen who boards
//! or alights, in order, with the time that was told, and on each traveller the longest trip that was
//! promised; a node for the driver's rest. A plan in which nobody drives is a message that says so (5000). Elements and attributes are those of `SUTI_Message.xsd`, which
//! SUTI publishes, numbers those of its attribute list; a contractor's system agrees on identifiers first.

use askama::Template;

use crate::domain::{Address, Direction, Time};
use crate::output::Language;
use crate::output::cells::on_one_line;
use crate::output::journey::{Call, Event, Journey, name_and_phone};
use crate::plan::{Action, Plan};

#[derive(Template)]
#[template(path = "suti.xml")]
struct File<'a> {
    receiver: &'static str,
    plan_id: &'a str,
    orders: Vec<Order>,
    /// What a message says where there is no order: the schema asks for one at least.
    no_vehicle: String,
}

/// A vehicle's run.
struct Order {
    id: String,
    vehicle: String,
    seats: u16,
    /// SUTI's numbers for what the vehicle takes besides seats.
    attributes: Vec<u32>,
    nodes: Vec<Node>,
}

/// What a vehicle does.
enum Node {
    /// A citizen boards or alights.
    Calls(Box<Calls>),
    /// The driver rests.
    Rest { begins: String, length_s: i64 },
}

/// A citizen boards or alights.
struct Calls {
    kind: &'static str,
    /// The centre's name, if it is one.
    name: String,
    street: String,
    /// A number alone; any other, like `2-4`, stands with the street.
    number: Option<u32>,
    letter: String,
    postcode: String,
    town: String,
    /// That the address is protected, floor and door, and the note to the driver.
    descriptions: Vec<String>,
    lat: String,
    lon: String,
    told: String,
    dwell_s: i64,
    /// What the ride out is for.
    training: Option<String>,
    /// When the citizen must be home.
    home_by: Option<String>,
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
        seats: most(journey, |layout| layout.0),
        attributes: equipment(journey),
        nodes: journey.events.iter().filter_map(|event| node(event, journey, plan)).collect(),
    });
    let no_vehicle = format!("{} {}", Language::Danish.words().no_vehicle, plan.date);
    let file = File { receiver: "vognmand", plan_id, orders: orders.collect(), no_vehicle };
    file.render().expect("text is written to memory, and the template calls nothing that fails")
}

/// The most that any layout of the vehicle has.
fn most(journey: &Journey, of: fn(&(u16, u16)) -> u16) -> u16 {
    journey.vehicle.spec.layouts.alternatives().iter().map(of).max().unwrap_or(0)
}

/// SUTI's numbers for places for wheelchairs and a lift. How many places there are it has no figure for.
fn equipment(journey: &Journey) -> Vec<u32> {
    let wheelchairs = most(journey, |layout| layout.1);
    let attributes =
        [(wheelchairs > 0, 1611), (wheelchairs > 1, 1632), (journey.vehicle.spec.lift, 1615)];
    attributes.into_iter().filter(|(is_so, _)| *is_so).map(|(_, id)| id).collect()
}

fn node(event: &Event, journey: &Journey, plan: &Plan) -> Option<Node> {
    match event {
        Event::Calls(call) => Some(Node::Calls(Box::new(calls(call, plan)))),
        Event::Rests(rest) => {
            let rest = journey.printed(*rest);
            let length_s = (rest.ends - rest.begins).as_milliseconds() / 1000;
            Some(Node::Rest { begins: moment(plan, rest.begins), length_s })
        }
        Event::Leaves | Event::Returns | Event::BreaksDown => None,
    }
}

fn calls(call: &Call, plan: &Plan) -> Calls {
    let (stop, booking) = (call.stop, call.booking);
    let Address { street, number, floor_door, postcode, town } = call.address();
    let (street, number, letter) = house(street, number);
    let direction = Language::Danish.direction(stop.direction);
    let ride = format!("{}-{direction}", clean(&booking.reference));
    let protected = if call.is_protected() { Language::Danish.words().protected } else { "" };
    let texts = [protected, floor_door, call.note()].map(clean);
    let [_, phone] = name_and_phone(booking);
    let is_dropoff = stop.action == Action::Dropoff;
    let session = booking.session;
    Calls {
        kind: if is_dropoff { "destination" } else { "pickup" },
        name: if call.is_at_centre() { clean(&call.centre.name) } else { String::new() },
        street,
        number,
        letter,
        postcode: clean(postcode),
        town: clean(town),
        descriptions: texts.into_iter().filter(|text| !text.is_empty()).collect(),
        lat: format!("{:.6}", call.coordinates.lat),
        lon: format!("{:.6}", call.coordinates.lon),
        told: moment(plan, call.told),
        dwell_s: (stop.ends - stop.begins).as_milliseconds() / 1000,
        training: (is_dropoff && stop.direction == Direction::Out)
            .then(|| Language::Danish.starts_at(session.start, None)),
        home_by: (is_dropoff && stop.direction == Direction::Home)
            .then(|| Language::Danish.home_by(session.end + booking.longest_trip)),
        traveller: clean(call.name()),
        longest_trip_min: booking.longest_trip.ceil_minutes(),
        attributes: attributes(call),
        phone: clean(phone),
        companions: (1..=booking.companions).map(|number| format!("{ride}-{number}")).collect(),
        ride,
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
        (booking.needs_lift, 2305),
        (booking.companions > 0, 2314),
        (booking.front_seat, 2315),
        (booking.alone, 2317),
        (booking.mobility.seats > 1, 2340),
    ];
    aid.into_iter()
        .chain(others.into_iter().filter(|(is_so, _)| *is_so).map(|(_, id)| id))
        .collect()
}

/// The street, a house number's digits, and its letter: `12 B` is 12 and B; with `2-4`, which is no number,
/// it goes with the street.
fn house(street: &str, number: &str) -> (String, Option<u32>, String) {
    let (street, number) = (clean(street), clean(number));
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let (digits, rest) = number.split_at(end);
    let (digits, letter) = (digits.parse().ok().filter(|&digits: &u32| digits > 0), rest.trim());
    let is_letter = letter.chars().count() <= 1 && letter.chars().all(char::is_alphabetic);
    match digits {
        Some(_) if is_letter => (street, digits, letter.to_uppercase()),
        _ => (format!("{street} {number}").trim().to_owned(), None, String::new()),
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
        for (number, street, digits, letter) in [
            ("12", "Vej", Some(12), ""),
            ("12 b", "Vej", Some(12), "B"),
            ("2A", "Vej", Some(2), "A"),
            ("2-4", "Vej 2-4", None, ""),
            ("0", "Vej 0", None, ""),
            ("", "Vej", None, ""),
        ] {
            let expected = (street.to_owned(), digits, letter.to_owned());
            assert_eq!(house("Vej", number), expected, "{number}");
        }
    }

    #[test]
    fn places_for_wheelchairs_and_the_lift_stand_on_the_vehicle() {
        let vehicle = |layouts: &str, lift| {
            let mut sample = sample();
            let spec = &mut sample.day.vehicles[0].spec;
            spec.layouts = layouts.parse().expect("layouts");
            spec.lift = lift;
            let text = text(&sample);
            let of_vehicle = text.split_once("<vehicle>").expect("a vehicle").1;
            let of_vehicle = of_vehicle.split_once("</vehicle>").expect("its end").0;
            let known = [1611, 1632, 1615].into_iter();
            known.filter(|id| of_vehicle.contains(&format!("id=\"{id}\""))).collect::<Vec<u32>>()
        };
        assert_eq!(vehicle("8+0 5+1 2+2", true), [1611, 1632, 1615]);
        assert_eq!(vehicle("4+1", false), [1611]);
        assert!(vehicle("4+0", false).is_empty());
    }

    #[test]
    fn past_midnight_is_the_next_day() {
        assert_eq!(moment(&sample().plan, Time::hm(25, 5)), "2026-12-08T01:05:00");
    }
}
