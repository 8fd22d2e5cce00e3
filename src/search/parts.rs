//! A solution taken apart into groups of vehicles that work near each other in space and time.
//!
//! What a step of the search costs grows with the vehicles it looks at, and most of them are of no
//! use to a ride. So the search works on parts, side by side, and takes the solution apart in
//! another way each round: what was a border in one round lies inside a part in the next (Taillard
//! and Voss 2002, doi:10.1007/978-1-4615-1507-4_27, name the idea POPMUSIC).

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::domain::{Instance, RequestId, VehicleId};
use crate::evaluate::Solution;
use crate::search::Neighbours;

/// How many of a request's neighbours say which vehicles are near.
const NEAR: usize = 20;

/// About how many vehicles a part has: enough that the riders of one find room in the others, so that
/// vehicles are saved, and few enough for fast steps.
const SIZE: f64 = 10.0;

/// How many parts a solution with so many vehicles on the road is taken apart into: one, or an even
/// number, so that two threads are both busy.
pub fn part_count(on_road: usize) -> usize {
    let pairs = on_road as f64 / (2.0 * SIZE);
    if pairs < 0.75 { 1 } else { 2 * pairs.round() as usize }
}

/// What goes into one part.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub vehicles: Vec<VehicleId>,
    pub absent: Vec<RequestId>,
    /// How many requests there are in all.
    pub requests: u64,
}

/// Takes a solution apart into groups of vehicles on the road; vehicles at home and absent requests
/// go with them.
pub(super) fn take_apart(
    instance: &Instance,
    neighbours: &Neighbours,
    solution: &Solution,
    rng: &mut ChaCha8Rng,
) -> Vec<Part> {
    let (mut on_road, at_home): (Vec<VehicleId>, Vec<VehicleId>) =
        solution.vehicles().iter().partition(|&&vehicle| !solution.route(vehicle).is_empty());
    let mut part_of: Vec<Option<usize>> = vec![None; instance.vehicles().len()];
    let mut parts: Vec<Part> = Vec::new();
    let served = on_road.iter().map(|&vehicle| solution.route(vehicle).stops().len() / 2).sum();
    let size = usize::div_ceil(served, part_count(on_road.len()));
    while !on_road.is_empty() {
        let first = on_road[rng.random_range(0..on_road.len())];
        let members = grow(neighbours, solution, first, &part_of, size, rng);
        members.iter().for_each(|vehicle| part_of[vehicle.index()] = Some(parts.len()));
        parts.push(Part { vehicles: members, ..Part::default() });
        on_road.retain(|vehicle| part_of[vehicle.index()].is_none());
    }
    if parts.is_empty() {
        parts.push(Part::default());
    }
    let count = parts.len();
    let shift = rng.random_range(0..count);
    for (index, &vehicle) in at_home.iter().enumerate() {
        parts[(index + shift) % count].vehicles.push(vehicle);
    }
    for &request in solution.absent() {
        let near = neighbours.of(request).iter().find_map(|&other| solution.vehicle_of(other));
        let part = near.and_then(|vehicle| part_of[vehicle.index()]).unwrap_or(shift);
        parts[part].absent.push(request);
    }
    parts.iter_mut().for_each(|part| part.complete(solution));
    parts
}

impl Part {
    /// Puts everything in order, and counts it.
    fn complete(&mut self, solution: &Solution) {
        self.vehicles.sort_unstable();
        self.absent.sort_unstable();
        let routes = self.vehicles.iter().map(|&vehicle| solution.route(vehicle));
        let served: usize = routes.map(|route| route.stops().len() / 2).sum();
        self.requests = (served + self.absent.len()) as u64;
    }
}

/// A vehicle and others near it, chance having a say, until they serve about `size` requests.
fn grow(
    neighbours: &Neighbours,
    solution: &Solution,
    first: VehicleId,
    part_of: &[Option<usize>],
    size: usize,
    rng: &mut ChaCha8Rng,
) -> Vec<VehicleId> {
    let mut members = vec![first];
    let mut served = 0;
    let mut nearness = vec![0_u32; part_of.len()];
    let requests_of = |index: usize| solution.routes()[index].stops().len() / 2;
    loop {
        let newest = members[members.len() - 1];
        for request in solution.route(newest).requests() {
            served += 1;
            for &other in neighbours.of(request).iter().take(NEAR) {
                if let Some(vehicle) = solution.vehicle_of(other)
                    && part_of[vehicle.index()].is_none()
                {
                    nearness[vehicle.index()] += 1;
                }
            }
        }
        members.iter().for_each(|member| nearness[member.index()] = 0);
        let near = nearness.iter().enumerate().filter(|&(_, &near)| near > 0);
        let weighed = near.map(|(index, &near)| (f64::from(near) * rng.random::<f64>(), index));
        match weighed.max_by(|one, two| one.0.total_cmp(&two.0)) {
            Some((_, index)) if served + requests_of(index) / 2 < size => {
                members.push(VehicleId(index as u32));
            }
            _ => return members,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_about_ten_vehicles_and_come_in_pairs() {
        let counts = [0, 3, 14, 15, 29, 30, 49, 50, 625].map(part_count);
        assert_eq!(counts, [1, 1, 1, 2, 2, 4, 4, 6, 62]);
    }
}
