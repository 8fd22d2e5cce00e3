//! Many routes to choose from: their relaxation, what it proves of them, and which of them a better choice can
//! be made of.
//!
//! The relaxation is solved over some of them, those that would improve it are added, and so on until there
//! are none: all can be looked at in no time, and the simplex method takes far longer over all of them.

use std::sync::Arc;

use crate::domain::Instance;
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::fleet::Fleet;
use crate::exact::links::Links;
use crate::exact::pricing::{Duals, Fair};
use crate::exact::relaxation::{Column, Optimum, Relaxation};

/// So many routes are in the relaxation at first, and no more are added at a time.
const FIRST: usize = 500;
const ADDED: usize = 300;

/// Routes and their relaxation.
pub(super) struct Pool<'a> {
    links: &'a Links,
    /// What leaving each request out costs, in parts of an øre.
    prices: &'a [i64],
    entries: Vec<Entry>,
    relaxation: Relaxation<'a>,
    fleet: Fleet,
    /// A smaller gain, in parts of an øre, is none to HiGHS.
    least_gain: i64,
}

struct Entry {
    route: Arc<Route>,
    column: Column,
    is_in_relaxation: bool,
}

/// What duals prove of the pool.
pub(super) struct Proven {
    /// What choices cost at least.
    value: i64,
    /// What no route has a smaller reduced cost than, for each vehicle type.
    least: Vec<i64>,
    duals: Duals,
}

impl<'a> Pool<'a> {
    /// A pool of these routes, the last of which are likely to be good; `cost` is what choices cost, more or less,
    /// in parts of an øre, as prices are.
    pub fn new(
        instance: &Instance,
        links: &'a Links,
        (prices, cost): (&'a [i64], i64),
        routes: Vec<Arc<Route>>,
    ) -> Self {
        let unit = (cost / prices.len().max(1) as i64).max(1);
        let mut relaxation = Relaxation::new(instance, links, prices, unit);
        let fleet = Fleet::of(instance);
        relaxation.limit(&fleet);
        let first = routes.len().saturating_sub(FIRST);
        let entry = |(at, route): (usize, Arc<Route>)| {
            let (column, is_in_relaxation) = (Column::of(instance, &route), at >= first);
            if is_in_relaxation {
                relaxation.add(column.clone());
            }
            Entry { route, column, is_in_relaxation }
        };
        let entries = routes.into_iter().enumerate().map(entry).collect();
        let least_gain = (unit / 1_000_000).max(1);
        Self { links, prices, entries, relaxation, fleet, least_gain }
    }

    /// Drops the routes that no choice is made of that costs less than the target, in parts of an øre, as many as
    /// duals tell; cuts the relaxation until no more than so many are left, or for so many rounds. What the last duals
    /// prove, `None` if it is over before there are any; `hear` is told what choices cost at least each time.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn narrow(
        &mut self,
        target: i64,
        (few, rounds): (usize, usize),
        is_over: &dyn Fn() -> bool,
        hear: &mut dyn FnMut(i64),
    ) -> Result<Option<Proven>> {
        let mut last = None;
        for _ in 0..rounds {
            let Some(optimum) = self.solve(is_over)? else { break };
            let proven = self.proven(optimum.duals.clone());
            hear(proven.value);
            self.drop_dear(&proven, target);
            let is_enough = self.entries.len() <= few || proven.value >= target || is_over();
            last = Some(proven);
            if is_enough || !self.relaxation.cut(&optimum) {
                break;
            }
        }
        Ok(last)
    }

    /// The optimum of the relaxation over all routes; `None` if it is over before.
    fn solve(&mut self, is_over: &dyn Fn() -> bool) -> Result<Option<Optimum>> {
        loop {
            let optimum = self.relaxation.solve(true)?;
            if !self.add(&optimum.duals) {
                return Ok(Some(optimum));
            }
            if is_over() {
                return Ok(None);
            }
        }
    }

    /// Adds to the relaxation the routes that improve it most; whether there were any.
    fn add(&mut self, duals: &Duals) -> bool {
        let absent = (0..).zip(&self.entries).filter(|(_, entry)| !entry.is_in_relaxation);
        let reduced = absent.map(|(at, it)| (it.column.reduced_cost(self.links, duals), at));
        let mut new: Vec<(i64, usize)> =
            reduced.filter(|&(cost, _)| cost < -self.least_gain).collect();
        new.sort_unstable();
        let mut fair = Fair::new(self.prices.len(), ADDED);
        for &(_, at) in &new {
            let entry = &mut self.entries[at];
            if fair.takes(&entry.column.serves) {
                self.relaxation.add(entry.column.clone());
                entry.is_in_relaxation = true;
            }
        }
        !new.is_empty()
    }

    /// What all choices of these routes cost at least, in whole numbers.
    fn proven(&self, mut duals: Duals) -> Proven {
        for (dual, &price) in duals.requests.iter_mut().zip(self.prices) {
            *dual = (*dual).min(price);
        }
        let mut least = vec![0; duals.types.len()];
        for Entry { column, .. } in &self.entries {
            let least: &mut i64 = &mut least[column.kind.index()];
            *least = (*least).min(column.reduced_cost(self.links, &duals));
        }
        let costs: Vec<i64> =
            duals.types.iter().zip(&least).map(|(dual, least)| dual + least).collect();
        let worth = duals.requests.iter().sum::<i64>();
        let cuts = duals.cuts.iter().map(|(_, price)| price).sum::<i64>();
        let vehicles = self.fleet.least_cost(&costs);
        let value = vehicles.map_or(i64::MIN, |cost| (worth - cuts).saturating_add(cost));
        Proven { value, least, duals }
    }

    fn drop_dear(&mut self, proven: &Proven, target: i64) {
        let Proven { value, least, duals } = proven;
        let most = target.saturating_sub(*value);
        let is_cheap = |column: &Column| {
            let kind = column.kind.index();
            // As `Bound::spared_by_a_route`.
            let spared = least[kind].min(-duals.types[kind]);
            column.reduced_cost(self.links, duals) < most.saturating_add(spared)
        };
        self.entries.retain(|entry| is_cheap(&entry.column));
        self.relaxation.retain(is_cheap);
    }

    /// The routes of the least reduced costs, so many at most, and whether these are all.
    pub fn cheapest(&self, proven: &Proven, most: usize) -> (Vec<Arc<Route>>, bool) {
        let cost = |entry: &&Entry| entry.column.reduced_cost(self.links, &proven.duals);
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_cached_key(cost);
        let routes = entries.iter().take(most).map(|entry| Arc::clone(&entry.route));
        (routes.collect(), entries.len() <= most)
    }

    /// All routes.
    pub fn into_routes(self) -> impl Iterator<Item = Arc<Route>> {
        self.entries.into_iter().map(|entry| entry.route)
    }
}
