//! Random small instances, every feature switched on in turn.

use korsel::domain::{
    BreakRule, Distance, Duration, Instance, Layouts, Leg, Load, Money, PlaceId, Request,
    RequestId, RushHour, Tariff, Time, TravelTable, TripClock, Vehicle, VehicleSpec, Visit, Window,
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

const PLACES: usize = 6;

/// A random instance of a few requests around nine o'clock. Roughly one feature in three is on, but
/// in two instances of five windows, service and driving alone decide what can be driven.
pub fn random_instance(rng: &mut ChaCha8Rng, requests: usize) -> Instance {
    let windows_decide = rng.random_bool(0.4);
    let rides_limited = !windows_decide && rng.random_bool(0.5);
    let taxis = rng.random_bool(0.3);
    let travel = TravelTable::from_fn(PLACES, |_, _| Leg {
        duration: Duration::minutes(rng.random_range(1..15)),
        distance: Distance::metres(rng.random_range(100..9_000)),
    });
    let requests = (0..requests).map(|index| random_request(rng, index, rides_limited, taxis));
    let requests = requests.collect();
    let specs: Vec<VehicleSpec> = (0..2).map(|_| random_spec(rng, windows_decide)).collect();
    let vehicles = [0, 0, 1].map(|kind: usize| Vehicle {
        name: format!("V{kind}"),
        kind: "bus".to_owned(),
        spec: specs[kind].clone(),
    });
    let rush_hours = rng.random_bool(0.3).then(|| RushHour {
        window: Window { earliest: Time::hm(9, 10), latest: Time::hm(9, 25) },
        factor: 1.5,
    });
    let rush_hours = rush_hours.into_iter().collect();
    Instance::new(requests, vehicles.to_vec(), travel, rush_hours).expect("a valid instance")
}

fn random_request(rng: &mut ChaCha8Rng, index: usize, rides_limited: bool, taxis: bool) -> Request {
    let opens = Time::hm(9, rng.random_range(0..60));
    let later = opens + Duration::minutes(rng.random_range(0..30));
    let visit = |rng: &mut ChaCha8Rng, earliest: Time| Visit {
        place: PlaceId(rng.random_range(0..PLACES as u32)),
        window: Window { earliest, latest: earliest + Duration::minutes(rng.random_range(0..40)) },
        service: Duration::minutes(rng.random_range(0..3)),
    };
    Request {
        name: format!("R{index}"),
        pickup: visit(rng, opens),
        dropoff: visit(rng, later),
        load: Load {
            seats: rng.random_range(1..=2),
            wheelchairs: u16::from(rng.random_bool(0.2)),
            front_seats: u16::from(rng.random_bool(0.2)),
        },
        longest_ride: (rides_limited && rng.random_bool(0.6))
            .then(|| Duration::minutes(rng.random_range(10..35))),
        trip_clock: match rng.random_range(0..3) {
            0 => TripClock::UntilFixed(Time::hm(10, 0)),
            1 => TripClock::SinceFixed(Time::hm(9, 0)),
            _ => TripClock::Aboard,
        },
        alone: rng.random_bool(0.1),
        needs_lift: rng.random_bool(0.2),
        not_with: (index > 0 && rng.random_bool(0.2))
            .then(|| RequestId(rng.random_range(0..index as u32)))
            .into_iter()
            .collect(),
        taxi_price: taxis.then(|| Money::kroner(rng.random_range(50..400))),
    }
}

fn random_spec(rng: &mut ChaCha8Rng, windows_decide: bool) -> VehicleSpec {
    let mut demands = |chance| !windows_decide && rng.random_bool(chance);
    let (limited, rests, waiting_paid) = (demands(0.4), demands(0.6), demands(0.4));
    let depot = PlaceId(rng.random_range(0..PLACES as u32));
    let layouts = ["4+0", "8+0 4+1 2+2", "3+1"][rng.random_range(0..3)];
    VehicleSpec {
        start: depot,
        end: depot,
        shift: random_shift(rng),
        longest_duration: limited.then(|| Duration::minutes(90)),
        layouts: layouts.parse::<Layouts>().expect("layouts"),
        front_seats: 1,
        lift: rng.random_bool(0.7),
        break_rule: rests.then(|| BreakRule {
            length: Duration::minutes(15),
            between: Window { earliest: Time::hm(9, 20), latest: Time::hm(10, 10) },
        }),
        tariff: Tariff {
            day_fee: Money::kroner(rng.random_range(0..200)),
            per_km: Money::ore(rng.random_range(0..1_000)),
            per_hour_driving: Money::ore(rng.random_range(0..50_000)),
            per_hour_boarding: Money::ore(rng.random_range(0..50_000)),
            per_hour_waiting: Money::ore(if waiting_paid { 20_000 } else { 0 }),
        },
    }
}

/// Mostly longer than all there is to drive; now and then it starts or ends so that it has hardly room
/// for the rest, or none.
fn random_shift(rng: &mut ChaCha8Rng) -> Window {
    let late = Time::hm(9, rng.random_range(50..60));
    let early = Time::hm(9, rng.random_range(30..40));
    let whole = Window { earliest: Time::hm(8, 30), latest: Time::hm(11, rng.random_range(0..60)) };
    match rng.random_range(0..10) {
        0 => Window { earliest: late, ..whole },
        1 => Window { latest: early, ..whole },
        _ => whole,
    }
}
