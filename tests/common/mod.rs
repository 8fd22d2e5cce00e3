//! Random days for whole-program tests, and days written as folders.
//!
//! Homes are drawn from the address file in `../shared/addresses`, the centres are the two real
//! ones; citizens are invented. Everything a day can ask for occurs with the probability that is
//! written beside it, so that a few hundred seeds meet it all. Equal seeds give equal days.

// Each test binary that includes this module uses a part of it.
#![allow(dead_code, unused_imports)]

mod fleet;
mod people;

use std::path::Path;
use std::sync::OnceLock;

use chrono::NaiveDate;
use korsel::domain::{
    Address, Centre, Coordinates, Day, Distance, Duration, GivenLeg, Leg, Money, Place, PlaceId,
    Promise, RushHour, TaxiTariff, Time, TravelSettings, Window,
};
use korsel::output::write_day_folder;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The share of days that have a reserve taxi.
const RESERVE_TAXI: f64 = 0.2;
/// The share of days that limit the time aboard, and that limit the detour.
const LONGEST_ABOARD: f64 = 0.2;
const LONGEST_DETOUR: f64 = 0.2;
/// The share of days whose promise is 45 minutes, and whose margins are not five minutes.
const SHORT_PROMISE: f64 = 0.1;
const OTHER_MARGINS: f64 = 0.2;
/// The share of days with a rush hour, and of those with a second one.
const RUSH_HOUR: f64 = 0.3;
const SECOND_RUSH_HOUR: f64 = 0.5;
/// The share of days that give some drives, which may be slower or faster than the computed ones.
const GIVEN_LEGS: f64 = 0.2;

/// The day of this seed, with so many bookings.
pub fn random_day(seed: u64, bookings: usize) -> Day {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut places = Vec::new();
    let centres = centres(&mut places);
    let promise = promise(&mut rng);
    let reserve_taxi = rng.random_bool(RESERVE_TAXI).then(|| TaxiTariff {
        start_fee: Money::kroner(rng.random_range(30..80)),
        per_km: Money::ore(rng.random_range(1_000..2_500)),
        lift: rng.random_bool(0.5),
    });
    let travel = travel_settings(&mut rng);
    let bookings = people::bookings(&mut rng, bookings, promise.longest_trip, &mut places);
    let vehicles = fleet::vehicles(&mut rng, bookings.len(), &mut places);
    let given_legs = given_legs(&mut rng, &places);
    Day {
        date: NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date"),
        promise,
        reserve_taxi,
        travel,
        places,
        centres,
        bookings,
        vehicles,
        given_legs,
        regularity: korsel::domain::Regularity::default(),
    }
}

/// Writes the day as a folder whose reading gives it back.
pub fn write_day(day: &Day, folder: &Path) {
    write_day_folder(folder, day, "").expect("a new or empty folder");
}

/// An address of the file.
struct Home {
    address: Address,
    coordinates: Coordinates,
}

/// All addresses of the two municipalities.
fn homes() -> &'static [Home] {
    static HOMES: OnceLock<Vec<Home>> = OnceLock::new();
    HOMES.get_or_init(|| {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/addresses/ishoj-vallensbaek.csv");
        let mut reader = csv::Reader::from_path(path).expect("the address file is there");
        let rows = reader.records().map(|row| {
            let row = row.expect("a row");
            let degrees = |column: usize| row[column].parse().expect("degrees");
            Home {
                address: Address {
                    street: row[0].to_owned(),
                    number: row[1].to_owned(),
                    floor_door: String::new(),
                    postcode: row[2].to_owned(),
                    town: row[3].to_owned(),
                },
                coordinates: Coordinates { lat: degrees(4), lon: degrees(5) },
            }
        });
        rows.collect()
    })
}

fn add_place(places: &mut Vec<Place>, key: &str, coordinates: Coordinates) -> PlaceId {
    places.push(Place { key: key.to_owned(), coordinates });
    PlaceId(places.len() as u32 - 1)
}

fn centres(places: &mut Vec<Place>) -> Vec<Centre> {
    let mut centre =
        |id: &str, name: &str, [street, number, postcode, town]: [&str; 4], lat, lon| Centre {
            id: id.to_owned(),
            name: name.to_owned(),
            phone: String::new(),
            address: Address {
                street: street.to_owned(),
                number: number.to_owned(),
                floor_door: String::new(),
                postcode: postcode.to_owned(),
                town: town.to_owned(),
            },
            place: add_place(places, id, Coordinates { lat, lon }),
        };
    let nord = ["Løkkekrogen", "3", "2625", "Vallensbæk"];
    let syd = ["Ishøj Boulevard", "2A", "2635", "Ishøj"];
    vec![
        centre("nord", "Træningscenter Nord", nord, 55.65126, 12.35654),
        centre("syd", "Træningscenter Syd", syd, 55.61572, 12.34978),
    ]
}

fn promise(rng: &mut ChaCha8Rng) -> Promise {
    let short = rng.random_bool(SHORT_PROMISE);
    let other_margins = rng.random_bool(OTHER_MARGINS);
    let mut margin = || Duration::minutes(if other_margins { rng.random_range(0..=10) } else { 5 });
    let (arrive_before, ready_after) = (margin(), margin());
    let limits_aboard = rng.random_bool(LONGEST_ABOARD);
    let limits_detour = rng.random_bool(LONGEST_DETOUR);
    Promise {
        longest_trip: Duration::minutes(if short { 45 } else { 60 }),
        arrive_before,
        ready_after,
        longest_aboard: limits_aboard.then(|| Duration::minutes(rng.random_range(20..=45))),
        longest_detour: limits_detour.then(|| f64::from(rng.random_range(12..=30)) / 10.0),
    }
}

fn travel_settings(rng: &mut ChaCha8Rng) -> TravelSettings {
    let mut rush_hours = Vec::new();
    if rng.random_bool(RUSH_HOUR) {
        rush_hours.push(rush_hour(rng, 6..9));
        if rng.random_bool(SECOND_RUSH_HOUR) {
            rush_hours.push(rush_hour(rng, 14..17));
        }
    }
    TravelSettings {
        time_factor: *[1.0, 1.0, 1.15].choose(rng).expect("three"),
        detour_factor: *[1.3, 1.4, 1.5].choose(rng).expect("three"),
        speed_kmh: f64::from(rng.random_range(25..=45)),
        road_speeds_kmh: vec![("residential".to_owned(), 28.5), ("tertiary".to_owned(), 42.0)],
        rush_hours,
    }
}

fn rush_hour(rng: &mut ChaCha8Rng, hours: std::ops::Range<i64>) -> RushHour {
    let earliest = Time::hm(rng.random_range(hours), 15 * rng.random_range(0..4));
    let latest = earliest + Duration::minutes(15 * rng.random_range(2..=8));
    let factor = f64::from(rng.random_range(105..=160)) / 100.0;
    RushHour { window: Window { earliest, latest }, factor }
}

fn given_legs(rng: &mut ChaCha8Rng, places: &[Place]) -> Vec<GivenLeg> {
    if !rng.random_bool(GIVEN_LEGS) {
        return Vec::new();
    }
    let mut legs: Vec<GivenLeg> = Vec::new();
    for _ in 0..rng.random_range(1..=20) {
        let mut place = || PlaceId(rng.random_range(0..places.len() as u32));
        let (from, to) = (place(), place());
        if from != to && legs.iter().all(|leg| (leg.from, leg.to) != (from, to)) {
            let metres = straight_metres(places, from, to) * rng.random_range(1.1..1.8);
            let duration = Duration::seconds((metres / rng.random_range(7.0..13.0)).ceil() as i64);
            let leg = Leg { duration, distance: Distance::metres(metres.ceil() as i64) };
            legs.push(GivenLeg { from, to, leg });
        }
    }
    legs
}

/// The straight line on a plane that fits these latitudes to a few in a thousand.
fn straight_metres(places: &[Place], from: PlaceId, to: PlaceId) -> f64 {
    let [from, to] = [from, to].map(|place| places[place.index()].coordinates);
    f64::hypot((from.lat - to.lat) * 111_300.0, (from.lon - to.lon) * 62_900.0)
}
