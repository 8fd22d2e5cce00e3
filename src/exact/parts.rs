//! Known routes as wave routes.

use rustc_hash::FxHashMap;

use crate::domain::{Instance, Leg, Stop, Totals};
use crate::evaluate::{RestPlace, Route};
use crate::exact::links::{End, Links};
use crate::exact::network::{Network, NodeId};
use crate::exact::relaxation::Column;

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
