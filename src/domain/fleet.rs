//! What drives: layouts, shifts, breaks, and what it costs.

use std::fmt;
use std::str::FromStr;

use crate::domain::{Duration, Leg, Load, Money, PlaceId, Totals, Window};

/// An index into the vehicles of an instance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VehicleId(pub u32);

impl VehicleId {
    /// The vehicle's position in its list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// An index into the vehicle types of an instance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeId(pub u32);

impl TypeId {
    /// The type's position in its list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a vehicle can hold at one time: alternatives of seats and wheelchair places, written
/// `8+0 5+1 2+2`.
///
/// ```
/// use korsel::domain::{Layouts, Load};
///
/// let layouts: Layouts = "8+0 5+1 2+2".parse().expect("layouts");
/// assert!(layouts.hold(Load { seats: 5, wheelchairs: 1, front_seats: 0 }));
/// assert!(!layouts.hold(Load { seats: 6, wheelchairs: 1, front_seats: 0 }));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Layouts {
    alternatives: Vec<(u16, u16)>,
    /// The most seats beside that many wheelchairs or more; its length is one past the most
    /// wheelchairs. Looking up a load is then one comparison.
    seats_beside: Vec<u16>,
}

impl Layouts {
    /// Layouts of these alternatives of (seats, wheelchair places); `None` without a place in any.
    pub fn new(alternatives: Vec<(u16, u16)>) -> Option<Self> {
        let most_wheelchairs = alternatives.iter().map(|&(_, wheelchairs)| wheelchairs).max()?;
        let seats_beside = (0..=most_wheelchairs)
            .map(|wheelchairs| {
                let fitting = alternatives.iter().filter(|&&(_, places)| places >= wheelchairs);
                fitting.map(|&(seats, _)| seats).max().unwrap_or(0)
            })
            .collect();
        let has_place = alternatives.iter().any(|&(seats, wheelchairs)| seats + wheelchairs > 0);
        has_place.then_some(Self { alternatives, seats_beside })
    }

    /// Whether some layout has room for the load's seats and wheelchairs.
    #[inline]
    pub fn hold(&self, load: Load) -> bool {
        self.seats_beside
            .get(usize::from(load.wheelchairs))
            .is_some_and(|&seats| load.seats <= seats)
    }

    /// The alternatives as (seats, wheelchair places).
    pub fn alternatives(&self) -> &[(u16, u16)] {
        &self.alternatives
    }
}

impl FromStr for Layouts {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let alternatives = text
            .split_whitespace()
            .map(|layout| {
                let (seats, wheelchairs) = layout.split_once('+').ok_or(())?;
                let places = |text: &str| text.parse::<u16>().ok().filter(|&n| n < 1000).ok_or(());
                Ok((places(seats)?, places(wheelchairs)?))
            })
            .collect::<Result<Vec<_>, ()>>()?;
        Self::new(alternatives).ok_or(())
    }
}

impl fmt::Display for Layouts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> =
            self.alternatives.iter().map(|(s, w)| format!("{s}+{w}")).collect();
        f.write_str(&words.join(" "))
    }
}

/// A rest the driver must have, nobody aboard, on the road or at the depot before or after the run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct BreakRule {
    /// How long.
    pub length: Duration,
    /// The rest lies wholly between these moments.
    pub between: Window,
}

impl BreakRule {
    /// Whether the shift has room for the rest at all.
    pub fn fits(&self, shift: Window) -> bool {
        let begins = self.between.earliest.max(shift.earliest);
        begins + self.length <= self.between.latest.min(shift.latest)
    }
}

/// What the contractor charges for a vehicle.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Tariff {
    /// For a vehicle that is used at all.
    pub day_fee: Money,
    /// For each kilometre.
    pub per_km: Money,
    /// For each hour of driving.
    pub per_hour_driving: Money,
    /// For each hour of boarding and alighting.
    pub per_hour_boarding: Money,
    /// For each hour of waiting on the road.
    pub per_hour_waiting: Money,
}

impl Tariff {
    /// The invoice of one vehicle: day fee + kilometres + hours, rounded once to the nearest øre.
    #[inline]
    pub fn cost(&self, totals: Totals) -> Money {
        self.rounded(self.parts(totals))
    }

    /// The invoice for so many [parts](Tariff::parts).
    #[inline]
    pub fn rounded(&self, parts: i64) -> Money {
        self.day_fee + Money::ore((parts + Self::PARTS_PER_ORE / 2).div_euclid(Self::PARTS_PER_ORE))
    }

    /// The fewest [parts](Tariff::parts) for which the invoice is at least `cost`.
    #[inline]
    pub fn parts_of(&self, cost: Money) -> i64 {
        let ore = (cost - self.day_fee).as_ore();
        ore.saturating_mul(Self::PARTS_PER_ORE).saturating_sub(Self::PARTS_PER_ORE / 2)
    }

    /// So many parts of [`Tariff::parts`] make an øre.
    pub const PARTS_PER_ORE: i64 = 3_600_000;

    /// Kilometres and hours before rounding, in parts of an øre that make every product whole: a
    /// metre at 1 øre/km is 3,600 parts, a millisecond at 1 øre/h is 1.
    #[inline]
    pub fn parts(&self, totals: Totals) -> i64 {
        self.per_km.as_ore() * totals.distance.as_metres() * 3_600
            + self.per_hour_driving.as_ore() * totals.driving.as_milliseconds()
            + self.per_hour_boarding.as_ore() * totals.boarding.as_milliseconds()
            + self.per_hour_waiting.as_ore() * totals.waiting.as_milliseconds()
    }

    /// The [parts](Tariff::parts) of one drive.
    #[inline]
    pub fn parts_of_drive(&self, leg: Leg) -> i64 {
        self.per_km.as_ore() * leg.distance.as_metres() * 3_600
            + self.per_hour_driving.as_ore() * leg.duration.as_milliseconds()
    }
}

/// A vehicle on one shift.
#[derive(Clone, PartialEq, Debug)]
pub struct Vehicle {
    /// What people call it.
    pub name: String,
    /// What people call its type, e.g. `minibus`; for files only.
    pub kind: String,
    /// What it can do.
    pub spec: VehicleSpec,
}

/// All that matters of a vehicle to a solver: equal for vehicles that can stand in for each other.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VehicleSpec {
    /// Where it starts.
    pub start: PlaceId,
    /// Where it ends.
    pub end: PlaceId,
    /// Leaves no earlier, is back no later.
    pub shift: Window,
    /// Longest time from leaving to being back, if shorter than the shift.
    pub longest_duration: Option<Duration>,
    /// What it holds at one time.
    pub layouts: Layouts,
    /// Seats beside the driver.
    pub front_seats: u16,
    /// Whether it has a lift or ramp.
    pub lift: bool,
    /// The driver's rest.
    pub break_rule: Option<BreakRule>,
    /// What it costs.
    pub tariff: Tariff,
}

impl VehicleSpec {
    /// Whether the vehicle has room for the load.
    #[inline]
    pub fn holds(&self, load: Load) -> bool {
        load.front_seats <= self.front_seats && self.layouts.hold(load)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Distance;

    #[test]
    fn layouts_are_read_and_written() {
        let layouts: Layouts = "8+0  5+1 2+2".parse().expect("layouts");
        assert_eq!(layouts.to_string(), "8+0 5+1 2+2");
        let load = |seats, wheelchairs| Load { seats, wheelchairs, front_seats: 0 };
        assert!(layouts.hold(load(8, 0)) && layouts.hold(load(2, 2)) && layouts.hold(load(0, 1)));
        assert!(
            !layouts.hold(load(9, 0)) && !layouts.hold(load(3, 2)) && !layouts.hold(load(0, 3))
        );
        for wrong in ["", "8", "8+", "+1", "8-1", "0+0", "8+0,5+1", "-1+2"] {
            assert!(wrong.parse::<Layouts>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_invoice_is_rounded_once() {
        let tariff = Tariff {
            day_fee: Money::kroner(400),
            per_km: Money::ore(450),
            per_hour_driving: Money::kroner(300),
            per_hour_boarding: Money::kroner(300),
            per_hour_waiting: Money::ZERO,
        };
        // 12,345 m at 4.50 kr = 5,555.25 øre; 61 min 1 s at 300 kr/h = 30,508.33 øre.
        let totals = Totals {
            distance: Distance::metres(12_345),
            driving: Duration::minutes(60),
            boarding: Duration::seconds(61),
            waiting: Duration::hours(2),
        };
        assert_eq!(tariff.cost(totals), Money::ore(40_000 + 36_064));
    }
}
