//! `travel.csv`: drives that are given and win over computed ones. The file may be missing.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::domain::{Distance, Duration, GivenLeg, Leg, PlaceId};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::places::Places;
use crate::input::spelling::did_you_mean;
use crate::input::table::{Column, Shape, Table};
use crate::input::values::quoted;

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "from", also: &["fra"], required: true },
        Column { name: "to", also: &["til"], required: true },
        Column { name: "seconds", also: &["sekunder"], required: true },
        Column { name: "metres", also: &["meters", "meter"], required: true },
    ],
    only_these: true,
    needs_rows: false,
};

/// A day, and farther than Denmark is long: what is more is a mistake of units.
const LONGEST_SECONDS: i64 = 86_400;
const LONGEST_METRES: i64 = 1_000_000;

/// The drives of the file. Names of places are checked unless `places_are_known` to be incomplete.
pub fn read(
    folder: &Path,
    places: &Places,
    places_are_known: bool,
    flaws: &mut Vec<Flaw>,
) -> Vec<GivenLeg> {
    let Some(table) = Table::read(&folder.join("travel.csv"), &SHAPE, true, flaws) else {
        return Vec::new();
    };
    let mut lines: FxHashMap<(PlaceId, PlaceId), u64> = FxHashMap::default();
    let mut legs = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, flaws);
        let [from, to] = ["from", "to"].map(|it| place(&mut cells, it, places, places_are_known));
        let seconds = amount(&mut cells, "seconds", LONGEST_SECONDS);
        let metres = amount(&mut cells, "metres", LONGEST_METRES);
        let (Some(from), Some(to)) = (from, to) else { continue };
        if let Some(first) = lines.insert((from, to), row.line) {
            let pair = format!("{} to {}", quoted(cells.text("from")), quoted(cells.text("to")));
            cells.flaw("from", format!("{pair} is given on line {first} already"), "give it once");
        }
        let (Some(seconds), Some(metres)) = (seconds, metres) else { continue };
        if from != to {
            let leg =
                Leg { duration: Duration::seconds(seconds), distance: Distance::metres(metres) };
            legs.push(GivenLeg { from, to, leg });
        } else if seconds != 0 || metres != 0 {
            let found = format!("{} is where the drive starts", quoted(cells.text("to")));
            cells.flaw("to", found, "take 0 seconds and 0 metres, or leave the line out");
        }
    }
    legs
}

fn place(
    cells: &mut Cells,
    column: &str,
    places: &Places,
    places_are_known: bool,
) -> Option<PlaceId> {
    let key = cells.required(column)?;
    let place = places.find(key);
    if place.is_none() && places_are_known {
        let hint = did_you_mean(key, places.keys());
        let found = format!("{} is no place of the day", quoted(key));
        cells
            .flaw(column, found, "write a centre's id, a citizen's reference or a depot's name")
            .hint = hint;
    }
    place
}

fn amount(cells: &mut Cells, column: &str, largest: i64) -> Option<i64> {
    cells.required(column)?;
    cells.whole(column, 0..=largest)
}
