//! Finished tables on disk, so that planning a day again does not search the roads again.
//!
//! A file is named by the SHA-256 of all that the table depends on and ends in the SHA-256 of its own
//! content: what is found is right, or is not used. It holds seconds and metres, no coordinates and
//! no names. Nothing that goes wrong here is an error; the table is then computed.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::domain::{Distance, Duration, Leg, Place, PlaceId, TravelSettings, TravelTable};

/// Changes whenever the same input would give another table: with each release, with the speeds that
/// are built in, and by hand where the search for drives changes between releases.
const VERSION: [&str; 3] =
    ["korsel travel table 2\n", env!("CARGO_PKG_VERSION"), include_str!("roads/speeds.rs")];

/// The oldest tables beyond this number, or beyond this many bytes, are removed.
const KEPT_TABLES: usize = 200;
const KEPT_BYTES: u64 = 1 << 30;

const DIGEST_BYTES: usize = 32;
const LEG_BYTES: usize = 8;

/// `korsel` in the user's cache folder, if the user has one.
pub fn cache_folder() -> Option<PathBuf> {
    let from = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = from("XDG_CACHE_HOME").or_else(|| Some(from("HOME")?.join(".cache")))?;
    Some(caches.join("korsel"))
}

/// What a table is stored under.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct CacheKey(String);

impl CacheKey {
    /// The key of the table that these roads (by SHA-256), places and settings give.
    pub(super) fn new(roads: &str, places: &[Place], settings: &TravelSettings) -> Self {
        let mut hash = Sha256::new();
        VERSION.iter().for_each(|part| hash.update(part));
        hash.update(roads);
        hash.update(settings.time_factor.to_le_bytes());
        for (class, kmh) in &settings.road_speeds_kmh {
            hash.update(format!("\n{class} "));
            hash.update(kmh.to_le_bytes());
        }
        hash.update("\nplaces\n");
        for place in places {
            hash.update(place.coordinates.lat.to_le_bytes());
            hash.update(place.coordinates.lon.to_le_bytes());
        }
        Self(hex(&hash.finalize()))
    }

    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(format!("travel-{}.bin", self.0))
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The stored table, if there is an undamaged one. Row by row, as the file may be as large as the
/// table.
pub(super) fn load(folder: &Path, key: &CacheKey, places: usize) -> Option<TravelTable> {
    let mut file = File::open(key.file(folder)).ok()?;
    let length = places * places * LEG_BYTES + DIGEST_BYTES;
    if file.metadata().ok()?.len() != length as u64 {
        return None;
    }
    let mut table = TravelTable::from_fn(places, |_, _| Leg::default());
    let mut hash = Sha256::new();
    let mut row = vec![0; places * LEG_BYTES];
    for from in (0..places as u32).map(PlaceId) {
        file.read_exact(&mut row).ok()?;
        hash.update(&row);
        for (to, leg) in (0..).map(PlaceId).zip(row.chunks_exact(LEG_BYTES)) {
            table.set(from, to, leg_of(leg));
        }
    }
    let mut digest = [0; DIGEST_BYTES];
    file.read_exact(&mut digest).ok()?;
    (hash.finalize()[..] == digest).then_some(table)
}

fn leg_of(bytes: &[u8]) -> Leg {
    let number = |bytes: &[u8]| {
        let bytes = bytes.try_into().expect("a slice of four bytes");
        i64::from(u32::from_le_bytes(bytes))
    };
    let (milliseconds, metres) = bytes.split_at(LEG_BYTES / 2);
    Leg {
        duration: Duration::milliseconds(number(milliseconds)),
        distance: Distance::metres(number(metres)),
    }
}

/// Stores a table whole, or leaves things as they are.
pub(super) fn store(folder: &Path, key: &CacheKey, table: &TravelTable) {
    if write(folder, key, table).is_ok() {
        remove_oldest(folder);
    }
}

fn write(folder: &Path, key: &CacheKey, table: &TravelTable) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let size = table.size() as u32;
    let mut hash = Sha256::new();
    let mut row = Vec::with_capacity(table.size() * LEG_BYTES);
    for from in (0..size).map(PlaceId) {
        row.clear();
        for leg in (0..size).map(|to| table.leg(from, PlaceId(to))) {
            let numbers = [leg.duration.as_milliseconds(), leg.distance.as_metres()];
            row.extend(numbers.iter().flat_map(|&number| (number as u32).to_le_bytes()));
        }
        hash.update(&row);
        file.write_all(&row)?;
    }
    file.write_all(&hash.finalize())?;
    file.persist(key.file(folder))?;
    Ok(())
}

/// Keeps the folder from growing by a table a night for ever. The newest table stays, however large.
fn remove_oldest(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let tables = entries.filter(|entry| {
        let name = entry.file_name();
        name.to_str().is_some_and(|name| name.starts_with("travel-") && name.ends_with(".bin"))
    });
    let mut by_age: Vec<_> = tables
        .filter_map(|entry| {
            let data = entry.metadata().ok()?;
            Some((data.modified().ok()?, entry.path(), data.len()))
        })
        .collect();
    by_age.sort();
    let mut bytes = 0;
    for (number, (_, path, length)) in by_age.iter().rev().enumerate() {
        bytes += length;
        if number >= KEPT_TABLES || (number > 0 && bytes > KEPT_BYTES) {
            // Another run may have removed it already.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Coordinates;

    fn table() -> TravelTable {
        TravelTable::from_fn(3, |from, to| Leg {
            duration: Duration::seconds(i64::from(from.0 * 10 + to.0)),
            distance: Distance::metres(i64::from(from.0 * 1000 + to.0)),
        })
    }

    #[test]
    fn what_is_stored_is_loaded_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("not").join("yet");
        let key = CacheKey("a".into());
        assert_eq!(load(&folder, &key, 3), None);
        store(&folder, &key, &table());
        assert_eq!(load(&folder, &key, 3), Some(table()));
        assert_eq!(load(&folder, &key, 4), None);
        assert_eq!(load(&folder, &CacheKey("b".into()), 3), None);
        let files = fs::read_dir(&folder).expect("a folder").count();
        assert_eq!(files, 1, "no temporary file is left");
    }

    #[test]
    fn a_damaged_file_is_not_used_and_is_written_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = CacheKey("a".into());
        store(folder.path(), &key, &table());
        let whole = fs::read(key.file(folder.path())).expect("stored");
        for length in 0..whole.len() {
            fs::write(key.file(folder.path()), &whole[..length]).expect("writes");
            assert_eq!(load(folder.path(), &key, 3), None, "{length} bytes");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(key.file(folder.path()), damaged).expect("writes");
            assert_eq!(load(folder.path(), &key, 3), None, "byte {at}");
        }
        store(folder.path(), &key, &table());
        assert_eq!(load(folder.path(), &key, 3), Some(table()));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_error() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let key = CacheKey("a".into());
        store(file.path(), &key, &table());
        assert_eq!(load(file.path(), &key, 3), None);
    }

    #[test]
    fn the_oldest_tables_make_room() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("other.txt"), "kept").expect("writes");
        for number in 0..KEPT_TABLES + 3 {
            store(folder.path(), &CacheKey(number.to_string()), &table());
        }
        let files = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(files, KEPT_TABLES + 1);
        let last = CacheKey((KEPT_TABLES + 2).to_string());
        assert!(load(folder.path(), &last, 3).is_some());
    }

    #[test]
    fn everything_that_changes_a_table_changes_its_key() {
        let settings = TravelSettings {
            road_speeds_kmh: vec![("service".into(), 10.0)],
            ..TravelSettings::default()
        };
        let place = |lat| Place { key: "k".into(), coordinates: Coordinates { lat, lon: 12.0 } };
        let places = [place(55.0), place(56.0)];
        let key = CacheKey::new("roads", &places, &settings);
        let slower = TravelSettings { time_factor: 1.1, ..settings.clone() };
        let faster = vec![("service".into(), 11.0)];
        let faster = TravelSettings { road_speeds_kmh: faster, ..settings.clone() };
        assert_eq!(CacheKey::new("roads", &places, &settings), key);
        assert_ne!(CacheKey::new("other", &places, &settings), key);
        assert_ne!(CacheKey::new("roads", &places[..1], &settings), key);
        assert_ne!(CacheKey::new("roads", &[place(56.0), place(55.0)], &settings), key);
        assert_ne!(CacheKey::new("roads", &places, &slower), key);
        assert_ne!(CacheKey::new("roads", &places, &faster), key);
    }
}
