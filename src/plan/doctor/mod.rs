//! A day's data looked at the evening before, without planning: rides that nobody can take, and what is
//! no flaw but looks like a slip.
//!
//! Flaws are found when the files are read; a day that is here has none. A doubt refuses nothing: each
//! is worth a look by somebody who knows the people.

mod bookings;
mod fleet;

pub use bookings::not_with_nobody;

use chrono::{Datelike, NaiveDate, Weekday};
use rustc_hash::FxHashSet;

use crate::domain::{Day, Direction, Distance, Duration, Leg, Problem, Session, TripClock, Window};
use crate::plan::explain::hopeless;
use crate::plan::{NotPlanned, Reason};
use crate::register::{Holiday, public_holiday};

/// What was found in a day's data.
#[derive(Clone, PartialEq, Debug)]
pub struct Findings {
    /// The rides that no plan of this day can hold, and why.
    pub hopeless: Vec<NotPlanned>,
    /// What to look at, by kind.
    pub doubts: Vec<Doubt>,
}

/// Something that looks like a slip. Bookings are named by their references.
#[derive(Clone, PartialEq, Debug)]
pub enum Doubt {
    /// Nobody trains on such a day, usually.
    DayOff(DayOff),
    /// About a ride of this booking.
    Ride(String, Direction, RideDoubt),
    /// About two bookings.
    Pair([String; 2], PairDoubt),
    /// About the home of a booking, and the centre of this name.
    Home(String, String, HomeDoubt),
    /// A session at night, or a very short or very long one; the first of its bookings.
    OddSession(String, Session),
    /// Nobody can be phoned about these bookings.
    NoPhone(Vec<String>),
    /// Bookings that name somebody who must not ride along and has no booking this day: booking and reference
    /// of each.
    NotWithNobody(Vec<[String; 2]>),
    /// More people ride within an hour than the vehicles hold at one time, so that some must drive twice.
    FewPlaces {
        /// The hour, or as long as is promised.
        within: Window,
        /// Seats and wheelchair places that are asked for.
        asked: (u32, u32),
        /// Seats and wheelchair places on shift.
        there: (u32, u32),
    },
    /// About the vehicle of this name.
    Vehicle(String, VehicleDoubt),
    /// Given drives that no car does.
    OddDrives {
        /// How many.
        count: usize,
        /// The first: from, to.
        between: [String; 2],
        /// What `travel.csv` says of it.
        leg: Leg,
    },
}

/// What is odd about a ride.
#[derive(Clone, PartialEq, Debug)]
pub enum RideDoubt {
    /// No vehicle can take it, for this reason, so that it goes by reserve taxi.
    ByTaxiOnly(Reason),
    /// Even alone in a vehicle the trip takes nearly as long as it may.
    LittleRoom {
        /// The shortest trip, waiting included.
        shortest: Duration,
        /// The longest that is promised.
        longest: Duration,
    },
}

/// What is odd about two bookings.
#[derive(Clone, PartialEq, Debug)]
pub enum PairDoubt {
    /// One address stands for two points, which are so far apart.
    OneAddress(Distance),
    /// Two addresses stand for one point.
    OnePoint,
    /// One name, address and time under two references.
    OnePerson,
    /// The citizen of this reference trains twice.
    OneCitizen(String),
}

/// What is odd about a home.
#[derive(Clone, PartialEq, Debug)]
pub enum HomeDoubt {
    /// It is where the centre is.
    AtCentre,
    /// It is so far from the centre along the straight line, much further than others are from theirs.
    FarAway(Distance),
}

/// What is odd about a vehicle.
#[derive(Clone, PartialEq, Debug)]
pub enum VehicleDoubt {
    /// It can take no ride of the day.
    Idle,
    /// It has wheelchair places and no lift.
    NoLift,
    /// It costs nothing.
    CostsNothing,
    /// A very short or very long shift.
    OddShift(Window),
}

/// Why nobody trains, usually.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayOff {
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday(Holiday),
}

/// Looks at a day and the problem that it is.
pub fn examine(day: &Day, problem: &Problem) -> Findings {
    let rides = problem.rides.iter().zip(problem.instance.requests());
    let by_taxi = rides.filter(|(_, request)| request.taxi_price.is_some());
    let by_taxi: FxHashSet<(&str, Direction)> = by_taxi
        .map(|(ride, _)| (day.bookings[ride.booking].reference.as_str(), ride.direction))
        .collect();
    let (taxis, hopeless): (Vec<_>, Vec<_>) = hopeless(day, problem)
        .into_iter()
        .partition(|ride| by_taxi.contains(&(ride.booking.as_str(), ride.direction)));
    let mut doubts: Vec<Doubt> = day_off(day.date).map(Doubt::DayOff).into_iter().collect();
    doubts.extend(
        taxis.into_iter().map(|ride| {
            Doubt::Ride(ride.booking, ride.direction, RideDoubt::ByTaxiOnly(ride.reason))
        }),
    );
    little_room(day, problem, &mut doubts);
    bookings::doubts(day, &mut doubts);
    fleet::doubts(day, problem, &mut doubts);
    Findings { hopeless, doubts }
}

fn day_off(date: NaiveDate) -> Option<DayOff> {
    let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = public_holiday(date).map(DayOff::Holiday);
    holiday.or(is_weekend.then_some(DayOff::Weekend))
}

/// Rides whose shortest trip takes this share of the longest leave no room for anybody else.
const NEARLY: f64 = 0.8;

fn little_room(day: &Day, problem: &Problem, doubts: &mut Vec<Doubt>) {
    for (request, ride) in problem.instance.requests().iter().zip(&problem.rides) {
        let booking = &day.bookings[ride.booking];
        let shortest = match request.trip_clock {
            TripClock::UntilFixed(start) => start - request.pickup.window.latest,
            TripClock::SinceFixed(end) => {
                request.dropoff.window.earliest + request.dropoff.service - end
            }
            TripClock::Aboard => continue,
        };
        let longest = booking.longest_trip;
        if shortest >= longest.scale(NEARLY) {
            let doubt = RideDoubt::LittleRoom { shortest, longest };
            doubts.push(Doubt::Ride(booking.reference.clone(), ride.direction, doubt));
        }
    }
}
