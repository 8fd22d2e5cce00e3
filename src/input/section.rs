//! A table of `day.toml`, read key by key, with the line of every flaw.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::{Duration, Money, Time};
use crate::error::Flaw;
use crate::input::lines::line_at;
use crate::input::spelling::did_you_mean;
use crate::input::values::{self, LARGEST_AMOUNT, quoted};

/// A table of the file under its name, e.g. `promise`.
pub struct Section<'s, 'f> {
    source: &'s str,
    file: &'s str,
    name: String,
    table: &'s DeTable<'s>,
    line: u64,
    flaws: &'f mut Vec<Flaw>,
}

impl<'s, 'f> Section<'s, 'f> {
    /// The whole file, which has this text.
    pub fn root(
        file: &'s str,
        source: &'s str,
        table: &'s DeTable<'s>,
        flaws: &'f mut Vec<Flaw>,
    ) -> Self {
        Self { source, file, name: String::new(), table, line: 1, flaws }
    }

    /// The line of the key, or of the section if it has no such key.
    fn line_of(&self, key: &str) -> u64 {
        let entry = self.table.get_key_value(key);
        entry.map_or(self.line, |(name, _)| line_at(self.source.as_bytes(), name.span().start))
    }

    /// Notes that the value of this key is wrong.
    pub fn flaw(
        &mut self,
        key: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> &mut Flaw {
        let path = self.path(key);
        let flaw = Flaw::new(self.file, found, expected).line(self.line_of(key)).column(path);
        self.flaws.push(flaw);
        let last = self.flaws.len() - 1;
        &mut self.flaws[last]
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    /// Notes every key that is none of these.
    pub fn only(&mut self, known: &[&str]) {
        for key in self.keys() {
            if !known.contains(&key) {
                self.unknown(key, known);
            }
        }
    }

    /// Notes that a key is none of these.
    pub fn unknown(&mut self, key: &str, known: &[&str]) {
        let hint = did_you_mean(key, known.iter().copied());
        self.flaw(key, "is not a known setting", "rename it or take it out").hint = hint;
    }

    /// All keys.
    pub fn keys(&self) -> Vec<&'s str> {
        let table: &'s DeTable<'s> = self.table;
        table.keys().map(|key| key.get_ref().as_ref()).collect()
    }

    /// The table under this key, if it is there.
    pub fn section(&mut self, key: &str) -> Option<Section<'s, '_>> {
        let line = self.line_of(key);
        let value = self.table.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.flaw(
                key,
                "is not a section",
                format!("write [{}] on a line of its own", self.path(key)),
            );
            return None;
        };
        let name = self.path(key);
        Some(Section { table, name, line, source: self.source, file: self.file, flaws: self.flaws })
    }

    /// Calls `read` with each table of the list under this key.
    pub fn each_section<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(Section) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let list: Vec<&'s Spanned<DeValue<'s>>> =
            value.get_ref().as_array().map_or_else(Vec::new, |list| list.iter().collect());
        if value.get_ref().as_array().is_none()
            || list.iter().any(|item| item.get_ref().as_table().is_none())
        {
            self.flaw(key, "is not a list of sections", format!("write [[{}]]", self.path(key)));
            return Vec::new();
        }
        let name = self.path(key);
        let sections = list.into_iter().filter_map(|item| {
            let table = item.get_ref().as_table()?;
            let line = line_at(self.source.as_bytes(), item.span().start);
            let (source, file) = (self.source, self.file);
            read(Section { table, name: name.clone(), line, source, file, flaws: self.flaws })
        });
        sections.collect()
    }

    /// The value as the file spells it.
    fn written(&self, value: &Spanned<DeValue>) -> String {
        let text = self.source.get(value.span()).unwrap_or("");
        quoted(text.trim_matches(['"', '\'']))
    }

    /// The date, written as TOML's date or as text.
    pub fn date(&mut self, key: &str) -> Option<NaiveDate> {
        let Some(value) = self.table.get(key) else {
            self.flaw(key, "is missing", "write e.g. date = 2026-12-07");
            return None;
        };
        let date = match value.get_ref() {
            DeValue::String(text) => values::date(text.trim()),
            DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => {
                moment.date.and_then(|date| values::date(&date.to_string()))
            }
            _ => None,
        };
        if date.is_none() {
            let found = format!("{} is not a date", self.written(value));
            self.flaw(key, found, "write yyyy-mm-dd or \"dd-mm-yyyy\"");
        }
        date
    }

    /// The moment of whole minutes, written as text or as TOML's time; a missing one is a flaw.
    pub fn time(&mut self, key: &str, latest: Time) -> Option<Time> {
        let Some(value) = self.table.get(key) else {
            self.flaw(key, "is missing", "write \"HH:MM\"");
            return None;
        };
        let time = match value.get_ref() {
            DeValue::String(text) => values::clock_time(text, latest),
            DeValue::Datetime(moment) if moment.date.is_none() => {
                moment.time.and_then(|time| values::clock_time(&time.to_string(), latest))
            }
            _ => None,
        };
        if time.is_none() {
            let found = format!("{} is not a time of day", self.written(value));
            self.flaw(key, found, format!("write \"HH:MM\", whole minutes up to {latest}"));
        }
        time
    }

    /// The number within these limits, if the key is there.
    pub fn number(&mut self, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
        self.checked(
            key,
            |number| range.contains(&number).then_some(number),
            || format!("write a number from {} to {}", range.start(), range.end()),
        )
    }

    /// The whole number within these limits, if the key is there.
    pub fn whole(&mut self, key: &str, range: RangeInclusive<u16>) -> Option<u16> {
        let limits = f64::from(*range.start())..=f64::from(*range.end());
        let whole = |number: f64| {
            (limits.contains(&number) && number.fract() == 0.0).then_some(number as u16)
        };
        self.checked(key, whole, || {
            format!("write a whole number from {} to {}", range.start(), range.end())
        })
    }

    /// The length in whole minutes within these limits, if the key is there.
    pub fn minutes(&mut self, key: &str, range: RangeInclusive<u16>) -> Option<Duration> {
        self.whole(key, range).map(|minutes| Duration::minutes(i64::from(minutes)))
    }

    /// The length in minutes, at most an hour, that makes whole seconds, if the key is there.
    pub fn service_minutes(&mut self, key: &str) -> Option<Duration> {
        let length = |minutes: f64| {
            let seconds = (minutes * 60.0).round();
            let is_whole = (minutes * 60.0 - seconds).abs() < 1e-6;
            ((0.0..=60.0).contains(&minutes) && is_whole).then(|| Duration::seconds(seconds as i64))
        };
        self.checked(key, length, || "write minutes from 0 to 60 that make whole seconds".into())
    }

    /// The amount in kroner; a missing one is a flaw.
    pub fn money(&mut self, key: &str) -> Option<Money> {
        if !self.table.contains_key(key) {
            self.flaw(key, "is missing", "write an amount of kroner");
            return None;
        }
        let largest = LARGEST_AMOUNT.as_ore() as f64;
        let amount = |kroner: f64| {
            let ore = (kroner * 100.0).round();
            let is_whole = (kroner * 100.0 - ore).abs() < 1e-6;
            ((0.0..=largest).contains(&ore) && is_whole && kroner >= 0.0)
                .then(|| Money::ore(ore as i64))
        };
        self.checked(key, amount, || "write 0 to 100000 kroner with at most two decimals".into())
    }

    /// Whether the key says `true`, if it is there.
    pub fn yes_no(&mut self, key: &str) -> Option<bool> {
        let value = self.table.get(key)?;
        let answer = value.get_ref().as_bool();
        if answer.is_none() {
            let found = format!("{} is neither true nor false", self.written(value));
            self.flaw(key, found, "write true or false");
        }
        answer
    }

    /// What `read` makes of each text of the list under this key, if the key is there; a text of which
    /// it makes nothing is a flaw.
    pub fn each_text<T>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.table.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.flaw(key, format!("{} is not a list", self.written(value)), expected);
            return None;
        };
        let mut all = Vec::new();
        for item in list.iter() {
            match item.get_ref().as_str().and_then(|text| read(text.trim())) {
                Some(read) => all.push(read),
                None => {
                    let found = format!("{} is not understood", self.written(item));
                    self.flaw(key, found, expected);
                }
            }
        }
        Some(all)
    }

    fn checked<T>(
        &mut self,
        key: &str,
        accept: impl Fn(f64) -> Option<T>,
        expected: impl Fn() -> String,
    ) -> Option<T> {
        let value = self.table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(|it| it as f64)
            }
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            _ => None,
        };
        let accepted = number.filter(|number| number.is_finite()).and_then(accept);
        if accepted.is_none() {
            let found = format!("{} is not a value for this setting", self.written(value));
            self.flaw(key, found, expected());
        }
        accepted
    }
}
