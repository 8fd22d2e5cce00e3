//! Why a ride is not planned, and what would help: found by trying, not by guessing.
//!
//! Every remedy named was carried out on a copy of the problem, and planned the ride without losing
//! another. The cheapest of those found is named; there may be others. What a remedy needs of a large
//! day is made once for all rides, or small: no ride is worth a copy of the day.

mod morning;

use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::{
    Day, Duration, Instance, Load, Money, Problem, Request, RequestId, Ride, Time, TypeId, Vehicle,
    VehicleId, VehicleSpec, Window,
};
use crate::evaluate::{Inserter, Insertion, Route, Solution};
use crate::plan::moved_sessions::MovedSessions;
use crate::plan::{NotPlanned, Reason, Remedy};
use morning::Scene;
pub(super) use morning::explain_morning;

/// How much a shift may grow at either end, and how long before and after its ride an extra vehicle
/// may be on the road.
const LONGER_SHIFT: Duration = Duration::hours(2);
/// More than anything costs.
const NO_LIMIT: Money = Money::ore(i64::MAX / 4);

/// Every ride that is neither in a route nor in a taxi, in the order of the bookings.
pub(super) fn explain(day: &Day, problem: &Problem, solution: &Solution) -> Vec<NotPlanned> {
    let mut rides = impossible(day, problem);
    let instance = &problem.instance;
    let has_no_taxi = |&id: &RequestId| instance.request(id).taxi_price.is_none();
    let absent: Vec<RequestId> = solution.absent().iter().copied().filter(has_no_taxi).collect();
    if !absent.is_empty() {
        let scene = Scene::default();
        let world = World {
            problem,
            longer: LongerShifts::of(instance, solution, &scene),
            moved: Some(MovedSessions::try_all(day, problem, solution)),
            scene,
        };
        rides.par_extend(explained(&world, &absent));
    }
    written(day, rides)
}

/// Every ride that could not be planned even if nobody else rode, with a vehicle that would help if one
/// can be named.
pub(super) fn hopeless(day: &Day, problem: &Problem) -> Vec<NotPlanned> {
    let mut rides = impossible(day, problem);
    let nobody = Solution::empty(&problem.instance);
    let scene = Scene::default();
    let longer = LongerShifts::of(&problem.instance, &nobody, &scene);
    let world = World { problem, longer, moved: None, scene };
    let mut explainer = Explainer { world: &world, inserter: Inserter::default() };
    let all = problem.instance.request_ids();
    let lonely: Vec<RequestId> =
        all.filter(|&id| !explainer.fits_alone(&problem.instance, id)).collect();
    rides.par_extend(explained(&world, &lonely));
    written(day, rides)
}

/// A ride, why it is not planned, and what would help.
type Explained = (Ride, Reason, Option<Remedy>);

/// The rides that break the promise whatever the fleet.
fn impossible(day: &Day, problem: &Problem) -> Vec<Explained> {
    let impossible = problem.impossible.iter().map(|impossible| {
        let longest_trip_s = day.bookings[impossible.ride.booking].longest_trip;
        let shortest_trip_s = impossible.shortest_trip;
        (impossible.ride, Reason::ImpossibleAlone { shortest_trip_s, longest_trip_s }, None)
    });
    impossible.collect()
}

/// The requests with reason and remedy each.
fn explained<'a>(
    world: &'a World,
    requests: &'a [RequestId],
) -> impl ParallelIterator<Item = Explained> + 'a {
    requests.par_iter().map_init(
        || Explainer { world, inserter: Inserter::default() },
        |explainer, &id| {
            (world.problem.rides[id.index()], explainer.reason(id), explainer.remedy(id))
        },
    )
}

/// The rides as a plan has them, in the order of the bookings.
fn written(day: &Day, mut rides: Vec<Explained>) -> Vec<NotPlanned> {
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

/// What all rides are explained by.
struct World<'a> {
    problem: &'a Problem,
    longer: LongerShifts,
    /// Nothing where sessions are not to be moved.
    moved: Option<MovedSessions>,
    scene: Scene,
}

/// The vehicles of the solution, each with a shift that grows at both ends.
struct LongerShifts {
    instance: Instance,
    routes: Vec<(VehicleId, Route)>,
}

impl LongerShifts {
    fn of(instance: &Instance, solution: &Solution, scene: &Scene) -> Self {
        let mut vehicles = instance.vehicles().to_vec();
        for (id, Vehicle { spec, .. }) in instance.vehicle_ids().zip(&mut vehicles) {
            let leaves = || Some(solution.route(id).schedule(instance)?.leaves);
            spec.shift.latest += LONGER_SHIFT;
            let earliest = scene.no_sooner(spec.shift.earliest - LONGER_SHIFT, leaves);
            spec.shift.earliest = earliest.min(spec.shift.latest);
        }
        let changed = rebuilt(instance, instance.requests().to_vec(), vehicles);
        let free = instance.vehicle_ids().filter(|&vehicle| scene.may_take_more(vehicle));
        let routes = free.filter_map(|vehicle| {
            let stops = solution.route(vehicle).stops().to_vec();
            Some((vehicle, Route::new(&changed, changed.type_of(vehicle), stops)?))
        });
        Self { routes: routes.collect(), instance: changed }
    }
}

struct Explainer<'a> {
    world: &'a World<'a>,
    inserter: Inserter,
}

impl Explainer<'_> {
    fn reason(&mut self, id: RequestId) -> Reason {
        let one_seat = Load { seats: 1, ..Load::EMPTY };
        if self.would_fit(id, |_| {}) {
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
        let mut kinds = (0..instance.types().len() as u32).map(TypeId);
        kinds.any(|kind| fits_alone(instance, &mut self.inserter, kind, id))
    }

    /// Whether some vehicle could serve the request alone if it were otherwise.
    fn would_fit(&mut self, id: RequestId, change: impl FnOnce(&mut Request)) -> bool {
        let drives = |vehicle: &VehicleId| self.world.scene.drives(*vehicle);
        let (alone, id) = self.alone(id, drives, change, |_| {});
        self.fits_alone(&alone, id)
    }

    /// An instance of this request only, otherwise than it is, and of such a vehicle of each type,
    /// changed likewise.
    fn alone(
        &self,
        id: RequestId,
        such: impl Fn(&VehicleId) -> bool,
        change: impl FnOnce(&mut Request),
        change_vehicle: impl Fn(&mut VehicleSpec),
    ) -> (Instance, RequestId) {
        let instance = &self.world.problem.instance;
        let mut request = Request { not_with: Vec::new(), ..instance.request(id).clone() };
        change(&mut request);
        let types = instance.types().iter();
        let firsts = types.filter_map(|alike| alike.vehicles.iter().find(|&vehicle| such(vehicle)));
        let mut vehicles: Vec<Vehicle> =
            firsts.map(|first| instance.vehicles()[first.index()].clone()).collect();
        vehicles.iter_mut().for_each(|vehicle| change_vehicle(&mut vehicle.spec));
        (rebuilt(instance, vec![request], vehicles), RequestId(0))
    }

    /// The cheapest change found by which the ride could be planned and no other lost.
    fn remedy(&mut self, id: RequestId) -> Option<Remedy> {
        let longer = self.longer_shift(id);
        let extra = self.extra_vehicle(id);
        let moved = self.world.moved.iter().flat_map(|moved| moved.remedies(id));
        let remedies = longer.into_iter().chain(extra).chain(moved);
        remedies.min_by_key(|&(cost, _)| cost).map(|(_, remedy)| remedy)
    }

    /// The ride in a vehicle on the road whose shift grows, where that is cheapest.
    fn longer_shift(&mut self, id: RequestId) -> Option<(Money, Remedy)> {
        let LongerShifts { instance, routes } = &self.world.longer;
        let routes = routes.iter().map(|(vehicle, route)| (*vehicle, route));
        let (vehicle, cost_ore, from, to) = self.cheapest(instance, routes, id)?;
        let Vehicle { name, spec, .. } = &self.world.problem.instance.vehicles()[vehicle.index()];
        if spec.shift.earliest <= from && to <= spec.shift.latest {
            // It is on shift then, and something else keeps it from the ride.
            return None;
        }
        let (from, to) = (from.min(spec.shift.earliest), to.max(spec.shift.latest));
        Some((cost_ore, Remedy::LongerShift { vehicle: name.clone(), from, to, cost_ore }))
    }

    /// The ride alone in one more vehicle like the one of the fleet that is cheapest then.
    fn extra_vehicle(&mut self, id: RequestId) -> Option<(Money, Remedy)> {
        let request = self.world.problem.instance.request(id);
        let shift = Window {
            earliest: self
                .world
                .scene
                .no_sooner(request.pickup.window.earliest - LONGER_SHIFT, || None),
            latest: request.dropoff.window.latest + LONGER_SHIFT,
        };
        // Needed for the one ride only, so without a rest.
        let (alone, id) = self.alone(
            id,
            |_| true,
            |_| {},
            |spec| {
                spec.shift = shift;
                spec.break_rule = None;
            },
        );
        let homes: Vec<(VehicleId, Route)> = (0..)
            .zip(alone.types())
            .filter_map(|(kind, alike)| {
                // Nobody would look for one like the vehicle that has broken down.
                let drives = |vehicle: &&VehicleId| self.world.scene.drives(**vehicle);
                let like = alike.vehicles.iter().find(drives).or(alike.vehicles.first());
                Some((*like?, Route::empty(&alone, TypeId(kind))))
            })
            .collect();
        let homes = homes.iter().map(|(vehicle, home)| (*vehicle, home));
        let (like, cost_ore, from, to) = self.cheapest(&alone, homes, id)?;
        let like = alone.vehicles()[like.index()].name.clone();
        Some((cost_ore, Remedy::ExtraVehicle { like, from, to, cost_ore }))
    }

    /// The first of the vehicles whose route takes the request too at the least extra cost, that cost,
    /// and from when to when it is then on the road.
    fn cheapest<'r>(
        &mut self,
        instance: &Instance,
        routes: impl Iterator<Item = (VehicleId, &'r Route)>,
        id: RequestId,
    ) -> Option<(VehicleId, Money, Time, Time)> {
        let mut limit = NO_LIMIT;
        let mut best: Option<(VehicleId, &Route, Insertion)> = None;
        for (vehicle, route) in routes {
            if let Some(insertion) = self.inserter.best(instance, route, id, limit) {
                limit = insertion.cost_delta;
                best = Some((vehicle, route, insertion));
            }
        }
        let (vehicle, route, insertion) = best?;
        let times = self.inserter.apply(instance, route, id, &insertion).schedule(instance)?;
        let (from, to) = (times.leaves.floor_to_minute(), times.returns.ceil_to_minute());
        Some((vehicle, insertion.cost_delta, from, to))
    }
}

/// Whether a vehicle of this type could serve the request and nobody else.
pub(super) fn fits_alone(
    instance: &Instance,
    inserter: &mut Inserter,
    kind: TypeId,
    id: RequestId,
) -> bool {
    inserter.best(instance, &Route::empty(instance, kind), id, NO_LIMIT).is_some()
}

/// The instance with other requests and vehicles.
fn rebuilt(instance: &Instance, requests: Vec<Request>, vehicles: Vec<Vehicle>) -> Instance {
    let rush_hours = instance.rush_hours().to_vec();
    Instance::new(requests, vehicles, Arc::clone(instance.travel()), rush_hours)
        .expect("the change contradicts nothing")
}
