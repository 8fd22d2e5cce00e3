//! Changes to the sample that several tests make.

use korsel::domain::{
    BookingStatus, Direction, Distance, Duration, Leg, Money, PlaceId, Rides, Window,
};
use korsel::plan::{CancelledBooking, NotPlanned, PlannedLeg, Reason, Rest, Run, TaxiRide};

use crate::sample::{Call, Sample, Script, plan, scripts, settle, total};
use crate::street::{at, minutes};

/// Something done to the sample.
pub type Change = fn(&mut Sample);

pub fn cancel(s: &mut Sample, status: BookingStatus) {
    s.day.bookings[0].status = status;
    s.plan.cancelled.push(cancelled("B1", "C1", status));
}

pub fn cancelled(booking: &str, citizen: &str, status: BookingStatus) -> CancelledBooking {
    CancelledBooking { booking: booking.into(), citizen: citizen.into(), status }
}

pub fn list(s: &mut Sample, booking: &str, citizen: &str, direction: Direction) {
    s.plan.not_planned.push(NotPlanned {
        booking: booking.into(),
        citizen: citizen.into(),
        direction,
        reason: Reason::NoRoom,
        remedy: None,
    });
}

pub fn impossible(shortest: i64, longest: i64) -> Reason {
    Reason::ImpossibleAlone { shortest_trip_s: minutes(shortest), longest_trip_s: minutes(longest) }
}

/// The eighth citizen goes home by taxi as well: six minutes of driving, a minute at each end.
pub fn taxi_home(s: &mut Sample, due: &str) {
    s.day.bookings[7].rides = Rides::Both;
    let direction = Direction::Home;
    s.plan.taxis.push(TaxiRide { direction, due: at(due), ..s.plan.taxis[0].clone() });
    total(&mut s.plan);
}

pub fn with_runs(s: &mut Sample, change: impl FnOnce(&mut Vec<Script>)) {
    let mut scripts = scripts();
    change(&mut scripts);
    s.plan = plan(&s.day, &s.travel, &scripts);
}

pub fn run(vehicle: &'static str, leaves: &str, stops: Vec<Call>) -> Script {
    Script { vehicle, leaves: at(leaves), stops, rest: None }
}

pub fn empty_run(vehicle: &str) -> Run {
    Run {
        vehicle: vehicle.into(),
        leaves: at("10:00"),
        returns: at("10:00"),
        rest: None,
        stops: Vec::new(),
        last_leg: PlannedLeg { drive_s: Duration::ZERO, distance_m: Distance::ZERO },
        broke_down: false,
        distance_m: Distance::ZERO,
        driving_s: Duration::ZERO,
        boarding_s: Duration::ZERO,
        waiting_s: Duration::ZERO,
        cost_ore: Money::ZERO,
    }
}

/// Lets a vehicle break down after its last stop.
pub fn break_down(s: &mut Sample, run: usize) {
    let run = &mut s.plan.runs[run];
    run.broke_down = true;
    run.rest = None;
    run.last_leg = PlannedLeg::default();
    run.returns = run.stops.last().expect("a stop").ends;
    settle(&s.day, &mut s.plan);
}

pub fn change_leg(s: &mut Sample, from: &str, to: &str, change: impl FnOnce(&mut Leg)) {
    let place = |key: &str| {
        let index = s.day.places.iter().position(|place| place.key == key).expect("a place");
        PlaceId(index as u32)
    };
    let (from, to) = (place(from), place(to));
    let mut leg = s.travel.leg(from, to);
    change(&mut leg);
    s.travel.set(from, to, leg);
}

pub fn slower(s: &mut Sample, from: &str, to: &str, seconds: i64) {
    change_leg(s, from, to, |leg| leg.duration += Duration::seconds(seconds));
}

pub fn farther(s: &mut Sample, from: &str, to: &str, metres: i64) {
    change_leg(s, from, to, |leg| leg.distance += Distance::metres(metres));
}

pub fn promise_trips_of(s: &mut Sample, longest: i64) {
    s.day.promise.longest_trip = minutes(longest);
    for ride in &mut s.plan.not_planned[..2] {
        ride.reason = impossible(87, longest);
    }
}

pub fn layouts(s: &mut Sample, text: &str) {
    s.day.vehicles[0].spec.layouts = text.parse().expect("layouts");
}

pub fn rest_rule(s: &mut Sample, vehicle: usize, length: i64, between: Window) {
    let rule = s.day.vehicles[vehicle].spec.break_rule.as_mut().expect("a break rule");
    rule.length = minutes(length);
    rule.between = between;
}

pub fn rest_at(s: &mut Sample, run: usize, begins: &str, ends: &str, after_stops: usize) {
    s.plan.runs[run].rest = Some(Rest { begins: at(begins), ends: at(ends), after_stops });
}
