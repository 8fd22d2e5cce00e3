//! The values people write into cells: dates, numbers, money, yes and no.

use chrono::NaiveDate;

use crate::domain::{Money, Time};
use crate::input::cpr;

/// The largest amount a file may hold; keeps every sum of a day far from overflow.
pub const LARGEST_AMOUNT: Money = Money::kroner(100_000);

/// A value as messages show it: in quotes, on one line, not too long, no CPR number readable.
pub fn quoted(value: &str) -> String {
    const LONGEST: usize = 60;
    let masked = cpr::masked(value);
    let letters = masked.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let shown: String = letters.take(LONGEST).collect();
    let is_cut = masked.chars().nth(LONGEST).is_some();
    format!("\"{shown}{}\"", if is_cut { "…" } else { "" })
}

/// The date written `yyyy-mm-dd`, `dd-mm-yyyy`, `dd.mm.yyyy` or `dd/mm/yyyy`, if it exists.
pub fn date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| is_digits(part));
    let [first, second, third] = parts[..] else { return None };
    let (year, month, day) = match (first.len(), second.len(), third.len()) {
        (4, 2, 2) if text.contains('-') => (first, second, third),
        (1..=2, 1..=2, 4) => (third, second, first),
        _ => return None,
    };
    let year = i32::try_from(number(year)?).ok().filter(|&year| year >= 1900)?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

/// The moment of whole minutes written `HH:MM`, no later than `latest`.
pub fn clock_time(text: &str, latest: Time) -> Option<Time> {
    Time::parse(text).filter(|&time| time == time.floor_to_minute() && time <= latest)
}

/// The number written with a decimal comma or point and without thousands separators.
pub fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let is_number = is_digits(whole) && is_digits(fraction) && text.len() <= 25;
    is_number.then(|| text.replace(',', ".").parse().ok())?
}

/// The whole number of at most nine digits.
pub fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (is_digits(digits) && digits.len() <= 9).then(|| text.parse().ok())?
}

/// The amount written in kroner with at most two decimals, neither negative nor beyond
/// [`LARGEST_AMOUNT`].
pub fn money(text: &str) -> Option<Money> {
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    if !is_digits(whole) || whole.len() > 7 || !is_digits(fraction) || fraction.len() > 2 {
        return None;
    }
    let ore: i64 = format!("{fraction:0<2}").parse().ok()?;
    let amount = Money::kroner(whole.parse().ok()?) + Money::ore(ore);
    (amount <= LARGEST_AMOUNT).then_some(amount)
}

/// What a yes-or-no cell says; an empty one says no.
pub fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ja" | "yes" | "x" | "1" | "true" | "sand" | "sandt" => Some(true),
        "nej" | "no" | "0" | "false" | "falsk" | "" => Some(false),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_danish_and_iso_order() {
        let expected = NaiveDate::from_ymd_opt(2026, 12, 7);
        for text in ["2026-12-07", "07-12-2026", "7-12-2026", "07.12.2026", "7/12/2026"] {
            assert_eq!(date(text), expected, "{text}");
        }
        for text in ["2026-02-30", "31-11-2026", "07-12-26", "2026.12", "æ-1-2026", "12/07/26", ""]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_have_a_comma_or_a_point() {
        assert_eq!(decimal("55,65"), Some(55.65));
        assert_eq!(decimal("-0.5"), Some(-0.5));
        for text in ["1.234,5", "NaN", "inf", "1e3", "", "-", ",5", "5,", "0x10", "٣"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(whole("-3"), Some(-3));
        assert_eq!(whole("9999999999"), None);
    }

    #[test]
    fn money_has_at_most_two_decimals() {
        assert_eq!(money("4,5"), Some(Money::ore(450)));
        assert_eq!(money("400"), Some(Money::kroner(400)));
        assert_eq!(money("100000.00"), Some(LARGEST_AMOUNT));
        // Three decimals are a thousands separator in disguise.
        for text in ["1.250", "-1", "100000.01", "12 kr", "", "99999999999999999999"] {
            assert_eq!(money(text), None, "{text}");
        }
    }

    #[test]
    fn clock_times_are_whole_minutes() {
        let midnight = Time::hm(24, 0);
        assert_eq!(clock_time("08.30", midnight), Some(Time::hm(8, 30)));
        assert_eq!(clock_time("08:30:00", midnight), Some(Time::hm(8, 30)));
        assert_eq!(clock_time("24:00", midnight), Some(midnight));
        for text in ["08:30:15", "24:01", "8", "0830"] {
            assert_eq!(clock_time(text, midnight), None, "{text}");
        }
    }

    #[test]
    fn shown_values_are_short_and_harmless() {
        assert_eq!(quoted("a\nb"), "\"a b\"");
        assert_eq!(quoted(&"x".repeat(500)).chars().count(), 63);
        assert_eq!(quoted(&"x".repeat(61)), format!("\"{}…\"", "x".repeat(60)));
        assert_eq!(quoted(&"x".repeat(60)), format!("\"{}\"", "x".repeat(60)));
        let hidden = format!("{}010100-0000", "x".repeat(55));
        assert!(!quoted(&hidden).contains("0101"));
    }
}
