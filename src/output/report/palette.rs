//! How vehicles are told apart: a letter, a colour and a dash each.
//!
//! The colours are those of Okabe & Ito, made dark enough for lines on white (three to one at least).
//! Seven colours and four dashes have no common divisor, so that neighbours differ in both and
//! twenty-eight vehicles look different before any two look alike; letters go on for ever.

/// A vehicle's looks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Look {
    /// What stops are called: `A` in `A3`.
    pub letter: String,
    /// The colour of its line.
    pub colour: &'static str,
    /// The colour of text on it.
    pub ink: &'static str,
    /// The dashes of its line, as SVG has them.
    pub dash: &'static str,
}

const COLOURS: [(&str, &str); 7] = [
    ("#0072b2", "#fff"),
    ("#c97f00", "#000"),
    ("#007a5e", "#fff"),
    ("#a6478a", "#fff"),
    ("#3d9ad1", "#000"),
    ("#b8440b", "#fff"),
    ("#404040", "#fff"),
];

const DASHES: [&str; 4] = ["none", "12 5", "4 4", "14 4 3 4"];

impl Look {
    /// The looks of the vehicle at this position.
    pub fn of(index: usize) -> Self {
        let (colour, ink) = COLOURS[index % COLOURS.len()];
        Self { letter: letter(index), colour, ink, dash: DASHES[index % DASHES.len()] }
    }
}

/// `A` to `Z`, then `AA`, `AB` and so on.
fn letter(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (index % 26) as u8));
        if index < 26 {
            return letters.into_iter().rev().collect();
        }
        index = index / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn letters_go_on_after_z() {
        let letters = [0, 25, 26, 51, 52, 701, 702].map(letter);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn twenty_eight_vehicles_look_different() {
        let looks: HashSet<_> =
            (0..28).map(|index| (Look::of(index).colour, Look::of(index).dash)).collect();
        assert_eq!(looks.len(), 28);
    }

    #[test]
    fn lines_stand_out_from_white_and_text_from_its_colour() {
        let luminance = |colour: &str| {
            let digits = match colour.len() {
                4 => colour[1..].chars().flat_map(|digit| [digit, digit]).collect(),
                _ => colour[1..].to_owned(),
            };
            let part = |at: usize| {
                let value = u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
                let value = f64::from(value) / 255.0;
                if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
        };
        let contrast = |one: &str, other: &str| {
            let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
            one.max(other) / one.min(other)
        };
        for (colour, ink) in COLOURS {
            assert!(contrast(colour, "#fff") >= 3.0, "{colour} on white");
            assert!(contrast(colour, ink) >= 4.5, "{ink} on {colour}");
        }
    }
}
