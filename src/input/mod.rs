//! Files → domain: a day folder becomes a [`Day`].
//!
//! A folder holds `day.toml`, `centres.csv`, `bookings.csv`, `fleet.csv` and, if drives are given,
//! `travel.csv`, and `usual.csv` if anything is usual. Text is UTF-8 or Windows-1252, cells are separated by `;` or `,`, numbers have a
//! decimal comma or point, headers are English or Danish. Nothing is guessed: every flaw of every
//! file is gathered, each with its line and column, and a day is made only when there is none.
//!
//! The order of files matters in one way: what cannot be read is not missed again by the files that
//! refer to it, so that one mistake is not reported as fifty.

mod addresses;
mod benchmark;
mod best_known;
mod bookings;
mod cells;
mod centres;
mod contractor;
mod coordinates;
mod cpr;
mod encoding;
mod fleet;
mod grants;
mod history;
mod lines;
mod locks;
mod lookup;
mod mobility;
mod places;
mod register;
mod section;
mod settings;
mod spelling;
mod table;
mod travel;
mod usual;
mod values;
mod wanted;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;

pub use self::benchmark::Benchmark;
pub use self::best_known::{BestKnown, BestValue};
pub use self::contractor::{
    CONTRACTOR_COLUMNS, PreviousList, is_contractor_list, read_contractor_list,
};
pub use self::locks::read_locks;
pub use self::register::{
    Fed, Import, Imported, PerformedList, municipality, read_pairs, read_performed_files,
    read_register_files, table_called, unknown_table,
};
use crate::domain::{
    Booking, Centre, Day, Direction, GivenLeg, Money, Place, Regularity, Usual, Vehicle,
};
use crate::error::{Error, Flaw, Result};
use crate::input::bookings::Context;
pub(crate) use crate::input::contractor::{BROKEN_OFF, CANCELLED, unescaped};
use crate::input::lookup::Finder;
pub(crate) use crate::input::mobility::built_in_mobility;
use crate::input::places::Places;
use crate::input::settings::Settings;

/// The date that is written so, in Danish or ISO order.
pub fn date(text: &str) -> Option<NaiveDate> {
    values::date(text.trim())
}

/// The amount of kroner that is written so.
pub fn amount(text: &str) -> Option<Money> {
    values::money(text.trim())
}

/// The day in this folder; homes and centres without coordinates are looked up in the address file.
///
/// # Errors
/// [`Error::Read`] if the folder is not there; [`Error::Invalid`] with every flaw of every file,
/// sorted by file, line and column.
pub fn read_day(folder: &Path, addresses: Option<&Path>) -> Result<Day> {
    fs::read_dir(folder).map_err(|source| Error::Read { path: folder.to_owned(), source })?;
    let mut flaws = Vec::new();
    let day = read_parts(folder, addresses, &mut flaws).and_then(Parts::day);
    match day {
        Some(day) if flaws.is_empty() => Ok(day),
        _ => {
            flaws.sort();
            flaws.dedup();
            Err(Error::Invalid { flaws: flaws.into_iter().map(without_cpr_numbers).collect() })
        }
    }
}

/// What the files say, each with its flaws noted.
struct Parts {
    settings: Settings,
    places: Vec<Place>,
    centres: Vec<Centre>,
    bookings: Vec<Booking>,
    vehicles: Vec<Vehicle>,
    given_legs: Vec<GivenLeg>,
    usual: BTreeMap<(String, Direction), Usual>,
}

impl Parts {
    fn day(self) -> Option<Day> {
        Some(Day {
            date: self.settings.date?,
            promise: self.settings.promise,
            reserve_taxi: self.settings.reserve_taxi,
            travel: self.settings.travel,
            places: self.places,
            centres: self.centres,
            bookings: self.bookings,
            vehicles: self.vehicles,
            given_legs: self.given_legs,
            regularity: Regularity { usual: self.usual, ..self.settings.regularity },
        })
    }
}

/// Reads all files; `None` only if a flaw was noted.
fn read_parts(folder: &Path, addresses: Option<&Path>, flaws: &mut Vec<Flaw>) -> Option<Parts> {
    let finder = Finder::read(addresses, flaws);
    let settings = settings::read(folder, flaws);
    let mut places = Places::default();
    let centres = centres::read(folder, &finder, &mut places, flaws);
    let context =
        Context { settings: settings.as_ref(), centres: centres.as_deref(), finder: &finder };
    let bookings = bookings::read(folder, &context, &mut places, flaws);
    let vehicles = fleet::read(folder, &mut places, flaws);
    let places_are_known = centres.is_some() && bookings.is_some() && vehicles.is_some();
    let given_legs = travel::read(folder, &places, places_are_known, flaws);
    let usual = usual::read(folder, bookings.as_deref().unwrap_or_default(), flaws);
    Some(Parts {
        settings: settings?,
        places: places.finish()?,
        centres: centres?,
        bookings: bookings?,
        vehicles: vehicles?,
        given_legs,
        usual,
    })
}

/// The flaw with no CPR number readable in it, whichever file or header brought it there.
fn without_cpr_numbers(flaw: Flaw) -> Flaw {
    Flaw {
        file: cpr::masked(&flaw.file),
        line: flaw.line,
        column: flaw.column.map(|column| cpr::masked(&column)),
        found: cpr::masked(&flaw.found),
        expected: cpr::masked(&flaw.expected),
        hint: flaw.hint.map(|hint| cpr::masked(&hint)),
    }
}
