//! What people are told: each ride of a plan with the minute at which the vehicle is due.

use crate::plan::{Action, Plan};
use crate::register::DrivenRide;

/// Every ride that is driven, by vehicle or taxi, in the order of the plan.
pub fn rides_told(plan: &Plan) -> Vec<DrivenRide> {
    let in_vehicles = plan.runs.iter().flat_map(|run| {
        let pickups = run.stops.iter().filter(|stop| stop.action == Action::Pickup);
        pickups.map(|stop| DrivenRide {
            booking: stop.booking.clone(),
            citizen: stop.citizen.clone(),
            direction: stop.direction,
            vehicle: Some(run.vehicle.clone()),
            told: stop.told,
        })
    });
    let by_taxi = plan.taxis.iter().map(|taxi| DrivenRide {
        booking: taxi.booking.clone(),
        citizen: taxi.citizen.clone(),
        direction: taxi.direction,
        vehicle: None,
        told: taxi.due,
    });
    in_vehicles.chain(by_taxi).collect()
}
