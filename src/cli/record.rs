//! What a plan leaves in the register.

use crate::domain::TravelTable;
use crate::output::{Contents, plan_id, travel_note};
use crate::plan::{rides_told, stops_made};
use crate::register::PlanRecord;

/// What the register keeps of a plan.
pub(super) fn record(contents: &Contents, travel: &TravelTable, day_id: String) -> PlanRecord {
    let &Contents { day, plan, summary, .. } = contents;
    PlanRecord {
        date: plan.date,
        plan_id: plan_id(plan),
        day_id,
        rides: summary.rides_asked,
        left_out: summary.rides_not_planned,
        vehicles: summary.vehicles_used,
        distance: summary.distance_m,
        cost: plan.cost_ore,
        driven: rides_told(plan),
        stops: stops_made(day, travel, plan),
        travel: travel_note(day, &plan.travel),
    }
}
