//! What the register keeps of a plan: each ride with the minute that people are told, each stop with
//! the drive to it.

use rustc_hash::FxHashMap;

use crate::domain::{Day, PlaceId, TravelTable};
use crate::plan::{Action, Plan, Run};
use crate::register::{DrivenRide, StopRecord};

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

/// Every stop of every vehicle, in the order of the plan.
pub fn stops_made(day: &Day, travel: &TravelTable, plan: &Plan) -> Vec<StopRecord> {
    let places: FxHashMap<&str, PlaceId> =
        (0..).map(PlaceId).zip(&day.places).map(|(id, place)| (place.key.as_str(), id)).collect();
    let of_run = |run: &Run| -> Vec<StopRecord> {
        let vehicle = day.vehicles.iter().find(|vehicle| vehicle.name == run.vehicle);
        let mut before = vehicle.map(|vehicle| vehicle.spec.start);
        let stops = run.stops.iter().map(|stop| {
            let here = places.get(stop.place.as_str()).copied();
            let drive = before.zip(here).map(|(from, to)| travel.leg(from, to).duration);
            before = here;
            StopRecord {
                vehicle: run.vehicle.clone(),
                booking: stop.booking.clone(),
                direction: stop.direction,
                is_pickup: stop.action == Action::Pickup,
                place: stop.place.clone(),
                arrives: stop.arrives,
                ends: stop.ends,
                drive: stop.leg.drive_s,
                drive_outside_rush_hours: drive.unwrap_or(stop.leg.drive_s),
                distance: stop.leg.distance_m,
            }
        });
        stops.collect()
    };
    plan.runs.iter().flat_map(of_run).collect()
}
