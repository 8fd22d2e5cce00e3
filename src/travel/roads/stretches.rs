//! Roads cut into stretches: from junction to junction, with nothing to decide between.

use super::cost::Cost;
use super::data::{Road, RoadData};
use super::speeds::RoadClass;
use crate::domain::Coordinates;
use crate::travel::straight::metres_between;

/// A piece of one road between two junctions or dead ends.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// The OpenStreetMap way it is a piece of.
    pub way: i64,
    /// What kind of road that is.
    pub class: RoadClass,
    /// The junctions it runs between.
    pub ends: [u32; 2],
    /// Its first point in [`Stretches::shape`].
    shape_start: u32,
    /// One past its last point in [`Stretches::shape`].
    shape_end: u32,
    /// What it costs from the first end to the second and back, if that is allowed.
    pub costs: [Option<Cost>; 2],
    /// Whether people get in and out there.
    pub may_stop: bool,
}

/// One direction of a stretch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ArcId(pub u32);

impl ArcId {
    /// Both directions of a stretch: from its first end to its second, and back.
    pub const fn both(stretch: u32) -> [Self; 2] {
        [Self(stretch * 2), Self(stretch * 2 + 1)]
    }

    /// The stretch's index.
    pub const fn stretch(self) -> usize {
        self.0 as usize / 2
    }

    /// 0 from the stretch's first end to its second, 1 back.
    pub const fn direction(self) -> usize {
        self.0 as usize % 2
    }

    /// The other direction.
    pub const fn reverse(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// All stretches.
#[derive(Clone, Default, Debug)]
pub struct Stretches {
    /// The stretches.
    pub list: Vec<Stretch>,
    /// The points of all stretches, one after the other.
    pub shape: Vec<Coordinates>,
    /// How many junctions and dead ends there are.
    pub junctions: u32,
    /// The junction at a point of the road data, if there is one that can be passed.
    pub junction_at: Vec<Option<u32>>,
}

impl Stretches {
    /// Cuts roads wherever they meet, end, or meet themselves. A closed point is a dead end for each
    /// road that comes to it.
    pub fn cut(data: &RoadData) -> Self {
        let mut uses = vec![0_u8; data.points.len()];
        for road in &data.roads {
            let last = road.points.len() - 1;
            for (index, &point) in road.points.iter().enumerate() {
                let is_end = index == 0 || index == last;
                let uses = &mut uses[point as usize];
                *uses = uses.saturating_add(if is_end { 2 } else { 1 });
            }
        }
        let mut stretches = Self { junction_at: vec![None; data.points.len()], ..Self::default() };
        for road in &data.roads {
            let mut start = 0;
            for end in 1..road.points.len() {
                let point = road.points[end] as usize;
                if uses[point] >= 2 || data.closed[point] {
                    stretches.add(data, road, start, end);
                    start = end;
                }
            }
        }
        stretches
    }

    fn add(&mut self, data: &RoadData, road: &Road, start: usize, end: usize) {
        let ends = [start, end].map(|index| self.junction(data, road.points[index]));
        let shape_start = self.shape.len();
        let points = road.points[start..=end].iter();
        self.shape.extend(points.map(|&point| data.points[point as usize]));
        let metres = self.shape[shape_start..].windows(2);
        let metres: f64 = metres.map(|pair| metres_between(pair[0], pair[1])).sum();
        let speeds = [road.usage.forward_kmh, road.usage.backward_kmh];
        self.list.push(Stretch {
            way: road.way,
            class: road.usage.class,
            ends,
            shape_start: shape_start as u32,
            shape_end: self.shape.len() as u32,
            costs: speeds.map(|speed| speed.map(|kmh| Cost::of_road(metres, kmh))),
            may_stop: road.usage.may_stop,
        });
    }

    fn junction(&mut self, data: &RoadData, point: u32) -> u32 {
        let known = self.junction_at[point as usize];
        known.unwrap_or_else(|| {
            let junction = self.junctions;
            self.junctions += 1;
            if !data.closed[point as usize] {
                self.junction_at[point as usize] = Some(junction);
            }
            junction
        })
    }

    /// Where a stretch's points are in [`Stretches::shape`], or in a list parallel to it.
    pub fn range(&self, stretch: usize) -> std::ops::Range<usize> {
        let Stretch { shape_start, shape_end, .. } = self.list[stretch];
        shape_start as usize..shape_end as usize
    }

    /// Both directions of all stretches, allowed or not.
    pub fn arcs(&self) -> impl Iterator<Item = ArcId> + use<> {
        (0..self.list.len() as u32 * 2).map(ArcId)
    }

    /// What driving along an arc costs, if that is allowed.
    pub fn cost(&self, arc: ArcId) -> Option<Cost> {
        self.list[arc.stretch()].costs[arc.direction()]
    }

    /// The junction where an arc starts.
    pub fn tail(&self, arc: ArcId) -> u32 {
        self.list[arc.stretch()].ends[arc.direction()]
    }

    /// The junction where an arc ends.
    pub fn head(&self, arc: ArcId) -> u32 {
        self.list[arc.stretch()].ends[1 - arc.direction()]
    }
}
