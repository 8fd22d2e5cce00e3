//! All that the register knows, as plain data: what the rules are applied to.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{
    Address, BreakRule, Coordinates, Direction, Duration, Layouts, Rides, Session, Tariff, Window,
};
use crate::register::calendar::Weeks;

/// Everything at one moment.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Content {
    /// Citizens by reference.
    pub citizens: BTreeMap<String, Citizen>,
    /// Grants, in the order of their names.
    pub grants: Vec<Grant>,
    /// Standing bookings, in the order of their names.
    pub standing: Vec<Standing>,
    /// Sessions by name.
    pub sessions: BTreeMap<String, WeeklySession>,
    /// Centres by id.
    pub centres: BTreeMap<String, Site>,
    /// When centres are closed.
    pub closing_days: Vec<ClosingDays>,
    /// Vehicles, in the order of their names.
    pub vehicles: Vec<FleetVehicle>,
    /// Absences, by citizen and first day.
    pub absences: Vec<Absence>,
    /// Who did not show up, by citizen and date.
    pub no_shows: Vec<NoShow>,
}

/// A person in training.
#[derive(Clone, PartialEq, Debug)]
pub struct Citizen {
    /// For the driver.
    pub name: String,
    /// For the driver.
    pub phone: String,
    /// For the driver.
    pub address: Address,
    /// Where the citizen lives.
    pub home: Coordinates,
    /// How the citizen moves.
    pub mobility: String,
    /// How long getting on takes this citizen, if not as long as others.
    pub boarding: Option<Duration>,
    /// People who ride along.
    pub companions: u16,
    /// Must sit beside the driver.
    pub front_seat: bool,
    /// Must ride with nobody but companions.
    pub alone: bool,
    /// Citizens who must not be aboard at the same time.
    pub not_with: Vec<String>,
    /// Needs the lift, whatever the mobility says.
    pub needs_lift: bool,
    /// What the driver should know.
    pub note: String,
    /// Whether name and address are protected.
    pub protected: bool,
}

/// A decision that a citizen is given rides.
#[derive(Clone, PartialEq, Debug)]
pub struct Grant {
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub citizen: String,
    /// Which rides.
    pub rides: Rides,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// The longest trip, if shorter than the promise.
    pub longest_trip: Option<Duration>,
    /// Whether the citizen pays for each ride.
    pub co_payment: bool,
}

/// A citizen's place in a session, week after week.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// What it is called.
    pub name: String,
    /// Who trains.
    pub citizen: String,
    /// In which session.
    pub session: String,
    /// Which rides are wanted.
    pub rides: Rides,
    /// From this day on.
    pub first: NaiveDate,
    /// Until this day, if that is known.
    pub last: Option<NaiveDate>,
    /// In which weeks.
    pub weeks: Weeks,
    /// Days on which it is not held.
    pub except: Vec<NaiveDate>,
    /// Days on which it is held besides.
    pub extra: Vec<NaiveDate>,
}

/// A training that is held every week.
#[derive(Clone, PartialEq, Debug)]
pub struct WeeklySession {
    /// The id of the centre.
    pub centre: String,
    /// On which day of the week, 1 (Monday) to 7.
    pub weekday: u32,
    /// From when until when.
    pub session: Session,
    /// How many citizens there is room for, if that is limited.
    pub places: Option<u32>,
}

/// Where a centre is.
#[derive(Clone, PartialEq, Debug)]
pub struct Site {
    /// What people call it.
    pub name: String,
    /// Its telephone, if it is known.
    pub phone: String,
    /// Its address.
    pub address: Address,
    /// Where that is.
    pub coordinates: Coordinates,
}

/// Days on which a centre is closed.
#[derive(Clone, PartialEq, Debug)]
pub struct ClosingDays {
    /// Which one.
    pub centre: String,
    /// The first of them.
    pub first: NaiveDate,
    /// The last of them.
    pub last: NaiveDate,
    /// Why.
    pub note: String,
}

/// A vehicle and the days on which it drives.
#[derive(Clone, PartialEq, Debug)]
pub struct FleetVehicle {
    /// What people call it.
    pub name: String,
    /// What people call its type.
    pub kind: String,
    /// Where it starts and ends.
    pub depot: String,
    /// Where that is.
    pub coordinates: Coordinates,
    /// Leaves no earlier, is back no later.
    pub shift: Window,
    /// What it holds.
    pub layouts: Layouts,
    /// Whether it has a lift.
    pub lift: bool,
    /// Seats beside the driver.
    pub front_seats: u16,
    /// The driver's rest.
    pub break_rule: Option<BreakRule>,
    /// What it costs.
    pub tariff: Tariff,
    /// Days of the week on which it drives, 1 (Monday) to 7.
    pub weekdays: Vec<u32>,
    /// The first day on which it drives, if that is limited.
    pub first: Option<NaiveDate>,
    /// The last day on which it drives, if that is limited.
    pub last: Option<NaiveDate>,
}

/// Rides that a citizen has cancelled.
#[derive(Clone, PartialEq, Debug)]
pub struct Absence {
    /// Who.
    pub citizen: String,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// Which rides.
    pub rides: Rides,
    /// Whether the citizen is ill.
    pub is_sick: bool,
}

/// A ride for which the citizen did not show up.
#[derive(Clone, PartialEq, Debug)]
pub struct NoShow {
    /// Who.
    pub citizen: String,
    /// When.
    pub date: NaiveDate,
    /// On which ride.
    pub direction: Direction,
    /// Whether the ride home is driven all the same.
    pub rides_home: bool,
}
