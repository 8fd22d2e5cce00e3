//! All places of a day under one key each: centre ids, citizens' references, depot names.
//!
//! `travel.csv` names places by these keys, so two places must not share one.

use rustc_hash::FxHashMap;

use crate::domain::{Coordinates, Place, PlaceId};

/// What a key stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A training centre.
    Centre,
    /// A citizen's home.
    Home,
    /// Where vehicles start and end.
    Depot,
}

impl Kind {
    /// The kind in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Centre => "a centre",
            Self::Home => "a citizen",
            Self::Depot => "a depot",
        }
    }
}

/// Why a place could not be added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clash {
    /// The key stands for something else already.
    OtherKind(Kind),
    /// The key stands for another point, first given on this line.
    OtherPoint(u64),
}

/// The places found so far. One without coordinates has a flaw, but keeps its key.
#[derive(Default)]
pub struct Places {
    known: Vec<Known>,
    by_key: FxHashMap<String, PlaceId>,
}

struct Known {
    key: String,
    kind: Kind,
    line: u64,
    coordinates: Option<Coordinates>,
}

impl Places {
    /// The place of this key, which is added unless it is there already.
    ///
    /// # Errors
    /// A [`Clash`] if the key stands for something else or for another point.
    pub fn add(
        &mut self,
        key: &str,
        kind: Kind,
        coordinates: Option<Coordinates>,
        line: u64,
    ) -> Result<PlaceId, Clash> {
        let Some(&id) = self.by_key.get(key) else {
            let id = PlaceId(self.known.len() as u32);
            self.known.push(Known { key: key.to_owned(), kind, line, coordinates });
            self.by_key.insert(key.to_owned(), id);
            return Ok(id);
        };
        let known = &mut self.known[id.index()];
        if known.kind != kind {
            return Err(Clash::OtherKind(known.kind));
        }
        match (known.coordinates, coordinates) {
            (Some(first), Some(second)) if !is_same_point(first, second) => {
                Err(Clash::OtherPoint(known.line))
            }
            _ => {
                known.coordinates = known.coordinates.or(coordinates);
                Ok(id)
            }
        }
    }

    /// The place of this key.
    pub fn find(&self, key: &str) -> Option<PlaceId> {
        self.by_key.get(key).copied()
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|known| known.key.as_str())
    }

    /// All places, unless one has no coordinates.
    pub fn finish(self) -> Option<Vec<Place>> {
        let place = |known: Known| Some(Place { key: known.key, coordinates: known.coordinates? });
        self.known.into_iter().map(place).collect()
    }
}

/// Whether two points are the same but for rounding (about a metre).
fn is_same_point(first: Coordinates, second: Coordinates) -> bool {
    const NEAR: f64 = 1.5e-5;
    (first.lat - second.lat).abs() < NEAR && (first.lon - second.lon).abs() < NEAR
}
