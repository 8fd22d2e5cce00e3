//! How long it takes: travel times between all places of a day.
//!
//! Three sources fill one table. What `travel.csv` gives is taken as given; all other drives are
//! computed along the roads of an OpenStreetMap extract ([`roads`]), or along the straight line
//! ([`straight`]) where there is no such file. Computed seconds and metres are rounded up, so that a
//! plan stays drivable. Rush hours are not known here: they depend on when a vehicle drives.

mod cache;
mod roads;
mod straight;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::cache::cache_folder;
use self::cache::{CacheKey, hex};
pub use self::roads::road_classes;
pub use self::straight::straight_leg;
use crate::domain::{Day, Leg, PlaceId, TravelTable};
use crate::error::{Error, Result};

/// Where travel times came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TravelSource {
    /// Pairs of places given in `travel.csv`.
    pub given_pairs: usize,
    /// Pairs computed.
    pub computed_pairs: usize,
    /// How the others were computed.
    pub computed_by: ComputedBy,
}

/// How travel times were computed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComputedBy {
    /// The straight line times a detour factor.
    StraightLine,
    /// OpenStreetMap roads; the SHA-256 of the file.
    Roads(String),
}

/// The drives between all places of a day: as given where they are given, else along `roads` (an
/// `.osm.pbf` file), else along the straight line.
///
/// Tables computed along roads are kept in the folder `cache`, usually [`cache_folder`].
///
/// # Errors
/// [`Error::Read`] if the roads file cannot be read; [`Error::Invalid`] if it is damaged or holds no
/// roads, if a place is over a kilometre from any road, or if a travel setting is impossible.
pub fn table(
    day: &Day,
    roads: Option<&Path>,
    cache: Option<&Path>,
) -> Result<(TravelTable, TravelSource)> {
    let places = day.places.len();
    let pairs = places * places.saturating_sub(1);
    let given_pairs = given_pairs(day);
    let computed_pairs = pairs - given_pairs;
    let (mut table, computed_by) = match roads {
        _ if computed_pairs == 0 => {
            (TravelTable::from_fn(places, |_, _| Leg::default()), ComputedBy::StraightLine)
        }
        None => (straight_table(day), ComputedBy::StraightLine),
        Some(roads) => road_table(day, roads, cache)?,
    };
    for given in &day.given_legs {
        table.set(given.from, given.to, given.leg);
    }
    Ok((table, TravelSource { given_pairs, computed_pairs, computed_by }))
}

/// How many ordered pairs of different places are given.
fn given_pairs(day: &Day) -> usize {
    let given = day.given_legs.iter().filter(|given| given.from != given.to);
    given.map(|given| (given.from, given.to)).collect::<FxHashSet<_>>().len()
}

fn straight_table(day: &Day) -> TravelTable {
    let coordinates = |place: PlaceId| day.places[place.index()].coordinates;
    TravelTable::from_fn(day.places.len(), |from, to| {
        straight_leg(coordinates(from), coordinates(to), &day.travel)
    })
}

fn road_table(day: &Day, path: &Path, cache: Option<&Path>) -> Result<(TravelTable, ComputedBy)> {
    let content = content_hash(path)?;
    let key = CacheKey::new(&content, &day.places, &day.travel);
    let stored = cache.and_then(|folder| cache::load(folder, &key, day.places.len()));
    let table = match stored {
        Some(table) => table,
        None => {
            let table = roads::road_table(path, &day.places, &day.travel)?;
            if let Some(folder) = cache {
                cache::store(folder, &key, &table);
            }
            table
        }
    };
    Ok((table, ComputedBy::Roads(content)))
}

/// The SHA-256 of a file, in hexadecimal digits.
fn content_hash(path: &Path) -> Result<String> {
    let read = |source| Error::Read { path: path.into(), source };
    let mut file = File::open(path).map_err(read)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(read)? {
            0 => return Ok(hex(&hash.finalize())),
            length => hash.update(&buffer[..length]),
        }
    }
}
