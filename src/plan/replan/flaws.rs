//! What a day or its locks say against what has been driven, or of vehicles that are not there.

use crate::domain::{Day, Direction};
use crate::error::Flaw;
use crate::plan::replan::morning::{Locked, Morning};
use crate::plan::{Action, OtherDay, Plan, PlannedStop, belongs};

/// What is wrong with a plan that was not made for this day.
pub(super) fn of_another_day(day: &Day, old: &Plan) -> Option<Flaw> {
    Some(match belongs::of_another_day(day, old)? {
        OtherDay::Date(date) => {
            let found = format!("is of {}, and the plan of {date}", day.date);
            Flaw::new("day.toml", found, "give the plan of the day").column("date")
        }
        OtherDay::Rides { strange, rides } => {
            let found = format!("{strange} of the plan's {rides} rides are not booked here");
            Flaw::new("bookings.csv", found, "give the plan of the day")
        }
    })
}

/// What was driven already stays in the plan, as it is paid for whether the citizen came out or not.
pub(super) fn driven_all_the_same(stop: &PlannedStop) -> Option<Flaw> {
    let PlannedStop { booking, told, direction, .. } = stop;
    (stop.action == Action::Pickup).then(|| {
        let found = format!(
            "booking {booking} is to have no ride {} any more, and the vehicle came for it at {told}",
            direction.name()
        );
        let rides = match direction {
            Direction::Out => "`status` approved, and `rides` out if the ride home is not to be driven",
            Direction::Home => "it booked",
        };
        let expected = format!(
            "what was driven stays and is paid for: leave {rides}; who did not come is entered when the day is \
             over, with korsel register outcomes"
        );
        Flaw::new("bookings.csv", found, expected)
    })
}

/// Flaws of vehicles that are said both to be late and to drive no more.
pub(super) fn broken_and_late(morning: &Morning) -> impl Iterator<Item = Flaw> {
    let late = morning.late.iter().filter(|(name, _)| morning.broken.contains(name));
    late.map(|(name, _)| {
        let found = format!("\"{name}\" is both broken down and late");
        Flaw::new("arguments", found, "say one of them")
    })
}

/// Flaws of vehicles of the day that are said to be late, and have no stop ahead to be late for.
pub(super) fn late_for_nothing(day: &Day, old: &Plan, morning: &Morning) -> Vec<Flaw> {
    let is_ahead = |name: &str| {
        let mut runs = old.runs.iter().filter(|run| run.vehicle == name);
        runs.any(|run| run.stops.iter().any(|stop| stop.begins > morning.now))
    };
    let is_there = |name: &str| day.vehicles.iter().any(|vehicle| vehicle.name == name);
    let late = morning.late.iter().map(|(name, _)| name);
    let wrong = late.filter(|name| is_there(name) && !is_ahead(name));
    let flaw = |name: &String| {
        let found = format!("\"{name}\" has no stop after {} to be late for", morning.now);
        Flaw::new("arguments", found, "name a vehicle that has, or leave it out")
    };
    wrong.map(flaw).collect()
}

/// Flaws of arguments and locks that name vehicles which the day has not.
pub(super) fn names_that_are_not_there(day: &Day, morning: &Morning) -> Vec<Flaw> {
    let is_there = |name: &str| day.vehicles.iter().any(|vehicle| vehicle.name == name);
    let names: Vec<&str> = day.vehicles.iter().map(|vehicle| vehicle.name.as_str()).collect();
    let expected = format!("name one of fleet.csv: {}", names.join(", "));
    let given = morning.broken.iter().chain(morning.late.iter().map(|(name, _)| name));
    let wrong = given.filter(|name| !is_there(name));
    let flaw = |name: &String| {
        Flaw::new("arguments", format!("\"{name}\" is not a vehicle of the day"), expected.as_str())
    };
    let mut flaws: Vec<Flaw> = wrong.map(flaw).collect();
    for lock in &morning.locks {
        let (Locked::Vehicle { vehicle, .. } | Locked::Order { vehicle } | Locked::Run { vehicle }) =
            &lock.what
        else {
            continue;
        };
        if !is_there(vehicle) {
            let found = format!("\"{vehicle}\" is not a vehicle of the day");
            let flaw = Flaw::new(&lock.file, found, expected.as_str()).line(lock.line);
            flaws.push(flaw.column("vehicle"));
        }
    }
    flaws
}
