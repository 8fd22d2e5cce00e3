//! Who is aboard together: room, front seats, lift, alone, not together, nobody at rest.

use crate::domain::Booking;
use crate::plan::check::{Case, Rule, RunCase, SeenStop, Violation};

pub(super) fn check(case: &Case, run: &RunCase, broken: &mut Vec<Violation>) {
    let mut aboard: Vec<&SeenStop> = Vec::new();
    check_rest(run, 0, &aboard, broken);
    for stop in &run.stops {
        if stop.is_pickup() {
            check_company(run, stop, &aboard, broken);
            aboard.push(stop);
            check_room(run, stop, &aboard, broken);
        } else if let Some(seat) = aboard.iter().position(|other| other.is_same_ride(stop)) {
            aboard.remove(seat);
        } else {
            broken.push(run.at(stop, Rule::NeverBoarded, (), ()));
        }
        check_count(run, stop, &aboard, broken);
        check_rest(run, stop.number, &aboard, broken);
    }
    for stop in aboard.iter().filter(|stop| !case.is_left_aboard(run.written, stop.written)) {
        broken.push(run.at(stop, Rule::StillAboard, (), ()));
    }
}

fn check_rest(run: &RunCase, stops: usize, aboard: &[&SeenStop], broken: &mut Vec<Violation>) {
    if run.written.rest.is_some_and(|rest| rest.after_stops == stops)
        && let Some(sitting) = aboard.first()
    {
        broken.push(run.violation(Rule::RestAboard, sitting.written.booking.as_str(), ()));
    }
}

/// The rider who boards against each who is aboard.
fn check_company(
    run: &RunCase,
    stop: &SeenStop,
    aboard: &[&SeenStop],
    broken: &mut Vec<Violation>,
) {
    let Some(rider) = stop.booking else { return };
    for other in aboard.iter().filter(|other| !other.is_same_ride(stop)) {
        let Some(sitting) = other.booking else { continue };
        if rider.alone || sitting.alone {
            broken.push(run.at(stop, Rule::NotAlone, sitting.reference.as_str(), ()));
        }
        if rider.not_with.contains(&sitting.citizen) || sitting.not_with.contains(&rider.citizen) {
            broken.push(run.at(stop, Rule::NotTogether, sitting.reference.as_str(), ()));
        }
    }
}

fn check_room(run: &RunCase, stop: &SeenStop, aboard: &[&SeenStop], broken: &mut Vec<Violation>) {
    let Some(rider) = stop.booking else { return };
    let spec = &run.vehicle.spec;
    let sum = |part: fn(&Booking) -> u64| -> u64 {
        aboard.iter().filter_map(|stop| stop.booking).map(part).sum()
    };
    let seats = sum(|b| u64::from(b.mobility.seats) + u64::from(b.companions));
    let wheelchairs = sum(|b| u64::from(b.mobility.wheelchairs));
    let mut layouts = spec.layouts.alternatives().iter();
    if !layouts.any(|&(s, w)| seats <= u64::from(s) && wheelchairs <= u64::from(w)) {
        let found = format!("{seats}+{wheelchairs}");
        broken.push(run.at(stop, Rule::NoRoom, found, spec.layouts.to_string()));
    }
    let front_seats = sum(|b| u64::from(b.front_seat));
    if rider.front_seat && front_seats > u64::from(spec.front_seats) {
        broken.push(run.at(stop, Rule::FrontSeats, front_seats as i64, spec.front_seats));
    }
    if rider.needs_lift && !spec.lift {
        broken.push(run.at(stop, Rule::NoLift, (), ()));
    }
}

fn check_count(run: &RunCase, stop: &SeenStop, aboard: &[&SeenStop], broken: &mut Vec<Violation>) {
    // Whom the day does not know has an unknown number of companions.
    let people: Option<i64> =
        aboard.iter().map(|stop| Some(1 + i64::from(stop.booking?.companions))).sum();
    let written = i64::from(stop.written.aboard_after);
    if let Some(people) = people.filter(|&people| people != written) {
        broken.push(run.at(stop, Rule::AboardCount, written, people));
    }
}
