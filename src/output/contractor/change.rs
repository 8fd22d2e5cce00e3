//! What has become of each row since the list that the contractor has.
//!
//! A row is known again by its ride and what is done, or by its vehicle where it is about the vehicle
//! itself. It is changed if anything in it is that the contractor must act on; a stop's number, the
//! count of those aboard and how long trips take follow from other rows. Rows that are no more are listed after their vehicle's,
//! marked cancelled, as the earlier list had them; those of a citizen who sits in a vehicle that broke down
//! are marked broken off, as the citizen was fetched and must not be taken for one who was not.

use rustc_hash::FxHashMap;

use crate::domain::Time;
use crate::input::{BROKEN_OFF, CANCELLED, CONTRACTOR_COLUMNS, PreviousList, unescaped};
use crate::output::contractor::{Cell, Line, column_index};

/// What changes without a change of the ride.
const PASSING: [&str; 7] = [
    "plan_id",
    "plan_version",
    "ændring",
    "stop_nr",
    "om_bord_efter",
    "køretid_direkte_min",
    "rejsetid_min",
];

/// What a row is known by: the vehicle or the ride, what is done, and which of several alike it is.
type Key = (String, String, usize);

/// The rows with their marks, and those of the earlier list that are no more, under the name and the
/// version of the new plan. `stranded` are the rides, by `rejse_id`, that a breakdown has ended.
pub(super) fn mark(
    mut lines: Vec<Line>,
    previous: Option<&PreviousList>,
    names: &[Cell; 2],
    stranded: &[String],
) -> Vec<Line> {
    let written: Vec<Vec<String>> =
        lines.iter().map(|line| line.cells.iter().map(Cell::written).collect()).collect();
    let earlier = previous.map_or(&[][..], |previous| &previous.rows);
    let keys = keys(&written);
    let earlier_keys = self::keys(earlier);
    let known: FxHashMap<&Key, &Vec<String>> = earlier_keys.iter().zip(earlier).collect();
    let at = column_index("ændring");
    for ((line, key), row) in lines.iter_mut().zip(&keys).zip(&written) {
        let mark = match known.get(key) {
            None => "ny",
            Some(before) if is_equal(before, row) => "uændret",
            Some(_) => "ændret",
        };
        line.cells[at] = Cell::Text(mark.to_owned());
    }
    let kept: rustc_hash::FxHashSet<&Key> = keys.iter().collect();
    let gone = earlier_keys.iter().zip(earlier).filter(|(key, _)| !kept.contains(key));
    for (_, row) in gone {
        let is_stranded = stranded.contains(&row[column_index("rejse_id")]);
        let mark = if is_stranded { BROKEN_OFF } else { CANCELLED };
        let line = no_more(row, names, mark);
        let vehicle = line.cell("vogn");
        let after = lines.iter().rposition(|other| other.cell("vogn") == vehicle);
        lines.insert(after.map_or(lines.len(), |last| last + 1), line);
    }
    lines
}

fn is_equal(before: &[String], row: &[String]) -> bool {
    let cells = CONTRACTOR_COLUMNS.iter().zip(before.iter().zip(row));
    cells.filter(|(column, _)| !PASSING.contains(column)).all(|(_, (one, other))| one == other)
}

/// The key of each row.
fn keys(rows: &[Vec<String>]) -> Vec<Key> {
    let mut seen: FxHashMap<(String, String), usize> = FxHashMap::default();
    let [vehicle, action, ride] = ["vogn", "handling", "rejse_id"].map(column_index);
    let key = |row: &Vec<String>| {
        let whose = if row[ride].is_empty() { &row[vehicle] } else { &row[ride] };
        let key = (whose.clone(), row[action].clone());
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        (key.0, key.1, *count)
    };
    rows.iter().map(key).collect()
}

/// What a cell of the earlier list says, as times and figures where its column has these.
fn read_back(column: &str, cell: &str) -> Cell {
    let figure = || {
        let value: f64 = cell.replace(',', ".").parse().ok().filter(|it: &f64| it.is_finite())?;
        Some(Cell::Number(value, if value.fract() == 0.0 { 0 } else { 6 }))
    };
    let read = match column {
        "planlagt_tid" | "mødetid" => Time::parse(cell).map(Cell::Clock),
        "stop_nr"
        | "lat"
        | "lon"
        | "betjeningstid_min"
        | "pladser"
        | "kørestole"
        | "ledsagere"
        | "køretid_direkte_min"
        | "rejsetid_min"
        | "om_bord_efter" => figure(),
        _ => None,
    };
    // What is written otherwise than it was stands for itself.
    let is_same = |read: &Cell| read.written() == cell;
    read.filter(is_same).unwrap_or_else(|| Cell::Text(unescaped(cell).to_owned()))
}

/// A row of the earlier list that is no more, under the new plan's name.
fn no_more(row: &[String], names: &[Cell; 2], mark: &str) -> Line {
    let cells = CONTRACTOR_COLUMNS.iter().zip(row);
    let mut cells: Vec<Cell> = cells.map(|(column, cell)| read_back(column, cell)).collect();
    for (column, name) in ["plan_id", "plan_version"].into_iter().zip(names) {
        cells[column_index(column)] = name.clone();
    }
    cells[column_index("ændring")] = Cell::Text(mark.to_owned());
    Line { cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_no_more_has_times_and_figures_as_any_other() {
        assert_eq!(read_back("planlagt_tid", "08:40"), Cell::Clock(Time::hm(8, 40)));
        assert_eq!(read_back("stop_nr", "3"), Cell::Number(3.0, 0));
        assert_eq!(read_back("lat", "55,614535"), Cell::Number(55.614535, 6));
        assert_eq!(read_back("rejsetid_min", "26,70"), Cell::Text("26,70".to_owned()));
        assert_eq!(read_back("husnr", "3"), Cell::Text("3".to_owned()));
        assert_eq!(read_back("navn", "'=1+1"), Cell::Text("=1+1".to_owned()));
    }
}
