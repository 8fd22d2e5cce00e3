//! `centres.csv`: where sessions are held.

use std::path::Path;

use crate::domain::{Address, Centre};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::lookup::{self, Finder, locate};
use crate::input::places::{Kind, Places};
use crate::input::table::{Column, Shape, Table};
use crate::input::values::quoted;

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "id", also: &["kode", "centre", "center"], required: true },
        Column { name: "name", also: &["navn"], required: false },
        Column { name: "phone", also: &["telefon", "tlf"], required: false },
        Column { name: "address", also: &["adresse"], required: false },
        Column { name: "street", also: &["vej", "vejnavn", "gade"], required: false },
        Column { name: "number", also: &["husnr", "husnummer", "nr"], required: false },
        Column { name: "postcode", also: &["postnr", "postnummer"], required: false },
        Column { name: "town", also: &["by", "postdistrikt"], required: false },
        Column { name: "lat", also: &["breddegrad", "latitude"], required: false },
        Column { name: "lon", also: &["længdegrad", "lng", "longitude"], required: false },
    ],
    only_these: true,
    needs_rows: true,
};

/// The centres of the file; `None` if one may be missing, so that nobody
/// misses it again.
pub fn read(
    folder: &Path,
    finder: &Finder,
    places: &mut Places,
    flaws: &mut Vec<Flaw>,
) -> Option<Vec<Centre>> {
    let table = Table::read(&folder.join("centres.csv"), &SHAPE, false, flaws)?;
    lookup::check_columns(&table, flaws);
    let mut centres: Vec<Centre> = Vec::new();
    let mut lines = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, flaws);
        let mut address = address(&cells);
        let coordinates = locate(&mut cells, &mut address, finder);
        let Some(id) = cells.required("id") else { continue };
        if let Some(first) = centres.iter().position(|centre| centre.id == id) {
            let found = format!("{} is a centre of line {} already", quoted(id), lines[first]);
            cells.flaw("id", found, "give each centre an id of its own");
            continue;
        }
        let Ok(place) = places.add(id, Kind::Centre, coordinates, row.line) else { continue };
        let name = Some(cells.text("name")).filter(|name| !name.is_empty()).unwrap_or(id);
        let (id, name, phone) = (id.to_owned(), name.to_owned(), cells.text("phone").to_owned());
        centres.push(Centre { id, name, phone, address, place });
        lines.push(row.line);
    }
    table.is_complete_in("id").then_some(centres)
}

fn address(cells: &Cells) -> Address {
    let whole = cells.text("address");
    let street = cells.text("street");
    Address {
        street: if street.is_empty() { whole } else { street }.to_owned(),
        number: cells.text("number").to_owned(),
        floor_door: String::new(),
        postcode: cells.text("postcode").to_owned(),
        town: cells.text("town").to_owned(),
    }
}
