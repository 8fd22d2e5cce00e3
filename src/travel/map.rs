//! Where roads run, for a map: what lies around a plan's places, and the ways between them.

use rustc_hash::FxHashMap;

use crate::domain::{Coordinates, PlaceId};

/// What a map is drawn from. Without roads it is empty, and drives are drawn as straight lines.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RoadMap {
    /// The roads around the places, slow ones first.
    pub roads: Vec<RoadLine>,
    /// The ways that drives take.
    ways: FxHashMap<(PlaceId, PlaceId), Vec<Coordinates>>,
}

/// A piece of a road.
#[derive(Clone, PartialEq, Debug)]
pub struct RoadLine {
    /// How important it is, as its speed tells.
    pub rank: RoadRank,
    /// Where it runs.
    pub points: Vec<Coordinates>,
}

/// How important a road is, by how fast it is driven.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RoadRank {
    /// Streets where people live.
    Street,
    /// Roads that lead through a town.
    Main,
    /// Roads that lead from one town to another.
    Fast,
}

impl RoadRank {
    /// The rank of a road with this speed; `None` for yards and drives, which only clutter a map.
    pub(super) fn of(kmh: f64) -> Option<Self> {
        match kmh {
            ..20.0 => None,
            ..42.0 => Some(Self::Street),
            ..60.0 => Some(Self::Main),
            _ => Some(Self::Fast),
        }
    }
}

impl RoadMap {
    /// A map of these roads, with these ways between places.
    pub fn new(
        ways: impl IntoIterator<Item = ((PlaceId, PlaceId), Vec<Coordinates>)>,
        roads: Vec<RoadLine>,
    ) -> Self {
        Self { roads, ways: ways.into_iter().collect() }
    }

    /// The points of the drive from one place to another, if roads tell.
    pub fn way(&self, from: PlaceId, to: PlaceId) -> Option<&[Coordinates]> {
        self.ways.get(&(from, to)).map(Vec::as_slice)
    }
}
