//! What is held about a citizen: told whole, and taken out for good.
//!
//! What is left of an erased citizen is what the books need and nobody can be known by: rides without
//! a name, and log entries with the reference alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::Money;
use crate::error::Result;
use crate::register::municipality::Rules;
use crate::register::rows::{Row, Value};
use crate::register::statement::charges;
use crate::register::store::{Changing, Register};
use crate::register::tables::{TABLES, Table};

/// What was taken out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Erased {
    /// How many rows of which table, tables without any left out.
    pub rows: Vec<(&'static str, usize)>,
    /// Co-payment that can be told no more, as the rides are gone: month, rides, amount.
    pub statements: Vec<(String, usize, Money)>,
    /// Dates of plans that the citizens were part of: their folders name them still.
    pub plan_dates: Vec<String>,
}

/// A line of the log, or of the plans that a citizen was part of.
pub type Line = Vec<String>;

/// All that is held about a citizen.
#[derive(Clone, Debug)]
pub struct Holding {
    /// Rows of the tables that people fill in.
    pub rows: Vec<Row>,
    /// References of citizens who must not ride with this one, by their own row.
    pub named_by: Vec<String>,
    /// Rides of plans: date, version, booking, direction, vehicle, told time, co-payment in øre, when
    /// the vehicle is at the door and when the citizen has alighted.
    pub rides: Vec<Line>,
    /// Entries of the log: when, who, verb, subject, detail.
    pub log: Vec<Line>,
}

/// Before any ride; as text it sorts before them too.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of the calendar");

/// After any ride; as text it sorts after them too.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 1, 1).expect("a day of the calendar");

const LOG: &str = "SELECT at, who, verb, subject, detail FROM log WHERE ?1 = ?1 ORDER BY id";

impl Register {
    /// All that is held about the citizen; `None` if there is no such.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn holding(&self, citizen: &str) -> Result<Option<Holding>> {
        let of_citizen = TABLES.iter().filter(|table| table.column("citizen").is_some());
        let mut rows = Vec::new();
        for table in of_citizen {
            rows.extend(self.rows(table, Some(citizen))?);
        }
        let content = self.content()?;
        if !content.citizens.contains_key(citizen) {
            return Ok(None);
        }
        let names = |it: &&String| content.citizens[*it].not_with.iter().any(|it| it == citizen);
        let named_by = content.citizens.keys().filter(names).cloned().collect();
        let rides = "SELECT ride.date, ride.version, ifnull(ride.booking, ''), ride.direction,
             ifnull(ride.vehicle, ''), printf('%02d:%02d', told / 60, told % 60), co_payment_ore,
             ifnull(time(on_board.arrives, 'unixepoch'), ''), ifnull(time(off.ends, 'unixepoch'), '')
             FROM planned_rides AS ride
             LEFT JOIN planned_stops AS on_board USING (date, version, booking, direction)
             LEFT JOIN planned_stops AS off USING (date, version, booking, direction)
             WHERE citizen = ?1 AND ifnull(on_board.action, 'pickup') = 'pickup'
                 AND ifnull(off.action, 'dropoff') = 'dropoff'
             ORDER BY ride.date, ride.version, told";
        let rides = self.lines(rides, citizen)?;
        let mut log = self.lines(LOG, citizen)?;
        let own: Vec<String> =
            rows.iter().map(|row| format!("{} {}", row.table.name, row.name())).collect();
        log.retain(|entry| {
            let subject = entry[3].as_str();
            own.iter().any(|own| own == subject) || subject.split(' ').nth(1) == Some(citizen)
        });
        Ok(Some(Holding { rows, named_by, rides, log }))
    }

    /// All of the log: when, who, verb, subject, detail.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn log(&self) -> Result<Vec<Line>> {
        self.lines(LOG, "")
    }

    fn lines(&self, select: &str, citizen: &str) -> Result<Vec<Line>> {
        self.read(|connection| {
            let mut statement = connection.prepare(select)?;
            let width = statement.column_count();
            let rows = statement.query_map([citizen], |row| {
                let cell = |index| {
                    Ok(match row.get(index)? {
                        Value::Text(text) => text,
                        Value::Integer(number) => number.to_string(),
                        _ => String::new(),
                    })
                };
                (0..width).map(cell).collect()
            })?;
            rows.collect()
        })
    }
}

impl Changing<'_> {
    /// Takes a citizen out with all that is held about them.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::error::Error::Refused) if there is no such citizen, and
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn erase_citizen(&self, citizen: &str, rules: &Rules) -> Result<Erased> {
        if !self.content()?.citizens.contains_key(citizen) {
            let reason = format!("has no citizen \"{citizen}\"");
            return Err(self.refused(&reason, "list them with korsel register list citizens"));
        }
        let plan_dates = self.plan_dates(citizen)?;
        let mut rows = Vec::new();
        self.settle(citizen, rules)?;
        self.done(self.forget_in_plans(citizen))?;
        self.forget_in_not_with(citizen)?;
        // Those that refer to others first.
        for table in TABLES.iter().rev().filter(|table| table.column("citizen").is_some()) {
            let delete = format!("DELETE FROM {} WHERE citizen = ?1", table.name);
            let count = self.done(self.transaction.execute(&delete, [citizen]))?;
            rows.push((table.name, count));
        }
        rows.retain(|&(_, count)| count > 0);
        self.log("erase", &format!("citizens {citizen}"), &counts(&rows))?;
        Ok(Erased { rows, plan_dates, ..Erased::default() })
    }

    /// Takes out all that was over before the date: plans, absences, no-shows, closing days, bookings
    /// and grants, and citizens who had grants of which none is left, with all that is held about them.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn erase_older_than(&self, date: NaiveDate, rules: &Rules) -> Result<Erased> {
        let content = self.content()?;
        let mut erased = Erased { statements: self.statements(date, rules)?, ..Erased::default() };
        let has_ended = |citizen: &&String| {
            let mut own =
                content.grants.iter().filter(|grant| grant.citizen == **citizen).peekable();
            own.peek().is_some() && own.all(|grant| grant.last < date)
        };
        for citizen in content.citizens.keys().filter(has_ended) {
            let Erased { rows, plan_dates, .. } = self.erase_citizen(citizen, rules)?;
            erased.plan_dates.extend(plan_dates);
            rows.into_iter().for_each(|(table, count)| erased.add(table, count));
        }
        for (table, over) in [
            ("absences", "last < ?1"),
            ("no_shows", "date < ?1"),
            ("performed", "date < ?1"),
            (
                "standing",
                "last < ?1 AND NOT EXISTS (SELECT 1 FROM planned_rides AS ride
                 WHERE ride.booking = standing.booking AND ride.date >= ?1)",
            ),
            ("grants", "last < ?1"),
            ("closing_days", "ifnull(last, first) < ?1"),
            ("plan_versions", "date < ?1"),
        ] {
            let delete = format!("DELETE FROM {table} WHERE {over}");
            let count = self.done(self.transaction.execute(&delete, params![date.to_string()]))?;
            erased.add(table, count);
        }
        erased.plan_dates.sort();
        erased.plan_dates.dedup();
        self.log("erase", &format!("older than {date}"), &counts(&erased.rows))?;
        Ok(erased)
    }

    /// What is paid for rides before the date, month by month.
    fn statements(&self, date: NaiveDate, rules: &Rules) -> Result<Vec<(String, usize, Money)>> {
        let mut months: BTreeMap<String, (usize, Money)> = BTreeMap::new();
        for charge in self.done(charges(&self.transaction, (FIRST_DAY, date), rules))? {
            let (rides, amount) =
                months.entry(charge.date.format("%Y-%m").to_string()).or_default();
            *rides += 1;
            *amount += charge.amount;
        }
        Ok(months.into_iter().map(|(month, (rides, amount))| (month, rides, amount)).collect())
    }

    /// Gives each ride of the citizen the co-payment that is asked for it, so that the books stay as
    /// they are when nobody knows any more who cancelled what.
    fn settle(&self, citizen: &str, rules: &Rules) -> Result<()> {
        let always = (FIRST_DAY, LAST_DAY);
        let charges = self.done(charges(&self.transaction, always, rules))?;
        let paid: Vec<i64> =
            charges.into_iter().filter(|it| it.citizen == citizen).map(|it| it.ride).collect();
        let settled = (|| {
            let nothing = "UPDATE planned_rides SET co_payment_ore = 0 WHERE id = ?1";
            let mut nothing = self.transaction.prepare(nothing)?;
            // A ride that was driven although the latest plan has it not is paid all the same.
            let latest = "UPDATE planned_rides SET version =
                 (SELECT max(version) FROM plan_versions WHERE date = planned_rides.date)
                 WHERE id = ?1";
            let mut latest = self.transaction.prepare(latest)?;
            let mut own = self.transaction.prepare(
                "SELECT id FROM planned_rides WHERE citizen = ?1 AND co_payment_ore > 0",
            )?;
            let own: Vec<i64> =
                own.query_map([citizen], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            for ride in own {
                if paid.contains(&ride) {
                    latest.execute([ride])
                } else {
                    nothing.execute([ride])
                }?;
            }
            Ok(())
        })();
        self.done(settled)
    }

    /// Takes the citizen's name off all rides and stops of plans.
    fn forget_in_plans(&self, citizen: &str) -> rusqlite::Result<()> {
        for forget in [
            "UPDATE planned_stops SET booking = NULL, place = NULL WHERE EXISTS
                 (SELECT 1 FROM planned_rides AS ride WHERE ride.citizen = ?1 AND
                  ride.date = planned_stops.date AND ride.booking = planned_stops.booking)",
            "UPDATE planned_rides SET citizen = NULL, booking = NULL WHERE citizen = ?1",
        ] {
            self.transaction.execute(forget, [citizen])?;
        }
        Ok(())
    }

    fn plan_dates(&self, citizen: &str) -> Result<Vec<String>> {
        let select = "SELECT DISTINCT date FROM planned_rides WHERE citizen = ?1 ORDER BY date";
        let dates = self.transaction.prepare(select).and_then(|mut statement| {
            let dates = statement.query_map([citizen], |row| row.get(0))?;
            dates.collect()
        });
        self.done(dates)
    }

    /// Takes the citizen out of what others say about whom they must not ride with.
    fn forget_in_not_with(&self, citizen: &str) -> Result<()> {
        let citizens = Table::named("citizens");
        let column = |name| citizens.column(name).expect("a column of citizens");
        for (name, other) in self.content()?.citizens {
            if other.not_with.iter().any(|it| it == citizen) {
                let rest: Vec<&str> =
                    other.not_with.iter().map(String::as_str).filter(|&it| it != citizen).collect();
                let values = vec![
                    (column("citizen"), Value::Text(name)),
                    (column("not_with"), Value::Text(rest.join(" "))),
                ];
                self.put(&Row { table: citizens, values })?;
            }
        }
        Ok(())
    }
}

impl Erased {
    fn add(&mut self, table: &'static str, count: usize) {
        match self.rows.iter_mut().find(|(known, _)| *known == table) {
            Some((_, known)) => *known += count,
            None if count > 0 => self.rows.push((table, count)),
            None => {}
        }
    }
}

/// `2 grants, 1 citizens`, for the log.
fn counts(rows: &[(&'static str, usize)]) -> String {
    rows.iter().map(|(table, count)| format!("{count} {table}")).collect::<Vec<_>>().join(", ")
}
