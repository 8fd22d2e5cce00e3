//! What would come of it if a session started a little earlier or later for everybody in it.
//!
//! Each move is tried by a short search: on the whole day if that is small, otherwise among the
//! vehicles that come nearest to the session in space and time, so that a move takes as long however
//! large the day is.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{
    Booking, Day, Direction, Duration, Instance, Money, Problem, RequestId, Ride, Rides, Session,
    Stop, Time, VehicleId, Visit,
};
use crate::evaluate::{Route, Solution};
use crate::plan::Remedy;
use crate::search::{Neighbours, Search};

/// By how many minutes a session is moved, nearest first.
const MOVES: [i64; 4] = [15, -15, 30, -30];
/// The most sessions that are moved, those first where most are left out.
const MOST_SESSIONS: usize = 100;
/// A move is tried on the whole day up to that many rides, otherwise on about so many.
const RIDES_OF_MOVE: usize = 200;
/// A session with more rides than this on its vehicles is not moved, and of those left out from it not
/// more than so many are looked after.
const MOST_RIDES_OF_MOVE: usize = 600;
const MOST_LEFT_OUT: usize = 40;
/// Steps of the searches that fit moved sessions in, shared by all moves that are tried, and the
/// fewest and most that one of them gets.
const STEPS: usize = 600;
const STEPS_OF_ONE: (usize, usize) = (10, 150);

/// A session at a centre, with everybody in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Occasion {
    centre: usize,
    start: Time,
}

impl Occasion {
    fn of(booking: &Booking) -> Self {
        Self { centre: booking.centre, start: booking.session.start }
    }
}

/// The moves that help somebody.
pub(super) struct MovedSessions {
    /// For each ride left out that a move would take in what the move costs, and which it is, nearest
    /// first.
    remedies: FxHashMap<RequestId, Vec<(Money, Remedy)>>,
}

impl MovedSessions {
    /// Tries every move of the sessions from which rides are left out.
    pub(super) fn try_all(day: &Day, problem: &Problem, today: &Solution) -> Self {
        let occasion =
            |id: &RequestId| Occasion::of(&day.bookings[problem.rides[id.index()].booking]);
        let mut left_out: FxHashMap<Occasion, usize> = FxHashMap::default();
        today.absent().iter().for_each(|id| *left_out.entry(occasion(id)).or_default() += 1);
        let mut sessions: Vec<(Occasion, usize)> = left_out.into_iter().collect();
        sessions.sort_unstable_by_key(|&(session, rides)| (std::cmp::Reverse(rides), session));
        sessions.truncate(MOST_SESSIONS);
        let moves = sessions
            .iter()
            .flat_map(|&(session, _)| MOVES.map(|minutes| (session, Duration::minutes(minutes))));
        let moves: Vec<_> = moves.collect();
        let steps = (STEPS / moves.len().max(1)).clamp(STEPS_OF_ONE.0, STEPS_OF_ONE.1);
        let tried = moves.par_iter().map(|&(session, by)| {
            let helped = Trial::new(day, problem, today, session)?.run(by, steps);
            helped.map(|(cost, ids)| (session, by, cost, ids))
        });
        let tried: Vec<_> = tried.collect();
        let mut remedies: FxHashMap<RequestId, Vec<(Money, Remedy)>> = FxHashMap::default();
        for (session, by_s, cost_ore, ids) in tried.into_iter().flatten() {
            let centre = &day.centres[session.centre].id;
            for id in ids.into_iter().filter(|id| occasion(id) == session) {
                let (centre, session_start) = (centre.clone(), session.start);
                let remedy = Remedy::MovedSession { centre, session_start, by_s, cost_ore };
                remedies.entry(id).or_default().push((cost_ore, remedy));
            }
        }
        Self { remedies }
    }

    /// The moves by which the ride could be planned and no other lost, with what they cost more.
    pub(super) fn remedies(&self, id: RequestId) -> impl Iterator<Item = (Money, Remedy)> {
        self.remedies.get(&id).into_iter().flatten().cloned()
    }
}

/// A session to be moved, with the rides and vehicles among which that is tried.
struct Trial<'a> {
    day: &'a Day,
    problem: &'a Problem,
    today: &'a Solution,
    session: Occasion,
    /// In the order of the problem.
    rides: Vec<RequestId>,
    vehicles: Vec<VehicleId>,
}

impl<'a> Trial<'a> {
    /// `None` if too many would have to be moved.
    fn new(
        day: &'a Day,
        problem: &'a Problem,
        today: &'a Solution,
        session: Occasion,
    ) -> Option<Self> {
        let instance = &problem.instance;
        let mut trial = Self {
            day,
            problem,
            today,
            session,
            rides: instance.request_ids().collect(),
            vehicles: instance.vehicle_ids().collect(),
        };
        if trial.rides.len() > RIDES_OF_MOVE {
            trial.narrow();
        }
        (trial.rides.len() <= MOST_RIDES_OF_MOVE).then_some(trial)
    }

    /// Keeps those who attend, the vehicles that serve them and those that come nearest to the session,
    /// with all whom they serve, and the vehicles at home.
    fn narrow(&mut self) {
        let attend = self.problem.instance.request_ids().filter(|&id| self.attends(id));
        let (served, left_out): (Vec<_>, Vec<_>) =
            attend.partition(|&id| self.today.vehicle_of(id).is_some());
        let left_out = left_out.into_iter().take(MOST_LEFT_OUT);
        let mut kept: FxHashSet<RequestId> = served.into_iter().chain(left_out).collect();
        let mut nearest: Vec<(Duration, VehicleId)> =
            self.vehicles.iter().map(|&vehicle| (self.distance(vehicle), vehicle)).collect();
        nearest.sort_unstable();
        self.vehicles.clear();
        for (distance, vehicle) in nearest {
            if distance == Duration::ZERO || kept.len() < RIDES_OF_MOVE {
                kept.extend(self.today.route(vehicle).requests());
                self.vehicles.push(vehicle);
            }
        }
        self.vehicles.sort_unstable();
        self.rides = kept.into_iter().collect();
        self.rides.sort_unstable();
    }

    /// How far a vehicle stays from the session at the least, in driving and in time; none if it serves
    /// somebody who attends, or nobody at all.
    fn distance(&self, vehicle: VehicleId) -> Duration {
        let instance = &self.problem.instance;
        let route = self.today.route(vehicle);
        if route.is_empty() || route.requests().any(|id| self.attends(id)) {
            return Duration::ZERO;
        }
        let centre = self.day.centres[self.session.centre].place;
        let from = |visit: &Visit| {
            let early = visit.window.earliest - self.session.start;
            let late = self.session.start - visit.window.latest;
            instance.travel().leg(visit.place, centre).duration
                + early.max(late).max(Duration::ZERO)
        };
        let visits = route.stops().iter().map(|&stop| from(instance.visit(stop)));
        visits.min().unwrap_or(Duration::ZERO) + Duration::milliseconds(1)
    }

    fn attends(&self, id: RequestId) -> bool {
        self.session == Occasion::of(self.booking(id))
    }

    fn booking(&self, id: RequestId) -> &'a Booking {
        &self.day.bookings[self.problem.rides[id.index()].booking]
    }

    /// Moves the session. If then all are served that are served today and somebody else, what it
    /// costs more and who is served that is not today.
    fn run(&self, by: Duration, steps: usize) -> Option<(Money, Vec<RequestId>)> {
        let moved = self.problem_moved(by);
        let instance = &moved.instance;
        let neighbours = Neighbours::new(instance);
        let mut search = Search::starting_from(instance, &neighbours, 0, self.others(instance));
        search.run(steps as u64);
        let found = search.best();
        let (mut helped, mut left_out, mut cost) = (Vec::new(), 0, Money::ZERO);
        for (id, &old) in instance.request_ids().zip(&self.rides) {
            match (self.today.vehicle_of(old), found.vehicle_of(id)) {
                (Some(_), None) => return None,
                (None, Some(_)) => helped.push(old),
                _ => {}
            }
            if self.today.vehicle_of(old).is_none() {
                let price = self.problem.instance.request(old).taxi_price;
                cost += price.unwrap_or(Money::ZERO);
                left_out += usize::from(price.is_none());
            }
        }
        cost += self.vehicles.iter().map(|&vehicle| self.today.route(vehicle).cost()).sum();
        let score = found.score();
        (score.not_planned < left_out).then(|| (score.cost - cost, helped))
    }

    /// The problem of the chosen rides and vehicles with the session moved; its request `i` is ride `i`.
    fn problem_moved(&self, by: Duration) -> Problem {
        let mut bookings: Vec<(usize, Booking)> = Vec::new();
        for &id in &self.rides {
            let Ride { booking, direction } = self.problem.rides[id.index()];
            match bookings.last_mut() {
                Some((last, known)) if *last == booking => known.rides = Rides::Both,
                _ => bookings.push((booking, self.moved(id, direction, by))),
            }
        }
        let vehicles = self.problem.instance.vehicles();
        let day = Day {
            date: self.day.date,
            promise: self.day.promise,
            reserve_taxi: self.day.reserve_taxi,
            travel: self.day.travel.clone(),
            // A problem is made from the travel table alone.
            places: Vec::new(),
            given_legs: Vec::new(),
            regularity: crate::domain::Regularity::default(),
            centres: self.day.centres.clone(),
            bookings: bookings.into_iter().map(|(_, booking)| booking).collect(),
            vehicles: self.vehicles.iter().map(|id| vehicles[id.index()].clone()).collect(),
        };
        let travel = Arc::clone(self.problem.instance.travel());
        day.problem(travel).expect("moving a session contradicts nothing")
    }

    /// The booking of a ride as one for this ride alone, moved if it attends.
    fn moved(&self, id: RequestId, direction: Direction, by: Duration) -> Booking {
        let booking = self.booking(id);
        let Session { start, end } = booking.session;
        let by = if self.attends(id) { by } else { Duration::ZERO };
        Booking {
            session: Session { start: start + by, end: end + by },
            rides: match direction {
                Direction::Out => Rides::Out,
                Direction::Home => Rides::Home,
            },
            ..booking.clone()
        }
    }

    /// Today's routes in the moved problem, without those who attend.
    fn others(&self, instance: &Instance) -> Solution {
        let mut solution = Solution::empty(instance);
        for (vehicle, &old) in instance.vehicle_ids().zip(&self.vehicles) {
            let stops = self.today.route(old).stops().iter();
            let others = stops.filter(|stop| !self.attends(stop.request())).map(|&stop| {
                let index = self.rides.binary_search(&stop.request());
                let id =
                    RequestId(index.expect("who is served by a chosen vehicle is chosen") as u32);
                match stop {
                    Stop::Pickup(_) => Stop::Pickup(id),
                    Stop::Dropoff(_) => Stop::Dropoff(id),
                }
            });
            if let Some(route) = Route::new(instance, instance.type_of(vehicle), others.collect()) {
                solution.replace(instance, vehicle, Arc::new(route));
            }
        }
        solution
    }
}
