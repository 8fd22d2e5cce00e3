//! Which of several vehicles that are alike drives which route: the one that its citizens know.
//!
//! Routes are given away greedily and then swapped in pairs as long as more citizens get their usual
//! vehicle. That is near the best and costs nothing, as such vehicles cost the same.

use std::sync::Arc;

use crate::domain::{Instance, Usual, VehicleId};
use crate::evaluate::Solution;
use crate::plan::regular::usual_of;

/// The solution with its routes given to vehicles of the same type, usual ones where possible.
pub(super) fn usual_vehicles(
    instance: &Instance,
    solution: &Solution,
    usual: &[Option<&Usual>],
) -> Solution {
    let mut named = solution.clone();
    for alike in instance.types() {
        let vehicles = &alike.vehicles;
        // How many citizens of the route that stands in a row know the vehicle of a column.
        let known: Vec<Vec<usize>> = vehicles
            .iter()
            .map(|&route| {
                vehicles.iter().map(|&it| knows(instance, solution, usual, route, it)).collect()
            })
            .collect();
        let owners = owners(&known);
        let routes: Vec<_> = vehicles
            .iter()
            .map(|vehicle| Arc::clone(&solution.routes()[vehicle.index()]))
            .collect();
        // First all stay at home, so that nobody is served twice in between.
        let home = Solution::empty(instance);
        for &vehicle in vehicles {
            named.replace(instance, vehicle, Arc::clone(&home.routes()[vehicle.index()]));
        }
        for (route, owner) in routes.into_iter().zip(owners) {
            named.replace(instance, vehicles[owner], route);
        }
    }
    named.keep();
    named
}

fn knows(
    instance: &Instance,
    solution: &Solution,
    usual: &[Option<&Usual>],
    route: VehicleId,
    vehicle: VehicleId,
) -> usize {
    let name = &instance.vehicles()[vehicle.index()].name;
    usual_of(usual, solution, route).filter(|it| it.vehicle.as_ref() == Some(name)).count()
}

/// For each row its column, each once, so that the sum is large.
fn owners(known: &[Vec<usize>]) -> Vec<usize> {
    let count = known.len();
    let mut pairs: Vec<(usize, usize)> =
        (0..count).flat_map(|row| (0..count).map(move |column| (row, column))).collect();
    // Among equals everybody keeps their own.
    pairs.sort_by_key(|&(row, column)| (std::cmp::Reverse(known[row][column]), row != column));
    let mut owner = vec![usize::MAX; count];
    let mut is_taken = vec![false; count];
    for (row, column) in pairs {
        if owner[row] == usize::MAX && !is_taken[column] {
            (owner[row], is_taken[column]) = (column, true);
        }
    }
    let mut is_better = true;
    while is_better {
        is_better = false;
        for one in 0..count {
            for other in 0..one {
                let (a, b) = (owner[one], owner[other]);
                if known[one][b] + known[other][a] > known[one][a] + known[other][b] {
                    owner.swap(one, other);
                    is_better = true;
                }
            }
        }
    }
    owner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_route_goes_to_the_vehicle_that_most_of_its_citizens_know() {
        assert_eq!(owners(&[vec![0, 3], vec![2, 0]]), [1, 0]);
        // The first takes column 1, though both together have more the other way round.
        assert_eq!(owners(&[vec![4, 5], vec![0, 4]]), [0, 1]);
        assert_eq!(owners(&[vec![0, 0, 0], vec![0, 0, 1], vec![0, 0, 0]]), [0, 2, 1]);
        assert_eq!(owners(&[]), [0; 0]);
    }
}
