//! A plan from a list of who is driven by whom, in which order, and at which whole minutes.
//!
//! A list tells minutes and no drives. The plan made of it keeps the order and the told minutes and
//! takes the least clock times that fit: each drive from the travel table, slowed where the clock shows
//! a rush hour, each stop as long as its citizen takes. Whatever does not fit is left as it is, for the
//! referee to tell. Rides that are not in the list are not planned. The least times exist because all
//! that is asked for are least distances between moments, and every pass only moves moments later
//! (Bellman 1958, Ford 1956).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{
    Booking, Day, Direction, Duration, Leg, PlaceId, Ride, Time, Totals, TravelTable, Vehicle,
};
use crate::plan::{
    Action, CancelledBooking, NotPlanned, Plan, PlannedStop, Reason, Rest, Run, SCHEMA, Status,
};
use crate::travel::TravelSource;

/// Just under a minute: a told minute stands for any moment in it.
const REST_OF_MINUTE: Duration = Duration::milliseconds(59_999);

/// A vehicle's run as a list has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedRun {
    /// The vehicle's position in [`Day::vehicles`].
    pub vehicle: usize,
    /// What it does, in order.
    pub events: Vec<Listed>,
    /// The lines of the list on which citizens board or alight, in order.
    pub lines: Vec<u64>,
}

/// What a vehicle does, and when, in whole minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listed {
    /// It leaves the depot.
    Leaves(Time),
    /// It is back.
    Returns(Time),
    /// It breaks down where it is, and comes no more.
    BreaksDown,
    /// Its driver rests.
    Rests {
        /// When it begins.
        begins: Time,
        /// How long it is.
        length: Duration,
    },
    /// A citizen boards or alights.
    Calls {
        /// The booking's position in [`Day::bookings`].
        booking: usize,
        /// Which of its rides.
        direction: Direction,
        /// Boards or alights.
        action: Action,
        /// What the citizen is told.
        told: Time,
    },
}

/// The plan that a list is, with the rides and bookings that it does not tell.
///
/// # Panics
/// If the list has a vehicle or a booking that is not the day's, or the travel table is another day's.
pub fn from_list(
    day: &Day,
    travel: &TravelTable,
    list: &[ListedRun],
    source: TravelSource,
) -> Plan {
    let timings = list.iter().map(|run| Timing::new(day, travel, run));
    // A vehicle that fetches nobody need not drive.
    let timings = timings.filter(|timing| !timing.calls.is_empty());
    let runs: Vec<Run> = timings.map(|timing| timing.run()).collect();
    Plan {
        schema: SCHEMA,
        date: day.date,
        status: Status::Feasible,
        cost_ore: runs.iter().map(|run| run.cost_ore).sum(),
        bound_ore: None,
        travel: source,
        not_planned: left_out(day, travel, &runs),
        runs,
        taxis: Vec::new(),
        cancelled: CancelledBooking::all_of(day),
    }
}

/// The rides of the day that no run brings to their end.
fn left_out(day: &Day, travel: &TravelTable, runs: &[Run]) -> Vec<NotPlanned> {
    let mut driven: FxHashSet<(&str, Direction)> = FxHashSet::default();
    let mut interrupted = driven.clone();
    for run in runs {
        for stop in &run.stops {
            let met = if run.is_interrupted(stop) { &mut interrupted } else { &mut driven };
            met.insert((stop.booking.as_str(), stop.direction));
        }
    }
    let name = |ride: &Ride| (day.bookings[ride.booking].reference.as_str(), ride.direction);
    let listed = day.rides().filter(|ride| !driven.contains(&name(ride))).map(|ride| {
        let booking = &day.bookings[ride.booking];
        NotPlanned {
            booking: booking.reference.clone(),
            citizen: booking.citizen.clone(),
            direction: ride.direction,
            reason: match interrupted.contains(&name(&ride)) {
                true => Reason::AboardBrokenVehicle,
                false => not_listed(day, travel, ride),
            },
            remedy: None,
        }
    });
    listed.collect()
}

/// Why a ride is not in the list, as far as the day can tell.
fn not_listed(day: &Day, travel: &TravelTable, ride: Ride) -> Reason {
    let booking = &day.bookings[ride.booking];
    let (from, to) = day.ends(ride);
    let (direct, service) = (travel.leg(from, to), booking.mobility.service);
    let longest_trip_s = booking.longest_trip;
    let windows =
        day.promise.windows(ride.direction, booking.session, service, direct, longest_trip_s);
    match windows {
        Ok(_) => Reason::NoRoom,
        Err(shortest_trip_s) => Reason::ImpossibleAlone { shortest_trip_s, longest_trip_s },
    }
}

/// A stop of a list.
struct Call<'a> {
    booking: &'a Booking,
    direction: Direction,
    action: Action,
    told: Time,
    place: PlaceId,
    service: Duration,
}

/// One run being timed.
struct Timing<'a> {
    day: &'a Day,
    travel: &'a TravelTable,
    vehicle: &'a Vehicle,
    calls: Vec<Call<'a>>,
    leaves: Option<Time>,
    /// When it begins by the list, how long it takes, and how many stops precede it.
    rest: Option<(Time, Duration, usize)>,
    /// Whether the list has it after the vehicle's return.
    rests_last: bool,
    breaks_down: bool,
}

/// The clock times of a run.
struct Times {
    leaves: Time,
    legs: Vec<Leg>,
    arrives: Vec<Time>,
    begins: Vec<Time>,
    last_leg: Leg,
    returns: Time,
    rest: Option<Rest>,
}

impl<'a> Timing<'a> {
    fn new(day: &'a Day, travel: &'a TravelTable, run: &ListedRun) -> Self {
        let mut timing = Self {
            day,
            travel,
            vehicle: &day.vehicles[run.vehicle],
            calls: Vec::new(),
            leaves: None,
            rest: None,
            rests_last: false,
            breaks_down: false,
        };
        let mut is_back = false;
        for event in &run.events {
            match *event {
                Listed::Leaves(time) => timing.leaves = Some(time),
                Listed::Returns(_) => is_back = true,
                Listed::BreaksDown => timing.breaks_down = true,
                Listed::Rests { begins, length } => {
                    timing.rest = Some((begins, length, timing.calls.len()));
                    timing.rests_last = is_back;
                }
                Listed::Calls { booking, direction, action, told } => {
                    let (from, to) = day.ends(Ride { booking, direction });
                    let booking = &day.bookings[booking];
                    let service = booking.mobility.service;
                    let (place, service) = match action {
                        Action::Pickup => (from, service.boarding),
                        Action::Dropoff => (to, service.alighting),
                    };
                    timing.calls.push(Call { booking, direction, action, told, place, service });
                }
            }
        }
        timing
    }

    fn run(&self) -> Run {
        let Times { leaves, legs, arrives, begins, last_leg, returns, rest } = self.times();
        let all = legs.iter().chain([&last_leg]);
        let (driving, distance) = all.fold(Default::default(), |(time, metres), leg| {
            (time + leg.duration, metres + leg.distance)
        });
        let boarding: Duration = self.calls.iter().map(|call| call.service).sum();
        let on_road = rest.filter(|rest| leaves <= rest.begins && rest.ends <= returns);
        let rested = on_road.map_or(Duration::ZERO, |rest| rest.ends - rest.begins);
        let waiting = returns - leaves - driving - boarding - rested;
        let totals = Totals { distance, driving, boarding, waiting };
        Run {
            vehicle: self.vehicle.name.clone(),
            leaves,
            returns,
            rest,
            stops: self.stops(&legs, &arrives, &begins),
            last_leg: last_leg.into(),
            distance_m: distance,
            driving_s: driving,
            boarding_s: boarding,
            waiting_s: waiting,
            cost_ore: self.vehicle.spec.tariff.cost(totals),
            broke_down: self.breaks_down,
        }
    }

    fn stops(&self, legs: &[Leg], arrives: &[Time], begins: &[Time]) -> Vec<PlannedStop> {
        let mut aboard: u16 = 0;
        let stops = self.calls.iter().enumerate().map(|(index, call)| {
            let people = 1 + call.booking.companions;
            aboard = match call.action {
                Action::Pickup => aboard.saturating_add(people),
                Action::Dropoff => aboard.saturating_sub(people),
            };
            PlannedStop {
                action: call.action,
                booking: call.booking.reference.clone(),
                citizen: call.booking.citizen.clone(),
                direction: call.direction,
                place: self.day.places[call.place.index()].key.clone(),
                leg: legs[index].into(),
                arrives: arrives[index],
                told: self.told(call, begins[index] + call.service),
                begins: begins[index],
                ends: begins[index] + call.service,
                aboard_after: aboard,
            }
        });
        stops.collect()
    }

    /// What people are told by the list. A set-down may stand there with the minute in which it is over
    /// rather than the next one, so that it does not come after a pick-up of that minute.
    fn told(&self, call: &Call, ends: Time) -> Time {
        let is_within = call.told == ends.floor_to_minute();
        match call.action {
            Action::Dropoff if is_within => ends.ceil_to_minute(),
            _ => call.told,
        }
    }

    /// The least times. Where a longest ride pushes a pickup later, all that follows is timed again.
    fn times(&self) -> Times {
        let told = self.calls.iter().map(|call| match call.action {
            Action::Pickup => call.told,
            Action::Dropoff => call.told - call.service - REST_OF_MINUTE,
        });
        let mut least: Vec<Time> = told.collect();
        let mut times = self.pass(&least);
        for _ in 0..=self.calls.len() {
            if !self.push_pickups(&times.begins, &mut least) {
                break;
            }
            times = self.pass(&least);
        }
        times
    }

    /// Moves pickups later whose rides would be too long; tells whether there are any.
    fn push_pickups(&self, begins: &[Time], least: &mut [Time]) -> bool {
        let mut boarded: FxHashMap<(&str, Direction), usize> = FxHashMap::default();
        let mut is_moved = false;
        for (index, call) in self.calls.iter().enumerate() {
            let key = (call.booking.reference.as_str(), call.direction);
            if call.action == Action::Pickup {
                boarded.insert(key, index);
                continue;
            }
            let Some(pickup) = boarded.remove(&key) else { continue };
            let direct = self.travel.leg(self.calls[pickup].place, call.place);
            let Some(longest) = self.day.promise.longest_ride(direct) else { continue };
            let earliest = begins[index] - longest - self.calls[pickup].service;
            if begins[pickup] < earliest {
                least[pickup] = earliest;
                is_moved = true;
            }
        }
        is_moved
    }

    /// Times each stop as soon as the one before and `least` allow.
    fn pass(&self, least: &[Time]) -> Times {
        let spec = &self.vehicle.spec;
        let first = self.calls.first().map_or(spec.start, |call| call.place);
        let direct = self.travel.leg(spec.start, first).duration;
        let at_first = least.first().map(|&begins| begins - direct);
        let leaves = self.leaves.or(at_first).unwrap_or(spec.shift.earliest);
        let mut rest = None;
        let (mut now, mut here) = (leaves, spec.start);
        let (mut legs, mut arrives, mut begins) = (vec![], vec![], vec![]);
        for (index, (call, &least)) in self.calls.iter().zip(least).enumerate() {
            now = self.rest_after(index, now, &mut rest);
            let leg = self.drive(here, call.place, now);
            arrives.push(now + leg.duration);
            begins.push(least.max(now + leg.duration));
            legs.push(leg);
            (now, here) = (begins[index] + call.service, call.place);
        }
        now = self.rest_after(self.calls.len(), now, &mut rest);
        let last_leg = self.drive(here, if self.breaks_down { here } else { spec.end }, now);
        let returns = now + last_leg.duration;
        if let Some((told, length, after_stops)) = self.rest.filter(|_| self.rests_last) {
            let begins = self.not_before_window(told - REST_OF_MINUTE).max(returns);
            rest = Some(Rest { begins, ends: begins + length, after_stops });
        }
        Times { leaves, legs, arrives, begins, last_leg, returns, rest }
    }

    /// When the vehicle can drive on to the stop of this index, its driver having rested if it is time.
    fn rest_after(&self, index: usize, now: Time, rest: &mut Option<Rest>) -> Time {
        let listed = self.rest.filter(|_| !self.rests_last);
        let Some((told, length, after_stops)) = listed.filter(|&(.., after)| after == index) else {
            return now;
        };
        // Before leaving it is told with the departure; later on the next whole minute is told.
        let is_before_leaving = index == 0 && told + length <= now;
        let begins = match is_before_leaving {
            true => self.not_before_window(told),
            false => self.not_before_window(told - REST_OF_MINUTE).max(now),
        };
        *rest = Some(Rest { begins, ends: begins + length, after_stops });
        if is_before_leaving { now } else { begins + length }
    }

    fn not_before_window(&self, begins: Time) -> Time {
        let rule = self.vehicle.spec.break_rule;
        rule.map_or(begins, |rule| begins.max(rule.between.earliest))
    }

    /// A drive that starts now, slowed by every rush hour that it meets.
    fn drive(&self, from: PlaceId, to: PlaceId, departs: Time) -> Leg {
        let table = self.travel.leg(from, to);
        let mut leg = table;
        if from == to {
            return leg;
        }
        // A slower drive may reach into a further rush hour, so as often as there are any.
        for _ in &self.day.travel.rush_hours {
            let meets = self.day.travel.rush_hours.iter().filter(|rush| {
                departs < rush.window.latest && rush.window.earliest < departs + leg.duration
            });
            let slowest = meets.map(|rush| rush.factor).fold(1.0, f64::max);
            if slowest > 1.0 {
                leg.duration = table.duration.scale(slowest);
            }
        }
        leg
    }
}
