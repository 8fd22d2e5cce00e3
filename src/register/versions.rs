//! Plans as the register remembers them: versions with their figures, and the rides they promise.
//!
//! What a ride costs the citizen is fixed when the plan is recorded, by the grant and the settings of
//! that moment; a later change of either does not change the past.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::{Direction, Distance, Duration, Money, Time};
use crate::error::Result;
use crate::register::municipality::Rules;
use crate::register::roster::Roster;
use crate::register::store::{Changing, Register, now};

/// What the register keeps of a plan.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanRecord {
    /// The date of service.
    pub date: NaiveDate,
    /// What names the plan by its content.
    pub plan_id: String,
    /// What names the day that was planned by its content.
    pub day_id: String,
    /// Rides that were to be planned.
    pub rides: usize,
    /// How many of them are not.
    pub left_out: usize,
    /// Vehicles used.
    pub vehicles: usize,
    /// How far they drive.
    pub distance: Distance,
    /// What they and the taxis cost.
    pub cost: Money,
    /// The rides that are driven.
    pub driven: Vec<DrivenRide>,
    /// Where vehicles stop, each vehicle's stops in order.
    pub stops: Vec<StopRecord>,
    /// How drives were computed: the travel settings as a settings file has them.
    pub travel: String,
}

/// A ride of a plan.
#[derive(Clone, PartialEq, Debug)]
pub struct DrivenRide {
    /// The booking.
    pub booking: String,
    /// Who rides.
    pub citizen: String,
    /// Which way.
    pub direction: Direction,
    /// By which vehicle; none for a taxi.
    pub vehicle: Option<String>,
    /// When the citizen is told to be ready.
    pub told: Time,
}

/// A stop of a plan, for one citizen.
#[derive(Clone, PartialEq, Debug)]
pub struct StopRecord {
    /// Of which vehicle.
    pub vehicle: String,
    /// Whose.
    pub booking: String,
    /// Of which of the booking's rides.
    pub direction: Direction,
    /// Whether the citizen boards there.
    pub is_pickup: bool,
    /// What files call the place.
    pub place: String,
    /// When the vehicle arrives.
    pub arrives: Time,
    /// When the citizen is on or off.
    pub ends: Time,
    /// The drive to it, as planned.
    pub drive: Duration,
    /// That drive outside rush hours.
    pub drive_outside_rush_hours: Duration,
    /// How far that is.
    pub distance: Distance,
}

/// A version of a date's plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanVersion {
    /// Counts from 1 for each date.
    pub version: u32,
    /// What names the plan by its content.
    pub plan_id: String,
    /// What names the day that was planned by its content.
    pub day_id: String,
    /// Rides that were to be planned.
    pub rides: u32,
    /// How many of them are not.
    pub left_out: u32,
    /// What vehicles and taxis cost.
    pub cost: Money,
}

impl PlanRecord {
    /// The record of a date on which nobody rides.
    pub fn nothing(date: NaiveDate) -> Self {
        Self {
            date,
            plan_id: format!("{date}-nobody"),
            day_id: String::new(),
            rides: 0,
            left_out: 0,
            vehicles: 0,
            distance: Distance::ZERO,
            cost: Money::ZERO,
            driven: Vec::new(),
            stops: Vec::new(),
            travel: String::new(),
        }
    }

    /// What the register says of it once it is entered under this number.
    pub fn version(&self, version: u32) -> PlanVersion {
        PlanVersion {
            version,
            plan_id: self.plan_id.clone(),
            day_id: self.day_id.clone(),
            rides: self.rides as u32,
            left_out: self.left_out as u32,
            cost: self.cost,
        }
    }
}

impl Changing<'_> {
    /// The latest version of a date's plan.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn latest_plan(&self, date: NaiveDate) -> Result<Option<PlanVersion>> {
        self.done(latest(&self.transaction, date))
    }

    /// Enters the next version of a date's plan, and returns its number, which is greater than `last`,
    /// that of the list which the contractor has.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn record_plan(
        &self,
        plan: &PlanRecord,
        roster: &Roster,
        rules: &Rules,
        last: u32,
    ) -> Result<u32> {
        let date = plan.date.to_string();
        let known = "SELECT coalesce(max(version), 0) FROM plan_versions WHERE date = ?1";
        let known: u32 = self.done(self.transaction.query_row(known, [&date], |row| row.get(0)))?;
        let version = known.max(last) + 1;
        let insert =
            "INSERT INTO plan_versions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        let figures = params![
            date,
            version,
            plan.plan_id,
            plan.day_id,
            now(),
            self.who(),
            plan.rides as i64,
            plan.left_out as i64,
            plan.vehicles as i64,
            plan.distance.as_metres(),
            plan.cost.as_ore(),
            plan.travel,
        ];
        self.done(self.transaction.execute(insert, figures))?;
        for ride in &plan.driven {
            let co_payment = co_payment(ride, roster, rules);
            self.done(self.insert_ride(&date, version, ride, co_payment))?;
        }
        for (position, stop) in (1..).zip(&plan.stops) {
            self.done(self.insert_stop(&date, version, position, stop))?;
        }
        let detail = format!("{} of {} rides", plan.rides - plan.left_out, plan.rides);
        self.log("plan", &subject(plan.date, version), &detail)?;
        Ok(version)
    }

    fn insert_ride(
        &self,
        date: &str,
        version: u32,
        ride: &DrivenRide,
        co_payment: Money,
    ) -> rusqlite::Result<usize> {
        // Somebody whom the register does not know may ride too, on an extra booking of the morning.
        let insert = "INSERT INTO planned_rides
             (date, version, booking, citizen, direction, vehicle, told, co_payment_ore)
             VALUES (?1, ?2, ?3, (SELECT citizen FROM citizens WHERE citizen = ?4), ?5, ?6, ?7, ?8)";
        let minutes = ride.told.floor_to_minute().as_milliseconds() / 60_000;
        let (way, ore) = (ride.direction.name(), co_payment.as_ore());
        self.transaction.prepare(insert)?.execute(params![
            date,
            version,
            ride.booking,
            ride.citizen,
            way,
            ride.vehicle,
            minutes,
            ore
        ])
    }

    fn insert_stop(
        &self,
        date: &str,
        version: u32,
        position: i64,
        stop: &StopRecord,
    ) -> rusqlite::Result<usize> {
        let insert = "INSERT INTO planned_stops
             (date, version, position, vehicle, booking, direction, action, place, arrives, ends,
              drive, drive_outside_rush_hours, distance_m)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
        let seconds = |length: Duration| length.as_milliseconds() / 1_000;
        let moment = |time: Time| time.as_milliseconds() / 1_000;
        self.transaction.prepare(insert)?.execute(params![
            date,
            version,
            position,
            stop.vehicle,
            stop.booking,
            stop.direction.name(),
            if stop.is_pickup { "pickup" } else { "dropoff" },
            stop.place,
            moment(stop.arrives),
            moment(stop.ends),
            seconds(stop.drive),
            seconds(stop.drive_outside_rush_hours),
            stop.distance.as_metres()
        ])
    }
}

/// The verb under which the log has a version that was repaired in the morning.
const REPAIR: &str = "replan";

impl Changing<'_> {
    /// Notes in the log that a version is a repair of the one before, and what has happened.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn log_repair(&self, date: NaiveDate, version: u32, happened: &str) -> Result<()> {
        self.log(REPAIR, &subject(date, version), happened)
    }

    /// As [`Register::is_repair`].
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn is_repair(&self, date: NaiveDate, version: u32) -> Result<bool> {
        self.done(is_repair(&self.transaction, date, version))
    }
}

/// What the log calls a version.
fn subject(date: NaiveDate, version: u32) -> String {
    format!("{date} version {version}")
}

fn is_repair(connection: &Connection, date: NaiveDate, version: u32) -> rusqlite::Result<bool> {
    let select = "SELECT EXISTS (SELECT 1 FROM log WHERE verb = ?1 AND subject = ?2)";
    connection.query_row(select, [REPAIR, &subject(date, version)], |row| row.get(0))
}

impl Register {
    /// Whether a version of a date's plan is a repair of the one before.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn is_repair(&self, date: NaiveDate, version: u32) -> Result<bool> {
        self.read(|connection| is_repair(connection, date, version))
    }

    /// The latest version of a date's plan.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn latest_plan(&self, date: NaiveDate) -> Result<Option<PlanVersion>> {
        self.read(|connection| latest(connection, date))
    }
}

fn latest(connection: &Connection, date: NaiveDate) -> rusqlite::Result<Option<PlanVersion>> {
    let select = "SELECT version, plan_id, day_id, rides, left_out, cost_ore
         FROM plan_versions WHERE date = ?1 ORDER BY version DESC LIMIT 1";
    let version = |row: &rusqlite::Row| {
        Ok(PlanVersion {
            version: row.get(0)?,
            plan_id: row.get(1)?,
            day_id: row.get(2)?,
            rides: row.get(3)?,
            left_out: row.get(4)?,
            cost: Money::ore(row.get(5)?),
        })
    };
    connection.query_row(select, [date.to_string()], version).optional()
}

/// What a ride costs the citizen.
fn co_payment(ride: &DrivenRide, roster: &Roster, rules: &Rules) -> Money {
    let mut attendances = roster.attendances.iter();
    match attendances.find(|attendance| attendance.standing.name == ride.booking) {
        Some(attendance) if attendance.grant.co_payment => rules.co_payment,
        _ => Money::ZERO,
    }
}
