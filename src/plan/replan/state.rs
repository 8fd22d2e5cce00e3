//! Where everybody is: what each vehicle has driven, what it was to do, and who has no place.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{
    Day, Direction, Duration, Instance, Problem, Request, RequestId, Stop, Time, Vehicle,
    VehicleId, Window,
};
use crate::error::{Error, Flaw, Result};
use crate::plan::replan::flaws::{
    broken_and_late, driven_all_the_same, late_for_nothing, names_that_are_not_there,
    of_another_day,
};
use crate::plan::replan::morning::{Locked, Morning};
use crate::plan::replan::old_stop::OldStop;
use crate::plan::{Action, Plan, Reason, Rest, Run, stay_at_home};

/// Who is where at some moment, in the numbers of the day's problem.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// What each vehicle has done and was to do, in the order of the fleet.
    pub runs: Vec<RunState>,
    /// The vehicles, rests that have begun fixed where they are.
    pub vehicles: Vec<Vehicle>,
    /// When each ride was told to be ready, by request.
    pub told: Vec<Option<Time>>,
    /// The minute about which a ride's time may move, by request: the told one at first.
    pub anchors: Vec<Option<Time>>,
    /// Rides that go by taxi, by request.
    pub by_taxi: Vec<bool>,
    /// Rides without a place.
    pub homeless: Vec<RequestId>,
    /// Rides whose told time must stay, by request.
    pub time_locked: Vec<bool>,
    /// The only vehicle that may take a ride, by request.
    pub only: Vec<Option<VehicleId>>,
    /// Who was aboard of a vehicle that broke down.
    stranded: Vec<RequestId>,
    /// The rides home of who has stayed at home.
    at_home: FxHashSet<RequestId>,
    /// Who has boarded and came or comes too late by the old plan already.
    overdue: Vec<RequestId>,
}

/// A vehicle's run.
#[derive(Clone, Debug, Default)]
pub(super) struct RunState {
    /// What has been driven, with the moments at which it began.
    pub done: Vec<(Stop, Time)>,
    /// What is to come.
    pub ahead: Vec<Stop>,
    /// When it was to arrive at each of them.
    pub arrives: Vec<(Stop, Time)>,
    /// When it was to drive off to the first stop ahead.
    pub departs: Time,
    /// Whether it had driven off by now.
    pub is_under_way: bool,
    /// By how much it is late.
    pub late: Duration,
    /// It reaches where it was on its way to no earlier, as it was late before.
    pub late_until: Option<Time>,
    /// Whether nobody may be added.
    pub is_closed: bool,
    /// Whether no time may move.
    pub is_frozen: bool,
    /// Whether it drives no more.
    pub is_broken: bool,
}

impl State {
    /// The state of the day by the old plan.
    pub fn of(day: &Day, problem: &Problem, old: &Plan, morning: &Morning) -> Result<Self> {
        let rides = by_name(day, problem);
        let count = rides.len();
        let mut state = Self {
            runs: vec![RunState::default(); day.vehicles.len()],
            vehicles: day.vehicles.clone(),
            told: vec![None; count],
            anchors: Vec::new(),
            by_taxi: vec![false; count],
            homeless: Vec::new(),
            time_locked: vec![false; count],
            only: vec![None; count],
            stranded: Vec::new(),
            at_home: stay_at_home(day, problem, old, morning.now),
            overdue: Vec::new(),
        };
        if let Some(flaw) = of_another_day(day, old) {
            return Err(Error::Invalid { flaws: vec![flaw] });
        }
        let mut flaws = names_that_are_not_there(day, morning);
        flaws.extend(broken_and_late(morning));
        flaws.extend(late_for_nothing(day, old, morning));
        state.close(day, morning);
        for run in &old.runs {
            flaws.extend(state.take_run((day, problem), &rides, run, morning));
        }
        state.take_taxis(problem, &rides, old);
        state.take_stranded(&rides, old);
        flaws.extend(state.lock(day, &rides, morning));
        if !flaws.is_empty() {
            return Err(Error::Invalid { flaws });
        }
        state.find_homeless(problem, morning);
        state.anchors.clone_from(&state.told);
        Ok(state)
    }

    /// Notes which vehicles are broken, late or locked.
    fn close(&mut self, day: &Day, morning: &Morning) {
        for (run, vehicle) in self.runs.iter_mut().zip(&day.vehicles) {
            let is_it = |name: &String| *name == vehicle.name;
            run.is_broken = morning.broken.iter().any(is_it);
            let late = morning.late.iter().find(|(name, _)| is_it(name));
            run.late = late.map_or(Duration::ZERO, |&(_, late)| late);
            let mut before = morning.late_until.iter();
            run.late_until = before.find(|(name, _)| is_it(name)).map(|&(_, until)| until);
            for lock in &morning.locks {
                match &lock.what {
                    Locked::Order { vehicle } if is_it(vehicle) => run.is_closed = true,
                    Locked::Run { vehicle } if is_it(vehicle) => {
                        (run.is_closed, run.is_frozen) = (true, true);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Takes over what is left of a run of the old plan; what contradicts what has been driven.
    fn take_run(
        &mut self,
        (day, problem): (&Day, &Problem),
        rides: &FxHashMap<(&str, Direction), RequestId>,
        run: &Run,
        morning: &Morning,
    ) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let mut stops: Vec<OldStop> = Vec::new();
        for (index, stop) in run.stops.iter().enumerate() {
            let is_done = stop.begins <= morning.now;
            match rides.get(&(stop.booking.as_str(), stop.direction)) {
                // Who sat in it when it broke down is listed; should it drive again, it drives without them.
                Some(_) if run.is_interrupted(stop) => {}
                Some(&id) => {
                    if stop.action == Action::Pickup {
                        self.told[id.index()] = Some(stop.told);
                    }
                    stops.push(OldStop::new(run, index, id, is_done));
                }
                None if is_done => flaws.extend(driven_all_the_same(stop)),
                None => {}
            }
        }
        // A vehicle that is gone drives no more than one that is broken.
        let Some(at) = day.vehicles.iter().position(|it| it.name == run.vehicle) else {
            return flaws;
        };
        if self.runs[at].is_broken && !run.is_back_by(morning.now) {
            self.break_down(at, &stops, run.rest);
            return flaws;
        }
        self.overdue.extend(overdue(&problem.instance, &stops));
        self.runs[at].take(run.leaves, stops, morning.now);
        if let Some(rest) = run.rest.filter(|rest| rest.begins <= morning.now) {
            self.fix_rest(at, rest);
        }
        flaws
    }

    /// Lets a vehicle's driver rest when the old plan has it.
    fn fix_rest(&mut self, at: usize, rest: Rest) {
        if let Some(rule) = &mut self.vehicles[at].spec.break_rule {
            rule.between = Window { earliest: rest.begins, latest: rest.ends };
        }
    }

    /// Who goes by taxi goes on so, at the same minute.
    fn take_taxis(
        &mut self,
        problem: &Problem,
        rides: &FxHashMap<(&str, Direction), RequestId>,
        old: &Plan,
    ) {
        for taxi in &old.taxis {
            let known = rides.get(&(taxi.booking.as_str(), taxi.direction));
            let Some(&id) = known.filter(|id| problem.instance.request(**id).taxi_price.is_some())
            else {
                continue;
            };
            self.by_taxi[id.index()] = true;
            self.told[id.index()] = Some(taxi.due);
        }
    }

    /// Who was aboard of a vehicle that had broken down before is not fetched anew where they began.
    fn take_stranded(&mut self, rides: &FxHashMap<(&str, Direction), RequestId>, old: &Plan) {
        let aboard = old.not_planned.iter().filter(|it| it.reason == Reason::AboardBrokenVehicle);
        let known = aboard.filter_map(|it| rides.get(&(it.booking.as_str(), it.direction)));
        self.stranded.extend(known);
    }

    /// Keeps what a vehicle had finished when it broke down, a rest among it; who was aboard is stranded.
    fn break_down(&mut self, at: usize, stops: &[OldStop], rest: Option<Rest>) {
        let is_done = |wanted: Stop| stops.iter().any(|old| old.stop == wanted && old.is_done);
        let is_home = |stop: Stop| is_done(Stop::Dropoff(stop.request()));
        let done = stops.iter().filter(|old| is_home(old.stop));
        self.runs[at].done = done.map(|old| (old.stop, old.begins)).collect();
        self.stranded.extend(stops.iter().filter_map(|old| match old.stop {
            Stop::Pickup(id) if old.is_done && !is_home(old.stop) => Some(id),
            _ => None,
        }));
        let last = self.runs[at].done.last().map(|&(_, begins)| begins);
        match rest.filter(|rest| last.is_some_and(|last| rest.ends <= last)) {
            Some(rest) => self.fix_rest(at, rest),
            None => self.vehicles[at].spec.break_rule = None,
        }
    }

    /// Applies locks on rides; those of rides or vehicles that are not there are flaws.
    fn lock(
        &mut self,
        day: &Day,
        rides: &FxHashMap<(&str, Direction), RequestId>,
        morning: &Morning,
    ) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        for lock in &morning.locks {
            let (booking, direction, vehicle) = match &lock.what {
                Locked::Vehicle { booking, direction, vehicle } => {
                    (booking, direction, Some(vehicle))
                }
                Locked::Time { booking, direction } => (booking, direction, None),
                Locked::Order { .. } | Locked::Run { .. } => continue,
            };
            let Some(id) = rides.get(&(booking.as_str(), *direction)) else {
                let found = format!("\"{booking}\" has no such ride today");
                let flaw = Flaw::new(&lock.file, found, "take the lock out").line(lock.line);
                flaws.push(flaw.column("booking"));
                continue;
            };
            match vehicle {
                None => self.time_locked[id.index()] = true,
                Some(name) => {
                    let at = day.vehicles.iter().position(|it| it.name == *name);
                    self.only[id.index()] = at.map(|at| VehicleId(at as u32));
                }
            }
        }
        flaws
    }

    /// Finds who has no place, or not the one where they are locked to, but for rides home of who has stayed
    /// at home.
    fn find_homeless(&mut self, problem: &Problem, morning: &Morning) {
        let mut has_place = vec![false; problem.rides.len()];
        let only = &self.only;
        for (at, run) in self.runs.iter_mut().enumerate() {
            run.ahead.retain(|stop| {
                let id = stop.request();
                let is_aboard = run.done.iter().any(|(done, _)| done.request() == id);
                is_aboard || only[id.index()].is_none_or(|vehicle| vehicle.index() == at)
            });
            let served = run.done.iter().map(|(stop, _)| stop).chain(&run.ahead);
            served.for_each(|stop| has_place[stop.request().index()] = true);
        }
        let instance = &problem.instance;
        let (stranded, by_taxi, at_home) = (&self.stranded, &self.by_taxi, &self.at_home);
        self.homeless = instance
            .request_ids()
            .filter(|id| !has_place[id.index()] && !stranded.contains(id) && !at_home.contains(id))
            .filter(|id| !by_taxi[id.index()] || only[id.index()].is_some())
            // Whose time has passed is not fetched any more.
            .filter(|&id| instance.request(id).pickup.window.latest >= morning.now)
            .collect();
    }

    /// Whether a taxi at the door is of no use to a ride: who it is for sits in a broken vehicle, has stayed at
    /// home, or should have been fetched by now.
    pub fn is_beyond_taxis(&self, id: RequestId, request: &Request, now: Time) -> bool {
        let is_too_late = request.pickup.window.latest < now && !self.by_taxi[id.index()];
        is_too_late || self.stranded.contains(&id) || self.at_home.contains(&id)
    }

    /// The bookings of those who were aboard of a vehicle that broke down.
    pub fn stranded(&self, day: &Day, problem: &Problem) -> Vec<String> {
        self.stranded.iter().map(|&id| booking(day, problem, id)).collect()
    }

    /// The rides of those who are aboard of a vehicle that is late, or who came or come too late by the old
    /// plan already, by booking and direction.
    pub fn late(&self, day: &Day, problem: &Problem) -> Vec<(String, Direction)> {
        let late = self.runs.iter().filter(|run| run.late > Duration::ZERO);
        let aboard = late.flat_map(|run| run.ahead.iter().filter(|stop| run.is_aboard(**stop)));
        let ride = |id: RequestId| (booking(day, problem, id), problem.rides[id.index()].direction);
        aboard.map(|stop| stop.request()).chain(self.overdue.iter().copied()).map(ride).collect()
    }

    /// Whether a stop ahead may come later than promised, since nothing can be done about it any more.
    pub fn may_be_overdue(&self, at: usize, stop: Stop) -> bool {
        let run = &self.runs[at];
        let is_late = run.late > Duration::ZERO || self.overdue.contains(&stop.request());
        is_late && run.is_aboard(stop)
    }

    /// The instance in which the longest ride of who has boarded is the latest moment to set them down,
    /// which may be overdue as any other.
    pub fn with_boarded(&self, instance: &Instance) -> Result<Instance> {
        let mut requests = instance.requests().to_vec();
        for &(stop, began) in self.runs.iter().flat_map(|run| &run.done) {
            let request = &mut requests[stop.request().index()];
            if let Stop::Pickup(_) = stop {
                request.dropoff.window.latest = latest_dropoff(request, began);
                request.longest_ride = None;
            }
        }
        let vehicles = instance.vehicles().to_vec();
        let table = Arc::clone(instance.travel());
        Instance::new(requests, vehicles, table, instance.rush_hours().to_vec())
    }
}

impl RunState {
    /// Takes over the stops of a run that leaves its depot then.
    fn take(&mut self, leaves: Time, stops: Vec<OldStop>, now: Time) {
        self.departs = leaves;
        for OldStop { stop, begins, is_done, departs, arrives } in stops {
            if is_done {
                self.done.push((stop, begins));
                continue;
            }
            if self.ahead.is_empty() {
                self.departs = departs;
            }
            self.ahead.push(stop);
            self.arrives.push((stop, arrives));
        }
        self.is_under_way = self.departs <= now;
    }

    /// Whether the stop is that of somebody who has boarded.
    pub fn is_aboard(&self, stop: Stop) -> bool {
        self.done.iter().any(|&(done, _)| done == Stop::Pickup(stop.request()))
    }
}

/// The day's rides, by booking and direction.
fn by_name<'a>(day: &'a Day, problem: &Problem) -> FxHashMap<(&'a str, Direction), RequestId> {
    let rides = (0..).map(RequestId).zip(&problem.rides);
    let named = rides.map(|(id, ride)| {
        let booking = &day.bookings[ride.booking];
        ((booking.reference.as_str(), ride.direction), id)
    });
    named.collect()
}

/// Those of a run whose dropoff is later than it may be, seen from the pickup, which is done.
fn overdue(instance: &Instance, stops: &[OldStop]) -> Vec<RequestId> {
    let boarded = stops.iter().filter_map(|old| match old.stop {
        Stop::Pickup(id) if old.is_done => Some((id, old.begins)),
        _ => None,
    });
    let is_late = |&(id, began): &(RequestId, Time)| {
        let dropoff = stops.iter().find(|old| old.stop == Stop::Dropoff(id));
        dropoff.is_some_and(|it| it.begins > latest_dropoff(instance.request(id), began))
    };
    boarded.filter(is_late).map(|(id, _)| id).collect()
}

/// The latest moment to set down who boarded then.
fn latest_dropoff(request: &Request, began: Time) -> Time {
    let latest = request.dropoff.window.latest;
    let longest = request.longest_ride.map(|longest| began + request.pickup.service + longest);
    longest.map_or(latest, |longest| latest.min(longest))
}

fn booking(day: &Day, problem: &Problem, id: RequestId) -> String {
    day.bookings[problem.rides[id.index()].booking].reference.clone()
}
