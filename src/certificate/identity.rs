//! What a certificate is about: hashes of all that bears on rules and costs.
//!
//! Each is the SHA-256 of lines of JSON, one line for each ride, vehicle or pair of places. Places go by
//! the order in which rides and then vehicles name them, so that homes nobody is fetched from do not
//! matter; moments are milliseconds since midnight, money is øre. Who a citizen is does not matter, but
//! what rides and vehicles are called does, as the certificate calls them so.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::{
    BreakRule, Duration, Instance, Money, PlaceId, Request, Tariff, Time, Vehicle, Visit, Window,
};

/// The day or public instance that a certificate is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// All rides: places, windows, services, loads, company, price of a taxi.
    pub rides: String,
    /// All vehicles: depots, shifts, layouts, rests, tariffs.
    pub fleet: String,
    /// All drives between places in use, and the rush hours.
    pub drives: String,
}

impl Identity {
    /// Of this instance.
    pub fn of(instance: &Instance) -> Self {
        let mut places = Places::default();
        let rides = hash(instance.requests().iter().map(|request| places.ride(request)));
        let fleet = hash(instance.vehicles().iter().map(|vehicle| places.vehicle(vehicle)));
        let drives = hash(places.drives(instance));
        Self { rides, fleet, drives }
    }
}

/// Places in the order in which they are named.
#[derive(Default)]
struct Places {
    numbers: HashMap<PlaceId, usize>,
    all: Vec<PlaceId>,
}

impl Places {
    fn number(&mut self, place: PlaceId) -> usize {
        let next = self.all.len();
        let number = *self.numbers.entry(place).or_insert(next);
        if number == next {
            self.all.push(place);
        }
        number
    }

    fn visit(&mut self, visit: &Visit) -> (usize, [i64; 2], i64) {
        (self.number(visit.place), window(visit.window), length(visit.service))
    }

    fn ride(&mut self, request: &Request) -> String {
        let load = &request.load;
        let not_with: Vec<usize> = request.not_with.iter().map(|other| other.index()).collect();
        line(&(
            &request.name,
            self.visit(&request.pickup),
            self.visit(&request.dropoff),
            (load.seats, load.wheelchairs, load.front_seats),
            request.longest_ride.map(length),
            (request.alone, request.needs_lift, not_with),
            request.taxi_price.map(Money::as_ore),
        ))
    }

    fn vehicle(&mut self, vehicle: &Vehicle) -> String {
        let spec = &vehicle.spec;
        let rest = |rule: BreakRule| (length(rule.length), window(rule.between));
        let Tariff { day_fee, per_km, per_hour_driving, per_hour_boarding, per_hour_waiting } =
            spec.tariff;
        let tariff = [day_fee, per_km, per_hour_driving, per_hour_boarding, per_hour_waiting];
        line(&(
            &vehicle.name,
            (self.number(spec.start), self.number(spec.end)),
            window(spec.shift),
            spec.longest_duration.map(length),
            (spec.layouts.alternatives(), spec.front_seats, spec.lift),
            spec.break_rule.map(rest),
            tariff.map(Money::as_ore),
        ))
    }

    fn drives(&self, instance: &Instance) -> impl Iterator<Item = String> {
        let pairs = self.all.iter().flat_map(|&from| self.all.iter().map(move |&to| (from, to)));
        let legs = pairs.map(move |(from, to)| instance.travel().leg(from, to));
        let legs = legs.map(|leg| line(&(length(leg.duration), leg.distance.as_metres())));
        let rush_hours = instance.rush_hours().iter();
        legs.chain(rush_hours.map(|rush| line(&(window(rush.window), rush.factor))))
    }
}

fn line(content: &impl Serialize) -> String {
    serde_json::to_string(content).expect("plain data serialises") + "\n"
}

fn length(length: Duration) -> i64 {
    length.as_milliseconds()
}

fn window(window: Window) -> [i64; 2] {
    [window.earliest, window.latest].map(Time::as_milliseconds)
}

fn hash(lines: impl Iterator<Item = String>) -> String {
    let mut hash = Sha256::new();
    lines.for_each(|line| hash.update(line));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
