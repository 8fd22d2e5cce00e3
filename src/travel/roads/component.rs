//! The part of a graph in which one gets from everywhere to everywhere.
//!
//! R. Tarjan, Depth-first search and linear graph algorithms (1972), doi:10.1137/0201010, with a
//! stack of its own: a long road would overflow the program's.

use super::graph::{Graph, StateId};

const UNSEEN: u32 = u32::MAX;

/// Whether each state belongs to the largest strongly connected component; among equally large ones
/// the one found first.
pub fn largest_component(graph: &Graph) -> Vec<bool> {
    let mut tarjan = Tarjan::new(graph);
    for root in 0..graph.states() as StateId {
        if tarjan.order[root as usize] == UNSEEN {
            tarjan.explore(root);
        }
    }
    let mut inside = vec![false; graph.states()];
    for state in tarjan.largest {
        inside[state as usize] = true;
    }
    inside
}

struct Tarjan<'a> {
    graph: &'a Graph,
    /// When a state was first seen.
    order: Vec<u32>,
    /// The earliest state of the stack that can be reached from a state.
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<StateId>,
    seen: u32,
    largest: Vec<StateId>,
}

impl<'a> Tarjan<'a> {
    fn new(graph: &'a Graph) -> Self {
        let states = graph.states();
        Self {
            graph,
            order: vec![UNSEEN; states],
            low: vec![UNSEEN; states],
            on_stack: vec![false; states],
            stack: Vec::new(),
            seen: 0,
            largest: Vec::new(),
        }
    }

    fn explore(&mut self, root: StateId) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((state, next)) = path.last_mut() {
            let state = *state;
            if let Some(arc) = self.graph.leaving(state).get(*next) {
                *next += 1;
                let head = arc.head as usize;
                if self.order[head] == UNSEEN {
                    self.enter(arc.head);
                    path.push((arc.head, 0));
                } else if self.on_stack[head] {
                    self.lower(state, self.order[head]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                self.lower(parent, self.low[state as usize]);
            }
            if self.low[state as usize] == self.order[state as usize] {
                self.close(state);
            }
        }
    }

    fn enter(&mut self, state: StateId) {
        self.order[state as usize] = self.seen;
        self.low[state as usize] = self.seen;
        self.on_stack[state as usize] = true;
        self.stack.push(state);
        self.seen += 1;
    }

    fn lower(&mut self, state: StateId, to: u32) {
        let low = &mut self.low[state as usize];
        *low = to.min(*low);
    }

    /// Takes the component of `first` off the stack.
    fn close(&mut self, first: StateId) {
        let start = self.stack.iter().rposition(|&state| state == first).unwrap_or(0);
        let component = self.stack.split_off(start);
        for &state in &component {
            self.on_stack[state as usize] = false;
        }
        if component.len() > self.largest.len() {
            self.largest = component;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::travel::roads::data::RoadData;
    use crate::travel::roads::samples::{BOTH, ONE_WAY, at};

    #[test]
    fn places_beside_a_trap_are_served_from_the_connected_part() {
        let mut data = RoadData::default();
        let points = [(0.0, 0.0), (500.0, 0.0), (500.0, 200.0), (900.0, 0.0), (0.0, 30.0)];
        let [west, middle, north, trap, island] = points.map(|(x, y)| data.point(x, y));
        let island_end = data.point(100.0, 30.0);
        data.road(1, &[west, middle], BOTH);
        data.road(2, &[middle, north], BOTH);
        data.road(3, &[middle, trap], ONE_WAY);
        data.road(4, &[island, island_end], BOTH);
        let (network, positions) = data.network(&[at(800.0, 0.0), at(50.0, 29.0)]);
        let ways = positions.iter().map(|position| {
            let position = position.expect("there is a road");
            (network.stretches.list[position.stretch as usize].way, position.metres.round())
        });
        // Not the one-way street that nobody leaves again, and not the street that touches no other.
        let ways: Vec<_> = ways.collect();
        assert!(ways[0].0 != 3 && ways[0].1 == 300.0, "{ways:?}");
        assert_eq!(ways[1], (1, 29.0));
    }

    #[test]
    fn a_very_long_road_does_not_overflow_the_stack() {
        let mut data = RoadData::default();
        let points: Vec<u32> = (0..50_000).map(|x| data.point(f64::from(x), 0.0)).collect();
        for (way, pair) in (0..).zip(points.windows(2)) {
            data.road(way, pair, BOTH);
        }
        assert_eq!(data.seconds(&[at(0.0, 0.0), at(49_999.0, 0.0)])[0][1], 5000);
    }
}
