//! Invented citizens: what they are called, where they live, what they need.

use chrono::NaiveDate;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::Places;
use super::region::Site;
use super::timetable::Attendance;
use crate::domain::{Address, Booking, Duration, Mobility, PlaceId, Promise};
use crate::input::built_in_mobility;

/// How citizens move, and how many of a hundred.
const MOBILITIES: [(&str, u32); 5] = [
    ("walks", 60),
    ("walker", 20),
    ("folding_wheelchair", 8),
    ("wheelchair", 8),
    ("powered_wheelchair", 4),
];
/// The share of citizens with one companion, and with two.
const COMPANION: f64 = 0.08;
const TWO_COMPANIONS: f64 = 0.01;
/// The share of citizens who ride alone.
const ALONE: f64 = 0.02;
/// The share of those who walk that ask for the seat beside the driver, and for the lift.
const FRONT_SEAT: f64 = 0.05;
const NEEDS_LIFT: f64 = 0.04;
/// The share of citizens who must not ride with the one before of the same session.
const NOT_WITH: f64 = 0.025;
/// The share of citizens whose trip may take no longer than `SHORT_TRIP`.
const OWN_LONGEST_TRIP: f64 = 0.03;
const SHORT_TRIP: Duration = Duration::minutes(45);
/// The share of citizens with a note to the driver, and what it says.
const NOTE: f64 = 0.1;
const NOTES: [&str; 4] =
    ["Ring på, det tager lidt tid", "Hentes ved bagdøren", "Hører dårligt", "Nøgleboks ved døren"];
/// First and last days of grants, as year, month, day.
const GRANTS: [[(i32, u32, u32); 2]; 3] =
    [[(2026, 8, 1), (2027, 1, 31)], [(2026, 9, 15), (2027, 3, 15)], [(2026, 11, 1), (2027, 2, 28)]];

/// A booking for each attendance; the homes become places.
pub(super) fn bookings(
    rng: &mut ChaCha8Rng,
    attendances: &[Attendance],
    promise: &Promise,
    sites: &[Site],
    places: &mut Places,
) -> Vec<Booking> {
    let mobilities = MOBILITIES.map(|(name, share)| {
        (built_in_mobility(name).expect("a mobility known from the start"), share)
    });
    let mut bookings: Vec<Booking> = Vec::with_capacity(attendances.len());
    for (number, attendance) in (1..).zip(attendances) {
        let mut booking = booking(rng, number, attendance, promise, &mobilities);
        let home = sites[attendance.centre].home(rng);
        booking.home = places.add(booking.citizen.clone(), home);
        let before = bookings
            .last()
            .filter(|before| (before.centre, before.session) == (booking.centre, booking.session));
        if let Some(before) = before.filter(|_| rng.random_bool(NOT_WITH)) {
            booking.not_with.push(before.citizen.clone());
        }
        bookings.push(booking);
    }
    bookings
}

/// A booking whose home is still to be found.
fn booking(
    rng: &mut ChaCha8Rng,
    number: usize,
    attendance: &Attendance,
    promise: &Promise,
    mobilities: &[(Mobility, u32)],
) -> Booking {
    let (mobility, _) =
        mobilities.choose_weighted(rng, |&(_, share)| share).expect("shares").clone();
    let walks = mobility.seats > 0;
    let companions = companions(rng);
    let own_longest_trip = rng.random_bool(OWN_LONGEST_TRIP);
    let note = if rng.random_bool(NOTE) { *NOTES.choose(rng).expect("notes") } else { "" };
    let grant = grant(rng);
    Booking {
        reference: format!("B-{number:04}"),
        citizen: format!("C-{number:04}"),
        name: format!("Borger {number:04}"),
        phone: "00 00 00 00".to_owned(),
        address: address(number),
        home: PlaceId(0),
        centre: attendance.centre,
        session: attendance.session,
        rides: attendance.rides,
        companions,
        front_seat: walks && rng.random_bool(FRONT_SEAT),
        alone: rng.random_bool(ALONE),
        not_with: Vec::new(),
        needs_lift: mobility.needs_lift || (walks && rng.random_bool(NEEDS_LIFT)),
        mobility,
        longest_trip: if own_longest_trip { SHORT_TRIP } else { promise.longest_trip },
        note: note.to_owned(),
        protected: false,
        grant,
        status: attendance.status,
    }
}

fn companions(rng: &mut ChaCha8Rng) -> u16 {
    match rng.random::<f64>() {
        part if part < TWO_COMPANIONS => 2,
        part if part < TWO_COMPANIONS + COMPANION => 1,
        _ => 0,
    }
}

/// The first and the last day of a grant.
fn grant(rng: &mut ChaCha8Rng) -> (NaiveDate, NaiveDate) {
    let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    GRANTS.choose(rng).expect("grants").map(day).into()
}

/// An address that nobody has; no two citizens share one.
fn address(number: usize) -> Address {
    Address {
        street: "Prøvevej".to_owned(),
        number: number.to_string(),
        floor_door: String::new(),
        postcode: "0000".to_owned(),
        town: "Prøveby".to_owned(),
    }
}
