//! Routes grown stop by stop, as the rules of the day say, each rule where it is met.
//!
//! Windows, drives and service; loads and layouts, lift, front seat; who rides alone and who not with
//! whom; longest rides, the shift, the longest duty, the driver's rest; invoices, paid waiting included.

use crate::certificate::rides::{Set, members, one};
use crate::certificate::zone::{Clock, Zone};
use crate::domain::{
    Duration, Instance, Leg, Load, RequestId, Stop, Tariff, Time, Totals, TypeId, VehicleSpec,
    Visit,
};

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
            next.totals.waiting -= rule.length;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        BreakRule, Distance, Money, PlaceId, Request, TravelTable, TripClock, Vehicle as Car,
        Window,
    };

    const ONE: RequestId = RequestId(0);
    const TWO: RequestId = RequestId(1);

    fn window(from: (i64, i64), to: (i64, i64)) -> Window {
        Window { earliest: Time::hm(from.0, from.1), latest: Time::hm(to.0, to.1) }
    }

    /// From the place 10 minutes along a street to that at 20, or at 30; a minute to get on or off.
    fn request(number: u32) -> Request {
        let visit = |place| Visit {
            place: PlaceId(place),
            window: window((8, 0), (12, 0)),
            service: Duration::minutes(1),
        };
        Request {
            name: number.to_string(),
            pickup: visit(1),
            dropoff: visit(1 + number),
            load: Load { seats: 1, ..Load::EMPTY },
            longest_ride: None,
            trip_clock: TripClock::Aboard,
            alone: false,
            needs_lift: false,
            not_with: Vec::new(),
            taxi_price: None,
        }
    }

    fn spec() -> VehicleSpec {
        VehicleSpec {
            start: PlaceId(0),
            end: PlaceId(0),
            shift: window((8, 0), (12, 0)),
            longest_duration: None,
            layouts: "2+0".parse().expect("layouts"),
            front_seats: 1,
            lift: false,
            break_rule: None,
            tariff: Tariff::default(),
        }
    }

    /// The waiting in minutes when both are fetched and then set down one after the other, with rules
    /// changed before; none if that breaks a rule.
    fn together(change: impl Fn(&mut [Request; 2], &mut VehicleSpec)) -> Option<i64> {
        let (mut requests, mut spec) = ([request(1), request(2)], spec());
        change(&mut requests, &mut spec);
        let minutes = |from: PlaceId, to: PlaceId| 10 * (i64::from(from.0) - i64::from(to.0)).abs();
        let travel = TravelTable::from_fn(4, |from, to| Leg {
            duration: Duration::minutes(minutes(from, to)),
            distance: Distance::metres(1_000 * minutes(from, to)),
        });
        let car = Car { name: "V".into(), kind: String::new(), spec };
        let instance = Instance::new(requests.to_vec(), vec![car], travel, Vec::new());
        let instance = instance.expect("an instance");
        let vehicle = Vehicle::new(&instance, TypeId(0));
        let stops = [Stop::Pickup(ONE), Stop::Pickup(TWO), Stop::Dropoff(ONE), Stop::Dropoff(TWO)];
        let totals = vehicle.drive(&stops).ok()?;
        assert_eq!(totals.driving, Duration::minutes(60));
        assert_eq!(totals.boarding, Duration::minutes(4));
        Some(totals.waiting.ceil_minutes())
    }

    #[test]
    fn each_rule_is_kept_to_its_limit_and_no_further() {
        type Change = fn(&mut [Request; 2], &mut VehicleSpec);
        // Driven without a wait: 8:00 out, 8:10 on, 8:11 on, 8:22 off, 8:33 off, back at 9:04.
        let rules: [(&str, Change, Change); 10] = [
            (
                "window",
                |requests, _| requests[1].dropoff.window.latest = Time::hm(8, 33),
                |requests, _| requests[1].dropoff.window.latest = Time::hm(8, 32),
            ),
            (
                "shift",
                |_, s| s.shift.latest = Time::hm(9, 4),
                |_, s| s.shift.latest = Time::hm(9, 3),
            ),
            (
                "longest ride",
                |requests, _| requests[1].longest_ride = Some(Duration::minutes(21)),
                |requests, _| requests[1].longest_ride = Some(Duration::minutes(20)),
            ),
            (
                "longest duty",
                |_, spec| spec.longest_duration = Some(Duration::minutes(64)),
                |_, spec| spec.longest_duration = Some(Duration::minutes(63)),
            ),
            (
                "rest",
                |requests, spec| resting(requests, spec, (9, 4)),
                |requests, spec| resting(requests, spec, (9, 3)),
            ),
            ("seats", |_, _| {}, |_, spec| spec.layouts = "1+1".parse().expect("layouts")),
            (
                "front seat",
                |requests, _| requests[0].load.front_seats = 1,
                |requests, _| requests.iter_mut().for_each(|one| one.load.front_seats = 1),
            ),
            (
                "lift",
                |requests, spec| (requests[0].needs_lift, spec.lift) = (true, true),
                |requests, _| requests[0].needs_lift = true,
            ),
            ("alone", |_, _| {}, |requests, _| requests[1].alone = true),
            ("not with", |_, _| {}, |requests, _| requests[0].not_with = vec![TWO]),
        ];
        for (rule, kept, broken) in rules {
            assert!(together(kept).is_some(), "{rule} is kept");
            assert_eq!(together(broken), None, "{rule} is broken");
        }
    }

    /// A rest for which there is no time before leaving, and from 8:34 on at the last stop.
    fn resting(requests: &mut [Request; 2], spec: &mut VehicleSpec, until: (i64, i64)) {
        requests[0].pickup.window.latest = Time::hm(8, 10);
        spec.break_rule = Some(rest((8, 33), until));
    }

    fn rest(from: (i64, i64), to: (i64, i64)) -> BreakRule {
        BreakRule { length: Duration::minutes(30), between: window(from, to) }
    }

    #[test]
    fn waiting_is_counted_where_it_is_paid_for_and_as_little_as_can_be() {
        // On at 8:30 at the latest, off at 9:30 at the earliest: 61 min, of which 23 on the way.
        let late: fn(&mut [Request; 2]) = |requests| {
            requests[0].pickup.window.latest = Time::hm(8, 30);
            requests[1].dropoff.window.earliest = Time::hm(9, 30);
        };
        assert_eq!(together(|requests, _| late(requests)), Some(0), "not paid for");
        let paid = |requests: &mut [Request; 2], spec: &mut VehicleSpec| {
            late(requests);
            spec.tariff.per_hour_waiting = Money::kroner(100);
        };
        assert_eq!(together(paid), Some(37));
        // A rest on the way would be no waiting, but people are aboard.
        let rested = |requests: &mut [Request; 2], spec: &mut VehicleSpec| {
            paid(requests, spec);
            spec.break_rule = Some(rest((9, 0), (11, 0)));
        };
        assert_eq!(together(rested), Some(37));
    }
}
