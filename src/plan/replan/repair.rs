//! Places for who has none: each at the vehicle and in the order where it costs least.

use std::sync::Arc;

use crate::domain::{Instance, Money, Request, RequestId, Stop, Totals, Vehicle, Window};
use crate::evaluate::Route;
use crate::plan::replan::morning::Morning;
use crate::plan::replan::state::State;
use crate::plan::replan::timing::{Ahead, Settled};

/// How many of the cheapest orders of a vehicle are tried in full before it is given up.
const TRIES: usize = 40;

/// What an order costs more than another: changed promises, then the contractor's price.
type Price = (Money, Money);

/// A plan under repair.
pub(super) struct Repair<'a> {
    instance: &'a Instance,
    state: State,
    morning: &'a Morning,
    /// For each vehicle its stops ahead, as they are settled.
    ahead: Vec<(Vec<Stop>, Settled)>,
}

/// A place for a ride.
struct Found {
    price: Price,
    at: usize,
    stops: Vec<Stop>,
    settled: Settled,
}

impl<'a> Repair<'a> {
    /// The old plan, not yet settled.
    pub fn new(instance: &'a Instance, state: State, morning: &'a Morning) -> Self {
        let nothing = || (Vec::new(), Settled { windows: Vec::new(), price: Money::ZERO });
        let ahead = state.runs.iter().map(|_| nothing()).collect();
        Self { instance, state, morning, ahead }
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
        for (id, _) in waiting {
            self.make_room(id);
        }
    }

    /// Finds a place for a ride that has none, where another ride moves to make room, if there is one.
    fn make_room(&mut self, id: RequestId) {
        let mut best: Option<(Price, Found, Found)> = None;
        let vehicles: Vec<usize> =
            (0..self.ahead.len()).filter(|&at| self.may_take(at, id)).collect();
        for at in vehicles {
            let pickups = self.ahead[at].0.iter().filter(|stop| matches!(stop, Stop::Pickup(_)));
            let others: Vec<RequestId> = pickups.map(|stop| stop.request()).collect();
            for other in others {
                let swap = self.swap(at, id, other);
                best = best.into_iter().chain(swap).min_by_key(|(price, ..)| *price);
            }
        }
        if let Some((_, found, moved)) = best {
            self.ahead[found.at] = (found.stops, found.settled);
            self.ahead[moved.at] = (moved.stops, moved.settled);
        }
    }

    /// The places of a ride in a vehicle's run, and of the other that leaves it for that; with what both
    /// cost more.
    fn swap(
        &mut self,
        at: usize,
        id: RequestId,
        other: RequestId,
    ) -> Option<(Price, Found, Found)> {
        let mut without = self.ahead[at].0.clone();
        without.retain(|stop| stop.request() != other);
        let settled = self.settled(at, &without)?;
        let before = std::mem::replace(&mut self.ahead[at], (without, settled));
        let swap = self.place(at, id).and_then(|found| {
            self.ahead[at] = (found.stops.clone(), found.settled.clone());
            let places = (0..self.ahead.len()).filter_map(|to| self.place(to, other));
            let moved = places.min_by_key(|moved| (moved.price, moved.at))?;
            let price = (
                found.settled.price - before.1.price + moved.price.0,
                self.cost(at, &found.stops) - self.cost(at, &before.0) + moved.price.1,
            );
            Some((price, found, moved))
        });
        self.ahead[at] = before;
        swap
    }

    /// Whether a vehicle may be given the ride, times set aside.
    fn may_take(&self, at: usize, id: RequestId) -> bool {
        let run = &self.state.runs[at];
        let is_barred = self.state.only[id.index()].is_some_and(|only| only.index() != at);
        let spec = &self.state.vehicles[at].spec;
        !run.is_broken && !run.is_closed && !is_barred && self.instance.suits(spec, id)
    }

    /// Requests and vehicles with all that is fixed, and each vehicle's order of stops.
    pub fn finish(self) -> (Vec<Request>, Vec<Vehicle>, Vec<Vec<Stop>>) {
        let orders = (0..self.ahead.len()).map(|at| self.order(at, &self.ahead[at].0)).collect();
        let mut requests = self.instance.requests().to_vec();
        for at in 0..self.ahead.len() {
            let (stops, settled) = &self.ahead[at];
            self.pin(at, stops, settled, &mut requests);
        }
        (requests, self.state.vehicles, orders)
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
            let Some(leaves) = self.least_missed(at, &stops, &waiting) else { return };
            stops.retain(|stop| stop.request() != leaves);
            self.state.homeless.push(leaves);
        }
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
    fn settled(&self, at: usize, stops: &[Stop]) -> Option<Settled> {
        let settled = self.timing(at).settle(stops)?;
        self.can_drive(at, stops, &settled).then_some(settled)
    }

    /// Whether the vehicle's whole run, driven and ahead, keeps every rule.
    fn can_drive(&self, at: usize, stops: &[Stop], settled: &Settled) -> bool {
        let order = self.order(at, stops);
        if order.is_empty() {
            return true;
        }
        // Only requests of this run matter, but they must keep their numbers.
        let mut requests = self.instance.requests().to_vec();
        self.pin(at, stops, settled, &mut requests);
        let vehicle = vec![self.state.vehicles[at].clone()];
        let table = Arc::clone(self.instance.travel());
        let rush_hours = self.instance.rush_hours().to_vec();
        let Ok(instance) = Instance::new(requests, vehicle, table, rush_hours) else {
            return false;
        };
        Route::new(&instance, crate::domain::TypeId(0), order).is_some()
    }

    fn order(&self, at: usize, ahead: &[Stop]) -> Vec<Stop> {
        let done = self.state.runs[at].done.iter().map(|&(stop, _)| stop);
        done.chain(ahead.iter().copied()).collect()
    }

    /// Gives the requests of a run the windows in which they begin.
    fn pin(&self, at: usize, stops: &[Stop], settled: &Settled, requests: &mut [Request]) {
        let done = self.state.runs[at].done.iter();
        let done = done.map(|&(stop, began)| (stop, Window { earliest: began, latest: began }));
        let ahead = stops.iter().copied().zip(settled.windows.iter().copied());
        for (stop, window) in done.chain(ahead) {
            let request = &mut requests[stop.request().index()];
            match stop {
                Stop::Pickup(_) => request.pickup.window = window,
                Stop::Dropoff(_) => request.dropoff.window = window,
            }
        }
    }

    /// The cheapest place for a ride in a vehicle's run.
    fn place(&self, at: usize, id: RequestId) -> Option<Found> {
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
                let price = (settled.price - now.price, self.cost(at, &stops) - cost_before);
                orders.push(Found { price, at, stops, settled });
            }
        }
        orders.sort_by_key(|found| found.price);
        let mut tried = orders.into_iter().take(TRIES);
        tried.find(|found| self.can_drive(at, &found.stops, &found.settled))
    }

    /// What the contractor charges for the run, waiting left out.
    fn cost(&self, at: usize, ahead: &[Stop]) -> Money {
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
