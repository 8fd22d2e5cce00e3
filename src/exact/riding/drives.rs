//! Drives of a vehicle type between stops, and from and to its depot, as time runs.

use crate::domain::{Duration, Instance, Leg, RequestId, Stop, Totals, TypeId, Visit};
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
    pub fn of(instance: &Instance, kind: TypeId, direction: Direction) -> Self {
        let requests = instance.requests().len();
        let spec = instance.spec(kind);
        let visit = |at: usize| *instance.visit(direction.stop(stop(requests, at)));
        let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
        let (start, end) = (depot(spec.start), depot(spec.end));
        let boards: Vec<i64> = instance
            .requests()
            .iter()
            .map(|request| {
                let boarding = request.pickup.service + request.dropoff.service;
                spec.tariff.parts(Totals { boarding, ..Totals::default() })
            })
            .collect();
        let with_boarding = |at: usize, leg: Leg| {
            spec.tariff.parts_of_drive(leg) + boards.get(at).copied().unwrap_or(0)
        };
        let size = 2 * requests;
        let (mut gaps, mut costs) = (vec![0; size * size], vec![0; size * size]);
        for from in 0..size {
            for to in (0..size).filter(|&to| to != from) {
                let leg = direction.leg(instance, stop(requests, from), stop(requests, to));
                gaps[from * size + to] = length(visit(from).service + leg.duration);
                costs[from * size + to] = with_boarding(to, leg);
            }
        }
        let ends = |at: usize| {
            let (out, back) =
                (instance.first_leg(&start, &visit(at)), instance.leg(&visit(at), &end));
            match direction {
                Direction::Forward => (out, back),
                Direction::Backward => (back, out),
            }
        };
        let out = |at: usize| {
            let (out, _) = ends(at);
            (length(out.duration), with_boarding(at, out))
        };
        let back = |at: usize| {
            let (_, back) = ends(at);
            (length(visit(at).service + back.duration), spec.tariff.parts_of_drive(back))
        };
        Self {
            gaps,
            out: (0..size).map(out).collect(),
            back: (0..size).map(back).collect(),
            costs,
            boards,
        }
    }
}
