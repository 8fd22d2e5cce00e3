//! `fleet.csv`: the vehicles, each on one shift.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::domain::{
    BreakRule, Duration, Layouts, Money, PlaceId, Tariff, Time, Vehicle, VehicleSpec, Window,
};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::coordinates::{self, Position};
use crate::input::places::{Clash, Kind, Places};
use crate::input::table::{Column, Shape, Table};
use crate::input::values::quoted;

const SHAPE: Shape = Shape {
    columns: &[
        Column { name: "vehicle", also: &["vogn", "vognnavn", "bil"], required: true },
        Column { name: "type", also: &["vogntype"], required: false },
        Column { name: "depot", also: &["garage", "hjemsted"], required: true },
        Column { name: "depot_lat", also: &["depot_breddegrad"], required: true },
        Column { name: "depot_lon", also: &["depot_længdegrad"], required: true },
        Column { name: "shift_start", also: &["vagt_start", "vagt_fra"], required: true },
        Column { name: "shift_end", also: &["vagt_slut", "vagt_til"], required: true },
        Column { name: "layouts", also: &["indretning", "indretninger"], required: true },
        Column { name: "lift", also: &["rampe"], required: false },
        Column { name: "front_seats", also: &["forsæder"], required: false },
        Column { name: "break_min", also: &["pause_min"], required: false },
        Column { name: "break_from", also: &["pause_fra"], required: false },
        Column { name: "break_to", also: &["pause_til"], required: false },
        Column { name: "day_fee", also: &["dagspris", "dagstakst"], required: true },
        Column { name: "per_km", also: &["pr_km", "km_pris"], required: true },
        Column { name: "per_hour", also: &["pr_time", "timepris"], required: true },
        Column {
            name: "per_hour_waiting",
            also: &["pr_time_ventetid", "ventetid_pr_time"],
            required: false,
        },
    ],
    only_these: true,
    needs_rows: true,
};

/// Shifts and breaks may run past midnight, counted on from 24.
const LATEST: Time = Time::hm(29, 59);

/// The vehicles of the file, whose depots become places; `None` if a depot may be
/// missing.
pub fn read(folder: &Path, places: &mut Places, flaws: &mut Vec<Flaw>) -> Option<Vec<Vehicle>> {
    let table = Table::read(&folder.join("fleet.csv"), &SHAPE, false, flaws)?;
    let mut lines: FxHashMap<&str, u64> = FxHashMap::default();
    let mut vehicles = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, flaws);
        let name = cells.required("vehicle");
        if let Some(first) = name.and_then(|name| lines.insert(name, row.line)) {
            let found =
                format!("{} is a vehicle of line {first} already", quoted(cells.text("vehicle")));
            cells.flaw("vehicle", found, "give each vehicle and shift a name of its own").hint =
                Some("a vehicle on two shifts is two rows, e.g. V1 early and V1 late".into());
        }
        let spec = spec(&mut cells, places);
        if let (Some(name), Some(spec)) = (name, spec) {
            let kind = cells.text("type").to_owned();
            vehicles.push(Vehicle { name: name.to_owned(), kind, spec });
        }
    }
    table.is_complete_in("depot").then_some(vehicles)
}

fn spec(cells: &mut Cells, places: &mut Places) -> Option<VehicleSpec> {
    let depot = depot(cells, places);
    let shift = shift(cells);
    let layouts = layouts(cells);
    let lift = cells.yes_no("lift");
    let front_seats = cells.whole("front_seats", 0..=8);
    let break_rule = break_rule(cells, shift);
    let tariff = tariff(cells);
    Some(VehicleSpec {
        start: depot?,
        end: depot?,
        shift: shift?,
        longest_duration: None,
        layouts: layouts?,
        front_seats: front_seats.unwrap_or(1) as u16,
        lift,
        break_rule,
        tariff: tariff?,
    })
}

fn depot(cells: &mut Cells, places: &mut Places) -> Option<PlaceId> {
    let name = cells.required("depot");
    let coordinates = match coordinates::read(cells, "depot_lat", "depot_lon") {
        Position::Given(coordinates) => Some(coordinates),
        Position::Wrong => None,
        Position::Absent => {
            cells.required("depot_lat");
            None
        }
    };
    let name = name?;
    match places.add(name, Kind::Depot, coordinates, cells.line()) {
        Ok(place) => Some(place),
        Err(Clash::OtherKind(kind)) => {
            let found = format!("{} is also the name of {}", quoted(name), kind.name());
            cells.flaw("depot", found, "give the depot a name of its own");
            None
        }
        Err(Clash::OtherPoint(line)) => {
            let found = format!("{} has other coordinates on line {line}", quoted(name));
            cells.flaw("depot", found, "give a depot the same coordinates on every line");
            None
        }
    }
}

fn shift(cells: &mut Cells) -> Option<Window> {
    let start = cells.time("shift_start", LATEST);
    let end = cells.time("shift_end", LATEST);
    let shift = Window { earliest: start?, latest: end? };
    if shift.latest > shift.earliest {
        return Some(shift);
    }
    let found =
        format!("{} is not after the start, {}", quoted(cells.text("shift_end")), shift.earliest);
    cells.flaw("shift_end", found, "end the shift after its start").hint =
        Some("past midnight count on: 25:00 is one in the morning".into());
    None
}

/// What a vehicle holds; what is none is a flaw.
pub(super) fn layouts(cells: &mut Cells) -> Option<Layouts> {
    let text = cells.required("layouts")?;
    let layouts: Option<Layouts> = text.parse().ok();
    let largest = |layouts: &Layouts| {
        layouts.alternatives().iter().map(|&(seats, wheelchairs)| seats.max(wheelchairs)).max()
    };
    let layouts = layouts.filter(|layouts| largest(layouts) <= Some(100));
    if layouts.is_none() {
        let found = format!("{} is not what a vehicle can hold", quoted(text));
        cells.flaw("layouts", found, "write seats+wheelchairs in alternatives, e.g. 8+0 5+1 2+2");
    }
    layouts
}

fn break_rule(cells: &mut Cells, shift: Option<Window>) -> Option<BreakRule> {
    const COLUMNS: [&str; 3] = ["break_min", "break_from", "break_to"];
    let empty: Vec<&str> = COLUMNS.into_iter().filter(|it| cells.text(it).is_empty()).collect();
    if empty.len() == COLUMNS.len() {
        return None;
    }
    for column in &empty {
        cells.flaw(column, "is empty", "give break_min, break_from and break_to, or none of them");
    }
    let length = cells.whole("break_min", 1..=600);
    let [from, to] = ["break_from", "break_to"].map(|column| match cells.text(column) {
        "" => None,
        _ => cells.time(column, LATEST),
    });
    let rule = BreakRule {
        length: Duration::minutes(length?),
        between: Window { earliest: from?, latest: to? },
    };
    check_break(cells, rule, shift);
    Some(rule)
}

fn check_break(cells: &mut Cells, rule: BreakRule, shift: Option<Window>) {
    let BreakRule { length, between } = rule;
    let between_text = format!("{}–{}", between.earliest, between.latest);
    if between.earliest + length > between.latest {
        let found = format!("{length} do not fit between {between_text}");
        cells.flaw("break_min", found, "give a shorter break or a longer interval");
    } else if let Some(shift) = shift
        && (between.earliest < shift.earliest || between.latest > shift.latest)
    {
        let found =
            format!("{between_text} is not within the shift {}–{}", shift.earliest, shift.latest);
        cells.flaw("break_from", found, "keep the break within the shift");
    }
}

fn tariff(cells: &mut Cells) -> Option<Tariff> {
    let day_fee = cells.money("day_fee");
    let per_km = cells.money("per_km");
    let per_hour = cells.money("per_hour");
    let per_hour_waiting = match cells.text("per_hour_waiting") {
        "" => Some(Money::ZERO),
        _ => cells.money("per_hour_waiting"),
    };
    Some(Tariff {
        day_fee: day_fee?,
        per_km: per_km?,
        per_hour_driving: per_hour?,
        per_hour_boarding: per_hour?,
        per_hour_waiting: per_hour_waiting?,
    })
}
