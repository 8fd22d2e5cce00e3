//! Drives of a vehicle type between stops, and from and to its depot, as time runs.

use crate::domain::{Duration, Instance, Leg, Request, RequestId, Stop, Totals, TypeId, Visit};
use crate::exact::network::Direction;
use crate::exact::riding::stops::{Moment, length};

/// Pickups, then dropoffs.
pub(super) fn stop(requests: usize, at: usize) -> Stop {
    let id = RequestId((at % requests) as u32);
    if at < requests { Stop::Pickup(id) } else { Stop::Dropoff(id) }
}

/// Drives between stops, and from and to the depot.
#[derive(Debug)]
pub(super) struct Drives {
    /// From the beginning of service at one stop to the arrival at another.
    pub gaps: Vec<Moment>,
    /// What the drive costs, in parts of an øre; to a pickup with boarding and alighting.
    pub costs: Vec<i64>,
    pub out: Vec<(Moment, i64)>,
    pub back: Vec<(Moment, i64)>,
    /// What boarding and alighting costs of each request.
    pub boards: Vec<i64>,
}

impl Drives {
    /// Of a vehicle type.
    pub fn of(instance: &Instance, kind: TypeId, direction: Direction) -> Self {
        let requests = instance.requests().len();
        let tariff = &instance.spec(kind).tariff;
        let boards = |request: &Request| {
            let boarding = request.pickup.service + request.dropoff.service;
            tariff.parts(Totals { boarding, ..Totals::default() })
        };
        let boards: Vec<i64> = instance.requests().iter().map(boards).collect();
        let service = |at: usize| instance.visit(direction.stop(stop(requests, at))).service;
        let cost_to =
            |at: usize, leg: Leg| tariff.parts_of_drive(leg) + boards.get(at).copied().unwrap_or(0);
        let size = 2 * requests;
        let (mut gaps, mut costs) = (vec![0; size * size], vec![0; size * size]);
        for from in 0..size {
            for to in (0..size).filter(|&to| to != from) {
                let leg = direction.leg(instance, stop(requests, from), stop(requests, to));
                gaps[from * size + to] = length(service(from) + leg.duration);
                costs[from * size + to] = cost_to(to, leg);
            }
        }
        let ends = (0..size).map(|at| depot_legs(instance, kind, direction, at));
        let (out, back) = ends
            .enumerate()
            .map(|(at, (out, back))| {
                let back_from = length(service(at) + back.duration);
                let out_to = (length(out.duration), cost_to(at, out));
                (out_to, (back_from, tariff.parts_of_drive(back)))
            })
            .unzip();
        Self { gaps, costs, out, back, boards }
    }
}

/// The drive from the depot to a stop, and the one from there to the depot, as time runs.
fn depot_legs(instance: &Instance, kind: TypeId, direction: Direction, at: usize) -> (Leg, Leg) {
    let spec = instance.spec(kind);
    let visit = *instance.visit(direction.stop(stop(instance.requests().len(), at)));
    let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
    let out = instance.first_leg(&depot(spec.start), &visit);
    let back = instance.leg(&visit, &depot(spec.end));
    match direction {
        Direction::Forward => (out, back),
        Direction::Backward => (back, out),
    }
}
