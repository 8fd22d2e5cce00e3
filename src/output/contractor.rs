//! `contractor.csv`: what the contractor's dispatch system reads, a row per passenger and stop.
//!
//! Always Danish, whatever the language of the plan folder, as its columns are agreed with the
//! contractor. A vehicle's rows are in order of time, from `start` to `slut`; stop numbers are those
//! of the manifest.

use sha2::{Digest, Sha256};

use crate::domain::{Address, Coordinates, Direction, Duration, Time};
use crate::output::Language;
use crate::output::cells::{Table, number, text};
use crate::output::journey::{Call, Depot, Event, Journey};
use crate::plan::{Action, Plan, Rest};

const COLUMNS: [&str; 32] = [
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
    "chaufførnote",
    "køretid_direkte_min",
    "rejsetid_min",
    "om_bord_efter",
];

/// The first version of a plan; a changed one counts up.
const PLAN_VERSION: u32 = 1;

/// What every row of a first plan is, compared with the version before.
const NEW: &str = "ny";

/// The name of a plan: its date and the first eight digits of the SHA-256 of its `plan.json`.
pub(crate) fn plan_id(plan: &Plan, plan_json: &str) -> String {
    let hash = Sha256::digest(plan_json.as_bytes());
    let short: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{short}", plan.date)
}

/// The file's bytes.
pub(crate) fn contractor_csv(plan: &Plan, plan_id: &str, journeys: &[Journey]) -> Vec<u8> {
    let mut table = Table::new(&COLUMNS);
    for journey in journeys {
        for event in &journey.events {
            let (action, details) = match event {
                Event::Leaves => ("start", at_depot(&journey.start, journey.run.leaves)),
                Event::Returns => ("slut", at_depot(&journey.end, journey.returns())),
                Event::Rests(rest) => ("pause", resting(journey.printed(*rest))),
                Event::Calls(call) if call.stop.action == Action::Pickup => {
                    ("afhent", at_stop(call))
                }
                Event::Calls(call) => ("aflever", at_stop(call)),
            };
            let mut row = vec![
                plan_id.to_owned(),
                PLAN_VERSION.to_string(),
                NEW.to_owned(),
                plan.date.to_string(),
                text(&journey.vehicle.name),
                text(&journey.vehicle.kind),
                details.stop_number.clone(),
                action.to_owned(),
            ];
            row.extend(details.cells());
            table.row(&row);
        }
    }
    table.finish()
}

/// The cells from `rejse_id` on, and the stop's number; empty where they say nothing.
#[derive(Default)]
struct Details {
    stop_number: String,
    /// From `rejse_id` to `telefon`.
    person: [String; 4],
    /// From `vej` to `by`.
    address: [String; 5],
    coordinates: Option<Coordinates>,
    told: Option<Time>,
    appointment: Option<Time>,
    service: Option<Duration>,
    /// From `pladser` to `chaufførnote`.
    needs: [String; 7],
    direct: Option<Duration>,
    trip: Option<Duration>,
    aboard_after: String,
}

impl Details {
    fn cells(self) -> Vec<String> {
        let degrees = |of: fn(Coordinates) -> f64| {
            self.coordinates.map_or_else(String::new, |at| number(of(at), 6))
        };
        let (lat, lon) = (degrees(|at| at.lat), degrees(|at| at.lon));
        let mut cells = Vec::with_capacity(COLUMNS.len());
        cells.extend(self.person);
        cells.extend(self.address);
        cells.extend([lat, lon, clock(self.told), clock(self.appointment), minutes(self.service)]);
        cells.extend(self.needs);
        cells.extend([minutes(self.direct), minutes(self.trip), self.aboard_after]);
        cells
    }
}

fn at_depot(depot: &Depot, at: Time) -> Details {
    let mut details = Details {
        coordinates: Some(depot.coordinates),
        told: Some(at),
        aboard_after: "0".to_owned(),
        ..Details::default()
    };
    details.address[0] = text(depot.name);
    details
}

fn resting(rest: Rest) -> Details {
    Details {
        told: Some(rest.begins),
        service: Some(rest.ends - rest.begins),
        aboard_after: "0".to_owned(),
        ..Details::default()
    }
}

fn at_stop(call: &Call) -> Details {
    let Call { stop, booking, .. } = call;
    let direction = Language::Danish.direction(stop.direction);
    let Address { street, number, floor_door, postcode, town } = call.address();
    Details {
        stop_number: call.number.to_string(),
        person: [
            text(&format!("{}-{direction}", booking.reference)),
            text(&booking.citizen),
            text(&booking.name),
            text(&booking.phone),
        ],
        address: [text(street), text(number), text(floor_door), text(postcode), text(town)],
        coordinates: Some(call.coordinates),
        told: Some(stop.told),
        appointment: Some(match stop.direction {
            Direction::Out => booking.session.start,
            Direction::Home => booking.session.end,
        }),
        service: Some(stop.ends - stop.begins),
        needs: [
            booking.mobility.seats.to_string(),
            booking.mobility.wheelchairs.to_string(),
            booking.companions.to_string(),
            text(&Language::Danish.mobility(&booking.mobility.name)),
            yes_no(booking.front_seat),
            yes_no(booking.alone),
            text(&booking.note),
        ],
        direct: Some(call.trip.direct_s),
        trip: Some(call.trip.trip_s),
        aboard_after: stop.aboard_after.to_string(),
    }
}

fn clock(time: Option<Time>) -> String {
    time.map_or_else(String::new, Time::hh_mm)
}

fn minutes(length: Option<Duration>) -> String {
    length.map_or_else(String::new, |length| number(length.as_minutes(), 1))
}

fn yes_no(is_so: bool) -> String {
    let words = Language::Danish.words();
    if is_so { words.yes } else { words.no }.to_owned()
}
