//! Why a ride is not planned, and what would help: found by trying, not by guessing.
//!
//! Every remedy named was carried out on a copy of the problem, and planned the ride without losing
//! another. The cheapest of those found is named; there may be others.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::domain::{
    Booking, Day, Duration, Instance, Load, Money, Problem, Request, RequestId, Ride, Session,
    Stop, Time, TypeId, Vehicle, VehicleId, VehicleSpec, Window,
};
use crate::evaluate::{Inserter, Insertion, Route, Solution};
use crate::plan::{NotPlanned, Reason, Remedy};
use crate::search::{Neighbours, Search};

/// By how many minutes a session is moved, nearest first.
const SESSION_MOVES: [i64; 4] = [15, -15, 30, -30];
/// How much a shift may grow at either end, and how long before and after its ride an extra vehicle
/// may be on the road.
const LONGER_SHIFT: Duration = Duration::hours(2);
/// Steps of the searches that fit moved sessions in, shared by all moves that are tried, and the
/// fewest and most that one of them gets.
const STEPS: usize = 600;
const STEPS_OF_ONE: (usize, usize) = (10, 150);
/// More than anything costs.
const NO_LIMIT: Money = Money::ore(i64::MAX / 4);

/// Every ride that is neither in a route nor in a taxi, in the order of the bookings.
pub(super) fn explain(day: &Day, problem: &Problem, solution: &Solution) -> Vec<NotPlanned> {
    let mut explainer = Explainer {
        day,
        problem,
        solution,
        inserter: Inserter::default(),
        moved: move_sessions(day, problem, solution),
    };
    let impossible = problem.impossible.iter().map(|impossible| {
        let longest_trip_s = day.bookings[impossible.ride.booking].longest_trip;
        let shortest_trip_s = impossible.shortest_trip;
        (impossible.ride, Reason::ImpossibleAlone { shortest_trip_s, longest_trip_s }, None)
    });
    let mut rides: Vec<(Ride, Reason, Option<Remedy>)> = impossible.collect();
    let absent = solution.absent().iter().copied();
    for id in absent.filter(|&id| problem.instance.request(id).taxi_price.is_none()) {
        rides.push((problem.rides[id.index()], explainer.reason(id), explainer.remedy(id)));
    }
    rides.sort_unstable_by_key(|&(ride, ..)| ride);
    let written = rides.into_iter().map(|(ride, reason, remedy)| {
        let booking = &day.bookings[ride.booking];
        NotPlanned {
            booking: booking.reference.clone(),
            citizen: booking.citizen.clone(),
            direction: ride.direction,
            reason,
            remedy,
        }
    });
    written.collect()
}

/// A session at a centre, with everybody in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Occasion {
    centre: usize,
    start: Time,
}

impl Occasion {
    fn of(day: &Day, problem: &Problem, id: RequestId) -> Self {
        let booking = &day.bookings[problem.rides[id.index()].booking];
        Self { centre: booking.centre, start: booking.session.start }
    }

    fn is_of(self, booking: &Booking) -> bool {
        self == Self { centre: booking.centre, start: booking.session.start }
    }

    fn moved(self, by: Duration) -> Self {
        Self { start: self.start + by, ..self }
    }
}

struct Explainer<'a> {
    day: &'a Day,
    problem: &'a Problem,
    solution: &'a Solution,
    inserter: Inserter,
    /// Solutions found with a session moved, where that helps somebody.
    moved: FxHashMap<(Occasion, Duration), Solution>,
}

impl Explainer<'_> {
    fn reason(&mut self, id: RequestId) -> Reason {
        let one_seat = Load { seats: 1, ..Load::EMPTY };
        if self.fits_alone(&self.problem.instance, id) {
            Reason::NoRoom
        } else if self.would_fit(id, |request| request.load = one_seat) {
            Reason::NoFittingVehicle
        } else if self.would_fit(id, |request| {
            request.load = one_seat;
            request.needs_lift = false;
        }) {
            Reason::NoLiftOnShift
        } else {
            Reason::NoVehicleOnShift
        }
    }

    /// Whether some vehicle could serve the request and nobody else.
    fn fits_alone(&mut self, instance: &Instance, id: RequestId) -> bool {
        (0..instance.types().len() as u32).any(|kind| {
            let home = Route::empty(instance, TypeId(kind));
            self.inserter.best(instance, &home, id, NO_LIMIT).is_some()
        })
    }

    /// Whether some vehicle could serve the request alone if it were otherwise.
    fn would_fit(&mut self, id: RequestId, change: impl FnOnce(&mut Request)) -> bool {
        let instance = &self.problem.instance;
        let mut requests = instance.requests().to_vec();
        change(&mut requests[id.index()]);
        let changed = rebuilt(instance, requests, instance.vehicles().to_vec());
        self.fits_alone(&changed, id)
    }

    /// The cheapest change found by which the ride could be planned and no other lost.
    fn remedy(&mut self, id: RequestId) -> Option<Remedy> {
        let mut remedies = self.longer_shifts(id);
        remedies.extend(self.extra_vehicles(id));
        remedies.extend(self.moved_sessions(id));
        remedies.into_iter().min_by_key(|&(cost, _)| cost).map(|(_, remedy)| remedy)
    }

    /// The ride in a vehicle on the road whose shift grows.
    fn longer_shifts(&mut self, id: RequestId) -> Vec<(Money, Remedy)> {
        let instance = &self.problem.instance;
        let longer = |spec: &VehicleSpec| VehicleSpec {
            shift: Window {
                earliest: spec.shift.earliest - LONGER_SHIFT,
                latest: spec.shift.latest + LONGER_SHIFT,
            },
            ..spec.clone()
        };
        let mut vehicles = instance.vehicles().to_vec();
        vehicles.iter_mut().for_each(|vehicle| vehicle.spec = longer(&vehicle.spec));
        let changed = rebuilt(instance, instance.requests().to_vec(), vehicles);
        let tried = instance.vehicle_ids().filter_map(|vehicle| {
            let stops = self.solution.route(vehicle).stops().to_vec();
            let route = Route::new(&changed, changed.type_of(vehicle), stops)?;
            let (cost_ore, from, to) = self.served(&changed, &route, id)?;
            let shift = instance.vehicles()[vehicle.index()].spec.shift;
            let name = instance.vehicles()[vehicle.index()].name.clone();
            let (from, to) = (from.min(shift.earliest), to.max(shift.latest));
            Some((cost_ore, Remedy::LongerShift { vehicle: name, from, to, cost_ore }))
        });
        tried.collect()
    }

    /// The ride alone in one more vehicle like one of the fleet.
    fn extra_vehicles(&mut self, id: RequestId) -> Vec<(Money, Remedy)> {
        let instance = &self.problem.instance;
        let Window { earliest, .. } = instance.request(id).pickup.window;
        let Window { latest, .. } = instance.request(id).dropoff.window;
        let shift = Window { earliest: earliest - LONGER_SHIFT, latest: latest + LONGER_SHIFT };
        // Needed for the one ride only, so without a rest.
        let extra = |spec: &VehicleSpec| VehicleSpec { shift, break_rule: None, ..spec.clone() };
        let vehicles: Vec<Vehicle> = instance
            .vehicles()
            .iter()
            .map(|vehicle| Vehicle { spec: extra(&vehicle.spec), ..vehicle.clone() })
            .collect();
        let changed = rebuilt(instance, instance.requests().to_vec(), vehicles);
        let firsts = changed.types().iter().enumerate().filter_map(|(kind, alike)| {
            let like: VehicleId = *alike.vehicles.first()?;
            let home = Route::empty(&changed, TypeId(kind as u32));
            let (cost_ore, from, to) = self.served(&changed, &home, id)?;
            let like = changed.vehicles()[like.index()].name.clone();
            Some((cost_ore, Remedy::ExtraVehicle { like, from, to, cost_ore }))
        });
        firsts.collect()
    }

    /// What it adds to a route's cost to serve the request too, and from when to when the vehicle is
    /// then on the road.
    fn served(
        &mut self,
        instance: &Instance,
        route: &Route,
        id: RequestId,
    ) -> Option<(Money, Time, Time)> {
        let insertion: Insertion = self.inserter.best(instance, route, id, NO_LIMIT)?;
        let route = self.inserter.apply(instance, route, id, &insertion);
        let times = route.schedule(instance)?;
        let (from, to) = (times.leaves.floor_to_minute(), times.returns.ceil_to_minute());
        Some((insertion.cost_delta, from, to))
    }

    /// The ride's session moved for everybody in it.
    fn moved_sessions(&self, id: RequestId) -> Vec<(Money, Remedy)> {
        let session = Occasion::of(self.day, self.problem, id);
        let tried = SESSION_MOVES.map(Duration::minutes).into_iter().filter_map(|by_s| {
            let moved = self.moved.get(&(session, by_s))?;
            moved.vehicle_of(id)?;
            let cost_ore = moved.score().cost - self.solution.score().cost;
            let centre = self.day.centres[session.centre].id.clone();
            let session_start = session.start;
            Some((cost_ore, Remedy::MovedSession { centre, session_start, by_s, cost_ore }))
        });
        tried.collect()
    }
}

/// What is tried at once for everybody: the sessions of the absent, each moved by every step.
fn move_sessions(
    day: &Day,
    problem: &Problem,
    solution: &Solution,
) -> FxHashMap<(Occasion, Duration), Solution> {
    let absent = solution.absent().iter();
    let mut sessions: Vec<Occasion> = absent.map(|&id| Occasion::of(day, problem, id)).collect();
    sessions.sort_unstable();
    sessions.dedup();
    let moves = sessions
        .iter()
        .flat_map(|&session| SESSION_MOVES.map(|minutes| (session, Duration::minutes(minutes))));
    let moves: Vec<_> = moves.collect();
    let steps = (STEPS / moves.len().max(1)).clamp(STEPS_OF_ONE.0, STEPS_OF_ONE.1);
    let moved = moves.par_iter().filter_map(|&(session, by)| {
        Some(((session, by), move_session(day, problem, solution, (session, by), steps)?))
    });
    moved.collect()
}

/// The best solution found with a session moved, if it serves all that are served today and somebody
/// else.
fn move_session(
    day: &Day,
    problem: &Problem,
    today: &Solution,
    (session, by): (Occasion, Duration),
    steps: usize,
) -> Option<Solution> {
    let mut day = day.clone();
    for booking in day.bookings.iter_mut().filter(|booking| session.is_of(booking)) {
        let Session { start, end } = booking.session;
        booking.session = Session { start: start + by, end: end + by };
    }
    let travel = Arc::clone(problem.instance.travel());
    let moved = day.problem(travel).expect("moving a session contradicts nothing");
    let instance = &moved.instance;
    let attends = |stop: &Stop| session == Occasion::of(&day, &moved, stop.request()).moved(-by);
    let mut solution = Solution::empty(instance);
    for vehicle in instance.vehicle_ids() {
        let stops = today.route(vehicle).stops().iter().copied();
        let others = stops.filter(|stop| !attends(stop)).collect();
        if let Some(route) = Route::new(instance, instance.type_of(vehicle), others) {
            solution.replace(instance, vehicle, Arc::new(route));
        }
    }
    let neighbours = Neighbours::new(instance);
    let mut search = Search::starting_from(instance, &neighbours, 0, solution);
    for step in 0..steps {
        search.step(step as f64 / steps as f64);
    }
    let found = search.best();
    let keeps = |id| today.vehicle_of(id).is_none() || found.vehicle_of(id).is_some();
    let helps = found.score().not_planned < today.score().not_planned;
    (helps && instance.request_ids().all(keeps)).then(|| found.clone())
}

/// The instance with other requests and vehicles.
fn rebuilt(instance: &Instance, requests: Vec<Request>, vehicles: Vec<Vehicle>) -> Instance {
    let rush_hours = instance.rush_hours().to_vec();
    Instance::new(requests, vehicles, Arc::clone(instance.travel()), rush_hours)
        .expect("the change contradicts nothing")
}
