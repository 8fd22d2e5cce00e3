//! Whom a path remembers, so that it serves nobody twice.
//!
//! A path that forgets is quicker to grow, since more paths are then alike, but it may go in circles.
//! What is true of all paths that go in circles is true of all routes, so a bound stays a bound. Each
//! node has a set of riders whom a path that comes by does not forget (Baldacci, Mingozzi and Roberti
//! 2011, doi:10.1287/opre.1110.0975); it begins with those nearby, and grows where the linear program
//! makes use of a circle (Roberti and Mingozzi 2014, doi:10.1287/trsc.2013.0474).

use crate::exact::network::{Network, NodeId};
use crate::exact::riders::Riders;

/// For each node whom a path that comes by remembers.
#[derive(Clone, Debug)]
pub(super) struct Memory(Vec<Riders>);

impl Memory {
    /// Paths serve nobody twice.
    pub fn of_everybody(network: &Network) -> Self {
        let everybody: Riders = network.node_ids().filter_map(|id| network.known(id)).collect();
        Self(vec![everybody; network.nodes.len()])
    }

    /// Each node remembers so many of those who are the least way round.
    pub fn of_nearest(network: &Network, number: usize) -> Self {
        let nearest = |id: NodeId| {
            let others = network.node_ids().filter(|&other| network.goes_round(id, other));
            let mut others: Vec<_> = others
                .filter_map(|other| {
                    let way = network.least_time(id, other) + network.least_time(other, id);
                    Some((way, network.known(other)?))
                })
                .collect();
            others.sort_unstable();
            others.into_iter().take(number).map(|(_, rider)| rider).collect()
        };
        Self(network.node_ids().map(nearest).collect())
    }

    /// Whom paths remember that remember no more than this and no more than that.
    pub fn shared_with(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, other)| one.shared_with(other)).collect())
    }

    /// Whom a path remembers at this node.
    pub fn at(&self, id: NodeId) -> &Riders {
        &self.0[usize::from(id)]
    }

    /// Whether a path with this memory may visit these nodes: no circle comes back to a rider whom
    /// it remembers.
    pub fn allows(&self, network: &Network, nodes: &[NodeId]) -> bool {
        let mut memory = Riders::default();
        nodes.iter().all(|&id| {
            let known = network.known(id);
            let is_new = known.is_none_or(|rider| !memory.contains(rider));
            memory = memory.shared_with(self.at(id));
            known.iter().for_each(|&rider| memory.insert(rider));
            is_new
        })
    }

    /// Remembers who is served twice, all along each circle; false if there is none.
    pub fn grow(&mut self, network: &Network, nodes: &[NodeId]) -> bool {
        let mut has_circle = false;
        for (last, &id) in nodes.iter().enumerate() {
            let Some(rider) = network.known(id) else { continue };
            let before = nodes[..last].iter().rposition(|&id| network.known(id) == Some(rider));
            if let Some(first) = before {
                let circle = nodes[first + 1..last].iter();
                circle.for_each(|&id| self.0[usize::from(id)].insert(rider));
                has_circle = true;
            }
        }
        has_circle
    }
}
