//! The graph without what no drive between the given places turns on.
//!
//! States are taken out one at a time: where a drive leads through one, a shortcut of the same cost
//! takes its place. Dead ends vanish, and roads without places become single arcs. As long as that
//! adds no arcs, later searches have fewer states to settle; on a town's roads one in ten is left.
//! (The first step of contraction hierarchies, Geisberger et al. 2008, with exact costs and no
//! witness searches.)

use std::collections::VecDeque;

use super::cost::Cost;
use super::graph::{Graph, StateId};

/// A state of the core, as an index.
pub type CoreId = u32;

/// The states that matter and the cheapest ways from one to the next.
pub struct Core {
    /// Where a state's arcs start in `arcs`; one more entry than states.
    first: Vec<u32>,
    arcs: Vec<(Cost, CoreId)>,
    number: Vec<Option<CoreId>>,
}

impl Core {
    /// Keeps the states that `needed` marks, and all costs between them.
    pub fn new(graph: &Graph, needed: &[bool]) -> Self {
        let mut shrinking = Shrinking::new(graph);
        shrinking.shrink(needed);
        let mut number = vec![None; graph.states()];
        let left = (0..graph.states()).filter(|&state| shrinking.is_left(state, needed));
        let left: Vec<usize> = left.collect();
        for (id, &state) in (0..).zip(&left) {
            number[state] = Some(id);
        }
        let mut core = Self { first: vec![0], arcs: Vec::new(), number };
        for state in left {
            let arcs = shrinking.onward[state].iter();
            core.arcs
                .extend(arcs.filter_map(|&(head, cost)| Some((cost, core.number[head as usize]?))));
            core.first.push(core.arcs.len() as u32);
        }
        core
    }

    /// How many states it has.
    pub fn states(&self) -> usize {
        self.first.len() - 1
    }

    /// The arcs that leave a state: what they cost and where they lead.
    #[inline]
    pub fn leaving(&self, state: CoreId) -> &[(Cost, CoreId)] {
        let state = state as usize;
        &self.arcs[self.first[state] as usize..self.first[state + 1] as usize]
    }

    /// The number of a graph's state here, or `None` if it was taken out.
    pub fn number(&self, state: StateId) -> Option<CoreId> {
        self.number[state as usize]
    }
}

/// A graph while states are taken out of it. At most one arc leads from one state to another, the
/// cheapest, and none back to itself.
struct Shrinking {
    onward: Vec<Vec<(StateId, Cost)>>,
    back: Vec<Vec<StateId>>,
}

impl Shrinking {
    fn new(graph: &Graph) -> Self {
        let states = graph.states();
        let mut shrinking = Self { onward: vec![vec![]; states], back: vec![vec![]; states] };
        for state in 0..states as StateId {
            for arc in graph.leaving(state) {
                shrinking.link(state, arc.head, arc.cost);
            }
        }
        shrinking
    }

    fn link(&mut self, from: StateId, to: StateId, cost: Cost) {
        if from == to {
            return;
        }
        let onward = &mut self.onward[from as usize];
        match onward.iter_mut().find(|(head, _)| *head == to) {
            Some((_, known)) => *known = cost.min(*known),
            None => {
                onward.push((to, cost));
                self.back[to as usize].push(from);
            }
        }
    }

    fn shrink(&mut self, needed: &[bool]) {
        let mut waiting: VecDeque<StateId> =
            (0..needed.len() as StateId).filter(|&state| !needed[state as usize]).collect();
        let mut is_waiting: Vec<bool> = needed.iter().map(|needed| !needed).collect();
        while let Some(state) = waiting.pop_front() {
            is_waiting[state as usize] = false;
            if !self.is_worth_taking_out(state) {
                continue;
            }
            for neighbour in self.take_out(state) {
                let known = &mut is_waiting[neighbour as usize];
                if !*known && !needed[neighbour as usize] {
                    *known = true;
                    waiting.push_back(neighbour);
                }
            }
        }
    }

    /// Whether no more arcs come than go.
    fn is_worth_taking_out(&self, state: StateId) -> bool {
        let (onward, back) = (&self.onward[state as usize], &self.back[state as usize]);
        let gone = onward.len() + back.len();
        let there_and_back = onward.iter().filter(|(head, _)| back.contains(head)).count();
        gone > 0 && onward.len() * back.len() - there_and_back <= gone
    }

    /// Takes a state out and returns its neighbours.
    fn take_out(&mut self, state: StateId) -> Vec<StateId> {
        let onward = std::mem::take(&mut self.onward[state as usize]);
        let back = std::mem::take(&mut self.back[state as usize]);
        for &(head, _) in &onward {
            self.back[head as usize].retain(|&tail| tail != state);
        }
        for &tail in &back {
            let arcs = &mut self.onward[tail as usize];
            let position = arcs.iter().position(|&(head, _)| head == state);
            let (_, cost) = arcs.swap_remove(position.expect("both ends know of an arc"));
            for &(head, rest) in &onward {
                self.link(tail, head, cost + rest);
            }
        }
        back.into_iter().chain(onward.into_iter().map(|(head, _)| head)).collect()
    }

    fn is_left(&self, state: usize, needed: &[bool]) -> bool {
        needed[state] || !self.onward[state].is_empty()
    }
}
