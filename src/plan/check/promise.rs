//! What each citizen was promised: the hour, the margins at the session, the time aboard.

use crate::domain::{Booking, Direction, Duration};
use crate::plan::check::times::{last_whole_minute, times};
use crate::plan::check::{Case, Rule, RunCase, SeenStop, Violation};

pub(super) fn check(case: &Case, run: &RunCase, broken: &mut Vec<Violation>) {
    for (index, stop) in run.stops.iter().enumerate() {
        let Some(booking) = stop.booking else { continue };
        check_margin(case, run, stop, booking, broken);
        check_trip(case, run, stop, booking, broken);
        if !stop.is_pickup() {
            let boarded = run.stops[..index].iter().rev();
            let boarded = boarded.into_iter().find(|s| s.is_pickup() && s.is_same_ride(stop));
            if let Some(boarded) = boarded {
                let aboard = stop.written.begins - boarded.written.ends;
                check_aboard(case, run, stop, booking, aboard, broken);
            }
        }
    }
}

/// Alighted in good time before the session, not fetched too soon after it.
fn check_margin(
    case: &Case,
    run: &RunCase,
    stop: &SeenStop,
    booking: &Booking,
    broken: &mut Vec<Violation>,
) {
    let promise = &case.day.promise;
    match (stop.written.direction, stop.is_pickup()) {
        (Direction::Out, false) => {
            let latest = booking.session.start - promise.arrive_before;
            if stop.written.ends > latest {
                broken.push(run.at(stop, Rule::ArrivesLate, stop.written.ends, latest));
            }
        }
        (Direction::Home, true) => {
            let ready = booking.session.end + promise.ready_after;
            if stop.written.begins < ready {
                broken.push(run.at(stop, Rule::FetchedEarly, stop.written.begins, ready));
            }
        }
        _ => {}
    }
}

/// Out from the whole minute at which the vehicle is due until the session starts, home from the
/// end of the session until alighted.
fn check_trip(
    case: &Case,
    run: &RunCase,
    stop: &SeenStop,
    booking: &Booking,
    broken: &mut Vec<Violation>,
) {
    let trip = match (stop.written.direction, stop.is_pickup()) {
        (Direction::Out, true) => booking.session.start - last_whole_minute(stop.written.begins),
        (Direction::Home, false) => stop.written.ends - booking.session.end,
        _ => return,
    };
    let promised = case.day.promise.longest_trip;
    if trip > promised {
        broken.push(run.at(stop, Rule::TripTooLong, trip, promised));
    } else if trip > booking.longest_trip {
        broken.push(run.at(stop, Rule::OwnTripTooLong, trip, booking.longest_trip));
    }
}

fn check_aboard(
    case: &Case,
    run: &RunCase,
    stop: &SeenStop,
    booking: &Booking,
    aboard: Duration,
    broken: &mut Vec<Violation>,
) {
    let promise = &case.day.promise;
    if let Some(longest) = promise.longest_aboard
        && aboard > longest
    {
        broken.push(run.at(stop, Rule::AboardTooLong, aboard, longest));
    }
    if let Some(factor) = promise.longest_detour {
        let (from, to) = case.ends(booking, stop.written.direction);
        let longest = times(case.travel.leg(from, to).duration, factor);
        if aboard > longest {
            broken.push(run.at(stop, Rule::DetourTooLong, aboard, longest));
        }
    }
}
