//! Certificates: those of true proofs are confirmed, no bound above the optimum ever is.

#[path = "../common/mod.rs"]
mod common;
#[path = "../twins/naive.rs"]
mod naive;
#[path = "../twins/random.rs"]
mod random;
mod verb;

use std::path::Path;
use std::sync::Arc;

use korsel::certificate::{
    Certificate, Claim, DrivenRoute, Duals, Finding, Limits, Part, Reason, Refusal, Verdict,
    recheck,
};
use korsel::domain::{Instance, Money, VehicleId};
use korsel::evaluate::{Route, Solution};
use korsel::exact::{Effort, Prices, prove};
use korsel::input::Benchmark;
use korsel::search::{Neighbours, Search};
use korsel::solve::{Method, Settings, prices, solve};
use korsel::travel::table;
use naive::{brute_force, orders};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use random::random_instance;

/// Vehicles with their routes.
type Plan = Vec<(VehicleId, Arc<Route>)>;

fn plan_of(instance: &Instance, solution: &Solution) -> Plan {
    let all = instance.vehicle_ids().zip(solution.routes().iter().cloned());
    all.filter(|(_, route)| !route.is_empty()).collect()
}

/// The routes in vehicles of their types.
fn in_vehicles(instance: &Instance, routes: Vec<Arc<Route>>) -> Plan {
    let mut free: Vec<_> = instance.types().iter().map(|kind| kind.vehicles.iter()).collect();
    let vehicle = |route: &Arc<Route>| *free[route.kind().index()].next().expect("a vehicle");
    let vehicles: Vec<VehicleId> = routes.iter().map(vehicle).collect();
    vehicles.into_iter().zip(routes).collect()
}

/// What a plan leaves out that has no price, and what it costs.
fn score(instance: &Instance, plan: &Plan) -> (usize, Money) {
    let is_served = |id| plan.iter().any(|(_, route)| route.requests().any(|served| served == id));
    let left_out = instance.request_ids().filter(|&id| !is_served(id));
    let prices: Vec<_> = left_out.map(|id| instance.request(id).taxi_price).collect();
    let routes: Money = plan.iter().map(|(_, route)| route.cost()).sum();
    let not_planned = prices.iter().filter(|price| price.is_none()).count();
    (not_planned, routes + prices.into_iter().flatten().sum())
}

fn certificate(
    instance: &Instance,
    plan: &Plan,
    bound_ore: Option<Money>,
    prices: &[Prices],
) -> Certificate {
    let (not_planned, cost_ore) = score(instance, plan);
    let claim = Claim { not_planned, cost_ore, bound_ore };
    let duals = prices.iter().map(|part| Duals {
        rides: &part.requests,
        earns: &part.types,
        of_type: &part.of_type,
        all: part.all,
    });
    let duals: Vec<Duals> = duals.collect();
    let driven: Vec<DrivenRoute> =
        plan.iter().map(|(id, route)| (*id, route.cost(), route.stops())).collect();
    Certificate::new(instance, "test".to_owned(), claim, &duals, &driven)
}

fn verdict(instance: &Instance, certificate: &Certificate) -> (Verdict, Vec<Finding>) {
    let findings = recheck(instance, certificate, &Limits::default());
    (Verdict::of(&findings), findings)
}

/// What the proof by prices and the event model comes to.
fn proof(instance: &Instance, known: &Plan) -> korsel::exact::Proof {
    let known: Vec<Arc<Route>> = known.iter().map(|(_, route)| Arc::clone(route)).collect();
    let limits = korsel::exact::Limits { is_over: &|| false, effort: &|| Effort::Nodes(i32::MAX) };
    prove(instance, &|| known.clone(), &[], &limits, &|_| ()).expect("HiGHS does not fail")
}

fn first_plan(instance: &Instance) -> Plan {
    plan_of(instance, Search::new(instance, &Neighbours::new(instance), 1).best())
}

/// Whether the certificates of both kinds of proof are confirmed; how many rest on prices alone.
fn judge(instance: &Instance, what: &str) -> usize {
    let settings =
        Settings { limit: None, iterations: Some(20), method: Method::Auto, threads: 1, seed: 1 };
    let outcome = solve(instance, &settings, &|_| {}).expect("threads start");
    let found = prices(instance, &outcome, None).expect("HiGHS does not fail");
    let plan = plan_of(instance, &outcome.solution);
    let listed = certificate(instance, &plan, outcome.bound, &found);
    let (rechecked, findings) = verdict(instance, &listed);
    assert_eq!(rechecked, Verdict::Confirmed, "{what}: {findings:#?}");
    assert!(listed.claims_optimum(), "{what} is small");

    let proof = proof(instance, &first_plan(instance));
    let plan = in_vehicles(instance, proof.routes);
    let priced = certificate(instance, &plan, proof.bound, &proof.prices);
    let (rechecked, findings) = verdict(instance, &priced);
    let expected = if proof.bound.is_some() { Verdict::Confirmed } else { Verdict::Open };
    assert_eq!(rechecked, expected, "{what}: {findings:#?}");
    usize::from(proof.bound.is_some() && priced.closing.is_none())
}

/// The plan with one route driven in a dearer order, where there is one.
fn dearer(instance: &Instance, plan: &Plan) -> Option<Plan> {
    for (place, (_, route)) in plan.iter().enumerate() {
        let members: Vec<_> = route.requests().collect();
        let other = orders(&members).into_iter().find_map(|stops| {
            let other = Route::new(instance, route.kind(), stops)?;
            (other.cost() > route.cost()).then_some(other)
        });
        if let Some(other) = other {
            let mut plan = plan.clone();
            plan[place].1 = Arc::new(other);
            return Some(plan);
        }
    }
    None
}

#[test]
fn the_certificate_of_every_proof_is_confirmed() {
    let mut rng = ChaCha8Rng::seed_from_u64(51);
    let by_prices: usize = (0..200)
        .map(|case| judge(&random_instance(&mut rng, 1 + case % 4), &format!("case {case}")))
        .sum();
    assert!(by_prices > 40, "{by_prices}");
    for seed in 0..60 {
        let day = common::random_day(seed, 1 + seed as usize % 3);
        let travel = table(&day, None, None).expect("a table").0;
        judge(&day.problem(travel).expect("a problem").instance, &format!("seed {seed}"));
    }
}

#[test]
fn no_bound_above_the_optimum_is_confirmed() {
    let mut rng = ChaCha8Rng::seed_from_u64(52);
    let (mut better, mut open) = (0, 0);
    for case in 0..300 {
        let instance = random_instance(&mut rng, 2 + case % 3);
        let optimum = brute_force(&instance);
        let known = proof(&instance, &first_plan(&instance));
        let Some(plan) = dearer(&instance, &in_vehicles(&instance, known.routes)) else { continue };
        let (not_planned, cost) = score(&instance, &plan);
        if (not_planned, cost) <= (optimum.not_planned, optimum.cost) {
            continue;
        }
        let bound = if not_planned > optimum.not_planned {
            cost
        } else {
            let least = optimum.cost.as_ore() + 1;
            Money::ore(if case % 2 == 0 { least } else { rng.random_range(least..=cost.as_ore()) })
        };
        // With no prices, those of the proof, and such as are made up.
        let mut made_up = known.prices.clone();
        for worth in made_up.iter_mut().flat_map(|part| &mut part.requests) {
            *worth += rng.random_range(0..1_000_000_000);
        }
        for prices in [&[], known.prices.as_slice(), &made_up] {
            let certificate = certificate(&instance, &plan, Some(bound), prices);
            let (rechecked, findings) = verdict(&instance, &certificate);
            assert_ne!(rechecked, Verdict::Confirmed, "case {case}: {findings:#?}");
            let last = findings.last().expect("a finding");
            better += usize::from(matches!(last.reason, Reason::Refused(Refusal::Better { .. })));
            open += usize::from(rechecked == Verdict::Open);
        }
    }
    assert!(better > 100 && open == 0, "{better} times a better plan was found, {open} open");
}

#[test]
fn prices_that_are_made_up_prove_no_more_than_is_true() {
    let mut rng = ChaCha8Rng::seed_from_u64(53);
    let (mut confirmed, mut refused) = (0, 0);
    for case in 0..300 {
        let instance = random_instance(&mut rng, 2 + case % 3);
        let known = proof(&instance, &first_plan(&instance));
        let mut prices = known.prices.clone();
        if known.bound.is_none() {
            continue;
        }
        let optimum = brute_force(&instance).cost;
        let plan = in_vehicles(&instance, known.routes);
        for worth in prices.iter_mut().flat_map(|part| &mut part.requests) {
            *worth = (*worth + rng.random_range(-20_000_000_000..20_000_000_000)).max(0);
        }
        // As much as these prices are said to prove, and nothing beyond.
        let all = certificate(&instance, &plan, Some(Money::kroner(100_000)), &prices);
        let bound = all.prices.expect("prices").bound_ore.min(all.claim.cost_ore);
        let certificate = certificate(&instance, &plan, Some(bound), &prices);
        match verdict(&instance, &certificate).0 {
            Verdict::Confirmed => {
                assert!(bound <= optimum, "case {case}");
                confirmed += 1;
            }
            Verdict::Refused => refused += 1,
            Verdict::Open => panic!("case {case} is small"),
        }
    }
    assert!(confirmed > 30 && refused > 30, "{confirmed} confirmed, {refused} refused");
}

#[test]
fn public_instances_are_confirmed_by_prices_or_by_listing() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp"));
    for (name, rests_on_prices) in [("a2-16", true), ("a3-30", true), ("b2-24", false)] {
        let path = shared.join(format!("cordeau2006_ropke2007_ab/{name}.txt"));
        let instance = Benchmark::read(&path).expect("an instance").instance;
        let neighbours = Neighbours::new(&instance);
        let mut search = Search::new(&instance, &neighbours, 1);
        search.run(200);
        let proof = proof(&instance, &plan_of(&instance, search.best()));
        assert!(proof.is_optimal, "{name}");
        let plan = in_vehicles(&instance, proof.routes);
        let certificate = certificate(&instance, &plan, proof.bound, &proof.prices);
        assert!(certificate.claims_optimum(), "{name}");
        assert_eq!(certificate.closing.is_none(), rests_on_prices, "{name}");
        let (rechecked, findings) = verdict(&instance, &certificate);
        assert_eq!(rechecked, Verdict::Confirmed, "{name}: {findings:#?}");

        // What is too large is not nodded at, and what was confirmed until then is told.
        let few = Limits { labels: 20, ..Limits::default() };
        let findings = recheck(&instance, &certificate, &few);
        assert_eq!(Verdict::of(&findings), Verdict::Open, "{name}");
        let last = findings.last().expect("a finding");
        let expected = Finding { part: Part::Prices, reason: Reason::TooManyLabels { most: 20 } };
        assert_eq!(last, &expected, "{name}");
        let no_choice = Limits { choices: 3, ..Limits::default() };
        let findings = recheck(&instance, &certificate, &no_choice);
        let verdicts: Vec<Verdict> = findings.iter().map(|one| one.reason.verdict()).collect();
        if !rests_on_prices {
            assert_eq!(verdicts[..3], [Verdict::Confirmed; 3], "{name}");
            assert_eq!(verdicts[3..], [Verdict::Open], "{name}");
        }
    }
}

#[test]
fn a_plan_that_leaves_everybody_out_is_no_optimum_where_somebody_can_be_served() {
    let mut rng = ChaCha8Rng::seed_from_u64(54);
    let mut refused = 0;
    for case in 0..100 {
        let instance = random_instance(&mut rng, 2);
        let certificate = certificate(&instance, &Vec::new(), Some(Money::ZERO), &[]);
        let (not_planned, cost) = (certificate.claim.not_planned, certificate.claim.cost_ore);
        if cost > Money::ZERO || brute_force(&instance).not_planned == not_planned {
            continue;
        }
        assert_eq!(verdict(&instance, &certificate).0, Verdict::Refused, "case {case}");
        refused += 1;
    }
    assert!(refused > 20, "{refused}");
}
