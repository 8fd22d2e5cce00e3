//! Invented fleets: large enough or too small, alike or mixed.

use korsel::domain::{
    BreakRule, Duration, Money, Place, PlaceId, Tariff, Time, Vehicle, VehicleSpec, Window,
};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::{add_place, homes};

/// The share of days with a fleet that is too small by design, and with a generous one.
const SMALL_FLEET: f64 = 0.2;
const LARGE_FLEET: f64 = 0.2;
/// The chance that a vehicle is the like of the one before.
const ALIKE: f64 = 0.4;
/// The share of vehicles whose driver has a rest, of those that are paid for waiting, and of those
/// with no front seat or with two.
const BREAK: f64 = 0.4;
const PAID_WAITING: f64 = 0.4;
const OTHER_FRONT_SEATS: f64 = 0.2;
/// The share of vehicles on a part of the day only.
const SHORT_SHIFT: f64 = 0.4;

/// What fleets are made of: type, layouts, lift.
const TYPES: [(&str, &str, bool); 5] = [
    ("minibus", "8+0 5+1 2+2", true),
    ("liftbus", "4+2 2+3 0+4", true),
    ("car", "4+0", false),
    ("small car", "3+0", false),
    ("wheelchair car", "3+0 1+1", true),
];

/// The vehicles of a day with so many bookings; their depots become places.
pub fn vehicles(rng: &mut ChaCha8Rng, bookings: usize, places: &mut Vec<Place>) -> Vec<Vehicle> {
    let per_vehicle = match rng.random::<f64>() {
        part if part < SMALL_FLEET => 14.0,
        part if part < SMALL_FLEET + LARGE_FLEET => 3.0,
        _ => 6.0,
    };
    let count = (bookings as f64 / per_vehicle).ceil().max(1.0) as usize;
    let depots = rng.random_range(1..=3);
    let mut depot_places: Vec<Option<PlaceId>> = vec![None; depots];
    let mut vehicles: Vec<Vehicle> = Vec::new();
    for number in 1..=count {
        let (kind, spec) = match vehicles.last() {
            Some(last) if rng.random_bool(ALIKE) => (last.kind.clone(), last.spec.clone()),
            _ => {
                let depot = rng.random_range(0..depots);
                let place = *depot_places[depot].get_or_insert_with(|| {
                    let near = homes().choose(rng).expect("homes");
                    add_place(places, &format!("depot {}", depot + 1), near.coordinates)
                });
                vehicle(rng, place)
            }
        };
        vehicles.push(Vehicle { name: format!("V{number}"), kind, spec });
    }
    vehicles
}

fn vehicle(rng: &mut ChaCha8Rng, depot: PlaceId) -> (String, VehicleSpec) {
    let &(kind, layouts, lift) = TYPES.choose(rng).expect("types");
    let shift = shift(rng);
    let other_front_seats = rng.random_bool(OTHER_FRONT_SEATS);
    let spec = VehicleSpec {
        start: depot,
        end: depot,
        shift,
        longest_duration: None,
        layouts: layouts.parse().expect("layouts"),
        front_seats: if other_front_seats { 2 * rng.random_range(0..=1) } else { 1 },
        lift,
        break_rule: rng.random_bool(BREAK).then(|| break_rule(rng, shift)),
        tariff: tariff(rng),
    };
    (kind.to_owned(), spec)
}

fn shift(rng: &mut ChaCha8Rng) -> Window {
    if !rng.random_bool(SHORT_SHIFT) {
        return Window { earliest: Time::hm(6, 30), latest: Time::hm(19, 30) };
    }
    let earliest = Time::hm(6, 15 * rng.random_range(0..=28));
    Window { earliest, latest: earliest + Duration::minutes(15 * rng.random_range(12..=32)) }
}

/// A rest in a part of the shift that is long enough, though it may not suit any run.
fn break_rule(rng: &mut ChaCha8Rng, shift: Window) -> BreakRule {
    let minutes = *[20, 30, 45].choose(rng).expect("three");
    let spare = (shift.latest - shift.earliest).ceil_minutes() - minutes;
    let begins = shift.earliest + Duration::minutes(rng.random_range(0..=spare / 2));
    let slack = rng.random_range(0..=(spare / 2).min(180));
    let ends = begins + Duration::minutes(minutes + slack);
    BreakRule {
        length: Duration::minutes(minutes),
        between: Window { earliest: begins, latest: ends },
    }
}

fn tariff(rng: &mut ChaCha8Rng) -> Tariff {
    let per_hour = Money::kroner(rng.random_range(250..=450));
    let waits_for_money = rng.random_bool(PAID_WAITING);
    Tariff {
        day_fee: Money::kroner(50 * rng.random_range(0..=18)),
        per_km: Money::ore(rng.random_range(300..=800)),
        per_hour_driving: per_hour,
        per_hour_boarding: per_hour,
        per_hour_waiting: if waits_for_money {
            Money::kroner(rng.random_range(100..=250))
        } else {
            Money::ZERO
        },
    }
}
