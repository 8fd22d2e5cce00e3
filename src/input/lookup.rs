//! A written address → the point of one house, tolerant of spelling but never guessing.
//!
//! Taken are an exact match after folding, or the one street that is clearly nearer than any other
//! and has the house number. Anything less certain is a flaw that names the best three candidates:
//! a driver sent to the wrong door costs more than a minute of typing.

use crate::domain::{Address, Coordinates};
use crate::input::addresses::{AddressBook, Street, plain_number, plain_street};
use crate::input::cells::Cells;
use crate::input::coordinates::{self, Position};
use crate::input::values::quoted;

const CANDIDATES: usize = 3;

/// Where addresses are looked up.
pub enum Finder {
    /// Nowhere: no address file was given.
    NoFile,
    /// Nowhere: the address file has flaws of its own, which have been noted.
    Unreadable,
    /// In this book.
    Book(AddressBook),
}

/// Why an address was not taken.
#[derive(Debug)]
struct Unsure {
    column: &'static str,
    found: String,
    candidates: Vec<String>,
}

/// The point of a row: its coordinates if it has any, otherwise that of its address.
pub fn locate(cells: &mut Cells, address: &Address, finder: &Finder) -> Option<Coordinates> {
    match coordinates::read(cells, "lat", "lon") {
        Position::Given(coordinates) => return Some(coordinates),
        Position::Wrong => return None,
        Position::Absent => {}
    }
    let column = if cells.has("street") { "street" } else { "address" };
    let wanted = Wanted::of(address);
    match finder {
        Finder::Unreadable => None,
        _ if wanted.street.is_empty() => {
            let column = if cells.has("lat") { "lat" } else { column };
            cells.flaw(
                column,
                "neither coordinates nor an address",
                "give lat and lon, or street and number",
            );
            None
        }
        Finder::NoFile => {
            let expected = "give lat and lon, or an address file with --addresses";
            cells.flaw(
                column,
                format!("{} has no coordinates", quoted(&wanted.written())),
                expected,
            );
            None
        }
        Finder::Book(book) => match wanted.find(book) {
            Ok(coordinates) => Some(coordinates),
            Err(unsure) => {
                let column = if cells.has(unsure.column) { unsure.column } else { column };
                let expected = match unsure.candidates.join(" | ") {
                    none if none.is_empty() => "give lat and lon, or another address".to_owned(),
                    candidates => format!("write one of: {candidates}"),
                };
                cells.flaw(column, unsure.found, expected);
                None
            }
        },
    }
}

/// An address taken apart for comparison.
struct Wanted {
    street: String,
    plain: String,
    number: String,
    postcode: String,
    town: String,
}

impl Wanted {
    /// The parts of an address; a number, postcode and town written into the street are taken out.
    fn of(address: &Address) -> Self {
        let mut parts = address.street.split(',').map(str::trim);
        let mut street = parts.next().unwrap_or("");
        let mut number = address.number.trim();
        if number.is_empty()
            && let Some(at) = street.find(|letter: char| letter.is_ascii_digit())
            && at > 0
        {
            (street, number) = street.split_at(at);
        }
        let (mut postcode, mut town) = (address.postcode.trim(), address.town.trim());
        for part in parts {
            let (code, name) = part.split_once(' ').unwrap_or((part, ""));
            if postcode.is_empty() && code.len() == 4 && code.bytes().all(|it| it.is_ascii_digit())
            {
                (postcode, town) = (code, name.trim());
            }
        }
        Self {
            street: street.trim().to_owned(),
            plain: plain_street(street),
            number: plain_number(number),
            postcode: postcode.to_owned(),
            town: town.to_owned(),
        }
    }

    /// The address as messages show it.
    fn written(&self) -> String {
        let written = format!("{} {}, {} {}", self.street, self.number, self.postcode, self.town);
        written.trim_end_matches([' ', ',']).replace(" ,", ",")
    }

    /// The point of the house, or why it is not certain which one is meant.
    fn find(&self, book: &AddressBook) -> Result<Coordinates, Unsure> {
        let streets = book.streets_in(&self.postcode, &self.town);
        if streets.is_empty() {
            let column = if self.postcode.is_empty() { "town" } else { "postcode" };
            let place = if self.postcode.is_empty() { &self.town } else { &self.postcode };
            let found = format!("{} has no address in {}", quoted(place), book.file);
            let everywhere = book.streets_in("", "");
            return Err(Unsure {
                column,
                found,
                candidates: self.candidates(&self.ranked(&everywhere)),
            });
        }
        let ranked = self.ranked(&streets);
        let nearest = ranked[0].0;
        // Typing slips: one in a short name, two in a longer one; any rival must be twice as far.
        let tolerated = self.plain.chars().count().div_ceil(5).min(2);
        let rivals =
            ranked.iter().filter(|(distance, _)| *distance <= nearest + rival_margin(nearest));
        let rivals: Vec<&Street> = rivals.map(|&(_, street)| street).collect();
        if nearest > tolerated {
            return Err(self.unsure("street", "is not an address", book, self.candidates(&ranked)));
        }
        match rivals[..] {
            [street] => street.houses.get(&self.number).copied().ok_or_else(|| {
                let houses = nearest_numbers(street, &self.number);
                let written = houses.iter().map(|number| street.written(number)).collect();
                self.unsure("number", "has no such house number", book, written)
            }),
            _ => self.only_house(&rivals).ok_or_else(|| {
                self.unsure("street", "may be several addresses", book, self.candidates(&ranked))
            }),
        }
    }

    /// The house among streets of exactly this name in several postcodes, if only one has it.
    fn only_house(&self, streets: &[&Street]) -> Option<Coordinates> {
        let is_exact = streets.iter().all(|street| street.plain == self.plain);
        let mut houses = streets.iter().filter_map(|street| street.houses.get(&self.number));
        match (is_exact, houses.next(), houses.next()) {
            (true, Some(&coordinates), None) => Some(coordinates),
            _ => None,
        }
    }

    fn unsure(
        &self,
        column: &'static str,
        what: &str,
        book: &AddressBook,
        candidates: Vec<String>,
    ) -> Unsure {
        let found = format!("{} {what} in {}", quoted(&self.written()), book.file);
        Unsure { column, found, candidates }
    }

    /// Streets by how many slips of typing lie between their names and the wanted one.
    fn ranked<'b>(&self, streets: &[&'b Street]) -> Vec<(usize, &'b Street)> {
        let distance = |street: &Street| strsim::osa_distance(&self.plain, &street.plain);
        let mut ranked: Vec<_> = streets.iter().map(|&street| (distance(street), street)).collect();
        // Among equals first the streets that have the house.
        ranked.sort_by_key(|(distance, street)| {
            (*distance, !street.houses.contains_key(&self.number), &street.name, &street.postcode)
        });
        ranked
    }

    /// The best addresses to propose: on each near street the wanted house or the next one to it.
    fn candidates(&self, ranked: &[(usize, &Street)]) -> Vec<String> {
        let best = ranked.iter().take(CANDIDATES);
        best.filter_map(|(_, street)| {
            nearest_numbers(street, &self.number).first().map(|number| street.written(number))
        })
        .collect()
    }
}

/// A street this much farther than the nearest is still too near to rule out. An exact name has no
/// rival but its namesakes.
fn rival_margin(nearest: usize) -> usize {
    usize::from(nearest > 0)
}

/// The house numbers nearest to the wanted one.
fn nearest_numbers<'s>(street: &'s Street, wanted: &str) -> Vec<&'s str> {
    let value = |number: &str| -> i64 {
        let digits: String = number.chars().take_while(char::is_ascii_digit).take(6).collect();
        digits.parse().unwrap_or(0)
    };
    let mut numbers: Vec<&str> = street.houses.keys().map(String::as_str).collect();
    numbers.sort_by_key(|number| ((value(number) - value(wanted)).abs(), value(number), *number));
    numbers.truncate(CANDIDATES);
    numbers
}
