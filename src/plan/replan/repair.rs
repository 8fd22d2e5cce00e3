//! Places for who has none: each at the vehicle and in the order where it costs least.

use crate::domain::{
    Duration, Instance, Money, Request, RequestId, Stop, Time, Totals, Vehicle, Window,
};
use crate::plan::replan::morning::Morning;
use crate::plan::replan::state::State;
use crate::plan::replan::timing::{Ahead, MINUTE, Settled};
use crate::plan::single::Single;

/// How many of the cheapest orders of a vehicle are tried in full before it is given up.
const TRIES: usize = 40;

/// What an order costs more than another: changed promises, then the contractor's price.
pub(super) type Price = (Money, Money);

/// A plan under repair.
pub(super) struct Repair<'a> {
    instance: &'a Instance,
    pub(super) state: State,
    morning: &'a Morning,
    /// For each vehicle its stops ahead, as they are settled.
    pub(super) ahead: Vec<(Vec<Stop>, Settled)>,
    /// The vehicles that are too late to be back in time, or to rest, once they have brought on who is
    /// aboard.
    pub(super) overtime: Vec<usize>,
}

/// A place for a ride.
pub(super) struct Found {
    pub price: Price,
    pub at: usize,
    pub stops: Vec<Stop>,
    pub settled: Settled,
}

impl<'a> Repair<'a> {
    /// The old plan, not yet settled.
    pub fn new(instance: &'a Instance, state: State, morning: &'a Morning) -> Self {
        let nothing = || (Vec::new(), Settled { windows: Vec::new(), price: Money::ZERO });
        let ahead = state.runs.iter().map(|_| nothing()).collect();
        Self { instance, state, morning, ahead, overtime: Vec::new() }
    }

    /// Settles every vehicle, and finds places for who has none.
    pub fn run(&mut self) {
        for at in 0..self.ahead.len() {
            self.settle_run(at);
        }
        let homeless = std::mem::take(&mut self.state.homeless);
        let vehicles = 0..self.ahead.len();
        let places = |id| vehicles.clone().map(|at| self.place(at, id)).collect();
        let mut waiting: Vec<(RequestId, Places)> =
            homeless.into_iter().map(|id| (id, places(id))).collect();
        while let Some(index) = hardest(&waiting) {
            let (_, places) = waiting.swap_remove(index);
            let Some(found) = cheapest(places) else { continue };
            let at = found.at;
            self.ahead[at] = (found.stops, found.settled);
            // The others' places in all other vehicles are what they were.
            waiting.iter_mut().for_each(|(id, places)| places[at] = self.place(at, *id));
        }
        let mut waiting: Vec<RequestId> = waiting.into_iter().map(|(id, _)| id).collect();
        waiting.retain(|&id| !self.make_room(id));
        self.give_any_time(waiting);
        self.keep_more_promises();
    }

    /// Finds places for who has none at the told minute or about it: at any time that the promise allows,
    /// as long as places are found. Who has a taxi is not asked to come at another time.
    fn give_any_time(&mut self, mut waiting: Vec<RequestId>) {
        waiting.retain(|&id| self.instance.request(id).taxi_price.is_none());
        waiting.iter().for_each(|id| self.state.anchors[id.index()] = None);
        let mut before = usize::MAX;
        while !waiting.is_empty() && waiting.len() < before {
            before = waiting.len();
            self.anchor_anew();
            waiting.retain(|&id| !self.take_aboard(id) && !self.make_room(id));
        }
    }

    /// Lets times move about where they are settled, so that one that was moved later may also be moved
    /// a little less.
    fn anchor_anew(&mut self) {
        for (stops, settled) in &self.ahead {
            for (stop, window) in stops.iter().zip(&settled.windows) {
                let anchor = &mut self.state.anchors[stop.request().index()];
                if let Stop::Pickup(_) = stop
                    && anchor.is_some()
                {
                    *anchor = Some(window.earliest.floor_to_minute());
                }
            }
        }
    }

    /// Gives a ride the cheapest place of all vehicles; whether there is one.
    fn take_aboard(&mut self, id: RequestId) -> bool {
        let places = (0..self.ahead.len()).map(|at| self.place(at, id)).collect();
        let found = cheapest(places);
        let is_found = found.is_some();
        if let Some(Found { at, stops, settled, .. }) = found {
            self.ahead[at] = (stops, settled);
        }
        is_found
    }

    /// Whether a vehicle may be given the ride, times set aside.
    pub(super) fn may_take(&self, at: usize, id: RequestId) -> bool {
        let run = &self.state.runs[at];
        let is_barred = self.state.only[id.index()].is_some_and(|only| only.index() != at);
        let spec = &self.state.vehicles[at].spec;
        !run.is_broken && !run.is_closed && !is_barred && self.instance.suits(spec, id)
    }

    /// Requests and vehicles with all that is fixed, and each vehicle's order of stops.
    pub fn finish(self) -> (Vec<Request>, Vec<Vehicle>, Vec<Vec<Stop>>) {
        let vehicles = 0..self.ahead.len();
        let orders: Vec<Vec<Stop>> = vehicles.map(|at| self.order(at, &self.ahead[at].0)).collect();
        let mut requests = self.instance.requests().to_vec();
        self.pin_taxis(&orders, &mut requests);
        for (at, (stops, settled)) in self.ahead.iter().enumerate() {
            for (stop, window) in self.fixed(at, stops, settled) {
                let request = &mut requests[stop.request().index()];
                match stop {
                    Stop::Pickup(_) => request.pickup.window = window,
                    Stop::Dropoff(_) => request.dropoff.window = window,
                }
            }
        }
        (requests, self.state.vehicles, orders)
    }

    /// The vehicles that are late, and when they reach the first stop ahead.
    pub fn late_until(&self) -> impl Iterator<Item = (usize, Time)> {
        (0..self.ahead.len()).filter_map(|at| {
            let run = &self.state.runs[at];
            let is_late = run.late > Duration::ZERO || run.late_until.is_some();
            let (stops, settled) = &self.ahead[at];
            let first = stops.first().filter(|_| is_late)?;
            Some((at, self.timing(at).reaches(*first, settled.windows[0])))
        })
    }

    fn timing(&self, at: usize) -> Ahead<'_> {
        Ahead { instance: self.instance, state: &self.state, morning: self.morning, at }
    }

    /// Settles what a vehicle was to do; who makes that impossible loses their place there.
    fn settle_run(&mut self, at: usize) {
        let mut stops = self.state.runs[at].ahead.clone();
        loop {
            if let Some(settled) = self.settled(at, &stops) {
                self.ahead[at] = (stops, settled);
                return;
            }
            let run = &self.state.runs[at];
            let mut waiting: Vec<RequestId> =
                stops.iter().filter(|stop| !run.is_aboard(**stop)).map(|it| it.request()).collect();
            waiting.sort_unstable();
            waiting.dedup();
            match self.least_missed(at, &stops, &waiting) {
                Some(leaves) => {
                    stops.retain(|stop| stop.request() != leaves);
                    self.state.homeless.push(leaves);
                }
                None if self.overtime.contains(&at) => return,
                None => self.work_overtime(at),
            }
        }
    }

    /// Lets a vehicle bring on who is aboard although its shift is over or its driver has had no rest.
    fn work_overtime(&mut self, at: usize) {
        let spec = &mut self.state.vehicles[at].spec;
        spec.shift.latest += Duration::hours(24);
        spec.longest_duration = None;
        spec.break_rule = None;
        self.overtime.push(at);
    }

    /// The ride without which the order costs least, or if none is enough, one whose time is no more.
    fn least_missed(&self, at: usize, stops: &[Stop], waiting: &[RequestId]) -> Option<RequestId> {
        let without = |id: RequestId| -> Vec<Stop> {
            stops.iter().copied().filter(|stop| stop.request() != id).collect()
        };
        let prices = waiting.iter().filter_map(|&id| {
            let settled = self.settled(at, &without(id))?;
            Some((settled.price, id))
        });
        let timing = self.timing(at);
        let has_no_time = |id: &&RequestId| timing.anchor(**id).is_none();
        let fallback = waiting.iter().find(has_no_time).or(waiting.first());
        prices.min().map(|(_, id)| id).or(fallback.copied())
    }

    /// The order settled, if a vehicle can drive it within every rule.
    pub(super) fn settled(&self, at: usize, stops: &[Stop]) -> Option<Settled> {
        let settled = self.timing(at).settle(stops)?;
        self.can_drive(at, stops, &settled).then_some(settled)
    }

    /// Whether the vehicle's whole run, driven and ahead, keeps every rule.
    fn can_drive(&self, at: usize, stops: &[Stop], settled: &Settled) -> bool {
        let order = self.order(at, stops);
        if order.is_empty() {
            return true;
        }
        let mut single = Single::new(self.instance, &self.state.vehicles, at, &order);
        for (position, (_, window)) in self.fixed(at, stops, settled).enumerate() {
            single.set_window(position, window);
        }
        single.route().is_some()
    }

    fn order(&self, at: usize, ahead: &[Stop]) -> Vec<Stop> {
        let done = self.state.runs[at].done.iter().map(|&(stop, _)| stop);
        done.chain(ahead.iter().copied()).collect()
    }

    /// The stops of a run, driven and ahead, with the windows in which they begin.
    fn fixed<'s>(
        &'s self,
        at: usize,
        stops: &'s [Stop],
        settled: &'s Settled,
    ) -> impl Iterator<Item = (Stop, Window)> + 's {
        let done = self.state.runs[at].done.iter();
        let done = done.map(|&(stop, began)| (stop, Window { earliest: began, latest: began }));
        done.chain(stops.iter().copied().zip(settled.windows.iter().copied()))
    }

    /// Gives rides that are in no run, and so go by taxi if there is one that helps, the time that was told or
    /// else one that is still to come.
    fn pin_taxis(&self, orders: &[Vec<Stop>], requests: &mut [Request]) {
        let mut has_place = vec![false; requests.len()];
        orders.iter().flatten().for_each(|stop| has_place[stop.request().index()] = true);
        let now = self.morning.now;
        for (id, request) in (0..).map(RequestId).zip(requests) {
            if has_place[id.index()] || request.taxi_price.is_none() {
                continue;
            }
            if self.state.is_beyond_taxis(id, request, now) {
                request.taxi_price = None;
                continue;
            }
            let told = self.timing(0).anchor(id);
            let told = told.filter(|&told| told >= now || self.state.by_taxi[id.index()]);
            let window = &mut request.pickup.window;
            match told {
                Some(told) => {
                    window.earliest = window.earliest.max(told);
                    window.latest = window.latest.min(told + MINUTE);
                }
                None => window.earliest = window.earliest.max(now).min(window.latest),
            }
        }
    }

    /// The cheapest place for a ride in a vehicle's run.
    pub(super) fn place(&self, at: usize, id: RequestId) -> Option<Found> {
        self.place_below(at, id, Money::ore(i64::MAX))
    }

    /// The cheapest place for a ride in a vehicle's run that changes less of what is promised than this.
    pub(super) fn place_below(&self, at: usize, id: RequestId, ceiling: Money) -> Option<Found> {
        if !self.may_take(at, id) {
            return None;
        }
        let (before, now) = &self.ahead[at];
        let cost_before = self.cost(at, before);
        let mut orders: Vec<Found> = Vec::new();
        for pickup in 0..=before.len() {
            for dropoff in pickup..=before.len() {
                let mut stops = before.clone();
                stops.insert(dropoff, Stop::Dropoff(id));
                stops.insert(pickup, Stop::Pickup(id));
                let Some(settled) = self.timing(at).settle(&stops) else { continue };
                if settled.price - now.price >= ceiling {
                    continue;
                }
                let price = (settled.price - now.price, self.cost(at, &stops) - cost_before);
                orders.push(Found { price, at, stops, settled });
            }
        }
        orders.sort_by_key(|found| found.price);
        let mut tried = orders.into_iter().take(TRIES);
        tried.find(|found| self.can_drive(at, &found.stops, &found.settled))
    }

    /// What the contractor charges for the run, waiting left out.
    pub(super) fn cost(&self, at: usize, ahead: &[Stop]) -> Money {
        let order = self.order(at, ahead);
        if order.is_empty() {
            return Money::ZERO;
        }
        let spec = &self.state.vehicles[at].spec;
        let mut totals = Totals::default();
        let mut place = spec.start;
        for &stop in &order {
            let visit = self.instance.visit(stop);
            let leg = self.instance.travel().leg(place, visit.place);
            totals.distance += leg.distance;
            totals.driving += leg.duration;
            totals.boarding += visit.service;
            place = visit.place;
        }
        let leg = self.instance.travel().leg(place, spec.end);
        totals.distance += leg.distance;
        totals.driving += leg.duration;
        spec.tariff.cost(totals)
    }
}

/// For each vehicle the cheapest place of a ride in its run.
type Places = Vec<Option<Found>>;

/// The ride whose second-best vehicle costs most more than its best; rides without any are passed over.
fn hardest(waiting: &[(RequestId, Places)]) -> Option<usize> {
    let regret = |places: &Places| {
        let mut prices: Vec<Money> =
            places.iter().flatten().map(|found| found.price.0 + found.price.1).collect();
        prices.sort_unstable();
        let best = *prices.first()?;
        Some(prices.get(1).map_or(Money::ore(i64::MAX / 4), |&second| second - best))
    };
    let regrets = waiting.iter().enumerate();
    let regrets = regrets.filter_map(|(index, (_, places))| Some((regret(places)?, index)));
    // Among equals the first, so that the same morning gives the same plan.
    regrets
        .max_by_key(|&(regret, index)| (regret, std::cmp::Reverse(index)))
        .map(|(_, index)| index)
}

fn cheapest(places: Places) -> Option<Found> {
    places.into_iter().flatten().min_by_key(|found| (found.price, found.at))
}
