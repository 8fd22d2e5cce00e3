//! A contractor's list, ours or one made by hand: who is driven by which vehicle, in which order, and
//! when; and the list that a contractor has already, to tell what has changed since.

use std::path::{Path, PathBuf};

use crate::domain::{Day, Direction, Duration, Time};
use crate::error::{Error, Flaw, Result};
use crate::input::cells::Cells;
use crate::input::table::{Column, Row, Shape, Table};
use crate::input::values::quoted;
use crate::plan::{Action, Listed, ListedRun};

/// The file in a plan folder.
const CONTRACTOR_FILE: &str = "contractor.csv";

/// The columns of `contractor.csv`, as agreed with contractors.
pub const CONTRACTOR_COLUMNS: [&str; 33] = [
    "plan_id",
    "plan_version",
    "ændring",
    "dato",
    "vogn",
    "vogntype",
    "stop_nr",
    "handling",
    "rejse_id",
    "borger_ref",
    "navn",
    "telefon",
    "vej",
    "husnr",
    "etage_dør",
    "postnr",
    "by",
    "lat",
    "lon",
    "planlagt_tid",
    "mødetid",
    "betjeningstid_min",
    "pladser",
    "kørestole",
    "ledsagere",
    "hjælpemiddel",
    "forsæde",
    "alene",
    "beskyttet",
    "chaufførnote",
    "køretid_direkte_min",
    "rejsetid_min",
    "om_bord_efter",
];

/// The columns that say what is driven; the others are for people.
const DRIVEN: Shape = Shape {
    columns: &[
        Column { name: "date", also: &["dato"], required: false },
        Column { name: "vehicle", also: &["vogn"], required: true },
        Column { name: "action", also: &["handling"], required: true },
        Column { name: "ride", also: &["rejse_id"], required: true },
        Column { name: "time", also: &["planlagt_tid"], required: true },
        Column { name: "service_min", also: &["betjeningstid_min"], required: false },
        Column { name: "change", also: &["ændring"], required: false },
    ],
    only_these: false,
    needs_rows: true,
};

/// What a row says, in Danish and in English.
const ACTIONS: [(&str, &str, Kind); 6] = [
    ("afhent", "pickup", Kind::Stop(Action::Pickup)),
    ("aflever", "dropoff", Kind::Stop(Action::Dropoff)),
    ("pause", "break", Kind::Rest),
    ("start", "start", Kind::Leaves),
    ("slut", "end", Kind::Returns),
    ("brudt ned", "broke down", Kind::BreaksDown),
];

/// What a vehicle does.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// It stops for a citizen.
    Stop(Action),
    /// Its driver rests.
    Rest,
    /// It leaves the depot.
    Leaves,
    /// It is back.
    Returns,
    /// It breaks down where it is.
    BreaksDown,
}

/// Whether a path names a contractor's list rather than a plan.
pub fn is_contractor_list(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

/// What a contractor's list says is driven: the runs of vehicles in the order in which the list names
/// them, stops in the order of its rows. Rows marked cancelled are passed over.
///
/// # Errors
/// [`Error::Invalid`] with every row that names no vehicle, ride or time of the day.
pub fn read_contractor_list(path: &Path, day: &Day) -> Result<Vec<ListedRun>> {
    let mut flaws = Vec::new();
    let table = Table::read(path, &DRIVEN, false, &mut flaws);
    let mut runs: Vec<ListedRun> = Vec::new();
    for row in table.iter().flat_map(|table| &table.rows) {
        let table = table.as_ref().expect("it has rows");
        let mut cells = Cells::new(table, row, &mut flaws);
        if !cells.text("date").is_empty() {
            is_of_day(&mut cells, "date", day);
        }
        if !is_cancelled(&cells) {
            read_row(&mut cells, row.line, day, &mut runs);
        }
    }
    if flaws.is_empty() {
        return Ok(runs);
    }
    let rows = table.map_or(0, |table| table.rows.len());
    Err(Error::Invalid { flaws: the_least(flaws, rows, day) })
}

/// The flaws without those that only follow from the list being another day's.
fn the_least(mut flaws: Vec<Flaw>, rows: usize, day: &Day) -> Vec<Flaw> {
    let right_day = format!("give the list of {}", day.date);
    if flaws.iter().any(|flaw| flaw.expected == right_day) {
        flaws.retain(|flaw| flaw.expected == right_day);
        return flaws;
    }
    let is_no_ride = |flaw: &Flaw| flaw.expected == RIGHT_RIDE;
    let strange = flaws.iter().filter(|flaw| is_no_ride(flaw)).count();
    if strange * 2 <= rows {
        return flaws;
    }
    let file = flaws[0].file.clone();
    let found = format!("{strange} of {rows} rows name no ride of {}", day.date);
    vec![Flaw::new(file, found, "give the list of this day, or the list's own day")]
}

/// Checks that a row is of this day.
fn is_of_day(cells: &mut Cells, column: &str, day: &Day) {
    if cells.date(column).is_some_and(|date| date != day.date) {
        let found = format!("{} is another day", quoted(cells.text(column)));
        cells.flaw(column, found, format!("give the list of {}", day.date));
    }
}

/// What is right where a ride is not the day's.
const RIGHT_RIDE: &str = "write the booking and -ud or -hjem, as in B12-ud";

/// The mark of a row that is driven no longer.
pub(crate) const CANCELLED: &str = "annulleret";

/// The mark of a row of a ride whose vehicle broke down with the citizen aboard.
pub(crate) const BROKEN_OFF: &str = "afbrudt";

/// Whether a row is of an earlier list and driven no longer.
pub(super) fn is_cancelled(cells: &Cells) -> bool {
    matches!(cells.text("change"), CANCELLED | BROKEN_OFF | "cancelled")
}

fn read_row(cells: &mut Cells, line: u64, day: &Day, runs: &mut Vec<ListedRun>) {
    let (vehicle, kind, time) = (vehicle(cells, day), kind(cells), time(cells));
    let ride = match kind {
        Some(Kind::Stop(_)) => ride(cells, day),
        _ => None,
    };
    let (Some(vehicle), Some(kind), Some(time)) = (vehicle, kind, time) else { return };
    let listed = match kind {
        Kind::Leaves => Listed::Leaves(time),
        Kind::Returns => Listed::Returns(time),
        Kind::BreaksDown => Listed::BreaksDown,
        Kind::Rest => {
            let Some(minutes) = cells.whole("service_min", 1..=600) else {
                cells.required("service_min");
                return;
            };
            Listed::Rests { begins: time, length: Duration::minutes(minutes) }
        }
        Kind::Stop(action) => {
            let Some((booking, direction)) = ride else { return };
            Listed::Calls { booking, direction, action, told: time }
        }
    };
    let place = runs.iter().position(|run| run.vehicle == vehicle).unwrap_or_else(|| {
        runs.push(ListedRun { vehicle, events: Vec::new(), lines: Vec::new() });
        runs.len() - 1
    });
    let run = &mut runs[place];
    run.events.push(listed);
    if matches!(listed, Listed::Calls { .. }) {
        run.lines.push(line);
    }
}

fn vehicle(cells: &mut Cells, day: &Day) -> Option<usize> {
    let name = unescaped(cells.required("vehicle")?);
    let known = day.vehicles.iter().position(|vehicle| vehicle.name == name);
    if known.is_none() {
        let found = format!("{} is no vehicle of the day", quoted(name));
        cells.flaw("vehicle", found, "write it as fleet.csv does");
    }
    known
}

/// What the row says that a vehicle does.
pub(super) fn kind(cells: &mut Cells) -> Option<Kind> {
    let word = cells.required("action")?.to_lowercase();
    let known = ACTIONS.iter().find(|(danish, english, _)| word == *danish || word == *english);
    if known.is_none() {
        let found = format!("{} is nothing that a vehicle does", quoted(&word));
        cells.flaw("action", found, "write afhent, aflever, pause, start, slut or brudt ned");
    }
    known.map(|&(.., kind)| kind)
}

fn time(cells: &mut Cells) -> Option<Time> {
    let text = cells.required("time")?;
    let time = Time::parse(text);
    if time.is_none() {
        cells.flaw("time", format!("{} is not a time of day", quoted(text)), "write HH:MM");
    }
    time
}

/// The booking and the direction that a ride's name is made of: `B12-ud`.
fn ride(cells: &mut Cells, day: &Day) -> Option<(usize, Direction)> {
    let name = unescaped(cells.required("ride")?);
    let known = ride_named(name).and_then(|(booking, direction)| {
        let known = day.bookings.iter().position(|known| known.reference == booking)?;
        Some((known, direction))
    });
    if known.is_none() {
        let found = format!("{} is no ride of the day", quoted(name));
        cells.flaw("ride", found, RIGHT_RIDE);
    }
    known
}

/// The booking and the direction that a ride's name is made of.
pub(super) fn ride_named(name: &str) -> Option<(&str, Direction)> {
    let ends = [
        ("-ud", Direction::Out),
        ("-out", Direction::Out),
        ("-hjem", Direction::Home),
        ("-home", Direction::Home),
    ];
    ends.iter().find_map(|&(end, way)| Some((name.strip_suffix(end)?, way)))
}

/// The text without the apostrophe that keeps a spreadsheet from running it.
pub(crate) fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// The list that a contractor has: its rows as written, and which version it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PreviousList {
    /// The version of the plan.
    pub version: u32,
    /// The cells of [`CONTRACTOR_COLUMNS`] of each row that was not cancelled.
    pub rows: Vec<Vec<String>>,
}

impl PreviousList {
    /// The list in a plan folder, or in a file named directly, for this day's date.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is no such list, or one of another date.
    pub fn read(path: &Path, day: &Day) -> Result<Self> {
        const COLUMNS: [Column; 33] = {
            let mut columns = [const { Column { name: "", also: &[], required: true } }; 33];
            let mut index = 0;
            while index < columns.len() {
                columns[index].name = CONTRACTOR_COLUMNS[index];
                index += 1;
            }
            columns
        };
        const SHAPE: Shape = Shape { columns: &COLUMNS, only_these: false, needs_rows: false };
        let file: PathBuf =
            if path.is_dir() { path.join(CONTRACTOR_FILE) } else { path.to_owned() };
        let mut flaws = Vec::new();
        let table = Table::read(&file, &SHAPE, false, &mut flaws);
        let Some(table) = table.filter(|_| flaws.is_empty()) else {
            return Err(Error::Invalid { flaws });
        };
        let mut previous = Self { version: 0, rows: Vec::new() };
        for row in &table.rows {
            previous.take(&table, row, day, &mut flaws);
        }
        if flaws.is_empty() {
            return Ok(previous);
        }
        Err(Error::Invalid { flaws })
    }

    /// The list in the folder of a plan, which is named by its folder or by its `plan.json`; `None` if
    /// there is none.
    ///
    /// # Errors
    /// As [`PreviousList::read`].
    pub fn beside(plan: &Path, day: &Day) -> Result<Option<Self>> {
        let folder = if plan.is_dir() { Some(plan) } else { plan.parent() };
        let list = folder.map(|folder| folder.join(CONTRACTOR_FILE)).filter(|list| list.exists());
        list.map(|list| Self::read(&list, day)).transpose()
    }

    /// The list to mark changes against in the list of this version, which it may not be the last one
    /// before; `None` for the first.
    pub fn before(last: Option<Self>, version: u32) -> Option<Self> {
        let rows = last.map_or_else(Vec::new, |list| list.rows);
        (version > 1).then_some(Self { version: version - 1, rows })
    }

    fn take(&mut self, table: &Table, row: &Row, day: &Day, flaws: &mut Vec<Flaw>) {
        let mut cells = Cells::new(table, row, flaws);
        is_of_day(&mut cells, "dato", day);
        if let Some(version) = cells.whole("plan_version", 1..=1_000_000) {
            self.version = self.version.max(version as u32);
        }
        if !matches!(cells.text("ændring"), CANCELLED | BROKEN_OFF) {
            let row = CONTRACTOR_COLUMNS.map(|column| cells.text(column).to_owned());
            self.rows.push(row.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apostrophe_before_a_formula_is_taken_off_and_no_other() {
        assert_eq!(unescaped("'=B1-ud"), "=B1-ud");
        assert_eq!(unescaped("'t Hof"), "'t Hof");
        assert_eq!(unescaped("B1-ud"), "B1-ud");
    }
}
