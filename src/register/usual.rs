//! What citizens are used to, by the plans of the weeks before.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use rusqlite::Connection;

use crate::domain::{Direction, Duration, Time, Usual};
use crate::error::Result;
use crate::register::load;
use crate::register::store::Register;

/// How far back plans are looked at.
const WEEKS: i64 = 8;
/// How many rides of a booking are looked at, the latest ones.
const RIDES: usize = 5;

impl Register {
    /// What citizens are used to before the date, by booking and direction: of the last few rides of each
    /// booking the told minute in the middle, and the vehicle that came most often, among equals
    /// the last one.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn usual(&self, date: NaiveDate) -> Result<BTreeMap<(String, Direction), Usual>> {
        let rides = self.read(|connection| rides_before(connection, date))?;
        let usual = rides.into_iter().map(|(ride, history)| (ride, usual(&history)));
        Ok(usual.collect())
    }
}

/// The told minutes and vehicles of a booking's rides, the latest first.
type History = Vec<(Time, Option<String>)>;

fn rides_before(
    connection: &Connection,
    date: NaiveDate,
) -> rusqlite::Result<BTreeMap<(String, Direction), History>> {
    let select = "SELECT booking, direction, told, vehicle FROM planned_rides AS ride
         WHERE date >= ?1 AND date < ?2 AND booking IS NOT NULL AND version =
             (SELECT max(version) FROM plan_versions WHERE date = ride.date)
         ORDER BY date DESC";
    let first = date - TimeDelta::weeks(WEEKS);
    let mut statement = connection.prepare(select)?;
    let mut rows = statement.query([first.to_string(), date.to_string()])?;
    let mut rides: BTreeMap<(String, Direction), History> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let direction = load::parsed(row, "direction", load::direction)?;
        let history = rides.entry((row.get("booking")?, direction)).or_default();
        if history.len() < RIDES {
            let told = Time::MIDNIGHT + Duration::minutes(row.get("told")?);
            history.push((told, row.get("vehicle")?));
        }
    }
    Ok(rides)
}

fn usual(history: &History) -> Usual {
    let mut times: Vec<Time> = history.iter().map(|(told, _)| *told).collect();
    times.sort_unstable();
    let vehicles = || history.iter().filter_map(|(_, vehicle)| vehicle.as_ref());
    let count = |name: &String| vehicles().filter(|other| *other == name).count();
    // Of equals the last one of the iterator, so the latest ride comes last.
    let most = vehicles().rev().max_by_key(|name| count(name));
    Usual { told: times[(times.len() - 1) / 2], vehicle: most.cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_in_the_middle_and_the_vehicle_that_came_most_are_usual() {
        let ride = |minute, vehicle: &str| (Time::hm(8, minute), Some(vehicle.to_owned()));
        let found = usual(&vec![ride(40, "A"), ride(10, "B"), ride(20, "B")]);
        assert_eq!(found, Usual { told: Time::hm(8, 20), vehicle: Some("B".to_owned()) });
        // As often as each other: the one that came last.
        let found = usual(&vec![ride(40, "A"), ride(10, "B")]);
        assert_eq!(found, Usual { told: Time::hm(8, 10), vehicle: Some("A".to_owned()) });
        let taxi = usual(&vec![(Time::hm(8, 0), None)]);
        assert_eq!(taxi.vehicle, None);
    }
}
