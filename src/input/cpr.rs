//! CPR numbers: found so that they can be refused, and never repeated.
//!
//! A person's number is a date and four digits, `DDMMYY-XXXX`, also written without the dash or with
//! a space. Ten digits whose first four are no day of a year are not one, nor are digits of a longer
//! number, the decimals of a number, or an international telephone number.

use std::ops::Range;

const MASK: &str = "******-****";

/// Whether a CPR-shaped number stands anywhere in the text.
pub fn is_in(text: &str) -> bool {
    next(text, 0).is_some()
}

/// The text with every CPR-shaped number made unreadable.
pub fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(number) = next(text, from) {
        masked.push_str(&text[from..number.start]);
        masked.push_str(MASK);
        from = number.end;
    }
    masked.push_str(&text[from..]);
    masked
}

/// The first CPR-shaped number that starts at or after `from`.
fn next(text: &str, from: usize) -> Option<Range<usize>> {
    if is_uuid(text) {
        return None;
    }
    let starts = text.char_indices().filter(|&(at, letter)| at >= from && letter.is_ascii_digit());
    starts.map(|(at, _)| at).find_map(|start| Some(start..number_end(text, start)?))
}

/// Where the number ends that starts here, if it is CPR-shaped.
fn number_end(text: &str, start: usize) -> Option<usize> {
    let (before, rest) = text.split_at(start);
    if continues_a_number(before) {
        return None;
    }
    let date = rest.get(..6).filter(|date| date.bytes().all(|byte| byte.is_ascii_digit()))?;
    let tail = rest[6..].trim_start_matches([' ', '\u{A0}', '-', '\u{2010}', '\u{2011}', '–']);
    let separator = rest[6..].len() - tail.len();
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let is_shaped = digits == 4 && separator <= 6 && is_birth_date(date);
    is_shaped.then_some(start + 6 + separator + 4)
}

/// Whether digits after this text belong to a number that began in it.
fn continues_a_number(before: &str) -> bool {
    let mut letters = before.chars().rev();
    match letters.next() {
        Some('+') => true,
        Some('.' | ',') => letters.next().is_some_and(|letter| letter.is_ascii_digit()),
        Some(letter) => letter.is_ascii_digit(),
        None => false,
    }
}

/// Whether the first four of six digits are a day of a year. Replacement numbers, given to people
/// without a CPR number, add 60 to the day.
fn is_birth_date(digits: &str) -> bool {
    let (Ok(day), Ok(month)) = (digits[..2].parse::<u32>(), digits[2..4].parse::<u32>()) else {
        return false;
    };
    let day = if day > 60 { day - 60 } else { day };
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=longest).contains(&day)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    // Dates that no living person has, so that none of these is anybody's number.
    const SHAPED: [&str; 8] = [
        "010100-0000",
        "0101000000",
        "010100 0000",
        "010100 - 0000",
        "610100-0000",
        "290200-0000",
        "ring 010100-0000.",
        "C010100-0000",
    ];

    #[test]
    fn cpr_shapes_are_found_and_masked() {
        for text in SHAPED {
            assert!(is_in(text), "{text}");
            assert!(masked(text).contains(MASK) && !masked(text).contains("0000"), "{text}");
        }
        assert_eq!(masked("a 010100-0000, b 0202000000"), "a ******-****, b ******-****");
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "43 57 70 00",
            "43577000",
            "+45 43577000",
            "+4543577000",
            "4543577000",
            "320100-0000",
            "301300-0000",
            "300200-0000",
            "0101000000123",
            "10101000000",
            "12.0101000000",
            "55,0101000000",
            "711000.5",
            "6168500",
            "01-01-2000",
            "2000-01-01",
            "010100",
            "2635",
            "010100-00000",
            "ab010100-0000-4000-8000-000000000000",
            "",
        ] {
            assert!(!is_in(text), "{text}");
            assert_eq!(masked(text), text);
        }
    }
}
