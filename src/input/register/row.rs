//! Rows of the register's tables, read cell by cell.

use rustc_hash::FxHashMap;

use crate::domain::{Address, Coordinates};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::coordinates::{self, Position};
use crate::input::lookup::{Finder, locate};
use crate::input::mobility::Mobilities;
use crate::input::register::cell;
use crate::input::register::put::ImportedRow;
use crate::input::table::{Column as TextColumn, Shape, Table as TextTable};
use crate::input::values::quoted;
use crate::register::{Column, Kind, Row, Table, Value};

/// The columns of a table's files.
pub(super) struct Columns(Vec<TextColumn>);

impl Columns {
    /// What such a file looks like. Rows are not missed: a table may be empty.
    pub fn shape(&self) -> Shape<'_> {
        Shape { columns: &self.0, only_these: true, needs_rows: false }
    }
}

/// The columns that files of this table may have.
pub(super) fn shape(table: &Table) -> Columns {
    let column = |it: &Column| TextColumn { name: it.name, also: it.also, required: it.required };
    let mut columns: Vec<TextColumn> = table.columns.iter().map(column).collect();
    if table.name == "centres" {
        // As the files of a day have it.
        columns.push(TextColumn { name: "address", also: &["adresse"], required: false });
    }
    Columns(columns)
}

/// The rows of all files so far.
pub(super) struct Rows<'a> {
    mobilities: &'a Mobilities,
    finder: &'a Finder,
    rows: Vec<ImportedRow>,
    /// Where a row was first, by table and name.
    seen: FxHashMap<(&'static str, String), (String, u64)>,
}

impl<'a> Rows<'a> {
    /// No rows yet.
    pub fn new(mobilities: &'a Mobilities, finder: &'a Finder) -> Self {
        Self { mobilities, finder, rows: Vec::new(), seen: FxHashMap::default() }
    }

    /// All rows.
    pub fn finish(self) -> Vec<ImportedRow> {
        self.rows
    }

    /// Adds the rows of a file.
    pub fn read(&mut self, table: &'static Table, text: &TextTable, flaws: &mut Vec<Flaw>) {
        for row in &text.rows {
            let mut cells = Cells::new(text, row, flaws);
            let Some(row) = self.row(table, &mut cells) else { continue };
            let place = (text.file.clone(), cells.line());
            let key = (table.name, row.name());
            if let Some((file, line)) = self.seen.get(&key) {
                let found = format!("{} is on line {line} of {file} already", quoted(&key.1));
                cells.flaw(table.key[0], found, "give each row once");
                continue;
            }
            let spelled = table.columns.iter().filter(|column| cells.has(column.name));
            let spelled =
                spelled.map(|column| (column.name, text.spelled(column.name).to_owned())).collect();
            self.seen.insert(key, place.clone());
            self.rows.push(ImportedRow { row, file: place.0, line: place.1, spelled });
        }
    }

    /// The row, unless something is wrong with it, which is noted.
    fn row(&self, table: &'static Table, cells: &mut Cells) -> Option<Row> {
        let given = table.columns.iter().filter(|column| cells.has(column.name));
        let given: Vec<&'static Column> = given.collect();
        let mut values = Vec::with_capacity(given.len());
        let mut is_whole = true;
        for column in given.into_iter().filter(|column| column.kind != Kind::Degrees) {
            match cell::read(cells, column, self.mobilities) {
                Some(value) => values.push((column, value)),
                None => is_whole = false,
            }
        }
        is_whole &= self.places(table, cells, &mut values);
        let row = Row { table, values };
        is_whole &= is_sound(&row, cells);
        is_whole.then_some(row)
    }

    /// Adds the coordinates, which come in pairs; whether they are right.
    fn places(
        &self,
        table: &'static Table,
        cells: &mut Cells,
        values: &mut Vec<(&'static Column, Value)>,
    ) -> bool {
        if table.column("depot_lat").is_some() {
            let point = depot(cells);
            add_point(table, ["depot_lat", "depot_lon"], point, values);
            return point.is_some();
        }
        let has_place = ["lat", "lon", "street", "address"].into_iter().any(|it| cells.has(it));
        if table.column("lat").is_none() || !has_place {
            return true;
        }
        let mut address = address(cells);
        let point = locate(cells, &mut address, self.finder);
        add_point(table, ["lat", "lon"], point, values);
        // As the address file spells it.
        let Address { street, number, postcode, town, .. } = address;
        for (name, text) in
            [("street", street), ("number", number), ("postcode", postcode), ("town", town)]
        {
            let column = table.column(name).expect("places have an address");
            values.retain(|(known, _)| known.name != name);
            if cells.has(name) || cells.has("address") || !text.is_empty() {
                values.push((column, Value::Text(text)));
            }
        }
        point.is_some()
    }
}

fn add_point(
    table: &'static Table,
    names: [&str; 2],
    point: Option<Coordinates>,
    values: &mut Vec<(&'static Column, Value)>,
) {
    let Some(Coordinates { lat, lon }) = point else { return };
    for (name, degrees) in names.into_iter().zip([lat, lon]) {
        let column = table.column(name).expect("a column for coordinates");
        values.push((column, Value::Real(degrees)));
    }
}

fn depot(cells: &mut Cells) -> Option<Coordinates> {
    match coordinates::read(cells, "depot_lat", "depot_lon") {
        Position::Given(point) => Some(point),
        Position::Wrong => None,
        Position::Absent => {
            cells.required("depot_lat");
            None
        }
    }
}

fn address(cells: &Cells) -> Address {
    let text = |column: &str| cells.text(column).to_owned();
    let street = match text("street") {
        empty if empty.is_empty() => text("address"),
        street => street,
    };
    Address {
        street,
        number: text("number"),
        floor_door: text("floor_door"),
        postcode: text("postcode"),
        town: text("town"),
    }
}

/// Whether the row's values go together; what does not is noted.
fn is_sound(row: &Row, cells: &mut Cells) -> bool {
    let mut wrong: Vec<(&str, String, &str)> = Vec::new();
    if let (Some(first), Some(last)) = (row.text("first"), row.text("last"))
        && last < first
    {
        let found = format!("{} is before {first}", quoted(cells.text("last")));
        wrong.push(("last", found, "end no earlier than it begins"));
    }
    for (start, end) in [("session_start", "session_end"), ("shift_start", "shift_end")] {
        if let (Some(from), Some(to)) = (whole(row, start), whole(row, end))
            && to <= from
        {
            let found = format!("{} is not after the start", quoted(cells.text(end)));
            wrong.push((end, found, "end after the start"));
        }
    }
    wrong.extend(wrong_rest(row, cells));
    if let Some(name) = row.text("citizen").filter(|it| it.contains(char::is_whitespace)) {
        let found = format!("{} has a space in it", quoted(name));
        wrong.push(("citizen", found, "write the reference without spaces"));
    }
    let is_sound = wrong.is_empty();
    for (column, found, expected) in wrong {
        cells.flaw(column, found, expected);
    }
    is_sound
}

/// What is wrong with a driver's rest: a part is missing, or it does not fit.
fn wrong_rest(row: &Row, cells: &Cells) -> Option<(&'static str, String, &'static str)> {
    const REST: [&str; 3] = ["break_min", "break_from", "break_to"];
    let given = REST.map(|column| whole(row, column));
    match given {
        [Some(length), Some(from), Some(to)] if from + length > to => {
            let found = format!("{length} min do not fit between");
            Some((REST[0], found, "give a shorter break or a longer interval"))
        }
        [Some(_), Some(_), Some(_)] | [None, None, None] => None,
        _ => {
            let missing = REST.into_iter().find(|column| cells.text(column).is_empty())?;
            let expected = "give break_min, break_from and break_to, or none of them";
            Some((missing, "is empty".to_owned(), expected))
        }
    }
}

fn whole(row: &Row, column: &str) -> Option<i64> {
    match row.value(column) {
        Some(&Value::Integer(number)) => Some(number),
        _ => None,
    }
}
