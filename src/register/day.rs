//! From a roster to a day as it is planned: bookings, homes, centres, and the vehicles that drive.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::domain::{
    Booking, Centre, Coordinates, Day, Direction, Mobility, Place, PlaceId, Regularity, Usual,
    Vehicle, VehicleSpec,
};
use crate::error::{Error, Flaw, Result};
use crate::register::content::{Citizen, Content, FleetVehicle};
use crate::register::municipality::Municipality;
use crate::register::roster::{Attendance, Roster};

/// The day that the roster makes, its places in the order in which a day's folder is read; `usual` is
/// what citizens are used to.
///
/// # Errors
/// [`Error::Invalid`] if a citizen moves in a way that the settings do not know, nobody is on the
/// roster, or no vehicle drives that day.
pub fn day(
    content: &Content,
    roster: &Roster,
    by: &Municipality,
    mut usual: BTreeMap<(String, Direction), Usual>,
) -> Result<Day> {
    let mut places = Places::default();
    let centres = centres(content, &mut places);
    let mut flaws = Vec::new();
    let mut bookings = Vec::with_capacity(roster.attendances.len());
    for attendance in &roster.attendances {
        match booking(content, attendance, by, &centres, &mut places) {
            Ok(booking) => bookings.push(booking),
            Err(flaw) => flaws.push(*flaw),
        }
    }
    let vehicles = vehicles(content, roster.date, &mut places);
    flaws.extend(nothing_to_do(roster, &vehicles));
    if !flaws.is_empty() {
        return Err(Error::Invalid { flaws });
    }
    usual.retain(|(booking, _), _| bookings.iter().any(|it| it.reference == *booking));
    Ok(Day {
        date: roster.date,
        promise: by.promise,
        reserve_taxi: by.reserve_taxi,
        travel: by.travel.clone(),
        places: places.list,
        centres,
        bookings,
        vehicles,
        given_legs: Vec::new(),
        regularity: Regularity { usual, ..by.regularity.clone() },
    })
}

/// What is wrong with a day on which nobody drives or rides.
fn nothing_to_do(roster: &Roster, vehicles: &[Vehicle]) -> Vec<Flaw> {
    let date = roster.date;
    let nobody_drives = vehicles.is_empty().then(|| {
        Flaw::new("vehicles", format!("no vehicle drives on {date}"), "give one that does")
    });
    let nobody_rides = roster
        .attendances
        .is_empty()
        .then(|| Flaw::new("standing", format!("nobody rides on {date}"), "name another date"));
    nobody_drives.into_iter().chain(nobody_rides).collect()
}

/// The places so far, each under its key.
#[derive(Default)]
struct Places {
    list: Vec<Place>,
    by_key: BTreeMap<String, PlaceId>,
}

impl Places {
    fn add(&mut self, key: &str, coordinates: Coordinates) -> PlaceId {
        let next = PlaceId(self.list.len() as u32);
        let id = *self.by_key.entry(key.to_owned()).or_insert(next);
        if id == next {
            self.list.push(Place { key: key.to_owned(), coordinates });
        }
        id
    }
}

fn centres(content: &Content, places: &mut Places) -> Vec<Centre> {
    let centre = |(id, site): (&String, &super::content::Site)| Centre {
        id: id.clone(),
        name: site.name.clone(),
        phone: site.phone.clone(),
        address: site.address.clone(),
        place: places.add(id, site.coordinates),
    };
    content.centres.iter().map(centre).collect()
}

fn booking(
    content: &Content,
    attendance: &Attendance,
    by: &Municipality,
    centres: &[Centre],
    places: &mut Places,
) -> Result<Booking, Box<Flaw>> {
    let Attendance { standing, session, grant, rides, status } = attendance;
    let name = &standing.citizen;
    let citizen = content.citizens.get(name).expect("the database keeps references whole");
    let centre = centres.iter().position(|centre| centre.id == session.centre);
    let promised = by.promise.longest_trip;
    let mobility = mobility(name, citizen, by)?;
    // The driver of a protected citizen must find the door, and needs no more.
    let known = |text: &str| if citizen.protected { String::new() } else { text.to_owned() };
    Ok(Booking {
        reference: standing.name.clone(),
        citizen: name.clone(),
        name: known(&citizen.name),
        phone: known(&citizen.phone),
        address: citizen.address.clone(),
        home: places.add(name, citizen.home),
        centre: centre.expect("the database keeps references whole"),
        session: session.session,
        rides: *rides,
        companions: citizen.companions,
        front_seat: citizen.front_seat,
        alone: citizen.alone,
        not_with: citizen.not_with.clone(),
        needs_lift: citizen.needs_lift || mobility.needs_lift,
        mobility,
        longest_trip: grant.longest_trip.map_or(promised, |longest| longest.min(promised)),
        note: citizen.note.clone(),
        protected: citizen.protected,
        grant: (grant.first, grant.last),
        status: *status,
    })
}

/// How the citizen moves, with the time that this citizen takes to board.
fn mobility(name: &str, citizen: &Citizen, by: &Municipality) -> Result<Mobility, Box<Flaw>> {
    let known = by.mobilities.iter().find(|mobility| mobility.name == citizen.mobility);
    let Some(mobility) = known else {
        let found = format!("citizen {name}: \"{}\" is not a known mobility", citizen.mobility);
        let expected = "change it, or add it to the settings";
        return Err(Flaw::new("citizens", found, expected).column("mobility").into());
    };
    match citizen.boarding {
        Some(own) if own != mobility.service.boarding || own != mobility.service.alighting => {
            Ok(mobility.taking(own))
        }
        _ => Ok(mobility.clone()),
    }
}

fn vehicles(content: &Content, date: NaiveDate, places: &mut Places) -> Vec<Vehicle> {
    let drives = |vehicle: &&FleetVehicle| {
        vehicle.weekdays.contains(&date.weekday().number_from_monday())
            && vehicle.first.is_none_or(|first| first <= date)
            && vehicle.last.is_none_or(|last| date <= last)
    };
    let vehicle = |vehicle: &FleetVehicle| {
        let depot = places.add(&vehicle.depot, vehicle.coordinates);
        Vehicle {
            name: vehicle.name.clone(),
            kind: vehicle.kind.clone(),
            spec: VehicleSpec {
                start: depot,
                end: depot,
                shift: vehicle.shift,
                longest_duration: None,
                layouts: vehicle.layouts.clone(),
                front_seats: vehicle.front_seats,
                lift: vehicle.lift,
                break_rule: vehicle.break_rule,
                tariff: vehicle.tariff,
            },
        }
    };
    content.vehicles.iter().filter(drives).map(vehicle).collect()
}
