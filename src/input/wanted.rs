//! A written address taken apart for look-up, and put together again as the address file spells it.

use crate::domain::Address;
use crate::input::addresses::{Street, plain_street, split_number};
use crate::input::spelling::{fold, squeeze};

/// An address taken apart for comparison.
pub struct Wanted {
    /// The street as it is written.
    pub street: String,
    /// The street as look-ups compare it.
    pub plain: String,
    /// The house number as look-ups compare it.
    pub number: String,
    /// The postcode.
    pub postcode: String,
    /// The town.
    pub town: String,
    /// Floor, door and whatever else was written among the other parts.
    extras: Vec<String>,
}

impl Wanted {
    /// The parts of an address; a number, postcode and town written into the street are taken out.
    pub fn of(address: &Address) -> Self {
        let mut parts = address.street.split(',').map(str::trim);
        let mut street = parts.next().unwrap_or("");
        let mut number = address.number.trim();
        if number.is_empty()
            && let Some(at) = street.find(|letter: char| letter.is_ascii_digit())
            && at > 0
        {
            (street, number) = street.split_at(at);
        }
        let (number, floor_door) = split_number(number);
        let mut extras = vec![floor_door];
        let (mut postcode, mut town) = (address.postcode.trim(), address.town.trim());
        for part in parts {
            let (code, name) = part.split_once(' ').unwrap_or((part, ""));
            let is_postcode = code.len() == 4 && code.bytes().all(|it| it.is_ascii_digit());
            if postcode.is_empty() && is_postcode {
                (postcode, town) = (code, name.trim());
            } else if code != postcode {
                extras.push(part.to_owned());
            }
        }
        Self {
            street: street.trim().to_owned(),
            // No street is longer, and measuring a mistaken page of text would take for ever.
            plain: plain_street(street).chars().take(60).collect(),
            number,
            postcode: postcode.to_owned(),
            town: town.to_owned(),
            extras,
        }
    }

    /// The address as messages show it.
    pub fn written(&self) -> String {
        let written = format!("{} {}, {} {}", self.street, self.number, self.postcode, self.town);
        written.trim_end_matches([' ', ',']).replace(" ,", ",")
    }

    /// The address on the street it was found on, spelt as there. Floor and door stay, and those
    /// written among the other parts join them.
    pub fn spelt_like(&self, street: &Street, floor_door: &str) -> Address {
        let mut notes = vec![floor_door];
        for extra in &self.extras {
            let is_told = squeeze(floor_door).contains(&squeeze(extra));
            if !is_told && fold(extra) != fold(&street.town) {
                notes.push(extra);
            }
        }
        notes.retain(|note| !note.is_empty());
        Address {
            street: street.name.clone(),
            number: self.number.clone(),
            floor_door: notes.join(", "),
            postcode: street.postcode.clone(),
            town: street.town.clone(),
        }
    }
}
