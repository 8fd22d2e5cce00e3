//! What the referee says: which rule is broken, by whom, and the figures.

use std::fmt;

use crate::domain::Direction;
use crate::plan::check::{Fact, Rule};

/// One broken rule of a plan.
///
/// ```
/// use korsel::domain::{Direction, Duration};
/// use korsel::plan::{Rule, Violation};
///
/// let violation =
///     Violation::new(Rule::TripTooLong, Duration::minutes(63), Duration::minutes(60))
///         .vehicle("3")
///         .ride("B12", Direction::Out);
/// assert_eq!(
///     violation.to_string(),
///     "vehicle 3: B12 out takes 63 min, promised at most 60 min"
/// );
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Violation {
    /// Which rule.
    pub rule: Rule,
    /// The vehicle, if it is about a run.
    pub vehicle: Option<String>,
    /// Which of the run's visits, from 1, if it is about one. Each citizen's boarding or alighting is
    /// a visit; a manifest's stops are places, so they are counted otherwise.
    pub stop: Option<usize>,
    /// The booking, if it is about one.
    pub booking: Option<String>,
    /// Which of the booking's rides.
    pub direction: Option<Direction>,
    /// What the plan says, or what follows from what it says.
    pub found: Fact,
    /// What the day asks for.
    pub allowed: Fact,
}

impl Violation {
    /// A violation of this rule, of nobody in particular yet.
    pub fn new(rule: Rule, found: impl Into<Fact>, allowed: impl Into<Fact>) -> Self {
        Self {
            rule,
            vehicle: None,
            stop: None,
            booking: None,
            direction: None,
            found: found.into(),
            allowed: allowed.into(),
        }
    }

    /// The same, of this vehicle.
    pub fn vehicle(self, name: impl Into<String>) -> Self {
        Self { vehicle: Some(name.into()), ..self }
    }

    /// The same, at this visit of the run, counted from 1.
    pub fn stop(self, number: usize) -> Self {
        Self { stop: Some(number), ..self }
    }

    /// The same, of this booking.
    pub fn booking(self, reference: impl Into<String>) -> Self {
        Self { booking: Some(reference.into()), ..self }
    }

    /// The same, of this ride.
    pub fn ride(self, booking: impl Into<String>, direction: Direction) -> Self {
        Self { direction: Some(direction), ..self.booking(booking) }
    }
}

/// `vehicle 3, visit 4: B12 out takes 63 min, promised at most 60 min`.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.vehicle, self.stop) {
            (Some(vehicle), Some(stop)) => write!(f, "vehicle {vehicle}, visit {stop}: ")?,
            (Some(vehicle), None) => write!(f, "vehicle {vehicle}: ")?,
            (None, _) => f.write_str("plan: ")?,
        }
        if let Some(booking) = &self.booking {
            write!(f, "{booking} ")?;
        }
        if let Some(direction) = self.direction {
            write!(f, "{} ", direction.name())?;
        }
        let sentence = self.rule.sentence();
        // The facts go in together: a name in the first must not be taken for the second's place.
        for (index, part) in sentence.split('{').enumerate() {
            match (index, part.split_once('}')) {
                (0, _) | (_, None) => f.write_str(part)?,
                (_, Some(("found", rest))) => write!(f, "{}{rest}", self.found)?,
                (_, Some((_, rest))) => write!(f, "{}{rest}", self.allowed)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Time;

    #[test]
    fn a_violation_says_where_who_and_how_much() {
        let violation = Violation::new(Rule::ArrivesLate, Time::hm(9, 56), Time::hm(9, 55))
            .vehicle("V2")
            .stop(4)
            .ride("B7", Direction::Out);
        assert_eq!(
            violation.to_string(),
            "vehicle V2, visit 4: B7 out has alighted at 09:56, must have by 09:55"
        );
    }

    #[test]
    fn a_name_with_braces_is_printed_as_it_is() {
        let violation = Violation::new(Rule::WrongCitizen, "{allowed}", "C1").booking("B1");
        assert_eq!(
            violation.to_string(),
            "plan: B1 is planned for citizen {allowed}, the booking is for C1"
        );
    }
}
