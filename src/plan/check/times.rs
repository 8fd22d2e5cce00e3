//! Clock times: drives, service, shift, and what people are told.

use crate::domain::{Duration, PlaceId, Time};
use crate::plan::PlannedLeg;
use crate::plan::check::{Case, DEPOT, Fact, Rule, RunCase, SeenStop, Violation, rest};

pub(super) fn check(case: &Case, run: &RunCase, broken: &mut Vec<Violation>) {
    for stop in &run.stops {
        check_stop(case, run, stop, broken);
    }
    check_shift(run, broken);
    check_drives(case, run, broken);
}

fn check_stop(case: &Case, run: &RunCase, stop: &SeenStop, broken: &mut Vec<Violation>) {
    let written = stop.written;
    if !(written.arrives <= written.begins && written.begins <= written.ends) {
        let times = format!("{}, {}, {}", written.arrives, written.begins, written.ends);
        broken.push(run.at(stop, Rule::ClockOrder, times, ()));
    }
    let told = if stop.is_pickup() {
        last_whole_minute(written.begins)
    } else {
        first_whole_minute(written.ends)
    };
    if written.told != told {
        broken.push(run.at(stop, Rule::ToldTime, written.told, told));
    }
    let Some(booking) = stop.booking else { return };
    if let Some(place) = stop.place.map(|place| case.place_key(place))
        && written.place != place
    {
        broken.push(run.at(stop, Rule::WrongPlace, written.place.as_str(), place));
    }
    let service = &booking.mobility.service;
    let due = if stop.is_pickup() { service.boarding } else { service.alighting };
    if written.ends - written.begins != due {
        broken.push(run.at(stop, Rule::ServiceTime, written.ends - written.begins, due));
    }
}

/// The whole minute at or before a moment.
pub(super) fn last_whole_minute(time: Time) -> Time {
    Time::hm(0, time.as_milliseconds().div_euclid(60_000))
}

fn first_whole_minute(time: Time) -> Time {
    Time::hm(0, (time.as_milliseconds() + 59_999).div_euclid(60_000))
}

fn check_shift(run: &RunCase, broken: &mut Vec<Violation>) {
    let (leaves, returns) = (run.written.leaves, run.written.returns);
    let spec = &run.vehicle.spec;
    if leaves < spec.shift.earliest {
        broken.push(run.violation(Rule::ShiftStart, leaves, spec.shift.earliest));
    }
    if returns > spec.shift.latest {
        broken.push(run.violation(Rule::ShiftEnd, returns, spec.shift.latest));
    }
    if let Some(longest) = spec.longest_duration
        && returns - leaves > longest
    {
        broken.push(run.violation(Rule::RunTooLong, returns - leaves, longest));
    }
}

/// One drive of a run.
struct Drive<'a> {
    /// The stop it leads to; `None` for the drive back to the depot.
    to_stop: Option<&'a SeenStop<'a>>,
    /// Where it starts and ends, where both are known.
    between: Option<(PlaceId, PlaceId)>,
    departs: Time,
    leg: PlannedLeg,
    /// When it is written to be over.
    arrives: Time,
}

/// The drives of the run, from the depot to each stop and back; a vehicle that broke down stays where its
/// last stop is.
fn drives<'a>(run: &'a RunCase) -> impl Iterator<Item = Drive<'a>> {
    let spec = &run.vehicle.spec;
    (0..=run.stops.len()).map(move |index| {
        let to_stop = run.stops.get(index);
        let from = match index {
            0 => Some(spec.start),
            _ => run.stops[index - 1].place,
        };
        let to = match to_stop {
            Some(stop) => stop.place,
            None if run.written.broke_down => from,
            None => Some(spec.end),
        };
        Drive {
            to_stop,
            between: from.zip(to),
            departs: rest::departure(run, index),
            leg: to_stop.map_or(run.written.last_leg, |stop| stop.written.leg),
            arrives: to_stop.map_or(run.written.returns, |stop| stop.written.arrives),
        }
    })
}

fn check_drives(case: &Case, run: &RunCase, broken: &mut Vec<Violation>) {
    for drive in drives(run) {
        let due = drive.departs + drive.leg.drive_s;
        if drive.arrives != due {
            broken.push(match drive.to_stop {
                Some(stop) => run.at(stop, Rule::ArrivalTime, drive.arrives, due),
                None => run.violation(Rule::ReturnTime, drive.arrives, due),
            });
        }
        check_leg(case, run, &drive, broken);
    }
}

fn check_leg(case: &Case, run: &RunCase, drive: &Drive, broken: &mut Vec<Violation>) {
    let Some((from, to)) = drive.between else { return };
    let table = case.travel.leg(from, to);
    let planned = drive.leg;
    let blame = |rule, found: Fact, allowed: Fact| match drive.to_stop {
        Some(stop) => run.at(stop, rule, found, allowed),
        None => run.violation(rule, found, allowed).booking(DEPOT),
    };
    if planned.distance_m != table.distance {
        let (found, allowed) = (planned.distance_m.into(), table.distance.into());
        broken.push(blame(Rule::LegDistance, found, allowed));
    }
    let slowed = slowed(case, table.duration, drive.departs, drive.departs + planned.drive_s);
    if planned.drive_s < table.duration {
        let (found, allowed) = (planned.drive_s.into(), table.duration.into());
        broken.push(blame(Rule::LegTooFast, found, allowed));
    } else if planned.drive_s < slowed {
        broken.push(blame(Rule::RushHour, planned.drive_s.into(), slowed.into()));
    }
}

/// What a drive must take that is under way from `departs` to `arrives` and takes `table` outside
/// of rush hours.
fn slowed(case: &Case, table: Duration, departs: Time, arrives: Time) -> Duration {
    let rush_hours = case.day.travel.rush_hours.iter();
    let met =
        rush_hours.filter(|rush| departs < rush.window.latest && rush.window.earliest < arrives);
    met.map(|rush| times(table, rush.factor)).fold(table, Duration::max)
}

/// A length times a factor, rounded up to a whole second; a microsecond is left to arithmetic.
pub(super) fn times(length: Duration, factor: f64) -> Duration {
    let seconds = length.as_milliseconds() as f64 * factor / 1000.0;
    Duration::seconds((seconds - 1e-6).ceil() as i64)
}
