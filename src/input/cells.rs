//! What the cells of a row mean: text, clock times, dates, numbers, choices.
//!
//! A cell that does not mean what its column asks for becomes a flaw and reads as `None`, so that
//! the rest of the row is still looked at.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::domain::{Direction, Money, Time};
use crate::error::Flaw;
use crate::input::spelling::{did_you_mean, one_of, squeeze};
use crate::input::table::{Row, Table};
use crate::input::values::{self, quoted};

/// A row of a table, read column by column.
pub struct Cells<'a, 'f> {
    table: &'a Table,
    row: &'a Row,
    flaws: &'f mut Vec<Flaw>,
}

impl<'a, 'f> Cells<'a, 'f> {
    /// The row's cells; their flaws go to `flaws`.
    pub fn new(table: &'a Table, row: &'a Row, flaws: &'f mut Vec<Flaw>) -> Self {
        Self { table, row, flaws }
    }

    /// The line on which the row starts.
    pub fn line(&self) -> u64 {
        self.row.line
    }

    /// Notes that the cell of this column is wrong.
    pub fn flaw(
        &mut self,
        column: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> &mut Flaw {
        let flaw = Flaw::new(&self.table.file, found, expected)
            .line(self.row.line)
            .column(self.table.spelled(column));
        self.flaws.push(flaw);
        let last = self.flaws.len() - 1;
        &mut self.flaws[last]
    }

    /// The flaw that was noted last, to say it better.
    ///
    /// # Panics
    /// If none was.
    pub fn amend(&mut self) -> &mut Flaw {
        self.flaws.last_mut().expect("a flaw was noted")
    }

    /// Whether the file has this column.
    pub fn has(&self, column: &str) -> bool {
        self.table.position(column).is_some()
    }

    /// The cell's text, empty where the file has no such column.
    pub fn text(&self, column: &str) -> &'a str {
        self.table.position(column).map_or("", |position| self.row.cell(position))
    }

    /// The cell's text; an empty cell is a flaw.
    pub fn required(&mut self, column: &str) -> Option<&'a str> {
        let text = self.text(column);
        // A column that is missing altogether is one flaw of the header, not one of each row.
        if text.is_empty() && self.has(column) {
            self.flaw(column, "is empty", "fill it in");
        }
        (!text.is_empty()).then_some(text)
    }

    /// The time of day; an empty cell is a flaw.
    pub fn time(&mut self, column: &str, latest: Time) -> Option<Time> {
        let text = self.required(column)?;
        let time = values::clock_time(text, latest);
        if time.is_none() {
            let found = format!("{} is not a time of day", quoted(text));
            self.flaw(column, found, format!("write HH:MM, whole minutes up to {latest}"));
        }
        time
    }

    /// The date; an empty cell is a flaw.
    pub fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let text = self.required(column)?;
        let date = values::date(text);
        if date.is_none() {
            self.flaw(
                column,
                format!("{} is not a date", quoted(text)),
                "write yyyy-mm-dd or dd-mm-yyyy",
            );
        }
        date
    }

    /// Whether the cell says yes; an empty one says no.
    pub fn yes_no(&mut self, column: &str) -> bool {
        let text = self.text(column);
        let answer = values::yes_no(text);
        if answer.is_none() {
            let found = format!("{} is neither yes nor no", quoted(text));
            self.flaw(column, found, "write yes or no (ja, nej), or leave it empty");
        }
        answer.unwrap_or(false)
    }

    /// The whole number within these limits, `None` for an empty cell.
    pub fn whole(&mut self, column: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let number = values::whole(text).filter(|number| range.contains(number));
        if number.is_none() {
            let found = format!("{} is not a whole number in range", quoted(text));
            self.flaw(column, found, format!("write {} to {}", range.start(), range.end()));
        }
        number
    }

    /// The amount of money; an empty cell is a flaw.
    pub fn money(&mut self, column: &str) -> Option<Money> {
        let text = self.required(column)?;
        let amount = values::money(text);
        if amount.is_none() {
            let found = format!("{} is not an amount of kroner", quoted(text));
            let expected = "write 0 to 100000 with at most two decimals and no thousands separator";
            self.flaw(column, found, expected);
        }
        amount
    }

    /// Which way a ride goes, `None` for an empty cell.
    pub fn direction(&mut self, column: &str) -> Option<Direction> {
        const WORDS: [(&[&str], Direction); 2] = [
            (&["out", "ud", "udkørsel"], Direction::Out),
            (&["home", "hjem", "hjemkørsel"], Direction::Home),
        ];
        self.choice(column, &WORDS)
    }

    /// The meaning of the word in the cell, `None` for an empty cell; the first words of each
    /// meaning, English and Danish, are shown as what would be right.
    pub fn choice<T: Copy>(&mut self, column: &str, meanings: &[(&[&str], T)]) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let word = squeeze(text);
        let is_meant = |words: &[&str]| words.iter().any(|other| squeeze(other) == word);
        let meaning = meanings.iter().find(|(words, _)| is_meant(words)).map(|&(_, it)| it);
        if meaning.is_none() {
            let words_at =
                |index| meanings.iter().filter_map(move |(words, _)| words.get(index).copied());
            let english: Vec<&str> = words_at(0).collect();
            let danish: Vec<&str> = words_at(1).collect();
            let all = meanings.iter().flat_map(|(words, _)| words.iter().copied());
            let hint = did_you_mean(text, all);
            let found = format!("{} is not a known word here", quoted(text));
            self.flaw(column, found, one_of(&english, &danish)).hint = hint;
        }
        meaning
    }
}
