//! From a solution to a plan: clock times, told times, costs, and who is left out.

use crate::domain::{
    Booking, Day, Direction, Duration, Leg, Problem, RequestId, Stop, Time, VehicleId, Visit,
};
use crate::evaluate::{RestPlace, Route, Schedule};
use crate::plan::explain::explain;
use crate::plan::{
    Action, CancelledBooking, NotPlanned, Plan, PlannedStop, Rest, Run, SCHEMA, Status, TaxiRide,
};
use crate::solve::Outcome;
use crate::travel::TravelSource;

/// The plan that an outcome is, with the reason for every ride that is not in it.
pub fn assemble(day: &Day, problem: &Problem, outcome: &Outcome, travel: TravelSource) -> Plan {
    let not_planned = explain(day, problem, &outcome.solution);
    assemble_explained(day, problem, outcome, travel, not_planned)
}

/// From an outcome whose rides left out are explained already.
pub(super) fn assemble_explained(
    day: &Day,
    problem: &Problem,
    outcome: &Outcome,
    travel: TravelSource,
    not_planned: Vec<NotPlanned>,
) -> Plan {
    let instance = &problem.instance;
    let vehicles = instance.vehicle_ids();
    let runs = vehicles.filter_map(|vehicle| {
        let route = outcome.solution.route(vehicle);
        let times = route.schedule(instance)?;
        Some(Assembly { day, problem, route, times }.run(vehicle))
    });
    let absent = outcome.solution.absent().iter();
    let mut taxis: Vec<(RequestId, TaxiRide)> =
        absent.filter_map(|&id| Some((id, taxi(day, problem, id)?))).collect();
    taxis.sort_unstable_by_key(|&(id, _)| id);
    Plan {
        schema: SCHEMA,
        date: day.date,
        status: if outcome.optimal { Status::Optimal } else { Status::Feasible },
        cost_ore: outcome.solution.score().cost,
        bound_ore: outcome.bound,
        travel,
        runs: runs.collect(),
        taxis: taxis.into_iter().map(|(_, taxi)| taxi).collect(),
        not_planned,
        cancelled: CancelledBooking::all_of(day),
    }
}

/// A ride that is in no route but has a taxi. The taxi drives straight, so it is due as late as the
/// promise allows on the way out, and as early as it allows on the way home.
fn taxi(day: &Day, problem: &Problem, id: RequestId) -> Option<TaxiRide> {
    let request = problem.instance.request(id);
    let ride = problem.rides[id.index()];
    let booking = &day.bookings[ride.booking];
    Some(TaxiRide {
        booking: booking.reference.clone(),
        citizen: booking.citizen.clone(),
        direction: ride.direction,
        due: match ride.direction {
            Direction::Out => request.pickup.window.latest.floor_to_minute(),
            Direction::Home => request.pickup.window.earliest.ceil_to_minute(),
        },
        cost_ore: request.taxi_price?,
    })
}

/// One vehicle's run being written down.
struct Assembly<'a> {
    day: &'a Day,
    problem: &'a Problem,
    route: &'a Route,
    times: Schedule,
}

impl Assembly<'_> {
    fn run(&self, vehicle: VehicleId) -> Run {
        let instance = &self.problem.instance;
        let spec = instance.spec(self.route.kind());
        let Schedule { leaves, returns, totals, .. } = self.times;
        let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
        let last = self.route.stops().last().map(|&stop| instance.visit(stop));
        let last_leg = last.map(|last| instance.leg(last, &depot(spec.end))).unwrap_or_default();
        Run {
            vehicle: instance.vehicles()[vehicle.index()].name.clone(),
            leaves,
            returns,
            rest: self.rest(),
            stops: self.stops(&depot(spec.start)),
            last_leg: last_leg.into(),
            distance_m: totals.distance,
            driving_s: totals.driving,
            boarding_s: totals.boarding,
            waiting_s: totals.waiting,
            cost_ore: spec.tariff.cost(totals),
            broke_down: false,
        }
    }

    fn stops(&self, depot: &Visit) -> Vec<PlannedStop> {
        let instance = &self.problem.instance;
        let rest = self.rest();
        let mut before = depot;
        let mut leaves = self.times.leaves;
        let mut aboard = 0;
        let mut stops = Vec::with_capacity(self.route.stops().len());
        for (index, (&stop, &begins)) in
            self.route.stops().iter().zip(&self.times.begins).enumerate()
        {
            let visit = instance.visit(stop);
            let leg = match index {
                0 => instance.first_leg(before, visit),
                _ => instance.leg(before, visit),
            };
            aboard = self.aboard_after(stop, aboard);
            let planned = self.stop(stop, leg, leaves + leg.duration, begins, aboard);
            before = visit;
            leaves = match rest {
                Some(rest) if rest.after_stops == index + 1 => rest.ends,
                _ => planned.ends,
            };
            stops.push(planned);
        }
        stops
    }

    /// One stop, reached by this drive at this moment, with so many aboard after it.
    fn stop(
        &self,
        stop: Stop,
        leg: Leg,
        arrives: Time,
        begins: Time,
        aboard_after: u16,
    ) -> PlannedStop {
        let visit = self.problem.instance.visit(stop);
        let ends = begins + visit.service;
        let (booking, direction) = self.ride(stop);
        PlannedStop {
            action: action(stop),
            booking: booking.reference.clone(),
            citizen: booking.citizen.clone(),
            direction,
            place: self.day.places[visit.place.index()].key.clone(),
            leg: leg.into(),
            arrives,
            told: match stop {
                Stop::Pickup(_) => begins.floor_to_minute(),
                Stop::Dropoff(_) => ends.ceil_to_minute(),
            },
            begins,
            ends,
            aboard_after,
        }
    }

    /// Whose ride a stop is of, and which way it goes.
    fn ride(&self, stop: Stop) -> (&Booking, Direction) {
        let ride = self.problem.rides[stop.request().index()];
        (&self.day.bookings[ride.booking], ride.direction)
    }

    /// People, not places: somebody who takes up two seats and a wheelchair place is one.
    fn aboard_after(&self, stop: Stop, aboard: u16) -> u16 {
        let people = 1 + self.ride(stop).0.companions;
        match stop {
            Stop::Pickup(_) => aboard + people,
            Stop::Dropoff(_) => aboard - people,
        }
    }

    fn rest(&self) -> Option<Rest> {
        let rule = self.problem.instance.spec(self.route.kind()).break_rule?;
        let rest = self.times.rest?;
        Some(Rest {
            begins: rest.begins,
            ends: rest.begins + rule.length,
            after_stops: match rest.place {
                RestPlace::BeforeLeaving => 0,
                RestPlace::AfterStops(stops) => stops,
                RestPlace::AfterReturning => self.route.stops().len(),
            },
        })
    }
}

fn action(stop: Stop) -> Action {
    match stop {
        Stop::Pickup(_) => Action::Pickup,
        Stop::Dropoff(_) => Action::Dropoff,
    }
}
