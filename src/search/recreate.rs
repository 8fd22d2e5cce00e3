//! Requests taken out of a solution and put back, by several ideas.

use std::sync::Arc;

use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

use crate::domain::{Duration, Instance, Money, RequestId, Time, VehicleId};
use crate::evaluate::{Inserter, Insertion, Score, Solution};

/// How often an insertion is overlooked, so that the cheapest is not always taken (Christiaens and
/// Vanden Berghe 2020).
const BLINK: f64 = 0.02;

/// More than any insertion costs.
pub(super) const NO_LIMIT: Money = Money::ore(i64::MAX / 4);

/// Takes requests out of a solution and puts absent ones back; keeps its memory between calls.
#[derive(Debug)]
pub(super) struct Recreate<'a> {
    instance: &'a Instance,
    inserter: Inserter,
}

impl<'a> Recreate<'a> {
    /// For solutions of this instance.
    pub fn new(instance: &'a Instance) -> Self {
        Self { instance, inserter: Inserter::default() }
    }

    /// Takes these requests, sorted, out of their routes.
    pub fn take_out(&mut self, solution: &mut Solution, leaving: &[RequestId]) {
        let mut vehicles: Vec<VehicleId> =
            leaving.iter().filter_map(|&request| solution.vehicle_of(request)).collect();
        vehicles.sort_unstable();
        vehicles.dedup();
        for vehicle in vehicles {
            let leaves = |request| leaving.binary_search(&request).is_ok();
            let route = self.inserter.without(self.instance, solution.route(vehicle), leaves);
            solution.replace(self.instance, vehicle, Arc::new(route));
        }
    }

    /// Puts in what can be put in for less than `limit`, each request where it is cheapest, those first that are
    /// picked up first.
    pub fn in_time_order(&mut self, solution: &mut Solution, limit: impl Fn(RequestId) -> Money) {
        let latest = |request| self.instance.request(request).pickup.window.latest;
        let mut absent = solution.absent().to_vec();
        absent.sort_unstable_by_key(|&request| (latest(request), request));
        let mut open = open_vehicles(self.instance, solution);
        for request in absent {
            let wanted = (request, limit(request));
            self.insert_where_cheapest(solution, wanted, &mut open, || false);
        }
    }

    /// Puts back what can be put back, one request after the other where it is cheapest. Ends early
    /// where `is_hopeless` says so of a score that the solution will at best have.
    pub fn greedy(
        &mut self,
        solution: &mut Solution,
        rng: &mut ChaCha8Rng,
        is_hopeless: &dyn Fn(Score) -> bool,
    ) {
        let order = order(self.instance, solution, rng);
        let mut waiting = Waiting::new(self.instance, &order);
        let mut open = open_vehicles(self.instance, solution);
        for request in order {
            let wanted = (request, taxi_or_more(self.instance, request));
            let is_overlooked = || rng.random_bool(BLINK);
            self.insert_where_cheapest(solution, wanted, &mut open, is_overlooked);
            waiting.is_dealt_with(self.instance, request);
            if is_hopeless(waiting.at_best(solution)) {
                return;
            }
        }
    }

    /// Lets one of those who go by taxi board a vehicle at home, whatever that costs: it is dear for the first and
    /// cheap for whoever follows, so that nobody boards it who asks what it costs alone.
    pub fn send_out(&mut self, solution: &mut Solution, rng: &mut ChaCha8Rng) {
        let has_taxi = |id: &RequestId| self.instance.request(*id).taxi_price.is_some();
        let mut by_taxi: Vec<_> = solution.absent().iter().copied().filter(has_taxi).collect();
        by_taxi.sort_unstable();
        let mut at_home = open_vehicles(self.instance, solution);
        at_home.retain(|&vehicle| solution.route(vehicle).is_empty());
        let first = by_taxi.choose(rng).zip(at_home.choose(rng));
        if let Some((&request, &vehicle)) = first {
            self.insert_where_cheapest(solution, (request, NO_LIMIT), &mut vec![vehicle], || false);
        }
    }

    /// Puts in a request where it is cheapest, if it fits any open vehicle that is not overlooked for less than
    /// its limit.
    fn insert_where_cheapest(
        &mut self,
        solution: &mut Solution,
        (request, mut limit): (RequestId, Money),
        open: &mut Vec<VehicleId>,
        mut is_overlooked: impl FnMut() -> bool,
    ) {
        let mut best: Option<(VehicleId, Insertion)> = None;
        for &vehicle in &*open {
            if is_overlooked() {
                continue;
            }
            if let Some(found) =
                self.inserter.best(self.instance, solution.route(vehicle), request, limit)
            {
                limit = found.cost_delta;
                best = Some((vehicle, found));
            }
        }
        if let Some((vehicle, insertion)) = best {
            open.extend(self.insert(solution, request, vehicle, &insertion));
        }
    }

    /// Puts back what can be put back, always the request that would lose most by waiting: the one
    /// whose second-best vehicle is worst compared with its best (Potvin and Rousseau 1993,
    /// doi:10.1016/0377-2217(93)90221-8). Ends early where `is_hopeless` says so of a score that the
    /// solution will at best have.
    pub fn regret(&mut self, solution: &mut Solution, is_hopeless: &dyn Fn(Score) -> bool) {
        let instance = self.instance;
        let mut absent: Vec<RequestId> = solution.absent().to_vec();
        absent.sort_unstable();
        let mut waiting = Waiting::new(instance, &absent);
        let mut open = open_vehicles(instance, solution);
        let mut offers = vec![vec![Offer::UNKNOWN; open.len()]; absent.len()];
        while !is_hopeless(waiting.at_best(solution)) {
            let asked = absent.iter().zip(&mut offers);
            let wishes = asked.map(|(&request, offers)| self.ask(solution, request, &open, offers));
            let Some((index, slot, insertion)) = most_urgent(wishes) else { return };
            let opened = self.insert(solution, absent[index], open[slot], &insertion);
            waiting.is_dealt_with(instance, absent[index]);
            absent.swap_remove(index);
            offers.swap_remove(index);
            offers.iter_mut().for_each(|offers| offers[slot] = Offer::UNKNOWN);
            open.extend(opened);
            offers.iter_mut().for_each(|offers| offers.resize(open.len(), Offer::UNKNOWN));
        }
    }

    /// What the request wishes for. A vehicle is asked only as far as it may offer the best or the
    /// second-best.
    fn ask(
        &mut self,
        solution: &Solution,
        request: RequestId,
        open: &[VehicleId],
        offers: &mut [Offer],
    ) -> Wish {
        let mut wish = Wish::new(self.instance, request);
        for (slot, offer) in offers.iter().enumerate() {
            offer.insertion.iter().for_each(|insertion| wish.hear(slot, insertion));
        }
        for (slot, offer) in offers.iter_mut().enumerate() {
            let limit = wish.limit();
            if offer.insertion.is_none() && offer.least < limit {
                let route = solution.route(open[slot]);
                offer.insertion = self.inserter.best(self.instance, route, request, limit);
                offer.least = limit;
                offer.insertion.iter().for_each(|insertion| wish.hear(slot, insertion));
            }
        }
        wish
    }

    /// Puts in a request; returns the next vehicle of that type if this one was at home.
    fn insert(
        &mut self,
        solution: &mut Solution,
        request: RequestId,
        vehicle: VehicleId,
        insertion: &Insertion,
    ) -> Option<VehicleId> {
        let before = solution.route(vehicle);
        let was_at_home = before.is_empty();
        let route = self.inserter.apply(self.instance, before, request, insertion);
        solution.replace(self.instance, vehicle, Arc::new(route));
        was_at_home.then(|| next_at_home(self.instance, solution, vehicle))?
    }
}

/// Absent requests that may still find a place, as a share of a solution's score.
struct Waiting(Score);

impl Waiting {
    fn new(instance: &Instance, absent: &[RequestId]) -> Self {
        let taxis = absent.iter().map(|&request| instance.request(request).taxi_price);
        let not_planned = taxis.clone().filter(Option::is_none).count();
        Self(Score { not_planned, cost: taxis.flatten().sum() })
    }

    /// The request has found its place, or none.
    fn is_dealt_with(&mut self, instance: &Instance, request: RequestId) {
        match instance.request(request).taxi_price {
            Some(price) => self.0.cost -= price,
            None => self.0.not_planned -= 1,
        }
    }

    /// The score if everybody who waits finds a place at no cost.
    fn at_best(&self, solution: &Solution) -> Score {
        let Score { not_planned, cost } = solution.score();
        Score { not_planned: not_planned - self.0.not_planned, cost: cost - self.0.cost }
    }
}

/// What is known of the place that a vehicle offers a request.
#[derive(Clone, Copy, Debug)]
struct Offer {
    insertion: Option<Insertion>,
    /// As long as there is no insertion: one costs at least this.
    least: Money,
}

impl Offer {
    const UNKNOWN: Self = Self { insertion: None, least: Money::ore(i64::MIN) };
}

/// The best place that a request is offered, and what the second-best costs.
struct Wish {
    best: Option<(usize, Insertion)>,
    second: Money,
    /// A taxi costs no more than this.
    taxi: Money,
}

impl Wish {
    fn new(instance: &Instance, request: RequestId) -> Self {
        Self { best: None, second: NO_LIMIT, taxi: taxi_or_more(instance, request) }
    }

    /// Offers that cost at least this make no difference.
    fn limit(&self) -> Money {
        self.second.min(self.taxi)
    }

    fn hear(&mut self, slot: usize, insertion: &Insertion) {
        match self.best {
            Some((_, best)) if best.cost_delta <= insertion.cost_delta => {
                self.second = self.second.min(insertion.cost_delta);
            }
            before => {
                self.second = before.map_or(NO_LIMIT, |(_, best)| best.cost_delta);
                self.best = Some((slot, *insertion));
            }
        }
    }
}

/// What a place for the request may cost: less than the taxi, if there is one.
pub(super) fn taxi_or_more(instance: &Instance, request: RequestId) -> Money {
    instance.request(request).taxi_price.unwrap_or(NO_LIMIT)
}

/// The index of the wish with the largest regret, and its best offer: slot and insertion.
fn most_urgent(wishes: impl Iterator<Item = Wish>) -> Option<(usize, usize, Insertion)> {
    let mut urgent = None;
    let mut most = (Money::ore(i64::MIN), Money::ZERO);
    for (index, wish) in wishes.enumerate() {
        let Some((slot, insertion)) = wish.best else { continue };
        let urgency = (wish.second - insertion.cost_delta, -insertion.cost_delta);
        if urgency > most {
            most = urgency;
            urgent = Some((index, slot, insertion));
        }
    }
    urgent
}

/// The absent requests in one of several orders: any, the hardest, the earliest or the longest
/// first.
fn order(instance: &Instance, solution: &Solution, rng: &mut ChaCha8Rng) -> Vec<RequestId> {
    let mut absent = solution.absent().to_vec();
    absent.sort_unstable();
    absent.shuffle(rng);
    let request = |&id: &RequestId| instance.request(id);
    match rng.random_range(0..9) {
        0..4 => {}
        4..6 => absent.sort_by_key(|id| {
            let request = request(id);
            let room = request.load.seats + 4 * request.load.wheelchairs;
            std::cmp::Reverse((request.alone, request.needs_lift, room))
        }),
        6..8 => absent.sort_by_key(|id| -> Time { request(id).pickup.window.earliest }),
        _ => absent.sort_by_key(|id| -> std::cmp::Reverse<Duration> {
            let request = request(id);
            let direct = instance.travel().leg(request.pickup.place, request.dropoff.place);
            std::cmp::Reverse(direct.duration)
        }),
    }
    absent
}

/// The vehicles worth trying: those on the road, and the first of each type that is at home.
fn open_vehicles(instance: &Instance, solution: &Solution) -> Vec<VehicleId> {
    let mut home_tried = vec![false; instance.types().len()];
    let vehicles = solution.vehicles().iter().copied();
    vehicles
        .filter(|&vehicle| {
            !solution.route(vehicle).is_empty()
                || !std::mem::replace(&mut home_tried[instance.type_of(vehicle).index()], true)
        })
        .collect()
}

/// The first vehicle at home of the same type.
fn next_at_home(instance: &Instance, solution: &Solution, like: VehicleId) -> Option<VehicleId> {
    let alike = |vehicle: &&VehicleId| instance.type_of(**vehicle) == instance.type_of(like);
    let vehicles = solution.vehicles().iter().filter(alike);
    vehicles.copied().find(|&vehicle| solution.route(vehicle).is_empty())
}
