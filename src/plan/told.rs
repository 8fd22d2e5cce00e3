//! What people are told of a plan and the register keeps: each ride with its minute, who is driven one way
//! only, each stop with the drive to it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{Day, Direction, PlaceId, Problem, RequestId, Time, TravelTable};
use crate::plan::{Action, Plan, Reason, Run};
use crate::register::{DrivenRide, StopRecord};

/// Every ride that is driven to its end, by vehicle or taxi, in the order of the plan.
pub fn rides_told(plan: &Plan) -> Vec<DrivenRide> {
    let in_vehicles = plan.runs.iter().flat_map(|run| {
        let pickups = run.stops.iter().filter(|stop| stop.action == Action::Pickup);
        pickups.filter(|stop| !run.is_interrupted(stop)).map(|stop| DrivenRide {
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

/// When a booking's other ride is told to be, for each ride left out whose other ride is driven: its
/// citizen goes one way only. Who sits in a vehicle that broke down is on the way.
pub fn driven_one_way(plan: &Plan) -> FxHashMap<(&str, Direction), Time> {
    let told: FxHashMap<(String, Direction), Time> =
        rides_told(plan).into_iter().map(|it| ((it.booking, it.direction), it.told)).collect();
    let left_out = plan.not_planned.iter();
    let left_out = left_out.filter(|ride| ride.reason != Reason::AboardBrokenVehicle);
    let left_out = left_out.filter_map(|ride| {
        let other = told.get(&(ride.booking.clone(), ride.direction.opposite()))?;
        Some(((ride.booking.as_str(), ride.direction), *other))
    });
    left_out.collect()
}

/// The rides home of who has stayed at home: this plan leaves out both rides of the booking, and by now it
/// is too late for the ride out.
pub fn stay_at_home(day: &Day, problem: &Problem, plan: &Plan, now: Time) -> FxHashSet<RequestId> {
    let left_out = plan.not_planned.iter();
    let left_out = left_out.filter(|ride| ride.reason != Reason::AboardBrokenVehicle);
    let left_out: FxHashSet<(&str, Direction)> =
        left_out.map(|ride| (ride.booking.as_str(), ride.direction)).collect();
    let of = |direction: Direction| {
        let rides = problem.instance.request_ids().zip(&problem.rides);
        let of_direction = rides.filter(move |(_, ride)| ride.direction == direction);
        of_direction.filter(|(_, ride)| {
            let booking = &day.bookings[ride.booking].reference;
            left_out.contains(&(booking.as_str(), ride.direction))
        })
    };
    let latest = |id: RequestId| problem.instance.request(id).pickup.window.latest;
    let too_late: FxHashSet<usize> = of(Direction::Out)
        .filter(|(id, _)| latest(*id) < now)
        .map(|(_, ride)| ride.booking)
        .collect();
    let home = of(Direction::Home).filter(|(_, ride)| too_late.contains(&ride.booking));
    home.map(|(id, _)| id).collect()
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
