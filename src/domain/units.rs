//! Quantities as types: a moment, a length of time, a distance and an amount of money do not mix.
//!
//! All are whole numbers, so that sums are exact and equal means equal. Moments and lengths of time
//! count milliseconds: coarser steps make published benchmark routes infeasible. Constructors name
//! the unit.
//!
//! ```
//! use korsel::domain::{Duration, Time};
//!
//! let start = Time::parse("09:30").expect("a time of day");
//! assert_eq!((start - Duration::minutes(60)).to_string(), "08:30");
//! assert_eq!(start - Time::parse("09:00").expect("a time of day"), Duration::minutes(30));
//! ```
//!
//! Two moments cannot be added:
//!
//! ```compile_fail
//! use korsel::domain::Time;
//! let nonsense = Time::MIDNIGHT + Time::MIDNIGHT;
//! ```

mod arithmetic;

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment of the service day, in milliseconds since its midnight. May pass 24:00.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(i64);

/// A length of time in milliseconds. May be negative as a difference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Duration(i64);

/// A distance in metres.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Distance(i64);

/// An amount of money in øre (a hundredth of a Danish krone).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

impl Time {
    /// The midnight that opens the service day.
    pub const MIDNIGHT: Self = Self(0);
    /// Earlier than any moment of a plan; leaves room to subtract a day without overflow.
    pub const DISTANT_PAST: Self = Self(-1_000_000 * HOUR);
    /// Later than any moment of a plan; leaves room to add a day without overflow.
    pub const DISTANT_FUTURE: Self = Self(1_000_000 * HOUR);

    /// The moment `hours`:`minutes` of the service day.
    pub const fn hm(hours: i64, minutes: i64) -> Self {
        Self(hours * HOUR + minutes * MINUTE)
    }

    /// The moment that many milliseconds after midnight.
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since midnight.
    pub const fn as_milliseconds(self) -> i64 {
        self.0
    }

    /// The moment written `HH:MM` or `HH:MM:SS[.mmm]` (`.` may stand for `:`), or `None` if it is no
    /// time of day. Hours run to 29, for shifts that end after midnight.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut parts = text.splitn(3, [':', '.']);
        let hours = digits(parts.next()?, 1..=2)?;
        let minutes = digits(parts.next()?, 2..=2)?;
        let milliseconds = match parts.next() {
            None => 0,
            Some(seconds) => {
                let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "000"));
                let seconds = digits(whole, 2..=2).filter(|&seconds| seconds < 60)?;
                seconds * SECOND + digits(fraction, 3..=3)?
            }
        };
        (hours < 30 && minutes < 60).then(|| Self(hours * HOUR + minutes * MINUTE + milliseconds))
    }

    /// This moment without its seconds: the clock time that people are told.
    pub const fn floor_to_minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(MINUTE))
    }

    /// The first whole minute that is not before this moment.
    pub const fn ceil_to_minute(self) -> Self {
        Self(self.0 + (-self.0).rem_euclid(MINUTE))
    }

    /// `HH:MM`, seconds dropped.
    pub fn hh_mm(self) -> String {
        let minutes = self.0.div_euclid(MINUTE);
        format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60))
    }
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits && length.contains(&text.len())).then(|| text.parse().ok())?
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// That many milliseconds.
    pub const fn milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// That many seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * SECOND)
    }

    /// That many minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * MINUTE)
    }

    /// That many hours.
    pub const fn hours(hours: i64) -> Self {
        Self(hours * HOUR)
    }

    /// The length in milliseconds.
    pub const fn as_milliseconds(self) -> i64 {
        self.0
    }

    /// The length in minutes, for printed statistics.
    pub fn as_minutes(self) -> f64 {
        self.0 as f64 / MINUTE as f64
    }

    /// The length in whole minutes, rounded up.
    pub const fn ceil_minutes(self) -> i64 {
        -((-self.0).div_euclid(MINUTE))
    }

    /// Half of it, rounded down to a millisecond.
    pub const fn half(self) -> Self {
        Self(self.0.div_euclid(2))
    }

    /// This length times `factor`, rounded up to a whole second, so that a plan stays drivable.
    pub fn scale(self, factor: f64) -> Self {
        Self((self.0 as f64 * factor / SECOND as f64 - 1e-9).ceil() as i64 * SECOND)
    }
}

impl Distance {
    /// No distance at all.
    pub const ZERO: Self = Self(0);

    /// That many metres.
    pub const fn metres(metres: i64) -> Self {
        Self(metres)
    }

    /// The distance in metres.
    pub const fn as_metres(self) -> i64 {
        self.0
    }

    /// The distance in kilometres, for printed statistics.
    pub fn as_km(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// That many øre.
    pub const fn ore(ore: i64) -> Self {
        Self(ore)
    }

    /// That many kroner.
    pub const fn kroner(kroner: i64) -> Self {
        Self(kroner * 100)
    }

    /// The amount in øre.
    pub const fn as_ore(self) -> i64 {
        self.0
    }

    /// The part of each of so many, to the nearest øre; half an øre is rounded up.
    ///
    /// # Panics
    /// If there is nobody to share it.
    pub const fn shared_by(self, count: usize) -> Self {
        assert!(count > 0, "an amount is shared by somebody");
        Self((2 * self.0 + count as i64).div_euclid(2 * count as i64))
    }

    /// The amount in kroner, for printed statistics.
    pub fn as_kroner(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

/// `HH:MM`, with seconds and milliseconds only where there are any.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.rem_euclid(MINUTE) / SECOND;
        let milliseconds = self.0.rem_euclid(SECOND);
        f.write_str(&self.hh_mm())?;
        if seconds != 0 || milliseconds != 0 {
            write!(f, ":{seconds:02}")?;
        }
        if milliseconds != 0 {
            write!(f, ".{milliseconds:03}")?;
        }
        Ok(())
    }
}

/// Whole minutes, rounded up, e.g. `61 min`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} min", self.ceil_minutes())
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!("\"{text}\" is not a time of day, write HH:MM"))
        })
    }
}

/// A number of seconds: whole where the length is, with three decimals otherwise.
impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % SECOND == 0 {
            serializer.serialize_i64(self.0 / SECOND)
        } else {
            serializer.serialize_f64(self.0 as f64 / SECOND as f64)
        }
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Ok(Self((seconds * SECOND as f64).round() as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_and_written() {
        assert_eq!(Time::parse("9:05"), Some(Time::hm(9, 5)));
        assert_eq!(Time::parse(" 24:10 "), Some(Time::hm(24, 10)));
        assert_eq!(Time::parse("09.30"), Some(Time::hm(9, 30)));
        for wrong in ["25:61", "930", "9:5", "30:00", "-1:00", "09:30:60", "+9:30", ""] {
            assert_eq!(Time::parse(wrong), None, "{wrong}");
        }
        for text in ["08:05", "08:05:09", "08:05:00.250"] {
            assert_eq!(Time::parse(text).expect("a time").to_string(), text);
        }
    }

    #[test]
    fn told_times_are_whole_minutes() {
        let time = Time::parse("08:13:40").expect("a time");
        assert_eq!(time.floor_to_minute(), Time::hm(8, 13));
        assert_eq!(time.ceil_to_minute(), Time::hm(8, 14));
        assert_eq!(Time::hm(8, 13).ceil_to_minute(), Time::hm(8, 13));
    }

    #[test]
    fn scaling_rounds_up_to_a_second() {
        assert_eq!(Duration::seconds(10).scale(1.25), Duration::seconds(13));
        assert_eq!(Duration::seconds(10).scale(1.1), Duration::seconds(11));
        assert_eq!(Duration::minutes(1).scale(1.0), Duration::minutes(1));
    }

    #[test]
    fn what_is_shared_is_rounded_to_the_nearest_ore() {
        assert_eq!(Money::ore(611_568).shared_by(72), Money::ore(8_494));
        assert_eq!(Money::ore(5).shared_by(2), Money::ore(3));
        assert_eq!(
            [Money::ore(-5).shared_by(2), Money::ore(-7).shared_by(3)],
            [-2, -2].map(Money::ore)
        );
    }

    #[test]
    fn durations_read_back_equal() {
        for milliseconds in [0, 1_000, 1_001, 86_399_999] {
            let length = Duration::milliseconds(milliseconds);
            let text = serde_json::to_string(&length).expect("serialises");
            assert_eq!(serde_json::from_str::<Duration>(&text).expect("reads"), length);
        }
    }
}
