//! What contractors say was done: how each ride ended, and the drives between stops as they were.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::{Direction, Distance, Duration, Time};
use crate::error::Result;
use crate::register::load;
use crate::register::store::{Changing, Register};

/// How a ride ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RideOutcome {
    /// It was driven.
    Done,
    /// The citizen was not there.
    NoShow,
    /// The citizen said at the door that the ride was not wanted.
    CancelledAtDoor,
    /// No vehicle came.
    NoVehicle,
}

impl RideOutcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::NoShow, Self::CancelledAtDoor, Self::NoVehicle];

    /// The word by which the register keeps it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NoShow => "no show",
            Self::CancelledAtDoor => "cancelled",
            Self::NoVehicle => "no vehicle",
        }
    }

    /// The outcome that the register keeps by this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// Whose ride of a plan it is, and by which vehicle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RideOwner {
    /// The citizen's reference; none for somebody whom the register does not know.
    pub citizen: Option<String>,
    /// The vehicle; none for a taxi.
    pub vehicle: Option<String>,
}

impl Changing<'_> {
    /// The rides that plans of the date have had, each as its latest version has it, by booking and
    /// direction.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn rides_planned(
        &self,
        date: NaiveDate,
    ) -> Result<BTreeMap<(String, Direction), RideOwner>> {
        self.done(rides_planned(&self.transaction, date))
    }
}

fn rides_planned(
    connection: &Connection,
    date: NaiveDate,
) -> rusqlite::Result<BTreeMap<(String, Direction), RideOwner>> {
    let select = "SELECT booking, direction, citizen, vehicle FROM planned_rides
         WHERE date = ?1 AND booking IS NOT NULL ORDER BY version";
    let mut statement = connection.prepare(select)?;
    let rides = statement.query_map([date.to_string()], |row| {
        let direction = load::parsed(row, "direction", load::direction)?;
        let owner = RideOwner { citizen: row.get("citizen")?, vehicle: row.get("vehicle")? };
        Ok(((row.get("booking")?, direction), owner))
    })?;
    // The later version wins.
    rides.collect()
}

/// A drive from one stop to the next, as planned and as it was.
#[derive(Clone, PartialEq, Debug)]
pub struct PerformedDrive {
    /// How drives of the plan were computed.
    pub travel: String,
    /// What files call the place that it leaves; none if that is of somebody who was erased.
    pub from: Option<String>,
    /// What files call the place that it reaches.
    pub to: Option<String>,
    /// When the vehicle drove off.
    pub departs: Time,
    /// How long the drive was planned to take.
    pub planned: Duration,
    /// How long it would be planned to take outside rush hours.
    pub outside_rush_hours: Duration,
    /// How long it took; below nothing if the stops were made in another order.
    pub actual: Duration,
    /// How far it is.
    pub distance: Distance,
}

impl Register {
    /// The drives between stops of which the contractor has told when the vehicle left the one and
    /// reached the other, of dates from the first until the last, in order. Drives with a rest in them
    /// and those within one place are left out, and those from and to depots, at which nobody looks at
    /// the clock.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn performed_drives(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<PerformedDrive>> {
        self.read(|connection| drives(connection, first, last))
    }
}

/// Of each date the latest plan; each stop beside the one before it.
const DRIVES: &str = "WITH stops AS (
             SELECT stop.*, plan.travel,
                 iif(action = 'pickup', pickup_arrival, dropoff_arrival) AS arrived,
                 iif(action = 'pickup', pickup_departure, dropoff_departure) AS departed
             FROM planned_stops AS stop
             JOIN plan_versions AS plan USING (date, version)
             LEFT JOIN performed AS ride USING (date, booking, direction)
             WHERE date BETWEEN ?1 AND ?2 AND version =
                 (SELECT max(version) FROM plan_versions WHERE date = stop.date)),
         pairs AS (
             SELECT *,
                 lag(place) OVER run AS before, lag(ends) OVER run AS ended,
                 lag(departed) OVER run AS left_at
             FROM stops WINDOW run AS (PARTITION BY date, vehicle ORDER BY position))
         SELECT travel, before, place, left_at, drive, drive_outside_rush_hours, arrived, distance_m
         FROM pairs
         WHERE left_at IS NOT NULL AND arrived IS NOT NULL AND distance_m > 0
             AND arrives - drive <= ended
         ORDER BY date, vehicle, position";

fn drives(
    connection: &Connection,
    first: NaiveDate,
    last: NaiveDate,
) -> rusqlite::Result<Vec<PerformedDrive>> {
    let mut statement = connection.prepare(DRIVES)?;
    let drives = statement.query_map([first.to_string(), last.to_string()], |row| {
        let [left, drive, outside, arrived] =
            ["left_at", "drive", "drive_outside_rush_hours", "arrived"].map(|it| row.get(it));
        let (left, arrived): (i64, i64) = (left?, arrived?);
        Ok(PerformedDrive {
            travel: row.get("travel")?,
            from: row.get("before")?,
            to: row.get("place")?,
            departs: Time::MIDNIGHT + Duration::seconds(left),
            planned: Duration::seconds(drive?),
            outside_rush_hours: Duration::seconds(outside?),
            actual: Duration::seconds(arrived - left),
            distance: Distance::metres(row.get("distance_m")?),
        })
    })?;
    drives.collect()
}
