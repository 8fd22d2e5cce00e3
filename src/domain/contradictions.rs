//! What an instance is refused for: requests, vehicles and rush hours that contradict themselves or name
//! what is not there.

use crate::domain::{Duration, Load, Request, RequestId, RushHour, TravelTable, Vehicle};
use crate::error::Flaw;

/// What is wrong: of what, what was found, what would be right.
type Wrong = (String, &'static str, &'static str);

/// All contradictions of an instance's parts, requests first.
pub(super) fn flaws(
    requests: &[Request],
    vehicles: &[Vehicle],
    travel: &TravelTable,
    rush_hours: &[RushHour],
) -> Vec<Flaw> {
    let of_requests = (0..requests.len()).flat_map(|index| request_flaws(requests, index, travel));
    let of_vehicles = vehicles.iter().flat_map(|vehicle| vehicle_flaws(vehicle, travel));
    let is_wrong =
        |rush: &&RushHour| rush.window.is_empty() || !(1.0..=10.0).contains(&rush.factor);
    let of_rush_hours = rush_hours.iter().filter(is_wrong).map(|_| {
        let found = "an empty window or a factor outside 1 to 10";
        ("rush hours".to_owned(), found, "a slower time of day")
    });
    let wrong = of_requests.chain(of_vehicles).chain(of_rush_hours);
    wrong.map(|(of, found, right)| Flaw::new(format!("instance, {of}"), found, right)).collect()
}

fn request_flaws(requests: &[Request], index: usize, travel: &TravelTable) -> Vec<Wrong> {
    let request = &requests[index];
    let mut flaws = Vec::new();
    let mut wrong = |found, expected| flaws.push((request.name.clone(), found, expected));
    for visit in [&request.pickup, &request.dropoff] {
        if visit.place.index() >= travel.size() {
            wrong("a place outside the travel table", "a place of the table");
        }
        if visit.window.is_empty() {
            wrong("a window that closes before it opens", "earliest no later than latest");
        }
        if visit.service < Duration::ZERO {
            wrong("a negative service time", "zero or more");
        }
    }
    if request.load == Load::EMPTY {
        wrong("a load of nobody", "at least one seat or wheelchair place");
    }
    if request.longest_ride.is_some_and(|limit| limit < Duration::ZERO) {
        wrong("a negative longest ride", "zero or more");
    }
    let known = |other: &RequestId| other.index() < requests.len() && other.index() != index;
    if !request.not_with.iter().all(known) {
        wrong("not_with of itself or of no request", "another request");
    }
    flaws
}

fn vehicle_flaws(vehicle: &Vehicle, travel: &TravelTable) -> Vec<Wrong> {
    let spec = &vehicle.spec;
    let mut flaws = Vec::new();
    let mut wrong = |found, expected| flaws.push((vehicle.name.clone(), found, expected));
    if spec.start.index().max(spec.end.index()) >= travel.size() {
        wrong("a depot outside the travel table", "a place of the table");
    }
    if spec.shift.is_empty() {
        wrong("a shift that ends before it starts", "start before end");
    }
    if let Some(rest) = spec.break_rule
        && (rest.length <= Duration::ZERO
            || rest.between.earliest + rest.length > rest.between.latest)
    {
        wrong("a break that does not fit between its limits", "a longer interval");
    }
    flaws
}
