//! One vehicle's stops as a problem of their own, to be timed without all other rides.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::domain::{
    Instance, Request, RequestId, RushHour, Stop, TravelTable, Vehicle, VehicleId, Window,
};
use crate::evaluate::Route;

/// A vehicle with an order of stops. What it may do when is that of the whole problem, unless a window
/// is changed.
#[derive(Clone, Debug)]
pub(super) struct Single {
    /// The vehicle first; then one with the last rest of all, on which drives in rush hours depend.
    vehicles: Vec<Vehicle>,
    requests: Vec<Request>,
    travel: Arc<TravelTable>,
    rush_hours: Vec<RushHour>,
    stops: Vec<Stop>,
}

impl Single {
    /// The stops of this vehicle of the fleet, by the requests of the whole problem.
    pub fn new(instance: &Instance, fleet: &[Vehicle], vehicle: usize, stops: &[Stop]) -> Self {
        let mut numbers: FxHashMap<RequestId, RequestId> = FxHashMap::default();
        let mut ids: Vec<RequestId> = Vec::new();
        for stop in stops {
            numbers.entry(stop.request()).or_insert_with(|| {
                ids.push(stop.request());
                RequestId(ids.len() as u32 - 1)
            });
        }
        let request = |&id: &RequestId| {
            let mut request = instance.request(id).clone();
            let others = request.not_with.iter();
            request.not_with = others.filter_map(|other| numbers.get(other).copied()).collect();
            request
        };
        let latest_rest = |it: &&Vehicle| it.spec.break_rule.map(|rule| rule.between.latest);
        let rests_last = fleet.iter().max_by_key(latest_rest);
        Self {
            vehicles: [&fleet[vehicle]].into_iter().chain(rests_last).cloned().collect(),
            requests: ids.iter().map(request).collect(),
            travel: Arc::clone(instance.travel()),
            rush_hours: instance.rush_hours().to_vec(),
            stops: stops.iter().map(|stop| renumbered(*stop, numbers[&stop.request()])).collect(),
        }
    }

    /// The window of the stop at this position.
    pub fn window(&self, at: usize) -> Window {
        let request = &self.requests[self.stops[at].request().index()];
        match self.stops[at] {
            Stop::Pickup(_) => request.pickup.window,
            Stop::Dropoff(_) => request.dropoff.window,
        }
    }

    /// Changes the window of the stop at this position.
    pub fn set_window(&mut self, at: usize, window: Window) {
        let request = &mut self.requests[self.stops[at].request().index()];
        match self.stops[at] {
            Stop::Pickup(_) => request.pickup.window = window,
            Stop::Dropoff(_) => request.dropoff.window = window,
        }
    }

    /// The route with the problem that it is one of; `None` if it cannot be driven within every rule.
    pub fn route(&self) -> Option<(Instance, Route)> {
        let (requests, vehicles) = (self.requests.clone(), self.vehicles.clone());
        let travel = Arc::clone(&self.travel);
        let instance = Instance::new(requests, vehicles, travel, self.rush_hours.clone()).ok()?;
        let route = Route::new(&instance, instance.type_of(VehicleId(0)), self.stops.clone())?;
        Some((instance, route))
    }
}

fn renumbered(stop: Stop, id: RequestId) -> Stop {
    match stop {
        Stop::Pickup(_) => Stop::Pickup(id),
        Stop::Dropoff(_) => Stop::Dropoff(id),
    }
}
