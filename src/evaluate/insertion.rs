//! The cheapest place for a ride in a route.
//!
//! Every pair of positions is considered, but most are refused in constant time: by the earliest and
//! latest times kept at each point of the route, by the load, by company aboard, and by a cost that
//! cannot beat the best so far. Only where windows do not decide is a survivor timed in full.

use crate::domain::{
    Duration, Instance, Leg, Load, Money, Request, RequestId, Stop, Time, Totals, Visit,
};
use crate::evaluate::route::{Point, Route, leg};
use crate::evaluate::schedule::Workspace;

/// Where to insert a ride, and what that adds to the cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Insertion {
    /// The pickup comes after so many stops.
    pub pickup_after: usize,
    /// The dropoff comes after so many of the old stops.
    pub dropoff_after: usize,
    /// The new cost less the old.
    pub cost_delta: Money,
}

impl Insertion {
    /// The stops of the route with the ride inserted.
    pub fn stops(&self, route: &Route, request: RequestId) -> Vec<Stop> {
        let mut stops = Vec::with_capacity(route.stops().len() + 2);
        self.write(route, request, &mut stops);
        stops
    }

    fn write(&self, route: &Route, request: RequestId, stops: &mut Vec<Stop>) {
        let (before, rest) = route.stops().split_at(self.pickup_after);
        let (between, after) = rest.split_at(self.dropoff_after - self.pickup_after);
        stops.clear();
        stops.extend_from_slice(before);
        stops.push(Stop::Pickup(request));
        stops.extend_from_slice(between);
        stops.push(Stop::Dropoff(request));
        stops.extend_from_slice(after);
    }
}

/// Finds insertions; keeps its memory between calls.
#[derive(Clone, Debug, Default)]
pub struct Inserter {
    workspace: Workspace,
    stops: Vec<Stop>,
    blocked: Vec<bool>,
}

/// One search for the best insertion.
struct Attempt<'a> {
    instance: &'a Instance,
    route: &'a Route,
    id: RequestId,
    request: &'a Request,
    /// Whether windows, service and driving alone decide.
    windows_decide: bool,
    best: Option<Insertion>,
    /// Costs at least this are of no interest.
    limit: Money,
}

impl Inserter {
    /// The cheapest insertion of the request into the route that costs less than `limit` more; of
    /// equally cheap ones the first. `None` if there is none.
    pub fn best(
        &mut self,
        instance: &Instance,
        route: &Route,
        id: RequestId,
        limit: Money,
    ) -> Option<Insertion> {
        let spec = instance.spec(route.kind());
        if !instance.suits(spec, id) {
            return None;
        }
        self.mark_blocked(instance, route, id);
        let windows_decide = Route::windows_decide(instance, spec);
        let request = instance.request(id);
        let mut attempt =
            Attempt { instance, route, id, request, windows_decide, best: None, limit };
        for position in 0..route.points().len() - 1 {
            if route.points()[position].earliest > request.pickup.window.latest {
                break;
            }
            attempt.pick_up_after(self, position);
        }
        attempt.best
    }

    /// The route with the request inserted.
    pub fn apply(
        &mut self,
        instance: &Instance,
        route: &Route,
        id: RequestId,
        insertion: &Insertion,
    ) -> Route {
        let stops = insertion.stops(route, id);
        let inserted = Route::timed(instance, route.kind(), stops, &mut self.workspace)
            .expect("an insertion is found feasible before it is applied");
        debug_assert_eq!(inserted.cost(), route.cost() + insertion.cost_delta);
        inserted
    }

    /// The route without the requests that `leaves` names. Where the table breaks the triangle
    /// inequality and what is left cannot be driven, everybody leaves.
    pub fn without(
        &mut self,
        instance: &Instance,
        route: &Route,
        leaves: impl Fn(RequestId) -> bool,
    ) -> Route {
        let staying = route.stops().iter().copied().filter(|stop| !leaves(stop.request()));
        Route::timed(instance, route.kind(), staying.collect(), &mut self.workspace)
            .unwrap_or_else(|| Route::empty(instance, route.kind()))
    }

    /// Marks the positions after which somebody is aboard whom the request must not meet.
    fn mark_blocked(&mut self, instance: &Instance, route: &Route, id: RequestId) {
        self.blocked.clear();
        let shunned = &instance.request(id).not_with;
        if shunned.is_empty() {
            return;
        }
        let mut aboard = 0;
        self.blocked.push(false);
        self.blocked.extend(route.stops().iter().map(|stop| {
            if shunned.contains(&stop.request()) {
                aboard += if matches!(stop, Stop::Pickup(_)) { 1 } else { -1 };
            }
            aboard > 0
        }));
    }
}

impl Attempt<'_> {
    /// Tries every dropoff for a pickup after that many stops.
    fn pick_up_after(&mut self, inserter: &mut Inserter, pickup_after: usize) {
        let Request { pickup, dropoff, .. } = *self.request;
        let points = self.route.points();
        let (point, next) = (&points[pickup_after], &points[pickup_after + 1]);
        if next.latest < pickup.window.earliest + pickup.service
            || !self.may_be_aboard_after(inserter, pickup_after)
        {
            return;
        }
        let to_pickup = leg(self.instance, pickup_after, &point.visit, &pickup);
        let ready = point.earliest + point.visit.service + to_pickup.duration;
        let begin = ready.max(pickup.window.earliest);
        if begin > pickup.window.latest {
            return;
        }
        let direct = self.instance.leg(&pickup, &dropoff);
        if let Some(home) = self.drop_off(begin + pickup.service + direct.duration, next) {
            let added = to_pickup + direct + home;
            self.consider(inserter, pickup_after, pickup_after, added, point.leg);
        }
        let onward = self.instance.leg(&pickup, &next.visit);
        let mut begin = (begin + pickup.service + onward.duration).max(next.visit.window.earliest);
        for dropoff_after in pickup_after + 1..points.len() - 1 {
            let (point, next) = (&points[dropoff_after], &points[dropoff_after + 1]);
            let done = begin + point.visit.service;
            if begin > point.latest
                || done > dropoff.window.latest
                || !self.may_be_aboard_after(inserter, dropoff_after)
            {
                return;
            }
            let to_dropoff = self.instance.leg(&point.visit, &dropoff);
            if let Some(home) = self.drop_off(done + to_dropoff.duration, next) {
                let added = to_pickup + onward + to_dropoff + home;
                let saved = points[pickup_after].leg + point.leg;
                self.consider(inserter, pickup_after, dropoff_after, added, saved);
            }
            begin = (done + point.leg.duration).max(next.visit.window.earliest);
        }
    }

    /// Whether load and company let the request be aboard when the vehicle leaves that position.
    #[inline]
    fn may_be_aboard_after(&self, inserter: &Inserter, position: usize) -> bool {
        let point = &self.route.points()[position];
        let spec = self.instance.spec(self.route.kind());
        let load: Load = point.load + self.request.load;
        spec.holds(load)
            && (point.aboard == 0 || !(point.alone || self.request.alone))
            && !inserter.blocked.get(position).is_some_and(|&blocked| blocked)
    }

    /// The drive from the dropoff to the next point, if a vehicle that reaches the dropoff at
    /// `arrival` is in time for both.
    #[inline]
    fn drop_off(&self, arrival: Time, next: &Point) -> Option<Leg> {
        let dropoff: &Visit = &self.request.dropoff;
        let begin = arrival.max(dropoff.window.earliest);
        if begin > dropoff.window.latest {
            return None;
        }
        let home = self.instance.leg(dropoff, &next.visit);
        (begin + dropoff.service + home.duration <= next.latest).then_some(home)
    }

    /// Keeps the insertion if it is the cheapest so far and, where windows do not decide, can be
    /// timed.
    fn consider(
        &mut self,
        inserter: &mut Inserter,
        pickup_after: usize,
        dropoff_after: usize,
        added: Leg,
        saved: Leg,
    ) {
        let spec = self.instance.spec(self.route.kind());
        let old = self.route.totals();
        let mut totals = Totals {
            distance: old.distance + added.distance - saved.distance,
            driving: old.driving + added.duration - saved.duration,
            boarding: old.boarding + self.request.pickup.service + self.request.dropoff.service,
            // The insertion may use up waiting, so a lower bound counts none.
            waiting: Duration::ZERO,
        };
        let cost_delta = spec.tariff.cost(totals) - self.route.cost();
        if cost_delta >= self.limit {
            return;
        }
        let mut insertion = Insertion { pickup_after, dropoff_after, cost_delta };
        if !self.windows_decide {
            insertion.write(self.route, self.id, &mut inserter.stops);
            inserter.workspace.load(self.instance, spec, &inserter.stops);
            let Some(waiting) = inserter.workspace.paid_waiting(spec) else { return };
            totals.waiting = waiting;
            insertion.cost_delta = spec.tariff.cost(totals) - self.route.cost();
        }
        if insertion.cost_delta < self.limit {
            self.limit = insertion.cost_delta;
            self.best = Some(insertion);
        }
    }
}
