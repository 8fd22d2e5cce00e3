//! What stands of each vehicle: its looks, its figures, its stops one by one.

use crate::output::Language;
use crate::output::journey::{Call, Event, Journey};
use crate::output::report::palette::Look;
use crate::output::words::clock_span;
use crate::plan::{Action, PlannedStop};

/// A vehicle as the page shows it.
pub(super) struct VehicleView {
    pub look: Look,
    pub name: String,
    pub kind: String,
    /// When it is out.
    pub hours: String,
    pub rides: usize,
    pub distance: String,
    pub cost: String,
    pub rows: Vec<Row>,
}

/// What the vehicle does at one time.
pub(super) struct Row {
    /// `A3`; nothing for what is no stop.
    pub label: String,
    pub time: String,
    pub what: &'static str,
    pub who: String,
    pub place: String,
    pub aboard: String,
}

/// The vehicles in the order of the plan.
pub(super) fn vehicles(journeys: &[Journey], language: Language) -> Vec<VehicleView> {
    let views = journeys.iter().enumerate().map(|(index, journey)| {
        let run = journey.run;
        let look = Look::of(index);
        let sets_down = |stop: &&PlannedStop| stop.action == Action::Dropoff;
        VehicleView {
            name: journey.vehicle.name.clone(),
            kind: journey.vehicle.kind.clone(),
            hours: clock_span(run.leaves, journey.returns()),
            rides: run.stops.iter().filter(sets_down).count(),
            distance: language.km(run.distance_m),
            cost: language.money(run.cost_ore),
            rows: journey.events.iter().map(|it| row(it, journey, &look, language)).collect(),
            look,
        }
    });
    views.collect()
}

fn row(event: &Event, journey: &Journey, look: &Look, language: Language) -> Row {
    let words = language.words();
    let other = |time: String, what: &'static str, place: &str| Row {
        label: String::new(),
        time,
        what,
        who: String::new(),
        place: place.to_owned(),
        aboard: String::new(),
    };
    match event {
        Event::Leaves => other(journey.run.leaves.hh_mm(), words.leaves, journey.start.name),
        Event::Returns => other(journey.returns().hh_mm(), words.returns, journey.end.name),
        Event::BreaksDown => {
            other(journey.returns().hh_mm(), words.broke_down, words.drives_no_further)
        }
        Event::Rests(rest) => {
            let rest = journey.printed(*rest);
            other(clock_span(rest.begins, rest.ends), words.rest, "")
        }
        Event::Calls(call) => Row {
            label: format!("{}{}", look.letter, call.number),
            time: call.told.hh_mm(),
            what: action(call, language),
            who: call.name().to_owned(),
            place: place(call, language),
            aboard: call.stop.aboard_after.to_string(),
        },
    }
}

/// Picks up or sets down.
pub(super) fn action(call: &Call, language: Language) -> &'static str {
    match call.stop.action {
        Action::Pickup => language.words().picks_up,
        Action::Dropoff => language.words().sets_down,
    }
}

/// The centre, or street and number of the home unless they are protected.
pub(super) fn place(call: &Call, language: Language) -> String {
    let address = call.address();
    match call.is_at_centre() {
        true => call.centre.name.clone(),
        false if call.is_protected() => language.words().protected.to_owned(),
        false => format!("{} {}", address.street, address.number).trim().to_owned(),
    }
}
