//! `travel.csv`: drives that are given and win over computed ones. The file may be missing.
//!
//! The file may serve many days, so a row that names a place of another day is passed over. A name
//! that is a place of this day but for case and signs is a slip, and a file of which no row fits the
//! day is the wrong file.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::domain::{Distance, Duration, GivenLeg, Leg, PlaceId};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::places::Places;
use crate::input::spelling::squeeze;
use crate::input::table::{Column, Shape, Table};
use crate::input::values::quoted;

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "from", also: &["fra"], required: true },
        Column { name: "to", also: &["til"], required: true },
        Column { name: "seconds", also: &["sekunder"], required: true },
        Column { name: "metres", also: &["meter", "meters"], required: true },
    ],
    only_these: true,
    needs_rows: false,
};

/// A day, and farther than Denmark is long: what is more is a mistake of units.
const LONGEST_SECONDS: i64 = 86_400;
const LONGEST_METRES: i64 = 1_000_000;

/// The drives of the file between places of the day. Names are checked only if `places_are_known`,
/// all of them.
pub fn read(
    folder: &Path,
    places: &Places,
    places_are_known: bool,
    flaws: &mut Vec<Flaw>,
) -> Vec<GivenLeg> {
    let Some(table) = Table::read(&folder.join("travel.csv"), &SHAPE, true, flaws) else {
        return Vec::new();
    };
    let names = Names::of(places, places_are_known);
    let mut lines: FxHashMap<(PlaceId, PlaceId), u64> = FxHashMap::default();
    let mut legs = Vec::new();
    let flaws_before = flaws.len();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, flaws);
        let [from, to] = ["from", "to"].map(|column| names.place(&mut cells, column));
        let (Some(from), Some(to)) = (from, to) else { continue };
        if let Some(first) = lines.insert((from, to), row.line) {
            let pair = format!("{} to {}", quoted(cells.text("from")), quoted(cells.text("to")));
            cells.flaw("from", format!("{pair} is given on line {first} already"), "give it once");
        }
        legs.extend(leg(&mut cells, from, to));
    }
    let has_other_rows = table.is_whole && !table.rows.is_empty();
    if has_other_rows && lines.is_empty() && flaws.len() == flaws_before && places_are_known {
        let expected = "give drives between the day's places, or take the file out";
        let flaw = Flaw::new(&table.file, "no row names two places of the day", expected);
        flaws.push(flaw.hint(NAMES_OF_PLACES));
    }
    legs
}

const NAMES_OF_PLACES: &str =
    "a place goes by a centre's id, a citizen's reference or a depot's name";

/// The drive of a row; one from a place to itself tells nothing.
fn leg(cells: &mut Cells, from: PlaceId, to: PlaceId) -> Option<GivenLeg> {
    let seconds = amount(cells, "seconds", LONGEST_SECONDS);
    let metres = amount(cells, "metres", LONGEST_METRES);
    let (seconds, metres) = (seconds?, metres?);
    if from != to {
        let leg = Leg { duration: Duration::seconds(seconds), distance: Distance::metres(metres) };
        return Some(GivenLeg { from, to, leg });
    }
    if seconds != 0 || metres != 0 {
        let found = format!("{} is where the drive starts", quoted(cells.text("to")));
        cells.flaw("to", found, "take 0 seconds and 0 metres, or leave the line out");
    }
    None
}

/// The places of the day by their names, and by what is left of these without case and signs.
struct Names<'a> {
    places: &'a Places,
    squeezed: FxHashMap<String, &'a str>,
}

impl<'a> Names<'a> {
    /// The names; slips can be told only if all places are known.
    fn of(places: &'a Places, places_are_known: bool) -> Self {
        let keys = places.keys().filter(|_| places_are_known);
        Self { places, squeezed: keys.map(|key| (squeeze(key), key)).collect() }
    }

    /// The place in this column, `None` for one of another day; a slip is a flaw.
    fn place(&self, cells: &mut Cells, column: &str) -> Option<PlaceId> {
        let key = cells.required(column)?;
        let place = self.places.find(key);
        if place.is_none()
            && let Some(meant) = self.squeezed.get(&squeeze(key))
        {
            let found = format!("{} is no place of the day", quoted(key));
            cells.flaw(column, found, "write the place as its own row does").hint =
                Some(format!("did you mean \"{meant}\"?"));
        }
        place
    }
}

fn amount(cells: &mut Cells, column: &str, largest: i64) -> Option<i64> {
    cells.required(column)?;
    cells.whole(column, 0..=largest)
}
