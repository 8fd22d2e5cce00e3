//! Routes for all vehicles, and the one ranking by which solutions are compared.

use std::ops::{AddAssign, SubAssign};
use std::sync::Arc;

use crate::domain::{Instance, Money, RequestId, TypeId, VehicleId};
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

impl Score {
    /// What a request adds that is in no route: the fare of its taxi, where one is to be had.
    pub fn of_absent(instance: &Instance, request: RequestId) -> Self {
        match instance.request(request).taxi_price {
            Some(cost) => Self { not_planned: 0, cost },
            None => Self { not_planned: 1, cost: Money::ZERO },
        }
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.not_planned += other.not_planned;
        self.cost += other.cost;
    }
}

impl SubAssign for Score {
    fn sub_assign(&mut self, other: Self) {
        self.not_planned -= other.not_planned;
        self.cost -= other.cost;
    }
}

/// A route for every vehicle, and the requests that are in none. Cheap to clone: routes are shared.
///
/// A [part](Solution::part) of a solution has some of its vehicles and what they serve, so that parts
/// without a vehicle in common can be improved side by side.
#[derive(Clone, Debug)]
pub struct Solution {
    routes: Vec<Arc<Route>>,
    vehicles: Vec<VehicleId>,
    absent: Vec<RequestId>,
    vehicle_of: Vec<Option<VehicleId>>,
    score: Score,
    kept: Kept,
}

/// What [`Solution::roll_back`] brings back.
#[derive(Clone, Debug)]
struct Kept {
    score: Score,
    absent: Vec<RequestId>,
    /// The routes that were replaced since.
    routes: Vec<(VehicleId, Arc<Route>)>,
}

impl Solution {
    /// Every vehicle at home, every request absent.
    pub fn empty(instance: &Instance) -> Self {
        Self::at_home(instance, instance.vehicle_ids().collect(), instance.request_ids().collect())
    }

    /// These vehicles at home, these requests absent, all others not there.
    fn at_home(instance: &Instance, vehicles: Vec<VehicleId>, absent: Vec<RequestId>) -> Self {
        let homes = homes(instance);
        let home = |vehicle| Arc::clone(&homes[instance.type_of(vehicle).index()]);
        let score = Score { not_planned: 0, cost: Money::ZERO };
        let mut solution = Self {
            routes: instance.vehicle_ids().map(home).collect(),
            vehicles,
            absent,
            vehicle_of: vec![None; instance.requests().len()],
            score,
            kept: Kept { score, absent: Vec::new(), routes: Vec::new() },
        };
        solution.score = solution.recount(instance);
        solution.keep();
        solution
    }

    /// The part of it that has these vehicles, whom they serve, and these absent requests.
    ///
    /// # Panics
    /// If a request is not absent.
    pub fn part(
        &self,
        instance: &Instance,
        vehicles: Vec<VehicleId>,
        mut absent: Vec<RequestId>,
    ) -> Self {
        assert!(absent.iter().all(|&request| self.vehicle_of(request).is_none()), "absent");
        absent.extend(vehicles.iter().flat_map(|&vehicle| self.route(vehicle).requests()));
        let mut part = Self::at_home(instance, vehicles, absent);
        for vehicle in part.vehicles.clone() {
            part.replace(instance, vehicle, Arc::clone(&self.routes[vehicle.index()]));
        }
        part.keep();
        part
    }

    /// Takes over the routes of a part.
    ///
    /// # Panics
    /// If the part serves a request that another vehicle serves here.
    pub fn adopt(&mut self, instance: &Instance, part: &Self) {
        let homes = homes(instance);
        for &vehicle in &part.vehicles {
            let home = Arc::clone(&homes[instance.type_of(vehicle).index()]);
            self.replace(instance, vehicle, home);
        }
        for &vehicle in &part.vehicles {
            self.replace(instance, vehicle, Arc::clone(&part.routes[vehicle.index()]));
        }
        self.keep();
    }

    /// The vehicles it has.
    pub fn vehicles(&self) -> &[VehicleId] {
        &self.vehicles
    }

    /// Makes what was replaced so far final.
    pub fn keep(&mut self) {
        self.kept.score = self.score;
        self.kept.absent.clone_from(&self.absent);
        self.kept.routes.clear();
    }

    /// The vehicles whose routes were replaced since the last [`Solution::keep`].
    pub fn replaced(&self) -> impl Iterator<Item = VehicleId> {
        self.kept.routes.iter().map(|&(vehicle, _)| vehicle)
    }

    /// Brings back all that was replaced since the last [`Solution::keep`].
    pub fn roll_back(&mut self) {
        for &(vehicle, _) in &self.kept.routes {
            let requests = self.routes[vehicle.index()].requests();
            requests.for_each(|request| self.vehicle_of[request.index()] = None);
        }
        for (vehicle, route) in self.kept.routes.drain(..) {
            let requests = route.requests();
            requests.for_each(|request| self.vehicle_of[request.index()] = Some(vehicle));
            self.routes[vehicle.index()] = route;
        }
        self.absent.clone_from(&self.kept.absent);
        self.score = self.kept.score;
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
        let old = self.put(instance, vehicle, route);
        if self.replaced().all(|replaced| replaced != vehicle) {
            self.kept.routes.push((vehicle, old));
        }
    }

    /// Replaces a route and returns the old one.
    fn put(&mut self, instance: &Instance, vehicle: VehicleId, route: Arc<Route>) -> Arc<Route> {
        let old = std::mem::replace(&mut self.routes[vehicle.index()], route);
        let Self { routes, absent, vehicle_of, score, .. } = self;
        let new = &routes[vehicle.index()];
        old.requests().for_each(|request| vehicle_of[request.index()] = None);
        for request in new.requests() {
            let before = vehicle_of[request.index()].replace(vehicle);
            assert_eq!(before, None, "a request is served once");
        }
        score.cost += new.cost() - old.cost();
        absent.retain(|&request| {
            let is_absent = vehicle_of[request.index()].is_none();
            if !is_absent {
                *score -= Score::of_absent(instance, request);
            }
            is_absent
        });
        for request in old.requests().filter(|request| vehicle_of[request.index()].is_none()) {
            *score += Score::of_absent(instance, request);
            absent.push(request);
        }
        debug_assert_eq!(self.score, self.recount(instance));
        old
    }

    /// The score from scratch.
    fn recount(&self, instance: &Instance) -> Score {
        let costs = self.vehicles.iter().map(|&vehicle| self.route(vehicle).cost());
        let mut score = Score { not_planned: 0, cost: costs.sum() };
        for &request in &self.absent {
            score += Score::of_absent(instance, request);
        }
        score
    }
}

/// For each vehicle type the route of a vehicle that stays at home.
fn homes(instance: &Instance) -> Vec<Arc<Route>> {
    let kinds = (0..instance.types().len() as u32).map(TypeId);
    kinds.map(|kind| Arc::new(Route::empty(instance, kind))).collect()
}
