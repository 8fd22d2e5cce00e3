//! A contractor's performed list: how each ride ended, and when vehicles really came and left.
//!
//! It is our own list (`contractor.csv` or its workbook) with columns that the contractor has filled in,
//! so a row is a passenger at a stop, and the two rows of a ride are put together here. Rows of depots
//! and rests say nothing of rides and are passed over; so is a ride of which nothing is said.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::domain::{Direction, Time};
use crate::error::{Flaw, Result};
use crate::input::cells::Cells;
use crate::input::contractor::{Kind, is_cancelled, kind, ride_named, unescaped};
use crate::input::encoding::read_text;
use crate::input::register::cell::{OUTCOMES, moment};
use crate::input::register::workbook::{self, Sheet};
use crate::input::register::{file_name, invalid};
use crate::input::table::{Column, Shape, Table};
use crate::input::values::quoted;
use crate::plan::Action;
use crate::register::RideOutcome;

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "date", also: &["dato"], required: true },
        Column { name: "action", also: &["handling"], required: true },
        Column { name: "ride", also: &["rejse_id"], required: true },
        Column { name: OUTCOME, also: &["udfald"], required: true },
        Column { name: ARRIVAL, also: &["faktisk_ankomst", "ankomst"], required: false },
        Column { name: DEPARTURE, also: &["faktisk_afgang", "afgang"], required: false },
        Column { name: "citizen", also: &["borger_ref", "borger"], required: false },
        Column { name: "vehicle", also: &["vogn"], required: false },
        Column { name: "change", also: &["ændring"], required: false },
    ],
    only_these: false,
    needs_rows: true,
};

const OUTCOME: &str = "outcome";
const ARRIVAL: &str = "actual_arrival";
const DEPARTURE: &str = "actual_departure";

/// A date, a booking and one of its rides.
pub(super) type RideKey = (NaiveDate, String, Direction);

/// What a list says of a ride.
#[derive(Clone, Debug)]
pub(super) struct Reported {
    /// How it ended.
    pub outcome: Option<RideOutcome>,
    /// The citizen, if the list says so.
    pub citizen: Option<String>,
    /// The vehicle, if the list says so.
    pub vehicle: Option<String>,
    /// When the vehicle came and left: where the citizen boards, where they alight.
    pub times: [[Option<Time>; 2]; 2],
    /// Which of the two times the list has a column for.
    pub has_times: [bool; 2],
    /// Where it is first spoken of: the file, the line, and how the file spells its column of rides
    /// and that of citizens.
    pub place: (String, u64, [String; 2]),
    /// Whether the rows where the citizen boards and alights have been met.
    met: [bool; 2],
}

/// What contractors' lists say.
pub struct PerformedList {
    /// The rides of which anything is said.
    pub(super) rides: BTreeMap<RideKey, Reported>,
    /// How many rides the lists leave open.
    pub open: usize,
}

/// What these files say, CSV or workbooks; of a workbook the sheets that have a column for outcomes.
///
/// # Errors
/// [`Error::Invalid`](crate::error::Error::Invalid) with every flaw of every file.
pub fn read_performed_files(paths: &[PathBuf]) -> Result<PerformedList> {
    let mut flaws = Vec::new();
    let mut rides = BTreeMap::new();
    for path in paths {
        for (file, text) in texts(path, &mut flaws) {
            let Some(table) = Table::parse(file, &text, &SHAPE, &mut flaws) else { continue };
            // Without these columns, which have been missed, no row says anything.
            if SHAPE.columns.iter().all(|it| !it.required || table.position(it.name).is_some()) {
                read_rows(&table, &mut rides, &mut flaws);
            }
        }
    }
    rides.iter().for_each(|(key, ride)| flaws.extend(contradiction(key, ride)));
    if !flaws.is_empty() {
        return Err(invalid(flaws));
    }
    let all = rides.len();
    rides.retain(|_, ride| ride.outcome.is_some());
    Ok(PerformedList { open: all - rides.len(), rides })
}

/// The tables of a file, each with its name in messages.
fn texts(path: &Path, flaws: &mut Vec<Flaw>) -> Vec<(String, String)> {
    let name = file_name(path);
    if !workbook::is_workbook(path) {
        return match read_text(path, &name) {
            Ok(Some(text)) => vec![(name, text)],
            Ok(None) => {
                flaws.push(Flaw::new(name, "is missing", "put the file there"));
                Vec::new()
            }
            Err(flaw) => {
                flaws.push(*flaw);
                Vec::new()
            }
        };
    }
    let before = flaws.len();
    let mut sheets = workbook::sheets(path, flaws);
    sheets.retain(|sheet| has_outcomes(&sheet.text));
    if sheets.is_empty() && flaws.len() == before {
        let expected = "add it to the sheet of all stops and fill it in";
        flaws.push(Flaw::new(name, "no sheet has a column \"outcome\" / \"udfald\"", expected));
    }
    sheets.into_iter().map(|Sheet { file, text, .. }| (file, text)).collect()
}

/// Whether the first line that is filled has a column for outcomes.
fn has_outcomes(text: &str) -> bool {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    header.split(';').any(|cell| matches!(cell.trim().to_lowercase().as_str(), OUTCOME | "udfald"))
}

fn read_rows(table: &Table, rides: &mut BTreeMap<RideKey, Reported>, flaws: &mut Vec<Flaw>) {
    for row in &table.rows {
        let mut cells = Cells::new(table, row, flaws);
        if is_cancelled(&cells) {
            continue;
        }
        let Some(Kind::Stop(action)) = kind(&mut cells) else { continue };
        let (date, ride) = (cells.date("date"), ride(&mut cells));
        let outcome = cells.choice(OUTCOME, &OUTCOMES);
        let times = [ARRIVAL, DEPARTURE].map(|column| time(&mut cells, column));
        if let (Some(date), Some((booking, direction))) = (date, ride) {
            let known = rides.entry((date, booking, direction)).or_insert_with(|| {
                let spelled = ["ride", "citizen"].map(|column| table.spelled(column).to_owned());
                Reported::new((table.file.clone(), cells.line(), spelled))
            });
            known.add(&mut cells, action, outcome, times);
        }
    }
}

fn ride(cells: &mut Cells) -> Option<(String, Direction)> {
    let name = unescaped(cells.required("ride")?);
    let ride = ride_named(name).map(|(booking, direction)| (booking.to_owned(), direction));
    if ride.is_none() {
        let found = format!("{} is no ride", quoted(name));
        cells.flaw("ride", found, "write the booking and -ud or -hjem, as in B12-ud");
    }
    ride
}

fn time(cells: &mut Cells, column: &str) -> Option<Time> {
    if cells.text(column).is_empty() { None } else { moment(cells, column) }
}

impl Reported {
    fn new(place: (String, u64, [String; 2])) -> Self {
        Self {
            outcome: None,
            citizen: None,
            vehicle: None,
            times: [[None; 2]; 2],
            has_times: [false; 2],
            place,
            met: [false; 2],
        }
    }

    /// Takes in a row of the ride; what it says otherwise than an earlier one is a flaw.
    fn add(
        &mut self,
        cells: &mut Cells,
        action: Action,
        outcome: Option<RideOutcome>,
        times: [Option<Time>; 2],
    ) {
        let at = if action == Action::Pickup { 0 } else { 1 };
        let earlier = format!("line {} of {}", self.place.1, self.place.0);
        if self.met[at] && self.times[at] != times {
            let found = format!("{} is in the list twice", quoted(cells.text("ride")));
            let expected = format!("give the same times as from {earlier} on, or take it out");
            cells.flaw("ride", found, expected);
        }
        if outcome.is_some() && self.outcome.is_some() && outcome != self.outcome {
            let found = format!("{} is not how the ride ended", quoted(cells.text(OUTCOME)));
            cells.flaw(OUTCOME, found, format!("write the same as on {earlier}, or nothing"));
        }
        self.met[at] = true;
        self.times[at] = times;
        self.has_times = [ARRIVAL, DEPARTURE].map(|column| cells.has(column));
        self.outcome = self.outcome.or(outcome);
        let said =
            |column| Some(unescaped(cells.text(column)).to_owned()).filter(|it| !it.is_empty());
        self.citizen = self.citizen.take().or_else(|| said("citizen"));
        self.vehicle = self.vehicle.take().or_else(|| said("vehicle"));
    }
}

/// What the rows of a ride say against each other.
fn contradiction((_, booking, _): &RideKey, ride: &Reported) -> Option<Flaw> {
    let [boards, alights] = ride.times;
    let known: Vec<Time> = boards.into_iter().chain(alights).flatten().collect();
    let (found, expected) = match ride.outcome {
        None if !known.is_empty() => ("has times and no outcome", "say how the ride ended"),
        Some(outcome) if outcome != RideOutcome::Done && alights != [None; 2] => {
            ("was not driven, and somebody alighted", "say done, or take the times out")
        }
        _ if !known.is_sorted() => {
            ("goes back in time", "arrive before leaving, board before alighting")
        }
        _ => return None,
    };
    let (file, line, [column, _]) = &ride.place;
    let found = format!("the ride of {} {found}", quoted(booking));
    Some(Flaw::new(file, found, expected).line(*line).column(column.as_str()))
}
