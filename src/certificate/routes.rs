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

use crate::certificate::drives::LeastTimes;
use crate::certificate::journey::{Journey, Vehicle};
use crate::certificate::rides::{MOST_RIDES, Set, members, one, total};
use crate::certificate::zone::Clock;
use crate::domain::{Duration, Money, Stop, Time, TypeId};

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

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::certificate::drives::all_stops;
    use crate::domain::{
        Distance, Instance, Leg, Load, PlaceId, Request, Tariff, TravelTable, TripClock,
        Vehicle as Car, VehicleSpec, Visit, Window,
    };

    /// Rides to and fro along a street, for one vehicle with two seats, some with a longest ride.
    fn instance(rng: &mut ChaCha8Rng) -> Instance {
        let window = |from: i64, length: i64| Window {
            earliest: Time::hm(8, from),
            latest: Time::hm(8, from + length),
        };
        let mut visit = |place: u32| Visit {
            place: PlaceId(place),
            window: window(rng.random_range(0..30), rng.random_range(10..60)),
            service: Duration::minutes(rng.random_range(0..3)),
        };
        let request = |number: u32| Request {
            name: number.to_string(),
            pickup: visit(number % 4),
            dropoff: visit((number + 1) % 4),
            load: Load { seats: 1, ..Load::EMPTY },
            longest_ride: number.is_multiple_of(2).then(|| Duration::minutes(12)),
            trip_clock: TripClock::Aboard,
            alone: false,
            needs_lift: false,
            not_with: Vec::new(),
            taxi_price: None,
        };
        let requests = (0..4).map(request).collect();
        let spec = VehicleSpec {
            start: PlaceId(0),
            end: PlaceId(0),
            shift: window(0, 180),
            longest_duration: None,
            layouts: "2+0".parse().expect("layouts"),
            front_seats: 0,
            lift: false,
            break_rule: None,
            tariff: Tariff { per_km: Money::ore(100), ..Tariff::default() },
        };
        let car = Car { name: "V".into(), kind: String::new(), spec };
        let travel = TravelTable::from_fn(4, |from, to| Leg {
            duration: Duration::minutes(3 * (i64::from(from.0) - i64::from(to.0)).abs()),
            distance: Distance::metres(1_000 * (i64::from(from.0) - i64::from(to.0)).abs()),
        });
        Instance::new(requests, vec![car], travel, Vec::new()).expect("an instance")
    }

    /// The least cost of all routes that begin so, for each set of rides that one can serve.
    fn all(vehicle: &Vehicle, journey: &Journey, least: &mut HashMap<Set, i64>) {
        if let Some(totals) = vehicle.end(journey) {
            let parts = vehicle.parts(totals);
            let known = least.entry(journey.served).or_insert(parts);
            *known = parts.min(*known);
        }
        for stop in all_stops(vehicle.instance) {
            if let Some(next) = vehicle.visit(journey, stop) {
                all(vehicle, &next, least);
            }
        }
    }

    #[test]
    fn labels_find_what_trying_all_orders_finds() {
        let mut rng = ChaCha8Rng::seed_from_u64(61);
        let (mut listed, mut left_out) = (0, 0);
        for case in 0..200 {
            let instance = instance(&mut rng);
            let vehicle = Vehicle::new(&instance, TypeId(0));
            let mut naive = HashMap::new();
            all(&vehicle, &vehicle.starts()[0], &mut naive);
            let worth: Vec<i64> = (0..4).map(|_| rng.random_range(0..2_000_000_000)).collect();
            let excess = |(&served, &parts): (&Set, &i64)| parts - total(&worth, served);
            let Some(least_excess) = naive.iter().map(excess).min() else { continue };

            let times = LeastTimes::new(&instance);
            let search = Search { worth: &worth, most_excess: least_excess, scope: Scope::Least };
            let mut pricing = Labelling::new(vehicle, search, &times);
            assert!(pricing.run(100_000));
            let found = pricing.routes().first().map(|route| route.excess(&worth));
            assert_eq!(found, Some(least_excess), "case {case}");

            let most_excess = least_excess + rng.random_range(0..1_500_000_000);
            let scope = Scope::All(Some((&pricing, least_excess)));
            let search = Search { worth: &worth, most_excess, scope };
            let mut listing = Labelling::new(vehicle, search, &times);
            assert!(listing.run(100_000));
            let mut expected = naive.clone();
            expected.retain(|&served, &mut parts| parts - total(&worth, served) <= most_excess);
            let found = listing.routes().into_iter().map(|route| (route.served, route.parts));
            assert_eq!(found.collect::<HashMap<_, _>>(), expected, "case {case}");
            listed += expected.len();
            left_out += naive.len() - expected.len();
        }
        assert!(listed > 300 && left_out > 300, "{listed} listed, {left_out} left out");
    }
}
