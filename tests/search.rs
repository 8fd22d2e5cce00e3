//! The search on days large enough to be taken apart.

use std::path::Path;

use korsel::domain::{Day, Instance, Money, RequestId, TaxiTariff, VehicleId};
use korsel::evaluate::{Route, Score, Solution};
use korsel::generate::{Size, generate};
use korsel::input::Benchmark;
use korsel::search::{Neighbours, Search};
use korsel::travel;

fn generated(rides: u32, seed: u64) -> Instance {
    instance(&generate(Size { rides, centres: 3, seed }).expect("a sound size"))
}

fn instance(day: &Day) -> Instance {
    let (table, _) = travel::table(day, None, None).expect("straight lines");
    day.problem(table).expect("a sound day").instance
}

/// Every request is in the one route that is said to serve it or absent, every route can be driven,
/// and the score is what they add up to.
fn assert_whole(instance: &Instance, solution: &Solution) {
    let mut served: Vec<Option<VehicleId>> = vec![None; instance.requests().len()];
    let mut score = Score { not_planned: 0, cost: korsel::domain::Money::ZERO };
    for vehicle in instance.vehicle_ids() {
        let route = solution.route(vehicle);
        let anew = Route::new(instance, instance.type_of(vehicle), route.stops().to_vec());
        assert_eq!(anew.map(|route| route.cost()), Some(route.cost()), "{vehicle:?}");
        score.cost += route.cost();
        for request in route.requests() {
            assert_eq!(served[request.index()].replace(vehicle), None, "{request:?} twice");
        }
    }
    for request in instance.request_ids() {
        assert_eq!(solution.vehicle_of(request), served[request.index()]);
        let absent = solution.absent().contains(&request);
        assert_eq!(absent, served[request.index()].is_none());
        if absent {
            match instance.request(request).taxi_price {
                Some(price) => score.cost += price,
                None => score.not_planned += 1,
            }
        }
    }
    assert_eq!(solution.score(), score);
}

#[test]
fn rounds_neither_lose_nor_double_a_request() {
    for seed in 0..3 {
        let instance = generated(300, seed);
        let neighbours = Neighbours::new(&instance);
        let mut search = Search::new(&instance, &neighbours, seed);
        let first = search.best().score();
        for round in 0..10 {
            let progress = f64::from(round) / 10.0..f64::from(round + 1) / 10.0;
            assert_eq!(search.round(60, progress, 1, &|| false), 60);
            assert_whole(&instance, search.current());
            assert_whole(&instance, search.best());
        }
        assert!(search.best().score() < first, "nothing was gained");
        let met = search.take_pool().in_order();
        assert!(met.iter().any(|route| !route.is_empty()));
    }
}

#[test]
fn vehicles_drive_though_a_taxi_costs_less_for_any_one_ride() {
    let mut day = generate(Size { rides: 60, centres: 3, seed: 1 }).expect("a sound size");
    day.reserve_taxi =
        Some(TaxiTariff { start_fee: Money::kroner(150), per_km: Money::ZERO, lift: true });
    let instance = instance(&day);
    let neighbours = Neighbours::new(&instance);
    let all_by_taxi = Solution::empty(&instance);
    let cost = all_by_taxi.score().cost;
    assert_eq!(cost, Money::kroner(60 * 150));
    let from_nothing = Search::new(&instance, &neighbours, 1);
    let from_taxis = Search::starting_from(&instance, &neighbours, 1, all_by_taxi);
    assert_eq!(from_taxis.best().score().cost, cost, "no first rider pays for a vehicle");
    for mut search in [from_nothing, from_taxis] {
        search.run(500);
        assert_whole(&instance, search.best());
        let found = search.best().score();
        println!("{found:?}");
        assert!(found.not_planned == 0 && found.cost < cost, "{found:?}");
    }
}

#[test]
fn what_is_over_takes_no_step() {
    let instance = generated(60, 1);
    let neighbours = Neighbours::new(&instance);
    let mut search = Search::new(&instance, &neighbours, 1);
    let before = search.current().score();
    for threads in [1, 2] {
        assert_eq!(search.round(100, 0.0..1.0, threads, &|| true), 0);
        assert_eq!(search.current().score(), before);
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_search_in_parts() {
    let instance = generated(400, 7);
    let neighbours = Neighbours::new(&instance);
    let routes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let mut search = Search::new(&instance, &neighbours, 3);
            search.run(600);
            let routes = search.best().routes().iter();
            routes.map(|route| route.stops().to_vec()).collect::<Vec<_>>()
        })
    };
    assert_eq!(routes(1), routes(3));
}

#[test]
fn threads_that_take_the_steps_of_one_walk_come_to_where_one_thread_comes() {
    // Hot and cold: most steps are accepted at the start, few at the end.
    for (rides, progress) in [(60, 0.0..0.1), (60, 0.4..0.6), (100, 0.95..1.0)] {
        let instance = generated(rides, 5);
        let neighbours = Neighbours::new(&instance);
        let walked = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            let mut search = Search::new(&instance, &neighbours, 3);
            pool.expect("threads").install(|| {
                assert_eq!(search.round(400, progress.clone(), threads, &|| false), 400);
            });
            assert_whole(&instance, search.current());
            let solutions = [search.current(), search.best()];
            let routes = solutions.map(|solution| {
                solution.routes().iter().map(|route| route.stops().to_vec()).collect::<Vec<_>>()
            });
            let met = search.take_pool().in_order();
            (routes, met.iter().map(|route| route.stops().to_vec()).collect::<Vec<_>>())
        };
        let alone = walked(1);
        for threads in [2, 3, 5] {
            assert!(walked(threads) == alone, "{threads} threads, {rides} rides");
        }
    }
}

#[test]
fn a_part_has_its_vehicles_alone_and_is_taken_over_again() {
    let instance = generated(120, 2);
    let neighbours = Neighbours::new(&instance);
    let whole = Search::new(&instance, &neighbours, 1).best().clone();
    let vehicles: Vec<VehicleId> = instance.vehicle_ids().step_by(2).collect();
    let absent = whole.absent().to_vec();
    let mut part = whole.part(&instance, vehicles.clone(), absent);
    assert_eq!(part.vehicles(), vehicles);
    let mine: Vec<RequestId> =
        vehicles.iter().flat_map(|&vehicle| whole.route(vehicle).requests()).collect();
    for request in instance.request_ids() {
        assert_eq!(part.vehicle_of(request).is_some(), mine.contains(&request));
    }
    let empty = |vehicle| Route::empty(&instance, instance.type_of(vehicle)).into();
    let used = vehicles.into_iter().find(|&vehicle| !whole.route(vehicle).is_empty());
    let used = used.expect("one is on the road");
    let (before, left) = (part.score(), whole.route(used).requests().count());
    part.replace(&instance, used, empty(used));
    let mut put_together = whole.clone();
    put_together.adopt(&instance, &part);
    assert_eq!(put_together.absent().len(), whole.absent().len() + left);
    part.roll_back();
    assert_eq!(part.score(), before);
    put_together.adopt(&instance, &part);
    assert_whole(&instance, &put_together);
    assert_eq!(put_together.score(), whole.score());
}

#[test]
fn what_vehicles_have_swapped_is_rolled_back() {
    let instance = generated(120, 2);
    let neighbours = Neighbours::new(&instance);
    let before = Search::new(&instance, &neighbours, 1).best().clone();
    let mut on_road: Vec<VehicleId> =
        instance.vehicle_ids().filter(|&vehicle| !before.route(vehicle).is_empty()).collect();
    on_road.sort_by_key(|&vehicle| instance.type_of(vehicle));
    let alike = |pair: &&[VehicleId]| instance.type_of(pair[0]) == instance.type_of(pair[1]);
    let alike = on_road.windows(2).find(alike).expect("two of a type are on the road");
    let (one, two) = (alike[0], alike[1]);
    let route = |vehicle: VehicleId| before.routes()[vehicle.index()].clone();
    let mut solution = before.clone();
    solution.keep();
    for vehicle in [one, two] {
        let home = Route::empty(&instance, instance.type_of(vehicle));
        solution.replace(&instance, vehicle, home.into());
    }
    solution.replace(&instance, one, route(two));
    assert_eq!(solution.replaced().collect::<Vec<_>>(), [one, two]);
    solution.roll_back();
    assert_whole(&instance, &solution);
    assert_eq!(solution.score(), before.score());
    assert_eq!(solution.absent(), before.absent());
    for vehicle in [one, two] {
        assert_eq!(solution.route(vehicle).stops(), before.route(vehicle).stops());
        assert!(route(vehicle).requests().all(|id| solution.vehicle_of(id) == Some(vehicle)));
    }
}

/// With longest rides and a longest duty; the optimum is published: Cordeau (2006).
#[test]
fn a_public_optimum_is_found() {
    let file =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp/cordeau2006_ropke2007_ab/a2-16.txt");
    let benchmark = Benchmark::read(Path::new(file)).expect("a public instance");
    let neighbours = Neighbours::new(&benchmark.instance);
    let mut search = Search::new(&benchmark.instance, &neighbours, 1);
    search.run(2_000);
    assert_whole(&benchmark.instance, search.best());
    let objective = benchmark.objective(search.best());
    assert!((objective - 294.25).abs() < 0.01, "{objective}");
    assert_eq!(benchmark.violations(&benchmark.node_routes(search.best()), 0), [""; 0]);
}
