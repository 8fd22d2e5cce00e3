//! A written address → the point of one house, tolerant of spelling but never guessing.
//!
//! Taken are an exact match after folding, or the one street that is clearly nearer than any other
//! and has the house number. Anything less certain is a flaw that names the best three candidates:
//! a driver sent to the wrong door costs more than a minute of typing.

use std::path::Path;

use crate::domain::{Address, Coordinates};
use crate::error::Flaw;
use crate::input::addresses::{AddressBook, Street};
use crate::input::cells::Cells;
use crate::input::coordinates::{self, Position};
use crate::input::table::Table;
use crate::input::values::quoted;
use crate::input::wanted::Wanted;

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

impl Finder {
    /// Looks in this address file, if there is one; its flaws are noted.
    pub fn read(addresses: Option<&Path>, flaws: &mut Vec<Flaw>) -> Self {
        match addresses.map(|path| AddressBook::read(path, flaws)) {
            None => Self::NoFile,
            Some(None) => Self::Unreadable,
            Some(Some(book)) => Self::Book(book),
        }
    }
}

/// Why an address was not taken.
#[derive(Debug)]
struct Unsure {
    column: &'static str,
    found: String,
    candidates: Vec<String>,
}

/// Notes if the file has neither columns for coordinates nor for an address.
pub fn check_columns(table: &Table, flaws: &mut Vec<Flaw>) {
    let has = |column| table.position(column).is_some();
    if !(has("lat") && has("lon") || has("street") || has("address")) {
        let found = "no columns say where places are";
        flaws.push(table.header_flaw(found, "add lat and lon, or street and number"));
    }
}

/// The point of a row: its coordinates if it has any, otherwise that of its address, which becomes
/// spelt as the address file has it, for the driver to read.
pub fn locate(cells: &mut Cells, address: &mut Address, finder: &Finder) -> Option<Coordinates> {
    match coordinates::read(cells, "lat", "lon") {
        Position::Given(coordinates) => return Some(coordinates),
        Position::Wrong => return None,
        Position::Absent => {}
    }
    let written_in = ["street", "address", "lat"].into_iter().find(|column| cells.has(column));
    // Without any such column there is one flaw of the header, not one of each row.
    let column = written_in?;
    let wanted = Wanted::of(address);
    match finder {
        Finder::Unreadable => None,
        _ if wanted.street.is_empty() => {
            let expected = "give lat and lon, or street and number";
            cells.flaw(column, "neither coordinates nor an address", expected);
            None
        }
        Finder::NoFile => {
            let found = format!("{} has no coordinates", quoted(&wanted.written()));
            cells.flaw(column, found, "give lat and lon, or an address file with --addresses");
            None
        }
        Finder::Book(book) => match wanted.find(book) {
            Ok((street, coordinates)) => {
                *address = wanted.spelt_like(street, &address.floor_door);
                Some(coordinates)
            }
            Err(unsure) => {
                unsure.note(cells, column);
                None
            }
        },
    }
}

impl Unsure {
    /// Notes the flaw in its column, or if there is none, in this one.
    fn note(self, cells: &mut Cells, otherwise: &str) {
        let column = if cells.has(self.column) { self.column } else { otherwise };
        let expected = match self.candidates.join(" | ") {
            none if none.is_empty() => "give lat and lon, or another address".to_owned(),
            candidates => format!("write one of: {candidates}"),
        };
        cells.flaw(column, self.found, expected);
    }
}

impl Wanted {
    /// The street and the point of the house, or why it is not certain which one is meant.
    fn find<'b>(&self, book: &'b AddressBook) -> Result<(&'b Street, Coordinates), Unsure> {
        let ranked = self.ranked(book.streets_in(&self.postcode, &self.town));
        // Slips of typing: one in a short name, two in a longer one.
        let tolerated = self.plain.chars().count().div_ceil(5).min(2);
        let Some(&(nearest, street)) = ranked.first().filter(|(nearest, _)| *nearest <= tolerated)
        else {
            return Err(self.not_there(book, ranked.is_empty()));
        };
        // An exact name has no rivals but its namesakes; a slip must not lead to two streets.
        let still_near = nearest + usize::from(nearest > 0);
        let rivals = ranked.iter().take_while(|(distance, _)| *distance <= still_near);
        let rivals: Vec<&Street> = rivals.map(|&(_, street)| street).collect();
        if rivals.len() > 1 {
            return self.only_house(&rivals).ok_or_else(|| {
                self.unsure("street", "may be several addresses", book, self.candidates(&ranked))
            });
        }
        self.house_in(street).ok_or_else(|| {
            let what = match self.number.as_str() {
                "" => "has no house number to find it",
                _ => "has a house number that is not",
            };
            let near = nearest_numbers(street, &self.number).into_iter();
            let candidates = near.map(|number| street.written(number)).collect();
            self.unsure("number", what, book, candidates)
        })
    }

    /// No street in reach; candidates come from the whole book, as the postcode may be the slip.
    fn not_there(&self, book: &AddressBook, is_area_unknown: bool) -> Unsure {
        let candidates = self.candidates(&self.ranked(book.streets_in("", "")));
        let (column, area) = match self.postcode.as_str() {
            "" => ("town", &self.town),
            _ => ("postcode", &self.postcode),
        };
        if is_area_unknown {
            let found = format!("{} has no address in {}", quoted(area), book.file);
            return Unsure { column, found, candidates };
        }
        self.unsure("street", "is not an address", book, candidates)
    }

    /// The house among streets of exactly this name in several postcodes, if only one has it.
    fn only_house<'b>(&self, streets: &[&'b Street]) -> Option<(&'b Street, Coordinates)> {
        let is_exact = streets.iter().all(|street| street.plain == self.plain);
        let mut houses = streets.iter().filter_map(|street| self.house_in(street));
        match (is_exact, houses.next(), houses.next()) {
            (true, house, None) => house,
            _ => None,
        }
    }

    fn house_in<'b>(&self, street: &'b Street) -> Option<(&'b Street, Coordinates)> {
        street.houses.get(&self.number).map(|&coordinates| (street, coordinates))
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
    fn ranked<'b>(&self, streets: Vec<&'b Street>) -> Vec<(usize, &'b Street)> {
        let distance = |street: &Street| strsim::osa_distance(&self.plain, &street.plain);
        let mut ranked: Vec<_> =
            streets.into_iter().map(|street| (distance(street), street)).collect();
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::input::addresses::plain_street;

    const FILE: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/addresses/ishoj-vallensbaek.csv");

    fn book() -> AddressBook {
        let mut flaws = Vec::new();
        let book = AddressBook::read(Path::new(FILE), &mut flaws);
        assert_eq!(flaws, []);
        book.expect("the address file")
    }

    fn wanted(street: &str, number: &str, postcode: &str, town: &str) -> Wanted {
        let [street, number, postcode, town] = [street, number, postcode, town].map(str::to_owned);
        Wanted::of(&Address { street, number, floor_door: String::new(), postcode, town })
    }

    #[test]
    fn the_centres_are_found_however_they_are_spelt() {
        let book = book();
        for (street, number, postcode, town, lat) in [
            ("Løkkekrogen", "3", "2625", "Vallensbæk", 55.651263),
            ("LOEKKEKROGEN", "03", "2625", "", 55.651263),
            ("løkkekrogen 3, 1. tv, 2625 Vallensbæk", "", "", "", 55.651263),
            ("Løkekrogen", "3", "2625", "", 55.651263),
            ("Ishøj Boulevard", "2 a", "", "ishoej", 55.615720),
            ("Ishøj Bulevard", "2A st. th", "2635", "", 55.615720),
            ("Ishøj Boulevard 2A", "", "", "", 55.615720),
        ] {
            let found = wanted(street, number, postcode, town).find(&book);
            let (_, found) = found.unwrap_or_else(|unsure| panic!("{street}: {unsure:?}"));
            assert!((found.lat - lat).abs() < 2e-6, "{street}: {found:?}");
        }
    }

    /// One slip in every street name, at every letter: dropped, doubled, or swapped with the next.
    #[test]
    fn a_slip_of_typing_never_leads_to_another_street() {
        let book = book();
        let (mut tried, mut taken) = (0, 0);
        // Every fifth street keeps the test short; all of them gave 8,762 of 9,186 and none wrong.
        for street in book.streets.iter().step_by(5) {
            let (number, &point) =
                street.houses.iter().min_by_key(|(number, _)| *number).expect("a house");
            let letters: Vec<char> = street.name.chars().collect();
            for at in 0..letters.len() - 1 {
                let mut dropped = letters.clone();
                dropped.remove(at);
                let mut doubled = letters.clone();
                doubled.insert(at, letters[at]);
                let mut swapped = letters.clone();
                swapped.swap(at, at + 1);
                for slip in [dropped, doubled, swapped] {
                    let name: String = slip.into_iter().collect();
                    tried += 1;
                    if let Ok((_, found)) = wanted(&name, number, &street.postcode, "").find(&book)
                    {
                        let is_itself =
                            book.streets.iter().any(|other| other.plain == plain_street(&name));
                        assert!(found == point || is_itself, "{name} for {}", street.name);
                        taken += 1;
                    }
                }
            }
        }
        assert!(taken * 100 >= tried * 93, "{taken} of {tried} slips were seen through");
    }
}
