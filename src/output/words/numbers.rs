//! Figures, dates and money as people write them.

use chrono::{Locale, NaiveDate};

use crate::domain::{Distance, Duration, Money, Time};
use crate::output::Language;

/// `08:15–09:00`, seconds dropped.
pub(crate) fn clock_span(from: Time, to: Time) -> String {
    format!("{}–{}", from.hh_mm(), to.hh_mm())
}

/// What hours and minutes are told of: the nearest minute.
pub(crate) fn nearest_minute(length: Duration) -> f64 {
    (length + Duration::seconds(30)).as_milliseconds().div_euclid(60_000) as f64
}

/// What lengths of trips are told in, wherever they are: whole minutes, rounded up, so that no figure of
/// the promise looks better than it is.
pub(crate) fn whole_minutes(length: Duration) -> f64 {
    length.ceil_minutes() as f64
}

/// Tenths of minutes, rounded up likewise, where a mean is compared with another.
pub(crate) fn tenths_of_minutes(length: Duration) -> f64 {
    -((-length.as_milliseconds()).div_euclid(6_000)) as f64 / 10.0
}

impl Language {
    /// How much dearer a plan is at most, in percent with two decimals, rounded up as it is a promise.
    pub(crate) fn gap(self, percent: f64) -> String {
        // What is too small for any figure of a plan is noise of the division.
        self.number((percent * 100.0 - 1e-6).ceil().max(0.0) / 100.0, 2)
    }

    /// `mandag den 7. december 2026`, `Monday 7 December 2026`.
    pub(crate) fn date(self, date: NaiveDate) -> String {
        match self {
            Self::Danish => date.format_localized("%A den %-d. %B %Y", Locale::da_DK).to_string(),
            Self::English => date.format_localized("%A %-d %B %Y", Locale::en_GB).to_string(),
        }
    }

    /// A number with that many decimals, thousands grouped: `1.234,5`, `1,234.5`.
    pub(crate) fn number(self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let (group, point) = match self {
            Self::Danish => ('.', ','),
            Self::English => (',', '.'),
        };
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let mut out = String::from(if value < 0.0 && !is_zero { "-" } else { "" });
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(point);
            out.push_str(fraction);
        }
        out
    }

    /// A count, thousands grouped.
    pub(crate) fn count(self, count: u64) -> String {
        self.number(count as f64, 0)
    }

    /// `1.234,50 kr.`, `1,234.50 kr`.
    pub(crate) fn money(self, amount: Money) -> String {
        let unit = match self {
            Self::Danish => "kr.",
            Self::English => "kr",
        };
        format!("{} {unit}", self.number(amount.as_kroner(), 2))
    }

    /// An amount that something costs more, with its sign: `+12,00 kr.`.
    pub(crate) fn extra_money(self, amount: Money) -> String {
        let plus = if amount > Money::ZERO { "+" } else { "" };
        format!("{plus}{}", self.money(amount))
    }

    /// `12,3 km`, `12.3 km`.
    pub(crate) fn km(self, distance: Distance) -> String {
        format!("{} km", self.number(distance.as_km(), 1))
    }

    /// Hours and minutes, to the nearest minute: `2 t 05 min`, `2 h 05 min`.
    pub(crate) fn hours(self, length: Duration) -> String {
        let minutes = nearest_minute(length) as i64;
        let unit = match self {
            Self::Danish => "t",
            Self::English => "h",
        };
        match (minutes.div_euclid(60), minutes.rem_euclid(60)) {
            (0, minutes) => format!("{minutes} min"),
            (hours, minutes) => format!("{hours} {unit} {minutes:02} min"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_pointed_as_the_language_does() {
        assert_eq!(Language::Danish.number(1_234_567.891, 2), "1.234.567,89");
        assert_eq!(Language::English.number(1_234.5, 1), "1,234.5");
        assert_eq!(Language::Danish.number(-999.0, 0), "-999");
        assert_eq!(Language::Danish.number(-0.001, 2), "0,00");
        assert_eq!(Language::Danish.money(Money::ore(-123_450)), "-1.234,50 kr.");
        assert_eq!(Language::English.extra_money(Money::ore(5)), "+0.05 kr");
    }

    #[test]
    fn what_is_promised_is_rounded_up() {
        assert_eq!(whole_minutes(Duration::seconds(34 * 60 + 1)), 35.0);
        assert_eq!(tenths_of_minutes(Duration::seconds(34 * 60 + 1)), 34.1);
        assert_eq!(tenths_of_minutes(Duration::minutes(34)), 34.0);
        let gaps = [0.0, 0.435, 0.44, 10.321].map(|gap| Language::Danish.gap(gap));
        assert_eq!(gaps, ["0,00", "0,44", "0,44", "10,33"]);
    }

    #[test]
    fn a_date_carries_its_weekday() {
        let date = NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date");
        assert_eq!(Language::Danish.date(date), "mandag den 7. december 2026");
        assert_eq!(Language::English.date(date), "Monday 7 December 2026");
    }

    #[test]
    fn hours_are_rounded_to_the_nearest_minute() {
        assert_eq!(Language::Danish.hours(Duration::seconds(7_529)), "2 t 05 min");
        assert_eq!(Language::English.hours(Duration::seconds(3_599)), "1 h 00 min");
        assert_eq!(Language::English.hours(Duration::seconds(89)), "1 min");
    }
}
