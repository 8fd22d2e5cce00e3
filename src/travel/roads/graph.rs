//! The graph that is searched: junctions and the arcs between them, turn restrictions built in.
//!
//! A search over junctions cannot know where it came from. So each arc whose driver may not go on
//! everywhere leads to a copy of its junction, which only the allowed arcs leave. What is left is an
//! ordinary graph, a little larger than the map. Turning round at a junction is allowed unless a
//! restriction forbids it.

use rustc_hash::FxHashMap;

use super::component::largest_component;
use super::cost::Cost;
use super::stretches::{ArcId, Stretches};
use super::turns::Bans;

/// A junction, or a copy of one for those who may not turn everywhere.
pub type StateId = u32;

/// One direction of a stretch, as it leaves one state.
#[derive(Clone, Copy, Debug)]
pub struct Arc {
    /// What it costs.
    pub cost: Cost,
    /// Where it leads.
    pub head: StateId,
    /// Which one it is; copies of a junction share their arcs' ids.
    pub id: ArcId,
}

/// States and the arcs that leave them.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Where a state's arcs start in `arcs`; one more entry than states.
    first: Vec<u32>,
    arcs: Vec<Arc>,
    /// The copies of a junction.
    copies: FxHashMap<u32, Vec<StateId>>,
    /// Where each arc leads, `None` if it is not allowed.
    heads: Vec<Option<StateId>>,
    /// Whether each arc lies in the largest strongly connected component.
    joined: Vec<bool>,
}

impl Graph {
    /// The graph of these stretches.
    pub fn new(stretches: &Stretches, bans: &Bans) -> Self {
        let mut graph = Self::without_component(stretches, bans);
        let inside = largest_component(&graph);
        for (state, range) in graph.first.windows(2).enumerate() {
            for arc in &graph.arcs[range[0] as usize..range[1] as usize] {
                graph.joined[arc.id.0 as usize] |= inside[state] && inside[arc.head as usize];
            }
        }
        graph
    }

    fn without_component(stretches: &Stretches, bans: &Bans) -> Self {
        let mut restricted: Vec<ArcId> = bans.keys().copied().collect();
        restricted.sort();
        let mut copies = FxHashMap::<u32, Vec<StateId>>::default();
        let mut copy_of = FxHashMap::default();
        for (state, &arc) in (stretches.junctions..).zip(&restricted) {
            copies.entry(stretches.head(arc)).or_default().push(state);
            copy_of.insert(arc, state);
        }
        let arc = |id: ArcId| {
            let head = copy_of.get(&id).copied().unwrap_or_else(|| stretches.head(id));
            stretches.cost(id).map(|cost| Arc { cost, head, id })
        };
        let leaving = Leaving::new(stretches);
        let heads = stretches.arcs().map(|id| arc(id).map(|arc| arc.head)).collect();
        let joined = vec![false; stretches.list.len() * 2];
        let mut graph = Self { first: vec![0], arcs: Vec::new(), copies, heads, joined };
        for junction in 0..stretches.junctions {
            graph.push_state(leaving.of(junction).iter().filter_map(|&id| arc(id)));
        }
        for from in &restricted {
            let allowed = leaving.of(stretches.head(*from)).iter();
            let allowed = allowed.filter(|id| !bans[from].contains(id));
            graph.push_state(allowed.filter_map(|&id| arc(id)));
        }
        graph
    }

    fn push_state(&mut self, arcs: impl Iterator<Item = Arc>) {
        self.arcs.extend(arcs);
        self.first.push(self.arcs.len() as u32);
    }

    /// How many states there are.
    pub fn states(&self) -> usize {
        self.first.len() - 1
    }

    /// The arcs that leave a state.
    #[inline]
    pub fn leaving(&self, state: StateId) -> &[Arc] {
        let state = state as usize;
        &self.arcs[self.first[state] as usize..self.first[state + 1] as usize]
    }

    /// The state at the end of an arc, or `None` if the arc is not allowed.
    pub fn head(&self, arc: ArcId) -> Option<StateId> {
        self.heads[arc.0 as usize]
    }

    /// Whether one gets from an arc to everywhere and back, everywhere being the largest strongly
    /// connected component.
    pub fn is_joined(&self, arc: ArcId) -> bool {
        self.joined[arc.0 as usize]
    }

    /// The states that an arc leaves.
    pub fn tails(&self, arc: ArcId, stretches: &Stretches) -> impl Iterator<Item = StateId> {
        let junction = stretches.tail(arc);
        let copies = self.copies.get(&junction).map_or(&[][..], Vec::as_slice);
        let states = std::iter::once(junction).chain(copies.iter().copied());
        states.filter(move |&state| self.leaving(state).iter().any(|one| one.id == arc))
    }
}

/// The allowed arcs that leave each junction.
struct Leaving {
    first: Vec<u32>,
    arcs: Vec<ArcId>,
}

impl Leaving {
    fn new(stretches: &Stretches) -> Self {
        let allowed = || stretches.arcs().filter(|&arc| stretches.cost(arc).is_some());
        let mut arcs: Vec<ArcId> = allowed().collect();
        arcs.sort_by_key(|&arc| stretches.tail(arc));
        let mut first = vec![0; stretches.junctions as usize + 1];
        for arc in allowed() {
            first[stretches.tail(arc) as usize + 1] += 1;
        }
        for junction in 1..first.len() {
            first[junction] += first[junction - 1];
        }
        Self { first, arcs }
    }

    fn of(&self, junction: u32) -> &[ArcId] {
        let junction = junction as usize;
        &self.arcs[self.first[junction] as usize..self.first[junction + 1] as usize]
    }
}
