//! `locks.csv`: what must stay as it is when a plan is repaired.

use std::path::Path;

use crate::domain::Direction;
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::table::{Column, Shape, Table};
use crate::input::without_cpr_numbers;
use crate::plan::replan::{Lock, Locked};

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "lock", also: &["lås", "låst"], required: true },
        Column { name: "booking", also: &["bestilling", "bestillingsnr"], required: false },
        Column { name: "direction", also: &["retning", "tur"], required: false },
        Column { name: "vehicle", also: &["vogn"], required: false },
    ],
    only_these: true,
    needs_rows: false,
};

/// What a row locks.
#[derive(Clone, Copy)]
enum What {
    Vehicle,
    Time,
    Order,
    Run,
}

/// The locks of the file, and every flaw of the rows that are none.
pub fn read_locks(path: &Path) -> (Vec<Lock>, Vec<Flaw>) {
    let mut flaws: Vec<Flaw> = Vec::new();
    let mut locks = Vec::new();
    if let Some(table) = Table::read(path, &SHAPE, false, &mut flaws) {
        for row in &table.rows {
            let mut cells = Cells::new(&table, row, &mut flaws);
            locks.extend(lock(&mut cells).map(|what| Lock {
                what,
                line: row.line,
                file: table.file.clone(),
            }));
        }
    }
    (locks, flaws.into_iter().map(without_cpr_numbers).collect())
}

fn lock(cells: &mut Cells) -> Option<Locked> {
    cells.required("lock")?;
    let what = cells.choice(
        "lock",
        &[
            (&["vehicle", "vogn"], What::Vehicle),
            (&["time", "tid"], What::Time),
            (&["order", "rækkefølge"], What::Order),
            (&["run", "køretur", "rute"], What::Run),
        ],
    )?;
    let vehicle = |cells: &mut Cells| filled(cells, "vehicle");
    match what {
        What::Vehicle => {
            let (ride, vehicle) = (ride(cells), vehicle(cells));
            let (booking, direction) = ride?;
            Some(Locked::Vehicle { booking, direction, vehicle: vehicle? })
        }
        What::Time => {
            let (booking, direction) = ride(cells)?;
            Some(Locked::Time { booking, direction })
        }
        What::Order => Some(Locked::Order { vehicle: vehicle(cells)? }),
        What::Run => Some(Locked::Run { vehicle: vehicle(cells)? }),
    }
}

fn ride(cells: &mut Cells) -> Option<(String, Direction)> {
    let booking = filled(cells, "booking");
    let written = filled(cells, "direction");
    let direction = cells.direction("direction");
    written?;
    Some((booking?, direction?))
}

/// The cell's text, which this lock needs even where the file has no such column.
fn filled(cells: &mut Cells, column: &str) -> Option<String> {
    let text = cells.text(column);
    if text.is_empty() {
        cells.flaw(column, "is empty", "fill it in, or write another lock");
    }
    (!text.is_empty()).then(|| text.to_owned())
}
