//! Invented citizens with their sessions.

use chrono::NaiveDate;
use korsel::domain::{
    Booking, BookingStatus, Coordinates, Duration, Mobility, Place, PlaceId, Rides, ServiceTimes,
    Session, Time,
};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::{add_place, homes};

/// The share of bookings that ask for the ride out only, and for the ride home only.
const OUT_ONLY: f64 = 0.1;
const HOME_ONLY: f64 = 0.1;
/// The share of bookings that are cancelled, and of those whose citizens are absent.
const CANCELLED: f64 = 0.04;
const ABSENT: f64 = 0.03;
/// The share of citizens with one companion, and with two.
const COMPANION: f64 = 0.1;
const TWO_COMPANIONS: f64 = 0.02;
/// The share of citizens who ask for a front seat, to ride alone, for a lift.
const FRONT_SEAT: f64 = 0.06;
const ALONE: f64 = 0.04;
const NEEDS_LIFT: f64 = 0.04;
/// The share of citizens who must not ride with one or two others.
const NOT_WITH: f64 = 0.06;
/// The share of bookings with a longest trip of their own.
const OWN_LONGEST_TRIP: f64 = 0.08;
/// The share of bookings by a citizen who has another session that day.
const SECOND_SESSION: f64 = 0.04;
/// The share of homes so far away that no vehicle keeps the promise.
const TOO_FAR: f64 = 0.015;
/// The share of bookings with a note to the driver.
const NOTE: f64 = 0.1;
/// The share of days on which wheelchairs take longer than usual and there is a mobility more.
const OWN_MOBILITIES: f64 = 0.2;

/// So many bookings, whose homes become places.
pub fn bookings(
    rng: &mut ChaCha8Rng,
    count: usize,
    promised: Duration,
    places: &mut Vec<Place>,
) -> Vec<Booking> {
    let mobilities = mobilities(rng);
    let sessions = timetable(rng, count);
    let mut bookings: Vec<Booking> = Vec::new();
    for index in 0..count {
        let mut booking = booking(rng, index, promised, &mobilities, &sessions);
        let again = rng.random_bool(SECOND_SESSION).then(|| bookings.choose(rng)).flatten();
        match again.filter(|other| is_free(&bookings, &other.citizen, booking.session)) {
            Some(other) => {
                booking.citizen.clone_from(&other.citizen);
                booking.name.clone_from(&other.name);
                booking.address.clone_from(&other.address);
                booking.home = other.home;
            }
            None => settle_down(rng, &mut booking, places),
        }
        bookings.push(booking);
    }
    keep_apart(rng, &mut bookings);
    bookings
}

/// The kinds of mobility that a day knows without saying so, or its own.
fn mobilities(rng: &mut ChaCha8Rng) -> Vec<(u32, Mobility)> {
    let mobility = |name: &str, seats, wheelchairs, (boarding, alighting), needs_lift| Mobility {
        name: name.to_owned(),
        seats,
        wheelchairs,
        service: ServiceTimes {
            boarding: Duration::minutes(boarding),
            alighting: Duration::minutes(alighting),
        },
        needs_lift,
    };
    let own = rng.random_bool(OWN_MOBILITIES);
    let wheelchair = if own { (6, 3) } else { (4, 4) };
    let mut all = vec![
        (45, mobility("walks", 1, 0, (1, 1), false)),
        (25, mobility("walker", 1, 0, (2, 2), false)),
        (12, mobility("wheelchair", 0, 1, wheelchair, true)),
        (8, mobility("folding_wheelchair", 1, 0, (3, 3), false)),
        (10, mobility("powered_wheelchair", 0, 1, (5, 5), true)),
    ];
    if own {
        all.push((10, mobility("stretcher", 2, 1, (8, 7), true)));
    }
    all
}

/// The sessions of the day, each shared by a few.
fn timetable(rng: &mut ChaCha8Rng, bookings: usize) -> Vec<(usize, Session)> {
    let sessions = rng.random_range(1..=bookings / 4 + 2);
    let session = |_| {
        let start = Time::hm(8, 30 * rng.random_range(0..=16));
        let end = start + Duration::minutes(15 * rng.random_range(4..=8));
        (rng.random_range(0..2), Session { start, end })
    };
    (0..sessions).map(session).collect()
}

fn booking(
    rng: &mut ChaCha8Rng,
    index: usize,
    promised: Duration,
    mobilities: &[(u32, Mobility)],
    sessions: &[(usize, Session)],
) -> Booking {
    let number = index + 1;
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a date");
    let &(centre, session) = sessions.choose(rng).expect("a session");
    let mobility = mobilities.choose_weighted(rng, |(weight, _)| *weight).expect("weights");
    let mobility = mobility.1.clone();
    let companions = match rng.random::<f64>() {
        part if part < TWO_COMPANIONS => 2,
        part if part < TWO_COMPANIONS + COMPANION => 1,
        _ => 0,
    };
    let own = rng.random_bool(OWN_LONGEST_TRIP);
    let own = own.then(|| Duration::minutes(rng.random_range(25..=44)));
    let note = rng.random_bool(NOTE);
    Booking {
        reference: format!("B{number}"),
        citizen: format!("C{number}"),
        name: format!("Borger {number}"),
        phone: format!("43 00 {:02} {:02}", number / 100 % 100, number % 100),
        address: Default::default(),
        home: PlaceId(0),
        centre,
        session,
        rides: rides(rng),
        companions,
        front_seat: mobility.seats > 0 && rng.random_bool(FRONT_SEAT),
        alone: rng.random_bool(ALONE),
        not_with: Vec::new(),
        needs_lift: mobility.needs_lift || rng.random_bool(NEEDS_LIFT),
        mobility,
        longest_trip: own.unwrap_or(promised),
        note: if note { "Ring på; \"bagdøren\", 2. sal".to_owned() } else { String::new() },
        protected: number.is_multiple_of(20),
        grant: (day(1, 1), day(12, 31)),
        status: status(rng),
    }
}

fn rides(rng: &mut ChaCha8Rng) -> Rides {
    match rng.random::<f64>() {
        part if part < OUT_ONLY => Rides::Out,
        part if part < OUT_ONLY + HOME_ONLY => Rides::Home,
        _ => Rides::Both,
    }
}

fn status(rng: &mut ChaCha8Rng) -> BookingStatus {
    match rng.random::<f64>() {
        part if part < CANCELLED => BookingStatus::Cancelled,
        part if part < CANCELLED + ABSENT => BookingStatus::Absent,
        _ => BookingStatus::Approved,
    }
}

/// Whether the citizen can be home from every other session before being fetched for this one.
fn is_free(bookings: &[Booking], citizen: &str, session: Session) -> bool {
    let rides = Duration::hours(2);
    let mut own = bookings.iter().filter(|booking| booking.citizen == citizen);
    own.all(|b| b.session.end + rides <= session.start || session.end + rides <= b.session.start)
}

/// Gives the citizen of the booking a home of their own.
fn settle_down(rng: &mut ChaCha8Rng, booking: &mut Booking, places: &mut Vec<Place>) {
    let home = homes().choose(rng).expect("homes");
    booking.address = home.address.clone();
    let coordinates = if rng.random_bool(TOO_FAR) {
        // Hillerød, 30 km to the north: over an hour away at every speed of the generator.
        Coordinates { lat: 55.9270 + rng.random_range(0.0..0.05), lon: 12.3010 }
    } else {
        home.coordinates
    };
    booking.home = add_place(places, &booking.citizen, coordinates);
}

/// Says of some citizens whom they must not ride with.
fn keep_apart(rng: &mut ChaCha8Rng, bookings: &mut [Booking]) {
    let citizens: Vec<String> = bookings.iter().map(|b| b.citizen.clone()).collect();
    for booking in bookings {
        if rng.random_bool(NOT_WITH) {
            let count = rng.random_range(1..=2);
            let others = citizens.sample(rng, count).filter(|other| **other != booking.citizen);
            booking.not_with = others.cloned().collect();
            booking.not_with.sort_unstable();
            booking.not_with.dedup();
        }
    }
}
