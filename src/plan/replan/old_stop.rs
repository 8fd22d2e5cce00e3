//! A stop of the plan that is repaired, as it stands at some moment of the morning.

use crate::domain::{RequestId, Stop, Time};
use crate::plan::{Action, PlannedStop, Run};

/// A stop of the old plan.
pub(super) struct OldStop {
    /// What, in the numbers of the day.
    pub stop: Stop,
    /// When service begins.
    pub begins: Time,
    /// Whether it has begun.
    pub is_done: bool,
    /// When the vehicle drives off to it.
    pub departs: Time,
    /// When the vehicle is there.
    pub arrives: Time,
}

impl OldStop {
    /// That of this index in its run, of this request.
    pub fn new(run: &Run, index: usize, id: RequestId, is_done: bool) -> Self {
        let old = &run.stops[index];
        Self {
            stop: stop_of(old, id),
            begins: old.begins,
            is_done,
            departs: departure(run, index),
            arrives: old.arrives,
        }
    }
}

fn stop_of(stop: &PlannedStop, id: RequestId) -> Stop {
    match stop.action {
        Action::Pickup => Stop::Pickup(id),
        Action::Dropoff => Stop::Dropoff(id),
    }
}

/// When the run drives off to its stop of this index.
fn departure(run: &Run, index: usize) -> Time {
    let stop = &run.stops[index];
    stop.arrives - stop.leg.drive_s
}
