//! What links the waves of a day: from the depot to the first stop of a wave route, from its last stop
//! to the first one of a later wave, and to the depot.
//!
//! A link is there if the earliest end and the latest beginning allow it, whatever lies before the one
//! and after the other. So each vehicle's day is a chain of wave routes and links, but not each chain
//! can be driven; what is true of all chains is true of all days. Each vehicle type has links of its
//! own, and ends that tell whether the driver has had his rest, which is part of a wave route when it
//! is taken on the road.

use crate::domain::{Duration, Instance, Leg, Tariff, Time, Totals, TypeId, VehicleSpec};
use crate::exact::network::{Action, Direction, Network, NodeId};
use crate::exact::pricing::Duals;
use crate::exact::waves::Waves;

/// Where a wave route begins or ends.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct End {
    pub node: NodeId,
    /// Whether the driver has had his rest, or needs none.
    pub rested: bool,
}

/// What a vehicle type drives between two wave routes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub kind: TypeId,
    /// The last stop before it; none for the depot.
    pub from: Option<End>,
    /// The first stop after it; none for the depot.
    pub to: Option<End>,
    /// In parts of an øre, with the day fee where it leaves the depot.
    pub cost: i64,
}

/// All links of a day; none where it is one wave.
#[derive(Clone, Debug)]
pub(super) struct Links {
    /// By vehicle type, then by the wave that they lead into, to the depot last.
    pub all: Vec<Link>,
    pub waves: Waves,
    nodes: usize,
    /// Where those of each type begin that lead into each wave and to the depot; at last, how many there are.
    first: Vec<usize>,
}

impl Links {
    /// None, for routes of whole days.
    pub fn none(instance: &Instance) -> Self {
        let waves = Waves::whole_day(instance);
        Self { all: Vec::new(), waves, nodes: 0, first: Vec::new() }
    }

    pub fn new(instance: &Instance, network: &Network, waves: Waves) -> Self {
        let (mut all, mut first) = (Vec::new(), vec![0]);
        if waves.number() > 1 {
            for kind in (0..instance.types().len() as u32).map(TypeId) {
                let of_type = OfType::new(instance, network, &waves, kind);
                for wave in 0..waves.number() {
                    all.extend(of_type.to_wave(wave));
                    first.push(all.len());
                }
                all.extend(of_type.to_depot());
                first.push(all.len());
            }
        }
        Self { all, waves, nodes: network.nodes.len(), first }
    }

    /// Those of a vehicle type that lead into a wave.
    pub fn to_wave(&self, kind: TypeId, wave: usize) -> &[Link] {
        let at = kind.index() * (self.waves.number() + 1) + wave;
        &self.all[self.first[at]..self.first[at + 1]]
    }

    /// Those of a vehicle type that lead to the depot.
    pub fn to_depot(&self, kind: TypeId) -> &[Link] {
        self.to_wave(kind, self.waves.number())
    }

    /// How many ends there are of one type.
    pub fn places(&self) -> usize {
        self.nodes * 2
    }

    /// Which of all ends of one type it is.
    pub fn place(&self, end: End) -> usize {
        usize::from(end.node) * 2 + usize::from(end.rested)
    }

    /// How many ends there are, of all types.
    pub fn rows(&self, instance: &Instance) -> usize {
        if self.is_any() { instance.types().len() * self.places() } else { 0 }
    }

    /// Whether there are any, as the day has more than one wave.
    pub fn is_any(&self) -> bool {
        self.waves.number() > 1
    }

    /// Which of all ends it is; none where the day is one wave.
    pub fn row(&self, kind: TypeId, end: End) -> Option<usize> {
        self.is_any().then(|| kind.index() * self.places() + self.place(end))
    }

    /// What an end of a type is worth.
    pub fn worth(&self, kind: TypeId, end: End, duals: &Duals) -> i64 {
        self.row(kind, end).map_or(0, |row| duals.ends[row])
    }

    pub fn reduced_cost(&self, link: &Link, duals: &Duals) -> i64 {
        let worth = |end| self.worth(link.kind, end, duals);
        let begins = link.from.map_or(-duals.types[link.kind.index()], |end| -worth(end));
        link.cost + begins + link.to.map_or(0, worth)
    }

    /// Changes what ends are worth as far as a link costs less than that.
    pub fn settle(&self, duals: &mut Duals) {
        let worth = |end: Option<End>, kind, duals: &Duals| match end {
            Some(end) => self.worth(kind, end, duals),
            None => duals.types[kind.index()],
        };
        for link in self.all.iter().filter(|link| link.to.is_none()) {
            let last = link.from.and_then(|end| self.row(link.kind, end));
            let last = last.expect("a link to the depot comes from a last stop");
            duals.ends[last] = duals.ends[last].min(link.cost);
        }
        for link in &self.all {
            if let Some(first) = link.to.and_then(|end| self.row(link.kind, end)) {
                let least = worth(link.from, link.kind, duals) - link.cost;
                duals.ends[first] = duals.ends[first].max(least);
            }
        }
    }

    /// What all links of a type that a vehicle can drive in a day cost at least beyond their worth:
    /// nothing, but for what is rounded.
    pub fn least(&self, kind: TypeId, duals: &Duals) -> i64 {
        let links = self.all.iter().filter(|link| link.kind == kind);
        let least = links.map(|link| self.reduced_cost(link, duals)).min().unwrap_or(0);
        least.min(0) * (self.waves.number() as i64 + 1)
    }
}

/// The links of one vehicle type.
struct OfType<'a> {
    network: &'a Network,
    kind: TypeId,
    spec: &'a VehicleSpec,
    /// Drives from the depot to each node, and from each node to the depot.
    out: Vec<Leg>,
    back: Vec<Leg>,
    /// Where wave routes may begin and end, with their waves.
    first: Vec<(usize, End)>,
    last: Vec<(usize, End)>,
}

impl<'a> OfType<'a> {
    fn new(instance: &'a Instance, network: &'a Network, waves: &Waves, kind: TypeId) -> Self {
        let spec = instance.spec(kind);
        let (out, back) = network.depot_legs(instance, Direction::Forward, spec);
        let ends = |action: Action| {
            let suits = |id| network.known(id).is_none_or(|rider| instance.suits(spec, rider));
            let nodes = network.node_ids().filter(move |&id| network.node(id).action == action);
            let states = nodes.filter(move |&id| suits(id)).flat_map(|node| {
                let wave = waves.of_request(network.group(network.node(node).group).riders[0]);
                let states = if spec.break_rule.is_some() { &[false, true][..] } else { &[true] };
                states.iter().map(move |&rested| (wave, End { node, rested }))
            });
            states.collect()
        };
        let (first, last) = (ends(Action::Board), ends(Action::Alight));
        Self { network, kind, spec, out, back, first, last }
    }

    fn to_wave(&self, wave: usize) -> Vec<Link> {
        let (kind, fee) = (self.kind, self.spec.tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE);
        let mut links = Vec::new();
        for &(_, to) in self.first.iter().filter(|(of_end, _)| *of_end == wave) {
            let leg = self.out[usize::from(to.node)];
            let leaves = self.spec.shift.earliest.max(self.rested_by(to));
            if self.begins(to, leaves + leg.duration) {
                let (from, to, cost) = (None, Some(to), fee + self.cost_of(leg));
                links.push(Link { kind, from, to, cost });
            }
            for &(_, from) in self.last.iter().filter(|(earlier, _)| *earlier < wave) {
                let leg = self.network.leg(from.node, to.node);
                if from.rested == to.rested && self.begins(to, self.ready(from) + leg.duration) {
                    let (from, to, cost) = (Some(from), Some(to), self.cost_of(leg));
                    links.push(Link { kind, from, to, cost });
                }
            }
        }
        links
    }

    fn to_depot(&self) -> impl Iterator<Item = Link> {
        self.last.iter().filter_map(|&(_, from)| {
            let leg = self.back[usize::from(from.node)];
            let (kind, cost) = (self.kind, self.cost_of(leg));
            let is_home = self.is_home(from, self.ready(from) + leg.duration);
            is_home.then_some(Link { kind, from: Some(from), to: None, cost })
        })
    }

    /// When a vehicle can leave a last stop, at the earliest.
    fn ready(&self, end: End) -> Time {
        let node = self.network.node(end.node);
        let shared = self.network.group(node.group).least_service;
        let service = if node.rider.is_some() { node.visit.service } else { shared };
        let ready = node.visit.window.earliest.max(self.spec.shift.earliest) + service;
        ready.max(self.rested_by(end))
    }

    /// Whether a first stop can be made by a vehicle that comes to it then.
    fn begins(&self, end: End, arrives: Time) -> bool {
        let latest = self.network.node(end.node).visit.window.latest;
        arrives.max(self.rested_by(end)) <= latest.min(self.spec.shift.latest)
    }

    /// When the rest of those who have had it was over, at the earliest.
    fn rested_by(&self, end: End) -> Time {
        let rule = self.spec.break_rule.filter(|_| end.rested);
        rule.map_or(Time::DISTANT_PAST, |rule| {
            rule.between.earliest.max(self.spec.shift.earliest) + rule.length
        })
    }

    /// Whether a vehicle is back in time, and in time to rest if it has not.
    fn is_home(&self, end: End, returns: Time) -> bool {
        let rule = self.spec.break_rule.filter(|_| !end.rested);
        let length = rule.map_or(Duration::ZERO, |rule| rule.length);
        let latest = rule.map_or(self.spec.shift.latest, |rule| rule.between.latest);
        returns + length <= latest.min(self.spec.shift.latest)
    }

    fn cost_of(&self, leg: Leg) -> i64 {
        let Leg { duration: driving, distance } = leg;
        self.spec.tariff.parts(Totals { distance, driving, ..Totals::default() })
    }
}
