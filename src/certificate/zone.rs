//! What clock times a route so far leaves possible: a zone.
//!
//! A zone says for each pair of clocks by how much one is at most after the other, all pairs at their
//! tightest (Dill 1990, doi:10.1007/3-540-52148-8_17). That keeps windows, longest rides and a longest
//! duty exactly, whatever comes next.

use crate::domain::{Duration, RequestId, Time};

/// A moment that a route so far may still choose.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Clock {
    /// Not chosen: what all others are counted from.
    Midnight,
    /// The vehicle can go on.
    Ready,
    /// The vehicle left the depot.
    Left,
    /// Something begins that is being added.
    Begins,
    /// These people were aboard.
    Boarded(RequestId),
}

/// What the clocks can be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Zone {
    /// In order, so that zones of equal clocks can be compared.
    clocks: Vec<Clock>,
    /// Row by row: the clock of the row is at most so long after that of the column.
    most: Vec<i64>,
}

/// No limit; small enough that sums do not overflow.
const ANY: i64 = i64::MAX / 4;

impl Zone {
    /// The zone without a moment to choose.
    pub fn new() -> Self {
        Self { clocks: vec![Clock::Midnight], most: vec![0] }
    }

    fn place(&self, clock: Clock) -> usize {
        self.clocks.iter().position(|&own| own == clock).expect("the clock was added")
    }

    fn at(&self, row: usize, column: usize) -> i64 {
        self.most[row * self.clocks.len() + column]
    }

    /// Adds a clock that can be anything.
    pub fn add(&mut self, clock: Clock) {
        let old = self.clone();
        let place = self.clocks.partition_point(|&own| own < clock);
        self.clocks.insert(place, clock);
        let size = self.clocks.len();
        let before = |index: usize| if index > place { index - 1 } else { index };
        let entry = |row: usize, column: usize| match (row == place, column == place) {
            (true, true) => 0,
            (false, false) => old.at(before(row), before(column)),
            _ => ANY,
        };
        self.most = (0..size * size).map(|index| entry(index / size, index % size)).collect();
    }

    /// Forgets a clock, but not what it implied for others.
    pub fn remove(&mut self, clock: Clock) {
        let (place, size) = (self.place(clock), self.clocks.len());
        let kept = |index: &usize| index / size != place && index % size != place;
        self.most = (0..size * size).filter(kept).map(|index| self.most[index]).collect();
        self.clocks.remove(place);
    }

    /// One clock is at most so long after another; false if that is impossible.
    pub fn limit(&mut self, one: Clock, other: Clock, most: Duration) -> bool {
        let (one, other) = (self.place(one), self.place(other));
        let (size, most) = (self.clocks.len(), most.as_milliseconds());
        if self.at(other, one) + most < 0 {
            return false;
        }
        for row in 0..size {
            for column in 0..size {
                let (to, from) = (self.at(row, one), self.at(other, column));
                if to < ANY && from < ANY {
                    let entry = &mut self.most[row * size + column];
                    *entry = (*entry).min(to + most + from);
                }
            }
        }
        true
    }

    /// A clock is no earlier than a moment; false if that is impossible.
    pub fn no_earlier(&mut self, clock: Clock, moment: Time) -> bool {
        self.limit(Clock::Midnight, clock, Time::MIDNIGHT - moment)
    }

    /// A clock is no later than a moment; false if that is impossible.
    pub fn no_later(&mut self, clock: Clock, moment: Time) -> bool {
        self.limit(clock, Clock::Midnight, moment - Time::MIDNIGHT)
    }

    /// The earliest that a clock can be.
    pub fn earliest(&self, clock: Clock) -> Time {
        Time::MIDNIGHT + self.shortest(Clock::Midnight, clock)
    }

    /// The least time from one clock to another.
    pub fn shortest(&self, from: Clock, to: Clock) -> Duration {
        Duration::milliseconds(-self.at(self.place(from), self.place(to)))
    }

    /// Whether all that the other zone can be, this one can be too.
    pub fn includes(&self, other: &Self) -> bool {
        self.clocks == other.clocks
            && self.most.iter().zip(&other.most).all(|(own, others)| own >= others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOARDED: Clock = Clock::Boarded(RequestId(0));

    fn minutes(minutes: i64) -> Duration {
        Duration::minutes(minutes)
    }

    /// Boarded between 8:00 and 8:30, ready ten minutes later or more.
    fn zone() -> Zone {
        let mut zone = Zone::new();
        zone.add(BOARDED);
        zone.add(Clock::Ready);
        assert!(
            zone.no_earlier(BOARDED, Time::hm(8, 0)) && zone.no_later(BOARDED, Time::hm(8, 30))
        );
        assert!(zone.limit(BOARDED, Clock::Ready, -minutes(10)));
        zone
    }

    #[test]
    fn limits_reach_clocks_that_they_do_not_name() {
        let mut zone = zone();
        assert_eq!(zone.earliest(Clock::Ready), Time::hm(8, 10));
        // Ready from 8:50 on, and aboard for 30 minutes at most: boarded from 8:20 on.
        assert!(zone.no_earlier(Clock::Ready, Time::hm(8, 50)));
        assert!(zone.limit(Clock::Ready, BOARDED, minutes(30)));
        assert_eq!(zone.earliest(BOARDED), Time::hm(8, 20));
        // By 8:30 is too late then: 8:50 is 20 minutes after it.
        assert_eq!(zone.shortest(BOARDED, Clock::Ready), minutes(20));
        assert!(!zone.clone().limit(Clock::Ready, BOARDED, minutes(19)));
        zone.remove(BOARDED);
        assert!(zone.clone().no_later(Clock::Ready, Time::hm(9, 0)));
        assert!(!zone.no_earlier(Clock::Ready, Time::hm(9, 1)), "8:30 and half an hour");
    }

    #[test]
    fn a_zone_includes_what_is_narrower() {
        let (wide, mut narrow) = (zone(), zone());
        assert!(wide.includes(&narrow) && narrow.includes(&wide));
        assert!(narrow.no_earlier(Clock::Ready, Time::hm(8, 11)));
        assert!(wide.includes(&narrow) && !narrow.includes(&wide));
        narrow.remove(BOARDED);
        assert!(!wide.includes(&narrow), "other clocks");
    }
}
