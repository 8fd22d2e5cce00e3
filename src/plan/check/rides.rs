//! Every ride once: driven, by taxi, or listed; and nothing that was not booked.

use std::collections::HashMap;
use std::hash::Hash;

use crate::domain::{Booking, BookingStatus, Day, Direction, Duration, Time};
use crate::plan::check::money::{fare, is_nearest_ore, nearest_ore};
use crate::plan::check::times::{last_whole_minute, times};
use crate::plan::check::{Case, Fact, Rule, Violation};
use crate::plan::{Action, NotPlanned, Plan, Reason, TaxiRide};

pub(super) fn check(case: &Case, plan: &Plan, broken: &mut Vec<Violation>) {
    check_vehicles_once(case, plan, broken);
    check_bookings(case, plan, broken);
    check_rides_once(case, plan, broken);
    check_cancelled(case, plan, broken);
    for taxi in &plan.taxis {
        if let Some(&booking) = case.bookings.get(taxi.booking.as_str()) {
            check_taxi(case, taxi, booking, broken);
        }
    }
    for ride in &plan.not_planned {
        if let Some(&booking) = case.bookings.get(ride.booking.as_str()) {
            check_reason(case, ride, booking, broken);
        }
    }
}

/// How often each is there.
fn counted<T: Eq + Hash>(all: impl Iterator<Item = T>) -> HashMap<T, i64> {
    let mut times = HashMap::new();
    all.for_each(|one| *times.entry(one).or_default() += 1);
    times
}

fn check_vehicles_once(case: &Case, plan: &Plan, broken: &mut Vec<Violation>) {
    let runs_of = counted(plan.runs.iter().map(|run| run.vehicle.as_str()));
    for vehicle in &case.day.vehicles {
        let runs = runs_of.get(vehicle.name.as_str()).copied().unwrap_or(0);
        if runs > 1 {
            let violation = Violation::new(Rule::RepeatedVehicle, runs, ());
            broken.push(violation.vehicle(&vehicle.name));
        }
    }
}

/// Whatever the plan names was booked, by that citizen, and is to be driven.
fn check_bookings(case: &Case, plan: &Plan, broken: &mut Vec<Violation>) {
    for run in &plan.runs {
        for (index, stop) in run.stops.iter().enumerate() {
            let wrong = wrong_booking(case, &stop.booking, &stop.citizen, stop.direction);
            broken.extend(wrong.map(|wrong| wrong.vehicle(&run.vehicle).stop(index + 1)));
        }
    }
    let taxis = plan.taxis.iter().map(|taxi| (&taxi.booking, &taxi.citizen, taxi.direction));
    let listed = plan.not_planned.iter();
    let listed = listed.map(|ride| (&ride.booking, &ride.citizen, ride.direction));
    for (booking, citizen, direction) in taxis.chain(listed) {
        broken.extend(wrong_booking(case, booking, citizen, direction));
    }
}

fn wrong_booking(
    case: &Case,
    reference: &str,
    citizen: &str,
    direction: Direction,
) -> Option<Violation> {
    let wrong = match case.bookings.get(reference) {
        None => Violation::new(Rule::UnknownBooking, (), ()),
        Some(booking) if booking.citizen != citizen => {
            Violation::new(Rule::WrongCitizen, citizen, booking.citizen.as_str())
        }
        Some(booking) if booking.status != BookingStatus::Approved => {
            Violation::new(Rule::CancelledRide, (), booking.status)
        }
        Some(booking) if !booking.rides.directions().contains(&direction) => {
            Violation::new(Rule::UnknownRide, (), ())
        }
        Some(_) => return None,
    };
    Some(wrong.ride(reference, direction))
}

fn check_rides_once(case: &Case, plan: &Plan, broken: &mut Vec<Violation>) {
    let stops = plan.runs.iter().flat_map(|run| run.stops.iter().map(move |stop| (run, stop)));
    let driven = stops
        .filter(|(run, stop)| stop.action == Action::Pickup && !case.is_left_aboard(run, stop))
        .map(|(_, stop)| (stop.booking.as_str(), stop.direction));
    let taxis = plan.taxis.iter().map(|taxi| (taxi.booking.as_str(), taxi.direction));
    let listed = plan.not_planned.iter().map(|ride| (ride.booking.as_str(), ride.direction));
    let times_planned = counted(driven.chain(taxis).chain(listed));
    for (booking, direction) in approved_rides(case.day) {
        let rule = match times_planned.get(&(booking.reference.as_str(), direction)) {
            Some(1) => continue,
            None | Some(0) => Violation::new(Rule::MissingRide, (), ()),
            Some(&count) => Violation::new(Rule::RepeatedRide, count, ()),
        };
        broken.push(rule.ride(&booking.reference, direction));
    }
}

fn approved_rides(day: &Day) -> impl Iterator<Item = (&Booking, Direction)> {
    let approved = day.bookings.iter().filter(|b| b.status == BookingStatus::Approved);
    approved.flat_map(|booking| booking.rides.directions().iter().map(move |&d| (booking, d)))
}

fn check_cancelled(case: &Case, plan: &Plan, broken: &mut Vec<Violation>) {
    for listed in &plan.cancelled {
        let wrong = match case.bookings.get(listed.booking.as_str()) {
            None => Violation::new(Rule::UnknownBooking, (), ()),
            Some(booking) if booking.citizen != listed.citizen => Violation::new(
                Rule::WrongCitizen,
                listed.citizen.as_str(),
                booking.citizen.as_str(),
            ),
            Some(booking) if booking.status != listed.status => {
                Violation::new(Rule::WrongStatus, listed.status, booking.status)
            }
            Some(_) => continue,
        };
        broken.push(wrong.booking(&listed.booking));
    }
    let times_listed = counted(plan.cancelled.iter().map(|listed| listed.booking.as_str()));
    for booking in &case.day.bookings {
        let listed = times_listed.get(booking.reference.as_str()).copied().unwrap_or(0);
        if booking.status != BookingStatus::Approved && listed != 1 {
            let wrong = Violation::new(Rule::CancelledList, listed, booking.status);
            broken.push(wrong.booking(&booking.reference));
        }
    }
}

fn check_taxi(case: &Case, taxi: &TaxiRide, booking: &Booking, broken: &mut Vec<Violation>) {
    let of_ride = |violation: Violation| violation.ride(&taxi.booking, taxi.direction);
    let Some(tariff) = case.day.reserve_taxi else {
        broken.push(of_ride(Violation::new(Rule::NoReserveTaxi, (), ())));
        return;
    };
    if !tariff.lift && (booking.needs_lift || booking.mobility.wheelchairs > 0) {
        broken.push(of_ride(Violation::new(Rule::TaxiWithoutLift, (), ())));
    }
    let (from, to) = case.ends(booking, taxi.direction);
    let parts = fare(tariff.start_fee, tariff.per_km, case.travel.leg(from, to).distance);
    if !is_nearest_ore(taxi.cost_ore, parts) {
        let wrong = Violation::new(Rule::TaxiFare, taxi.cost_ore, nearest_ore(parts));
        broken.push(of_ride(wrong));
    }
    let (earliest, latest) = taxi_due(case, booking, taxi.direction);
    if last_whole_minute(taxi.due) < earliest || latest < taxi.due {
        let wrong = Violation::new(Rule::TaxiDue, taxi.due, Fact::Span(earliest, latest));
        broken.push(of_ride(wrong));
    }
}

/// When a taxi that drives straight to the other end may be due.
fn taxi_due(case: &Case, booking: &Booking, direction: Direction) -> (Time, Time) {
    let (promise, session) = (&case.day.promise, booking.session);
    let longest_trip = case.longest_trip(booking);
    let (earliest, alighted) = match direction {
        Direction::Out => (session.start - longest_trip, session.start - promise.arrive_before),
        Direction::Home => (session.end + promise.ready_after, session.end + longest_trip),
    };
    (earliest, alighted - ride_alone(case, booking, direction, 1.0))
}

/// From boarding to alighted in a vehicle of one's own, the drive taking `factor` times the table's.
fn ride_alone(case: &Case, booking: &Booking, direction: Direction, factor: f64) -> Duration {
    let (from, to) = case.ends(booking, direction);
    let drive = case.travel.leg(from, to).duration;
    let drive = if factor > 1.0 { times(drive, factor) } else { drive };
    booking.mobility.service.boarding + drive + booking.mobility.service.alighting
}

/// A ride is called impossible alone if it is, with its figures.
fn check_reason(case: &Case, ride: &NotPlanned, booking: &Booking, broken: &mut Vec<Violation>) {
    let promise = &case.day.promise;
    let margin = match ride.direction {
        Direction::Out => promise.arrive_before,
        Direction::Home => promise.ready_after,
    };
    let slowest = case.day.travel.rush_hours.iter().map(|rush| rush.factor).fold(1.0, f64::max);
    let shortest_trip = ride_alone(case, booking, ride.direction, 1.0) + margin;
    let in_rush_hour = ride_alone(case, booking, ride.direction, slowest) + margin;
    let longest_trip = case.longest_trip(booking);
    let by_the_day = figures(shortest_trip, longest_trip);
    let wrong = match &ride.reason {
        Reason::ImpossibleAlone { shortest_trip_s, longest_trip_s } => {
            let is_right = *longest_trip_s == longest_trip
                && *shortest_trip_s > longest_trip
                && (shortest_trip..=in_rush_hour).contains(shortest_trip_s);
            let found = format!("impossible alone: {}", figures(*shortest_trip_s, *longest_trip_s));
            (!is_right).then_some((found, by_the_day))
        }
        _ if shortest_trip > longest_trip => Some(("possible alone".to_owned(), by_the_day)),
        Reason::NoLiftOnShift if !booking.needs_lift => {
            Some(("in want of a lift".to_owned(), "it needs none".to_owned()))
        }
        _ => None,
    };
    if let Some((found, allowed)) = wrong {
        let wrong = Violation::new(Rule::WrongReason, found, allowed);
        broken.push(wrong.ride(&ride.booking, ride.direction));
    }
}

fn figures(shortest: Duration, longest: Duration) -> String {
    format!("its shortest trip is {}, promised are {}", Fact::from(shortest), Fact::from(longest))
}
