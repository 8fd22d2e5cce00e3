//! What people act on: the finished plan, its referee, its figures, and why a ride is missing.
//!
//! A [`Plan`] stands on its own: it carries references to bookings and vehicles, clock times and
//! costs, and reads back equal from `plan.json`. Names and addresses stay in the day folder.

mod assemble;
mod belongs;
mod check;
mod doctor;
mod explain;
mod moved_sessions;
mod regular;
pub mod replan;
mod single;
pub mod summary;
mod timed;
mod told;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{BookingStatus, Day, Direction, Distance, Duration, Leg, Money, Time};
use crate::travel::TravelSource;
pub use assemble::assemble;
pub use belongs::{OtherDay, of_another_day};
pub use check::{DEPOT, Fact, Rule, Violation, check};
pub use doctor::{
    DayOff, Doubt, Findings, HomeDoubt, PairDoubt, RideDoubt, VehicleDoubt, examine,
    not_with_nobody,
};
pub use regular::{Planned, plan_day};
pub use timed::{Listed, ListedRun, from_list};
pub use told::{driven_one_way, rides_told, stay_at_home, stops_made};

/// The version of the schema of `plan.json`; a reader refuses any other.
pub const SCHEMA: u32 = 1;

/// A day's plan, final.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// [`SCHEMA`] of the program that wrote it.
    pub schema: u32,
    /// The date of service.
    pub date: NaiveDate,
    /// How good it is known to be.
    pub status: Status,
    /// The cost of vehicles and taxis together.
    pub cost_ore: Money,
    /// No plan with as few rides left out costs less than this; absent where nothing was proven.
    pub bound_ore: Option<Money>,
    /// Where travel times came from; the referee must be given the same.
    pub travel: TravelSource,
    /// One run per vehicle used, in the order of the fleet.
    pub runs: Vec<Run>,
    /// Rides that go by reserve taxi.
    pub taxis: Vec<TaxiRide>,
    /// Rides that are not planned, and why.
    pub not_planned: Vec<NotPlanned>,
    /// Bookings that were cancelled or whose citizens are absent.
    pub cancelled: Vec<CancelledBooking>,
}

/// How good a plan is known to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Proven: none leaves out fewer rides, none with as few costs less.
    Optimal,
    /// Keeps every rule; a cheaper one may exist.
    Feasible,
}

/// What one vehicle does that day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The vehicle's name.
    pub vehicle: String,
    /// When it leaves the depot.
    pub leaves: Time,
    /// When it is back.
    pub returns: Time,
    /// The driver's rest, if the vehicle has a break rule.
    pub rest: Option<Rest>,
    /// Visits in order.
    pub stops: Vec<PlannedStop>,
    /// The drive back to the depot.
    pub last_leg: PlannedLeg,
    /// Distance driven, depot legs included.
    pub distance_m: Distance,
    /// Time driving.
    pub driving_s: Duration,
    /// Time boarding and alighting.
    pub boarding_s: Duration,
    /// Time between leaving and returning that is none of driving, boarding and rest.
    pub waiting_s: Duration,
    /// The vehicle's invoice.
    pub cost_ore: Money,
    /// Whether it broke down: the run ends where its last stop is, without a drive back. Who is aboard then
    /// is not planned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub broke_down: bool,
}

impl Run {
    /// Whether it was back at its depot by then.
    pub fn is_back_by(&self, now: Time) -> bool {
        !self.broke_down && self.returns <= now
    }

    /// Whether somebody boards here who was aboard when the vehicle broke down.
    pub fn is_interrupted(&self, stop: &PlannedStop) -> bool {
        let sets_down = |other: &PlannedStop| {
            other.action == Action::Dropoff
                && (&other.booking, other.direction) == (&stop.booking, stop.direction)
        };
        self.broke_down && !self.stops.iter().any(sets_down)
    }
}

/// The driver's rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// When it begins.
    pub begins: Time,
    /// When it ends.
    pub ends: Time,
    /// How many stops are made before it: 0 when it is taken before the vehicle leaves the depot or
    /// before its first stop, all of them when it is taken after the last.
    pub after_stops: usize,
}

/// A drive as planned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedLeg {
    /// How long it takes.
    pub drive_s: Duration,
    /// How far it is.
    pub distance_m: Distance,
}

impl From<Leg> for PlannedLeg {
    fn from(leg: Leg) -> Self {
        Self { drive_s: leg.duration, distance_m: leg.distance }
    }
}

/// One citizen boards or alights.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedStop {
    /// Boards or alights.
    pub action: Action,
    /// The booking.
    pub booking: String,
    /// The citizen's reference.
    pub citizen: String,
    /// Which of the booking's rides.
    pub direction: Direction,
    /// The place's key.
    pub place: String,
    /// The drive that led here, from the stop or depot before.
    pub leg: PlannedLeg,
    /// When the vehicle arrives.
    pub arrives: Time,
    /// What people are told: for a pickup the whole minute at which the vehicle is due, for a
    /// dropoff the whole minute by which they have alighted.
    pub told: Time,
    /// When service begins.
    pub begins: Time,
    /// When service ends.
    pub ends: Time,
    /// People aboard afterwards, companions included.
    pub aboard_after: u16,
}

/// What happens at a stop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Boards.
    Pickup,
    /// Alights.
    Dropoff,
}

/// A ride that goes by reserve taxi.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxiRide {
    /// The booking.
    pub booking: String,
    /// The citizen's reference.
    pub citizen: String,
    /// Which of the booking's rides.
    pub direction: Direction,
    /// When the taxi is due.
    pub due: Time,
    /// The fare.
    pub cost_ore: Money,
}

/// A ride that is not planned.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotPlanned {
    /// The booking.
    pub booking: String,
    /// The citizen's reference.
    pub citizen: String,
    /// Which of the booking's rides.
    pub direction: Direction,
    /// Why.
    pub reason: Reason,
    /// The cheapest single change found by which this ride could be planned and no other lost.
    pub remedy: Option<Remedy>,
}

/// Why a ride is not planned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// Its trip is too long even in a vehicle of its own.
    ImpossibleAlone {
        /// Its shortest trip, waiting included.
        shortest_trip_s: Duration,
        /// The longest that is promised.
        longest_trip_s: Duration,
    },
    /// It needs a lift, and no vehicle that has one is on shift in time.
    NoLiftOnShift,
    /// No vehicle on shift in time has room for it, even empty.
    NoFittingVehicle,
    /// No vehicle is on shift in time.
    NoVehicleOnShift,
    /// Every vehicle that could take it is taken by others.
    NoRoom,
    /// Its citizen sits in a vehicle that has broken down, and needs another car at once.
    AboardBrokenVehicle,
    /// The last moment at which it could begin has passed.
    TimePassed,
    /// It was left out before, and so was the ride out, for which it is too late: the citizen is at home.
    NotDrivenOut,
}

/// A single change by which a ride could be planned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Remedy {
    /// One more vehicle like this one, for this time.
    ExtraVehicle {
        /// A vehicle of the fleet that it would be like.
        like: String,
        /// When it would have to leave.
        from: Time,
        /// When it would be back.
        to: Time,
        /// What the plan would cost more.
        cost_ore: Money,
    },
    /// The session starts and ends earlier or later for everybody in it.
    MovedSession {
        /// The centre's id.
        centre: String,
        /// When the session starts today.
        session_start: Time,
        /// Later by this, or earlier if negative.
        by_s: Duration,
        /// What the plan would cost more.
        cost_ore: Money,
    },
    /// A vehicle starts earlier or ends later.
    LongerShift {
        /// The vehicle.
        vehicle: String,
        /// It would have to leave no later than this.
        from: Time,
        /// And be back no earlier than this.
        to: Time,
        /// What the plan would cost more.
        cost_ore: Money,
    },
}

/// A booking whose rides are not driven.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelledBooking {
    /// The booking.
    pub booking: String,
    /// The citizen's reference.
    pub citizen: String,
    /// Cancelled or absent.
    pub status: BookingStatus,
}

impl CancelledBooking {
    /// The bookings of a day that are not to be driven, in its order.
    fn all_of(day: &Day) -> Vec<Self> {
        let cancelled = day.bookings.iter().filter(|it| it.status != BookingStatus::Approved);
        let listed = cancelled.map(|booking| Self {
            booking: booking.reference.clone(),
            citizen: booking.citizen.clone(),
            status: booking.status,
        });
        listed.collect()
    }
}
