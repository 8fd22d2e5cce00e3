//! Finished tables on disk, so that planning a day again does not search the roads again.
//!
//! A file is named by the SHA-256 of all that the table depends on and ends in the SHA-256 of its own
//! content: what is found is right, or is not used. It holds seconds and metres, no coordinates and
//! no names. Nothing that goes wrong here is an error; the table is then computed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::domain::{Distance, Duration, Leg, Place, PlaceId, TravelSettings, TravelTable};

/// Changes whenever the same input would give another table.
const VERSION: &str = "korsel travel table 1\n";

/// The oldest tables beyond this number are removed.
const KEPT_TABLES: usize = 200;

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
        hash.update(VERSION);
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
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The stored table, if there is an undamaged one.
pub(super) fn load(folder: &Path, key: &CacheKey, places: usize) -> Option<TravelTable> {
    let bytes = fs::read(key.file(folder)).ok()?;
    let (content, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST_BYTES)?)?;
    let is_whole = content.len() == places * places * LEG_BYTES;
    if !is_whole || Sha256::digest(content)[..] != *digest {
        return None;
    }
    let number = |at: usize| {
        let bytes = content[at..at + 4].try_into().expect("a slice of four bytes");
        i64::from(u32::from_le_bytes(bytes))
    };
    Some(TravelTable::from_fn(places, |from, to| {
        let at = (from.index() * places + to.index()) * LEG_BYTES;
        Leg {
            duration: Duration::milliseconds(number(at)),
            distance: Distance::metres(number(at + 4)),
        }
    }))
}

/// Stores a table whole, or leaves things as they are.
pub(super) fn store(folder: &Path, key: &CacheKey, table: &TravelTable) {
    if write(folder, key, table).is_ok() {
        remove_oldest(folder);
    }
}

fn write(folder: &Path, key: &CacheKey, table: &TravelTable) -> std::io::Result<()> {
    let size = table.size() as u32;
    let mut bytes = Vec::with_capacity(table.size().pow(2) * LEG_BYTES + DIGEST_BYTES);
    for from in (0..size).map(PlaceId) {
        for leg in (0..size).map(|to| table.leg(from, PlaceId(to))) {
            let numbers = [leg.duration.as_milliseconds(), leg.distance.as_metres()];
            bytes.extend(numbers.iter().flat_map(|&number| (number as u32).to_le_bytes()));
        }
    }
    let digest = Sha256::digest(&bytes);
    bytes.extend_from_slice(&digest);
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&bytes)?;
    file.persist(key.file(folder))?;
    Ok(())
}

/// Keeps the folder from growing by a table a night for ever.
fn remove_oldest(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let tables = entries.filter(|entry| {
        let name = entry.file_name();
        name.to_str().is_some_and(|name| name.starts_with("travel-") && name.ends_with(".bin"))
    });
    let mut by_age: Vec<_> = tables
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    by_age.sort();
    let surplus = by_age.len().saturating_sub(KEPT_TABLES);
    for (_, path) in &by_age[..surplus] {
        // Another run may have removed it already.
        let _ = fs::remove_file(path);
    }
}
