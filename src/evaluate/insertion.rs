//! The cheapest place for a ride in a route.
//!
//! Every pair of positions is considered, each in time that does not depend on the length of the
//! route: a [`Label`] follows the route from the pickup on, and what the route keeps of the points
//! after the dropoff says whether it still arrives in time and within every longest time (Gschwind
//! and Drexl 2019, doi:10.1287/trsc.2018.0837). Pairs that cannot beat the best so far are passed
//! over. Only where a rest or paid waiting asks for more is a survivor timed in full.

use crate::domain::{
    Duration, Instance, Load, Money, Request, RequestId, Stop, Totals, VehicleSpec,
};
use crate::evaluate::detours::{Detours, Drive, Parts, Positions};
use crate::evaluate::label::{Label, Mark};
use crate::evaluate::route::{Builder, Point, Route};

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
    builder: Builder,
    stops: Vec<Stop>,
    blocked: Vec<bool>,
    label: Label,
    detours: Detours,
}

/// One search for the best insertion.
struct Attempt<'a> {
    instance: &'a Instance,
    route: &'a Route,
    id: RequestId,
    request: &'a Request,
    spec: &'a VehicleSpec,
    /// The longest time from the beginning of the pickup to that of the dropoff.
    longest: Option<Duration>,
    direct: Drive,
    best: Option<Insertion>,
    /// What the route's driving costs if the request is put in without a detour: boarding included,
    /// waiting not, as the insertion may use it up.
    base: Parts,
    /// Detours that cost at least this are of no interest.
    room: Parts,
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
        let request = instance.request(id);
        let longest = request.longest_ride.map(|longest| longest + request.pickup.service);
        let direct = Drive::new(&spec.tariff, instance.leg(&request.pickup, &request.dropoff));
        let positions = Positions::new(route, request)?;
        self.detours.measure(instance, route, request, &positions);
        let boarding = request.pickup.service + request.dropoff.service;
        let old = route.totals();
        let totals = Totals { boarding: old.boarding + boarding, waiting: Duration::ZERO, ..old };
        let base = spec.tariff.parts(totals);
        let mut attempt = Attempt {
            instance,
            route,
            id,
            request,
            spec,
            longest,
            direct,
            base,
            best: None,
            room: Parts::MAX,
        };
        attempt.ask_less_than(limit);
        self.mark_blocked(instance, route, id);
        for position in positions.pickups.clone() {
            attempt.pick_up_after(self, position, &positions);
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
        let inserted = self
            .builder
            .route(instance, route.kind(), stops)
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
        self.builder
            .route(instance, route.kind(), staying.collect())
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
    fn pick_up_after(
        &mut self,
        inserter: &mut Inserter,
        pickup_after: usize,
        positions: &Positions,
    ) {
        let first = *positions.dropoffs.start();
        let detour = inserter.detours.pickups[pickup_after];
        let at_once = self.added_at_once(inserter, pickup_after, positions);
        let apart = detour.added + inserter.detours.least_dropoffs[first.max(pickup_after + 1)];
        if at_once.is_none() && !self.is_cheap(apart)
            || !self.may_be_aboard_after(inserter, pickup_after)
            || !self.board(&mut inserter.label, pickup_after, detour.there.duration)
        {
            return;
        }
        let pickup = &self.request.pickup;
        let to_dropoff = pickup.service + self.direct.duration;
        if let Some(added) = at_once
            && self.fits(inserter, to_dropoff, pickup_after)
        {
            self.consider(inserter, pickup_after, pickup_after, added);
        }
        self.set_down_later(inserter, pickup_after, positions);
    }

    /// Tries every dropoff after a stop that comes after the pickup, at which the label stands.
    fn set_down_later(
        &mut self,
        inserter: &mut Inserter,
        pickup_after: usize,
        positions: &Positions,
    ) {
        let (first, last) = (*positions.dropoffs.start(), *positions.dropoffs.end());
        let detour = inserter.detours.pickups[pickup_after];
        let mut gap = self.request.pickup.service + detour.onward.duration;
        let points = self.route.points().iter().enumerate();
        for (dropoff_after, point) in points.take(last + 1).skip(pickup_after + 1) {
            let least = detour.added + inserter.detours.least_dropoffs[first.max(dropoff_after)];
            let mark = self.shifted(point.mark);
            if !self.is_cheap(least)
                || !inserter.label.extend(gap, point.visit.window, mark)
                || inserter.label.earliest > point.in_time
                || !self.may_be_aboard_after(inserter, dropoff_after)
            {
                return;
            }
            gap = point.gap();
            if dropoff_after >= first {
                let dropoff = inserter.detours.dropoffs[dropoff_after];
                let added = detour.added + dropoff.added;
                let to_dropoff = point.visit.service + dropoff.there.duration;
                if self.is_cheap(added) && self.fits(inserter, to_dropoff, dropoff_after) {
                    self.consider(inserter, pickup_after, dropoff_after, added);
                }
            }
        }
    }

    /// What the detour costs if it goes straight from the pickup to the dropoff, if that is possible
    /// and of interest.
    #[inline]
    fn added_at_once(
        &self,
        inserter: &Inserter,
        position: usize,
        positions: &Positions,
    ) -> Option<Parts> {
        positions.dropoffs.contains(&position).then_some(())?;
        let there = inserter.detours.pickups[position].there;
        let onward = inserter.detours.dropoffs[position].onward;
        let old = self.route.points()[position].drive;
        let added = there.parts + self.direct.parts + onward.parts - old;
        self.is_cheap(added).then_some(added)
    }

    /// Sets the label to the pickup after that many stops; false if it cannot be made in time.
    fn board(&self, label: &mut Label, pickup_after: usize, there: Duration) -> bool {
        let point = &self.route.points()[pickup_after];
        (label.earliest, label.latest) = (point.earliest, point.latest);
        label.running.clear();
        let running = self.route.running_after(pickup_after);
        label.running.extend(running.iter().map(|&(running, _)| running));
        let gap = point.visit.service + there;
        let in_time = label.extend(gap, self.request.pickup.window, Mark::Nothing);
        if let Some(longest) = self.longest {
            label.start_first(longest);
        }
        in_time
    }

    /// The mark of an old point, now that the ride's longest time runs before all others.
    #[inline]
    fn shifted(&self, mark: Mark) -> Mark {
        match mark {
            Mark::Ends(place) => Mark::Ends(place + usize::from(self.longest.is_some())),
            other => other,
        }
    }

    /// Whether load and company let the request be aboard when the vehicle leaves that position.
    #[inline]
    fn may_be_aboard_after(&self, inserter: &Inserter, position: usize) -> bool {
        let point = &self.route.points()[position];
        let load: Load = point.load + self.request.load;
        self.spec.holds(load)
            && (point.aboard == 0 || !(point.alone || self.request.alone))
            && !inserter.blocked.get(position).is_some_and(|&blocked| blocked)
    }

    /// Whether the dropoff, `gap` after the visit that the label stands at, and all that follows the
    /// old position can be made in time.
    #[inline]
    fn fits(&self, inserter: &Inserter, gap: Duration, dropoff_after: usize) -> bool {
        let (label, dropoff) = (&inserter.label, &self.request.dropoff);
        let earliest = (label.earliest + gap).max(dropoff.window.earliest);
        let mut latest = dropoff.window.latest;
        let mut others = label.running.as_slice();
        if self.longest.is_some() {
            let ride = others[0].after(label.latest, gap);
            if ride.elapsed > ride.longest {
                return false;
            }
            latest = latest.min(ride.latest_start + ride.longest);
            others = &others[1..];
        }
        let onward = dropoff.service + inserter.detours.dropoffs[dropoff_after].onward.duration;
        let next: &Point = &self.route.points()[dropoff_after + 1];
        let (mut from, mut to) = (earliest + onward, next.in_time);
        if earliest > latest || from > to {
            return false;
        }
        for (running, (_, remaining)) in others.iter().zip(self.route.running_after(dropoff_after))
        {
            let running = running.after(label.latest, gap);
            let Some(allowed) = running.allows(latest, onward, remaining) else { return false };
            from = from.max(allowed.earliest);
            to = to.min(allowed.latest);
        }
        from <= to
    }

    /// Whether a detour that costs so much is of interest.
    #[inline]
    fn is_cheap(&self, added: Parts) -> bool {
        added < self.room
    }

    /// From now on only insertions that cost less than `limit` are of interest.
    fn ask_less_than(&mut self, limit: Money) {
        self.room = self.spec.tariff.parts_of(self.route.cost() + limit).saturating_sub(self.base);
    }

    /// Keeps the insertion if it is the cheapest so far and, where labels do not decide, can be
    /// timed.
    fn consider(
        &mut self,
        inserter: &mut Inserter,
        pickup_after: usize,
        dropoff_after: usize,
        added: Parts,
    ) {
        let mut insertion = Insertion { pickup_after, dropoff_after, cost_delta: Money::ZERO };
        let mut waiting = Duration::ZERO;
        if !Route::labels_decide(self.spec) {
            insertion.write(self.route, self.id, &mut inserter.stops);
            inserter.builder.workspace.load(self.instance, self.spec, &inserter.stops);
            match inserter.builder.workspace.paid_waiting(self.spec) {
                Some(paid) => waiting = paid,
                None => return,
            }
        }
        let tariff = &self.spec.tariff;
        let waiting = tariff.parts(Totals { waiting, ..Totals::default() });
        if added + waiting < self.room {
            let cost = tariff.rounded(self.base + added + waiting);
            insertion.cost_delta = cost - self.route.cost();
            self.ask_less_than(insertion.cost_delta);
            self.best = Some(insertion);
        }
    }
}
