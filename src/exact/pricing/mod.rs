//! Routes that would improve the linear relaxation: shortest paths with resources, by labels in the
//! order of time (Desrochers and Soumis 1988, doi:10.1016/0377-2217(88)90034-6; for dial-a-ride
//! Gschwind and Irnich 2015, doi:10.1287/trsc.2014.0531).

mod closed;
mod company;
mod completion;
mod duals;
mod extend;
mod front;
mod label;
mod listing;
mod onward;
mod run;
#[cfg(test)]
pub(super) mod twin;
mod wave_routes;

use crate::domain::{
    BreakRule, Duration, Instance, Leg, RequestId, Stop, Time, TypeId, VehicleSpec, Window,
};
use crate::exact::cuts::WaveCuts;
use crate::exact::links::{End, Links};
use crate::exact::memory::Memory;
use crate::exact::network::{Direction, Network, NodeId};
use crate::exact::riders::Riders;
use closed::{Closed, closed, least_end, least_start};
use company::{Companies, Room};
pub(super) use duals::Duals;
use label::{DEPOT, Label};
use onward::Onwards;
use run::Run;
pub(super) use wave_routes::WaveRoute;

/// Paths against the clock are kept from one pricing to the next, so there may be no more of them than such a part
/// of the labels.
const KEPT: usize = 4;
/// Of so many of the nearest riders a path against the clock remembers whom it has visited.
const NEAREST: usize = 3;

/// How much work to put into a pricing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Care {
    /// At most so many labels for each node and company; finds good routes, proves nothing.
    Quick(usize),
    /// What seemed good enough to matter in the last exact pricing; finds good routes, proves nothing.
    Worn,
    /// All that matter, but no more than so many labels in all.
    Exact(usize),
}

/// A path through the network.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// What it costs in parts of an øre; where the day is one wave, from depot to depot and with the
    /// day fee.
    pub cost: i64,
    pub nodes: Vec<NodeId>,
    /// Whether the driver has had his rest when it begins, and when it ends.
    pub rested: (bool, bool),
}

/// What a pricing found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Paths of negative reduced cost, best first.
    pub paths: Vec<Path>,
    /// The least reduced cost of any path found; [`i64::MAX`] if there was none.
    pub least: i64,
    /// Whether no path has a smaller reduced cost, as the pricing was exact.
    pub is_exact: bool,
    /// Whether there were not too many labels, and was time.
    pub is_whole: bool,
}

impl Found {
    /// What comes of no pricing.
    pub fn nothing() -> Self {
        Self { paths: Vec::new(), least: 0, is_exact: false, is_whole: true }
    }
}

/// A path from the depot that is not over.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    /// Where it has come to; none for the depot.
    pub stop: Option<Stop>,
    /// Who is aboard then, sorted.
    pub aboard: Box<[RequestId]>,
    /// When the vehicle can go on.
    pub ready: Time,
    /// Its reduced cost so far, in parts of an øre.
    pub cost: i64,
    /// Whom it has served or has aboard.
    pub memory: Riders,
}

/// A request is in at most so many of the paths that one pricing returns.
const EACH: usize = 80;
/// Among so many paths are those that a pricing returns.
pub(super) const LOOKED_AT: usize = 40_000;

/// Takes some of many paths, such that no request is in too many of them.
pub(super) struct Fair {
    /// How many more are taken, and of each request in how many it is.
    left: usize,
    taken: Vec<usize>,
}

impl Fair {
    /// Of so many requests, and no more than that many paths.
    pub fn new(requests: usize, most: usize) -> Self {
        Self { left: most, taken: vec![0; requests] }
    }

    /// Whether a path that serves these is taken.
    pub fn takes(&mut self, riders: &[RequestId]) -> bool {
        let is_taken = self.left > 0 && riders.iter().all(|rider| self.taken[rider.index()] < EACH);
        if is_taken {
            self.left -= 1;
            riders.iter().for_each(|rider| self.taken[rider.index()] += 1);
        }
        is_taken
    }
}

/// Prices the routes of one vehicle type in one wave.
#[derive(Debug)]
pub(super) struct Pricer<'a> {
    network: &'a Network,
    links: &'a Links,
    wave: usize,
    kind: TypeId,
    spec: &'a VehicleSpec,
    shift: Window,
    rest: Option<BreakRule>,
    /// The longest duty, where it is shorter than the shift.
    longest_duty: Option<Duration>,
    /// Drives from the depot to each node, and from each node to the depot.
    start: Vec<Leg>,
    end: Vec<Leg>,
    /// The least time from the depot to each node, and from the end of service there to the depot.
    least_start: Vec<Duration>,
    least_end: Vec<Duration>,
    /// Whether a node is in the wave, and the vehicle suits who is known there.
    suits: Vec<bool>,
    room: Room,
    companies: Companies,
    /// For each node who can no longer become known after it, by the minute, counted from the start of
    /// the shift.
    closed: Vec<Vec<Closed>>,
    /// Whom a path remembers at each node.
    memory: Memory,
    /// Whom a path against the clock remembers at each node, no more than that.
    remembers: Memory,
    /// From which nodes a vehicle may come to each node.
    before: Vec<Vec<NodeId>>,
    /// What was seen in the last exact pricing.
    seen: Option<Onwards>,
}

impl<'a> Pricer<'a> {
    /// A pricer of the routes of this type in one wave, for a network in that direction; backward only
    /// where the day is one wave.
    pub fn new(
        instance: &'a Instance,
        (network, direction): (&'a Network, Direction),
        (links, wave): (&'a Links, usize),
        kind: TypeId,
        memory: &Memory,
    ) -> Self {
        let spec = instance.spec(kind);
        let shift = direction.window(spec.shift, Duration::ZERO);
        let (start, end) = network.depot_legs(instance, direction, spec);
        let suits = |id| {
            let group = network.group(network.node(id).group);
            links.waves.of_request(group.riders[0]) == wave
                && network.known(id).is_none_or(|rider| instance.suits(spec, rider))
        };
        let mut pricer = Self {
            network,
            links,
            wave,
            kind,
            spec,
            shift,
            rest: spec.break_rule.map(|rule| direction.rest(rule)),
            longest_duty: spec
                .longest_duration
                .filter(|&longest| longest < shift.latest - shift.earliest),
            least_start: least_start(network, &start),
            start,
            least_end: least_end(network, &end),
            end,
            suits: network.node_ids().map(&suits).collect(),
            room: Room::of(spec),
            companies: Companies::new(),
            closed: closed(network, shift, &suits),
            memory: memory.clone(),
            remembers: memory.shared_with(&Memory::of_nearest(network, NEAREST)),
            before: Vec::new(),
            seen: None,
        };
        pricer.before = pricer.nodes_before();
        pricer
    }

    /// The vehicle type.
    pub fn kind(&self) -> TypeId {
        self.kind
    }

    /// Whether paths are wave routes, which links join to days.
    fn is_linked(&self) -> bool {
        self.links.is_any()
    }

    /// How long it takes to a path's first node at least, and what that costs beyond duals.
    fn way_in(&self, from: &Label, to: NodeId, duals: &Duals) -> (Duration, i64) {
        if self.is_linked() {
            let end = End { node: to, rested: from.rested };
            // Who has rested may have done so on the road, after most of the way.
            let there = self.shift.earliest + self.least_start[usize::from(to)];
            let way = (there - from.begins).max(Duration::ZERO);
            return (way, -self.links.worth(self.kind, end, duals));
        }
        let leg = self.start[usize::from(to)];
        (leg.duration, self.cost_of(leg))
    }

    /// How long it takes from a path's last node at least, and what that costs beyond duals.
    fn way_out(&self, from: NodeId, rested: bool, duals: &Duals) -> (Duration, i64) {
        if self.is_linked() {
            let worth = self.links.worth(self.kind, End { node: from, rested }, duals);
            return (self.least_end[usize::from(from)], worth);
        }
        let leg = self.end[usize::from(from)];
        (leg.duration, self.cost_of(leg))
    }

    /// How many minutes of the shift may begin with a vehicle that goes on.
    fn minutes(&self) -> usize {
        (self.shift.latest - self.shift.earliest).ceil_minutes() as usize + 1
    }

    /// Paths remember otherwise from now on.
    pub fn remember(&mut self, memory: &Memory) {
        self.memory = memory.clone();
        self.remembers = memory.shared_with(&Memory::of_nearest(self.network, NEAREST));
    }

    /// Paths of negative reduced cost, at most so many.
    pub fn price(
        &mut self,
        duals: &Duals,
        care: Care,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Found {
        let cuts = self.cuts(duals);
        if care == Care::Worn && self.seen.is_none() {
            return Found::nothing();
        }
        let onwards = match care {
            Care::Exact(most) => self.onwards(duals, most / KEPT, is_over),
            Care::Worn => self.seen.take(),
            Care::Quick(_) => None,
        };
        let mut run = Run::new((duals, &cuts), care, self.minutes(), is_over);
        run.onwards = onwards.as_ref();
        if care == Care::Worn {
            run.reach = duals.margin_of_worn();
        }
        let is_complete = self.grow(&mut run);
        let found = Found {
            paths: self.choose(&mut run, most),
            // Whatever costs no less than nothing was not looked at.
            least: if run.onwards.is_some() { run.least.min(0) } else { run.least },
            is_exact: is_complete && matches!(care, Care::Exact(_)),
            is_whole: is_complete,
        };
        self.seen = onwards.or(self.seen.take());
        found
    }

    /// The best paths to each stop with each company, the depot's own included, where all groups are
    /// of one rider; `None` if there are more than that many, or it is over.
    pub fn reached(
        &mut self,
        duals: &Duals,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Reached>> {
        let cuts = self.cuts(duals);
        let mut run = Run::new((duals, &cuts), Care::Exact(most), self.minutes(), is_over);
        if !self.grow(&mut run) {
            return None;
        }
        let labels = run.labels.into_iter().filter(|label| !label.dominated);
        let reached = labels.map(|label| {
            let riders =
                label.aboard.iter().map(|aboard| self.network.group(aboard.group).riders[0]);
            let mut riders: Vec<RequestId> = riders.collect();
            riders.sort_unstable();
            let stop = (label.node != DEPOT).then(|| self.network.stop(label.node));
            let (ready, cost, memory) = (label.ready(), label.cost, label.memory);
            Reached { stop, aboard: riders.into(), ready, cost, memory }
        });
        Some(reached.collect())
    }

    fn cuts(&self, duals: &Duals) -> WaveCuts {
        WaveCuts::new(&duals.cuts, self.links, self.wave, duals.requests.len())
    }

    /// Some of the best paths, such that no request is in too many of them.
    fn choose(&self, run: &mut Run, most: usize) -> Vec<Path> {
        let mut ends = std::mem::take(&mut run.ends);
        ends.sort_unstable();
        let mut fair = Fair::new(run.duals.requests.len(), most);
        let mut chosen = Vec::new();
        for &(reduced_cost, end) in ends.iter().take(LOOKED_AT) {
            let path = self.path(run, reduced_cost, end);
            let riders = path.nodes.iter().filter_map(|&node| self.network.known(node));
            if fair.takes(&riders.collect::<Vec<_>>()) {
                chosen.push(path);
            }
        }
        chosen
    }

    /// Grows all labels; false if there are too many, or too little time.
    fn grow(&mut self, run: &mut Run) -> bool {
        self.start(run);
        for minute in 0..run.minutes.len() {
            let mut place = 0;
            while let Some(&index) = run.minutes[minute].get(place) {
                place += 1;
                if run.labels[index as usize].dominated {
                    continue;
                }
                if run.is_given_up() {
                    return false;
                }
                let label = run.labels[index as usize].clone();
                run.steps.iter_mut().for_each(|steps| steps.begin(index));
                self.extend(run, &label, index);
            }
        }
        true
    }

    fn path(&self, run: &Run, reduced_cost: i64, end: u32) -> Path {
        let mut nodes = Vec::new();
        let mut label = &run.labels[end as usize];
        let rested = label.rested;
        let mut duals = match self.is_linked() {
            true => {
                let wave = run.duals.of_wave(self.wave);
                wave - self.way_out(label.node, label.rested, run.duals).1
            }
            false => run.duals.types[self.kind.index()],
        };
        while label.node != DEPOT {
            let parent = &run.labels[label.parent as usize];
            // A rest repeats the node that it follows.
            if parent.node != label.node || parent.rested == label.rested {
                nodes.push(label.node);
                let known = self.network.known(label.node);
                duals += known.map_or(0, |rider| run.duals.requests[rider.index()]);
            }
            label = parent;
        }
        nodes.reverse();
        duals -= run.cuts.paid(nodes.iter().filter_map(|&node| self.network.known(node)));
        if self.is_linked() {
            let first = End { node: nodes[0], rested: label.rested };
            duals += self.links.worth(self.kind, first, run.duals);
        }
        Path { cost: reduced_cost + duals, nodes, rested: (label.rested, rested) }
    }
}
