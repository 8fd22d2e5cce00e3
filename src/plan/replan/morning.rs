//! What has happened since the plan was made, and what a change may cost.

use crate::domain::{Direction, Duration, Money, Time};

/// What has happened by some moment of the day.
#[derive(Clone, PartialEq, Debug)]
pub struct Morning {
    /// What was to have begun by now is driven.
    pub now: Time,
    /// Vehicles that drive no more.
    pub broken: Vec<String>,
    /// Vehicles that are late, and by how much later than in the plan that is repaired.
    pub late: Vec<(String, Duration)>,
    /// Vehicles that were late before, and when they reach where they were on their way to: not earlier.
    pub late_until: Vec<(String, Time)>,
    /// What must stay as it is.
    pub locks: Vec<Lock>,
    /// What a change costs.
    pub prices: Prices,
}

/// What a change of a promise costs; compared before the contractor's price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Prices {
    /// For each citizen who must be phoned with another time.
    pub promise: Money,
    /// For each minute by which a told time moves.
    pub minute: Money,
}

/// What is usual: a call is worth as much as ten minutes.
impl Default for Prices {
    fn default() -> Self {
        Self { promise: Money::kroner(100), minute: Money::kroner(10) }
    }
}

/// Something that must stay as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lock {
    /// What.
    pub what: Locked,
    /// Where it was asked for, for messages.
    pub line: u64,
    /// The file that names it.
    pub file: String,
}

/// What a lock is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Locked {
    /// The ride is driven by this vehicle.
    Vehicle {
        /// The booking.
        booking: String,
        /// Which of its rides.
        direction: Direction,
        /// By which vehicle.
        vehicle: String,
    },
    /// The told time of the ride stays.
    Time {
        /// The booking.
        booking: String,
        /// Which of its rides.
        direction: Direction,
    },
    /// Nobody is added to the vehicle's run; its times may move.
    Order {
        /// The vehicle.
        vehicle: String,
    },
    /// The vehicle's run stays as it is, but for who is cancelled.
    Run {
        /// The vehicle.
        vehicle: String,
    },
}
