//! `contractor.csv`: what the contractor's dispatch system reads, a row per passenger and stop.
//!
//! Always Danish, whatever the language of the plan folder, as its columns are agreed with the
//! contractor. A vehicle's rows are in order of time, from `start` to `slut`
//! or `brudt ned`; stop numbers are those
//! of the manifest. `contractor.xlsx` holds the same rows; rows of a list that the contractor has
//! already are marked new, changed, cancelled or unchanged.

mod change;
mod suti;
mod xlsx;

use sha2::{Digest, Sha256};

use crate::domain::{Address, Coordinates, Direction, Duration, Time};
use crate::input::{CONTRACTOR_COLUMNS, PreviousList};
use crate::output::Language;
use crate::output::cells::{Table, number, text};
use crate::output::journey::{Call, Depot, Event, Journey, name_and_phone};
use crate::output::words::{tenths_of_minutes, whole_minutes};
use crate::plan::summary::Trip;
use crate::plan::{Action, Plan, Reason, Rest};
use crate::travel::hex;
pub(crate) use suti::suti;
pub(crate) use xlsx::contractor_xlsx;

/// A row of the list: a cell for each of [`CONTRACTOR_COLUMNS`].
pub(crate) struct Line {
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Cell {
    Text(String),
    /// With at most so many decimals.
    Number(f64, usize),
    Clock(Time),
    Empty,
}

impl Cell {
    /// The cell as the CSV has it.
    fn written(&self) -> String {
        match self {
            Self::Text(words) => text(words),
            Self::Number(value, decimals) => number(*value, *decimals),
            Self::Clock(time) => time.hh_mm(),
            Self::Empty => String::new(),
        }
    }
}

impl Line {
    /// The cell of a column.
    pub fn cell(&self, column: &str) -> &Cell {
        &self.cells[column_index(column)]
    }
}

fn column_index(column: &str) -> usize {
    let position = CONTRACTOR_COLUMNS.iter().position(|name| *name == column);
    position.expect("it is a column of the list")
}

/// The name of a plan: its date and the first eight digits of the SHA-256 of its `plan.json`.
pub(crate) fn plan_id(plan: &Plan, plan_json: &str) -> String {
    let hash = Sha256::digest(plan_json.as_bytes());
    format!("{}-{}", plan.date, hex(&hash[..4]))
}

/// The file's bytes.
pub(crate) fn contractor_csv(lines: &[Line]) -> Vec<u8> {
    let mut table = Table::new(&CONTRACTOR_COLUMNS);
    for line in lines {
        let cells: Vec<String> = line.cells.iter().map(Cell::written).collect();
        table.row(&cells);
    }
    table.finish()
}

/// The list's rows, each marked by what has become of it since the list that the contractor has.
pub(crate) fn lines(
    plan: &Plan,
    plan_id: &str,
    journeys: &[Journey],
    previous: Option<&PreviousList>,
) -> Vec<Line> {
    let version = version(previous);
    let mut lines = Vec::new();
    for journey in journeys {
        for event in &journey.events {
            let (action, details) = match event {
                Event::Leaves => ("start", at_depot(&journey.start, journey.run.leaves)),
                Event::Returns => ("slut", at_depot(&journey.end, journey.returns())),
                Event::BreaksDown => ("brudt ned", broken_down(journey)),
                Event::Rests(rest) => ("pause", resting(journey.printed(*rest))),
                Event::Calls(call) if call.stop.action == Action::Pickup => {
                    ("afhent", at_stop(call))
                }
                Event::Calls(call) => ("aflever", at_stop(call)),
            };
            let words = |text: &str| Cell::Text(text.to_owned());
            let mut cells = vec![
                words(plan_id),
                Cell::Number(f64::from(version), 0),
                Cell::Empty,
                words(&plan.date.to_string()),
                words(&journey.vehicle.name),
                words(&journey.vehicle.kind),
                details.stop_number.clone(),
                words(action),
            ];
            cells.extend(details.cells());
            lines.push(Line { cells });
        }
    }
    let names = [Cell::Text(plan_id.to_owned()), Cell::Number(f64::from(version), 0)];
    change::mark(lines, previous, &names, &stranded(plan))
}

/// The rides of those who sit in a vehicle that broke down.
fn stranded(plan: &Plan) -> Vec<String> {
    let left = plan.not_planned.iter().filter(|it| it.reason == Reason::AboardBrokenVehicle);
    left.map(|it| ride_name(&it.booking, it.direction)).collect()
}

/// What the list calls a ride.
fn ride_name(booking: &str, direction: Direction) -> String {
    format!("{booking}-{}", Language::Danish.direction(direction))
}

/// The number of the list that follows.
pub(crate) fn version(previous: Option<&PreviousList>) -> u32 {
    previous.map_or(1, |previous| previous.version + 1)
}

/// The cells from `rejse_id` on, and the stop's number; empty where they say nothing.
struct Details {
    stop_number: Cell,
    /// From `rejse_id` to `telefon`.
    person: [Cell; 4],
    /// From `vej` to `by`.
    address: [Cell; 5],
    coordinates: Option<Coordinates>,
    told: Cell,
    appointment: Cell,
    service: Cell,
    /// From `pladser` to `chaufførnote`.
    needs: [Cell; 8],
    direct: Cell,
    trip: Cell,
    aboard_after: Cell,
}

impl Default for Details {
    fn default() -> Self {
        Self {
            stop_number: Cell::Empty,
            person: [const { Cell::Empty }; 4],
            address: [const { Cell::Empty }; 5],
            coordinates: None,
            told: Cell::Empty,
            appointment: Cell::Empty,
            service: Cell::Empty,
            needs: [const { Cell::Empty }; 8],
            direct: Cell::Empty,
            trip: Cell::Empty,
            aboard_after: count(0_u16),
        }
    }
}

impl Details {
    fn cells(self) -> Vec<Cell> {
        let degrees = |of: fn(Coordinates) -> f64| {
            self.coordinates.map_or(Cell::Empty, |at| Cell::Number(of(at), 6))
        };
        let (lat, lon) = (degrees(|at| at.lat), degrees(|at| at.lon));
        let mut cells = Vec::with_capacity(CONTRACTOR_COLUMNS.len());
        cells.extend(self.person);
        cells.extend(self.address);
        cells.extend([lat, lon, self.told, self.appointment, self.service]);
        cells.extend(self.needs);
        cells.extend([self.direct, self.trip, self.aboard_after]);
        cells
    }
}

fn at_depot(depot: &Depot, at: Time) -> Details {
    let mut details = Details {
        coordinates: Some(depot.coordinates),
        told: Cell::Clock(at),
        ..Details::default()
    };
    details.address[0] = Cell::Text(depot.name.to_owned());
    details
}

/// Where the last stop is, whose address its own rows tell.
fn broken_down(journey: &Journey) -> Details {
    let calls = journey.events.iter().rev();
    let last = calls.filter_map(|event| match event {
        Event::Calls(call) => Some(call.coordinates),
        _ => None,
    });
    Details {
        coordinates: last.take(1).next(),
        told: Cell::Clock(journey.returns()),
        ..Details::default()
    }
}

fn resting(rest: Rest) -> Details {
    Details {
        told: Cell::Clock(rest.begins),
        service: minutes(rest.ends - rest.begins),
        ..Details::default()
    }
}

fn at_stop(call: &Call) -> Details {
    let Call { stop, booking, .. } = call;
    let Address { street, number, floor_door, postcode, town } = call.address();
    let words = |text: &str| Cell::Text(text.to_owned());
    let [name, phone] = name_and_phone(booking);
    let of_trip = |length: fn(&Trip) -> Duration| {
        call.trip.map_or(Cell::Empty, |trip| Cell::Number(whole_minutes(length(trip)), 0))
    };
    Details {
        stop_number: Cell::Number(call.number as f64, 0),
        person: [
            Cell::Text(ride_name(&booking.reference, stop.direction)),
            words(&booking.citizen),
            words(name),
            words(phone),
        ],
        address: [street, number, floor_door, postcode, town].map(|part| words(part)),
        coordinates: Some(call.coordinates),
        told: Cell::Clock(call.told),
        appointment: Cell::Clock(match stop.direction {
            Direction::Out => booking.session.start,
            Direction::Home => booking.session.end,
        }),
        service: minutes(stop.ends - stop.begins),
        needs: [
            count(booking.mobility.seats),
            count(booking.mobility.wheelchairs),
            count(booking.companions),
            Cell::Text(Language::Danish.mobility(booking.mobility.plain_name())),
            yes_no(booking.front_seat),
            yes_no(booking.alone),
            yes_no(booking.protected),
            words(call.note()),
        ],
        direct: of_trip(|trip| trip.direct_s),
        trip: of_trip(|trip| trip.trip_s),
        aboard_after: count(stop.aboard_after),
    }
}

fn count(number: u16) -> Cell {
    Cell::Number(f64::from(number), 0)
}

fn minutes(length: Duration) -> Cell {
    Cell::Number(tenths_of_minutes(length), 1)
}

fn yes_no(is_so: bool) -> Cell {
    Cell::Text(Language::Danish.yes_no(is_so).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::journey::journeys;
    use crate::output::sample::{Sample, hostile, sample};

    fn list(sample: &Sample, previous: Option<&PreviousList>) -> Vec<Line> {
        let Sample { day, plan, summary, .. } = sample;
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        lines(plan, "2026-12-07-test", &journeys, previous)
    }

    fn written(lines: &[Line]) -> PreviousList {
        let row = |line: &Line| line.cells.iter().map(Cell::written).collect();
        PreviousList { version: 4, rows: lines.iter().map(row).collect() }
    }

    fn marks(lines: &[Line]) -> Vec<(String, String)> {
        let mark = |line: &Line| {
            let words = |column| line.cell(column).written();
            (format!("{} {}", words("handling"), words("rejse_id")), words("ændring"))
        };
        lines.iter().map(mark).collect()
    }

    #[test]
    fn only_what_a_contractor_must_act_on_is_a_change() {
        let mut sample = sample();
        let previous = written(&list(&sample, None));
        assert!(marks(&list(&sample, Some(&previous))).iter().all(|(_, mark)| mark == "uændret"));
        // The last ride home is gone, and one citizen is told a minute later.
        sample.plan.runs[0].stops.truncate(4);
        sample.plan.runs[0].stops[1].told = Time::hm(9, 12);
        let changed = list(&sample, Some(&previous));
        assert_eq!(changed[0].cell("plan_version"), &Cell::Number(5.0, 0));
        let of = |what: &str| {
            let marks = marks(&changed);
            marks.into_iter().find(|(row, _)| row == what).expect(what).1
        };
        assert_eq!(of("afhent B2-ud"), "ændret");
        assert_eq!(of("afhent B1-ud"), "uændret");
        assert_eq!(of("afhent B1-hjem"), "annulleret");
        assert_eq!(of("aflever B1-hjem"), "annulleret");
    }

    #[test]
    fn a_list_of_cancelled_rows_alone_has_the_number_of_the_new_plan() {
        let mut sample = sample();
        let previous = written(&list(&sample, None));
        sample.plan.runs.clear();
        let gone = list(&sample, Some(&previous));
        assert_eq!(gone.len(), previous.rows.len());
        for line in &gone {
            assert_eq!(line.cell("plan_version"), &Cell::Number(5.0, 0));
            assert_eq!(line.cell("plan_id"), &Cell::Text("2026-12-07-test".to_owned()));
        }
    }

    #[test]
    fn a_workbook_of_hostile_text_is_written() {
        let sample = hostile();
        let Sample { day, plan, summary, .. } = &sample;
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        assert!(
            !contractor_xlsx(plan, ("2026-12-07-test", 1), &list(&sample, None), &journeys)
                .is_empty()
        );
    }
}
