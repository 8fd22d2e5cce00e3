//! What a piece of road costs: time first, then distance, in one number.

use std::ops::Add;

use crate::domain::{Distance, Duration, Leg};
use crate::travel::LONGEST_DRIVE;

/// Milliseconds in the upper half, millimetres in the lower: the order of numbers is the order of
/// drives, quickest first and, among equally quick ones, shortest first. So a search finds the same
/// drive whatever the order it looks in. Halves do not run over below 49 days and 4,294 km.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cost(u64);

impl Cost {
    /// More than any drive.
    pub const UNREACHED: Self = Self(u64::MAX);

    /// The cost of that many metres at that many km/h.
    pub fn of_road(metres: f64, kmh: f64) -> Self {
        Self::new((metres * 3600.0 / kmh).round() as u32, (metres * 1000.0).round() as u32)
    }

    const fn new(milliseconds: u32, millimetres: u32) -> Self {
        Self((milliseconds as u64) << 32 | millimetres as u64)
    }

    /// The time in milliseconds.
    pub const fn milliseconds(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The distance in millimetres.
    pub const fn millimetres(self) -> u32 {
        self.0 as u32
    }

    /// This share (0 to 1) of it.
    pub fn part(self, share: f64) -> Self {
        let part = |whole: u32| (f64::from(whole) * share).round() as u32;
        Self::new(part(self.milliseconds()), part(self.millimetres()))
    }

    /// The drive in whole seconds and metres, both rounded up, slowed by a factor.
    pub fn leg(self, time_factor: f64) -> Leg {
        let duration = Duration::milliseconds(self.milliseconds().into());
        Leg {
            duration: duration.scale(time_factor).min(LONGEST_DRIVE),
            distance: Distance::metres(self.millimetres().div_ceil(1000).into()),
        }
    }
}

impl Add for Cost {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_add_up_and_round_up() {
        // 100 m at 36 km/h is 10 s.
        let cost = Cost::of_road(100.0, 36.0);
        assert_eq!((cost.milliseconds(), cost.millimetres()), (10_000, 100_000));
        let sum = cost + cost.part(0.25);
        assert_eq!((sum.milliseconds(), sum.millimetres()), (12_500, 125_000));
        let leg = sum.leg(1.1);
        // 12.5 s × 1.1 = 13.75 s.
        assert_eq!(leg.duration, Duration::seconds(14));
        assert_eq!(leg.distance, Distance::metres(125));
    }

    #[test]
    fn quicker_comes_before_shorter() {
        assert!(Cost::of_road(100.0, 60.0) < Cost::of_road(50.0, 10.0));
        assert!(Cost::of_road(100.0, 50.0) < Cost::of_road(200.0, 100.0));
    }
}
