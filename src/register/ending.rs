//! What ends earlier than it was to.

use chrono::NaiveDate;
use rusqlite::OptionalExtension;

use crate::error::Result;
use crate::register::store::Changing;
use crate::register::tables::Table;

/// What came of something that was to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It ends earlier than it did.
    Earlier,
    /// It would begin after its end, so it was taken out.
    NeverBegan,
}

impl Changing<'_> {
    /// Gives the row of `grants`, `standing` or `vehicles` this last day. Says which row it is and
    /// what came of it, or nothing if it ended by then already.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::error::Error::Refused) if there is no such row, and
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn end(&self, table: &str, name: &str, on: NaiveDate) -> Result<Vec<(String, Ended)>> {
        let table = Table::named(table);
        let key = table.key[0];
        let date = on.to_string();
        let select = format!("SELECT first, last FROM {} WHERE \"{key}\" = ?1", table.name);
        let found = self.transaction.query_row(&select, [name], |row| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?))
        });
        let Some((first, last)) = self.done(found.optional())? else {
            let reason = format!("has no row \"{name}\" in {} ({})", table.name, table.danish());
            let hint = format!("list them with korsel register list {}", table.name);
            return Err(self.refused(&reason, &hint));
        };
        if last.is_some_and(|last| last <= date) {
            return Ok(Vec::new());
        }
        let subject = format!("{} {name}", table.name);
        // Dates are written so that their order is that of their letters.
        if first.is_some_and(|first| first > date) {
            let delete = format!("DELETE FROM {} WHERE \"{key}\" = ?1", table.name);
            self.done(self.transaction.execute(&delete, [name]))?;
            self.log("end", &subject, "taken out")?;
            return Ok(vec![(subject, Ended::NeverBegan)]);
        }
        let update = format!("UPDATE {} SET last = ?2 WHERE \"{key}\" = ?1", table.name);
        self.done(self.transaction.execute(&update, [name, date.as_str()]))?;
        self.log("end", &subject, &format!("on {date}"))?;
        Ok(vec![(subject, Ended::Earlier)])
    }

    /// Gives all grants and standing bookings of the citizen this last day, as [`Changing::end`].
    ///
    /// # Errors
    /// As [`Changing::end`].
    pub fn end_citizen(&self, citizen: &str, on: NaiveDate) -> Result<Vec<(String, Ended)>> {
        let content = self.content()?;
        if !content.citizens.contains_key(citizen) {
            let reason = format!("has no citizen \"{citizen}\"");
            return Err(self.refused(&reason, "list them with korsel register list citizens"));
        }
        let mut ended = Vec::new();
        for standing in content.standing.iter().filter(|it| it.citizen == citizen) {
            ended.extend(self.end("standing", &standing.name, on)?);
        }
        for grant in content.grants.iter().filter(|it| it.citizen == citizen) {
            ended.extend(self.end("grants", &grant.name, on)?);
        }
        Ok(ended)
    }
}
