//! `usual.csv`: the minutes and vehicles that citizens are used to.
//!
//! Rows of bookings that the day does not have are passed over, as citizens may have cancelled since
//! the file was written.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::{Booking, Direction, Time, Usual};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::table::{Column, Shape, Table};
use crate::input::values::quoted;

/// The file in a day's folder.
const FILE: &str = "usual.csv";

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "booking", also: &["bestilling", "bestillingsnr"], required: true },
        Column { name: "direction", also: &["retning", "tur"], required: true },
        Column { name: "time", also: &["tid", "kl"], required: true },
        Column { name: "vehicle", also: &["vogn"], required: false },
    ],
    only_these: true,
    needs_rows: false,
};

/// What the file says of these bookings; nothing if there is no such file.
pub fn read(
    folder: &Path,
    bookings: &[Booking],
    flaws: &mut Vec<Flaw>,
) -> BTreeMap<(String, Direction), Usual> {
    let mut usual = BTreeMap::new();
    let Some(table) = Table::read(&folder.join(FILE), &SHAPE, true, flaws) else { return usual };
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, flaws);
        let Some((booking, direction, known)) = ride(&mut cells) else { continue };
        if !bookings.iter().any(|it| it.reference == booking) {
            continue;
        }
        if usual.insert((booking.clone(), direction), known).is_some() {
            let found = format!("{} is there twice in this direction", quoted(&booking));
            cells.flaw("booking", found, "keep one of the rows");
        }
    }
    usual
}

fn ride(cells: &mut Cells) -> Option<(String, Direction, Usual)> {
    let booking = cells.required("booking");
    let direction = cells.required("direction").and(cells.direction("direction"));
    let told = cells.time("time", Time::hm(29, 59));
    let vehicle = Some(cells.text("vehicle").to_owned()).filter(|name| !name.is_empty());
    Some((booking?.to_owned(), direction?, Usual { told: told?, vehicle }))
}
