//! Where vehicles stop, and how long it takes from one place to the next.

use rayon::prelude::*;

use crate::domain::{Distance, Duration};

/// A point on the earth in degrees (WGS 84).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Coordinates {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// A centre, a home or a depot.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// What `travel.csv` calls it: the centre's id, the citizen's reference, the depot's name.
    pub key: String,
    /// Where it is.
    pub coordinates: Coordinates,
}

/// An index into the places of a day or of an instance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PlaceId(pub u32);

impl PlaceId {
    /// The place's position in its list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The drive from one place to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Leg {
    /// How long the drive takes.
    pub duration: Duration,
    /// How far it is.
    pub distance: Distance,
}

impl std::ops::Add for Leg {
    type Output = Self;
    fn add(self, next: Self) -> Self {
        Self { duration: self.duration + next.duration, distance: self.distance + next.distance }
    }
}

impl std::ops::Sub for Leg {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { duration: self.duration - other.duration, distance: self.distance - other.distance }
    }
}

/// Drives between all ordered pairs of places, eight bytes a pair.
///
/// Need not be symmetric, nor keep the triangle inequality.
#[derive(Clone, PartialEq, Debug)]
pub struct TravelTable {
    size: usize,
    /// Milliseconds and metres, row by row.
    legs: Vec<(u32, u32)>,
}

impl TravelTable {
    /// The table over `size` places whose drives `leg` gives; from a place to itself it is zero.
    ///
    /// # Panics
    /// If a drive is negative or longer than 49 days or 4 million kilometres.
    pub fn from_fn(size: usize, mut leg: impl FnMut(PlaceId, PlaceId) -> Leg) -> Self {
        let mut table = Self { size, legs: vec![(0, 0); size * size] };
        for from in 0..size {
            for to in (0..size).filter(|&to| to != from) {
                let (from, to) = (PlaceId(from as u32), PlaceId(to as u32));
                table.set(from, to, leg(from, to));
            }
        }
        table
    }

    /// The table whose rows, the drives from one place to all in their order, `row` gives. Rows are
    /// computed side by side, on each thread with one `scratch`.
    ///
    /// # Panics
    /// As [`TravelTable::from_fn`].
    pub fn from_rows<Scratch>(
        size: usize,
        scratch: impl Fn() -> Scratch + Sync + Send,
        row: impl Fn(&mut Scratch, PlaceId) -> Vec<Leg> + Sync + Send,
    ) -> Self {
        let mut legs = vec![(0, 0); size * size];
        let rows = legs.par_chunks_mut(size.max(1)).enumerate();
        rows.for_each_init(scratch, |scratch, (from, cells)| {
            let drives = row(scratch, PlaceId(from as u32));
            for (to, (cell, leg)) in cells.iter_mut().zip(drives).enumerate() {
                if to != from {
                    *cell = packed(leg);
                }
            }
        });
        Self { size, legs }
    }

    /// How many places it covers.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The drive between two places.
    #[inline]
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        let (milliseconds, metres) = self.legs[from.index() * self.size + to.index()];
        Leg {
            duration: Duration::milliseconds(i64::from(milliseconds)),
            distance: Distance::metres(i64::from(metres)),
        }
    }

    /// Replaces the drive between two places.
    ///
    /// # Panics
    /// As [`TravelTable::from_fn`].
    pub fn set(&mut self, from: PlaceId, to: PlaceId, leg: Leg) {
        self.legs[from.index() * self.size + to.index()] = packed(leg);
    }
}

/// Milliseconds and metres of a drive.
fn packed(leg: Leg) -> (u32, u32) {
    let milliseconds = u32::try_from(leg.duration.as_milliseconds()).expect("under 49 days");
    let metres = u32::try_from(leg.distance.as_metres()).expect("under 4 million km");
    (milliseconds, metres)
}
