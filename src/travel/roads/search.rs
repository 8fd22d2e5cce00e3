//! The quickest drives from one position to many.
//!
//! Dijkstra's algorithm with a binary heap over the [`Core`], stopped when every state before a
//! target is settled. A drive starts and ends anywhere on a stretch, in either direction that is
//! allowed there.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Network;
use super::core::{Core, CoreId};
use super::cost::Cost;
use super::graph::StateId;
use super::snap::Position;
use super::stretches::ArcId;

/// What one thread needs for its searches, to be used again and again.
pub struct Scratch {
    best: Vec<Cost>,
    queue: BinaryHeap<Reverse<(Cost, CoreId)>>,
}

/// A state of the network and what it costs to get there from a position, or back.
type Access = (StateId, Cost);

/// One way to end a drive: from a state along part of an arc.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    target: u32,
    state: CoreId,
    rest: Cost,
}

/// The positions that drives start from and lead to, ready to be searched.
pub struct Searcher<'a> {
    network: &'a Network,
    positions: &'a [Position],
    core: Core,
    arrivals: Vec<Arrival>,
    /// Whether a drive ends just past a state.
    is_last: Vec<bool>,
    /// How many such states there are.
    last_states: usize,
}

impl<'a> Searcher<'a> {
    /// Searches between these positions, which lie on stretches of the network's graph.
    pub fn new(network: &'a Network, positions: &'a [Position]) -> Self {
        let mut needed = vec![false; network.graph.states()];
        for &position in positions {
            let ends = departures(network, position).chain(arrivals(network, position));
            ends.for_each(|(state, _)| needed[state as usize] = true);
        }
        let core = Core::new(&network.graph, &needed);
        let mut all_arrivals = Vec::new();
        let mut is_last = vec![false; core.states()];
        for (target, &position) in (0..).zip(positions) {
            for (state, rest) in arrivals(network, position) {
                let state = core.number(state).expect("needed states are kept");
                is_last[state as usize] = true;
                all_arrivals.push(Arrival { target, state, rest });
            }
        }
        let last_states = is_last.iter().filter(|&&is_last| is_last).count();
        Self { network, positions, core, arrivals: all_arrivals, is_last, last_states }
    }

    /// Room for searches.
    pub fn scratch(&self) -> Scratch {
        Scratch { best: vec![Cost::UNREACHED; self.core.states()], queue: BinaryHeap::new() }
    }

    /// The quickest drives from one position to each of them.
    pub fn drives(&self, from: usize, scratch: &mut Scratch) -> Vec<Cost> {
        self.settle(from, scratch);
        let mut drives = vec![Cost::UNREACHED; self.positions.len()];
        for &Arrival { target, state, rest } in &self.arrivals {
            let before = scratch.best[state as usize];
            if before != Cost::UNREACHED {
                let drive = &mut drives[target as usize];
                *drive = (before + rest).min(*drive);
            }
        }
        let position = self.positions[from];
        for (drive, &to) in drives.iter_mut().zip(self.positions) {
            if to.stretch == position.stretch {
                *drive = along_stretch(self.network, position, to).min(*drive);
            }
        }
        drives
    }

    /// Finds the best costs of all states that a drive may end past.
    fn settle(&self, from: usize, scratch: &mut Scratch) {
        let Scratch { best, queue } = scratch;
        best.fill(Cost::UNREACHED);
        queue.clear();
        for (state, cost) in departures(self.network, self.positions[from]) {
            let state = self.core.number(state).expect("needed states are kept");
            if cost < best[state as usize] {
                best[state as usize] = cost;
                queue.push(Reverse((cost, state)));
            }
        }
        let mut unsettled = self.last_states;
        while let Some(Reverse((cost, state))) = queue.pop() {
            if cost > best[state as usize] {
                continue;
            }
            if self.is_last[state as usize] {
                unsettled -= 1;
                if unsettled == 0 {
                    break;
                }
            }
            for &(length, head) in self.core.leaving(state) {
                let through = cost + length;
                let known = &mut best[head as usize];
                if through < *known {
                    *known = through;
                    queue.push(Reverse((through, head)));
                }
            }
        }
    }
}

/// The states that one can drive to first from a position.
fn departures(network: &Network, position: Position) -> impl Iterator<Item = Access> {
    let arcs = usable_arcs(network, position);
    arcs.filter_map(|(arc, cost, share)| Some((network.graph.head(arc)?, cost.part(1.0 - share))))
}

/// The states that one can come from last to a position.
fn arrivals(network: &Network, position: Position) -> impl Iterator<Item = Access> {
    usable_arcs(network, position).flat_map(|(arc, cost, share)| {
        let tails = network.graph.tails(arc, &network.stretches);
        tails.map(move |state| (state, cost.part(share)))
    })
}

/// The cost of driving on to a position further along the same stretch, if the direction is allowed.
fn along_stretch(network: &Network, from: Position, to: Position) -> Cost {
    let starts = usable_arcs(network, from);
    let onward = starts.zip(usable_arcs(network, to)).filter_map(|(from, to)| {
        let ((_, cost, start), (.., end)) = (from, to);
        (start <= end).then(|| cost.part(end - start))
    });
    onward.min().unwrap_or(Cost::UNREACHED)
}

/// The arcs of the graph through a position, their whole cost, and the share of each that lies before
/// the position.
pub(super) fn usable_arcs(
    network: &Network,
    position: Position,
) -> impl Iterator<Item = (ArcId, Cost, f64)> {
    let shares = [position.share, 1.0 - position.share];
    let arcs = ArcId::both(position.stretch).into_iter().zip(shares);
    let usable = arcs.filter(|&(arc, _)| network.graph.head(arc).is_some());
    usable.filter_map(|(arc, share)| Some((arc, network.stretches.cost(arc)?, share)))
}

#[cfg(test)]
mod tests {
    use crate::travel::roads::data::RoadData;
    use crate::travel::roads::samples::{BOTH, ONE_WAY, at};
    use crate::travel::roads::tags::TurnRule;

    /// A square with sides of 100 m, ten seconds each, driven anticlockwise only; a street leads to
    /// its first corner.
    fn one_way_square() -> RoadData {
        let mut data = RoadData::default();
        let outside = data.point(-100.0, 0.0);
        let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)];
        let [a, b, c, d] = corners.map(|(east, north)| data.point(east, north));
        data.road(1, &[outside, a], BOTH);
        data.road(2, &[a, b, c, d, a], ONE_WAY);
        data
    }

    #[test]
    fn one_way_streets_are_driven_one_way() {
        let data = one_way_square();
        let south = at(50.0, -1.0);
        let north = at(50.0, 101.0);
        // Half a side, one side, half a side: 200 m at 10 m/s.
        assert_eq!(data.seconds(&[south, north]), [[0, 20], [20, 0]]);
    }

    #[test]
    fn a_place_behind_on_a_one_way_street_means_going_round() {
        let data = one_way_square();
        let behind = at(20.0, -1.0);
        let ahead = at(80.0, -1.0);
        // 60 m onward, or the other 340 m of the square.
        assert_eq!(data.seconds(&[behind, ahead]), [[0, 6], [34, 0]]);
    }

    #[test]
    fn two_places_on_one_street_need_no_junction() {
        let mut data = RoadData::default();
        let ends = [data.point(0.0, 0.0), data.point(1000.0, 0.0)];
        data.road(1, &ends, [Some(36.0), Some(72.0)]);
        // 300 m: at 10 m/s eastward, at 20 m/s westward.
        let seconds = data.seconds(&[at(200.0, 5.0), at(500.0, -5.0)]);
        assert_eq!(seconds, [[0, 30], [15, 0]]);
    }

    /// A crossroads with arms of 100 m, and a detour of 400 m from the western to the northern arm.
    fn crossroads() -> RoadData {
        let mut data = RoadData::default();
        let centre = data.point(0.0, 0.0);
        let west = data.point(-100.0, 0.0);
        let north = data.point(0.0, 100.0);
        let east = data.point(100.0, 0.0);
        let corner = data.point(-200.0, 100.0);
        data.road(1, &[west, centre], BOTH);
        data.road(2, &[centre, north], BOTH);
        data.road(3, &[centre, east], BOTH);
        data.road(4, &[west, corner], BOTH);
        data.road(5, &[corner, north], BOTH);
        data
    }

    #[test]
    fn a_forbidden_turn_is_driven_round() {
        let mut data = crossroads();
        let west = at(-50.0, 1.0);
        let north = at(1.0, 50.0);
        assert_eq!(data.seconds(&[west, north])[0][1], 10);
        data.restrict(TurnRule::Forbidden, 1, 0, 2);
        // On to the eastern end, round, and back to the crossroads: 50 + 200 + 50 m.
        assert_eq!(data.seconds(&[west, north])[0][1], 30);
        // The way back is free.
        assert_eq!(data.seconds(&[west, north])[1][0], 10);
        // Without the eastern arm the detour is left: 50 + 141.4 + 200 + 50 m.
        data.roads.remove(2);
        assert_eq!(data.seconds(&[west, north])[0][1], 45);
    }

    #[test]
    fn where_only_one_turn_is_allowed_the_others_are_driven_round() {
        let mut data = crossroads();
        data.restrict(TurnRule::Only, 1, 0, 3);
        let west = at(-50.0, 1.0);
        let north = at(1.0, 50.0);
        let east = at(50.0, 1.0);
        let seconds = data.seconds(&[west, north, east]);
        assert_eq!(seconds[0], [0, 30, 10]);
        // Who comes from elsewhere is not bound.
        assert_eq!(seconds[1], [10, 0, 10]);
    }

    #[test]
    fn a_bollard_is_not_passed() {
        let mut data = crossroads();
        let west = at(-50.0, 1.0);
        let north = at(1.0, 50.0);
        data.closed[0] = true;
        // 50 m back, 141.4 m, 200 m, 50 m: 44.1 s at 10 m/s.
        assert_eq!(data.seconds(&[west, north]), [[0, 45], [45, 0]]);
    }
}
