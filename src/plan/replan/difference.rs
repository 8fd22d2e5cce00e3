//! What is different between two plans of a day, ride by ride: who must be phoned, and what drivers
//! must know.

use rustc_hash::FxHashMap;

use crate::domain::{Direction, Time};
use crate::plan::{Plan, rides_told};
use crate::register::DrivenRide;

/// A ride that is not as it was.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    /// The booking.
    pub booking: String,
    /// Who rides.
    pub citizen: String,
    /// Which way.
    pub direction: Direction,
    /// What became of it.
    pub change: Change,
    /// When the citizen was told to be ready, and by which vehicle; none for a taxi.
    pub before: Option<(Time, Option<String>)>,
    /// When the citizen is to be told now, and by which vehicle.
    pub after: Option<(Time, Option<String>)>,
}

/// What became of a ride.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// It is to be driven at another minute: the citizen must be phoned.
    Time,
    /// It was promised, and is not planned any more: the citizen must be phoned.
    Lost,
    /// It was not there: the citizen must be phoned.
    New,
    /// Another vehicle comes at the same minute.
    Vehicle,
    /// It is not asked for any more.
    Cancelled,
}

impl Change {
    /// Whether the citizen must be phoned.
    pub fn needs_call(self) -> bool {
        matches!(self, Self::Time | Self::Lost | Self::New)
    }
}

/// All rides that are not as they were, those to be phoned first, each kind by the new time or the old.
pub fn differences(old: &Plan, new: &Plan) -> Vec<Difference> {
    let key = |ride: &DrivenRide| (ride.booking.clone(), ride.direction);
    let told = |plan: &Plan| -> FxHashMap<(String, Direction), DrivenRide> {
        rides_told(plan).into_iter().map(|ride| (key(&ride), ride)).collect()
    };
    let (before, after) = (told(old), told(new));
    let left_out = |ride: &DrivenRide| {
        let mut listed = new.not_planned.iter();
        listed.any(|it| it.booking == ride.booking && it.direction == ride.direction)
    };
    let difference = |ride: &DrivenRide, change, before, after| Difference {
        booking: ride.booking.clone(),
        citizen: ride.citizen.clone(),
        direction: ride.direction,
        change,
        before,
        after,
    };
    let when = |ride: &DrivenRide| Some((ride.told, ride.vehicle.clone()));
    let mut all = Vec::new();
    for ride in before.values() {
        match after.get(&key(ride)) {
            None => {
                let change = if left_out(ride) { Change::Lost } else { Change::Cancelled };
                all.push(difference(ride, change, when(ride), None));
            }
            Some(new) if new.told != ride.told => {
                all.push(difference(ride, Change::Time, when(ride), when(new)));
            }
            Some(new) if new.vehicle != ride.vehicle => {
                all.push(difference(ride, Change::Vehicle, when(ride), when(new)));
            }
            Some(_) => {}
        }
    }
    let new = after.values().filter(|ride| !before.contains_key(&key(ride)));
    all.extend(new.map(|ride| difference(ride, Change::New, None, when(ride))));
    all.sort_by_key(|it| {
        let moment = it.after.as_ref().or(it.before.as_ref()).map(|(told, _)| *told);
        (!it.change.needs_call(), moment, it.booking.clone(), it.direction)
    });
    all
}
