//! The quickest drives from one position to many.
//!
//! Dijkstra's algorithm with a binary heap, stopped when every junction before a target is settled.
//! A drive starts and ends anywhere on a stretch, in either direction that is allowed there.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cost::Cost;
use super::graph::{Graph, StateId};
use super::snap::Position;
use super::stretches::{ArcId, Stretches};

/// What one thread needs for its searches, to be used again and again.
pub struct Scratch {
    best: Vec<Cost>,
    queue: BinaryHeap<Reverse<(Cost, StateId)>>,
}

impl Scratch {
    /// Room for searches on this graph.
    pub fn new(graph: &Graph) -> Self {
        Self { best: vec![Cost::UNREACHED; graph.states()], queue: BinaryHeap::new() }
    }
}

/// One way to end a drive: from a state along part of an arc.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    target: u32,
    state: StateId,
    rest: Cost,
}

/// The positions that drives start from and lead to, ready to be searched.
pub struct Searcher<'a> {
    stretches: &'a Stretches,
    graph: &'a Graph,
    positions: &'a [Position],
    arrivals: Vec<Arrival>,
    /// Whether a drive ends just past a state.
    is_last: Vec<bool>,
    /// How many such states there are.
    last_states: usize,
}

impl<'a> Searcher<'a> {
    /// Searches between these positions, which lie on stretches of the graph.
    pub fn new(stretches: &'a Stretches, graph: &'a Graph, positions: &'a [Position]) -> Self {
        let mut arrivals = Vec::new();
        let mut is_last = vec![false; graph.states()];
        for (target, position) in (0..).zip(positions) {
            for (arc, cost, share) in usable_arcs(stretches, graph, *position) {
                for state in graph.tails(arc, stretches) {
                    is_last[state as usize] = true;
                    arrivals.push(Arrival { target, state, rest: cost.part(share) });
                }
            }
        }
        let last_states = is_last.iter().filter(|&&is_last| is_last).count();
        Self { stretches, graph, positions, arrivals, is_last, last_states }
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
        for (drive, to) in drives.iter_mut().zip(self.positions) {
            if to.stretch == position.stretch {
                *drive = along_stretch(self.stretches, self.graph, position, *to).min(*drive);
            }
        }
        drives
    }

    /// Finds the best costs of all states that a drive may end past.
    fn settle(&self, from: usize, scratch: &mut Scratch) {
        let Scratch { best, queue } = scratch;
        best.fill(Cost::UNREACHED);
        queue.clear();
        for (arc, cost, share) in usable_arcs(self.stretches, self.graph, self.positions[from]) {
            let cost = cost.part(1.0 - share);
            if let Some(state) = self.graph.head(arc).filter(|&head| cost < best[head as usize]) {
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
            for arc in self.graph.leaving(state) {
                let through = cost + arc.cost;
                let known = &mut best[arc.head as usize];
                if through < *known {
                    *known = through;
                    queue.push(Reverse((through, arc.head)));
                }
            }
        }
    }
}

/// The cost of driving on to a position further along the same stretch.
fn along_stretch(stretches: &Stretches, graph: &Graph, from: Position, to: Position) -> Cost {
    let onward = usable_arcs(stretches, graph, from).zip(usable_arcs(stretches, graph, to));
    let onward = onward.filter(|((.., start), (.., end))| start <= end);
    onward
        .map(|((_, cost, start), (.., end))| cost.part(end - start))
        .min()
        .unwrap_or(Cost::UNREACHED)
}

/// The arcs of the graph through a position, their whole cost, and the share of each that lies before
/// the position.
fn usable_arcs<'a>(
    stretches: &'a Stretches,
    graph: &'a Graph,
    position: Position,
) -> impl Iterator<Item = (ArcId, Cost, f64)> + 'a {
    let shares = [position.share, 1.0 - position.share];
    let arcs = ArcId::both(position.stretch).into_iter().zip(shares);
    let usable = arcs.filter(|&(arc, _)| graph.head(arc).is_some());
    usable.filter_map(|(arc, share)| Some((arc, stretches.cost(arc)?, share)))
}
