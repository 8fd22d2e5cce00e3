//! What citizens are used to: the minute they are told and the vehicle that comes, week after week.
//!
//! Wishes, not rules: a plan that changes them is a plan all the same. A change is worth money beyond
//! some minutes, to be weighed against what the contractor charges.

use std::collections::BTreeMap;

use crate::domain::{Direction, Duration, Money, Time};

/// What citizens are used to, and what it is worth.
#[derive(Clone, PartialEq, Debug)]
pub struct Regularity {
    /// What each minute is worth by which a told time changes beyond those that are free; nothing
    /// if nobody minds.
    pub per_minute: Money,
    /// Changes up to this do not matter.
    pub free: Duration,
    /// What is usual, by booking and direction.
    pub usual: BTreeMap<(String, Direction), Usual>,
}

/// What a citizen is used to on a ride.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Usual {
    /// The minute that the citizen is told.
    pub told: Time,
    /// The vehicle that comes, if it is mostly the same.
    pub vehicle: Option<String>,
}

/// What is usual where nothing is said: a krone a minute beyond ten.
impl Default for Regularity {
    fn default() -> Self {
        let (per_minute, free) = (Money::kroner(1), Duration::minutes(10));
        Self { per_minute, free, usual: BTreeMap::new() }
    }
}

impl Regularity {
    /// Whether anything that citizens are used to is worth money.
    pub fn matters(&self) -> bool {
        self.per_minute > Money::ZERO && !self.usual.is_empty()
    }

    /// What the citizen of this ride is used to.
    pub fn usual(&self, booking: &str, direction: Direction) -> Option<&Usual> {
        self.usual.get(&(booking.to_owned(), direction))
    }

    /// The part of a change that matters.
    pub fn beyond(&self, change: Duration) -> Duration {
        (change - self.free).max(Duration::ZERO)
    }

    /// What a change of a told time is worth.
    pub fn price(&self, change: Duration) -> Money {
        Money::ore(self.per_minute.as_ore() * self.beyond(change).ceil_minutes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_worth_its_minutes_beyond_those_that_are_free() {
        let regularity = Regularity::default();
        for (minutes, kroner) in [(0, 0), (10, 0), (11, 1), (25, 15)] {
            assert_eq!(regularity.price(Duration::minutes(minutes)), Money::kroner(kroner));
        }
    }
}
