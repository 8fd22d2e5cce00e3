//! What looks like a slip in who rides: homes, sessions, telephones.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{
    Address, Booking, BookingStatus, Coordinates, Day, Distance, Duration, PlaceId, Session, Time,
};
use crate::plan::doctor::{Doubt, HomeDoubt, PairDoubt};
use crate::travel::metres_between;

/// Points of one address may lie so far apart: front door and gate.
const ONE_HOUSE: Distance = Distance::metres(100);
/// No home so near is far away, whatever the others.
const NEAR: Distance = Distance::metres(10_000);
/// A home is far away that is so many times further than that of half the citizens.
const FAR_TIMES: i64 = 4;
/// Sessions are usually this long, and between these hours.
const SESSION: (Duration, Duration) = (Duration::minutes(20), Duration::hours(4));
const HOURS: (Time, Time) = (Time::hm(6, 0), Time::hm(22, 0));

/// Adds what is odd about the bookings that are to be driven.
pub(super) fn doubts(day: &Day, doubts: &mut Vec<Doubt>) {
    let driven: Vec<&Booking> =
        day.bookings.iter().filter(|it| it.status == BookingStatus::Approved).collect();
    homes(day, &driven, doubts);
    far_away(day, &driven, doubts);
    one_person_twice(&driven, doubts);
    sessions(&driven, doubts);
    doubts.extend(not_with_nobody(day));
    let phoneless = driven.iter().filter(|it| it.phone.trim().is_empty() && !it.protected);
    let bookings: Vec<String> = phoneless.map(|it| it.reference.clone()).collect();
    if !bookings.is_empty() {
        doubts.push(Doubt::NoPhone(bookings));
    }
}

/// The bookings to be driven whose citizens must not ride with somebody who has no booking this day; `None` if
/// there are none. Such a rule may be meant for other days, or be lost by a slip.
pub fn not_with_nobody(day: &Day) -> Option<Doubt> {
    let known: FxHashSet<&str> = day.bookings.iter().map(|it| it.citizen.as_str()).collect();
    let driven = day.bookings.iter().filter(|it| it.status == BookingStatus::Approved);
    let named = driven.flat_map(|it| it.not_with.iter().map(|other| (&it.reference, other)));
    let strange = named.filter(|(_, other)| !known.contains(other.as_str()));
    let strange: Vec<[String; 2]> =
        strange.map(|(booking, other)| [booking.clone(), other.clone()]).collect();
    (!strange.is_empty()).then_some(Doubt::NotWithNobody(strange))
}

/// Street, number and postcode, or town where there is none, however they are typed; `None` without.
fn house(address: &Address) -> Option<String> {
    let area = if address.postcode.trim().is_empty() { &address.town } else { &address.postcode };
    let parts = [&address.street, &address.number, area].map(|part| {
        let letters = part.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    });
    (!parts[0].is_empty() && !parts[1].is_empty()).then(|| parts.join("/"))
}

fn references(one: &Booking, other: &Booking) -> [String; 2] {
    [one, other].map(|booking| booking.reference.clone())
}

fn at(day: &Day, place: PlaceId) -> Coordinates {
    day.places[place.index()].coordinates
}

fn apart(day: &Day, one: PlaceId, other: PlaceId) -> Distance {
    Distance::metres(metres_between(at(day, one), at(day, other)).round() as i64)
}

/// One address at two points, two addresses at one.
fn homes(day: &Day, driven: &[&Booking], doubts: &mut Vec<Doubt>) {
    let mut seen: FxHashSet<PlaceId> = FxHashSet::default();
    let mut by_house: FxHashMap<String, &Booking> = FxHashMap::default();
    let mut by_point: FxHashMap<(u64, u64), (&Booking, String)> = FxHashMap::default();
    for &booking in driven {
        let Some(house) = house(&booking.address).filter(|_| seen.insert(booking.home)) else {
            continue;
        };
        let first = *by_house.entry(house.clone()).or_insert(booking);
        let apart = apart(day, first.home, booking.home);
        if apart > ONE_HOUSE {
            doubts.push(Doubt::Pair(references(first, booking), PairDoubt::OneAddress(apart)));
        }
        let point = at(day, booking.home);
        let point = (point.lat.to_bits(), point.lon.to_bits());
        let (first, other) = by_point.entry(point).or_insert_with(|| (booking, house.clone()));
        if *other != house {
            doubts.push(Doubt::Pair(references(first, booking), PairDoubt::OnePoint));
        }
    }
}

fn far_away(day: &Day, driven: &[&Booking], doubts: &mut Vec<Doubt>) {
    let centre = |booking: &Booking| &day.centres[booking.centre];
    let distance = |booking: &&Booking| apart(day, booking.home, centre(booking).place);
    let mut all: Vec<Distance> = driven.iter().map(distance).collect();
    all.sort_unstable();
    let Some(&median) = all.get(all.len() / 2) else { return };
    let far = NEAR.max(Distance::metres(FAR_TIMES * median.as_metres()));
    for booking in driven {
        let doubt = match distance(booking) {
            Distance::ZERO => HomeDoubt::AtCentre,
            distance if distance > far => HomeDoubt::FarAway(distance),
            _ => continue,
        };
        let centre = centre(booking).name.clone();
        doubts.push(Doubt::Home(booking.reference.clone(), centre, doubt));
    }
}

/// A citizen who trains twice, and one person under two references.
fn one_person_twice(driven: &[&Booking], doubts: &mut Vec<Doubt>) {
    let mut by_citizen: FxHashMap<&str, &Booking> = FxHashMap::default();
    let mut by_person: FxHashMap<(String, String), &Booking> = FxHashMap::default();
    for &booking in driven {
        let first = *by_citizen.entry(&booking.citizen).or_insert(booking);
        if first.reference != booking.reference {
            let doubt = PairDoubt::OneCitizen(booking.citizen.clone());
            doubts.push(Doubt::Pair(references(first, booking), doubt));
        }
        let name = booking.name.trim().to_lowercase();
        let Some(house) = house(&booking.address).filter(|_| !name.is_empty()) else { continue };
        let first = *by_person.entry((name, house)).or_insert(booking);
        let Session { start, end } = first.session;
        let overlaps = start < booking.session.end && booking.session.start < end;
        if first.citizen != booking.citizen && overlaps {
            doubts.push(Doubt::Pair(references(first, booking), PairDoubt::OnePerson));
        }
    }
}

fn sessions(driven: &[&Booking], doubts: &mut Vec<Doubt>) {
    let mut seen: FxHashSet<(usize, Session)> = FxHashSet::default();
    for booking in driven {
        let session = booking.session;
        let length = session.end - session.start;
        let is_odd = !(SESSION.0..=SESSION.1).contains(&length)
            || session.start < HOURS.0
            || session.end > HOURS.1;
        if is_odd && seen.insert((booking.centre, session)) {
            doubts.push(Doubt::OddSession(booking.reference.clone(), session));
        }
    }
}
