//! Time as the clock runs, and against it.

use crate::domain::{BreakRule, Duration, Instance, Leg, Stop, Time, Visit, Window};

/// Which way time runs: paths may be grown from the start of the day or from its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::exact) enum Direction {
    /// As the clock does.
    Forward,
    /// Against it: every moment changes its sign, who alights boards, and a service begins where it
    /// ended.
    Backward,
}

impl Direction {
    /// A window in which something of that length begins.
    pub fn window(self, window: Window, length: Duration) -> Window {
        match self {
            Self::Forward => window,
            Self::Backward => Window {
                earliest: Time::MIDNIGHT - (window.latest + length - Time::MIDNIGHT),
                latest: Time::MIDNIGHT - (window.earliest + length - Time::MIDNIGHT),
            },
        }
    }

    /// The rule of a rest.
    pub fn rest(self, rule: BreakRule) -> BreakRule {
        BreakRule { between: self.window(rule.between, Duration::ZERO), ..rule }
    }

    pub fn visit(self, instance: &Instance, stop: Stop) -> Visit {
        let visit = *instance.visit(self.stop(stop));
        Visit { window: self.window(visit.window, visit.service), ..visit }
    }

    pub fn leg(self, instance: &Instance, from: Stop, to: Stop) -> Leg {
        let (from, to) = match self {
            Self::Forward => (from, to),
            Self::Backward => (self.stop(to), self.stop(from)),
        };
        instance.leg(instance.visit(from), instance.visit(to))
    }

    /// The stop in time that is this one when time runs so.
    pub fn stop(self, stop: Stop) -> Stop {
        match (self, stop) {
            (Self::Forward, stop) => stop,
            (Self::Backward, Stop::Pickup(rider)) => Stop::Dropoff(rider),
            (Self::Backward, Stop::Dropoff(rider)) => Stop::Pickup(rider),
        }
    }
}
