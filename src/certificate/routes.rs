//! All routes of a vehicle type that matter to a bound: plain labels, no other bound than themselves.
//!
//! A label is a [`Journey`] with its *excess*: what it costs above what its riders are worth. To find the
//! least excess of all routes, one label at a stop makes another superfluous, with the same people
//! aboard, if whatever follows the other can follow it too, at no greater excess.
//!
//! To list all routes up to some excess, only labels are superfluous that have served the same as a
//! better one, or whose excess is so far above one that would have done for the least excess, that no
//! route that begins so is listed.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::certificate::journey::{Journey, MOST_RIDES, Set, Vehicle, members, one};
use crate::certificate::zone::Clock;
use crate::domain::{Duration, Instance, Money, Stop, Tariff, Time, TypeId};

/// A route, and what it costs.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct FoundRoute {
    pub kind: TypeId,
    pub served: Set,
    /// In parts of an øre, before rounding.
    pub parts: i64,
    pub cost: Money,
    pub stops: Vec<Stop>,
}

/// What to look for.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    /// What each request is worth, in parts of an øre.
    pub worth: &'a [i64],
    /// Routes of at most this excess, the best of those that serve the same.
    pub most_excess: i64,
    /// All of them, or only some if there are any.
    pub scope: Scope<'a>,
}

/// How many of the routes are wanted.
#[derive(Clone, Copy)]
pub(super) enum Scope<'a> {
    /// The one of least excess, and perhaps others.
    Least,
    /// All. The search for the least excess has been made if there is one, and no excess is below that.
    All(Option<(&'a Labelling<'a>, i64)>),
}

/// The least time from one stop to another, whatever is visited in between.
pub(super) struct LeastTimes {
    size: usize,
    times: Vec<Duration>,
}

fn index(stop: Stop) -> usize {
    2 * stop.request().index() + usize::from(matches!(stop, Stop::Dropoff(_)))
}

/// Every stop, at its index.
fn all_stops(instance: &Instance) -> Vec<Stop> {
    instance.request_ids().flat_map(|id| [Stop::Pickup(id), Stop::Dropoff(id)]).collect()
}

impl LeastTimes {
    pub fn new(instance: &Instance) -> Self {
        let stops = all_stops(instance);
        let size = stops.len();
        let visit = |index: usize| instance.visit(stops[index]);
        let leg = |from, to| instance.leg(visit(from), visit(to)).duration;
        let mut times: Vec<Duration> =
            (0..size * size).map(|pair| leg(pair / size, pair % size)).collect();
        for via in 0..size {
            for from in 0..size {
                let there = times[from * size + via] + visit(via).service;
                for to in 0..size {
                    let around = there + times[via * size + to];
                    let time = &mut times[from * size + to];
                    *time = (*time).min(around);
                }
            }
        }
        Self { size, times }
    }

    fn between(&self, from: Stop, to: Stop) -> Duration {
        self.times[index(from) * self.size + index(to)]
    }
}

struct Label {
    journey: Journey,
    excess: i64,
    /// Who is not served and cannot be any more.
    closed: Set,
    parent: Option<u32>,
    is_superfluous: bool,
}

/// Labels that can make each other superfluous: at one stop, with the same people aboard, the driver
/// rested or not; and if all routes are wanted, having served the same.
type Company = (Option<Stop>, Set, bool, Set);

/// A search under way.
pub(super) struct Labelling<'a> {
    vehicle: Vehicle<'a>,
    search: Search<'a>,
    least: &'a LeastTimes,
    labels: Vec<Label>,
    /// Labels that have yet to go on, by when they can.
    waiting: BinaryHeap<Reverse<(Time, u32)>>,
    met: HashMap<Company, Vec<u32>>,
    found: HashMap<Set, FoundRoute>,
}

impl<'a> Labelling<'a> {
    pub fn new(vehicle: Vehicle<'a>, search: Search<'a>, least: &'a LeastTimes) -> Self {
        assert!(vehicle.instance.requests().len() <= MOST_RIDES, "the caller has counted");
        let (labels, met, found) = (Vec::new(), HashMap::new(), HashMap::new());
        Self { vehicle, search, least, labels, waiting: BinaryHeap::new(), met, found }
    }

    /// Grows all labels; whether there are no more than so many.
    pub fn run(&mut self, most_labels: usize) -> bool {
        for start in self.vehicle.starts() {
            self.keep(start, None);
        }
        while let Some(Reverse((_, index))) = self.waiting.pop() {
            if self.labels.len() > most_labels {
                return false;
            }
            if !self.labels[index as usize].is_superfluous {
                self.go_on(index);
            }
        }
        true
    }

    /// How many labels it took.
    pub fn size(&self) -> usize {
        self.labels.len()
    }

    /// The routes, least excess first.
    pub fn routes(&self) -> Vec<FoundRoute> {
        let mut found: Vec<FoundRoute> = self.found.values().cloned().collect();
        found.sort_by_key(|route| (route.excess(self.search.worth), route.served));
        found
    }

    fn go_on(&mut self, index: u32) {
        let journey = self.labels[index as usize].journey.clone();
        for id in self.vehicle.instance.request_ids() {
            let stop = if journey.aboard & one(id) != 0 {
                Stop::Dropoff(id)
            } else if journey.served & one(id) == 0 {
                Stop::Pickup(id)
            } else {
                continue;
            };
            if let Some(next) = self.vehicle.visit(&journey, stop) {
                self.keep(next, Some(index));
            }
        }
        if let Some(rested) = self.vehicle.rest(&journey) {
            self.keep(rested, Some(index));
        }
        if let Some(totals) = self.vehicle.end(&journey) {
            let parts = self.vehicle.parts(totals);
            self.end(journey.served, parts, self.vehicle.spec.tariff.cost(totals), index);
        }
    }

    fn end(&mut self, served: Set, parts: i64, cost: Money, last: u32) {
        if parts - total(self.search.worth, served) > self.search.most_excess {
            return;
        }
        if self.found.get(&served).is_none_or(|known| parts < known.parts) {
            let (kind, stops) = (self.vehicle.kind, self.stops(last));
            self.found.insert(served, FoundRoute { kind, served, parts, cost, stops });
        }
    }

    /// The stops that led to a label.
    fn stops(&self, last: u32) -> Vec<Stop> {
        let mut stops = Vec::new();
        let mut next = Some(last);
        while let Some(index) = next {
            let label = &self.labels[index as usize];
            next = label.parent;
            let before = next.map(|parent| self.labels[parent as usize].journey.at);
            // A rest repeats the stop that it follows.
            if before.is_some_and(|before| before != label.journey.at) {
                stops.extend(label.journey.at);
            }
        }
        stops.reverse();
        stops
    }

    /// Keeps a label unless somebody aboard would alight too late, or another makes it superfluous.
    fn keep(&mut self, journey: Journey, parent: Option<u32>) {
        let ready = journey.zone.earliest(Clock::Ready);
        let reaches = |stop: Stop| {
            let way = journey.at.map_or(Duration::ZERO, |at| match at == stop {
                true => Duration::ZERO,
                false => self.least.between(at, stop),
            });
            ready + way <= self.vehicle.instance.visit(stop).window.latest
        };
        if !members(journey.aboard).all(|id| reaches(Stop::Dropoff(id))) {
            return;
        }
        let requests = self.vehicle.instance.request_ids();
        let unserved = requests.filter(|&id| journey.served & one(id) == 0);
        let closed = unserved.filter(|&id| !reaches(Stop::Pickup(id)));
        let closed = closed.fold(0, |closed, id| closed | one(id));
        let excess = self.vehicle.parts(journey.totals) - total(self.search.worth, journey.served);
        let label = Label { journey, excess, closed, parent, is_superfluous: false };
        if self.leads_too_far(&label) {
            return;
        }
        let met = self.met.entry(company(&label.journey, &self.search.scope)).or_default();
        let labels = &mut self.labels;
        let replaces = |one: &Label, two: &Label| one.excess <= two.excess && one.is_as_free(two);
        if met.iter().any(|&other| replaces(&labels[other as usize], &label)) {
            return;
        }
        met.retain(|&other| {
            let other = &mut labels[other as usize];
            other.is_superfluous = replaces(&label, other);
            !other.is_superfluous
        });
        let index = u32::try_from(labels.len()).expect("labels are limited");
        met.push(index);
        labels.push(label);
        self.waiting.push(Reverse((ready, index)));
    }

    /// Whether every route that begins so is above the most excess.
    ///
    /// Whatever follows the label could follow another from the search for the least excess; the route
    /// would then have an excess that is smaller by the difference of both, and no smaller than the least.
    fn leads_too_far(&self, label: &Label) -> bool {
        let Scope::All(Some((before, least))) = self.search.scope else { return false };
        let margin = self.search.most_excess.saturating_sub(least);
        let company = company(&label.journey, &before.search.scope);
        before.met.get(&company).into_iter().flatten().any(|&other| {
            let other = &before.labels[other as usize];
            label.excess - other.excess > margin && other.is_as_free(label)
        })
    }
}

fn company(journey: &Journey, scope: &Scope) -> Company {
    let served = match scope {
        Scope::Least => 0,
        Scope::All(_) => journey.served,
    };
    (journey.at, journey.aboard, journey.rested, served)
}

impl Label {
    /// Whether whatever can follow the other, where the same people are aboard, can follow this.
    fn is_as_free(&self, other: &Self) -> bool {
        let (own, others) = (&self.journey, &other.journey);
        own.served & !(others.served | other.closed) == 0 && own.zone.includes(&others.zone)
    }
}

impl FoundRoute {
    /// What it costs above what its riders are worth.
    pub fn excess(&self, worth: &[i64]) -> i64 {
        self.parts - total(worth, self.served)
    }
}

/// What these requests are worth together.
pub(super) fn total(worth: &[i64], served: Set) -> i64 {
    members(served).map(|id| worth[id.index()]).sum()
}

/// The most that rounding a vehicle's invoice can take off it, in parts of an øre: what costs are
/// multiples of is what drives and services are multiples of.
pub(super) fn most_rounded_off(vehicle: &Vehicle) -> i64 {
    use crate::domain::Totals;
    let (instance, tariff) = (vehicle.instance, &vehicle.spec.tariff);
    let stops = all_stops(instance);
    let visit = |&stop: &Stop| instance.visit(stop);
    let between = stops.iter().flat_map(|from| stops.iter().map(move |to| (from, to)));
    let legs = between.map(|(from, to)| instance.leg(visit(from), visit(to)));
    let legs = legs.chain(stops.iter().map(|&stop| vehicle.first_leg(stop)));
    let legs = legs.chain(stops.iter().map(|&stop| vehicle.last_leg(stop)));
    let drives = legs.map(|leg| Totals {
        distance: leg.distance,
        driving: leg.duration,
        ..Totals::default()
    });
    let services = stops.iter().map(|stop| visit(stop).service);
    let services = services.map(|boarding| Totals { boarding, ..Totals::default() });
    let waiting = Totals { waiting: Duration::milliseconds(1), ..Totals::default() };
    let parts = drives.chain(services).chain([waiting]).map(|totals| tariff.parts(totals));
    let step = parts.fold(Tariff::PARTS_PER_ORE, common_divisor);
    // Half an øre is rounded up.
    (Tariff::PARTS_PER_ORE / 2 - 1) / step * step
}

fn common_divisor(one: i64, two: i64) -> i64 {
    if two == 0 { one.abs() } else { common_divisor(two, one % two) }
}
