//! Proofs of days in waves against brute force: riders who share a session, and moments between sessions
//! at which every vehicle is empty.

#[path = "twins/judge.rs"]
mod judge;
#[path = "twins/waves.rs"]
mod waves;

use judge::judged;
use korsel::generate::{Size, generate};
use korsel::travel::table;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use waves::random_waves;

#[test]
fn no_bound_is_above_the_optimum_of_random_waves() {
    let cases = (0..150).filter_map(|seed| {
        let instance = random_waves(&mut ChaCha8Rng::seed_from_u64(seed));
        judged(&instance, &format!("seed {seed}"))
    });
    let gaps: Vec<f64> = cases.collect();
    let close = gaps.iter().filter(|&&gap| gap == 0.0).count();
    // Where waiting is paid, a duty is limited or waves are close, a bound may stay below.
    assert!(gaps.len() > 80 && close * 5 > gaps.len() * 2, "{close} of {}", gaps.len());
}

/// Nobody shares an end as time runs, but two do as it runs backwards.
#[test]
fn who_rides_alone_one_way_may_share_the_other_way() {
    for seed in [336, 415, 491] {
        let instance = random_waves(&mut ChaCha8Rng::seed_from_u64(seed));
        let gap = judged(&instance, &format!("seed {seed}")).expect("a small instance");
        assert!(gap < 0.001, "seed {seed}: {gap}");
    }
}

/// Two centres, rests, day fees, and more vehicle types than are needed.
#[test]
fn invented_days_in_waves_are_proven_to_the_last_ore() {
    let cases = (0..16).filter_map(|seed| {
        let day = generate(Size { rides: 4 + seed as u32 % 4, centres: 2, seed }).expect("a day");
        let travel = table(&day, None, None).expect("a table").0;
        let problem = day.problem(travel).expect("a problem");
        judged(&problem.instance, &format!("seed {seed}"))
    });
    let gaps: Vec<f64> = cases.collect();
    let close = gaps.iter().filter(|&&gap| gap == 0.0).count();
    assert!(gaps.len() > 12 && close + 3 > gaps.len(), "{close} of {}", gaps.len());
}
