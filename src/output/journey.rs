//! A vehicle's run as its driver meets it: departure, numbered stops, break, return.
//!
//! Joins a [`Run`] with what the day folder knows of its citizens. The manifest and the contractor's
//! list are both made from it, so that their stop numbers agree.

use rustc_hash::FxHashMap;

use crate::domain::{
    Address, Booking, Centre, Coordinates, Day, Direction, Duration, PlaceId, Time, Vehicle,
};
use crate::error::{Error, Flaw, Result};
use crate::plan::summary::{Summary, Trip};
use crate::plan::{Action, Plan, PlannedStop, Rest, Run};

/// A vehicle that stands this long between two citizens at one place makes two stops there.
const NEW_STOP_AFTER: Duration = Duration::minutes(5);

/// One vehicle's run.
pub(crate) struct Journey<'a> {
    pub run: &'a Run,
    pub vehicle: &'a Vehicle,
    pub start: Depot<'a>,
    /// Where it is to end; one that broke down does not come there.
    pub end: Depot<'a>,
    pub events: Vec<Event<'a>>,
}

impl Journey<'_> {
    /// A rest as it is printed.
    pub fn printed(&self, rest: Rest) -> Rest {
        printed(self.run, rest)
    }

    /// The return as it is printed: the driver is back by this minute, or has broken down.
    pub fn returns(&self) -> Time {
        self.run.returns.ceil_to_minute()
    }
}

/// A rest in whole minutes: not before what precedes it is told to be over, as far as it is not told to
/// end after the stop that follows.
fn printed(run: &Run, rest: Rest) -> Rest {
    let next = run.stops.get(rest.after_stops).map(|stop| stop.begins.floor_to_minute());
    // Before leaving it goes with the departure, which is rounded down.
    let is_before_leaving = rest.ends <= run.leaves;
    let is_down = is_before_leaving || next.is_some_and(|next| rest.ends.ceil_to_minute() > next);
    let minute = if is_down { Time::floor_to_minute } else { Time::ceil_to_minute };
    Rest { begins: minute(rest.begins), ends: minute(rest.ends), ..rest }
}

/// Where a vehicle starts or ends.
pub(crate) struct Depot<'a> {
    pub name: &'a str,
    pub coordinates: Coordinates,
}

/// What a vehicle does next.
pub(crate) enum Event<'a> {
    Leaves,
    Rests(Rest),
    Calls(Call<'a>),
    Returns,
    /// Instead of returning: it drives no further.
    BreaksDown,
}

/// One citizen boards or alights.
pub(crate) struct Call<'a> {
    /// Which stop of the run, from 1; citizens at one place share it.
    pub number: usize,
    /// When the vehicle is there and its driver has rested.
    pub arrives: Time,
    /// The minute that is told. A pick-up's is a promise; a set-down's is rounded up, but not beyond what
    /// comes next, so that no time on paper comes before the one above it.
    pub told: Time,
    pub stop: &'a PlannedStop,
    pub booking: &'a Booking,
    pub centre: &'a Centre,
    pub coordinates: Coordinates,
    /// None of who was aboard when the vehicle broke down.
    pub trip: Option<&'a Trip>,
}

impl Call<'_> {
    /// Whether the vehicle stands at the centre rather than at the citizen's home.
    pub fn is_at_centre(&self) -> bool {
        (self.stop.action == Action::Dropoff) == (self.stop.direction == Direction::Out)
    }

    /// The place where the vehicle stands.
    pub fn place(&self) -> PlaceId {
        if self.is_at_centre() { self.centre.place } else { self.booking.home }
    }

    /// The citizen's name.
    pub fn name(&self) -> &'_ str {
        name_of(self.booking)
    }

    /// Whether the vehicle stands at an address that is not to be passed on.
    pub fn is_protected(&self) -> bool {
        self.booking.protected && !self.is_at_centre()
    }

    /// What the driver should know at the door; it is of the home, and says nothing of the centre.
    pub fn note(&self) -> &str {
        if self.is_at_centre() { "" } else { self.booking.note.trim() }
    }

    /// The address where the vehicle stands.
    pub fn address(&self) -> &Address {
        if self.is_at_centre() { &self.centre.address } else { &self.booking.address }
    }
}

/// The citizen's name, or the reference of one without: somebody must be asked for at the door.
pub(crate) fn name_of(booking: &Booking) -> &str {
    match name_and_phone(booking)[0].trim() {
        "" => &booking.citizen,
        name => name,
    }
}

/// The citizen's name and telephone as others may have them: neither of one who is protected, as a
/// driver finds the door without.
pub(crate) fn name_and_phone(booking: &Booking) -> [&str; 2] {
    if booking.protected { [""; 2] } else { [&booking.name, &booking.phone] }
}

/// The plan's runs as journeys.
///
/// # Errors
/// [`Error::Invalid`] if the plan names a vehicle, a booking or a trip that the day does not have.
pub(crate) fn journeys<'a>(
    day: &'a Day,
    plan: &'a Plan,
    summary: &'a Summary,
) -> Result<Vec<Journey<'a>>> {
    let known = Known {
        day,
        vehicles: day.vehicles.iter().map(|known| (known.name.as_str(), known)).collect(),
        bookings: day.bookings_by_reference(),
        trips: summary
            .trips
            .iter()
            .map(|trip| ((trip.booking.as_str(), trip.direction), trip))
            .collect(),
    };
    plan.runs.iter().map(|run| known.journey(run)).collect()
}

struct Known<'a> {
    day: &'a Day,
    vehicles: FxHashMap<&'a str, &'a Vehicle>,
    bookings: FxHashMap<&'a str, &'a Booking>,
    trips: FxHashMap<(&'a str, Direction), &'a Trip>,
}

impl<'a> Known<'a> {
    fn journey(&self, run: &'a Run) -> Result<Journey<'a>> {
        let vehicle = self.vehicles.get(run.vehicle.as_str());
        let vehicle = *vehicle.ok_or_else(|| unknown("vehicle", &run.vehicle))?;
        let depot = |place: PlaceId| {
            let place = &self.day.places[place.index()];
            Depot { name: &place.key, coordinates: place.coordinates }
        };
        Ok(Journey {
            run,
            vehicle,
            start: depot(vehicle.spec.start),
            end: depot(vehicle.spec.end),
            events: events(run, self.calls(run)?),
        })
    }

    fn calls(&self, run: &'a Run) -> Result<Vec<Call<'a>>> {
        let mut calls: Vec<Call> = Vec::with_capacity(run.stops.len());
        for (index, stop) in run.stops.iter().enumerate() {
            let mut call = self.call(run, stop)?;
            call.number = match calls.last() {
                None => 1,
                Some(last) if is_same_place(last, &call) && is_same_stop(run, index) => last.number,
                Some(last) => last.number + 1,
            };
            // A rest where the vehicle stands already has a row of its own.
            if let Some(rest) = run.rest.filter(|rest| rest.after_stops == index) {
                call.arrives = call.arrives.max(printed(run, rest).ends);
            }
            calls.push(call);
        }
        in_order(&mut calls, run);
        Ok(calls)
    }

    fn call(&self, run: &Run, stop: &'a PlannedStop) -> Result<Call<'a>> {
        let booking = self.bookings.get(stop.booking.as_str());
        let booking = *booking.ok_or_else(|| unknown("booking", &stop.booking))?;
        let trip = self.trips.get(&(stop.booking.as_str(), stop.direction)).copied();
        if trip.is_none() && !run.is_interrupted(stop) {
            return Err(unknown("trip of booking", &stop.booking));
        }
        let centre = &self.day.centres[booking.centre];
        let mut call = Call {
            number: 1,
            arrives: stop.arrives,
            told: stop.told,
            stop,
            booking,
            centre,
            coordinates: self.at(booking.home),
            trip,
        };
        if call.is_at_centre() {
            call.coordinates = self.at(centre.place);
        }
        Ok(call)
    }

    fn at(&self, place: PlaceId) -> Coordinates {
        self.day.places[place.index()].coordinates
    }
}

/// Lets no set-down be told later than what follows it, as far as it is over within that minute.
fn in_order(calls: &mut [Call], run: &Run) {
    let rest = run.rest.map(|rest| (rest.after_stops, printed(run, rest).begins));
    let mut next: Option<Time> = None;
    for (index, call) in calls.iter_mut().enumerate().rev() {
        next = rest.filter(|(after, _)| *after == index + 1).map(|(_, begins)| begins).or(next);
        if let (Some(next), Action::Dropoff) = (next, call.stop.action) {
            call.told = call.told.min(next).max(call.stop.ends.floor_to_minute());
        }
        next = Some(call.told);
    }
}

/// Whether two visits are to one door: neighbours at one address are two homes and one stop.
fn is_same_place(one: &Call, other: &Call) -> bool {
    one.place() == other.place()
        || (one.coordinates == other.coordinates && one.address() == other.address())
}

/// Whether the stop at `index` is met while the vehicle still stands where it was before.
fn is_same_stop(run: &Run, index: usize) -> bool {
    let (before, stop) = (&run.stops[index - 1], &run.stops[index]);
    let rests_between = run.rest.is_some_and(|rest| rest.after_stops == index);
    !rests_between && stop.begins - before.ends < NEW_STOP_AFTER
}

/// Departure, calls, break and return or breakdown in order of time.
fn events<'a>(run: &Run, calls: Vec<Call<'a>>) -> Vec<Event<'a>> {
    let count = calls.len();
    let mut events = vec![Event::Leaves];
    events.extend(calls.into_iter().map(Event::Calls));
    events.push(if run.broke_down { Event::BreaksDown } else { Event::Returns });
    if let Some(rest) = run.rest {
        let position = match rest.after_stops {
            0 if rest.ends <= run.leaves => 0,
            after if after >= count && rest.begins >= run.returns => events.len(),
            after => after.min(count) + 1,
        };
        events.insert(position, Event::Rests(rest));
    }
    events
}

pub(crate) fn unknown(what: &str, name: &str) -> Error {
    let found = format!("{what} \"{name}\" is not in the day folder");
    Error::Invalid { flaws: vec![Flaw::new("plan.json", found, "give the plan its own day")] }
}

/// Lets late vehicles arrive when they do, which a plan has as waiting.
pub(super) fn delay(journeys: &mut [Journey], late_until: &[(String, Time)]) {
    for journey in journeys {
        let mut late = late_until.iter().filter(|(name, _)| *name == journey.vehicle.name);
        let Some(&(_, until)) = late.next() else { continue };
        for event in &mut journey.events {
            if let Event::Calls(call) = event
                && call.stop.begins >= until
            {
                call.arrives = call.arrives.max(until);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample::{Sample, sample};

    fn told(sample: &Sample) -> Vec<(usize, String)> {
        let Sample { day, plan, summary, .. } = sample;
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let calls = journeys[0].events.iter().filter_map(|event| match event {
            Event::Calls(call) => Some((call.number, call.told.hh_mm())),
            _ => None,
        });
        calls.collect()
    }

    #[test]
    fn within_a_stop_no_time_comes_before_the_one_above_it() {
        let mut sample = sample();
        sample.plan.runs[0].rest = None;
        let stops = &mut sample.plan.runs[0].stops;
        // Both are out at 09:26:30 and 09:29:10; the next boards as soon as the second is.
        stops[4].begins = stops[3].ends;
        stops[4].told = stops[3].ends.floor_to_minute();
        assert_eq!(stops[3].told.hh_mm(), "09:30");
        let told = told(&sample);
        let stop: Vec<&str> = told[2..5].iter().map(|(_, time)| time.as_str()).collect();
        assert_eq!(stop, ["09:27", "09:29", "09:29"]);
        assert_eq!([told[2].0, told[3].0, told[4].0], [3, 3, 3]);
    }

    #[test]
    fn a_rest_is_not_told_to_end_after_the_stop_that_follows() {
        let mut sample = sample();
        let run = &mut sample.plan.runs[0];
        let index = run.rest.expect("a rest").after_stops;
        // The rest ends half a minute into the minute in which the next stop begins.
        let begins = run.stops[index].begins.floor_to_minute() + Duration::seconds(50);
        run.stops[index].begins = begins;
        let rest = run.rest.as_mut().expect("a rest");
        let length = rest.ends - rest.begins;
        rest.ends = begins - Duration::seconds(20);
        rest.begins = rest.ends - length;
        run.stops[index - 1].ends = rest.begins - Duration::seconds(10);
        run.stops[index - 1].told = rest.begins.ceil_to_minute();
        let printed = printed(run, run.rest.expect("a rest"));
        assert_eq!(printed.ends, begins.floor_to_minute());
        assert_eq!(printed.ends - printed.begins, length);
        // Nor is the set-down before it told after it begins.
        let calls: Vec<(usize, String)> = told(&sample);
        assert_eq!(calls[index - 1].1, printed.begins.hh_mm());
    }

    #[test]
    fn a_late_vehicle_arrives_when_it_does_and_does_not_wait() {
        let mut sample = sample();
        let stops = &mut sample.plan.runs[0].stops;
        stops[1].arrives = stops[1].begins - Duration::minutes(15);
        let until = stops[1].begins - Duration::seconds(20);
        let Sample { day, plan, summary, .. } = &sample;
        let mut journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let arrivals = |journey: &Journey| -> Vec<Time> {
            let events = journey.events.iter();
            let arrives = events.filter_map(|event| match event {
                Event::Calls(call) => Some(call.arrives),
                _ => None,
            });
            arrives.collect()
        };
        let before = arrivals(&journeys[0]);
        delay(&mut journeys, &[(plan.runs[0].vehicle.clone(), until)]);
        let after = arrivals(&journeys[0]);
        assert_eq!(after[1], until);
        assert_eq!((after[0], &after[2..]), (before[0], &before[2..]));
    }

    #[test]
    fn two_homes_at_one_address_are_one_stop() {
        let mut sample = sample();
        let stops = &mut sample.plan.runs[0].stops;
        stops[1].begins = stops[0].ends;
        let numbers = |sample: &Sample| [told(sample)[0].0, told(sample)[1].0];
        assert_eq!(numbers(&sample), [1, 2]);
        let homes = [sample.day.bookings[0].home, sample.day.bookings[1].home];
        let [one, other] = homes.map(PlaceId::index);
        sample.day.places[other].coordinates = sample.day.places[one].coordinates;
        assert_eq!(numbers(&sample), [1, 2], "another number in the street");
        sample.day.bookings[1].address = sample.day.bookings[0].address.clone();
        assert_eq!(numbers(&sample), [1, 1]);
    }
}
