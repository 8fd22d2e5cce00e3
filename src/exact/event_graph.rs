//! The event graph: what a vehicle can be doing, and what it can do next.
//!
//! An event is a stop just made and the riders aboard when the vehicle goes on. Room, company and
//! pairing hold by construction. A route is a path from the depot through events and back, and each
//! path that also keeps the times is a route (Gaul, Klamroth and Stiglmayr 2022,
//! doi:10.1016/j.ejor.2021.11.053).
//!
//! An event is kept only if the riders aboard, and whoever has just alighted, can have boarded in
//! some order and can alight in some order, each within their windows and longest rides; an arc only
//! if that holds with nothing between its two events. Other riders are left out of account, so that
//! drives are the shortest paths of [`Gaps`] where others may come between. What is dropped is in no
//! route; what stays need not be in any.

use rustc_hash::FxHashMap;

use crate::domain::{
    Duration, Instance, Leg, Load, RequestId, Stop, Tariff, Time, Totals, TypeId, VehicleSpec,
    Window,
};
use crate::evaluate::Route;
use crate::exact::event_gaps::{Gaps, depots};
use crate::exact::event_label::{Change, Future, Label, Longest, Past};

/// Looks ahead for each event that is allowed, before the graph is given up as too large.
const LOOKS_PER_EVENT: usize = 8;

/// An index into the events of a graph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventId(pub u32);

impl EventId {
    /// The event's position in its list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A stop just made, and who is aboard when the vehicle goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The stop.
    pub stop: Stop,
    /// Who is aboard afterwards, by id.
    pub aboard: Box<[RequestId]>,
    /// Service begins no earlier.
    pub earliest: Time,
    /// Service begins no later.
    pub latest: Time,
}

/// The drive from one event to the next, or from or to the depot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventArc {
    /// The event it comes from; `None` for the depot.
    pub from: Option<EventId>,
    /// The event it leads to; `None` for the depot.
    pub to: Option<EventId>,
    /// The drive.
    pub leg: Leg,
    /// When service can begin at its end, coming this way.
    pub window: Window,
    /// What the drive and the service at its end cost, in parts of an øre as in
    /// [`Tariff::parts`]; from the depot with the day fee. The arcs of a route add up to its cost
    /// before that is rounded.
    pub parts: i64,
}

/// The events of one vehicle type, and the arcs between them.
#[derive(Clone, Debug)]
pub struct EventGraph {
    kind: TypeId,
    events: Vec<Event>,
    arcs: Vec<EventArc>,
}

impl EventGraph {
    /// The graph of this vehicle type. `None` if it has more than `most_events` events, or if more
    /// than windows, longest rides and a longest duty decides what can be driven and what it costs:
    /// a rest, or waiting that is paid for.
    pub fn build(instance: &Instance, kind: TypeId, most_events: usize) -> Option<Self> {
        let spec = instance.spec(kind);
        if !Route::labels_decide(spec) {
            return None;
        }
        let mut builder = Builder::new(instance, spec, most_events);
        builder.grow()?;
        let mut arcs = builder.depot_arcs();
        for from in 0..builder.events.len() as u32 {
            builder.add_arcs(EventId(from), &mut arcs);
        }
        Some(Self { kind, events: builder.events, arcs })
    }

    /// The vehicle type it is of.
    pub fn kind(&self) -> TypeId {
        self.kind
    }

    /// Its events, fewer riders first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// One event.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.index()]
    }

    /// Its arcs.
    pub fn arcs(&self) -> &[EventArc] {
        &self.arcs
    }
}

struct Builder<'a> {
    instance: &'a Instance,
    spec: &'a VehicleSpec,
    most_events: usize,
    gaps: Gaps,
    events: Vec<Event>,
    /// How each event can be reached.
    pasts: Vec<Vec<Past>>,
    /// How all aboard can be set down after a stop.
    futures: FxHashMap<Key, Vec<Future>>,
    ids: FxHashMap<Key, EventId>,
}

/// A stop, and who is aboard afterwards.
type Key = (Stop, Box<[RequestId]>);

impl<'a> Builder<'a> {
    fn new(instance: &'a Instance, spec: &'a VehicleSpec, most_events: usize) -> Self {
        Self {
            instance,
            spec,
            most_events,
            gaps: Gaps::new(instance, spec),
            events: Vec::new(),
            pasts: Vec::new(),
            futures: FxHashMap::default(),
            ids: FxHashMap::default(),
        }
    }

    /// Finds all events, breadth first; `None` if there are too many.
    fn grow(&mut self) -> Option<()> {
        for id in self.instance.request_ids() {
            if self.instance.suits(self.spec, id) {
                let stop = Stop::Pickup(id);
                self.reach(stop, Box::new([id]), vec![Past::start(self.gaps.window(stop))]);
            }
        }
        let mut next = 0;
        while next < self.events.len() {
            let is_small = self.events.len() <= self.most_events
                && self.futures.len() <= self.most_events.saturating_mul(LOOKS_PER_EVENT);
            is_small.then_some(())?;
            let Event { stop, aboard, earliest, .. } = self.events[next].clone();
            if let Stop::Pickup(_) = stop {
                for next_stop in self.next_stops(stop, &aboard) {
                    let least = self.gaps.least(stop, next_stop);
                    if earliest + least <= self.gaps.window(next_stop).latest {
                        let pasts = self.extended(next, next_stop, least);
                        self.reach(next_stop, after(&aboard, next_stop), pasts);
                    }
                }
            }
            next += 1;
        }
        (self.events.len() <= self.most_events).then_some(())
    }

    /// The stops that those aboard allow next.
    fn next_stops(&self, stop: Stop, aboard: &[RequestId]) -> Vec<Stop> {
        let load = aboard.iter().map(|&id| self.instance.request(id).load);
        let load = load.fold(Load::EMPTY, |sum, load| sum + load);
        let may_board = |id: RequestId| {
            let request = self.instance.request(id);
            let with = |&other: &RequestId| {
                !self.instance.request(other).alone && !request.not_with.contains(&other)
            };
            id != stop.request()
                && aboard.binary_search(&id).is_err()
                && (aboard.is_empty() || !request.alone)
                && aboard.iter().all(with)
                && self.instance.suits(self.spec, id)
                && self.spec.holds(load + request.load)
                && self.have_met(id, aboard)
        };
        let boarding = self.instance.request_ids().filter(|&id| may_board(id)).map(Stop::Pickup);
        aboard.iter().copied().map(Stop::Dropoff).chain(boarding).collect()
    }

    /// Whether each two of them are aboard together in some event; events of two come before those
    /// of more.
    fn have_met(&self, id: RequestId, aboard: &[RequestId]) -> bool {
        aboard.len() < 2
            || aboard.iter().all(|&other| {
                let both = after(&[other], Stop::Pickup(id));
                [other, id]
                    .iter()
                    .any(|&last| self.ids.contains_key(&(Stop::Pickup(last), both.clone())))
            })
    }

    /// How a stop can be reached from an event, at least `gap` later.
    fn extended(&self, from: usize, stop: Stop, gap: Duration) -> Vec<Past> {
        let aboard = &self.events[from].aboard;
        let longest = self.longest(aboard);
        let change = match stop {
            Stop::Pickup(id) => Change::Boards(aboard.partition_point(|&other| other < id)),
            Stop::Dropoff(id) => Change::Alights(position(aboard, id)),
        };
        let window = self.gaps.window(stop);
        let pasts = self.pasts[from].iter();
        pasts.filter_map(|past| past.then(gap, window, change, &longest)).collect()
    }

    /// Takes in an event that can be reached in these ways, if all aboard can be set down after it.
    fn reach(&mut self, stop: Stop, aboard: Box<[RequestId]>, pasts: Vec<Past>) {
        let futures = if pasts.is_empty() { Vec::new() } else { self.futures(stop, &aboard) };
        let longest = self.longest(&aboard);
        for past in pasts {
            let Some(window) = meeting(std::slice::from_ref(&past), &futures, &longest) else {
                continue;
            };
            let id = *self.ids.entry((stop, aboard.clone())).or_insert_with(|| {
                let Window { earliest, latest } = window;
                self.events.push(Event { stop, aboard: aboard.clone(), earliest, latest });
                self.pasts.push(Vec::new());
                EventId(self.events.len() as u32 - 1)
            });
            let event = &mut self.events[id.index()];
            event.earliest = event.earliest.min(window.earliest);
            event.latest = event.latest.max(window.latest);
            past.join(&mut self.pasts[id.index()]);
        }
    }

    /// How all aboard can be set down after a stop.
    fn futures(&mut self, stop: Stop, aboard: &[RequestId]) -> Vec<Future> {
        let window = self.gaps.window(stop);
        if aboard.is_empty() {
            return vec![Future::end(window)];
        }
        let key = (stop, Box::from(aboard));
        if let Some(known) = self.futures.get(&key) {
            return known.clone();
        }
        let longest = self.longest(aboard);
        let mut found = Vec::new();
        for (position, &id) in aboard.iter().enumerate() {
            let next = Stop::Dropoff(id);
            let (gap, here) = (self.gaps.least(stop, next), self.gaps.window(next));
            if window.earliest + gap > here.latest {
                continue;
            }
            for future in self.futures(next, &after(aboard, next)) {
                if let Some(label) = future.after(gap, window, here, position, &longest) {
                    label.join(&mut found);
                }
            }
        }
        self.futures.insert(key, found.clone());
        found
    }

    /// The longest times from pickup to dropoff.
    fn longest(&self, aboard: &[RequestId]) -> Vec<Longest> {
        let requests = aboard.iter().map(|&id| self.instance.request(id));
        let longest = requests.map(|request| Some(request.longest_ride? + request.pickup.service));
        longest.collect()
    }

    /// The arcs from the depot and to it.
    fn depot_arcs(&self) -> Vec<EventArc> {
        let (start, end) = depots(self.spec);
        let day_fee = self.spec.tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE;
        let mut arcs = Vec::new();
        for (id, event) in (0..).map(EventId).zip(&self.events) {
            let visit = self.instance.visit(event.stop);
            match (event.stop, event.aboard.len()) {
                (Stop::Pickup(_), 1) => {
                    let leg = self.instance.first_leg(&start, visit);
                    let earliest = event.earliest.max(self.spec.shift.earliest + leg.duration);
                    let window = Window { earliest, latest: event.latest };
                    let parts = day_fee + self.parts(leg, visit.service);
                    arcs.push(EventArc { from: None, to: Some(id), leg, window, parts });
                }
                (Stop::Dropoff(_), 0) => {
                    let leg = self.instance.leg(visit, &end);
                    let earliest = event.earliest + visit.service + leg.duration;
                    let window = Window { earliest, latest: self.spec.shift.latest };
                    let parts = self.parts(leg, Duration::ZERO);
                    arcs.push(EventArc { from: Some(id), to: None, leg, window, parts });
                }
                _ => {}
            }
        }
        arcs.retain(|arc| !arc.window.is_empty());
        arcs
    }

    /// Adds the arcs from an event to others.
    fn add_arcs(&mut self, from: EventId, arcs: &mut Vec<EventArc>) {
        let Event { stop, aboard, earliest, .. } = self.events[from.index()].clone();
        let visit = self.instance.visit(stop);
        for next_stop in self.next_stops(stop, &aboard) {
            if earliest + self.gaps.least(stop, next_stop) > self.gaps.window(next_stop).latest {
                continue;
            }
            let aboard = after(&aboard, next_stop);
            let Some(&to) = self.ids.get(&(next_stop, aboard.clone())) else { continue };
            let next_visit = self.instance.visit(next_stop);
            let leg = self.instance.leg(visit, next_visit);
            let pasts = self.extended(from.index(), next_stop, visit.service + leg.duration);
            let futures = self.futures(next_stop, &aboard);
            if let Some(window) = meeting(&pasts, &futures, &self.longest(&aboard)) {
                let parts = self.parts(leg, next_visit.service);
                arcs.push(EventArc { from: Some(from), to: Some(to), leg, window, parts });
            }
        }
    }

    /// What a drive and the service after it cost.
    fn parts(&self, leg: Leg, boarding: Duration) -> i64 {
        let Leg { duration: driving, distance } = leg;
        self.spec.tariff.parts(Totals { distance, driving, boarding, waiting: Duration::ZERO })
    }
}

/// Between which moments an event can lie that can be reached and gone on from in these ways.
fn meeting(pasts: &[Past], futures: &[Future], longest: &[Longest]) -> Option<Window> {
    let pairs = pasts.iter().flat_map(|past| futures.iter().map(move |future| (past, future)));
    let windows = pairs.filter_map(|(past, future)| past.meets(future, longest));
    windows.reduce(|one, other| Window {
        earliest: one.earliest.min(other.earliest),
        latest: one.latest.max(other.latest),
    })
}

/// Who is aboard after a stop.
fn after(aboard: &[RequestId], stop: Stop) -> Box<[RequestId]> {
    let mut aboard = aboard.to_vec();
    match stop {
        Stop::Pickup(id) => aboard.insert(aboard.partition_point(|&other| other < id), id),
        Stop::Dropoff(id) => {
            aboard.remove(position(&aboard, id));
        }
    }
    aboard.into()
}

fn position(aboard: &[RequestId], id: RequestId) -> usize {
    aboard.binary_search(&id).expect("who alights is aboard")
}
