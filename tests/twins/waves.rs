//! Random small instances in waves: riders who share a session, and moments between sessions at which
//! every vehicle is empty, often with too little time to drive from one wave to the next.

use korsel::domain::{
    BreakRule, Distance, Duration, Instance, Layouts, Leg, Load, Money, PlaceId, Request,
    RequestId, Tariff, Time, TravelTable, TripClock, Vehicle, VehicleSpec, Visit, Window,
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

const PLACES: usize = 6;
/// Sessions are at one of the first places.
const CENTRES: u32 = 2;

/// Two or three waves of one to three riders each, every other feature switched on in turn.
pub fn random_waves(rng: &mut ChaCha8Rng) -> Instance {
    let apart = Duration::minutes([50, 60, 90][rng.random_range(0..3)]);
    let taxis = rng.random_bool(0.3);
    let mut requests: Vec<Request> = Vec::new();
    for wave in 0..rng.random_range(2..=3) {
        let opens = Time::hm(9, 0) + apart * wave;
        let centre = PlaceId(rng.random_range(0..CENTRES));
        let is_out = rng.random_bool(0.5);
        for _ in 0..rng.random_range(1..=3).min(6 - requests.len()) {
            let mut request = random_request(rng, requests.len(), opens, centre, is_out);
            request.taxi_price = taxis.then(|| Money::kroner(rng.random_range(50..400)));
            requests.push(request);
        }
    }
    let travel = random_travel(rng);
    let specs: Vec<VehicleSpec> = (0..2).map(|_| random_spec(rng)).collect();
    let vehicles = [0, 0, 1].map(|kind: usize| Vehicle {
        name: format!("V{kind}"),
        kind: "bus".to_owned(),
        spec: specs[kind].clone(),
    });
    Instance::new(requests, vehicles.to_vec(), travel, Vec::new()).expect("a valid instance")
}

/// Drives that keep the triangle inequality, or need not.
fn random_travel(rng: &mut ChaCha8Rng) -> TravelTable {
    let at: Vec<i64> = (0..PLACES).map(|_| rng.random_range(0..12)).collect();
    let is_metric = rng.random_bool(0.6);
    TravelTable::from_fn(PLACES, |from, to| {
        let apart = (at[from.0 as usize] - at[to.0 as usize]).abs();
        let minutes = if is_metric { apart } else { rng.random_range(1..12) };
        Leg { duration: Duration::minutes(minutes), distance: Distance::metres(700 * minutes) }
    })
}

/// Somebody who rides to a session within the 50 minutes before it, or home within those after it.
fn random_request(
    rng: &mut ChaCha8Rng,
    index: usize,
    opens: Time,
    centre: PlaceId,
    is_out: bool,
) -> Request {
    let later = opens + Duration::minutes(rng.random_range(0..15));
    let closes = opens + Duration::minutes(50);
    let home = PlaceId(rng.random_range(CENTRES..PLACES as u32));
    let (from, to, opens) = if is_out { (home, centre, later) } else { (centre, home, opens) };
    let [on, off] = [(); 2].map(|()| Duration::minutes(rng.random_range(0..3)));
    let window =
        |service: Duration| Window { earliest: opens, latest: closes + (Duration::ZERO - service) };
    Request {
        name: format!("R{index}"),
        pickup: Visit { place: from, window: window(Duration::ZERO), service: on },
        dropoff: Visit { place: to, window: window(off), service: off },
        load: Load {
            seats: rng.random_range(1..=2),
            wheelchairs: u16::from(rng.random_bool(0.15)),
            front_seats: u16::from(rng.random_bool(0.1)),
        },
        longest_ride: rng.random_bool(0.1).then(|| Duration::minutes(25)),
        trip_clock: TripClock::Aboard,
        alone: rng.random_bool(0.05),
        needs_lift: rng.random_bool(0.1),
        not_with: (index > 0 && rng.random_bool(0.05))
            .then(|| RequestId(rng.random_range(0..index as u32)))
            .into_iter()
            .collect(),
        taxi_price: None,
    }
}

fn random_spec(rng: &mut ChaCha8Rng) -> VehicleSpec {
    let opens = Time::hm(8, 30) + Duration::minutes(rng.random_range(0..40));
    let rest = opens + Duration::minutes(rng.random_range(20..90));
    let layouts = ["4+0", "8+0 4+1 2+2", "3+1"][rng.random_range(0..3)];
    let limited = rng.random_bool(0.1);
    VehicleSpec {
        start: PlaceId(rng.random_range(0..PLACES as u32)),
        end: PlaceId(rng.random_range(0..PLACES as u32)),
        shift: Window { earliest: opens, latest: Time::hm(12, rng.random_range(0..60)) },
        longest_duration: limited.then(|| Duration::minutes(120)),
        layouts: layouts.parse::<Layouts>().expect("layouts"),
        front_seats: 1,
        lift: rng.random_bool(0.8),
        break_rule: rng.random_bool(0.5).then(|| BreakRule {
            length: Duration::minutes(rng.random_range(10..25)),
            between: Window { earliest: rest, latest: rest + Duration::minutes(60) },
        }),
        tariff: Tariff {
            day_fee: Money::kroner(rng.random_range(0..200)),
            per_km: Money::ore(rng.random_range(0..1_000)),
            per_hour_driving: Money::ore(rng.random_range(0..50_000)),
            per_hour_boarding: Money::ore(rng.random_range(0..50_000)),
            per_hour_waiting: Money::ore(if rng.random_bool(0.1) { 20_000 } else { 0 }),
        },
    }
}
