//! What citizens pay for a month's rides.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use rusqlite::Connection;

use crate::domain::Money;
use crate::error::Result;
use crate::register::content::Content;
use crate::register::load;
use crate::register::municipality::Rules;
use crate::register::performed::RideOutcome;
use crate::register::store::Register;

/// What a citizen pays for a month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    /// The citizen's reference; empty for those who have been erased since.
    pub citizen: String,
    /// For how many rides.
    pub rides: usize,
    /// How much.
    pub amount: Money,
}

/// A ride that is paid for.
pub(super) struct Charge {
    /// Its row of `planned_rides`.
    pub ride: i64,
    /// The citizen's reference; empty for those who have been erased since.
    pub citizen: String,
    /// When it was.
    pub date: NaiveDate,
    /// How much.
    pub amount: Money,
}

impl Register {
    /// What each citizen pays for the month that begins with `first`, those who pay nothing left out.
    ///
    /// What the contractor says was done is paid for, and what the contractor says was not done is
    /// not. Where the contractor has said nothing: the rides of each date's latest plan without those
    /// that were cancelled since. Rides for which the citizen did not show up are paid for if the rules
    /// charge them.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn payments(&self, first: NaiveDate, rules: &Rules) -> Result<Vec<Payment>> {
        let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        self.read(|connection| {
            let mut payments: BTreeMap<String, (usize, Money)> = BTreeMap::new();
            for charge in charges(connection, (first, next), rules)? {
                let (rides, amount) = payments.entry(charge.citizen).or_default();
                *rides += 1;
                *amount += charge.amount;
            }
            let payment = |(citizen, (rides, amount))| Payment { citizen, rides, amount };
            Ok(payments.into_iter().map(payment).collect())
        })
    }
}

/// Of each ride the latest version that has it; who has been erased has no older ones.
const RIDES: &str = "SELECT ride.id, date, ifnull(ride.citizen, '') AS citizen, direction,
             co_payment_ore, outcome, latest.version = ride.version AS is_in_latest
         FROM planned_rides AS ride
         JOIN (SELECT date, max(version) AS version FROM plan_versions
               WHERE date >= ?1 AND date < ?2 GROUP BY date) AS latest USING (date)
         LEFT JOIN performed USING (date, booking, direction)
         WHERE ride.version = ifnull((SELECT max(other.version) FROM planned_rides AS other
             WHERE other.date = ride.date AND other.booking = ride.booking
                 AND other.direction = ride.direction), latest.version)
             AND co_payment_ore > 0
         ORDER BY ride.id";

/// The rides that are paid for, from the first date until before the second.
pub(super) fn charges(
    connection: &Connection,
    (first, next): (NaiveDate, NaiveDate),
    rules: &Rules,
) -> rusqlite::Result<Vec<Charge>> {
    let content = Content::load(connection)?;
    let mut statement = connection.prepare(RIDES)?;
    let mut rows = statement.query([first.to_string(), next.to_string()])?;
    let mut charges = Vec::new();
    while let Some(row) = rows.next()? {
        let citizen: String = row.get("citizen")?;
        let date = load::date(row, "date")?;
        let way = load::parsed(row, "direction", load::direction)?;
        let outcome: Option<String> = row.get("outcome")?;
        let is_planned = row.get("is_in_latest")? && !content.is_cancelled(&citizen, date, way);
        let is_paid = match outcome.as_deref().and_then(RideOutcome::parse) {
            Some(RideOutcome::Done) => true,
            Some(RideOutcome::NoShow) => is_planned && rules.charge_no_shows,
            Some(RideOutcome::CancelledAtDoor | RideOutcome::NoVehicle) => false,
            None => {
                is_planned && (rules.charge_no_shows || !content.is_missed(&citizen, date, way))
            }
        };
        if is_paid {
            let amount = Money::ore(row.get("co_payment_ore")?);
            charges.push(Charge { ride: row.get("id")?, citizen, date, amount });
        }
    }
    Ok(charges)
}
