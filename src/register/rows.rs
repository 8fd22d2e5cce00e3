//! Rows of the tables that people fill in: put in, compared with what is there, taken out.

pub use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::Result;
use crate::register::store::{Changing, Register};
use crate::register::tables::{Column, Kind, Table};

/// A row as somebody gives it: its key, and whatever else is said of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its table.
    pub table: &'static Table,
    /// The cells that are given; those of the key are among them.
    pub values: Vec<(&'static Column, Value)>,
}

/// What came of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// It was not there.
    Added,
    /// These columns were different: what they were, and what they are now.
    Changed(Vec<(&'static str, Value, Value)>),
    /// It was there just so.
    Same,
}

impl Column {
    /// What an empty cell means.
    pub fn empty(&self) -> Value {
        let word = |text: &str| Value::Text(text.to_owned());
        match (self.kind, self.name) {
            (Kind::Text | Kind::Citizens | Kind::Dates, _) => word(""),
            (Kind::YesNo | Kind::Money, _) | (_, "companions") => Value::Integer(0),
            (_, "front_seats") => Value::Integer(1),
            (Kind::Rides, _) => word("both"),
            (Kind::Weeks, _) => word("all"),
            (Kind::Weekdays, _) => word("1234567"),
            (Kind::Mobility, _) => word("walks"),
            _ => Value::Null,
        }
    }
}

impl Row {
    /// The value of a column, if it is given.
    pub fn value(&self, column: &str) -> Option<&Value> {
        self.values.iter().find(|(known, _)| known.name == column).map(|(_, value)| value)
    }

    /// The text of a column, if it is given and is text.
    pub fn text(&self, column: &str) -> Option<&str> {
        match self.value(column)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What tells it from all others, as messages and the log show it.
    pub fn name(&self) -> String {
        let parts = self.key().into_iter().map(|value| match value {
            Value::Text(text) => text,
            Value::Integer(number) => number.to_string(),
            _ => String::new(),
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    fn key(&self) -> Vec<Value> {
        let value = |name: &&str| self.value(name).cloned().unwrap_or(Value::Null);
        self.table.key.iter().map(value).collect()
    }
}

impl Changing<'_> {
    /// Puts a row in: a new one is added, of one that is there the given cells are changed.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn put(&self, row: &Row) -> Result<Outcome> {
        let Some(before) = self.stands(row)? else {
            self.insert(row)?;
            return Ok(Outcome::Added);
        };
        let pairs = row.values.iter().zip(before);
        let changed: Vec<(&'static str, Value, Value)> = pairs
            .filter(|((_, new), old)| new != old)
            .map(|((column, new), old)| (column.name, old, new.clone()))
            .collect();
        if changed.is_empty() {
            return Ok(Outcome::Same);
        }
        let setting: Vec<String> =
            changed.iter().map(|(column, ..)| format!("{} = ?", quoted(column))).collect();
        let update =
            format!("UPDATE {} SET {} {}", row.table.name, setting.join(", "), by_key(row.table));
        let values = changed.iter().map(|(_, _, new)| new.clone()).chain(row.key());
        self.done(self.transaction.execute(&update, params_from_iter(values)))?;
        Ok(Outcome::Changed(changed))
    }

    /// Whether there is a row of this key.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn has(&self, row: &Row) -> Result<bool> {
        Ok(self.stands(row)?.is_some())
    }

    /// The names of all rows of a table, in order.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn names(&self, table: &'static Table) -> Result<Vec<String>> {
        Ok(self.done(rows(&self.transaction, table, None))?.iter().map(Row::name).collect())
    }

    /// Takes a row out; whether it was there.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn remove(&self, row: &Row) -> Result<bool> {
        let delete = format!("DELETE FROM {} {}", row.table.name, by_key(row.table));
        let removed = self.transaction.execute(&delete, params_from_iter(row.key()));
        Ok(self.done(removed)? > 0)
    }

    /// What stands in the given columns of the row, if it is there.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn stands(&self, row: &Row) -> Result<Option<Vec<Value>>> {
        let columns: Vec<String> =
            row.values.iter().map(|(column, _)| quoted(column.name)).collect();
        let select =
            format!("SELECT {} FROM {} {}", columns.join(", "), row.table.name, by_key(row.table));
        let width = columns.len();
        let found = self.transaction.prepare(&select).and_then(|mut statement| {
            let mut rows = statement.query(params_from_iter(row.key()))?;
            let Some(found) = rows.next()? else { return Ok(None) };
            (0..width).map(|index| found.get(index)).collect::<rusqlite::Result<_>>().map(Some)
        });
        self.done(found)
    }

    fn insert(&self, row: &Row) -> Result<()> {
        let columns: Vec<String> =
            row.values.iter().map(|(column, _)| quoted(column.name)).collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let insert =
            format!("INSERT INTO {} ({}) VALUES ({marks})", row.table.name, columns.join(", "));
        let values = row.values.iter().map(|(_, value)| value);
        let inserted = self
            .transaction
            .prepare(&insert)
            .and_then(|mut statement| statement.execute(params_from_iter(values)));
        self.done(inserted.map(drop))
    }
}

impl Register {
    /// All rows of a table with all its columns, in the order of its key; of one citizen alone if
    /// one is given and the table has that column.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn rows(&self, table: &'static Table, citizen: Option<&str>) -> Result<Vec<Row>> {
        self.read(|connection| rows(connection, table, citizen))
    }
}

fn rows(
    connection: &Connection,
    table: &'static Table,
    citizen: Option<&str>,
) -> rusqlite::Result<Vec<Row>> {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
    let key: Vec<String> = table.key.iter().map(|column| quoted(column)).collect();
    let of_one = citizen.filter(|_| table.column("citizen").is_some());
    let condition = if of_one.is_some() { "WHERE citizen = ?" } else { "" };
    let select = format!(
        "SELECT {} FROM {} {condition} ORDER BY {}",
        columns.join(", "),
        table.name,
        key.join(", ")
    );
    let mut statement = connection.prepare(&select)?;
    let rows = statement.query_map(params_from_iter(of_one), |found| {
        let cell = |(index, column)| Ok((column, found.get(index)?));
        let values = table.columns.iter().enumerate().map(cell);
        Ok(Row { table, values: values.collect::<rusqlite::Result<_>>()? })
    })?;
    rows.collect()
}

fn by_key(table: &Table) -> String {
    let parts: Vec<String> =
        table.key.iter().map(|column| format!("{} = ?", quoted(column))).collect();
    format!("WHERE {}", parts.join(" AND "))
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
