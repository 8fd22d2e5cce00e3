//! Small maps for tests, drawn in metres.

use super::Network;
use super::data::{Restriction, Road, RoadData, RoadUse};
use super::search::Searcher;
use super::snap::{Position, Snapper};
use super::speeds::RoadClass;
use super::tags::TurnRule;
use crate::domain::Coordinates;

const ORIGIN: Coordinates = Coordinates { lat: 55.6, lon: 12.35 };

/// The point so many metres east and north of a corner of Ishøj.
pub fn at(east: f64, north: f64) -> Coordinates {
    let metres_per_degree = 6_371_008.8_f64.to_radians();
    let shrinking = ORIGIN.lat.to_radians().cos();
    Coordinates {
        lat: ORIGIN.lat + north / metres_per_degree,
        lon: ORIGIN.lon + east / metres_per_degree / shrinking,
    }
}

/// Which way a road of a map runs.
pub const BOTH: [Option<f64>; 2] = [Some(36.0), Some(36.0)];
/// The same, in the order of its points only.
pub const ONE_WAY: [Option<f64>; 2] = [Some(36.0), None];

impl RoadData {
    /// Adds a point, so many metres east and north.
    pub fn point(&mut self, east: f64, north: f64) -> u32 {
        self.points.push(at(east, north));
        self.closed.push(false);
        self.points.len() as u32 - 1
    }

    /// Adds a road through these points, with its speeds in km/h there and back.
    pub fn road(
        &mut self,
        way: i64,
        points: &[u32],
        [forward_kmh, backward_kmh]: [Option<f64>; 2],
    ) {
        let class = RoadClass::parse("residential").expect("a class");
        let usage = RoadUse { class, forward_kmh, backward_kmh, may_stop: true };
        self.roads.push(Road { way, points: points.to_vec(), usage });
    }

    /// Adds a turn restriction.
    pub fn restrict(&mut self, rule: TurnRule, from: i64, via: u32, to: i64) {
        self.restrictions.push(Restriction { rule, from: vec![from], via, to: vec![to] });
    }

    /// The roads, and where on them these places are, if anywhere.
    pub fn network(&self, places: &[Coordinates]) -> (Network, Vec<Option<Position>>) {
        let network = Network::new(self);
        let snapper = Snapper::new(&network.stretches, &network.graph, ORIGIN);
        let positions = places.iter().map(|&place| snapper.nearest(place)).collect();
        drop(snapper);
        (network, positions)
    }

    /// The drives between places, in whole seconds rounded up.
    pub fn seconds(&self, places: &[Coordinates]) -> Vec<Vec<u32>> {
        let (network, positions) = self.network(places);
        let positions: Vec<_> =
            positions.into_iter().map(|position| position.expect("near a road")).collect();
        let searcher = Searcher::new(&network, &positions);
        let mut scratch = searcher.scratch();
        let rows = (0..places.len()).map(|from| searcher.drives(from, &mut scratch));
        let seconds =
            rows.map(|row| row.iter().map(|cost| cost.milliseconds().div_ceil(1000)).collect());
        seconds.collect()
    }
}
