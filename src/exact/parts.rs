//! Known routes as wave routes.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::domain::{Instance, Leg, Stop, Totals};
use crate::evaluate::{RestPlace, Route};
use crate::exact::links::{End, Links};
use crate::exact::network::{Network, NodeId};
use crate::exact::relaxation::Column;

/// The most routes that are parted, of the first and of the last.
const MOST: (usize, usize) = (100, 5_000);

/// Parts routes where waves meet.
pub(super) struct Parts<'a> {
    instance: &'a Instance,
    links: &'a Links,
    nodes: FxHashMap<Stop, NodeId>,
}

impl<'a> Parts<'a> {
    pub fn new(instance: &'a Instance, network: &Network, links: &'a Links) -> Self {
        Self { instance, links, nodes: network.nodes_of_stops() }
    }

    /// The columns of the wave routes that routes are made of, of the first and of the last so many, each
    /// once and no dearer than it need be.
    pub fn of_all(&self, routes: &[Arc<Route>]) -> Vec<Column> {
        let (first, last) = MOST;
        let (first, others) = routes.split_at(routes.len().min(first));
        let last = &others[others.len().saturating_sub(last)..];
        let routes: Vec<&Arc<Route>> = first.iter().chain(last).collect();
        let parts: Vec<Vec<Column>> = routes.into_par_iter().map(|route| self.of(route)).collect();
        let mut met: FxHashMap<_, usize> = FxHashMap::default();
        let mut columns: Vec<Column> = Vec::new();
        for column in parts.into_iter().flatten() {
            let mut serves = column.serves.clone();
            serves.sort_unstable();
            let at = *met.entry((column.kind, column.ends, serves)).or_insert(columns.len());
            match columns.get_mut(at) {
                Some(known) if known.cost <= column.cost => {}
                Some(known) => *known = column,
                None => columns.push(column),
            }
        }
        columns
    }

    /// The columns of the wave routes that a route is made of.
    pub fn of(&self, route: &Route) -> Vec<Column> {
        let wave = |stop: &Stop| self.links.waves.of_request(stop.request());
        let rested_after = self.rested_after(route);
        let mut before = 0;
        let parts = route.stops().chunk_by(|one, next| wave(one) == wave(next));
        parts
            .map(|stops| {
                let begins = before >= rested_after;
                before += stops.len();
                self.column(route, stops, (begins, before >= rested_after))
            })
            .collect()
    }

    /// After how many stops the driver has had his rest, or needs none.
    fn rested_after(&self, route: &Route) -> usize {
        if self.instance.spec(route.kind()).break_rule.is_none() {
            return 0;
        }
        let rest = route.schedule(self.instance).and_then(|schedule| schedule.rest);
        match rest.map(|rest| rest.place) {
            Some(RestPlace::BeforeLeaving) => 0,
            Some(RestPlace::AfterStops(stops)) => stops,
            Some(RestPlace::AfterReturning) | None => usize::MAX,
        }
    }

    fn column(&self, route: &Route, stops: &[Stop], rested: (bool, bool)) -> Column {
        let visits = || stops.iter().map(|&stop| self.instance.visit(stop));
        let legs = visits().zip(visits().skip(1)).map(|(from, to)| self.instance.leg(from, to));
        let mut totals = Totals::default();
        for Leg { duration, distance } in legs {
            totals.driving += duration;
            totals.distance += distance;
        }
        totals.boarding = visits().map(|visit| visit.service).sum();
        let end = |stop: &Stop, rested| End { node: self.nodes[stop], rested };
        let ends = stops.first().zip(stops.last());
        let riders = stops.iter().filter_map(|&stop| match stop {
            Stop::Pickup(rider) => Some(rider),
            Stop::Dropoff(_) => None,
        });
        Column {
            kind: route.kind(),
            cost: self.instance.spec(route.kind()).tariff.parts(totals),
            serves: riders.collect(),
            nodes: Vec::new(),
            ends: ends.map(|(first, last)| (end(first, rested.0), end(last, rested.1))),
        }
    }
}
