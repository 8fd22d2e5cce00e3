//! A proof judged by brute force, wherever it is interrupted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use korsel::domain::{Instance, Money};
use korsel::evaluate::{Route, Solution};
use korsel::exact::{Effort, Limits, Proof, RouteModel, all_routes, prove};
use korsel::search::{Neighbours, Search};

/// Stops a proof at one of the moments at which it asks, and never before.
pub fn proof_until(instance: &Instance, known: &[Arc<Route>], asked: usize) -> Proof {
    let times = AtomicUsize::new(0);
    let limits = Limits {
        is_over: &|| times.fetch_add(1, Ordering::Relaxed) >= asked,
        effort: &|| Effort::Nodes(i32::MAX),
    };
    prove(instance, &|| known.to_vec(), &[], &limits, &|_| ()).expect("HiGHS does not fail")
}

/// The routes of the vehicles that are used.
pub fn on_road(solution: &Solution) -> Vec<Arc<Route>> {
    solution.routes().iter().filter(|route| !route.is_empty()).cloned().collect()
}

/// What routes, and taxis for all others, cost; `None` if somebody is left out.
pub fn cost(instance: &Instance, routes: &[Arc<Route>]) -> Option<Money> {
    let mut prices: Vec<Option<Money>> =
        instance.requests().iter().map(|request| request.taxi_price).collect();
    for request in routes.iter().flat_map(|route| route.requests()) {
        prices[request.index()] = Some(Money::ZERO);
    }
    let taxis = prices.into_iter().sum::<Option<Money>>()?;
    Some(routes.iter().map(|route| route.cost()).sum::<Money>() + taxis)
}

/// A plan that serves everybody but was not looked for, and what the best one costs.
pub fn plan_and_optimum(instance: &Instance) -> Option<(Vec<Arc<Route>>, Money)> {
    let neighbours = Neighbours::new(instance);
    let known = on_road(Search::new(instance, &neighbours, 1).best());
    cost(instance, &known)?;
    let routes = all_routes(instance, 3_000_000, None).filter(|routes| !routes.is_empty())?;
    let best = RouteModel::new(instance, routes).solve(
        &known,
        usize::MAX,
        Effort::Nodes(i32::MAX),
        &|| false,
    );
    let best = best.expect("HiGHS does not fail");
    assert!(best.best_of_given);
    Some((known, cost(instance, &best.routes).expect("no worse than what is known")))
}

/// How far below the optimum the bound of an uninterrupted proof is, as a share of the optimum.
pub fn judged(instance: &Instance, what: &str) -> Option<f64> {
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
