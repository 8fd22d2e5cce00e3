//! What rows of the relaxation are worth.

use crate::exact::cuts::Triple;

/// Where what was seen before is worn, paths are looked at that may cost such a part of what a request is worth.
const WORN: i64 = 10;

/// What each row of the relaxation is worth, in parts of an øre ([`Tariff::PARTS_PER_ORE`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::exact) struct Duals {
    /// For each request, never negative.
    pub requests: Vec<i64>,
    /// For each vehicle type.
    pub types: Vec<i64>,
    /// For each end of wave routes, as [`Links::row`] counts them.
    pub ends: Vec<i64>,
    /// For each vehicle that is used in a wave; none where the day is one wave.
    pub waves: Vec<i64>,
    /// Of each cut what is to be paid for it, never negative.
    pub cuts: Vec<(Triple, i64)>,
}

impl Duals {
    /// Of as many rows, each worth nothing.
    pub fn nothing(&self) -> Self {
        let zeros = |all: &[i64]| vec![0; all.len()];
        Self {
            requests: zeros(&self.requests),
            types: zeros(&self.types),
            ends: zeros(&self.ends),
            waves: zeros(&self.waves),
            cuts: self.cuts.iter().map(|&(triple, _)| (triple, 0)).collect(),
        }
    }
}

impl Duals {
    /// What the use of a vehicle in a wave is worth.
    pub fn of_wave(&self, wave: usize) -> i64 {
        self.waves.get(wave).copied().unwrap_or(0)
    }

    /// How much dearer a path may seem that is looked at where what was seen before is worn.
    pub fn margin_of_worn(&self) -> i64 {
        self.requests.iter().sum::<i64>() / self.requests.len().max(1) as i64 / WORN
    }

    /// Whether they are worth the same without cuts and waves.
    pub fn are_of_requests(&self) -> bool {
        self.cuts.is_empty() && self.waves.iter().all(|&worth| worth == 0)
    }
}
