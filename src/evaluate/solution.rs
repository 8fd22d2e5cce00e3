//! Routes for all vehicles, and the one ranking by which solutions are compared.

use std::sync::Arc;

use crate::domain::{Instance, Money, RequestId, VehicleId};
use crate::evaluate::Route;

/// How good a solution is; smaller is better. The only place where solutions are compared.
///
/// Lexicographic: rides neither planned nor given to a taxi, then cost. Citizens' time comes third,
/// but depends on clock times alone, which [`Route::schedule`] chooses best for given routes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Score {
    /// Rides neither planned nor given to a taxi.
    pub not_planned: usize,
    /// What vehicles and taxis cost.
    pub cost: Money,
}

/// A route for every vehicle, and the requests that are in none. Cheap to clone: routes are shared.
#[derive(Clone, Debug)]
pub struct Solution {
    routes: Vec<Arc<Route>>,
    absent: Vec<RequestId>,
    vehicle_of: Vec<Option<VehicleId>>,
    score: Score,
}

impl Solution {
    /// Every vehicle at home, every request absent.
    pub fn empty(instance: &Instance) -> Self {
        let routes = instance.vehicle_ids();
        let routes =
            routes.map(|vehicle| Arc::new(Route::empty(instance, instance.type_of(vehicle))));
        let mut solution = Self {
            routes: routes.collect(),
            absent: instance.request_ids().collect(),
            vehicle_of: vec![None; instance.requests().len()],
            score: Score { not_planned: 0, cost: Money::ZERO },
        };
        solution.score = solution.recount(instance);
        solution
    }

    /// One route per vehicle.
    pub fn routes(&self) -> &[Arc<Route>] {
        &self.routes
    }

    /// The route of a vehicle.
    pub fn route(&self, vehicle: VehicleId) -> &Route {
        &self.routes[vehicle.index()]
    }

    /// Requests in no route, in no particular order.
    pub fn absent(&self) -> &[RequestId] {
        &self.absent
    }

    /// The vehicle that serves a request.
    pub fn vehicle_of(&self, request: RequestId) -> Option<VehicleId> {
        self.vehicle_of[request.index()]
    }

    /// The solution with every route [tidied](Route::tidied).
    pub fn tidied(&self, instance: &Instance) -> Self {
        let mut tidy = self.clone();
        for (vehicle, route) in instance.vehicle_ids().zip(&self.routes) {
            tidy.replace(instance, vehicle, Arc::new(route.tidied(instance)));
        }
        tidy
    }

    /// How good it is.
    pub fn score(&self) -> Score {
        self.score
    }

    /// Gives a vehicle another route; requests of the old one that are not in it become absent.
    ///
    /// # Panics
    /// If another vehicle serves a request of the new route, or the vehicle is of another type.
    pub fn replace(&mut self, instance: &Instance, vehicle: VehicleId, route: Arc<Route>) {
        assert_eq!(instance.type_of(vehicle), route.kind(), "a route is for one vehicle type");
        let old = std::mem::replace(&mut self.routes[vehicle.index()], route);
        self.score.cost -= old.cost();
        for request in old.requests() {
            self.vehicle_of[request.index()] = None;
            self.absent.push(request);
            match instance.request(request).taxi_price {
                Some(price) => self.score.cost += price,
                None => self.score.not_planned += 1,
            }
        }
        let new = &self.routes[vehicle.index()];
        self.score.cost += new.cost();
        for request in new.requests() {
            let before = self.vehicle_of[request.index()].replace(vehicle);
            assert_eq!(before, None, "a request is served once");
            match instance.request(request).taxi_price {
                Some(price) => self.score.cost -= price,
                None => self.score.not_planned -= 1,
            }
        }
        let vehicle_of = &self.vehicle_of;
        self.absent.retain(|request| vehicle_of[request.index()].is_none());
        debug_assert_eq!(self.score, self.recount(instance));
    }

    /// The score from scratch.
    fn recount(&self, instance: &Instance) -> Score {
        let mut score =
            Score { not_planned: 0, cost: self.routes.iter().map(|route| route.cost()).sum() };
        for &request in &self.absent {
            match instance.request(request).taxi_price {
                Some(price) => score.cost += price,
                None => score.not_planned += 1,
            }
        }
        score
    }
}
