//! Proofs against brute force: a bound is never above the optimum, wherever it is interrupted.

mod common;
#[path = "twins/judge.rs"]
mod judge;
#[path = "twins/random.rs"]
mod random;

use std::path::Path;

use judge::{cost, judged, on_road, plan_and_optimum, proof_until};
use korsel::domain::{Distance, Duration, Instance, Leg, TravelTable};
use korsel::exact::bound_of_tours;
use korsel::generate::{Size, generate};
use korsel::input::{Benchmark, BestKnown};
use korsel::search::{Neighbours, Search};
use korsel::travel::table;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use random::random_instance;

/// A random instance whose places lie on a street grid, so that no way round is a short cut.
fn on_a_grid(rng: &mut ChaCha8Rng, requests: usize) -> Instance {
    let random = random_instance(rng, requests);
    let places: Vec<(i64, i64)> =
        (0..6).map(|_| (rng.random_range(0..8), rng.random_range(0..8))).collect();
    let travel = TravelTable::from_fn(6, |from, to| {
        let ((x, y), (u, v)) = (places[from.index()], places[to.index()]);
        let blocks = (x - u).abs() + (y - v).abs();
        Leg { duration: Duration::minutes(blocks), distance: Distance::metres(400 * blocks) }
    });
    let (requests, vehicles) = (random.requests().to_vec(), random.vehicles().to_vec());
    Instance::new(requests, vehicles, travel, Vec::new()).expect("a valid instance")
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

/// Proves public instances from what so many steps of a search find, and compares with what is published.
fn prove_from_a_poor_plan(folder: &str, names: &[&str], steps: u64) {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp"));
    let best = BestKnown::read(&shared.join("best_known.csv")).expect("the table");
    for name in names {
        let path = shared.join(format!("{folder}/{name}.txt"));
        let benchmark = Benchmark::read(&path).expect("an instance");
        let instance = &benchmark.instance;
        let neighbours = Neighbours::new(instance);
        let mut search = Search::new(instance, &neighbours, 1);
        search.run(steps);
        let proof = proof_until(instance, &on_road(search.best()), usize::MAX);
        assert!(proof.is_optimal, "{name}");
        let found = benchmark.distance_of(cost(instance, &proof.routes).expect("all served"));
        let published = best.value(name).expect("a row").objective;
        assert!((found - published).abs() < 0.01, "{name}: {found}, {published}");
    }
}

#[test]
fn public_instances_are_proven_from_a_poor_plan() {
    prove_from_a_poor_plan("cordeau2006_ropke2007_ab", &["a2-20", "b2-24", "a4-32", "b4-40"], 200);
}

/// Where no way round is a short cut, routes are listed once the bound is close.
#[test]
fn no_bound_is_above_the_optimum_on_a_street_grid() {
    let mut rng = ChaCha8Rng::seed_from_u64(71);
    let cases = (0..300).map(|case| {
        let requests = 2 + case % 5;
        judged(&on_a_grid(&mut rng, requests), &format!("case {case}"))
    });
    let gaps: Vec<f64> = cases.flatten().collect();
    let close = gaps.iter().filter(|&&gap| gap < 0.001).count();
    assert!(gaps.len() > 100 && 3 * close > 2 * gaps.len(), "{close} of {}", gaps.len());
}

#[test]
fn public_instances_of_long_rides_are_proven_from_a_poor_plan() {
    prove_from_a_poor_plan("cordeau_laporte2003_pr", &["pr01", "pr11"], 2_000);
}

#[test]
fn no_bound_of_tours_is_above_the_optimum() {
    let mut rng = ChaCha8Rng::seed_from_u64(51);
    let shares = (0..400).filter_map(|case| {
        let instance = on_a_grid(&mut rng, 3 + case % 4);
        let (known, optimum) = plan_and_optimum(&instance)?;
        let bound = bound_of_tours(&instance, &known).expect("HiGHS does not fail")?;
        assert!(bound <= optimum, "case {case}: {bound:?} above {optimum:?}");
        Some(bound.as_kroner() / optimum.as_kroner().max(0.01))
    });
    let shares: Vec<f64> = shares.collect();
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    assert!(shares.len() > 80 && mean > 0.8, "{} bounds, {mean} of the optimum", shares.len());
}

#[test]
fn bounds_of_tours_are_below_the_best_known() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp"));
    let best = BestKnown::read(&shared.join("best_known.csv")).expect("the table");
    for (file, least) in [
        ("cordeau2006_ropke2007_ab/a2-16.txt", 0.85),
        ("cordeau2006_ropke2007_ab/b4-24.txt", 0.85),
        ("cordeau_laporte2003_pr/pr01.txt", 0.7),
    ] {
        let benchmark = Benchmark::read(&shared.join(file)).expect("an instance");
        let instance = &benchmark.instance;
        let neighbours = Neighbours::new(instance);
        let mut search = Search::new(instance, &neighbours, 1);
        search.run(500);
        let bound = bound_of_tours(instance, &on_road(search.best())).expect("HiGHS does not fail");
        let bound = benchmark.distance_of(bound.expect("a bound"));
        let published = best.value(&benchmark.name).expect("a row").objective;
        let share = bound / published;
        assert!((least..=1.0001).contains(&share), "{file}: {bound} of {published}");
    }
}
