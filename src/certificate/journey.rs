//! Routes grown stop by stop, as the rules of the day say, each rule where it is met.
//!
//! Windows, drives and service; loads and layouts, lift, front seat; who rides alone and who not with
//! whom; longest rides, the shift, the longest duty, the driver's rest; invoices, paid waiting included.

use crate::certificate::zone::{Clock, Zone};
use crate::domain::{
    Duration, Instance, Leg, Load, RequestId, Stop, Tariff, Time, Totals, TypeId, VehicleSpec,
    Visit,
};

/// A set of requests, a bit each.
pub(super) type Set = u128;

/// The most requests that a set can hold.
pub(super) const MOST_RIDES: usize = Set::BITS as usize;

/// The set of one request.
pub(super) fn one(id: RequestId) -> Set {
    1 << id.index()
}

/// The requests of a set.
pub(super) fn members(set: Set) -> impl Iterator<Item = RequestId> {
    (0..MOST_RIDES as u32).map(RequestId).filter(move |&id| set & one(id) != 0)
}

/// A route so far.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    /// The last stop; none where the vehicle has yet to leave the depot.
    pub at: Option<Stop>,
    /// Who is aboard.
    pub aboard: Set,
    /// Who is aboard or was.
    pub served: Set,
    /// Whether the driver has had the rest, or needs none.
    pub rested: bool,
    /// When all this can be.
    pub zone: Zone,
    /// What it adds up to. Where waiting is paid for, all time is waiting that is nothing else: until the
    /// journey is over, what is driven and boarded is taken off.
    pub totals: Totals,
}

/// A vehicle of some type, and how it may be driven.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vehicle<'a> {
    pub instance: &'a Instance,
    pub kind: TypeId,
    pub spec: &'a VehicleSpec,
}

impl<'a> Vehicle<'a> {
    pub fn new(instance: &'a Instance, kind: TypeId) -> Self {
        Self { instance, kind, spec: instance.spec(kind) }
    }

    /// One type after the other.
    pub fn all(instance: &'a Instance) -> impl Iterator<Item = Self> {
        let kinds = (0..instance.types().len() as u32).map(TypeId);
        kinds.map(move |kind| Self::new(instance, kind))
    }

    fn depot(&self, is_start: bool) -> Visit {
        let place = if is_start { self.spec.start } else { self.spec.end };
        Visit { place, window: self.spec.shift, service: Duration::ZERO }
    }

    pub fn first_leg(&self, to: Stop) -> Leg {
        self.instance.first_leg(&self.depot(true), self.instance.visit(to))
    }

    pub fn last_leg(&self, from: Stop) -> Leg {
        self.instance.leg(self.instance.visit(from), &self.depot(false))
    }

    fn pays_waiting(&self) -> bool {
        self.spec.tariff.per_hour_waiting.as_ore() != 0
    }

    /// The vehicle before it leaves, its driver rested there or not.
    pub fn starts(&self) -> Vec<Journey> {
        let shift = self.spec.shift;
        let mut starts = vec![self.start(shift.earliest, self.spec.break_rule.is_none())];
        if let Some(rule) = self.spec.break_rule {
            let rested = rule.between.earliest.max(shift.earliest) + rule.length;
            if rested <= rule.between.latest {
                starts.push(self.start(rested, true));
            }
        }
        starts.into_iter().flatten().collect()
    }

    fn start(&self, from: Time, rested: bool) -> Option<Journey> {
        let mut zone = Zone::new();
        zone.add(Clock::Ready);
        let mut is_possible = zone.no_earlier(Clock::Ready, from);
        if self.spec.longest_duration.is_some() || self.pays_waiting() {
            zone.add(Clock::Left);
            is_possible &= zone.no_earlier(Clock::Left, from)
                && zone.no_later(Clock::Left, self.spec.shift.latest)
                && zone.limit(Clock::Left, Clock::Ready, Duration::ZERO);
        }
        let totals = Totals::default();
        let journey = Journey { at: None, aboard: 0, served: 0, rested, zone, totals };
        is_possible.then_some(journey)
    }

    /// The journey with one stop more, unless a rule forbids it.
    pub fn visit(&self, from: &Journey, stop: Stop) -> Option<Journey> {
        let (id, visit) = (stop.request(), *self.instance.visit(stop));
        let leg = match from.at {
            None => self.first_leg(stop),
            Some(last) => self.instance.leg(self.instance.visit(last), &visit),
        };
        let (aboard, served) = match stop {
            Stop::Pickup(_) if from.served & one(id) == 0 && self.may_board(from.aboard, id) => {
                (from.aboard | one(id), from.served | one(id))
            }
            Stop::Dropoff(_) if from.aboard & one(id) != 0 => (from.aboard & !one(id), from.served),
            _ => return None,
        };
        let mut zone = from.zone.clone();
        zone.add(Clock::Begins);
        let is_in_time = zone.limit(Clock::Ready, Clock::Begins, -leg.duration)
            && zone.no_earlier(Clock::Begins, visit.window.earliest)
            && zone.no_later(Clock::Begins, visit.window.latest)
            && self.keeps_longest_ride(&mut zone, stop);
        if !is_in_time || !self.goes_on(&mut zone, visit.service) {
            return None;
        }
        let totals = self.with(from.totals, leg, visit.service);
        Some(Journey { at: Some(stop), aboard, served, rested: from.rested, zone, totals })
    }

    /// Whether somebody may board a vehicle with these aboard.
    fn may_board(&self, aboard: Set, id: RequestId) -> bool {
        let own = self.instance.request(id);
        let gets_on_with = |other: RequestId| {
            let request = self.instance.request(other);
            !request.alone && !own.alone && !own.not_with.contains(&other)
        };
        let load = members(aboard)
            .fold(own.load, |load: Load, other| load + self.instance.request(other).load);
        self.instance.suits(self.spec, id)
            && self.spec.holds(load)
            && members(aboard).all(gets_on_with)
    }

    /// Takes in when somebody boarded, or that nobody alights too late; false if somebody does.
    fn keeps_longest_ride(&self, zone: &mut Zone, stop: Stop) -> bool {
        let request = self.instance.request(stop.request());
        let Some(longest) = request.longest_ride else { return true };
        let boarded = Clock::Boarded(stop.request());
        match stop {
            Stop::Pickup(_) => {
                let service = request.pickup.service;
                zone.add(boarded);
                zone.limit(boarded, Clock::Begins, service)
                    && zone.limit(Clock::Begins, boarded, -service)
            }
            Stop::Dropoff(_) => {
                let is_kept = zone.limit(Clock::Begins, boarded, longest);
                zone.remove(boarded);
                is_kept
            }
        }
    }

    /// What has begun takes so long; then the vehicle is ready, at once or later.
    fn goes_on(&self, zone: &mut Zone, length: Duration) -> bool {
        zone.remove(Clock::Ready);
        zone.add(Clock::Ready);
        let is_possible = zone.limit(Clock::Begins, Clock::Ready, -length);
        zone.remove(Clock::Begins);
        is_possible
    }

    fn with(&self, totals: Totals, leg: Leg, boarding: Duration) -> Totals {
        let busy = if self.pays_waiting() { leg.duration + boarding } else { Duration::ZERO };
        Totals {
            distance: totals.distance + leg.distance,
            driving: totals.driving + leg.duration,
            boarding: totals.boarding + boarding,
            waiting: totals.waiting - busy,
        }
    }

    /// The journey with the driver's rest after its last stop, nobody aboard.
    pub fn rest(&self, from: &Journey) -> Option<Journey> {
        let rule = self.spec.break_rule.filter(|_| !from.rested)?;
        if from.aboard != 0 || from.at.is_none() {
            return None;
        }
        let mut next = Journey { rested: true, ..from.clone() };
        next.zone.add(Clock::Begins);
        let is_possible = next.zone.limit(Clock::Ready, Clock::Begins, Duration::ZERO)
            && next.zone.no_earlier(Clock::Begins, rule.between.earliest)
            && next.zone.no_later(Clock::Begins, rule.between.latest - rule.length)
            && self.goes_on(&mut next.zone, rule.length);
        if self.pays_waiting() {
            next.totals.waiting = next.totals.waiting - rule.length;
        }
        is_possible.then_some(next)
    }

    /// What the route adds up to that ends with this journey, nobody aboard, if it can end so.
    pub fn end(&self, from: &Journey) -> Option<Totals> {
        let last = from.at.filter(|_| from.aboard == 0)?;
        let leg = self.last_leg(last);
        let mut zone = from.zone.clone();
        zone.add(Clock::Begins);
        let mut is_possible = zone.limit(Clock::Ready, Clock::Begins, -leg.duration)
            && zone.no_later(Clock::Begins, self.spec.shift.latest);
        if let Some(longest) = self.spec.longest_duration {
            is_possible = is_possible && zone.limit(Clock::Begins, Clock::Left, longest);
        }
        if let Some(rule) = self.spec.break_rule.filter(|_| !from.rested) {
            let back = rule.between.latest.min(self.spec.shift.latest) - rule.length;
            is_possible = is_possible && zone.no_later(Clock::Begins, back);
        }
        let mut totals = self.with(from.totals, leg, Duration::ZERO);
        if is_possible && self.pays_waiting() {
            totals.waiting += zone.shortest(Clock::Left, Clock::Begins);
        }
        is_possible.then_some(totals)
    }

    /// The cost before rounding, in parts of an øre.
    pub fn parts(&self, totals: Totals) -> i64 {
        let tariff = &self.spec.tariff;
        tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE + tariff.parts(totals)
    }

    /// What the cheapest route of these stops in this order adds up to, or the number of stops that can
    /// be made of it.
    pub fn drive(&self, stops: &[Stop]) -> Result<Totals, usize> {
        let mut journeys = self.starts();
        for (made, &stop) in stops.iter().enumerate() {
            let next: Vec<_> = journeys.iter().filter_map(|one| self.visit(one, stop)).collect();
            let rested: Vec<_> = next.iter().filter_map(|one| self.rest(one)).collect();
            journeys = next.into_iter().chain(rested).collect();
            if journeys.is_empty() {
                return Err(made);
            }
        }
        let ends = journeys.iter().filter_map(|one| self.end(one));
        ends.min_by_key(|&totals| self.parts(totals)).ok_or(stops.len())
    }
}
