//! Proofs against brute force: a bound is never above the optimum, wherever it is interrupted.

mod common;
#[path = "twins/random.rs"]
mod random;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use korsel::domain::{Instance, Money};
use korsel::evaluate::{Route, Solution};
use korsel::exact::{Effort, Limits, Proof, RouteModel, all_routes, prove};
use korsel::generate::{Size, generate};
use korsel::input::{Benchmark, BestKnown};
use korsel::search::{Neighbours, Search};
use korsel::travel::table;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use random::random_instance;

/// Stops a proof at one of the moments at which it asks, and never before.
fn proof_until(instance: &Instance, known: &[Arc<Route>], asked: usize) -> Proof {
    let times = AtomicUsize::new(0);
    let limits = Limits {
        is_over: &|| times.fetch_add(1, Ordering::Relaxed) >= asked,
        effort: &|| Effort::Nodes(i32::MAX),
    };
    prove(instance, &|| known.to_vec(), &[], &limits, &|_| ()).expect("HiGHS does not fail")
}

fn on_road(solution: &Solution) -> Vec<Arc<Route>> {
    solution.routes().iter().filter(|route| !route.is_empty()).cloned().collect()
}

/// What routes, and taxis for all others, cost; `None` if somebody is left out.
fn cost(instance: &Instance, routes: &[Arc<Route>]) -> Option<Money> {
    let mut prices: Vec<Option<Money>> =
        instance.requests().iter().map(|request| request.taxi_price).collect();
    for request in routes.iter().flat_map(|route| route.requests()) {
        prices[request.index()] = Some(Money::ZERO);
    }
    let taxis = prices.into_iter().sum::<Option<Money>>()?;
    Some(routes.iter().map(|route| route.cost()).sum::<Money>() + taxis)
}

/// A plan that serves everybody but was not looked for, and what the best one costs.
fn plan_and_optimum(instance: &Instance) -> Option<(Vec<Arc<Route>>, Money)> {
    let neighbours = Neighbours::new(instance);
    let known = on_road(Search::new(instance, &neighbours, 1).best());
    cost(instance, &known)?;
    let routes = all_routes(instance, 3_000_000, None).filter(|routes| !routes.is_empty())?;
    let best = RouteModel::new(instance, routes).solve(&known, Effort::Nodes(i32::MAX));
    let best = best.expect("HiGHS does not fail");
    assert!(best.best_of_given);
    Some((known, cost(instance, &best.routes).expect("no worse than what is known")))
}

/// How far below the optimum the bound of an uninterrupted proof is, as a share of the optimum.
fn judged(instance: &Instance, what: &str) -> Option<f64> {
    let (known, optimum) = plan_and_optimum(instance)?;
    let mut gap = 1.0;
    for asked in [0, 1, 2, 3, 5, 8, 20, 100_000] {
        let proof = proof_until(instance, &known, asked);
        let found = cost(instance, &proof.routes).expect("everybody is served");
        let known = cost(instance, &known).expect("everybody is served");
        assert!((optimum..=known).contains(&found), "{what}, {asked}: {found:?}, {optimum:?}");
        if let Some(bound) = proof.bound {
            assert!(bound <= optimum, "{what}, {asked}: {bound:?} above {optimum:?}");
        }
        assert!(proof.bound.is_some() || asked < 100_000, "{what}: no bound");
        assert!(!proof.is_optimal || found == optimum, "{what}, {asked}");
        let bound = proof.bound.unwrap_or(Money::ZERO).as_kroner();
        gap = 1.0 - bound / optimum.as_kroner().max(0.01);
    }
    Some(gap)
}

#[test]
fn no_bound_is_above_the_optimum_of_a_random_instance() {
    let mut rng = ChaCha8Rng::seed_from_u64(41);
    let cases = (0..400).map(|case| {
        let requests = 2 + case % 4;
        judged(&random_instance(&mut rng, requests), &format!("case {case}"))
    });
    let gaps: Vec<f64> = cases.flatten().collect();
    let close = gaps.iter().filter(|&&gap| gap < 0.001).count();
    assert!(gaps.len() > 100 && 2 * close > gaps.len(), "{close} of {}", gaps.len());
}

#[test]
fn no_bound_is_above_the_optimum_of_a_random_day() {
    let cases = (0..150).filter_map(|seed| {
        let day = common::random_day(seed, 2 + seed as usize % 3);
        let travel = table(&day, None, None).expect("a table").0;
        let problem = day.problem(travel).expect("a problem");
        judged(&problem.instance, &format!("seed {seed}"))
    });
    let gaps: Vec<f64> = cases.collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    assert!(gaps.len() > 50 && mean < 0.15, "{} days, mean gap {mean}", gaps.len());
}

/// Sessions that several ride to, day fees, and more vehicle types than are needed.
#[test]
fn the_bound_of_a_small_invented_day_climbs_to_the_optimum() {
    let cases = (0..100).filter_map(|seed| {
        let size = Size { rides: 3 + seed as u32 % 4, centres: 1, seed };
        let day = generate(size).expect("a day");
        let travel = table(&day, None, None).expect("a table").0;
        let problem = day.problem(travel).expect("a problem");
        judged(&problem.instance, &format!("seed {seed}"))
    });
    let gaps: Vec<f64> = cases.collect();
    let close = gaps.iter().filter(|&&gap| gap < 0.001).count();
    assert!(gaps.len() > 90 && close + 5 > gaps.len(), "{close} of {}", gaps.len());
}

#[test]
fn public_instances_are_proven_from_a_poor_plan() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp"));
    let best = BestKnown::read(&shared.join("best_known.csv")).expect("the table");
    for name in ["a2-20", "b2-24", "a4-32", "b4-40"] {
        let path = shared.join(format!("cordeau2006_ropke2007_ab/{name}.txt"));
        let benchmark = Benchmark::read(&path).expect("an instance");
        let instance = &benchmark.instance;
        let neighbours = Neighbours::new(instance);
        let mut search = Search::new(instance, &neighbours, 1);
        search.run(200);
        let proof = proof_until(instance, &on_road(search.best()), usize::MAX);
        assert!(proof.is_optimal, "{name}");
        let found = benchmark.distance_of(cost(instance, &proof.routes).expect("all served"));
        let published = best.value(name).expect("a row").objective;
        assert!((found - published).abs() < 0.01, "{name}: {found}, {published}");
    }
}
