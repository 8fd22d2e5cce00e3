//! What is different between two plans of a day, ride by ride: who must be phoned, and what drivers
//! must know.

use rustc_hash::FxHashMap;

use crate::domain::{Direction, Time};
use crate::plan::check::Violation;
use crate::plan::{Action, Plan, Reason, driven_one_way, rides_told};
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
    /// When the booking's other ride is driven, if this one is lost: the citizen goes one way only.
    pub other_way: Option<Time>,
    /// Whether the citizen is away from home, at the centre or on the way there, when this ride home changes.
    pub is_away: bool,
}

/// What became of a ride.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// Nobody can keep what was promised any more: they come to where they go at this moment, too late.
    Late(Time),
    /// It is to be driven at another minute: the citizen must be phoned.
    Time,
    /// Its citizen sits in a vehicle that has broken down: another car must be sent at once.
    Stranded,
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
        !matches!(self, Self::Vehicle | Self::Cancelled)
    }
}

/// What is to be told to the taxi firm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaxiCall {
    /// To come.
    Order,
    /// To come at another minute.
    Move,
    /// Not to come.
    Cancel,
}

/// All rides that are not as they were: those aboard of a broken vehicle first, then those to be phoned,
/// each kind by the earlier of the old time and the new, up to which a call is of use.
pub fn differences(old: &Plan, new: &Plan, now: Time) -> Vec<Difference> {
    let (before, after) = (by_ride(old), by_ride(new));
    let one_way = driven_one_way(new);
    let mut all: Vec<Difference> = before
        .iter()
        .filter_map(|(ride, was)| {
            let is = after.get(ride);
            let change = change(was, is, new)?;
            let other_way = one_way.get(&(was.booking.as_str(), was.direction));
            let other_way = other_way.copied().filter(|_| change == Change::Lost);
            Some(Difference { other_way, ..difference(was, change, Some(was), is) })
        })
        .collect();
    let added = after.iter().filter(|(ride, _)| !before.contains_key(*ride));
    all.extend(added.map(|(_, is)| difference(is, Change::New, None, Some(is))));
    for it in all.iter_mut().filter(|it| it.direction == Direction::Home) {
        let out = before.get(&(it.booking.clone(), Direction::Out));
        it.is_away = out.is_some_and(|out| out.told <= now);
    }
    all.sort_by_key(|it| {
        let moment = [&it.before, &it.after].into_iter().flatten().map(|(told, _)| *told).min();
        (!it.needs_call(), it.change != Change::Stranded, moment, it.booking.clone(), it.direction)
    });
    all
}

/// The differences with those rides among them that come too late, as the referee says of the new plan.
pub fn with_late(all: Vec<Difference>, plan: &Plan, late: &[Violation]) -> Vec<Difference> {
    let is_late = |booking: &str, direction: Direction| {
        let mut late = late.iter();
        late.any(|it| it.booking.as_deref() == Some(booking) && it.direction == Some(direction))
    };
    let told = by_ride(plan);
    let stops = plan.runs.iter().flat_map(|run| &run.stops);
    let comes = stops.filter(|stop| stop.action == Action::Dropoff);
    let comes = comes.filter(|stop| is_late(&stop.booking, stop.direction));
    let late = comes.filter_map(|stop| {
        let ride = told.get(&(stop.booking.clone(), stop.direction))?;
        let known = all.iter().find(|it| it.is_of(ride));
        let now =
            difference(ride, Change::Late(stop.ends.ceil_to_minute()), Some(ride), Some(ride));
        Some(Difference { before: known.map_or(now.before, |it| it.before.clone()), ..now })
    });
    let late: Vec<Difference> = late.collect();
    let others = all.iter().filter(|it| {
        !late.iter().any(|late| (&late.booking, late.direction) == (&it.booking, it.direction))
    });
    late.iter().chain(others).cloned().collect()
}

impl Difference {
    /// Whether the citizen must be phoned, or the taxi firm for them.
    pub fn needs_call(&self) -> bool {
        self.change.needs_call() || self.taxi_call().is_some()
    }

    /// What the taxi firm must be told, if anything.
    pub fn taxi_call(&self) -> Option<TaxiCall> {
        let due = |told: &Option<(Time, Option<String>)>| match told {
            Some((due, None)) => Some(*due),
            _ => None,
        };
        match (due(&self.before), due(&self.after)) {
            (None, Some(_)) => Some(TaxiCall::Order),
            (Some(_), None) => Some(TaxiCall::Cancel),
            (Some(before), Some(after)) => (before != after).then_some(TaxiCall::Move),
            (None, None) => None,
        }
    }

    fn is_of(&self, ride: &DrivenRide) -> bool {
        (&self.booking, self.direction) == (&ride.booking, ride.direction)
    }
}

type Ride = (String, Direction);

fn by_ride(plan: &Plan) -> FxHashMap<Ride, DrivenRide> {
    let rides = rides_told(plan).into_iter();
    rides.map(|ride| ((ride.booking.clone(), ride.direction), ride)).collect()
}

/// What became of a ride that was driven by the old plan, if it is not as it was.
fn change(was: &DrivenRide, is: Option<&DrivenRide>, new: &Plan) -> Option<Change> {
    let Some(is) = is else {
        let mut listed = new.not_planned.iter();
        let lost = listed.find(|it| it.booking == was.booking && it.direction == was.direction);
        return Some(match lost.map(|lost| &lost.reason) {
            Some(Reason::AboardBrokenVehicle) => Change::Stranded,
            Some(_) => Change::Lost,
            None => Change::Cancelled,
        });
    };
    if is.told != was.told {
        return Some(Change::Time);
    }
    (is.vehicle != was.vehicle).then_some(Change::Vehicle)
}

fn difference(
    ride: &DrivenRide,
    change: Change,
    before: Option<&DrivenRide>,
    after: Option<&DrivenRide>,
) -> Difference {
    let when = |ride: &DrivenRide| (ride.told, ride.vehicle.clone());
    Difference {
        booking: ride.booking.clone(),
        citizen: ride.citizen.clone(),
        direction: ride.direction,
        change,
        before: before.map(when),
        after: after.map(when),
        other_way: None,
        is_away: false,
    }
}
