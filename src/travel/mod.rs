//! How long it takes: travel times between all places of a day.
//!
//! Three sources fill one table. What `travel.csv` gives is taken as given; all other drives are
//! computed along the roads of an OpenStreetMap extract (`roads`), or along the straight line
//! (`straight`) where there is no such file. Computed seconds and metres are rounded up, so that a
//! plan stays drivable. Rush hours are not known here: they depend on when a vehicle drives.

mod cache;
mod map;
mod roads;
mod straight;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::cache::CacheKey;
pub use self::cache::cache_folder;
pub(crate) use self::cache::hex;
pub use self::map::{RoadLine, RoadMap, RoadRank};
pub use self::roads::{RoadMix, road_classes, road_speeds};
pub use self::straight::{metres_between, straight_leg};
use crate::domain::{Day, Duration, Leg, Place, PlaceId, TravelSettings, TravelTable};
use crate::error::{Error, Flaw, Result};

/// Longer than any drive, and short enough for a table to hold.
const LONGEST_DRIVE: Duration = Duration::hours(1000);

/// Where travel times came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TravelSource {
    /// Pairs of places given in `travel.csv`.
    pub given_pairs: usize,
    /// Pairs computed.
    pub computed_pairs: usize,
    /// How the others were computed; says nothing if there are none.
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
    check_settings(&day.travel)?;
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

/// The map of a day: the roads of an `.osm.pbf` file around its places, and the ways that these drives
/// take along them. A drive from or to a place off the map has no way.
///
/// # Errors
/// [`Error::Read`] if the file cannot be read; [`Error::Invalid`] if it is damaged or holds no roads.
pub fn road_map(day: &Day, roads: &Path, drives: &[(PlaceId, PlaceId)]) -> Result<RoadMap> {
    roads::road_map(roads, &day.places, &day.travel, drives)
}

/// How much of the time of each of these drives goes to each class of road, along the roads of an
/// `.osm.pbf` file; none for a drive from or to a place off the map.
///
/// # Errors
/// As [`road_map`].
pub fn road_mixes(
    places: &[Place],
    settings: &TravelSettings,
    roads: &Path,
    drives: &[(PlaceId, PlaceId)],
) -> Result<Vec<Option<RoadMix>>> {
    roads::road_mixes(roads, places, settings, drives)
}

/// Refuses settings that no road has.
fn check_settings(settings: &TravelSettings) -> Result<()> {
    let checks = [
        ("travel.time_factor", settings.time_factor, 0.1..=10.0),
        ("travel.detour_factor", settings.detour_factor, 1.0..=5.0),
        ("travel.speed_kmh", settings.speed_kmh, 5.0..=130.0),
    ];
    let wrong = checks.into_iter().filter(|(_, value, range)| !range.contains(value));
    let flaws = wrong.map(|(column, value, range)| {
        let expected = format!("write a number from {} to {}", range.start(), range.end());
        Flaw::new("day.toml", format!("{value} is out of range"), expected).column(column)
    });
    let flaws: Vec<_> = flaws.collect();
    if flaws.is_empty() { Ok(()) } else { Err(Error::Invalid { flaws }) }
}

/// How many ordered pairs of different places are given.
fn given_pairs(day: &Day) -> usize {
    let given = day.given_legs.iter().filter(|given| given.from != given.to);
    given.map(|given| (given.from, given.to)).collect::<FxHashSet<_>>().len()
}

fn straight_table(day: &Day) -> TravelTable {
    let scratch = || ();
    TravelTable::from_rows(day.places.len(), scratch, |(), from| {
        let from = day.places[from.index()].coordinates;
        let to = day.places.iter().map(|place| place.coordinates);
        to.map(|to| straight_leg(from, to, &day.travel)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Coordinates, Distance, GivenLeg, Place, PlaceId, Promise};

    const ROADS: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/roads/ishoj-vallensbaek.osm.pbf");
    const NORD: (f64, f64) = (55.65126, 12.35654);
    const SYD: (f64, f64) = (55.61572, 12.34978);
    const GLASHUSET: (f64, f64) = (55.61068, 12.35263);

    fn day(places: &[(f64, f64)]) -> Day {
        let place = |(index, &(lat, lon)): (usize, &(f64, f64))| Place {
            key: format!("P{index}"),
            coordinates: Coordinates { lat, lon },
        };
        Day {
            date: chrono::NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date"),
            promise: Promise::default(),
            reserve_taxi: None,
            travel: TravelSettings::default(),
            places: places.iter().enumerate().map(place).collect(),
            centres: vec![],
            bookings: vec![],
            vehicles: vec![],
            given_legs: vec![],
            regularity: crate::domain::Regularity::default(),
        }
    }

    fn leg(seconds: i64, metres: i64) -> Leg {
        Leg { duration: Duration::seconds(seconds), distance: Distance::metres(metres) }
    }

    fn given(from: u32, to: u32, leg: Leg) -> GivenLeg {
        GivenLeg { from: PlaceId(from), to: PlaceId(to), leg }
    }

    #[test]
    fn roads_give_the_drive_between_the_centres() {
        let day = day(&[NORD, SYD, GLASHUSET]);
        let (table, source) = table(&day, Some(Path::new(ROADS)), None).expect("a table");
        let Leg { duration, distance } = table.leg(PlaceId(0), PlaceId(1));
        // Other routing engines: 498 s and 613 s.
        assert!((480..=550).contains(&(duration.as_milliseconds() / 1000)), "{duration:?}");
        assert!((6500..=8700).contains(&distance.as_metres()), "{distance:?}");
        assert_eq!(duration.as_milliseconds() % 1000, 0);
        assert_eq!((source.given_pairs, source.computed_pairs), (0, 6));
        assert!(matches!(source.computed_by, ComputedBy::Roads(hash) if hash.len() == 64));
    }

    #[test]
    fn a_map_shows_roads_and_the_way_of_each_drive_near_one() {
        let day = day(&[NORD, SYD, (55.57, 12.47)]);
        let drives = [(0, 1), (1, 0), (0, 2)].map(|(from, to)| (PlaceId(from), PlaceId(to)));
        let map = road_map(&day, Path::new(ROADS), &drives).expect("a map");
        let (table, _) =
            table(&self::day(&[NORD, SYD]), Some(Path::new(ROADS)), None).expect("a table");
        for (from, to) in [(PlaceId(0), PlaceId(1)), (PlaceId(1), PlaceId(0))] {
            let way = map.way(from, to).expect("a way");
            let metres: f64 =
                way.windows(2).map(|pair| straight::metres_between(pair[0], pair[1])).sum();
            let expected = table.leg(from, to).distance.as_metres() as f64;
            assert!((metres - expected).abs() < 2.0, "{metres} {expected}");
        }
        assert_eq!(map.way(PlaceId(0), PlaceId(2)), None);
        assert!(map.roads.len() > 1_000 && map.roads.is_sorted_by_key(|road| road.rank));
    }

    #[test]
    fn the_time_factor_slows_computed_drives_only() {
        let mut day = day(&[NORD, SYD]);
        day.given_legs = vec![given(1, 0, leg(700, 8000))];
        let (plain, _) = table(&day, Some(Path::new(ROADS)), None).expect("a table");
        day.travel.time_factor = 2.0;
        let (slow, _) = table(&day, Some(Path::new(ROADS)), None).expect("a table");
        let [plain_leg, slow_leg] = [&plain, &slow].map(|one| one.leg(PlaceId(0), PlaceId(1)));
        assert!(slow_leg.duration > plain_leg.duration * 2 - Duration::seconds(2));
        assert!(slow_leg.duration <= plain_leg.duration * 2);
        assert_eq!(slow_leg.distance, plain_leg.distance);
        assert_eq!(slow.leg(PlaceId(1), PlaceId(0)), leg(700, 8000));
    }

    #[test]
    fn given_drives_win_and_are_counted_once() {
        let mut day = day(&[NORD, SYD, GLASHUSET]);
        day.given_legs =
            vec![given(0, 1, leg(1, 2)), given(0, 1, leg(3, 4)), given(2, 0, leg(5, 6))];
        let (table, source) = table(&day, None, None).expect("a table");
        assert_eq!(table.leg(PlaceId(0), PlaceId(1)), leg(3, 4));
        assert_eq!(table.leg(PlaceId(2), PlaceId(0)), leg(5, 6));
        assert!(table.leg(PlaceId(1), PlaceId(0)).distance > Distance::metres(5000));
        let expected = TravelSource {
            given_pairs: 2,
            computed_pairs: 4,
            computed_by: ComputedBy::StraightLine,
        };
        assert_eq!(source, expected);
    }

    #[test]
    fn a_full_travel_csv_needs_no_roads() {
        let mut day = day(&[NORD, SYD]);
        day.given_legs = vec![given(0, 1, leg(1, 2)), given(1, 0, leg(3, 4))];
        let missing = Path::new("/nowhere/roads.osm.pbf");
        let (table, source) = table(&day, Some(missing), None).expect("a table");
        assert_eq!(table.leg(PlaceId(1), PlaceId(0)), leg(3, 4));
        assert_eq!((source.given_pairs, source.computed_pairs), (2, 0));
    }

    #[test]
    fn a_stored_table_equals_a_computed_one() {
        let day = day(&[NORD, SYD, GLASHUSET]);
        let cache = tempfile::tempdir().expect("a folder");
        let table = || table(&day, Some(Path::new(ROADS)), Some(cache.path())).expect("a table");
        let computed = table();
        assert_eq!(std::fs::read_dir(cache.path()).expect("a folder").count(), 1);
        assert_eq!(table(), computed);
    }

    #[test]
    fn a_missing_roads_file_is_named() {
        let day = day(&[NORD, SYD]);
        let error = table(&day, Some(Path::new("/nowhere/roads.osm.pbf")), None);
        let text = error.expect_err("no file").to_string();
        assert!(text.starts_with("/nowhere/roads.osm.pbf: cannot be read"), "{text}");
    }

    #[test]
    fn places_off_the_map_are_all_named() {
        let day = day(&[NORD, (55.57, 12.42), (55.57, 12.47)]);
        let error = table(&day, Some(Path::new(ROADS)), None).expect_err("two at sea");
        let Error::Invalid { flaws } = error else { panic!("{error}") };
        assert_eq!(flaws.len(), 2);
        assert!(flaws[0].found.starts_with("place \"P1\" at 55.57000, 12.42000 is "));
        assert!(flaws[0].found.ends_with("km from the nearest road"), "{}", flaws[0]);
    }

    #[test]
    fn impossible_settings_are_flaws() {
        let mut day = day(&[NORD, SYD]);
        day.travel.time_factor = f64::NAN;
        day.travel.detour_factor = 0.5;
        day.travel.speed_kmh = 0.0;
        let Err(Error::Invalid { flaws }) = table(&day, None, None) else { panic!("accepted") };
        let columns: Vec<_> = flaws.iter().filter_map(|flaw| flaw.column.as_deref()).collect();
        assert_eq!(columns, ["travel.time_factor", "travel.detour_factor", "travel.speed_kmh"]);
    }

    #[test]
    fn a_day_without_places_has_an_empty_table() {
        let (table, source) = table(&day(&[]), Some(Path::new(ROADS)), None).expect("a table");
        assert_eq!((table.size(), source.computed_pairs), (0, 0));
    }
}
