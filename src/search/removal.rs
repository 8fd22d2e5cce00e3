//! Ideas for which requests to take out of a solution, each a plain function.

use rand::{Rng, RngExt};

use crate::domain::{Duration, Instance, RequestId, Stop, VehicleId, Window};
use crate::evaluate::Solution;
use crate::search::Neighbours;

/// What a removal idea may look at.
pub(super) struct Scene<'a> {
    pub instance: &'a Instance,
    pub neighbours: &'a Neighbours,
    pub solution: &'a Solution,
    /// Requests that are in a route.
    pub planned: &'a [RequestId],
    /// About how many to take out; at least 1, at most as many as are planned.
    pub count: usize,
}

/// Names the requests to take out; may name one twice, and a few more or less than asked.
type Removal = fn(&Scene, &mut dyn Rng) -> Vec<RequestId>;

/// All ideas, tried equally often.
pub(super) const REMOVALS: [Removal; 6] =
    [at_random, related, strings, costly, time_slot, whole_route];

/// Any.
fn at_random(scene: &Scene, rng: &mut dyn Rng) -> Vec<RequestId> {
    (0..scene.count).map(|_| pick(scene.planned, rng)).collect()
}

/// Requests that resemble one another (Shaw 1998, doi:10.1007/3-540-49481-2_30).
fn related(scene: &Scene, rng: &mut dyn Rng) -> Vec<RequestId> {
    let mut taken = vec![pick(scene.planned, rng)];
    while taken.len() < scene.count {
        let seed = pick(&taken, rng);
        let near = scene.neighbours.of(seed);
        let mut fresh = near
            .iter()
            .filter(|other| scene.solution.vehicle_of(**other).is_some() && !taken.contains(other));
        // The power prefers near ones and yet reaches all.
        let rank = rng.random::<f64>().powi(4) * (near.len() as f64);
        match fresh.nth(rank as usize).or_else(|| {
            near.iter().find(|other| {
                scene.solution.vehicle_of(**other).is_some() && !taken.contains(other)
            })
        }) {
            Some(&other) => taken.push(other),
            None => break,
        }
    }
    taken
}

/// Strings of consecutive stops of routes that pass near one request (Christiaens and Vanden
/// Berghe 2020, doi:10.1287/trsc.2019.0914).
fn strings(scene: &Scene, rng: &mut dyn Rng) -> Vec<RequestId> {
    let seed = pick(scene.planned, rng);
    let mut ruined: Vec<VehicleId> = Vec::new();
    let mut taken: Vec<RequestId> = Vec::new();
    let longest = 2 + scene.count / 2;
    for &request in std::iter::once(&seed).chain(scene.neighbours.of(seed)) {
        if taken.len() >= scene.count {
            break;
        }
        let Some(vehicle) = scene.solution.vehicle_of(request) else { continue };
        if ruined.contains(&vehicle) {
            continue;
        }
        ruined.push(vehicle);
        let stops = scene.solution.route(vehicle).stops();
        let length = rng.random_range(1..=longest.min(stops.len()));
        let at = stops.iter().position(|&stop| stop == Stop::Pickup(request)).unwrap_or(0);
        let first = (at + 1).saturating_sub(length)..=at.min(stops.len() - length);
        let first = rng.random_range(first);
        taken.extend(stops[first..first + length].iter().map(|stop| stop.request()));
    }
    taken
}

/// Requests whose ride is long for what it is: the farther from their vehicle's other stops the
/// likelier (Ropke and Pisinger 2006, doi:10.1287/trsc.1050.0135).
fn costly(scene: &Scene, rng: &mut dyn Rng) -> Vec<RequestId> {
    let mut detours: Vec<(Duration, RequestId)> =
        scene.planned.iter().map(|&request| (detour(scene, request), request)).collect();
    detours.sort_unstable_by(|one, two| two.cmp(one));
    (0..scene.count)
        .map(|_| {
            let rank = rng.random::<f64>().powi(3) * detours.len() as f64;
            detours.remove((rank as usize).min(detours.len() - 1)).1
        })
        .collect()
}

/// The driving that the route would save without the request.
fn detour(scene: &Scene, request: RequestId) -> Duration {
    let Some(vehicle) = scene.solution.vehicle_of(request) else { return Duration::ZERO };
    let route = scene.solution.route(vehicle);
    let spec = scene.instance.spec(route.kind());
    let place = |position: usize| match position.checked_sub(1) {
        None => spec.start,
        Some(stop) => {
            route.stops().get(stop).map_or(spec.end, |&stop| scene.instance.visit(stop).place)
        }
    };
    let drive = |from, to| scene.instance.travel().leg(from, to).duration;
    let at = |stop| route.stops().iter().position(|&other| other == stop).map(|at| at + 1);
    let (Some(pickup), Some(dropoff)) = (at(Stop::Pickup(request)), at(Stop::Dropoff(request)))
    else {
        return Duration::ZERO;
    };
    let around = |position: usize| {
        let (before, here, after) = (place(position - 1), place(position), place(position + 1));
        drive(before, here) + drive(here, after) - drive(before, after)
    };
    around(pickup) + around(dropoff)
}

/// Requests of one time of day.
fn time_slot(scene: &Scene, rng: &mut dyn Rng) -> Vec<RequestId> {
    let middle = |window: Window| window.earliest + (window.latest - window.earliest).half();
    let moment = middle(scene.instance.request(pick(scene.planned, rng)).pickup.window);
    let mut by_time: Vec<(Duration, u32, RequestId)> = scene
        .planned
        .iter()
        .map(|&request| {
            let away = middle(scene.instance.request(request).pickup.window) - moment;
            (away.max(-away), rng.random(), request)
        })
        .collect();
    by_time.sort_unstable();
    by_time.truncate(scene.count);
    by_time.into_iter().map(|(_, _, request)| request).collect()
}

/// Everybody in one vehicle, so that the vehicle may be saved.
fn whole_route(scene: &Scene, rng: &mut dyn Rng) -> Vec<RequestId> {
    let vehicle = scene.solution.vehicle_of(pick(scene.planned, rng));
    vehicle.map_or_else(Vec::new, |vehicle| scene.solution.route(vehicle).requests().collect())
}

fn pick(requests: &[RequestId], rng: &mut dyn Rng) -> RequestId {
    requests[rng.random_range(0..requests.len())]
}
