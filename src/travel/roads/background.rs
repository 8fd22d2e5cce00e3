//! The roads that a map shows around a day's places.

use geo::{LineString, Simplify};

use super::stretches::Stretches;
use crate::domain::{Coordinates, Place};
use crate::travel::map::{RoadLine, RoadRank};

/// A map shows this much around the places.
const MARGIN_M: f64 = 1_000.0;
/// A bend that strays less than this from the straight line is not drawn: some four metres.
const TOLERANCE_DEG: f64 = 4e-5;
/// A map of more points is slow to draw, so small roads are left out of a larger one.
const MOST_POINTS: usize = 60_000;

/// The roads around the places, slow ones first; of a large region the main ones.
pub fn roads(stretches: &Stretches, places: &[Place]) -> Vec<RoadLine> {
    let shown = Frame::around(places);
    let lines = stretches.list.iter().enumerate().filter_map(|(index, stretch)| {
        let points = &stretches.shape[stretches.range(index)];
        if !points.iter().any(|&point| shown.contains(point)) {
            return None;
        }
        let cost = stretch.costs.iter().flatten().min()?;
        let kmh = f64::from(cost.millimetres()) * 3.6 / f64::from(cost.milliseconds().max(1));
        Some(RoadLine { rank: RoadRank::of(kmh)?, points: simplified(points) })
    });
    let mut lines: Vec<RoadLine> = lines.collect();
    lines.sort_by_key(|line| line.rank);
    for rank in [RoadRank::Street, RoadRank::Main] {
        if lines.iter().map(|line| line.points.len()).sum::<usize>() > MOST_POINTS {
            lines.retain(|line| line.rank > rank);
        }
    }
    lines
}

fn simplified(points: &[Coordinates]) -> Vec<Coordinates> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let line: LineString = points.iter().map(|point| (point.lon, point.lat)).collect();
    let line = line.simplify(TOLERANCE_DEG);
    line.into_iter().map(|point| Coordinates { lat: point.y, lon: point.x }).collect()
}

/// A box of degrees.
struct Frame {
    lat: (f64, f64),
    lon: (f64, f64),
}

impl Frame {
    fn around(places: &[Place]) -> Self {
        let range = |of: fn(&Place) -> f64, margin: f64| {
            let ends = places.iter().map(of);
            let low = ends.clone().fold(f64::INFINITY, f64::min);
            (low - margin, ends.fold(f64::NEG_INFINITY, f64::max) + margin)
        };
        let margin = MARGIN_M / 111_195.0;
        let lat = range(|place| place.coordinates.lat, margin);
        let shrinking = lat.1.to_radians().cos().max(0.01);
        Self { lat, lon: range(|place| place.coordinates.lon, margin / shrinking) }
    }

    fn contains(&self, point: Coordinates) -> bool {
        (self.lat.0..=self.lat.1).contains(&point.lat)
            && (self.lon.0..=self.lon.1).contains(&point.lon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::roads::data::RoadData;
    use crate::travel::roads::samples::at;

    fn places() -> Vec<Place> {
        let corners = [at(0.0, 0.0), at(500.0, 500.0)];
        corners.map(|coordinates| Place { key: String::new(), coordinates }).to_vec()
    }

    #[test]
    fn main_roads_lie_above_streets_and_yards_are_left_out() {
        let mut data = RoadData::default();
        for (index, kmh) in [66.0, 17.0, 30.0, 47.0].into_iter().enumerate() {
            let north = index as f64 * 50.0;
            let ends = [data.point(0.0, north), data.point(400.0, north)];
            data.road(index as i64, &ends, [None, Some(kmh)]);
        }
        let far = [data.point(3_000.0, 0.0), data.point(3_400.0, 0.0)];
        data.road(9, &far, [Some(66.0), None]);
        let lines = roads(&Stretches::cut(&data), &places());
        let ranks: Vec<RoadRank> = lines.iter().map(|line| line.rank).collect();
        assert_eq!(ranks, [RoadRank::Street, RoadRank::Main, RoadRank::Fast]);
    }

    #[test]
    fn small_bends_are_straightened_and_large_ones_kept() {
        let bent = |north| vec![at(0.0, 0.0), at(50.0, north), at(100.0, 0.0)];
        assert_eq!(simplified(&bent(1.0)).len(), 2);
        assert_eq!(simplified(&bent(20.0)).len(), 3);
    }

    #[test]
    fn of_a_large_map_streets_are_left_out() {
        let mut data = RoadData::default();
        for index in 0..MOST_POINTS as i64 / 2 + 1 {
            let ends = [data.point(0.0, 0.0), data.point(400.0, index as f64 / 100.0)];
            let kmh = if index == 7 { 66.0 } else { 30.0 };
            data.road(index, &ends, [Some(kmh), None]);
        }
        let lines = roads(&Stretches::cut(&data), &places());
        assert_eq!((lines.len(), lines[0].rank), (1, RoadRank::Fast));
    }
}
