//! A small day on one straight street.
//!
//! A minute of driving is 600 m. Centre N stands at 0, centre S at 20, the depot at 10; homes stand
//! at the minute of the street that [`day`] gives them.

use chrono::NaiveDate;
use korsel::domain::{
    Address, Booking, BookingStatus, BreakRule, Centre, Coordinates, Day, Distance, Duration, Leg,
    Mobility, Money, Place, PlaceId, Promise, Rides, RushHour, ServiceTimes, Session, Tariff,
    TaxiTariff, Time, TravelSettings, TravelTable, Vehicle, VehicleSpec, Window,
};

pub fn at(text: &str) -> Time {
    Time::parse(text).expect("a time of day")
}

pub fn minutes(minutes: i64) -> Duration {
    Duration::minutes(minutes)
}

pub fn window(earliest: &str, latest: &str) -> Window {
    Window { earliest: at(earliest), latest: at(latest) }
}

/// The day.
pub fn day() -> Day {
    let homes = [12, 14, 4, 6, 3, 3, 80, 26, 24, 5];
    let mut places = vec![place("N", 0), place("S", 20), place("depot", 10)];
    places.extend(homes.iter().enumerate().map(|(i, &home)| place(&format!("C{}", i + 1), home)));
    let centre = |id: &str, place| Centre {
        id: id.into(),
        name: id.into(),
        phone: String::new(),
        address: Address::default(),
        place: PlaceId(place),
    };
    Day {
        date: NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date"),
        promise: Promise {
            longest_trip: minutes(60),
            arrive_before: minutes(5),
            ready_after: minutes(5),
            longest_aboard: None,
            longest_detour: None,
        },
        reserve_taxi: Some(TaxiTariff {
            start_fee: Money::kroner(50),
            per_km: Money::kroner(20),
            lift: false,
        }),
        travel: TravelSettings {
            time_factor: 1.0,
            detour_factor: 1.4,
            speed_kmh: 36.0,
            road_speeds_kmh: Vec::new(),
            rush_hours: vec![RushHour { window: window("14:00", "15:00"), factor: 1.5 }],
        },
        places,
        centres: vec![centre("N", 0), centre("S", 1)],
        bookings: bookings(),
        vehicles: vehicles(),
        given_legs: Vec::new(),
        regularity: korsel::domain::Regularity::default(),
    }
}

/// The minute of the street is kept as the longitude.
fn place(key: &str, minute: i32) -> Place {
    Place { key: key.into(), coordinates: Coordinates { lat: 0.0, lon: f64::from(minute) } }
}

/// Its travel table.
pub fn street(day: &Day) -> TravelTable {
    let minute = |place: PlaceId| day.places[place.index()].coordinates.lon as i64;
    TravelTable::from_fn(day.places.len(), |from, to| {
        let apart = (minute(from) - minute(to)).abs();
        Leg { duration: minutes(apart), distance: Distance::metres(600 * apart) }
    })
}

fn bookings() -> Vec<Booking> {
    let plain = booking;
    vec![
        Booking { companions: 1, front_seat: true, ..plain(1, Rides::Both) },
        Booking { mobility: mobility(0, 1, 4), needs_lift: true, ..plain(2, Rides::Both) },
        Booking {
            mobility: mobility(1, 0, 2),
            not_with: vec!["C4".into()],
            ..plain(3, Rides::Out)
        },
        Booking { alone: true, ..plain(4, Rides::Both) },
        Booking { status: BookingStatus::Cancelled, ..plain(5, Rides::Both) },
        Booking { status: BookingStatus::Absent, ..plain(6, Rides::Both) },
        plain(7, Rides::Both),
        Booking { centre: 1, session: afternoon(), ..plain(8, Rides::Out) },
        Booking {
            centre: 1,
            session: afternoon(),
            longest_trip: minutes(40),
            ..plain(9, Rides::Home)
        },
        plain(10, Rides::Out),
    ]
}

fn afternoon() -> Session {
    Session { start: at("13:00"), end: at("14:00") }
}

fn mobility(seats: u16, wheelchairs: u16, service_minutes: i64) -> Mobility {
    Mobility {
        name: format!("{seats}+{wheelchairs}"),
        seats,
        wheelchairs,
        service: ServiceTimes {
            boarding: minutes(service_minutes),
            alighting: minutes(service_minutes),
        },
        needs_lift: wheelchairs > 0,
    }
}

fn booking(number: u32, rides: Rides) -> Booking {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
    let last = NaiveDate::from_ymd_opt(2026, 12, 31).expect("a date");
    Booking {
        reference: format!("B{number}"),
        citizen: format!("C{number}"),
        name: format!("Citizen {number}"),
        phone: String::new(),
        address: Address::default(),
        home: PlaceId(number + 2),
        centre: 0,
        session: Session { start: at("10:00"), end: at("11:00") },
        rides,
        mobility: mobility(1, 0, 1),
        companions: 0,
        front_seat: false,
        alone: false,
        not_with: Vec::new(),
        needs_lift: false,
        longest_trip: minutes(60),
        note: String::new(),
        protected: false,
        grant: (first, last),
        status: BookingStatus::Approved,
    }
}

fn vehicles() -> Vec<Vehicle> {
    let rest =
        |earliest, latest| BreakRule { length: minutes(30), between: window(earliest, latest) };
    vec![
        vehicle("V1", "4+0 3+1", Some(rest("10:00", "12:00"))),
        vehicle("V2", "2+0", None),
        vehicle("V3", "2+0", Some(rest("14:00", "16:00"))),
        vehicle("V4", "2+0", None),
    ]
}

fn vehicle(name: &str, layouts: &str, break_rule: Option<BreakRule>) -> Vehicle {
    Vehicle {
        name: name.into(),
        kind: "minibus".into(),
        spec: VehicleSpec {
            start: PlaceId(2),
            end: PlaceId(2),
            shift: window("08:00", "16:00"),
            longest_duration: None,
            layouts: layouts.parse().expect("layouts"),
            front_seats: 1,
            lift: name == "V1",
            break_rule,
            tariff: Tariff {
                day_fee: Money::kroner(400),
                per_km: Money::ore(455),
                per_hour_driving: Money::kroner(300),
                per_hour_boarding: Money::kroner(270),
                per_hour_waiting: Money::kroner(101),
            },
        },
    }
}
