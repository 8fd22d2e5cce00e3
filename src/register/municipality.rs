//! What a municipality has decided: its promise, its tariffs, and the rules of its quality standard.

use chrono::{Datelike, NaiveDate};

use crate::domain::{Mobility, Money, Promise, Regularity, TaxiTariff, TravelSettings};
use crate::register::calendar::{Holiday, public_holiday};

/// The settings that all days of a register share.
#[derive(Clone, PartialEq, Debug)]
pub struct Municipality {
    /// What citizens are promised.
    pub promise: Promise,
    /// Every way in which citizens move.
    pub mobilities: Vec<Mobility>,
    /// The tariff of the reserve taxi, if there is one.
    pub reserve_taxi: Option<TaxiTariff>,
    /// How travel times are computed.
    pub travel: TravelSettings,
    /// What it is worth that times stay what they were; what they were is not known here.
    pub regularity: Regularity,
    /// The rules of the quality standard.
    pub rules: Rules,
}

/// The rules of a quality standard that decide who rides when, and what it costs the citizen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Whether a citizen's grants may not overlap.
    pub one_course_at_a_time: bool,
    /// More absences than this that are not due to illness put a course on the list.
    pub most_absences: usize,
    /// More days than this on which the citizen did not show up put a course on the list.
    pub most_no_shows: usize,
    /// Grants that end within so many weeks are told.
    pub weeks_before_end: u16,
    /// Whether nobody trains on public holidays.
    pub public_holidays: bool,
    /// Days of every year on which nobody trains, as (month, day).
    pub closed: Vec<(u32, u32)>,
    /// What a ride costs a citizen whose grant asks for it.
    pub co_payment: Money,
    /// Whether a ride for which the citizen did not show up costs as much.
    pub charge_no_shows: bool,
}

/// What is usual where the municipality says nothing.
impl Default for Rules {
    fn default() -> Self {
        Self {
            one_course_at_a_time: true,
            most_absences: 2,
            most_no_shows: 2,
            weeks_before_end: 4,
            public_holidays: true,
            closed: Vec::new(),
            co_payment: Money::ZERO,
            charge_no_shows: false,
        }
    }
}

/// Why nobody trains anywhere on a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayOff {
    /// It is a public holiday.
    Holiday(Holiday),
    /// It is closed every year.
    EveryYear,
}

impl Rules {
    /// Why nobody trains on the date, if nobody does.
    pub fn day_off(&self, date: NaiveDate) -> Option<DayOff> {
        let holiday = public_holiday(date).filter(|_| self.public_holidays);
        let is_closed = self.closed.contains(&(date.month(), date.day()));
        holiday.map(DayOff::Holiday).or(is_closed.then_some(DayOff::EveryYear))
    }
}
