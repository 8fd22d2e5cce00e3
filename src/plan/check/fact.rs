//! Figures as the referee says them: exact, so that two different ones never read the same.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::{BookingStatus, Distance, Duration, Money, Time};

/// A figure or a name in a violation.
#[derive(Clone, PartialEq, Debug)]
pub enum Fact {
    /// There is nothing to say.
    Nothing,
    /// A clock time.
    Time(Time),
    /// From one clock time to another.
    Span(Time, Time),
    /// A length of time.
    Length(Duration),
    /// A distance.
    Distance(Distance),
    /// An amount.
    Money(Money),
    /// How many.
    Count(i64),
    /// A name, or a few words.
    Text(String),
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Time(time) => write!(f, "{time}"),
            Self::Span(from, to) => write!(f, "{from} to {to}"),
            Self::Length(length) => write_length(f, *length),
            Self::Distance(distance) => write!(f, "{} m", distance.as_metres()),
            Self::Money(money) => write_kroner(f, *money),
            Self::Count(count) => write!(f, "{count}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// `63 min`, `4 min 10 s`, `12.5 s`: exact, so that two different lengths never read the same.
fn write_length(f: &mut fmt::Formatter<'_>, length: Duration) -> fmt::Result {
    let milliseconds = i128::from(length.as_milliseconds());
    let (minutes, rest) = (milliseconds.abs() / 60_000, milliseconds.abs() % 60_000);
    let sign = if milliseconds < 0 { "-" } else { "" };
    match (minutes, rest) {
        (_, 0) => write!(f, "{sign}{minutes} min"),
        (0, _) => write!(f, "{sign}{} s", rest as f64 / 1000.0),
        _ => write!(f, "{sign}{minutes} min {} s", rest as f64 / 1000.0),
    }
}

fn write_kroner(f: &mut fmt::Formatter<'_>, money: Money) -> fmt::Result {
    let ore = i128::from(money.as_ore());
    let sign = if ore < 0 { "-" } else { "" };
    write!(f, "{sign}{}.{:02} kr", ore.abs() / 100, ore.abs() % 100)
}

macro_rules! facts {
    ($($from:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$from> for Fact {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}

// One line a type, so that rules can hand over their figures as they are.
facts!(Time => Time, Duration => Length, Distance => Distance, Money => Money, i64 => Count, u32 => Count);
facts!(u16 => Count, &str => Text, String => Text);

impl From<()> for Fact {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}

impl From<NaiveDate> for Fact {
    fn from(date: NaiveDate) -> Self {
        Self::Text(date.to_string())
    }
}

impl From<BookingStatus> for Fact {
    fn from(status: BookingStatus) -> Self {
        Self::from(match status {
            BookingStatus::Approved => "approved",
            BookingStatus::Cancelled => "cancelled",
            BookingStatus::Absent => "absent",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_money_are_exact() {
        assert_eq!(Fact::from(Duration::seconds(3_785)).to_string(), "63 min 5 s");
        assert_eq!(Fact::from(Duration::milliseconds(12_500)).to_string(), "12.5 s");
        assert_eq!(Fact::from(Duration::minutes(-2)).to_string(), "-2 min");
        assert_eq!(Fact::from(Money::ore(123_405)).to_string(), "1234.05 kr");
        assert_eq!(Fact::from(Money::ore(-5)).to_string(), "-0.05 kr");
    }
}
