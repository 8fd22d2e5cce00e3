//! All routes that matter, for days small enough to list them.
//!
//! Routes grow stop by stop from the depot. Of all ways to have served the same people, with the same
//! people aboard at the same stop, one that is neither later nor dearer than another makes that other
//! superfluous (a label that dominates). That holds where windows alone decide; where a longest ride,
//! a rest, a longest duty or paid waiting has a say, every way is followed to its end and timed there.
//! Gives up rather than list more than it is allowed to, and then claims nothing.

use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashMap;

use crate::domain::{Instance, Load, RequestId, Stop, Time, Totals, TypeId, Visit};
use crate::evaluate::Route;

/// The most requests that a set of them is made for.
const MOST_REQUESTS: usize = 64;
/// How many extensions are made between two looks at the clock.
const BETWEEN_LOOKS: usize = 4096;

/// The cheapest route for every vehicle type and set of requests that one vehicle can serve, or
/// `None` if that takes more than `budget` extensions by a stop, or past `deadline`.
pub fn all_routes(
    instance: &Instance,
    budget: usize,
    deadline: Option<Instant>,
) -> Option<Vec<Arc<Route>>> {
    if instance.requests().len() > MOST_REQUESTS {
        return None;
    }
    let mut routes = Vec::new();
    let mut budget = budget;
    for kind in 0..instance.types().len() as u32 {
        let mut enumeration = Enumeration::new(instance, TypeId(kind), budget, deadline);
        enumeration.grow()?;
        budget = enumeration.budget;
        let mut found: Vec<(u64, Arc<Route>)> = enumeration.cheapest.into_iter().collect();
        found.sort_unstable_by_key(|&(served, _)| served);
        routes.extend(found.into_iter().map(|(_, route)| route));
    }
    Some(routes)
}

/// A set of requests, a bit each.
type Set = u64;

/// Where a vehicle is, whom it has served or has aboard, and who of them is aboard.
type State = (Set, Set, Stop);

struct Enumeration<'a> {
    instance: &'a Instance,
    kind: TypeId,
    windows_decide: bool,
    budget: usize,
    deadline: Option<Instant>,
    stops: Vec<Stop>,
    /// When and at what cost, in parts of an øre, each state was reached by undominated labels.
    labels: FxHashMap<State, Vec<(Time, i64)>>,
    cheapest: FxHashMap<Set, Arc<Route>>,
}

/// A route so far.
#[derive(Clone, Copy)]
struct Label {
    at: Visit,
    /// When service begins here.
    begins: Time,
    load: Load,
    taken: Set,
    aboard: Set,
    totals: Totals,
}

impl<'a> Enumeration<'a> {
    fn new(instance: &'a Instance, kind: TypeId, budget: usize, deadline: Option<Instant>) -> Self {
        Self {
            instance,
            kind,
            windows_decide: Route::windows_decide(instance, instance.spec(kind)),
            budget,
            deadline,
            stops: Vec::new(),
            labels: FxHashMap::default(),
            cheapest: FxHashMap::default(),
        }
    }

    /// Lists everything; `None` if the budget runs out.
    fn grow(&mut self) -> Option<()> {
        let spec = self.instance.spec(self.kind);
        let depot =
            Visit { place: spec.start, window: spec.shift, service: crate::domain::Duration::ZERO };
        self.extend(Label {
            at: depot,
            begins: spec.shift.earliest,
            load: Load::EMPTY,
            taken: 0,
            aboard: 0,
            totals: Totals::default(),
        })
    }

    fn extend(&mut self, label: Label) -> Option<()> {
        for request in self.instance.request_ids() {
            let bit = 1 << request.index();
            let stop = if label.taken & bit == 0 {
                Stop::Pickup(request)
            } else if label.aboard & bit != 0 {
                Stop::Dropoff(request)
            } else {
                continue;
            };
            let Some(next) = self.reach(&label, stop) else { continue };
            self.budget = self.budget.checked_sub(1)?;
            if self.budget.is_multiple_of(BETWEEN_LOOKS) && self.is_late() {
                return None;
            }
            if self.windows_decide && self.is_dominated(&next, stop) {
                continue;
            }
            self.stops.push(stop);
            if next.aboard == 0 {
                self.keep(&next);
            }
            self.extend(next)?;
            self.stops.pop();
        }
        Some(())
    }

    fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// The label after one more stop, unless a window, the load or company aboard forbids it.
    fn reach(&self, label: &Label, stop: Stop) -> Option<Label> {
        let spec = self.instance.spec(self.kind);
        let visit = *self.instance.visit(stop);
        let leg = if self.stops.is_empty() {
            self.instance.first_leg(&label.at, &visit)
        } else {
            self.instance.leg(&label.at, &visit)
        };
        let arrives = label.begins + label.at.service + leg.duration;
        let begins = arrives.max(visit.window.earliest);
        if begins > visit.window.latest {
            return None;
        }
        let id = stop.request();
        let bit = 1 << id.index();
        let request = self.instance.request(id);
        let load = match stop {
            Stop::Pickup(_) => label.load + request.load,
            Stop::Dropoff(_) => label.load - request.load,
        };
        if let Stop::Pickup(_) = stop
            && !(self.instance.suits(spec, id) && spec.holds(load) && self.may_join(label, id))
        {
            return None;
        }
        let mut totals = label.totals;
        totals.distance += leg.distance;
        totals.driving += leg.duration;
        totals.boarding += visit.service;
        let (taken, aboard) = (label.taken | bit, label.aboard ^ bit);
        Some(Label { at: visit, begins, load, taken, aboard, totals })
    }

    fn may_join(&self, label: &Label, id: RequestId) -> bool {
        let request = self.instance.request(id);
        let aboard =
            || self.instance.request_ids().filter(|other| label.aboard & (1 << other.index()) != 0);
        (label.aboard == 0 || !request.alone)
            && aboard().all(|other| {
                !self.instance.request(other).alone && !request.not_with.contains(&other)
            })
    }

    fn is_dominated(&mut self, label: &Label, stop: Stop) -> bool {
        let cost = self.instance.spec(self.kind).tariff.parts(label.totals);
        let met = self.labels.entry((label.taken, label.aboard, stop)).or_default();
        if met.iter().any(|&(begins, other)| begins <= label.begins && other <= cost) {
            return true;
        }
        met.retain(|&(begins, other)| begins < label.begins || other < cost);
        met.push((label.begins, cost));
        false
    }

    /// Keeps the route so far if it can be driven back to the depot and is the cheapest for whom it
    /// serves.
    fn keep(&mut self, label: &Label) {
        let Some(route) = Route::new(self.instance, self.kind, self.stops.clone()) else { return };
        let kept = self.cheapest.get(&label.taken);
        if kept.is_none_or(|kept| route.cost() < kept.cost()) {
            self.cheapest.insert(label.taken, Arc::new(route));
        }
    }
}
