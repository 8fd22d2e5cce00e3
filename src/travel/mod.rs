//! How long it takes: travel times between all places of a day.

use serde::{Deserialize, Serialize};

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
