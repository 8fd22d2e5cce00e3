//! The grant of a booking: a therapist's decision, which must cover the day of service.

use chrono::NaiveDate;

use crate::input::cells::Cells;
use crate::input::values::quoted;

/// The first and last day of the grant; one that does not cover `day` is a flaw.
pub fn read(cells: &mut Cells, day: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    let from = cells.date("grant_from");
    let to = cells.date("grant_to");
    let is_backward = matches!((from, to), (Some(from), Some(to)) if to < from);
    if is_backward {
        let found = format!("{} is before the grant begins", quoted(cells.text("grant_to")));
        cells.flaw("grant_to", found, "end the grant after its start");
    } else if let Some(day) = day {
        if from.is_some_and(|from| day < from) {
            let found = format!(
                "{} is after the day of service, {day}: the grant is not valid yet",
                quoted(cells.text("grant_from"))
            );
            cells.flaw("grant_from", found, "plan only rides under a valid grant");
        }
        if to.is_some_and(|to| to < day) {
            let found = format!(
                "{} is before the day of service, {day}: the grant has expired",
                quoted(cells.text("grant_to"))
            );
            cells.flaw("grant_to", found, "plan only rides under a valid grant");
        }
    }
    Some((from?, to?))
}
