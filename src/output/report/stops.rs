//! The stops on the map: a mark for each place, with a tag for each vehicle that calls there.
//!
//! Marks are drawn in pixels around their points, so that the page can keep them readable while it
//! zooms; its script moves tags apart that would cover each other.

use rustc_hash::FxHashMap;

use crate::domain::Address;
use crate::output::Language;
use crate::output::journey::{Call, Event, Journey};
use crate::output::report::map::Plane;
use crate::output::report::palette::Look;
use crate::output::report::vehicle::{action, place};

/// A tag names so many stops; more are counted.
const NAMED: usize = 4;
/// Pixels of a letter, and around a tag's text.
const LETTER: usize = 7;
const AROUND: usize = 8;
/// How many tags stand side by side.
const BESIDE: usize = 2;

/// A place where vehicles stop.
pub(super) struct Stop {
    pub x: String,
    pub y: String,
    /// What it is called in a list: the place, and the stops there.
    pub name: String,
    /// The place, and in a line each who is fetched or set down when.
    pub title: String,
    pub tags: Vec<Tag>,
    /// Whether many vehicles come here, so that each tag shows with its vehicle alone.
    pub is_centre: bool,
}

/// What a vehicle calls its stops at a place.
pub(super) struct Tag {
    /// The vehicle's position in the plan.
    pub vehicle: usize,
    /// `A3·17`.
    pub label: String,
    pub colour: &'static str,
    pub ink: &'static str,
    /// How wide its box is, in pixels.
    pub width: usize,
    /// Pixels from the first tag's middle, as long as no script has moved it.
    pub across: usize,
    pub down: usize,
}

/// The places of these journeys, homes by name and then centres.
pub(super) fn stops(journeys: &[Journey], plane: &Plane, language: Language) -> Vec<Stop> {
    let mut places: Vec<Vec<(usize, &Call)>> = Vec::new();
    let mut known: FxHashMap<Spot, usize> = FxHashMap::default();
    for (vehicle, journey) in journeys.iter().enumerate() {
        for event in &journey.events {
            if let Event::Calls(call) = event {
                let index = *known.entry(spot(call)).or_insert(places.len());
                if index == places.len() {
                    places.push(Vec::new());
                }
                places[index].push((vehicle, call));
            }
        }
    }
    let stops = places.iter().map(|calls| stop(calls, plane, language));
    let mut stops: Vec<Stop> = stops.collect();
    stops.sort_by(|one, other| (one.is_centre, &one.name).cmp(&(other.is_centre, &other.name)));
    stops
}

/// What makes calls be at one place: point and address, as neighbours at one address have one mark, unless
/// that would tell the address of one who is protected.
type Spot<'a> = ([u64; 2], &'a Address, [bool; 2]);

fn spot<'a>(call: &'a Call) -> Spot<'a> {
    let at = call.coordinates;
    let point = [at.lat, at.lon].map(f64::to_bits);
    (point, call.address(), [call.is_at_centre(), call.is_protected()])
}

fn stop(calls: &[(usize, &Call)], plane: &Plane, language: Language) -> Stop {
    let first = calls[0].1;
    let (x, y) = plane.point(first.coordinates);
    let told = calls.iter().map(|(vehicle, call)| {
        let (time, action) = (call.told.hh_mm(), action(call, language));
        format!("{}{} {time} {action} {}", Look::of(*vehicle).letter, call.number, call.name())
    });
    let name = place(first, language);
    let title: Vec<String> = std::iter::once(name.clone()).chain(told).collect();
    let tags: Vec<Tag> = calls
        .chunk_by(|one, other| one.0 == other.0)
        .enumerate()
        .map(|(index, calls)| tag(index, calls))
        .collect();
    let labels: Vec<&str> = tags.iter().map(|tag| tag.label.as_str()).collect();
    Stop {
        x: format!("{x:.1}"),
        y: format!("{y:.1}"),
        name: format!("{name} ({})", labels.join(", ")),
        title: title.join("\n"),
        tags,
        is_centre: first.is_at_centre(),
    }
}

fn tag(index: usize, calls: &[(usize, &Call)]) -> Tag {
    let vehicle = calls[0].0;
    let look = Look::of(vehicle);
    let mut numbers: Vec<String> = calls.iter().map(|(_, call)| call.number.to_string()).collect();
    numbers.dedup();
    let more = numbers.len().saturating_sub(NAMED);
    numbers.truncate(NAMED);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    let label = format!("{}{}{more}", look.letter, numbers.join("·"));
    Tag {
        vehicle,
        width: label.chars().count() * LETTER + AROUND,
        label,
        colour: look.colour,
        ink: look.ink,
        across: index % BESIDE * 34,
        down: index / BESIDE * 16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::journey::journeys;
    use crate::output::sample::{Sample, sample};

    #[test]
    fn a_place_has_one_mark_with_a_tag_for_each_vehicle() {
        let Sample { mut day, mut plan, summary, .. } = sample();
        // The same day again by another vehicle, and the first calls at the centre five times more.
        day.vehicles[1] = day.vehicles[0].clone();
        day.vehicles[1].name = "Bus 2".to_owned();
        let mut other = plan.runs[0].clone();
        other.vehicle = "Bus 2".to_owned();
        plan.runs.push(other);
        let journeys = journeys(&day, &plan, &summary).expect("the plan is of this day");
        let points = journeys.iter().flat_map(|journey| &journey.events).filter_map(|event| {
            if let Event::Calls(call) = event { Some(call.coordinates) } else { None }
        });
        let points: Vec<_> = points.collect();
        let stops = stops(&journeys, &Plane::around(points.into_iter()), Language::Danish);
        let names: Vec<&str> = stops.iter().map(|stop| stop.name.as_str()).collect();
        assert_eq!(stops.len(), 3, "two homes and a centre: {names:?}");
        assert!(stops[2].is_centre && !stops[1].is_centre, "{names:?}");
        for stop in &stops {
            let vehicles: Vec<usize> = stop.tags.iter().map(|tag| tag.vehicle).collect();
            assert_eq!(vehicles, [0, 1], "{}", stop.name);
            assert!(stop.title.lines().count() > 2, "{}", stop.title);
        }
        assert!(names[0].ends_with("(A1·5, B1·5)"), "{names:?}");
    }

    #[test]
    fn neighbours_at_one_address_have_one_mark_that_names_both_unless_one_is_protected() {
        let mut sample = sample();
        let homes = [0, 1].map(|index: usize| sample.day.bookings[index].home.index());
        sample.day.places[homes[1]].coordinates = sample.day.places[homes[0]].coordinates;
        sample.day.bookings[1].address = sample.day.bookings[0].address.clone();
        let marks = |sample: &Sample| {
            let Sample { day, plan, summary, .. } = sample;
            let journeys = journeys(day, plan, summary).expect("the plan is of this day");
            let plane = Plane::around(day.places.iter().map(|place| place.coordinates));
            let stops = stops(&journeys, &plane, Language::Danish);
            let homes = stops.into_iter().filter(|stop| !stop.is_centre);
            homes.map(|stop| stop.title).collect::<Vec<String>>()
        };
        let one = marks(&sample);
        let names = [0, 1].map(|index: usize| sample.day.bookings[index].name.clone());
        assert!(one.len() == 1 && names.iter().all(|name| one[0].contains(name)), "{one:?}");
        sample.day.bookings[1].protected = true;
        assert_eq!(marks(&sample).len(), 2);
    }

    #[test]
    fn many_stops_at_one_place_are_counted() {
        let Sample { day, plan, summary, .. } = sample();
        let mut journeys = journeys(&day, &plan, &summary).expect("the plan is of this day");
        let mut number = 0;
        let calls = journeys[0].events.iter_mut().filter_map(|event| match event {
            Event::Calls(call) => Some(call),
            _ => None,
        });
        let calls: Vec<(usize, &Call)> = calls
            .map(|call| {
                number += 1;
                call.number = number;
                (0, &*call)
            })
            .collect();
        assert_eq!(calls.len(), 6);
        assert_eq!(tag(0, &calls).label, "A1·2·3·4 +2");
    }
}
