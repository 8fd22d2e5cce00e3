//! What looks like a slip in what drives: vehicles, room for everybody, given drives.

use std::collections::BTreeSet;

use crate::domain::{
    Day, Direction, Duration, Load, Money, Problem, Request, Time, Vehicle, Window,
};
use crate::evaluate::Inserter;
use crate::plan::doctor::{Doubt, VehicleDoubt};
use crate::plan::explain::fits_alone;
use crate::travel::metres_between;

/// Shifts are usually this long.
const SHIFT: (Duration, Duration) = (Duration::hours(1), Duration::hours(13));
/// Nobody drives faster on average, and over some length nobody slower.
const FASTEST_KMH: f64 = 130.0;
const SLOWEST_KMH: f64 = 5.0;
const SOME_METRES: f64 = 1_000.0;
/// A road is no shorter than the straight line but for how places are measured.
const SHORTER_BY: f64 = 300.0;

/// Adds what is odd about vehicles and drives.
pub(super) fn doubts(day: &Day, problem: &Problem, doubts: &mut Vec<Doubt>) {
    few_places(day, problem, doubts);
    idle(problem, doubts);
    for Vehicle { name, spec, .. } in &day.vehicles {
        let has_places = spec.layouts.alternatives().iter().any(|&(_, places)| places > 0);
        let tariff = spec.tariff;
        let is_free = [tariff.day_fee, tariff.per_km, tariff.per_hour_driving] == [Money::ZERO; 3];
        let length = spec.shift.latest - spec.shift.earliest;
        let odd = [
            (has_places && !spec.lift).then_some(VehicleDoubt::NoLift),
            is_free.then_some(VehicleDoubt::CostsNothing),
            (!(SHIFT.0..=SHIFT.1).contains(&length)).then_some(VehicleDoubt::OddShift(spec.shift)),
        ];
        let odd = odd.into_iter().flatten();
        doubts.extend(odd.map(|doubt| Doubt::Vehicle(name.clone(), doubt)));
    }
    odd_drives(day, doubts);
}

/// The hours within which more people must ride than there are places on shift.
fn few_places(day: &Day, problem: &Problem, doubts: &mut Vec<Doubt>) {
    let longest = day.promise.longest_trip;
    let hours: Vec<Window> = problem
        .rides
        .iter()
        .map(|ride| {
            let session = day.bookings[ride.booking].session;
            match ride.direction {
                Direction::Out => {
                    Window { earliest: session.start - longest, latest: session.start }
                }
                Direction::Home => Window { earliest: session.end, latest: session.end + longest },
            }
        })
        .collect();
    let distinct: BTreeSet<(Time, Time)> =
        hours.iter().map(|hour| (hour.earliest, hour.latest)).collect();
    for (earliest, latest) in distinct {
        let within = Window { earliest, latest };
        let requests = problem.instance.requests().iter().zip(&hours);
        let asked = asked(requests.filter(|(_, hour)| **hour == within).map(|(it, _)| it));
        let there = places(&day.vehicles, within);
        if asked.0 > there.0 || asked.1 > there.1 {
            doubts.push(Doubt::FewPlaces { within, asked, there });
        }
    }
}

/// Seats and wheelchair places that these take.
fn asked<'a>(requests: impl Iterator<Item = &'a Request>) -> (u32, u32) {
    requests.fold((0, 0), |(seats, wheelchairs), request| {
        let Load { seats: own_seats, wheelchairs: own_wheelchairs, .. } = request.load;
        (seats + u32::from(own_seats), wheelchairs + u32::from(own_wheelchairs))
    })
}

/// The most seats and the most wheelchair places of the vehicles that are on shift then.
fn places(vehicles: &[Vehicle], within: Window) -> (u32, u32) {
    let on_shift = vehicles.iter().filter(|vehicle| {
        let shift = vehicle.spec.shift;
        shift.earliest < within.latest && within.earliest < shift.latest
    });
    on_shift.fold((0, 0), |(seats, wheelchairs), vehicle| {
        let layouts = vehicle.spec.layouts.alternatives();
        let most_seats = layouts.iter().map(|it| it.0).max().unwrap_or(0);
        let most_wheelchairs = layouts.iter().map(|it| it.1).max().unwrap_or(0);
        (seats + u32::from(most_seats), wheelchairs + u32::from(most_wheelchairs))
    })
}

/// Vehicles that can take nobody, however empty the day.
fn idle(problem: &Problem, doubts: &mut Vec<Doubt>) {
    let instance = &problem.instance;
    let mut inserter = Inserter::default();
    for vehicle in instance.vehicle_ids() {
        let kind = instance.type_of(vehicle);
        if !instance.request_ids().any(|id| fits_alone(instance, &mut inserter, kind, id)) {
            let name = instance.vehicles()[vehicle.index()].name.clone();
            doubts.push(Doubt::Vehicle(name, VehicleDoubt::Idle));
        }
    }
}

/// Drives of `travel.csv` that are too fast, too slow, or shorter than the straight line.
fn odd_drives(day: &Day, doubts: &mut Vec<Doubt>) {
    let mut odd = day.given_legs.iter().filter(|given| {
        let [from, to] = [given.from, given.to].map(|place| &day.places[place.index()]);
        let metres = given.leg.distance.as_metres() as f64;
        let kmh = metres / 1_000.0 / (given.leg.duration.as_minutes() / 60.0);
        let is_long = metres > SOME_METRES;
        (is_long && !(SLOWEST_KMH..=FASTEST_KMH).contains(&kmh))
            || metres + SHORTER_BY < metres_between(from.coordinates, to.coordinates)
    });
    let count = odd.clone().count();
    if let Some(first) = odd.next() {
        let between = [first.from, first.to].map(|place| day.places[place.index()].key.clone());
        doubts.push(Doubt::OddDrives { count, between, leg: first.leg });
    }
}
