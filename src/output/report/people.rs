//! Who rides and how long, as a table; and what is not driven, and why.

use rustc_hash::FxHashMap;

use crate::domain::{Direction, Duration};
use crate::output::journey::{Call, Event, Journey, name_of};
use crate::output::report::palette::Look;
use crate::output::words::clock_span;
use crate::output::{Contents, Language};
use crate::plan::summary::{LONG_TRIP, Trip};
use crate::plan::{Action, driven_one_way};

/// The table of citizens.
pub(super) struct People {
    /// The name of each column, and whether it holds numbers.
    pub columns: Vec<(&'static str, bool)>,
    pub rows: Vec<Person>,
}

/// A ride of one citizen.
pub(super) struct Person {
    /// The vehicle's position in the plan, or none.
    pub vehicle: String,
    pub letter: String,
    pub vehicle_name: String,
    pub colour: &'static str,
    pub ink: &'static str,
    pub name: String,
    pub citizen: String,
    pub booking: String,
    pub direction: &'static str,
    /// When the vehicle is at the door on the way out; when the citizen is home on the way back.
    pub told: String,
    /// When training starts, or ended.
    pub session: String,
    pub trip: String,
    pub trip_minutes: i64,
    /// The trip in percent of the longest allowed.
    pub share: i64,
    pub longest: String,
    pub longest_minutes: i64,
    pub aboard: String,
    pub aboard_minutes: i64,
    pub direct: String,
    pub direct_minutes: i64,
    pub is_over_45: bool,
}

/// A ride that no vehicle of the fleet drives.
pub(super) struct Listed {
    pub state: &'static str,
    pub who: String,
    pub booking: String,
    pub direction: &'static str,
    pub session: String,
    pub why: String,
    pub remedy: String,
}

/// Every ride in a vehicle, in the order of bookings.
pub(super) fn people(contents: &Contents, journeys: &[Journey]) -> People {
    let language = contents.language;
    let mut calls: FxHashMap<(&str, Direction, Action), (usize, &Call)> = FxHashMap::default();
    for (vehicle, journey) in journeys.iter().enumerate() {
        for event in &journey.events {
            if let Event::Calls(call) = event {
                let stop = call.stop;
                let key = (stop.booking.as_str(), stop.direction, stop.action);
                calls.insert(key, (vehicle, call));
            }
        }
    }
    let rows = contents.summary.trips.iter().filter_map(|trip| {
        let end = match trip.direction {
            Direction::Out => Action::Pickup,
            Direction::Home => Action::Dropoff,
        };
        let &(vehicle, call) = calls.get(&(trip.booking.as_str(), trip.direction, end))?;
        Some(person(trip, vehicle, call, language))
    });
    People { columns: columns(language), rows: rows.collect() }
}

fn columns(language: Language) -> Vec<(&'static str, bool)> {
    let words = language.words();
    let texts = [
        words.citizen,
        words.reference,
        words.booking,
        words.direction,
        words.vehicle,
        words.told,
        words.session,
    ];
    let figures = [words.trip, words.limit, words.in_vehicle, words.direct];
    let texts = texts.into_iter().map(|name| (name, false));
    texts.chain(figures.into_iter().map(|name| (name, true))).collect()
}

fn person(trip: &Trip, vehicle: usize, call: &Call, language: Language) -> Person {
    let (booking, look) = (call.booking, Look::of(vehicle));
    let minutes = |length: Duration| length.ceil_minutes();
    let session = match trip.direction {
        Direction::Out => booking.session.start,
        Direction::Home => booking.session.end,
    };
    Person {
        vehicle: vehicle.to_string(),
        letter: look.letter,
        vehicle_name: trip.vehicle.clone(),
        colour: look.colour,
        ink: look.ink,
        name: call.name().to_owned(),
        citizen: trip.citizen.clone(),
        booking: trip.booking.clone(),
        direction: language.direction(trip.direction),
        told: call.told.hh_mm(),
        session: session.hh_mm(),
        trip: trip.trip_s.to_string(),
        trip_minutes: minutes(trip.trip_s),
        share: 100 * trip.trip_s.as_milliseconds() / trip.longest_trip_s.as_milliseconds().max(1),
        longest: trip.longest_trip_s.to_string(),
        longest_minutes: minutes(trip.longest_trip_s),
        aboard: trip.aboard_s.to_string(),
        aboard_minutes: minutes(trip.aboard_s),
        direct: trip.direct_s.to_string(),
        direct_minutes: minutes(trip.direct_s),
        is_over_45: trip.trip_s > LONG_TRIP,
    }
}

/// Rides left out with reason and remedy, rides by taxi, bookings cancelled.
pub(super) fn left_out(contents: &Contents) -> Vec<Listed> {
    let &Contents { day, plan, language, .. } = contents;
    let words = language.words();
    let bookings = day.bookings_by_reference();
    let listed = |state, reference: &str, citizen: &str, direction, why, remedy| {
        let booking = bookings.get(reference);
        let session = booking.map_or_else(String::new, |booking| {
            let session = booking.session;
            let centre = &day.centres[booking.centre].name;
            format!("{centre} {}", clock_span(session.start, session.end))
        });
        let who = booking.map_or_else(|| citizen.to_owned(), |booking| name_of(booking).to_owned());
        let booking = reference.to_owned();
        Listed { state, who, booking, direction, session, why, remedy }
    };
    let one_way = driven_one_way(plan);
    let not_planned = plan.not_planned.iter().map(|ride| {
        let remedy = language.remedy(ride, &plan.not_planned, day);
        let other = one_way.get(&(ride.booking.as_str(), ride.direction));
        let only = other.map(|at| language.only_way(ride.direction.opposite(), *at));
        let reason = language.reason(&ride.reason);
        let why = only.map_or(reason.clone(), |only| format!("{reason}; {only}"));
        let direction = language.direction(ride.direction);
        listed(words.not_planned, &ride.booking, &ride.citizen, direction, why, remedy)
    });
    let taxis = plan.taxis.iter().map(|taxi| {
        let why = format!("{} ({})", language.taxi(taxi.due), language.money(taxi.cost_ore));
        let direction = language.direction(taxi.direction);
        listed(words.by_taxi, &taxi.booking, &taxi.citizen, direction, why, String::new())
    });
    let cancelled = plan.cancelled.iter().map(|booking| {
        let (state, why) = language.cancelled(booking.status);
        let known = bookings.get(booking.booking.as_str());
        let rides = known.map_or("", |known| language.rides(known.rides));
        listed(state, &booking.booking, &booking.citizen, rides, why.to_owned(), String::new())
    });
    not_planned.chain(taxis).chain(cancelled).collect()
}
