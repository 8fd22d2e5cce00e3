//! How far a plan is from what citizens are used to.

use crate::domain::{Day, Duration};
use crate::plan::{Plan, rides_told};

/// A ride of which somebody is used to something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// By how much the told time is another one.
    pub by: Duration,
    /// Whether the usual vehicle comes.
    pub is_same_vehicle: bool,
}

/// The changes of all rides that are driven and of which anything is usual, those that are none included.
pub fn changes(day: &Day, plan: &Plan) -> Vec<Change> {
    let known = rides_told(plan).into_iter().filter_map(|ride| {
        let usual = day.regularity.usual(&ride.booking, ride.direction)?;
        let apart = ride.told - usual.told;
        Some(Change {
            by: apart.max(Duration::ZERO - apart),
            is_same_vehicle: usual.vehicle == ride.vehicle,
        })
    });
    known.collect()
}
