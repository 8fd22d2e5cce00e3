//! How much of the map a day needs.

use crate::domain::Place;

/// Drives may leave the places' bounding box by this much.
const MARGIN_M: f64 = 10_000.0;

/// A box of latitude and longitude, in ten-millionths of a degree as the file has them.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    lat: (i32, i32),
    lon: (i32, i32),
}

impl Area {
    /// The places' box and enough around it for sensible detours: ten kilometres, or a third of the
    /// box where that is more.
    pub fn around(places: &[Place]) -> Self {
        let lats = || places.iter().map(|place| place.coordinates.lat);
        let lons = || places.iter().map(|place| place.coordinates.lon);
        let margin = MARGIN_M / 111_195.0;
        let cosine = lats().fold(0.0, f64::max).to_radians().cos().max(0.01);
        Self { lat: widened(lats(), margin), lon: widened(lons(), margin / cosine) }
    }

    /// Whether a point lies in it.
    pub fn contains(&self, lat: i32, lon: i32) -> bool {
        (self.lat.0..=self.lat.1).contains(&lat) && (self.lon.0..=self.lon.1).contains(&lon)
    }
}

fn widened(degrees: impl Iterator<Item = f64>, margin: f64) -> (i32, i32) {
    let (low, high) = degrees.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), degree| {
        (low.min(degree), high.max(degree))
    });
    let margin = margin.max((high - low) / 3.0);
    (((low - margin) * 1e7) as i32, ((high + margin) * 1e7) as i32)
}
