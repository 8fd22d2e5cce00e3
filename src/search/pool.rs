//! Good routes met during the search, for the route MILP to choose from.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::domain::{RequestId, TypeId};
use crate::evaluate::Route;

/// What makes two routes the same to the MILP: the vehicle type and whom it serves, sorted.
type Key = (TypeId, Box<[RequestId]>);

/// The cheapest route met for each vehicle type and set of requests, the latest met kept longest.
#[derive(Clone, Debug)]
pub struct Pool {
    capacity: usize,
    routes: FxHashMap<Key, (u64, Arc<Route>)>,
    clock: u64,
}

impl Pool {
    /// An empty pool that keeps about that many routes.
    pub fn new(capacity: usize) -> Self {
        Self { capacity, routes: FxHashMap::default(), clock: 0 }
    }

    /// Adds a route, unless a cheaper one that does the same is there.
    pub fn add(&mut self, route: &Arc<Route>) {
        if route.is_empty() {
            return;
        }
        let mut requests: Vec<RequestId> = route.requests().collect();
        requests.sort_unstable();
        self.clock += 1;
        let clock = self.clock;
        let entry = self.routes.entry((route.kind(), requests.into_boxed_slice()));
        let kept = entry.or_insert_with(|| (clock, Arc::clone(route)));
        kept.0 = clock;
        if route.cost() < kept.1.cost() {
            kept.1 = Arc::clone(route);
        }
        if self.routes.len() > self.capacity {
            let mut stamps: Vec<u64> = self.routes.values().map(|&(stamp, _)| stamp).collect();
            let middle = stamps.len() / 2;
            let (_, &mut median, _) = stamps.select_nth_unstable(middle);
            self.routes.retain(|_, (stamp, _)| *stamp >= median);
        }
    }

    /// Adds all routes of another pool.
    pub fn merge(&mut self, other: &Self) {
        other.in_order().iter().for_each(|route| self.add(route));
    }

    /// The routes, in an order that depends on nothing but what was added and when.
    pub fn in_order(&self) -> Vec<Arc<Route>> {
        let mut routes: Vec<_> = self.routes.values().collect();
        routes.sort_unstable_by_key(|&&(stamp, _)| stamp);
        routes.into_iter().map(|(_, route)| Arc::clone(route)).collect()
    }
}
