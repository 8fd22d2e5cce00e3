//! The referee: judges a written plan from the day alone.
//!
//! It knows the day's plain data, the travel table and the plan, and derives every rule from them
//! with its own arithmetic: nothing of instance, evaluation, search or exact method is used, so a
//! mistake there cannot hide here. It judges what is written, whether by this program or by hand.
//!
//! - [`rides`]: each ride once, and what is listed instead
//! - [`times`]: clock times, drives, shifts; [`rest`]: the driver's rest
//! - [`promise`]: what each citizen was promised
//! - [`loads`]: who is aboard together
//! - [`money`]: totals, costs, bound

mod absurd;
mod fact;
mod loads;
mod money;
mod promise;
mod rest;
mod rides;
mod rule;
mod times;
mod violation;

use std::collections::{HashMap, HashSet};

use crate::domain::{Booking, Day, Direction, Duration, PlaceId, TravelTable, Vehicle};
use crate::plan::{Action, Plan, PlannedStop, Reason, Run, SCHEMA};

pub use fact::Fact;
pub use rule::Rule;
pub use violation::Violation;

/// What a violation of the drive back names in place of a booking.
pub const DEPOT: &str = "the depot";

/// Every rule that the plan breaks, in the order of the plan; none if it is accepted.
///
/// # Panics
/// If the travel table is not the day's.
pub fn check(day: &Day, travel: &TravelTable, plan: &Plan) -> Vec<Violation> {
    assert_eq!(travel.size(), day.places.len(), "a travel table covers the places of its day");
    let mut broken = Vec::new();
    if plan.schema != SCHEMA {
        broken.push(Violation::new(Rule::Schema, plan.schema, SCHEMA));
    }
    if plan.date != day.date {
        broken.push(Violation::new(Rule::Date, plan.date, day.date));
    }
    // Sums of absurd figures could overflow, so they are not formed.
    if let Some(figure) = absurd::figure(plan) {
        broken.push(Violation::new(Rule::Absurd, figure, ()));
        return broken;
    }
    let case = Case::new(day, travel, plan);
    rides::check(&case, plan, &mut broken);
    for run in &plan.runs {
        check_run(&case, run, &mut broken);
    }
    money::check_plan(plan, &mut broken);
    broken
}

fn check_run(case: &Case, run: &Run, broken: &mut Vec<Violation>) {
    let Some(&vehicle) = case.vehicles.get(run.vehicle.as_str()) else {
        broken.push(Violation::new(Rule::UnknownVehicle, (), ()).vehicle(&run.vehicle));
        return;
    };
    let run = RunCase::new(case, run, vehicle);
    if run.stops.is_empty() {
        broken.push(run.violation(Rule::EmptyRun, (), ()));
        return;
    }
    times::check(case, &run, broken);
    rest::check(&run, broken);
    promise::check(case, &run, broken);
    loads::check(case, &run, broken);
    money::check_run(&run, broken);
}

/// What the day says, by the names that a plan uses.
struct Case<'a> {
    day: &'a Day,
    travel: &'a TravelTable,
    bookings: HashMap<&'a str, &'a Booking>,
    vehicles: HashMap<&'a str, &'a Vehicle>,
    places: HashMap<&'a str, PlaceId>,
    /// The rides that are listed as those of who was aboard when a vehicle broke down.
    left_aboard: HashSet<(&'a str, Direction)>,
}

impl<'a> Case<'a> {
    fn new(day: &'a Day, travel: &'a TravelTable, plan: &'a Plan) -> Self {
        let places = day.places.iter().enumerate();
        let listed = plan.not_planned.iter();
        let left_aboard = listed.filter(|ride| ride.reason == Reason::AboardBrokenVehicle);
        Self {
            day,
            travel,
            bookings: day.bookings.iter().map(|b| (b.reference.as_str(), b)).collect(),
            vehicles: day.vehicles.iter().map(|v| (v.name.as_str(), v)).collect(),
            places: places.map(|(i, place)| (place.key.as_str(), PlaceId(i as u32))).collect(),
            left_aboard: left_aboard.map(|it| (it.booking.as_str(), it.direction)).collect(),
        }
    }

    /// Where a ride starts and where it ends.
    fn ends(&self, booking: &Booking, direction: Direction) -> (PlaceId, PlaceId) {
        let centre = self.day.centres[booking.centre].place;
        match direction {
            Direction::Out => (booking.home, centre),
            Direction::Home => (centre, booking.home),
        }
    }

    /// The longest trip that this citizen is promised.
    fn longest_trip(&self, booking: &Booking) -> Duration {
        booking.longest_trip.min(self.day.promise.longest_trip)
    }

    /// Whether this is the boarding of somebody who is listed as aboard when the vehicle broke down.
    fn is_left_aboard(&self, run: &Run, stop: &PlannedStop) -> bool {
        let ride = (stop.booking.as_str(), stop.direction);
        let alights = |it: &PlannedStop| {
            it.action == Action::Dropoff && (it.booking.as_str(), it.direction) == ride
        };
        run.broke_down && self.left_aboard.contains(&ride) && !run.stops.iter().any(alights)
    }

    fn place_key(&self, place: PlaceId) -> &'a str {
        &self.day.places[place.index()].key
    }
}

/// A stop of the plan beside what the day says of it.
struct SeenStop<'a> {
    /// From 1, as on the manifest.
    number: usize,
    written: &'a PlannedStop,
    /// `None` if the day has no such booking.
    booking: Option<&'a Booking>,
    /// Where it must be; where it is written to be if the booking is unknown.
    place: Option<PlaceId>,
}

impl SeenStop<'_> {
    fn is_pickup(&self) -> bool {
        self.written.action == Action::Pickup
    }

    fn is_same_ride(&self, other: &Self) -> bool {
        self.written.booking == other.written.booking
            && self.written.direction == other.written.direction
    }
}

/// A run of the plan beside what the day says of it.
struct RunCase<'a> {
    written: &'a Run,
    vehicle: &'a Vehicle,
    stops: Vec<SeenStop<'a>>,
}

impl<'a> RunCase<'a> {
    fn new(case: &Case<'a>, written: &'a Run, vehicle: &'a Vehicle) -> Self {
        let stops = written.stops.iter().enumerate().map(|(index, stop)| {
            let booking = case.bookings.get(stop.booking.as_str()).copied();
            let place = match booking {
                None => case.places.get(stop.place.as_str()).copied(),
                Some(booking) => {
                    let (from, to) = case.ends(booking, stop.direction);
                    Some(if stop.action == Action::Pickup { from } else { to })
                }
            };
            SeenStop { number: index + 1, written: stop, booking, place }
        });
        Self { written, vehicle, stops: stops.collect() }
    }

    /// A violation by the run.
    fn violation(&self, rule: Rule, found: impl Into<Fact>, allowed: impl Into<Fact>) -> Violation {
        Violation::new(rule, found, allowed).vehicle(&self.vehicle.name)
    }

    /// A violation at one of its stops.
    fn at(
        &self,
        stop: &SeenStop,
        rule: Rule,
        found: impl Into<Fact>,
        allowed: impl Into<Fact>,
    ) -> Violation {
        self.violation(rule, found, allowed)
            .stop(stop.number)
            .ride(&stop.written.booking, stop.written.direction)
    }
}
