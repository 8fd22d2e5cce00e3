//! Proofs against brute force: a bound is never above the optimum, wherever it is interrupted.

mod common;
#[path = "twins/judge.rs"]
mod judge;
#[path = "twins/random.rs"]
mod random;

use std::path::Path;

use judge::{cost, judged, on_road, proof_until};
use korsel::generate::{Size, generate};
use korsel::input::{Benchmark, BestKnown};
use korsel::search::{Neighbours, Search};
use korsel::travel::table;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use random::random_instance;

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
