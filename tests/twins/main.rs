//! The fast code against naive twins, on random small instances with every feature switched on in
//! turn: schedules and insertions against a longest-path closure over all orders, the solver against
//! brute force.

#[path = "../common/mod.rs"]
mod common;
mod naive;
mod random;

use korsel::domain::{Duration, Instance, Money, RequestId, Stop, TypeId, Visit};
use korsel::evaluate::{Inserter, RestPlace, Route, Score, schedule};
use korsel::exact::all_routes;
use korsel::solve::{Method, Settings, solve};
use korsel::travel;
use naive::{brute_force, naive_cost, orders};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use random::random_instance;

#[test]
fn routes_agree_with_the_naive_twin() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let (mut feasible, mut infeasible) = (0, 0);
    for _ in 0..1_500 {
        let instance = random_instance(&mut rng, 3);
        let all = orders(&instance.request_ids().collect::<Vec<_>>());
        for kind in (0..instance.types().len() as u32).map(TypeId) {
            for _ in 0..12 {
                let stops = all[rng.random_range(0..all.len())].clone();
                let naive = naive_cost(&instance, instance.spec(kind), &stops);
                let route = Route::new(&instance, kind, stops);
                assert_eq!(route.as_ref().map(Route::cost), naive);
                match naive {
                    Some(_) => feasible += 1,
                    None => infeasible += 1,
                }
            }
        }
    }
    assert!(feasible > 200 && infeasible > 200, "{feasible} feasible, {infeasible} infeasible");
}

#[test]
fn schedules_keep_every_rule() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let mut rests = [0; 3];
    for _ in 0..6_000 {
        let instance = random_instance(&mut rng, 2);
        let all = orders(&instance.request_ids().collect::<Vec<_>>());
        let stops = &all[rng.random_range(0..all.len())];
        let spec = instance.spec(TypeId(0));
        let Some(times) = schedule(&instance, spec, stops) else { continue };
        let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
        let mut place = depot(spec.start);
        let mut free = times.leaves;
        for (index, (&stop, &begins)) in stops.iter().zip(&times.begins).enumerate() {
            let visit = *instance.visit(stop);
            let leg = match index {
                0 => instance.first_leg(&place, &visit),
                _ => instance.leg(&place, &visit),
            };
            assert!(begins >= free + leg.duration && visit.window.contains(begins));
            assert!(index > 0 || begins == free + leg.duration, "leaves just in time");
            free = begins + visit.service;
            place = visit;
            if let Some(rest) = times.rest
                && rest.place == RestPlace::AfterStops(index + 1)
            {
                assert!(rest.begins >= free);
                free = rest.begins + spec.break_rule.expect("a rule").length;
                rests[1] += 1;
            }
        }
        let home = instance.leg(&place, &depot(spec.end)).duration;
        assert!(times.returns >= free + home && times.returns <= spec.shift.latest);
        assert!(times.leaves >= spec.shift.earliest);
        assert_eq!(times.rest.is_some(), spec.break_rule.is_some());
        if let (Some(rest), Some(rule)) = (times.rest, spec.break_rule) {
            let ends = rest.begins + rule.length;
            assert!(rule.between.contains(rest.begins) && rule.between.contains(ends));
            match rest.place {
                RestPlace::BeforeLeaving => {
                    assert!(ends <= times.leaves && rest.begins >= spec.shift.earliest);
                    rests[0] += 1;
                }
                RestPlace::AfterReturning => {
                    assert!(rest.begins >= times.returns && ends <= spec.shift.latest);
                    rests[2] += 1;
                }
                RestPlace::AfterStops(_) => {}
            }
        }
    }
    assert!(rests.iter().all(|&count| count > 10), "{rests:?}");
}

#[test]
fn insertions_agree_with_trying_every_position() {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let mut inserter = Inserter::default();
    let limit = Money::kroner(1_000_000);
    let (mut found, mut missed) = (0, 0);
    for _ in 0..2_000 {
        let instance = random_instance(&mut rng, 4);
        let kind = TypeId(rng.random_range(0..instance.types().len() as u32));
        let mut route = Route::empty(&instance, kind);
        for id in instance.request_ids() {
            let length = route.stops().len();
            let every = (0..=length).flat_map(|i| (i..=length).map(move |j| (i, j)));
            let costs = every.filter_map(|(i, j)| {
                let mut stops = route.stops().to_vec();
                stops.insert(j, Stop::Dropoff(id));
                stops.insert(i, Stop::Pickup(id));
                naive_cost(&instance, instance.spec(kind), &stops)
            });
            let twin = costs.min();
            let best = inserter.best(&instance, &route, id, limit);
            let cost = best.map(|insertion| route.cost() + insertion.cost_delta);
            if cost == twin {
                found += usize::from(cost.is_some());
            } else {
                // Refused because the direct drive is late, where a detour would be faster: random
                // tables break the triangle inequality.
                assert!(twin.is_some() && cost.is_none_or(|cost| Some(cost) > twin));
                missed += 1;
            }
            if let Some(insertion) = best {
                route = inserter.apply(&instance, &route, id, &insertion);
                let naive = naive_cost(&instance, instance.spec(kind), route.stops());
                assert_eq!(Some(route.cost()), naive);
            }
        }
    }
    assert!(found > 500 && missed * 20 < found, "{found} found, {missed} missed");
}

#[test]
fn listed_routes_are_the_cheapest_for_every_set() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut listed = 0;
    for case in 0..400 {
        let instance = random_instance(&mut rng, 4);
        let routes = all_routes(&instance, 1_000_000, None).expect("a small instance");
        for (index, kind) in instance.types().iter().enumerate() {
            let kind_id = TypeId(index as u32);
            for set in 1..1_usize << instance.requests().len() {
                let members: Vec<RequestId> =
                    instance.request_ids().filter(|id| set & (1 << id.index()) != 0).collect();
                let orders = orders(&members);
                let cheapest =
                    orders.iter().filter_map(|o| naive_cost(&instance, &kind.spec, o)).min();
                let mut same = routes.iter().filter(|route| {
                    let mut served: Vec<RequestId> = route.requests().collect();
                    served.sort_unstable();
                    route.kind() == kind_id && served == members
                });
                let route = same.next();
                assert_eq!(route.map(|route| route.cost()), cheapest, "case {case}");
                assert!(same.next().is_none(), "one route for a set");
                listed += usize::from(route.is_some());
            }
        }
    }
    assert!(listed > 1_000, "{listed}");
}

/// The solver's score, proven, and no better than what the search alone finds.
fn proven_score(instance: &Instance, seed: u64) -> Score {
    let settings =
        Settings { limit: None, iterations: Some(100), method: Method::Auto, threads: 1, seed };
    let outcome = solve(instance, &settings, &|_| {}).expect("threads start");
    let score = outcome.solution.score();
    assert!(outcome.optimal, "seed {seed} is small");
    assert_eq!(outcome.bound, Some(score.cost));
    let search = Settings { method: Method::Search, ..settings };
    let found = solve(instance, &search, &|_| {}).expect("threads start");
    assert!(found.solution.score() >= score);
    assert_eq!(found.bound.is_none(), !instance.requests().is_empty());
    score
}

#[test]
fn the_solver_agrees_with_brute_force() {
    let mut rng = ChaCha8Rng::seed_from_u64(10);
    for case in 0..200 {
        let instance = random_instance(&mut rng, 4);
        assert_eq!(proven_score(&instance, case), brute_force(&instance), "case {case}");
    }
}

#[test]
fn the_solver_agrees_with_brute_force_on_small_days() {
    for seed in 0..200 {
        let day = common::random_day(seed, 2);
        let (table, _) = travel::table(&day, None, None).expect("a travel table");
        let instance = day.problem(table).expect("a problem").instance;
        assert_eq!(proven_score(&instance, seed), brute_force(&instance), "seed {seed}");
    }
}
