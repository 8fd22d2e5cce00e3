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
fn usable_arcs(network: &Network, position: Position) -> impl Iterator<Item = (ArcId, Cost, f64)> {
    let shares = [position.share, 1.0 - position.share];
    let arcs = ArcId::both(position.stretch).into_iter().zip(shares);
    let usable = arcs.filter(|&(arc, _)| network.graph.head(arc).is_some());
    usable.filter_map(|(arc, share)| Some((arc, network.stretches.cost(arc)?, share)))
}
