//! The local address file: street, number, postcode, town and a point for every address.
//!
//! Read once and kept by street, so that hundreds of look-ups cost milliseconds. Columns beyond
//! these are let be. How a written address is matched is [`lookup`](crate::input::lookup)'s affair.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::domain::{Address, Coordinates};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::coordinates::{self, Position};
use crate::input::spelling::fold;
use crate::input::table::{Column, Shape, Table};

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "street", also: &["vej", "vejnavn", "gade"], required: true },
        Column { name: "number", also: &["husnr", "husnummer", "nr"], required: true },
        Column { name: "postcode", also: &["postnr", "postnummer"], required: true },
        Column { name: "town", also: &["by", "postnrnavn", "postdistrikt"], required: true },
        Column { name: "lat", also: &["breddegrad", "latitude"], required: true },
        Column { name: "lon", also: &["længdegrad", "lng", "longitude"], required: true },
    ],
    only_these: false,
    needs_rows: true,
};

/// All addresses of a file, by street.
pub struct AddressBook {
    /// The file's name in messages.
    pub file: String,
    /// The streets, in the order of the file.
    pub streets: Vec<Street>,
    by_postcode: FxHashMap<String, Vec<usize>>,
}

/// A street within one postcode.
pub struct Street {
    /// Its name as the file spells it.
    pub name: String,
    /// Its name as look-ups compare it.
    pub plain: String,
    /// Its postcode.
    pub postcode: String,
    /// Its town as the file spells it.
    pub town: String,
    /// Where each house number is, by [`plain_number`].
    pub houses: FxHashMap<String, Coordinates>,
}

impl Street {
    /// The address as people write it.
    pub fn written(&self, number: &str) -> String {
        format!("{} {number}, {} {}", self.name, self.postcode, self.town)
    }
}

impl AddressBook {
    /// The addresses of this file, or `None` if not all of it can be read.
    pub fn read(path: &Path, flaws: &mut Vec<Flaw>) -> Option<Self> {
        let table = Table::read(path, &SHAPE, false, flaws)?;
        let mut book = Self {
            file: table.file.clone(),
            streets: Vec::new(),
            by_postcode: FxHashMap::default(),
        };
        let mut known: FxHashMap<(String, String), usize> = FxHashMap::default();
        for row in &table.rows {
            let mut cells = Cells::new(&table, row, flaws);
            let Some((address, coordinates)) = read_row(&mut cells) else { continue };
            let key = (plain_street(&address.street), address.postcode.clone());
            let index = *known.entry(key).or_insert_with_key(|key| book.add_street(key, &address));
            let houses = &mut book.streets[index].houses;
            houses.entry(plain_number(&address.number)).or_insert(coordinates);
        }
        (table.is_whole && !book.streets.is_empty()).then_some(book)
    }

    /// The streets that the postcode, or without one the town, leaves; all without either.
    pub fn streets_in(&self, postcode: &str, town: &str) -> Vec<&Street> {
        let town = fold(town);
        match (postcode, town.as_str()) {
            ("", "") => self.streets.iter().collect(),
            ("", _) => self.streets.iter().filter(|street| fold(&street.town) == town).collect(),
            _ => {
                let indexes = self.by_postcode.get(postcode).map_or(&[][..], Vec::as_slice);
                indexes.iter().map(|&index| &self.streets[index]).collect()
            }
        }
    }

    fn add_street(&mut self, (plain, postcode): &(String, String), address: &Address) -> usize {
        let index = self.streets.len();
        self.by_postcode.entry(postcode.clone()).or_default().push(index);
        self.streets.push(Street {
            name: address.street.clone(),
            plain: plain.clone(),
            postcode: postcode.clone(),
            town: address.town.clone(),
            houses: FxHashMap::default(),
        });
        index
    }
}

fn read_row(cells: &mut Cells) -> Option<(Address, Coordinates)> {
    let street = cells.required("street");
    let number = cells.required("number");
    let position = coordinates::read(cells, "lat", "lon");
    if position == Position::Absent {
        cells.required("lat");
    }
    let Position::Given(coordinates) = position else { return None };
    let address = Address {
        street: street?.to_owned(),
        number: number?.to_owned(),
        floor_door: String::new(),
        postcode: cells.text("postcode").to_owned(),
        town: cells.text("town").to_owned(),
    };
    Some((address, coordinates))
}

/// A street's name as look-ups compare it: folded, single spaces, common short forms written out.
pub fn plain_street(name: &str) -> String {
    let folded = fold(name).replace(['.', '-', '\''], " ");
    let words = folded.split_whitespace().map(|word| match word {
        "gl" => "gammel",
        "ndr" => "nordre",
        "sdr" => "soendre",
        _ => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A house number as look-ups compare it: `2 a`, `02A` and `2A, 1. tv` are all `2A`.
pub fn plain_number(number: &str) -> String {
    split_number(number).0
}

/// A house number as look-ups compare it, and the floor and door written behind it.
pub fn split_number(number: &str) -> (String, String) {
    let (number, behind) = number.split_once(',').unwrap_or((number, ""));
    let number = number.trim();
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    let rest = number[digits.len()..].trim_start();
    let digits = digits.trim_start_matches('0');
    let mut letters = rest.chars();
    let (plain, floor) = match (letters.next(), letters.next()) {
        (None, _) => (digits.to_owned(), ""),
        // One letter on its own belongs to the house, more of them are a floor such as `st`.
        (Some(letter), next) if letter.is_alphabetic() => match next {
            Some(next) if next.is_alphabetic() => (digits.to_owned(), rest),
            _ => (format!("{digits}{}", letter.to_uppercase()), &rest[letter.len_utf8()..]),
        },
        (Some(letter), _) if letter.is_ascii_digit() => (digits.to_owned(), rest),
        _ => (format!("{digits}{rest}"), ""),
    };
    let floor_door = [floor, behind].map(str::trim).into_iter();
    let says_something = |part: &&str| part.contains(char::is_alphanumeric);
    (plain, floor_door.filter(says_something).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn house_numbers_lose_floor_and_door() {
        for (written, plain) in [
            ("2 a", "2A"),
            ("02A", "2A"),
            ("2A, 1. tv", "2A"),
            ("12 st. th", "12"),
            ("12 2. tv", "12"),
            ("2-4", "2-4"),
            ("", ""),
            ("æ", "Æ"),
        ] {
            assert_eq!(plain_number(written), plain, "{written}");
        }
    }

    #[test]
    fn floor_and_door_behind_a_number_are_kept() {
        for (written, floor_door) in [
            ("2A", ""),
            ("2 a, 1. tv", "1. tv"),
            ("12 st. th", "st. th"),
            ("12 2. tv, kode 7", "2. tv, kode 7"),
            ("2A.", ""),
            ("2-4", ""),
            ("2æ 1. tv", "1. tv"),
        ] {
            assert_eq!(split_number(written).1, floor_door, "{written}");
        }
    }

    #[test]
    fn streets_compare_without_accents_and_short_forms() {
        assert_eq!(plain_street("Paradis  Allé"), plain_street("paradis alle"));
        assert_eq!(plain_street("Sdr. Ringvej"), plain_street("Søndre Ringvej"));
        assert_ne!(plain_street("Pilehave Vænge"), plain_street("Pilehavevænge"));
    }
}
