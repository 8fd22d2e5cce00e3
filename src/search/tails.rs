//! Two vehicles that swap what they do from some moment on.

use std::sync::Arc;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::domain::{Instance, RequestId, Stop, TypeId};
use crate::evaluate::{Route, Solution};
use crate::search::Neighbours;

/// Cuts the routes of two vehicles where their stops are near each other and swaps what follows (the
/// 2-opt* move of Potvin and Rousseau 1995, doi:10.1057/jors.1995.204). Who would board in one
/// vehicle and alight from the other becomes absent, and so do the last requests of a route that
/// cannot be driven.
pub(super) fn swap_tails(
    instance: &Instance,
    neighbours: &Neighbours,
    solution: &mut Solution,
    rng: &mut ChaCha8Rng,
) {
    let on_road =
        solution.vehicles().iter().filter(|&&vehicle| !solution.route(vehicle).is_empty());
    let on_road: Vec<_> = on_road.copied().collect();
    if on_road.len() < 2 {
        return;
    }
    let one = on_road[rng.random_range(0..on_road.len())];
    let here = solution.route(one).stops();
    let last_stop = rng.random_range(0..here.len());
    let near = neighbours.of(here[last_stop].request());
    let rank = (rng.random::<f64>().powi(3) * near.len() as f64) as usize;
    let elsewhere =
        |&&other: &&RequestId| solution.vehicle_of(other).is_some_and(|vehicle| vehicle != one);
    let Some(&other) = near.iter().skip(rank).find(elsewhere) else { return };
    let Some(two) = solution.vehicle_of(other) else { return };
    let there = solution.route(two).stops();
    let first_stop = if rng.random() { Stop::Pickup(other) } else { Stop::Dropoff(other) };
    let Some(first_stop) = there.iter().position(|&stop| stop == first_stop) else { return };
    let ((head, tail), (other_head, other_tail)) =
        (here.split_at(last_stop + 1), there.split_at(first_stop));
    let (one_kind, two_kind) = (solution.route(one).kind(), solution.route(two).kind());
    let for_one = drivable(instance, one_kind, joined(head, other_tail));
    let for_two = drivable(instance, two_kind, joined(other_head, tail));
    for (vehicle, kind) in [(one, one_kind), (two, two_kind)] {
        solution.replace(instance, vehicle, Arc::new(Route::empty(instance, kind)));
    }
    solution.replace(instance, one, Arc::new(for_one));
    solution.replace(instance, two, Arc::new(for_two));
}

/// The stops of both whose requests board and alight in the same one.
fn joined(head: &[Stop], tail: &[Stop]) -> Vec<Stop> {
    let alights = |&&stop: &&Stop| match stop {
        Stop::Pickup(request) => head.contains(&Stop::Dropoff(request)),
        Stop::Dropoff(_) => true,
    };
    let boards = |&&stop: &&Stop| match stop {
        Stop::Pickup(_) => true,
        Stop::Dropoff(request) => tail.contains(&Stop::Pickup(request)),
    };
    head.iter().filter(alights).chain(tail.iter().filter(boards)).copied().collect()
}

/// The route with these stops, without its last requests as far as need be.
fn drivable(instance: &Instance, kind: TypeId, mut stops: Vec<Stop>) -> Route {
    loop {
        if let Some(route) = Route::new(instance, kind, stops.clone()) {
            return route;
        }
        let last = stops[stops.len() - 1].request();
        stops.retain(|stop| stop.request() != last);
    }
}
