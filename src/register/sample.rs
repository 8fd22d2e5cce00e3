//! For tests: a small register, by hand.

use chrono::NaiveDate;

use crate::domain::{
    Address, Coordinates, Duration, Mobility, Promise, Regularity, Rides, ServiceTimes, Session,
    Time, TravelSettings,
};
use crate::register::calendar::Weeks;
use crate::register::content::{
    Absence, Citizen, Content, Grant, NoShow, Site, Standing, WeeklySession,
};
use crate::register::municipality::{Municipality, Rules};

/// A date of the year 2026, in which 7 December is a Monday.
pub(super) fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date")
}

/// Citizens C and D; a session on Mondays at the centre S; C trains there from 5 October on, under a
/// grant for all of the last quarter.
pub(super) fn content() -> Content {
    let here = Coordinates { lat: 55.6, lon: 12.3 };
    let citizen = Citizen {
        name: "Clara Opdigtet".to_owned(),
        phone: "00 00 00 01".to_owned(),
        address: Address::default(),
        home: here,
        mobility: "walks".to_owned(),
        boarding: None,
        companions: 0,
        front_seat: false,
        alone: false,
        not_with: Vec::new(),
        needs_lift: false,
        note: String::new(),
        protected: false,
    };
    let centre = Site {
        name: "Centre South".to_owned(),
        phone: String::new(),
        address: Address::default(),
        coordinates: Coordinates { lat: 55.61, ..here },
    };
    let session = Session { start: Time::hm(10, 0), end: Time::hm(11, 0) };
    let monday = WeeklySession { centre: "S".to_owned(), weekday: 1, session, places: None };
    Content {
        citizens: [("C".to_owned(), citizen.clone()), ("D".to_owned(), citizen)].into(),
        grants: vec![grant("G", "C", date(10, 1), date(12, 31))],
        standing: vec![standing("B", "C", "M")],
        sessions: [("M".to_owned(), monday)].into(),
        centres: [("S".to_owned(), centre)].into(),
        ..Content::default()
    }
}

/// A grant of both rides.
pub(super) fn grant(name: &str, citizen: &str, first: NaiveDate, last: NaiveDate) -> Grant {
    Grant {
        name: name.to_owned(),
        citizen: citizen.to_owned(),
        rides: Rides::Both,
        first,
        last,
        longest_trip: None,
        co_payment: false,
    }
}

/// A booking of both rides, every week from 5 October on.
pub(super) fn standing(name: &str, citizen: &str, session: &str) -> Standing {
    Standing {
        name: name.to_owned(),
        citizen: citizen.to_owned(),
        session: session.to_owned(),
        rides: Rides::Both,
        first: date(10, 5),
        last: None,
        weeks: Weeks::All,
        except: Vec::new(),
        extra: Vec::new(),
    }
}

/// An absence of C that is not due to illness.
pub(super) fn absence(first: NaiveDate, last: NaiveDate, rides: Rides) -> Absence {
    Absence { citizen: "C".to_owned(), first, last, rides, is_sick: false }
}

/// A ride out for which C did not show up.
pub(super) fn no_show(date: NaiveDate) -> NoShow {
    let direction = crate::domain::Direction::Out;
    NoShow { citizen: "C".to_owned(), date, direction, rides_home: false }
}

/// A municipality with the usual rules where people walk.
pub(super) fn municipality() -> Municipality {
    let length = Duration::minutes(1);
    Municipality {
        promise: Promise::default(),
        mobilities: vec![Mobility {
            name: "walks".to_owned(),
            seats: 1,
            wheelchairs: 0,
            service: ServiceTimes { boarding: length, alighting: length },
            needs_lift: false,
        }],
        reserve_taxi: None,
        travel: TravelSettings::default(),
        regularity: Regularity::default(),
        rules: Rules::default(),
    }
}
