//! The way that the quickest drive from one position to another takes, for a map.
//!
//! Dijkstra's algorithm on the whole graph, which unlike the core knows where its roads run. A search
//! visits little more than what is nearer than its end and remembers nothing but that, so many short
//! ones are cheap on a large map. Costs are those of the travel table, so the way is as long as the
//! table says.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::Network;
use super::cost::Cost;
use super::graph::StateId;
use super::search::usable_arcs;
use super::snap::Position;
use super::speeds::RoadClass;
use super::stretches::ArcId;
use crate::domain::Coordinates;
use crate::travel::straight::metres_between;

/// How a state was reached: from which one, if not from the start, and along which arc.
#[derive(Clone, Copy)]
struct Step {
    cost: Cost,
    before: Option<StateId>,
    arc: ArcId,
}

/// An arc that is driven from one share of it to another.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Piece {
    arc: ArcId,
    from: f64,
    to: f64,
}

/// The points of the quickest drive, or `None` if there is none.
pub fn way(network: &Network, from: Position, to: Position) -> Option<Vec<Coordinates>> {
    let mut points: Vec<Coordinates> = Vec::new();
    for piece in pieces(network, from, to)? {
        let part = piece.points(network);
        // Pieces share the junction between them.
        points.extend(part.into_iter().skip(usize::from(!points.is_empty())));
    }
    Some(points)
}

/// How many milliseconds the quickest drive takes on each class of road, or `None` if there is none.
pub fn mix(network: &Network, from: Position, to: Position) -> Option<Vec<(RoadClass, u32)>> {
    let mut mix: Vec<(RoadClass, u32)> = Vec::new();
    for piece in pieces(network, from, to)? {
        let stretch = &network.stretches.list[piece.arc.stretch()];
        let whole = stretch.costs[piece.arc.direction()].expect("the drive takes it");
        let time = whole.part(piece.to - piece.from).milliseconds();
        match mix.iter_mut().find(|(class, _)| *class == stretch.class) {
            Some((_, sum)) => *sum += time,
            None => mix.push((stretch.class, time)),
        }
    }
    Some(mix)
}

/// What the quickest drive takes, one arc after the other.
fn pieces(network: &Network, from: Position, to: Position) -> Option<Vec<Piece>> {
    let direct = along_stretch(network, from, to);
    let through = through_junctions(network, from, to);
    match (direct, through) {
        (Some((cost, piece)), Some((other, _))) if cost <= other => Some(vec![piece]),
        (_, Some((_, pieces))) => Some(pieces),
        (Some((_, piece)), None) => Some(vec![piece]),
        (None, None) => None,
    }
}

/// The drive on along one stretch.
fn along_stretch(network: &Network, from: Position, to: Position) -> Option<(Cost, Piece)> {
    if from.stretch != to.stretch {
        return None;
    }
    let arcs = usable_arcs(network, from).zip(usable_arcs(network, to));
    let onward = arcs.filter(|((.., start), (.., end))| start <= end);
    let onward = onward.map(|((arc, cost, start), (.., end))| {
        (cost.part(end - start), Piece { arc, from: start, to: end })
    });
    onward.min_by_key(|&(cost, _)| cost)
}

/// The drive over at least one junction.
fn through_junctions(
    network: &Network,
    from: Position,
    to: Position,
) -> Option<(Cost, Vec<Piece>)> {
    let last: Vec<(StateId, Cost, Piece)> = usable_arcs(network, to)
        .flat_map(|(arc, cost, share)| {
            let piece = Piece { arc, from: 0.0, to: share };
            let tails = network.graph.tails(arc, &network.stretches);
            tails.map(move |state| (state, cost.part(share), piece))
        })
        .collect();
    let mut search = Search::default();
    let mut first = FxHashMap::default();
    for (arc, cost, share) in usable_arcs(network, from) {
        if let Some(head) = network.graph.head(arc) {
            first.insert(arc, Piece { arc, from: share, to: 1.0 });
            search.reach(head, Step { cost: cost.part(1.0 - share), before: None, arc });
        }
    }
    let (cost, end, piece) = search.run(network, &last)?;
    let mut pieces = vec![piece];
    let mut state = Some(end);
    while let Some(reached) = state {
        let step = search.steps[&reached];
        let whole = Piece { arc: step.arc, from: 0.0, to: 1.0 };
        pieces.push(if step.before.is_none() { first[&step.arc] } else { whole });
        state = step.before;
    }
    pieces.reverse();
    Some((cost, pieces))
}

#[derive(Default)]
struct Search {
    steps: FxHashMap<StateId, Step>,
    queue: BinaryHeap<Reverse<(Cost, StateId)>>,
}

impl Search {
    fn reach(&mut self, state: StateId, step: Step) {
        let known = self.steps.get(&state);
        if known.is_none_or(|known| step.cost < known.cost) {
            self.steps.insert(state, step);
            self.queue.push(Reverse((step.cost, state)));
        }
    }

    /// The cheapest of the ends: its cost, the state before its last piece, and that piece.
    fn run(
        &mut self,
        network: &Network,
        ends: &[(StateId, Cost, Piece)],
    ) -> Option<(Cost, StateId, Piece)> {
        let mut best: Option<(Cost, StateId, Piece)> = None;
        while let Some(Reverse((cost, state))) = self.queue.pop() {
            if best.is_some_and(|(best, ..)| best <= cost) {
                break;
            }
            if self.steps[&state].cost < cost {
                continue;
            }
            for &(_, rest, piece) in ends.iter().filter(|&&(end, ..)| end == state) {
                let whole = cost + rest;
                if best.is_none_or(|(best, ..)| whole < best) {
                    best = Some((whole, state, piece));
                }
            }
            for arc in network.graph.leaving(state) {
                let step = Step { cost: cost + arc.cost, before: Some(state), arc: arc.id };
                self.reach(arc.head, step);
            }
        }
        best
    }
}

impl Piece {
    /// The points from one share of the arc to the other, both ends included.
    fn points(self, network: &Network) -> Vec<Coordinates> {
        let range = network.stretches.range(self.arc.stretch());
        let mut shape = network.stretches.shape[range].to_vec();
        if self.arc.direction() == 1 {
            shape.reverse();
        }
        if (self.from, self.to) == (0.0, 1.0) {
            return shape;
        }
        let mut travelled = vec![0.0];
        for pair in shape.windows(2) {
            let so_far = travelled[travelled.len() - 1];
            travelled.push(so_far + metres_between(pair[0], pair[1]));
        }
        let whole = travelled[travelled.len() - 1];
        let (from, to) = (self.from * whole, self.to * whole);
        let mut points = vec![point_at(&shape, &travelled, from)];
        let between = shape.iter().zip(&travelled).filter(|&(_, &at)| at > from && at < to);
        points.extend(between.map(|(&point, _)| point));
        points.push(point_at(&shape, &travelled, to));
        points
    }
}

/// The point so many metres along a line.
fn point_at(shape: &[Coordinates], travelled: &[f64], metres: f64) -> Coordinates {
    let after = travelled.iter().position(|&at| at >= metres).unwrap_or(shape.len() - 1);
    let before = after.saturating_sub(1);
    let length = travelled[after] - travelled[before];
    let share = if length > 0.0 { (metres - travelled[before]) / length } else { 1.0 };
    let between = |from: f64, to: f64| from + (to - from) * share;
    Coordinates {
        lat: between(shape[before].lat, shape[after].lat),
        lon: between(shape[before].lon, shape[after].lon),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::roads::data::RoadData;
    use crate::travel::roads::samples::{BOTH, ONE_WAY, at};
    use crate::travel::roads::search::Searcher;
    use crate::travel::roads::tags::TurnRule;

    /// A grid of streets 100 m apart, some of them one-way, some turns forbidden.
    fn town() -> RoadData {
        const SIDE: usize = 6;
        let mut data = RoadData::default();
        let cell = |step: usize| step as f64 * 100.0;
        let corners: Vec<u32> = (0..SIDE * SIDE)
            .map(|index| data.point(cell(index % SIDE), cell(index / SIDE)))
            .collect();
        for index in 0..SIDE * SIDE {
            let (column, row) = (index % SIDE, index / SIDE);
            let way = index as i64 * 2;
            let usage = if index % 3 == 0 { ONE_WAY } else { BOTH };
            if column + 1 < SIDE {
                data.road(way, &[corners[index], corners[index + 1]], usage);
            }
            if row + 1 < SIDE {
                data.road(way + 1, &[corners[index], corners[index + SIDE]], BOTH);
            }
        }
        data.restrict(TurnRule::Forbidden, 14, corners[8], 17);
        data.restrict(TurnRule::Only, 26, corners[14], 28);
        data
    }

    #[test]
    fn every_way_is_as_long_as_its_drive() {
        let places: Vec<_> = (0..20)
            .map(|index| at(f64::from(index * 37 % 500), f64::from(index * 71 % 500)))
            .collect();
        let (network, positions) = town().network(&places);
        let positions: Vec<Position> =
            positions.into_iter().map(|position| position.expect("near a road")).collect();
        let searcher = Searcher::new(&network, &positions);
        let mut scratch = searcher.scratch();
        for from in 0..places.len() {
            let drives = searcher.drives(from, &mut scratch);
            for (to, drive) in drives.iter().enumerate() {
                let way = way(&network, positions[from], positions[to]).expect("a way");
                let metres: f64 = way.windows(2).map(|pair| metres_between(pair[0], pair[1])).sum();
                let expected = f64::from(drive.millimetres()) / 1000.0;
                assert!((metres - expected).abs() < 0.1, "{from} to {to}: {metres}, {expected}");
            }
        }
    }

    #[test]
    fn a_way_bends_where_the_road_does() {
        let mut data = RoadData::default();
        let bend = [(0.0, 0.0), (300.0, 0.0), (300.0, 100.0)];
        let bend = bend.map(|(east, north)| data.point(east, north));
        data.road(1, &bend, BOTH);
        let (network, positions) = data.network(&[at(100.0, 20.0), at(310.0, 60.0)]);
        let [from, to] = [0, 1].map(|index| positions[index].expect("near a road"));
        let expected = [at(100.0, 0.0), at(300.0, 0.0), at(300.0, 60.0)];
        let forth = way(&network, from, to).expect("a way");
        let mut back = way(&network, to, from).expect("a way");
        back.reverse();
        for found in [forth, back] {
            assert_eq!(found.len(), 3);
            let apart = found.iter().zip(expected).map(|(&one, other)| metres_between(one, other));
            assert!(apart.into_iter().all(|metres| metres < 0.5), "{found:?}");
        }
    }
}
