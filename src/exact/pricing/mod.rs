//! Routes that would improve the linear relaxation: shortest paths with resources, by labels in the
//! order of time (Desrochers and Soumis 1988, doi:10.1016/0377-2217(88)90034-6; for dial-a-ride
//! Gschwind and Irnich 2015, doi:10.1287/trsc.2014.0531).

mod company;
mod extend;
mod front;
mod label;
mod run;

use crate::domain::{
    BreakRule, Duration, Instance, Leg, RequestId, Stop, Time, TypeId, VehicleSpec, Window,
};
use crate::exact::memory::Memory;
use crate::exact::network::{Direction, Network, NodeId};
use crate::exact::riders::Riders;
use company::{Companies, Room};
use label::DEPOT;
use run::Run;

/// What each row of the relaxation is worth, in parts of an øre ([`Tariff::PARTS_PER_ORE`]).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Duals {
    /// For each request, never negative.
    pub requests: Vec<i64>,
    /// For each vehicle type.
    pub types: Vec<i64>,
}

/// How much work to put into a pricing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Care {
    /// At most so many labels for each node and company; finds good routes, proves nothing.
    Quick(usize),
    /// All that matter, but no more than so many labels in all.
    Exact(usize),
}

/// A path through the network.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// What it costs in parts of an øre, day fee included.
    pub cost: i64,
    pub nodes: Vec<NodeId>,
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
const LOOKED_AT: usize = 40_000;

/// Prices the routes of one vehicle type.
#[derive(Debug)]
pub(super) struct Pricer<'a> {
    network: &'a Network,
    kind: TypeId,
    spec: &'a VehicleSpec,
    shift: Window,
    rest: Option<BreakRule>,
    /// The longest duty, where it is shorter than the shift.
    longest_duty: Option<Duration>,
    /// Drives from the depot to each node, and from each node to the depot.
    start: Vec<Leg>,
    end: Vec<Leg>,
    /// The least time from the end of service at each node to the depot.
    least_end: Vec<Duration>,
    /// Whether the vehicle suits who is known at each node.
    suits: Vec<bool>,
    room: Room,
    companies: Companies,
    /// For each node who can no longer become known after it, by the minute, counted from the start of
    /// the shift.
    closed: Vec<Vec<Riders>>,
    /// Whom a path remembers at each node.
    memory: Memory,
}

impl<'a> Pricer<'a> {
    /// A pricer of the routes of this type, for a network in that direction.
    pub fn new(
        instance: &'a Instance,
        network: &'a Network,
        direction: Direction,
        kind: TypeId,
        memory: &Memory,
    ) -> Self {
        let spec = instance.spec(kind);
        let shift = direction.window(spec.shift, Duration::ZERO);
        let rest = spec.break_rule.map(|rule| BreakRule {
            between: direction.window(rule.between, Duration::ZERO),
            ..rule
        });
        let (start, end) = network.depot_legs(instance, direction, spec);
        let suits = |id| network.known(id).is_none_or(|rider| instance.suits(spec, rider));
        Self {
            network,
            kind,
            spec,
            shift,
            rest,
            longest_duty: spec
                .longest_duration
                .filter(|&longest| longest < shift.latest - shift.earliest),
            start,
            least_end: least_end(network, &end),
            end,
            suits: network.node_ids().map(suits).collect(),
            room: Room::of(spec),
            companies: Companies::new(),
            closed: closed(network, shift),
            memory: memory.clone(),
        }
    }

    /// The vehicle type.
    pub fn kind(&self) -> TypeId {
        self.kind
    }

    /// How many minutes of the shift may begin with a vehicle that goes on.
    fn minutes(&self) -> usize {
        (self.shift.latest - self.shift.earliest).ceil_minutes() as usize + 1
    }

    /// Paths remember otherwise from now on.
    pub fn remember(&mut self, memory: &Memory) {
        self.memory = memory.clone();
    }

    /// Paths of negative reduced cost, at most so many.
    pub fn price(
        &mut self,
        duals: &Duals,
        care: Care,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Found {
        let mut run = Run::new(duals, care, self.minutes(), is_over);
        let is_complete = self.grow(&mut run);
        Found {
            paths: self.choose(&mut run, most),
            least: run.least,
            is_exact: is_complete && matches!(care, Care::Exact(_)),
        }
    }

    /// The best paths to each stop with each company, the depot's own included, where all groups are
    /// of one rider; `None` if there are more than that many, or it is over.
    pub fn reached(
        &mut self,
        duals: &Duals,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Reached>> {
        let mut run = Run::new(duals, Care::Exact(most), self.minutes(), is_over);
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

    /// Some of the best paths, such that no request is in too many of them.
    fn choose(&self, run: &mut Run, most: usize) -> Vec<Path> {
        let mut ends = std::mem::take(&mut run.ends);
        ends.sort_unstable();
        let mut served = vec![0; run.duals.requests.len()];
        let mut chosen = Vec::new();
        for &(reduced_cost, end) in ends.iter().take(LOOKED_AT) {
            let path = self.path(run, reduced_cost, end);
            let riders = || path.nodes.iter().filter_map(|&node| self.network.known(node));
            if chosen.len() < most && riders().all(|rider| served[rider.index()] < EACH) {
                riders().for_each(|rider| served[rider.index()] += 1);
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
                self.extend(run, &label, index);
            }
        }
        true
    }

    fn path(&self, run: &Run, reduced_cost: i64, end: u32) -> Path {
        let mut nodes = Vec::new();
        let mut duals = run.duals.types[self.kind.index()];
        let mut label = &run.labels[end as usize];
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
        Path { cost: reduced_cost + duals, nodes }
    }
}

/// Who cannot become known any more, for each node and each minute at which the vehicle may leave it,
/// counted from the start of the shift.
fn closed(network: &Network, shift: Window) -> Vec<Vec<Riders>> {
    let minutes = 0..=(shift.latest - shift.earliest).ceil_minutes();
    let last_calls = |from: NodeId| -> Vec<(Time, RequestId)> {
        let others = network.node_ids().filter_map(|to| Some((to, network.known(to)?)));
        let last_call = |to: NodeId| {
            let way = if to == from { Duration::ZERO } else { network.least_time(from, to) };
            network.node(to).visit.window.latest - way
        };
        others.map(|(to, rider)| (last_call(to), rider)).collect()
    };
    let closed_after = |from| {
        let last_calls = last_calls(from);
        let closed_by = |minute| {
            let moment = shift.earliest + Duration::minutes(minute);
            let closed = last_calls.iter().filter(|&&(last_call, _)| last_call < moment);
            closed.map(|&(_, rider)| rider).collect()
        };
        minutes.clone().map(closed_by).collect()
    };
    network.node_ids().map(closed_after).collect()
}

fn least_end(network: &Network, end: &[Leg]) -> Vec<Duration> {
    let by_way_of = |from, to| network.least_time(from, to) + end[usize::from(to)].duration;
    let least = |from| network.node_ids().map(|to| by_way_of(from, to)).min();
    network.node_ids().map(|from| least(from).unwrap_or(Duration::ZERO)).collect()
}
