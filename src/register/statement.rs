//! What citizens pay for a month's rides.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::domain::Money;
use crate::error::Result;
use crate::register::content::Content;
use crate::register::load;
use crate::register::municipality::Rules;
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

impl Register {
    /// What each citizen pays for the month that begins with `first`, those who pay nothing left out:
    /// the rides of each date's latest plan, without those that were cancelled since, nor, unless the
    /// rules charge them, those for which the citizen did not show up.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn payments(&self, first: NaiveDate, rules: &Rules) -> Result<Vec<Payment>> {
        let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        self.read(|connection| {
            let content = Content::load(connection)?;
            let select = "SELECT date, ifnull(citizen, '') AS citizen, direction, co_payment_ore
                 FROM planned_rides AS ride
                 WHERE date >= ?1 AND date < ?2 AND co_payment_ore > 0 AND version =
                     (SELECT max(version) FROM plan_versions WHERE date = ride.date)";
            let mut statement = connection.prepare(select)?;
            let mut rows = statement.query([first.to_string(), next.to_string()])?;
            let mut payments: BTreeMap<String, (usize, Money)> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let citizen: String = row.get("citizen")?;
                let date = load::date(row, "date")?;
                let way = load::parsed(row, "direction", load::direction)?;
                let is_missed = content.is_missed(&citizen, date, way);
                if content.is_cancelled(&citizen, date, way)
                    || (is_missed && !rules.charge_no_shows)
                {
                    continue;
                }
                let (rides, amount) = payments.entry(citizen).or_default();
                *rides += 1;
                *amount += Money::ore(row.get("co_payment_ore")?);
            }
            let payment = |(citizen, (rides, amount))| Payment { citizen, rides, amount };
            Ok(payments.into_iter().map(payment).collect())
        })
    }
}
