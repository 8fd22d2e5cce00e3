//! The event model: which arcs of the event graphs to drive, asked of HiGHS and driven again in whole
//! numbers. [`Rows`] has the formulation.
//!
//! Times are floats in the rows, and a drive without service may take no time at all, so they may let
//! pass what breaks a rule by a hair, or goes in a circle. Whatever HiGHS returns is therefore driven
//! in whole numbers, and what is no route is forbidden before it is asked again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use crate::domain::{Instance, Money, Tariff, TypeId, Window};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::event_gaps::slot;
use crate::exact::event_graph::{EventGraph, EventId};
use crate::exact::event_rows::{Column, Rows, Walk};
use crate::exact::highs::{self, Effort, prices_of_leaving_out};

/// The event model over the graphs of all vehicle types.
#[derive(Debug)]
pub struct EventModel<'a> {
    pub(super) instance: &'a Instance,
    graphs: &'a [EventGraph],
    pub(super) price_of_leaving_out: Vec<Money>,
    /// When each stop can be made, by slot; `None` where it is in no event.
    pub(super) windows: Vec<Option<Window>>,
}

/// What is known when the model has been solved.
#[derive(Clone, Debug)]
pub struct EventPlan {
    /// One route for each vehicle used.
    pub routes: Vec<Arc<Route>>,
    /// No routes over the arcs kept cost less, requests that they leave out included at
    /// [`EventModel::price_of_leaving_out`]. Each route's cost is rounded to whole øre only when it
    /// is finished; the bound allows for that.
    pub bound: Option<Money>,
    /// Whether HiGHS came to the end: but for that rounding, no routes over the arcs kept are better.
    pub is_complete: bool,
    /// Walks that HiGHS took for routes and that were forbidden: none but for rounding errors and
    /// drives that take no time.
    pub forbidden: usize,
}

impl<'a> EventModel<'a> {
    /// The model over these graphs, one for each vehicle type in order.
    ///
    /// # Panics
    /// If there are more or fewer graphs.
    pub fn new(instance: &'a Instance, graphs: &'a [EventGraph]) -> Self {
        let kinds = graphs.iter().map(|graph| graph.kind().index());
        assert!(kinds.eq(0..instance.types().len()), "a graph for each vehicle type");
        let mut windows: Vec<Option<Window>> = vec![None; 2 * instance.requests().len()];
        for event in graphs.iter().flat_map(EventGraph::events) {
            let window = windows[slot(event.stop)]
                .get_or_insert(Window { earliest: event.earliest, latest: event.latest });
            window.earliest = window.earliest.min(event.earliest);
            window.latest = window.latest.max(event.latest);
        }
        let mut model = Self { instance, graphs, price_of_leaving_out: Vec::new(), windows };
        model.price_of_leaving_out = prices_of_leaving_out(instance, model.dearest());
        model
    }

    /// What it costs in the model to leave a request out: its taxi fare, or more than any routes cost
    /// together.
    pub fn price_of_leaving_out(&self) -> &[Money] {
        &self.price_of_leaving_out
    }

    /// The best routes found over the arcs that `keep` names by vehicle type and position in the
    /// graph, no worse than `known`, which may drive other arcs. Ends soon after `is_over`.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn solve(
        &self,
        known: &[Arc<Route>],
        effort: Effort,
        is_over: &dyn Fn() -> bool,
        keep: &dyn Fn(TypeId, usize) -> bool,
    ) -> Result<EventPlan> {
        let started = Instant::now();
        let columns = self.columns(keep);
        let rows = Rows { model: self, columns: &columns };
        let start = rows.warm_start(known);
        let mut forbidden = Vec::new();
        let mut bound = None;
        let (routes, is_complete) = loop {
            let problem = rows.problem(&forbidden);
            let effort = effort.less(started.elapsed());
            let solved = highs::solve(problem, start.as_deref(), effort, is_over)?;
            bound = self.whole_bound(solved.bound, &columns).max(bound);
            let Some(values) = solved.values else { break (known.to_vec(), false) };
            let driven = columns.iter().zip(values).filter(|&(_, x)| x > 0.5);
            let driven: Vec<&Column> = driven.map(|(column, _)| column).collect();
            match routes(self.instance, &driven) {
                Ok(routes) => break (self.better(routes, known), solved.is_complete),
                Err(walks) if solved.is_complete => forbidden.extend(walks),
                Err(_) => break (known.to_vec(), false),
            }
        };
        let bound = bound.map(|bound| bound.min(self.priced(&routes)));
        Ok(EventPlan { routes, bound, is_complete, forbidden: forbidden.len() })
    }

    /// The better of two choices of routes, the known ones if they are equal.
    fn better(&self, routes: Vec<Arc<Route>>, known: &[Arc<Route>]) -> Vec<Arc<Route>> {
        if self.priced(&routes) < self.priced(known) { routes } else { known.to_vec() }
    }

    fn columns(&self, keep: &dyn Fn(TypeId, usize) -> bool) -> Vec<Column<'a>> {
        let columns = self.graphs.iter().flat_map(|graph| {
            let kind = graph.kind();
            let arcs = graph.arcs().iter().enumerate().filter(move |&(arc, _)| keep(kind, arc));
            arcs.map(move |(_, arc)| {
                let stop = |id: EventId| graph.event(id).stop;
                Column { kind, arc, from: arc.from.map(stop), to: arc.to.map(stop) }
            })
        });
        columns.collect()
    }

    /// What routes cost, requests that they leave out included.
    fn priced(&self, routes: &[Arc<Route>]) -> Money {
        highs::priced(routes, &self.price_of_leaving_out)
    }

    /// As much as any routes together can cost: each stop reached, and each vehicle taken home, by
    /// the dearest arc.
    fn dearest(&self) -> Money {
        let mut reached = vec![0; self.windows.len()];
        let mut vehicles = Money::ZERO;
        for graph in self.graphs {
            let kind = &self.instance.types()[graph.kind().index()];
            let day_fee = kind.spec.tariff.day_fee;
            let mut home = 0;
            for arc in graph.arcs() {
                let fee =
                    if arc.from.is_none() { day_fee.as_ore() * Tariff::PARTS_PER_ORE } else { 0 };
                let dearest = match arc.to {
                    Some(id) => &mut reached[slot(graph.event(id).stop)],
                    None => &mut home,
                };
                *dearest = (arc.parts - fee).max(*dearest);
            }
            let home = Money::ore(home / Tariff::PARTS_PER_ORE + 1);
            vehicles += Money::ore((day_fee + home).as_ore() * kind.vehicles.len() as i64);
        }
        vehicles + Money::ore(reached.iter().sum::<i64>() / Tariff::PARTS_PER_ORE + 1)
    }

    /// The least whole cost of routes that before rounding cost no less than this; `None` if that
    /// says nothing.
    fn whole_bound(&self, kroner: f64, columns: &[Column]) -> Option<Money> {
        const WHOLE: i64 = Tariff::PARTS_PER_ORE;
        let step = columns.iter().fold(WHOLE, |step, column| gcd(column.arc.parts, step));
        let rounded_off = (WHOLE / 2 - 1) / step * step;
        let vehicles = self.instance.vehicles().len().min(self.instance.requests().len());
        // The gap that HiGHS may leave, and its rounding errors.
        let margin = 0.2 + 1e-9 * kroner.abs() * 100.0;
        let ore = kroner * 100.0 - margin - (vehicles as f64) * rounded_off as f64 / WHOLE as f64;
        ore.is_finite().then(|| Money::ore(ore.ceil().max(0.0) as i64))
    }
}

/// The routes that these arcs make, or the walks among them that are none.
fn routes(
    instance: &Instance,
    driven: &[&Column],
) -> std::result::Result<Vec<Arc<Route>>, Vec<Walk>> {
    let (starts, others): (Vec<&Column>, Vec<&Column>) =
        driven.iter().partition(|column| column.arc.from.is_none());
    let leaving = others.into_iter().map(|column| ((column.kind, column.arc.from), column));
    let mut next: BTreeMap<(TypeId, Option<EventId>), &Column> = leaving.collect();
    let mut routes = Vec::new();
    let mut wrong = Vec::new();
    for start in starts {
        let walk = follow(&mut next, start);
        let stops = walk.iter().filter_map(|drive| drive.to).collect();
        match Route::new(instance, start.kind, stops) {
            Some(route) => routes.push(Arc::new(route)),
            None => wrong.push(walk),
        }
    }
    // What no depot leads to goes in circles.
    while let Some((_, column)) = next.pop_first() {
        wrong.push(follow(&mut next, column));
    }
    if wrong.is_empty() { Ok(routes) } else { Err(wrong) }
}

/// The drives from this one on, taken out of `next`.
fn follow(next: &mut BTreeMap<(TypeId, Option<EventId>), &Column>, first: &Column) -> Walk {
    let mut drives = vec![first.drive()];
    let mut at = (first.kind, first.arc.to);
    while let Some(column) = next.remove(&at) {
        drives.push(column.drive());
        at = (column.kind, column.arc.to);
    }
    drives
}

pub(super) fn gcd(mut one: i64, mut other: i64) -> i64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
