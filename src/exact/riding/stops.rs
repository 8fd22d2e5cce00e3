//! What a vehicle of one type can visit, in numbers that are quick to compare.

use crate::domain::{Duration, Instance, Load, Request, RequestId, Time, TypeId, Visit};
use crate::exact::network::Direction;
use crate::exact::riding::crowd::Crowd;
use crate::exact::riding::drives::{Drives, stop};
use crate::exact::riding::label::Label;

/// A stop: pickups, then dropoffs, as time runs.
pub(super) type StopId = u16;

/// Milliseconds since midnight, or between two moments.
pub(super) type Moment = i32;

/// All stops of a vehicle type.
#[derive(Debug)]
pub(super) struct Stops {
    pub requests: usize,
    pub earliest: Vec<Moment>,
    pub latest: Vec<Moment>,
    drives: Drives,
    /// For each request the longest time from boarding to alighting, beginning to beginning.
    pub longest: Vec<Moment>,
    /// How long service takes.
    pub service: Vec<Moment>,
    pub loads: Vec<Load>,
    /// Who may not be aboard with each request.
    pub apart: Vec<Crowd>,
    /// After each stop, where somebody may board next.
    pub boarding: Vec<Vec<StopId>>,
    /// Where somebody may board first.
    pub first: Vec<StopId>,
    /// When vehicles leave at the earliest, and are back at the latest.
    pub leaves: Moment,
    pub returns: Moment,
    /// The longest duty.
    pub duty: Moment,
    /// No vehicle has reason to be back later.
    pub last: Moment,
}

fn moment(time: Time) -> Moment {
    length(time - Time::MIDNIGHT)
}

pub(super) fn length(length: Duration) -> Moment {
    let most = i64::from(Moment::MAX / 8);
    length.as_milliseconds().clamp(-most, most) as Moment
}

impl Stops {
    /// The stops of a vehicle type, as time runs so.
    pub fn new(instance: &Instance, kind: TypeId, direction: Direction) -> Self {
        let all = instance.requests();
        let requests = all.len();
        let spec = instance.spec(kind);
        let shift = direction.window(spec.shift, Duration::ZERO);
        let (leaves, returns) = (moment(shift.earliest), moment(shift.latest));
        let drives = Drives::of(instance, kind, direction);
        let visits = (0..2 * requests).map(|at| direction.visit(instance, stop(requests, at)));
        let visits: Vec<Visit> = visits.collect();
        let begins = visits.iter().zip(&drives.out);
        let ends = visits.iter().zip(&drives.back);
        let suits = |&at: &usize| instance.suits(spec, RequestId(at as u32));
        let mut stops = Self {
            requests,
            earliest: begins
                .map(|(visit, out)| moment(visit.window.earliest).max(leaves + out.0))
                .collect(),
            latest: ends
                .map(|(visit, back)| moment(visit.window.latest).min(returns - back.0))
                .collect(),
            drives,
            longest: Vec::new(),
            service: visits.iter().map(|visit| length(visit.service)).collect(),
            loads: all.iter().map(|request| request.load).collect(),
            apart: apart(instance),
            boarding: Vec::new(),
            first: (0..requests).filter(suits).map(|at| at as StopId).collect(),
            leaves,
            returns,
            duty: spec.longest_duration.map_or(returns - leaves, length).min(returns - leaves),
            last: returns,
        };
        stops.longest = all.iter().enumerate().map(|(at, one)| stops.longest(at, one)).collect();
        stops.boarding = (0..2 * requests).map(|from| stops.boarding_after(from)).collect();
        let ends = (requests..2 * requests).map(|at| stops.latest[at] + stops.back(at).0);
        stops.last = ends.max().unwrap_or(returns).min(returns);
        stops
    }

    /// How long a rider may be aboard, from beginning to beginning of service, as far as windows leave
    /// him the time.
    fn longest(&self, at: usize, request: &Request) -> Moment {
        let most = (self.latest[self.exit(at)] - self.earliest[at]).max(0);
        let limit = request.longest_ride.map(|longest| length(longest) + self.service[at]);
        limit.map_or(most, |limit| limit.min(most))
    }

    /// Where somebody may board right after a stop.
    fn boarding_after(&self, from: usize) -> Vec<StopId> {
        let can = |at: &&StopId| {
            let to = usize::from(**at);
            to != from && self.earliest[from] + self.gap(from, to) <= self.latest[to]
        };
        self.first.iter().filter(can).copied().collect()
    }

    #[inline]
    pub fn gap(&self, from: usize, to: usize) -> Moment {
        self.drives.gaps[from * 2 * self.requests + to]
    }

    #[inline]
    pub fn cost(&self, from: usize, to: usize) -> i64 {
        self.drives.costs[from * 2 * self.requests + to]
    }

    /// From the depot to a stop: how long, and at what cost.
    #[inline]
    pub fn out(&self, to: usize) -> (Moment, i64) {
        self.drives.out[to]
    }

    /// From the beginning of service at a stop to the depot.
    #[inline]
    pub fn back(&self, from: usize) -> (Moment, i64) {
        self.drives.back[from]
    }

    /// What boarding and alighting of a request costs.
    pub fn boarding_cost(&self, request: usize) -> i64 {
        self.drives.boards[request]
    }

    /// The request of a stop.
    #[inline]
    pub fn request(&self, at: usize) -> usize {
        if at < self.requests { at } else { at - self.requests }
    }

    /// The stop where a request's other end is visited.
    #[inline]
    pub fn exit(&self, rider: usize) -> usize {
        rider + self.requests
    }

    /// Whether a request could still be fetched after a label.
    #[inline]
    pub fn can_reach(&self, label: &Label, request: usize) -> bool {
        label.begins + self.gap(usize::from(label.stop), request) <= self.latest[request]
    }

    /// Whether whoever leaves a stop out drives no dearer.
    pub fn are_cheap(&self) -> bool {
        let all = || 0..2 * self.requests;
        // What boarding costs is no part of the way.
        let boards = |to: usize| self.drives.boards.get(to).copied().unwrap_or(0);
        let cost = |from: usize, to: usize| self.cost(from, to) - boards(to);
        let out = |to: usize| self.out(to).1 - boards(to);
        all().all(|via| {
            all().filter(|&to| to != via).all(|to| {
                let onward = cost(via, to);
                let others = all().filter(|&from| from != to && from != via);
                out(to) <= out(via) + onward
                    && self.back(to).1 <= cost(to, via) + self.back(via).1
                    && others.into_iter().all(|from| cost(from, to) <= cost(from, via) + onward)
            })
        })
    }
}

/// For each request those who may not be aboard with it.
fn apart(instance: &Instance) -> Vec<Crowd> {
    let is_apart = |one: RequestId, other: RequestId| {
        let (request, with) = (instance.request(one), instance.request(other));
        one != other && (request.alone || with.alone || request.not_with.contains(&other))
    };
    let of_one = |one: RequestId| {
        let others = instance.request_ids().filter(|&other| is_apart(one, other));
        others.map(RequestId::index).fold(Crowd::default(), Crowd::with)
    };
    instance.request_ids().map(of_one).collect()
}
