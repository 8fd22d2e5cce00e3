//! A naive router that judges the fast one: Bellman–Ford over single lines of roads, restrictions
//! looked up at every turn, no contraction, no copies of junctions.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::data::RoadData;
use super::search::Searcher;
use super::tags::TurnRule;
use crate::domain::Coordinates;
use crate::travel::straight::metres_between;

/// A straight line of a road, driven in one direction.
#[derive(Clone, Copy, PartialEq)]
struct Line {
    road: usize,
    index: usize,
    is_forward: bool,
    from: u32,
    to: u32,
    seconds: f64,
}

impl Line {
    fn is_reverse_of(&self, other: &Self) -> bool {
        (self.road, self.index) == (other.road, other.index) && self.is_forward != other.is_forward
    }
}

/// A point so far along a line of a road (0 to 1).
#[derive(Clone, Copy)]
struct Spot {
    road: usize,
    index: usize,
    share: f64,
}

impl Spot {
    fn coordinates(&self, data: &RoadData) -> Coordinates {
        let points = &data.roads[self.road].points;
        let [a, b] = [self.index, self.index + 1].map(|index| data.points[points[index] as usize]);
        let between = |a: f64, b: f64| a + (b - a) * self.share;
        Coordinates { lat: between(a.lat, b.lat), lon: between(a.lon, b.lon) }
    }

    /// How much of a line comes before this spot, if the line passes it.
    fn share_of(&self, line: &Line) -> Option<f64> {
        let share = if line.is_forward { self.share } else { 1.0 - self.share };
        ((self.road, self.index) == (line.road, line.index)).then_some(share)
    }
}

struct Twin<'a> {
    data: &'a RoadData,
    lines: Vec<Line>,
}

impl<'a> Twin<'a> {
    fn new(data: &'a RoadData) -> Self {
        let mut lines = Vec::new();
        for (road, one) in data.roads.iter().enumerate() {
            for (index, pair) in one.points.windows(2).enumerate() {
                let [a, b] = [pair[0], pair[1]];
                let metres = metres_between(data.points[a as usize], data.points[b as usize]);
                let line = |is_forward, from, to, kmh: f64| Line {
                    road,
                    index,
                    is_forward,
                    from,
                    to,
                    seconds: metres * 3.6 / kmh,
                };
                lines.extend(one.usage.forward_kmh.map(|kmh| line(true, a, b, kmh)));
                lines.extend(one.usage.backward_kmh.map(|kmh| line(false, b, a, kmh)));
            }
        }
        Self { data, lines }
    }

    fn way(&self, line: &Line) -> i64 {
        self.data.roads[line.road].way
    }

    /// Whether one can turn round at a point: where roads end or meet.
    fn is_junction(&self, point: u32) -> bool {
        let roads = self.data.roads.iter();
        let ends = |points: &[u32]| points.first() == Some(&point) || points.last() == Some(&point);
        let touches = roads.clone().flat_map(|road| &road.points).filter(|&&one| one == point);
        roads.clone().any(|road| ends(&road.points)) || touches.count() >= 2
    }

    fn may_follow(&self, first: &Line, then: &Line) -> bool {
        let point = first.to;
        if then.from != point {
            return false;
        }
        if self.data.closed[point as usize] {
            return then.is_reverse_of(first);
        }
        if !self.is_junction(point) {
            // There is nothing to choose, so nothing for a restriction to forbid.
            return !then.is_reverse_of(first);
        }
        let restrictions = self.data.restrictions.iter().filter(|one| one.via == point);
        let binding = restrictions.filter(|one| one.from.contains(&self.way(first)));
        binding.into_iter().all(|one| {
            let is_to = one.to.contains(&self.way(then));
            let mut leaving = self.lines.iter().filter(|line| line.from == point);
            match one.rule {
                TurnRule::Forbidden => !is_to,
                TurnRule::NoTurningBack => {
                    !is_to || (self.way(first) == self.way(then) && !then.is_reverse_of(first))
                }
                TurnRule::Only => is_to || !leaving.any(|line| one.to.contains(&self.way(line))),
            }
        })
    }

    fn seconds(&self, from: Spot, to: Spot) -> f64 {
        let mut best: Vec<f64> = self
            .lines
            .iter()
            .map(|line| from.share_of(line).map_or(f64::INFINITY, |s| line.seconds * (1.0 - s)))
            .collect();
        loop {
            let mut has_changed = false;
            for (first, line) in self.lines.iter().enumerate() {
                for (then, next) in self.lines.iter().enumerate() {
                    let through = best[first] + next.seconds;
                    if through < best[then] && self.may_follow(line, next) {
                        best[then] = through;
                        has_changed = true;
                    }
                }
            }
            if !has_changed {
                break;
            }
        }
        let mut drive = f64::INFINITY;
        for last in &self.lines {
            let Some(share) = to.share_of(last) else { continue };
            let rest = last.seconds * share;
            for (first, line) in self.lines.iter().enumerate() {
                if best[first] + rest < drive && self.may_follow(line, last) {
                    drive = best[first] + rest;
                }
            }
            if let Some(start) = from.share_of(last).filter(|&start| start <= share) {
                drive = drive.min(last.seconds * (share - start));
            }
        }
        drive
    }
}

fn random_map(rng: &mut ChaCha8Rng) -> RoadData {
    let mut data = RoadData::default();
    let points = rng.random_range(6..14_u32);
    for _ in 0..points {
        data.point(rng.random_range(0.0..900.0), rng.random_range(0.0..900.0));
    }
    let roads = rng.random_range(6..16);
    for way in 0..roads {
        let mut through: Vec<u32> = Vec::new();
        for _ in 0..rng.random_range(2..5) {
            let point = rng.random_range(0..points);
            // The same line twice on one road would leave open which of them a spot lies on.
            let repeats = through.windows(2).any(|pair| {
                pair.contains(&point) && through.last().is_some_and(|last| pair.contains(last))
            });
            if through.last() != Some(&point) && !repeats {
                through.push(point);
            }
        }
        let speed = |rng: &mut ChaCha8Rng| Some([18.0, 36.0, 72.0][rng.random_range(0..3)]);
        let speeds = match rng.random_range(0..4) {
            0 => [speed(rng), None],
            1 => [None, speed(rng)],
            _ => [speed(rng), speed(rng)],
        };
        if through.len() >= 2 {
            data.road(way, &through, speeds);
        }
    }
    if rng.random_bool(0.3) {
        data.closed[rng.random_range(0..points) as usize] = true;
    }
    for _ in 0..rng.random_range(0..10) {
        let rules = [TurnRule::Forbidden, TurnRule::NoTurningBack, TurnRule::Only];
        let rule = rules[rng.random_range(0..3)];
        let [from, to] = [0, 1].map(|_| rng.random_range(0..roads));
        data.restrict(rule, from, rng.random_range(0..points), to);
    }
    data
}

/// Spots on random roads, with those left out that the fast router puts elsewhere: outside of the
/// connected part, or where roads cross without meeting.
fn random_spots(data: &RoadData, rng: &mut ChaCha8Rng) -> Vec<Spot> {
    let spots = (0..6).map(|_| {
        let road = rng.random_range(0..data.roads.len());
        let index = rng.random_range(0..data.roads[road].points.len() - 1);
        Spot { road, index, share: rng.random_range(0.0..1.0) }
    });
    let spots: Vec<_> = spots.collect();
    let coordinates: Vec<_> = spots.iter().map(|spot| spot.coordinates(data)).collect();
    let (network, positions) = data.network(&coordinates);
    let is_there = |spot: &Spot, position: &super::snap::Position| {
        let stretch = &network.stretches.list[position.stretch as usize];
        position.metres < 0.1 && stretch.way == data.roads[spot.road].way
    };
    let found = spots.into_iter().zip(positions);
    found
        .filter(|(spot, place)| place.is_some_and(|p| is_there(spot, &p)))
        .map(|(s, _)| s)
        .collect()
}

#[test]
fn the_fast_search_agrees_with_the_naive_one() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let (mut drives, mut restricted) = (0, 0);
    for case in 0..800 {
        let data = random_map(&mut rng);
        if data.roads.is_empty() {
            continue;
        }
        let spots = random_spots(&data, &mut rng);
        let coordinates: Vec<_> = spots.iter().map(|spot| spot.coordinates(&data)).collect();
        let (network, positions) = data.network(&coordinates);
        let positions: Vec<_> = positions.into_iter().flatten().collect();
        let searcher = Searcher::new(&network, &positions);
        let twin = Twin::new(&data);
        let free = RoadData { restrictions: vec![], ..data.clone() };
        let free = Twin::new(&free);
        let mut scratch = searcher.scratch();
        for (from, start) in spots.iter().enumerate() {
            let fast = searcher.drives(from, &mut scratch);
            for (fast, end) in fast.iter().zip(&spots) {
                let naive = twin.seconds(*start, *end);
                let fast = f64::from(fast.milliseconds()) / 1000.0;
                // Each stretch is rounded to a millisecond.
                assert!((fast - naive).abs() < 0.05, "case {case}: fast {fast}, naive {naive}");
                drives += 1;
                restricted += usize::from(free.seconds(*start, *end) < naive - 0.1);
            }
        }
    }
    assert!(drives > 6000, "only {drives} drives were compared");
    assert!(restricted > 100, "only {restricted} drives met a restriction");
}
