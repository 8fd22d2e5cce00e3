//! What paths cost at least from where they come to on, so that few are grown: paths against the clock.
//!
//! A path that comes to a node with some company aboard goes on as one of those that begin with that
//! node and that company. They are grown from the end of the day or wave, each stop before the next
//! one, and each tells by when service must begin at its first node, how much room it needs for riders
//! whom it is yet to pick up or to set down, and whom it visits. That is a relaxation: they forget
//! most of whom they visit, and leave longest rides, the longest duty, cuts, and the time that
//! boarding takes at an end that a group shares, out of account but for one rider's. So no path costs
//! less than it has cost so far, and what the cheapest of these costs that it can go on as
//! (Righini and Salani 2006, doi:10.1016/j.disopt.2006.05.007; ng-paths by Baldacci, Mingozzi and
//! Roberti 2011, doi:10.1287/opre.1110.0975).

use rustc_hash::FxHashMap;

use crate::domain::Time;
use crate::exact::network::{Action, GroupId, NodeId};
use crate::exact::pricing::company::{CompanyId, NOBODY};
use crate::exact::pricing::label::Label;
use crate::exact::pricing::{Duals, Pricer};
use crate::exact::riders::Riders;

/// So many labels go on between two looks at the clock.
const BETWEEN_LOOKS: usize = 1_000;

/// Where a path begins: the node that it comes to, who is aboard on arrival, whether the driver has
/// had his rest.
type Place = (NodeId, CompanyId, bool);

/// A path from a node on to the end.
#[derive(Clone, Copy, Debug)]
struct Onward {
    /// Beyond what those are worth whom it visits.
    cost: i64,
    /// Service begins by then, or the vehicle leaves by then.
    latest: Time,
    /// How much room those may take on arrival who are known to be aboard.
    room: i64,
    /// How much room those need who are aboard on arrival and become known.
    needs: i64,
    /// Some of whom it visits.
    memory: Riders,
}

/// Paths with one beginning, the cheapest first, none of which makes another superfluous.
type Front = Vec<(Onward, u32)>;

/// All paths against the clock that matter.
#[derive(Debug, Default)]
pub(super) struct Onwards {
    fronts: FxHashMap<Place, Front>,
}

/// Paths that are growing.
struct Growth<'a> {
    duals: &'a Duals,
    all: Vec<(Place, Onward, bool)>,
    minutes: Vec<Vec<u32>>,
    onwards: Onwards,
}

impl Onwards {
    /// Whether a path that is the label and goes on to a node, where service begins then, may cost less than
    /// that from there on; `load` is how much room those take who are known to be aboard.
    pub fn may_cost_less(
        &self,
        label: &Label,
        load: i64,
        (to, begins): (NodeId, Time),
        below: i64,
    ) -> bool {
        let Some(front) = self.fronts.get(&(to, label.company, label.rested)) else { return false };
        let cheap = front.iter().take_while(|(onward, _)| onward.cost < below);
        cheap.into_iter().any(|(onward, _)| {
            onward.latest >= begins
                && load <= onward.room
                && onward.needs <= label.room
                && !onward.memory.meets(&label.memory)
        })
    }
}

impl Onward {
    fn is_no_worse(&self, other: &Self) -> bool {
        self.cost <= other.cost
            && self.latest >= other.latest
            && self.room >= other.room
            && self.needs <= other.needs
            && self.memory.are_among(&other.memory, &Riders::default())
    }
}

impl Growth<'_> {
    fn keep(&mut self, place: Place, onward: Onward, minute: usize) {
        let front = self.onwards.fronts.entry(place).or_default();
        let at = front.partition_point(|(other, _)| other.cost <= onward.cost);
        if front[..at].iter().any(|(other, _)| other.is_no_worse(&onward)) {
            return;
        }
        let first = front.partition_point(|(other, _)| other.cost < onward.cost);
        let all = &mut self.all;
        let mut end = first;
        for at in first..front.len() {
            if onward.is_no_worse(&front[at].0) {
                all[front[at].1 as usize].2 = true;
            } else {
                front[end] = front[at];
                end += 1;
            }
        }
        front.truncate(end);
        let index = all.len() as u32;
        front.insert(first, (onward, index));
        all.push((place, onward, false));
        self.minutes[minute].push(index);
    }
}

impl Pricer<'_> {
    /// What paths cost at least from wherever they come to; `None` if there are more than so many, or
    /// it is over.
    pub(super) fn onwards(
        &mut self,
        duals: &Duals,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Onwards> {
        let minutes = vec![Vec::new(); self.minutes()];
        let mut growth = Growth { duals, all: Vec::new(), minutes, onwards: Onwards::default() };
        self.end_all(&mut growth);
        let mut gone_on = 0;
        for minute in (0..growth.minutes.len()).rev() {
            let mut at = 0;
            while let Some(&index) = growth.minutes[minute].get(at) {
                at += 1;
                let (place, onward, is_dominated) = growth.all[index as usize];
                if is_dominated {
                    continue;
                }
                gone_on += 1;
                if growth.all.len() > most || (gone_on % BETWEEN_LOOKS == 0 && is_over()) {
                    return None;
                }
                self.go_back(&mut growth, place, &onward);
            }
        }
        Some(growth.onwards)
    }

    /// Paths of one stop, after which nobody is aboard.
    fn end_all(&mut self, growth: &mut Growth) {
        let states = if self.rest.is_some() { &[true, false][..] } else { &[true] };
        for node in self.network.node_ids() {
            if self.network.node(node).action == Action::Board || !self.suits[usize::from(node)] {
                continue;
            }
            for &rested in states {
                let (way, cost) = self.way_out(node, rested, growth.duals);
                let mut latest = self.shift.latest - way;
                if let Some(rule) = self.rest.filter(|_| !rested && !self.is_linked()) {
                    let by = rule.between.latest.min(self.shift.latest);
                    latest = latest.min(by - way - rule.length);
                }
                let (room, memory) = (self.room.all, Riders::default());
                let leaves = Onward { cost, latest, room, needs: 0, memory };
                self.set_out(growth, (node, NOBODY, rested), leaves);
            }
        }
    }

    /// The stops that can come before a path.
    fn go_back(&mut self, growth: &mut Growth, place: Place, onward: &Onward) {
        let (to, company, rested) = place;
        for at in 0..self.before[usize::from(to)].len() {
            let from = self.before[usize::from(to)][at];
            let leg = self.network.leg(from, to);
            let latest = onward.latest - leg.duration;
            let cost = onward.cost + self.cost_of(leg);
            self.set_out(growth, (from, company, rested), Onward { cost, latest, ..*onward });
        }
    }

    /// The paths that leave a node so, after a rest there if need be.
    fn set_out(&mut self, growth: &mut Growth, place: Place, leaves: Onward) {
        let (node, company, rested) = place;
        self.act(growth, place, &leaves);
        let rule = self.rest.filter(|_| rested && company == NOBODY);
        if let Some(rule) = rule
            && rule.between.earliest + rule.length <= leaves.latest
        {
            let latest = leaves.latest.min(rule.between.latest) - rule.length;
            self.act(growth, (node, company, false), &Onward { latest, ..leaves });
        }
    }

    /// The paths that arrive at a node to leave it so.
    fn act(&mut self, growth: &mut Growth, (id, company, rested): Place, leaves: &Onward) {
        let node = self.network.node(id);
        let boards = node.action == Action::Board;
        let is_aboard = self.companies.has(company, node.group);
        if boards && !is_aboard {
            return;
        }
        let Some(next) = self.visited(growth.duals, id, leaves) else { return };
        // With others of the group aboard before, or still.
        if is_aboard {
            self.arrive(growth, (id, company, rested), next);
        }
        let other = match boards {
            true => Some(self.companies.without(company, node.group)),
            false if is_aboard => None,
            false => self.companies.with(self.network, company, node.group),
        };
        if let Some(other) = other {
            self.arrive(growth, (id, other, rested), next);
        }
    }

    /// A path with a visit of a node before it; `None` if it visits somebody twice or is too full.
    fn visited(&self, duals: &Duals, id: NodeId, leaves: &Onward) -> Option<Onward> {
        let (network, node) = (self.network, self.network.node(id));
        let known = network.known(id);
        let service = match known {
            Some(_) => node.visit.service,
            None => network.group(node.group).least_service,
        };
        let mut closes = node.visit.window.latest;
        if node.action == Action::Alight && known.is_none() {
            closes = closes - service;
        }
        let mut next = *leaves;
        next.latest = closes.min(leaves.latest - service);
        next.memory = leaves.memory.shared_with(self.remembers.at(id));
        if let Some(rider) = known {
            if leaves.memory.contains(rider) {
                return None;
            }
            next.memory.insert(rider);
            next.cost += self.cost_of_boarding(node.visit.service + node.elsewhere)
                - duals.requests[rider.index()];
        }
        let (load, all) = (self.room.taken_by(node.load), self.room.all);
        match (node.action, known) {
            (Action::Board, Some(_)) => next.room = next.room.min(all - next.needs) - load,
            (Action::Board, None) => {
                // Others who are aboard and not known yet may need room, or may not.
                (next.room, next.needs) = (next.room.min(all - next.needs), 0);
            }
            (Action::Alight, Some(_)) => {
                next.needs += load;
                next.room = next.room.min(all - next.needs);
            }
            // Of those known to be aboard some alight, so that there is room for more of them.
            (Action::Alight, None) => next.room = all - next.needs,
        }
        (next.room >= 0).then_some(next)
    }

    /// Keeps a path if it can be come to in time and is not superfluous.
    fn arrive(&mut self, growth: &mut Growth, place: Place, mut onward: Onward) {
        let network = self.network;
        let (id, company, _) = place;
        let node = network.node(id);
        let from = self.shift.earliest;
        let groups = self.companies.groups_of(company);
        let lingers = |&group: &GroupId| {
            node.action == Action::Board && network.is_destination(group, node.visit.place)
        };
        let too_early = |&group: &GroupId| onward.latest < network.aboard_from(id, group);
        let earliest = node.visit.window.earliest.max(from + self.least_start[usize::from(id)]);
        if onward.latest < earliest || groups.iter().any(|group| lingers(group) || too_early(group))
        {
            return;
        }
        if !groups.iter().any(|&group| network.group(group).known_at == Action::Board) {
            onward.room = self.room.all;
        }
        let minute = (onward.latest - from).as_milliseconds().max(0) as usize / 60_000;
        let minute = minute.min(growth.minutes.len() - 1);
        growth.keep(place, onward, minute);
    }

    /// The nodes from which a vehicle may come to each node.
    pub(super) fn nodes_before(&self) -> Vec<Vec<NodeId>> {
        let network = self.network;
        let mut before = vec![Vec::new(); network.nodes.len()];
        let suits = |id: NodeId| self.suits[usize::from(id)];
        for from in network.node_ids().filter(|&id| suits(id)) {
            let visit = network.node(from).visit;
            let leaves = visit.window.earliest + visit.service;
            let alights = |&to: &NodeId| {
                let node = network.node(to);
                let arrives = leaves + network.leg(from, to).duration;
                to != from && node.action == Action::Alight && arrives <= node.visit.window.latest
            };
            let boarding = network.boarding(from).iter().copied();
            let next = boarding.chain(network.node_ids().filter(alights));
            next.filter(|&to| suits(to)).for_each(|to| before[usize::from(to)].push(from));
        }
        before
    }
}
