//! The event model against the route model over all routes, on random small instances with every
//! feature switched on in turn, and on public instances whose optimum is known.

#[path = "twins/random.rs"]
mod random;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration as WallTime;

use korsel::domain::{
    Distance, Duration, Instance, Leg, Load, Money, PlaceId, Request, RequestId, Tariff, Time,
    TravelTable, TripClock, TypeId, Vehicle, VehicleSpec, Visit, Window,
};
use korsel::evaluate::{Route, Score};
use korsel::exact::{Effort, EventGraph, EventModel, EventPlan, RouteModel, all_routes};
use korsel::input::{Benchmark, BestKnown};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use random::random_instance;

const LONG: Effort = Effort::Time(WallTime::from_secs(600));

/// What an instance has beyond windows, seats and money.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Feature {
    Nothing,
    LongestRides,
    Wheelchairs,
    FrontSeats,
    Lifts,
    Alone,
    NotWith,
    Types,
    LongestDuty,
    RushHours,
    Taxis,
    All,
}

const FEATURES: [Feature; 12] = [
    Feature::Nothing,
    Feature::LongestRides,
    Feature::Wheelchairs,
    Feature::FrontSeats,
    Feature::Lifts,
    Feature::Alone,
    Feature::NotWith,
    Feature::Types,
    Feature::LongestDuty,
    Feature::RushHours,
    Feature::Taxis,
    Feature::All,
];

/// A random instance with this feature in full and without the others. Every drive and service costs
/// whole øre, so that no cost is rounded.
fn instance_with(feature: Feature, rng: &mut ChaCha8Rng, requests: usize) -> Instance {
    let random = random_instance(rng, requests);
    let has = |one| feature == one || feature == Feature::All;
    let mut requests = random.requests().to_vec();
    for (index, request) in requests.iter_mut().enumerate() {
        let limit = Duration::minutes(rng.random_range(8..30));
        request.longest_ride = has(Feature::LongestRides).then_some(limit);
        let wheelchairs = u16::from(has(Feature::Wheelchairs) && rng.random_bool(0.4));
        let front_seats = u16::from(has(Feature::FrontSeats) && rng.random_bool(0.5));
        request.load = Load { wheelchairs, front_seats, ..request.load };
        request.needs_lift &= has(Feature::Lifts);
        request.alone = has(Feature::Alone) && rng.random_bool(0.3);
        request.not_with.clear();
        if has(Feature::NotWith) && index > 0 && rng.random_bool(0.6) {
            request.not_with.push(RequestId(rng.random_range(0..index as u32)));
        }
        let taxi = Money::kroner(rng.random_range(20..200));
        request.taxi_price = has(Feature::Taxis).then_some(taxi);
    }
    let mut vehicles = random.vehicles().to_vec();
    let alike = vehicles[0].spec.clone();
    for Vehicle { spec, .. } in &mut vehicles {
        if !has(Feature::Types) {
            *spec = alike.clone();
        }
        let duty = Duration::minutes(35 + 5 * i64::from(spec.start.0));
        spec.longest_duration = has(Feature::LongestDuty).then_some(duty);
        spec.lift |= !has(Feature::Lifts);
        spec.break_rule = None;
        let rate = |ore: i64, money: Money| Money::ore(money.as_ore() / ore * ore);
        spec.tariff = Tariff {
            day_fee: spec.tariff.day_fee,
            per_km: Money::ZERO,
            per_hour_driving: Money::ore(3_600) + rate(3_600, spec.tariff.per_hour_driving),
            per_hour_boarding: rate(3_600, spec.tariff.per_hour_boarding),
            per_hour_waiting: Money::ZERO,
        };
    }
    let rush_hours = random.rush_hours().iter().filter(|_| has(Feature::RushHours)).copied();
    let travel = Arc::clone(random.travel());
    Instance::new(requests, vehicles, travel, rush_hours.collect()).expect("a valid instance")
}

fn graphs(instance: &Instance) -> Option<Vec<EventGraph>> {
    let kinds = (0..instance.types().len() as u32).map(TypeId);
    kinds.map(|kind| EventGraph::build(instance, kind, 10_000)).collect()
}

/// What the model gives when all arcs are kept.
fn solve(model: &EventModel, known: &[Arc<Route>]) -> EventPlan {
    model.solve(known, LONG, &|| false, &|_, _| true).expect("HiGHS solves it")
}

/// What routes are worth; panics if they are no solution.
fn score(instance: &Instance, routes: &[Arc<Route>]) -> Score {
    let mut served = vec![false; instance.requests().len()];
    for id in routes.iter().flat_map(|route| route.requests()) {
        assert!(!std::mem::replace(&mut served[id.index()], true), "{id:?} twice");
    }
    for (index, kind) in instance.types().iter().enumerate() {
        let used = routes.iter().filter(|route| route.kind().index() == index).count();
        assert!(used <= kind.vehicles.len());
    }
    let mut score = Score { not_planned: 0, cost: routes.iter().map(|route| route.cost()).sum() };
    for (request, _) in instance.requests().iter().zip(served).filter(|(_, served)| !served) {
        match request.taxi_price {
            Some(price) => score.cost += price,
            None => score.not_planned += 1,
        }
    }
    score
}

/// The best score over all routes that matter, and routes that have it.
fn best(instance: &Instance) -> (Score, Vec<Arc<Route>>) {
    let routes = all_routes(instance, 10_000_000, None).expect("a small instance");
    let choice = RouteModel::new(instance, routes)
        .solve(&[], usize::MAX, LONG, &|| false)
        .expect("HiGHS solves it");
    assert!(choice.best_of_given);
    (score(instance, &choice.routes), choice.routes)
}

/// What a score costs in the model.
fn priced(model: &EventModel, instance: &Instance, score: Score) -> Money {
    let unpriced = instance.requests().iter().position(|request| request.taxi_price.is_none());
    let price = unpriced.map_or(Money::ZERO, |index| model.price_of_leaving_out()[index]);
    score.cost + Money::ore(price.as_ore() * score.not_planned as i64)
}

#[test]
fn the_model_agrees_with_all_routes_for_every_feature() {
    let mut rng = ChaCha8Rng::seed_from_u64(31);
    for feature in FEATURES {
        let (mut whole, mut shared, mut forbidden) = (0, 0, 0);
        for case in 0..30 {
            let instance = instance_with(feature, &mut rng, 4);
            let graphs = graphs(&instance).expect("a small graph");
            let model = EventModel::new(&instance, &graphs);
            let plan = solve(&model, &[]);
            let found = score(&instance, &plan.routes);
            let (best, routes) = best(&instance);
            assert_eq!(found, best, "{feature:?}, case {case}");
            assert!(plan.is_complete);
            assert_eq!(plan.bound, Some(priced(&model, &instance, best)), "{feature:?}, {case}");
            let again = solve(&model, &routes);
            assert_eq!(score(&instance, &again.routes), best);
            assert_eq!(again.bound, plan.bound);
            forbidden += plan.forbidden;
            whole += usize::from(best.not_planned == 0);
            shared += usize::from(plan.routes.iter().any(|route| route.requests().count() > 1));
        }
        assert!(whole > 5 && shared > 5, "{feature:?}: {whole} whole, {shared} shared");
        // What the rows say is exact but for rounding errors.
        assert!(forbidden <= 2, "{feature:?}: {forbidden} walks had to be forbidden");
    }
}

#[test]
fn of_many_routes_the_best_are_found_and_of_some_no_more_is_claimed() {
    let mut rng = ChaCha8Rng::seed_from_u64(34);
    let (mut many, mut worse) = (0, 0);
    for case in 0..3 {
        let instance = instance_with(Feature::Nothing, &mut rng, 14);
        let graphs = graphs(&instance).expect("a small graph");
        let plan = solve(&EventModel::new(&instance, &graphs), &[]);
        let (best, known) = best(&instance);
        assert_eq!(score(&instance, &plan.routes), best, "case {case}");
        let routes = all_routes(&instance, 10_000_000, None).expect("a small instance");
        // The relaxation begins with the last 500.
        many += usize::from(routes.len() > 600);
        let model = RouteModel::new(&instance, routes);
        for most in [1, 10, 100] {
            let choice = model.solve(&[], most, LONG, &|| false).expect("HiGHS solves it");
            let found = score(&instance, &choice.routes);
            assert!(found >= best, "case {case}, {most}");
            assert!(!choice.best_of_given || found == best, "case {case}, {most}");
            worse += usize::from(found > best);
            let choice = model.solve(&known, most, LONG, &|| false).expect("HiGHS solves it");
            assert_eq!(score(&instance, &choice.routes), best, "case {case}, {most}");
        }
    }
    assert!(many == 3 && worse > 2, "{many} {worse}");
}

#[test]
fn costs_that_are_rounded_are_bounded() {
    let mut rng = ChaCha8Rng::seed_from_u64(32);
    let mut solved = 0;
    for case in 0..300 {
        let instance = random_instance(&mut rng, 4);
        let refused = instance.types().iter().any(|kind| {
            kind.spec.break_rule.is_some() || kind.spec.tariff.per_hour_waiting > Money::ZERO
        });
        let Some(graphs) = graphs(&instance) else {
            assert!(refused, "case {case}");
            continue;
        };
        assert!(!refused, "case {case}");
        let model = EventModel::new(&instance, &graphs);
        let plan = solve(&model, &[]);
        let (found, (best, _)) = (score(&instance, &plan.routes), best(&instance));
        assert_eq!(found.not_planned, best.not_planned, "case {case}");
        let off = found.cost - best.cost;
        assert!((Money::ZERO..=Money::ore(3)).contains(&off), "case {case}: {off:?}");
        let bound = plan.bound.expect("a bound");
        let optimum = priced(&model, &instance, best);
        assert!(bound <= optimum && optimum <= bound + Money::ore(3), "case {case}: {bound:?}");
        solved += 1;
    }
    assert!(solved > 100, "{solved}");
}

#[test]
fn known_routes_stand_where_arcs_are_missing() {
    let mut rng = ChaCha8Rng::seed_from_u64(33);
    let instance = instance_with(Feature::Taxis, &mut rng, 5);
    let graphs = graphs(&instance).expect("a small graph");
    let model = EventModel::new(&instance, &graphs);
    let best = solve(&model, &[]);
    assert!(!best.routes.is_empty());
    let plan = model.solve(&best.routes, LONG, &|| false, &|_, _| false).expect("HiGHS solves it");
    assert_eq!(score(&instance, &plan.routes), score(&instance, &best.routes));
    let nobody = model.solve(&[], LONG, &|| false, &|_, _| false).expect("HiGHS solves it");
    assert!(nobody.routes.is_empty() && nobody.is_complete);
    assert_eq!(nobody.bound, Some(score(&instance, &[]).cost));
    let too_short = Effort::Time(WallTime::ZERO);
    let plan =
        model.solve(&best.routes, too_short, &|| false, &|_, _| true).expect("HiGHS solves it");
    assert_eq!(score(&instance, &plan.routes), score(&instance, &best.routes));
    assert!(plan.bound <= best.bound);
}

#[test]
fn rides_that_take_no_time_do_not_go_in_circles() {
    let window = Window { earliest: Time::hm(9, 0), latest: Time::hm(10, 0) };
    let visit = Visit { place: PlaceId(1), window, service: Duration::ZERO };
    let request = |name: &str| Request {
        name: name.to_owned(),
        pickup: visit,
        dropoff: visit,
        load: Load { seats: 1, ..Load::EMPTY },
        longest_ride: None,
        trip_clock: TripClock::Aboard,
        alone: false,
        needs_lift: false,
        not_with: Vec::new(),
        taxi_price: None,
    };
    let spec = VehicleSpec {
        start: PlaceId(0),
        end: PlaceId(0),
        shift: Window { earliest: Time::hm(8, 0), latest: Time::hm(11, 0) },
        longest_duration: None,
        layouts: "4+0".parse().expect("layouts"),
        front_seats: 1,
        lift: false,
        break_rule: None,
        tariff: Tariff { day_fee: Money::kroner(500), ..Tariff::default() },
    };
    let vehicle = Vehicle { name: "V1".into(), kind: String::new(), spec };
    let leg = Leg { duration: Duration::minutes(10), distance: Distance::metres(5_000) };
    let travel = TravelTable::from_fn(2, |_, _| leg);
    let requests = ["R1", "R2", "R3"].map(request).to_vec();
    let instance = Instance::new(requests, vec![vehicle], travel, Vec::new()).expect("valid");
    let graphs = graphs(&instance).expect("a small graph");
    let plan = solve(&EventModel::new(&instance, &graphs), &[]);
    let score = score(&instance, &plan.routes);
    assert_eq!(score, Score { not_planned: 0, cost: Money::kroner(500) });
    assert_eq!(plan.bound, Some(score.cost));
}

#[test]
fn public_instances_are_solved_to_the_published_optimum() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp"));
    let best = BestKnown::read(&shared.join("best_known.csv")).expect("the table");
    for name in ["a2-16", "b2-16", "a4-16", "b3-18"] {
        let path = shared.join(format!("cordeau2006_ropke2007_ab/{name}.txt"));
        let benchmark = Benchmark::read(&path).expect("an instance");
        let instance = &benchmark.instance;
        assert!(EventGraph::build(instance, TypeId(0), 20).is_none(), "{name} has more events");
        let graphs = graphs(instance).expect("a small graph");
        let plan = solve(&EventModel::new(instance, &graphs), &[]);
        let score = score(instance, &plan.routes);
        assert_eq!(score.not_planned, 0, "{name}");
        let published = best.value(name).expect("a row").objective;
        let found = benchmark.distance_of(score.cost);
        assert!((found - published).abs() < 0.01, "{name}: {found}, {published}");
        assert_eq!(plan.bound, Some(score.cost), "{name}");
    }
}
