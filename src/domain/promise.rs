//! The promise: how long a trip may take, waiting included, and what that means for a ride.
//!
//! *Out:* from the moment the vehicle is due at the door until the session starts. *Home:* from the
//! moment the session ends until the citizen has alighted. Both at most [`Promise::longest_trip`];
//! all waiting, boarding and alighting counts. It is a hard rule, so it becomes windows and no price.

use crate::domain::{Direction, Duration, Leg, Session, Window};

/// A municipality's service promise.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Promise {
    /// Longest trip in either direction, all waiting included.
    pub longest_trip: Duration,
    /// Alighting at the centre is over this long before the session starts.
    pub arrive_before: Duration,
    /// Boarding at the centre begins no sooner than this long after the session ends.
    pub ready_after: Duration,
    /// Longest time in the vehicle, from the end of boarding to the beginning of alighting.
    pub longest_aboard: Option<Duration>,
    /// Longest time in the vehicle as a multiple of the direct drive, at least 1.
    pub longest_detour: Option<f64>,
}

impl Default for Promise {
    /// The promise of a municipality that says nothing else.
    fn default() -> Self {
        Self {
            longest_trip: Duration::minutes(60),
            arrive_before: Duration::minutes(5),
            ready_after: Duration::minutes(5),
            longest_aboard: None,
            longest_detour: None,
        }
    }
}

/// How long a citizen takes to get on and off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ServiceTimes {
    /// Getting on.
    pub boarding: Duration,
    /// Getting off.
    pub alighting: Duration,
}

/// When the two visits of a ride may begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RideWindows {
    /// When boarding may begin.
    pub pickup: Window,
    /// When alighting may begin.
    pub dropoff: Window,
}

impl Promise {
    /// The windows within which every plan keeps the promise for a ride whose direct drive is
    /// `direct` and whose trip may take `longest_trip`.
    ///
    /// # Errors
    /// The length of the shortest trip, waiting included, if even that is longer than allowed.
    pub fn windows(
        &self,
        direction: Direction,
        session: Session,
        service: ServiceTimes,
        direct: Leg,
        longest_trip: Duration,
    ) -> Result<RideWindows, Duration> {
        let shortest = service.boarding + direct.duration + service.alighting;
        let (opens, closes, shortest_trip) = match direction {
            Direction::Out => (
                session.start - longest_trip,
                session.start - self.arrive_before,
                shortest + self.arrive_before,
            ),
            Direction::Home => (
                session.end + self.ready_after,
                session.end + longest_trip,
                shortest + self.ready_after,
            ),
        };
        if shortest_trip > longest_trip {
            return Err(shortest_trip);
        }
        Ok(RideWindows {
            pickup: Window { earliest: opens, latest: closes - shortest },
            dropoff: Window {
                earliest: opens + service.boarding + direct.duration,
                latest: closes - service.alighting,
            },
        })
    }

    /// The longest time from the end of boarding to the beginning of alighting, if limited.
    pub fn longest_ride(&self, direct: Leg) -> Option<Duration> {
        let by_detour = self.longest_detour.map(|factor| direct.duration.scale(factor));
        [self.longest_aboard, by_detour].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Distance, Time};

    const PROMISE: Promise = Promise {
        longest_trip: Duration::minutes(60),
        arrive_before: Duration::minutes(5),
        ready_after: Duration::minutes(5),
        longest_aboard: None,
        longest_detour: Some(2.0),
    };
    const SESSION: Session = Session { start: Time::hm(10, 0), end: Time::hm(11, 0) };
    const SERVICE: ServiceTimes =
        ServiceTimes { boarding: Duration::minutes(2), alighting: Duration::minutes(1) };

    fn direct(minutes: i64) -> Leg {
        Leg { duration: Duration::minutes(minutes), distance: Distance::metres(1) }
    }

    #[test]
    fn the_ride_out_lies_in_the_hour_before_the_session() {
        let windows = PROMISE
            .windows(Direction::Out, SESSION, SERVICE, direct(10), PROMISE.longest_trip)
            .expect("possible");
        // Alighted by 9:55: alighting begins by 9:54, boarding by 9:54 - 10 - 2 = 9:42.
        assert_eq!(windows.pickup, Window { earliest: Time::hm(9, 0), latest: Time::hm(9, 42) });
        assert_eq!(windows.dropoff, Window { earliest: Time::hm(9, 12), latest: Time::hm(9, 54) });
    }

    #[test]
    fn the_ride_home_lies_in_the_hour_after_the_session() {
        let windows = PROMISE
            .windows(Direction::Home, SESSION, SERVICE, direct(10), Duration::minutes(45))
            .expect("possible");
        // Alighted by 11:45: alighting begins by 11:44, boarding by 11:32.
        assert_eq!(windows.pickup, Window { earliest: Time::hm(11, 5), latest: Time::hm(11, 32) });
        assert_eq!(
            windows.dropoff,
            Window { earliest: Time::hm(11, 17), latest: Time::hm(11, 44) }
        );
    }

    #[test]
    fn a_home_too_far_is_told_with_the_figure() {
        let shortest =
            PROMISE.windows(Direction::Out, SESSION, SERVICE, direct(53), PROMISE.longest_trip);
        assert_eq!(shortest, Err(Duration::minutes(61)));
    }

    #[test]
    fn the_tighter_limit_on_time_aboard_counts() {
        assert_eq!(PROMISE.longest_ride(direct(10)), Some(Duration::minutes(20)));
        let promise = Promise { longest_aboard: Some(Duration::minutes(15)), ..PROMISE };
        assert_eq!(promise.longest_ride(direct(10)), Some(Duration::minutes(15)));
    }
}
