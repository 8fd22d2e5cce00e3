//! The point of a road where a place's vehicle stops.
//!
//! It is the nearest point on any stretch where cars may stop and from which they get everywhere. The
//! way from there to the door counts neither as time nor as distance.

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::graph::Graph;
use super::stretches::{ArcId, Stretches};
use crate::domain::Coordinates;

/// A point on a stretch.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Position {
    /// The stretch.
    pub stretch: u32,
    /// How far along it, from 0 at its first end to 1 at its second.
    pub share: f64,
    /// How far it is from the place, in metres.
    pub metres: f64,
}

/// Degrees to metres on a plane that touches the earth near the roads. Off by a thousandth across a
/// municipality, which does not change what is nearest.
#[derive(Clone, Copy, Debug)]
struct Projection {
    origin: Coordinates,
    metres_per_lat: f64,
    metres_per_lon: f64,
}

impl Projection {
    fn new(origin: Coordinates) -> Self {
        let metres_per_lat = 6_371_008.8_f64.to_radians();
        let metres_per_lon = metres_per_lat * origin.lat.to_radians().cos();
        Self { origin, metres_per_lat, metres_per_lon }
    }

    fn metres(&self, point: Coordinates) -> [f64; 2] {
        [
            (point.lon - self.origin.lon) * self.metres_per_lon,
            (point.lat - self.origin.lat) * self.metres_per_lat,
        ]
    }
}

/// All stretches where people may get in and out, by where they are.
pub struct Snapper<'a> {
    projection: Projection,
    stretches: &'a Stretches,
    shape: Vec<[f64; 2]>,
    tree: RTree<Candidate>,
}

impl<'a> Snapper<'a> {
    /// An index of the stretches in the graph's largest component, for places near `origin`.
    pub fn new(stretches: &'a Stretches, graph: &Graph, origin: Coordinates) -> Self {
        let projection = Projection::new(origin);
        let shape: Vec<_> = stretches.shape.iter().map(|&point| projection.metres(point)).collect();
        let is_candidate = |stretch: &u32| {
            let joined = ArcId::both(*stretch).iter().any(|&arc| graph.is_joined(arc));
            joined && stretches.list[*stretch as usize].may_stop
        };
        let candidates = (0..stretches.list.len() as u32).filter(is_candidate);
        let tree = RTree::bulk_load(
            candidates
                .flat_map(|stretch| {
                    let lines = stretches.range(stretch as usize);
                    let lines = lines.start..lines.end - 1;
                    let shape = &shape;
                    lines.map(move |line| Candidate {
                        stretch,
                        line: line as u32,
                        ends: [shape[line], shape[line + 1]],
                    })
                })
                .collect(),
        );
        Self { projection, stretches, shape, tree }
    }

    /// The nearest point on a road, or `None` if there is no road at all.
    pub fn nearest(&self, place: Coordinates) -> Option<Position> {
        let point = self.projection.metres(place);
        let nearest = self.tree.nearest_neighbor(&point)?;
        let (share, squared) = nearest.nearest_point(point);
        let lines = self.stretches.range(nearest.stretch as usize);
        let lengths = self.shape[lines.clone()].windows(2).map(|line| length(line[0], line[1]));
        let lengths: Vec<f64> = lengths.collect();
        let line = nearest.line as usize - lines.start;
        let before = lengths[..line].iter().sum::<f64>() + share * lengths[line];
        let whole: f64 = lengths.iter().sum();
        let share = if whole > 0.0 { (before / whole).clamp(0.0, 1.0) } else { 0.0 };
        Some(Position { stretch: nearest.stretch, share, metres: squared.sqrt() })
    }
}

fn length([ax, ay]: [f64; 2], [bx, by]: [f64; 2]) -> f64 {
    (bx - ax).hypot(by - ay)
}

/// One straight line of a stretch.
struct Candidate {
    stretch: u32,
    line: u32,
    ends: [[f64; 2]; 2],
}

impl Candidate {
    /// How far along the line its nearest point is (0 to 1), and the squared distance to it.
    fn nearest_point(&self, [x, y]: [f64; 2]) -> (f64, f64) {
        let [[ax, ay], [bx, by]] = self.ends;
        let (dx, dy) = (bx - ax, by - ay);
        let squared = dx * dx + dy * dy;
        let along = (x - ax) * dx + (y - ay) * dy;
        let share = if squared > 0.0 { (along / squared).clamp(0.0, 1.0) } else { 0.0 };
        let (off_x, off_y) = (x - ax - share * dx, y - ay - share * dy);
        (share, off_x * off_x + off_y * off_y)
    }
}

impl RTreeObject for Candidate {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.ends[0], self.ends[1])
    }
}

impl PointDistance for Candidate {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        self.nearest_point(*point).1
    }
}

#[cfg(test)]
mod tests {
    use crate::travel::roads::data::RoadData;
    use crate::travel::roads::samples::{BOTH, at};

    #[test]
    fn the_nearest_point_of_a_road_is_found_not_its_nearest_end() {
        let mut data = RoadData::default();
        let bend = [(0.0, 0.0), (300.0, 0.0), (300.0, 100.0)];
        let bend = bend.map(|(east, north)| data.point(east, north));
        data.road(1, &bend, BOTH);
        let (_, positions) = data.network(&[at(100.0, 20.0), at(310.0, 60.0), at(-30.0, 40.0)]);
        let found: Vec<_> = positions
            .iter()
            .map(|position| position.expect("near a road"))
            .map(|position| ((position.share * 400.0).round(), position.metres.round()))
            .collect();
        assert_eq!(found, [(100.0, 20.0), (360.0, 10.0), (0.0, 50.0)]);
    }

    #[test]
    fn nobody_is_picked_up_on_a_motorway() {
        let mut data = RoadData::default();
        let points = [(0.0, 0.0), (1000.0, 0.0), (0.0, 200.0), (1000.0, 200.0)];
        let [a, b, c, d] = points.map(|(east, north)| data.point(east, north));
        for (way, ends) in [(1, [a, b]), (2, [b, d]), (3, [d, c]), (4, [c, a])] {
            data.road(way, &ends, BOTH);
        }
        data.roads[0].usage.may_stop = false;
        let (network, positions) = data.network(&[at(500.0, 10.0)]);
        let position = positions[0].expect("near a road");
        assert_eq!(network.stretches.list[position.stretch as usize].way, 3);
    }
}
