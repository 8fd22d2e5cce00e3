//! Whether a plan is of a day at all: judged by another day's data, all that is said of it is noise.

use chrono::NaiveDate;

use crate::domain::Day;
use crate::plan::Plan;

/// Why a plan is not of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OtherDay {
    /// It is of this date.
    Date(NaiveDate),
    /// Most of its rides are not booked here, or by other citizens.
    Rides {
        /// How many of them.
        strange: usize,
        /// How many rides it has.
        rides: usize,
    },
}

/// Why the plan is not of this day; `None` if it may be.
pub fn of_another_day(day: &Day, plan: &Plan) -> Option<OtherDay> {
    if plan.date != day.date {
        return Some(OtherDay::Date(plan.date));
    }
    let bookings = day.bookings_by_reference();
    let stops = plan.runs.iter().flat_map(|run| &run.stops);
    let driven = stops.map(|stop| (stop.booking.as_str(), stop.citizen.as_str(), stop.direction));
    let by_taxi =
        plan.taxis.iter().map(|it| (it.booking.as_str(), it.citizen.as_str(), it.direction));
    let left = plan.not_planned.iter();
    let left = left.map(|it| (it.booking.as_str(), it.citizen.as_str(), it.direction));
    let mut rides: Vec<_> = driven.chain(by_taxi).chain(left).collect();
    rides.sort_unstable();
    rides.dedup();
    let is_strange = |(booking, citizen, _): &&(&str, &str, _)| {
        bookings.get(booking).is_none_or(|known| known.citizen != *citizen)
    };
    let strange = rides.iter().filter(is_strange).count();
    (strange * 2 > rides.len()).then_some(OtherDay::Rides { strange, rides: rides.len() })
}
