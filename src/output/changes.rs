//! What a repaired plan changes: whom to phone, what each driver must know, and which version it is.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::domain::{Booking, Day, Direction, Time};
use crate::error::Result;
use crate::input::PreviousList;
use crate::output::cells::{Table, on_one_line, text};
use crate::output::journey::name_and_phone;
use crate::output::words::ChangeFigures;
use crate::output::{Contents, Language, archive, folder, json, plan_id};
use crate::plan::replan::{Change, Difference, Morning};
use crate::plan::{Action, Plan, Run};

/// The files beside those of any plan.
pub(super) const PHONE_FILE: &str = "phone.csv";
pub(super) const CHANGES_FILE: &str = "changes.csv";
pub(super) const VERSION_FILE: &str = "version.json";

/// Which version of a day's plan a folder holds; a plan of the night, which has no such file, is 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Version {
    /// Counts from 1.
    pub version: u32,
    /// The plan that it repairs.
    pub replaces: String,
    /// The moment up to which all was driven.
    pub now: Time,
    /// Vehicles that have broken down by then.
    #[serde(default)]
    pub broken: Vec<String>,
    /// Vehicles that are late, and when they reach the stop that they are on their way to.
    #[serde(default)]
    pub late_until: BTreeMap<String, Time>,
}

impl Version {
    /// The version of this plan, which is named by its folder or by its `plan.json`; `None` for a plan of
    /// the night.
    pub fn of(plan: &Path) -> Option<Self> {
        let folder = if plan.is_dir() { Some(plan) } else { plan.parent() };
        let text = std::fs::read_to_string(folder?.join(VERSION_FILE)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// The version after this one, and after the list that the contractor has of it: the new list has the
    /// same number.
    pub fn next(
        before: Option<&Self>,
        old: &Plan,
        list: Option<&PreviousList>,
        morning: &Morning,
        late_until: &[(String, Time)],
    ) -> Self {
        let (now, broken) = (morning.now, morning.broken.clone());
        let late_until = late_until.iter().cloned().collect();
        let before = before.map_or(1, |before| before.version);
        let before = before.max(list.map_or(1, |list| list.version));
        Self { version: before.saturating_add(1), replaces: plan_id(old), now, broken, late_until }
    }
}

/// Writes the plan folder `out` with the files that tell its changes, as
/// [`write_plan_folder`](crate::output::write_plan_folder).
///
/// # Errors
/// As [`write_plan_folder`](crate::output::write_plan_folder).
pub fn write_replanned_folder(out: &Path, contents: &Contents, version: &Version) -> Result<()> {
    let differences = contents.beside.changed;
    let mut files = super::files(contents)?;
    files.push((PHONE_FILE.into(), phone_csv(contents)));
    files.push((CHANGES_FILE.into(), changes_csv(contents.day, differences, contents.language)));
    files.push((VERSION_FILE.into(), json::pretty(version).into_bytes()));
    archive::add(&mut files, contents);
    folder::write_folder(out, &files)
}

/// Whom to phone, the most urgent first; and for whom to order a taxi, or to cancel it.
fn phone_csv(contents: &Contents) -> Vec<u8> {
    let &Contents { day, language, .. } = contents;
    let mut table = Table::new(&language.phone_columns());
    let bookings = day.bookings_by_reference();
    for it in contents.beside.changed.iter().filter(|it| it.needs_call()) {
        let known = bookings.get(it.booking.as_str());
        let centre = known.map(|booking| &day.centres[booking.centre]);
        let [name, mut phone] =
            known.map_or(["", ""], |booking| [booking.name.as_str(), booking.phone.as_str()]);
        let mut what = language.news_and_taxi(it);
        if let Some(booking) = known.filter(|_| it.change == Change::Stranded) {
            what += &language.fetch_at(&left_at(contents, it), &goes_to(day, it, booking));
        }
        // Who is at the centre, or in a vehicle on the way there, is not at home to be phoned.
        let is_aboard = matches!(it.change, Change::Late(_) | Change::Stranded);
        let comes_late = is_aboard && it.direction == Direction::Out;
        if comes_late || it.is_away {
            phone = centre.map_or("", |centre| centre.phone.as_str());
        }
        if let Some(booking) = known.filter(|_| comes_late) {
            let centre = &day.centres[booking.centre].name;
            what += &format!("; {}", language.starts_at(booking.session.start, Some(centre)));
        }
        let vehicle = it.after.as_ref().map_or("", |(_, vehicle)| by(vehicle.as_deref(), language));
        table.row(&[
            text(&it.citizen),
            text(name),
            text(phone),
            text(&it.booking),
            language.direction(it.direction).to_owned(),
            text(&what),
            clock(it.before.as_ref()),
            clock(it.after.as_ref()),
            text(vehicle),
            language.yes_no(known.is_some_and(|booking| booking.protected)).to_owned(),
        ]);
    }
    table.finish()
}

/// The broken vehicle that somebody sits in, and the address of its last stop.
fn left_at(contents: &Contents, it: &Difference) -> [String; 2] {
    let vehicle = it.before.as_ref().and_then(|(_, vehicle)| vehicle.clone()).unwrap_or_default();
    let run = contents.plan.runs.iter().find(|run| run.vehicle == vehicle);
    let last = run.and_then(|run| run.stops.last());
    let place = last.and_then(|stop| {
        let booking = contents.day.bookings.iter().find(|it| it.reference == stop.booking)?;
        let is_at_home = (stop.action == Action::Pickup) == (stop.direction == Direction::Out);
        Some(if is_at_home { booking.address.one_line() } else { centre_of(contents.day, booking) })
    });
    [vehicle, place.unwrap_or_default()]
}

fn goes_to(day: &Day, it: &Difference, booking: &Booking) -> String {
    match it.direction {
        Direction::Out => centre_of(day, booking),
        Direction::Home => booking.address.one_line(),
    }
}

fn centre_of(day: &Day, booking: &Booking) -> String {
    let centre = &day.centres[booking.centre];
    format!("{}, {}", centre.name, centre.address.one_line())
}

/// What is new, changed or cancelled for each vehicle, by the clock, in the order of the fleet; taxis last.
fn changes_csv(day: &Day, differences: &[Difference], language: Language) -> Vec<u8> {
    let mut table = Table::new(&language.changes_columns());
    let words = language.words();
    let bookings = day.bookings_by_reference();
    let name = |it: &Difference| {
        bookings.get(it.booking.as_str()).map_or("", |booking| name_and_phone(booking)[0])
    };
    let of_fleet = day.vehicles.iter().map(|vehicle| Some(vehicle.name.as_str()));
    // Who comes late, but was told so and rides so already, changes nothing for the driver.
    let mut changed: Vec<&Difference> =
        differences.iter().filter(|it| it.before != it.after).collect();
    for vehicle in of_fleet.chain([None]) {
        let here = |when: &Option<(Time, Option<String>)>| {
            let here = when.as_ref().filter(|(_, by)| by.as_deref() == vehicle);
            here.map(|(told, _)| *told)
        };
        // A ride that goes to another vehicle stands where it was to be driven.
        changed.sort_by_key(|it| here(&it.after).or(here(&it.before)));
        for it in &changed {
            let mark = match (here(&it.before), here(&it.after)) {
                (Some(_), Some(_)) => words.change_changed.to_owned(),
                (Some(_), None) => language.leaves_vehicle(it),
                (None, Some(_)) => words.change_new.to_owned(),
                (None, None) => continue,
            };
            table.row(&[
                text(by(vehicle, language)),
                text(&mark),
                text(&it.booking),
                text(&it.citizen),
                text(name(it)),
                language.direction(it.direction).to_owned(),
                clock(it.before.as_ref()),
                clock(it.after.as_ref()),
            ]);
        }
    }
    table.finish()
}

/// The changes of a plan in figures, for the terminal, what they cost, and where the lists of them are.
pub fn changes_text(
    differences: &[Difference],
    [old, new]: [&Plan; 2],
    version: &Version,
    out: &Path,
    language: Language,
) -> String {
    let figures = ChangeFigures::of(differences);
    let costs = [old.cost_ore, new.cost_ore];
    let head = [language.changed(version.version, &figures), language.price_of_changes(costs)];
    let was_idle = |run: &&Run| old.runs.iter().all(|other| other.vehicle != run.vehicle);
    let called = new.runs.iter().filter(was_idle);
    let called = called.map(|run| language.is_called_out(&run.vehicle, run.leaves));
    let calls = differences.iter().filter_map(|it| language.call(it));
    let taxis = differences.iter().filter_map(|it| language.call_taxi(it));
    let lines = head.into_iter().chain(called).chain(calls).chain(taxis);
    let lines: String = lines.map(|line| on_one_line(&line) + "\n").collect();
    let (phone, changes) = (out.join(PHONE_FILE), out.join(CHANGES_FILE));
    lines + &language.lists_of_the_morning(&phone, &changes) + "\n"
}

fn by(vehicle: Option<&str>, language: Language) -> &str {
    vehicle.unwrap_or(language.words().by_taxi)
}

fn clock(told: Option<&(Time, Option<String>)>) -> String {
    told.map_or_else(String::new, |(told, _)| told.hh_mm())
}
