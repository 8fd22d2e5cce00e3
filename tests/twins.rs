//! The fast code against naive twins, on random small instances with every feature switched on in
//! turn: schedules and insertions against a longest-path closure over all orders, the solver against
//! brute force.

use korsel::domain::{
    BreakRule, Distance, Duration, Instance, Layouts, Leg, Load, Money, PlaceId, Request,
    RequestId, RushHour, Stop, Tariff, Time, Totals, TravelTable, TripClock, TypeId, Vehicle,
    VehicleSpec, Visit, Window,
};
use korsel::evaluate::{Inserter, RestPlace, Route, Score, schedule};
use korsel::solve::{Method, Settings, solve};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const PLACES: usize = 6;

/// A random instance of a few requests around nine o'clock. Roughly one feature in three is on.
fn random_instance(rng: &mut ChaCha8Rng, requests: usize) -> Instance {
    let rides_limited = rng.random_bool(0.3);
    let taxis = rng.random_bool(0.3);
    let travel = TravelTable::from_fn(PLACES, |_, _| Leg {
        duration: Duration::minutes(rng.random_range(1..15)),
        distance: Distance::metres(rng.random_range(100..9_000)),
    });
    let requests = (0..requests).map(|index| random_request(rng, index, rides_limited, taxis));
    let requests = requests.collect();
    let specs: Vec<VehicleSpec> = (0..2).map(|_| random_spec(rng)).collect();
    let vehicles = [0, 0, 1].map(|kind: usize| Vehicle {
        name: format!("V{kind}"),
        kind: "bus".to_owned(),
        spec: specs[kind].clone(),
    });
    let rush_hours = rng.random_bool(0.3).then(|| RushHour {
        window: Window { earliest: Time::hm(9, 10), latest: Time::hm(9, 25) },
        factor: 1.5,
    });
    let rush_hours = rush_hours.into_iter().collect();
    Instance::new(requests, vehicles.to_vec(), travel, rush_hours).expect("a valid instance")
}

fn random_request(rng: &mut ChaCha8Rng, index: usize, rides_limited: bool, taxis: bool) -> Request {
    let opens = Time::hm(9, rng.random_range(0..60));
    let later = opens + Duration::minutes(rng.random_range(0..30));
    let visit = |rng: &mut ChaCha8Rng, earliest: Time| Visit {
        place: PlaceId(rng.random_range(0..PLACES as u32)),
        window: Window { earliest, latest: earliest + Duration::minutes(rng.random_range(0..40)) },
        service: Duration::minutes(rng.random_range(0..3)),
    };
    Request {
        name: format!("R{index}"),
        pickup: visit(rng, opens),
        dropoff: visit(rng, later),
        load: Load {
            seats: rng.random_range(1..=2),
            wheelchairs: u16::from(rng.random_bool(0.2)),
            front_seats: u16::from(rng.random_bool(0.2)),
        },
        longest_ride: (rides_limited && rng.random_bool(0.6))
            .then(|| Duration::minutes(rng.random_range(10..35))),
        trip_clock: match rng.random_range(0..3) {
            0 => TripClock::UntilFixed(Time::hm(10, 0)),
            1 => TripClock::SinceFixed(Time::hm(9, 0)),
            _ => TripClock::Aboard,
        },
        alone: rng.random_bool(0.1),
        needs_lift: rng.random_bool(0.2),
        not_with: (index > 0 && rng.random_bool(0.2))
            .then(|| RequestId(rng.random_range(0..index as u32)))
            .into_iter()
            .collect(),
        taxi_price: taxis.then(|| Money::kroner(rng.random_range(50..400))),
    }
}

fn random_spec(rng: &mut ChaCha8Rng) -> VehicleSpec {
    let depot = PlaceId(rng.random_range(0..PLACES as u32));
    let layouts = ["4+0", "8+0 4+1 2+2", "3+1"][rng.random_range(0..3)];
    VehicleSpec {
        start: depot,
        end: depot,
        shift: Window { earliest: Time::hm(8, 30), latest: Time::hm(11, rng.random_range(0..60)) },
        longest_duration: rng.random_bool(0.3).then(|| Duration::minutes(90)),
        layouts: layouts.parse::<Layouts>().expect("layouts"),
        front_seats: 1,
        lift: rng.random_bool(0.7),
        break_rule: rng.random_bool(0.4).then(|| BreakRule {
            length: Duration::minutes(15),
            between: Window { earliest: Time::hm(9, 20), latest: Time::hm(10, 10) },
        }),
        tariff: Tariff {
            day_fee: Money::kroner(rng.random_range(0..200)),
            per_km: Money::ore(rng.random_range(0..1_000)),
            per_hour_driving: Money::ore(rng.random_range(0..50_000)),
            per_hour_boarding: Money::ore(rng.random_range(0..50_000)),
            per_hour_waiting: Money::ore(if rng.random_bool(0.3) { 20_000 } else { 0 }),
        },
    }
}

/// The naive twin: what an order costs, or `None` if no times and company keep every rule.
fn naive_cost(instance: &Instance, spec: &VehicleSpec, stops: &[Stop]) -> Option<Money> {
    company_is_allowed(instance, spec, stops).then_some(())?;
    let mut rests = vec![None];
    if let Some(rule) = spec.break_rule {
        // 0: before leaving; k: after k stops; one past the last stop: after returning.
        rests = (0..=stops.len() + 1).map(|place| Some((rule, place))).collect();
    }
    let rests = rests.into_iter().filter(|rest| match rest {
        Some((_, place)) if (1..=stops.len()).contains(place) => {
            aboard_after(&stops[..*place]).is_empty()
        }
        _ => true,
    });
    rests.filter_map(|rest| naive_cost_with_rest(instance, spec, stops, rest)).min()
}

fn aboard_after(stops: &[Stop]) -> Vec<RequestId> {
    let mut aboard = Vec::new();
    for &stop in stops {
        match stop {
            Stop::Pickup(id) => aboard.push(id),
            Stop::Dropoff(id) => aboard.retain(|&other| other != id),
        }
    }
    aboard
}

fn company_is_allowed(instance: &Instance, spec: &VehicleSpec, stops: &[Stop]) -> bool {
    (1..=stops.len()).all(|count| {
        let aboard = aboard_after(&stops[..count]);
        let requests: Vec<&Request> = aboard.iter().map(|&id| instance.request(id)).collect();
        let seats: u16 = requests.iter().map(|request| request.load.seats).sum();
        let chairs: u16 = requests.iter().map(|request| request.load.wheelchairs).sum();
        let front: u16 = requests.iter().map(|request| request.load.front_seats).sum();
        let alternatives = spec.layouts.alternatives();
        alternatives.iter().any(|&(s, w)| seats <= s && chairs <= w)
            && front <= spec.front_seats
            && requests.iter().all(|request| spec.lift || !request.needs_lift)
            && requests.iter().all(|request| aboard.len() == 1 || !request.alone)
            && requests
                .iter()
                .all(|request| aboard.iter().all(|other| !request.not_with.contains(other)))
    })
}

/// As [`naive_cost`] with the rest in one place: longest paths between all pairs of the graph of
/// time constraints, in milliseconds. Node 0 is midnight, the last one the rest.
fn naive_cost_with_rest(
    instance: &Instance,
    spec: &VehicleSpec,
    stops: &[Stop],
    rest: Option<(BreakRule, usize)>,
) -> Option<Money> {
    let nodes = stops.len() + 4;
    let (midnight, start, end, pause) = (0, 1, stops.len() + 2, stops.len() + 3);
    let mut far = vec![vec![i64::MIN / 4; nodes]; nodes];
    for (node, row) in far.iter_mut().enumerate() {
        row[node] = 0;
    }
    let mut at_least = |from: usize, to: usize, length: Duration| {
        far[from][to] = far[from][to].max(length.as_milliseconds());
    };
    let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
    let mut visits = vec![depot(spec.start)];
    visits.extend(stops.iter().map(|&stop| *instance.visit(stop)));
    visits.push(depot(spec.end));
    for (index, visit) in visits.iter().enumerate() {
        at_least(midnight, index + 1, visit.window.earliest - Time::MIDNIGHT);
        at_least(index + 1, midnight, Time::MIDNIGHT - visit.window.latest);
    }
    let mut totals = Totals::default();
    for (index, pair) in visits.windows(2).enumerate() {
        let leg = match index {
            0 => instance.first_leg(&pair[0], &pair[1]),
            _ => instance.leg(&pair[0], &pair[1]),
        };
        totals.distance += leg.distance;
        totals.driving += leg.duration;
        totals.boarding += pair[0].service;
        at_least(index + 1, index + 2, pair[0].service + leg.duration);
        if let Some((rule, place)) = rest
            && place == index
            && index > 0
        {
            at_least(index + 1, pause, pair[0].service);
            at_least(pause, index + 2, rule.length + leg.duration);
        }
    }
    let mut on_road = Duration::ZERO;
    if let Some((rule, place)) = rest {
        at_least(midnight, pause, rule.between.earliest - Time::MIDNIGHT);
        at_least(pause, midnight, Time::MIDNIGHT - (rule.between.latest - rule.length));
        if place == 0 {
            at_least(midnight, pause, spec.shift.earliest - Time::MIDNIGHT);
            at_least(pause, start, rule.length);
        } else if place == stops.len() + 1 {
            at_least(end, pause, Duration::ZERO);
            at_least(pause, midnight, Time::MIDNIGHT - (spec.shift.latest - rule.length));
        } else {
            on_road = rule.length;
        }
    }
    for (index, &stop) in stops.iter().enumerate() {
        let Stop::Pickup(id) = stop else { continue };
        let request = instance.request(id);
        if let Some(longest) = request.longest_ride {
            let to = stops.iter().position(|&other| other == Stop::Dropoff(id))?;
            at_least(to + 2, index + 2, -(longest + request.pickup.service));
        }
    }
    if let Some(longest) = spec.longest_duration {
        at_least(end, start, -longest);
    }
    for via in 0..nodes {
        for from in 0..nodes {
            for to in 0..nodes {
                far[from][to] = far[from][to].max(far[from][via] + far[via][to]);
            }
        }
    }
    if (0..nodes).any(|node| far[node][node] > 0) {
        return None;
    }
    let duration = Duration::milliseconds(far[start][end]);
    totals.waiting = duration - totals.driving - totals.boarding - on_road;
    Some(spec.tariff.cost(totals))
}

/// Every order of pickups and dropoffs of these requests.
fn orders(requests: &[RequestId]) -> Vec<Vec<Stop>> {
    let mut all = vec![Vec::new()];
    for _ in 0..2 * requests.len() {
        let longer = all.iter().flat_map(|stops: &Vec<Stop>| {
            let next = requests.iter().filter_map(|&id| {
                match stops.iter().filter(|stop| stop.request() == id).count() {
                    0 => Some(Stop::Pickup(id)),
                    1 => Some(Stop::Dropoff(id)),
                    _ => None,
                }
            });
            next.map(|stop| [stops.as_slice(), &[stop]].concat()).collect::<Vec<_>>()
        });
        all = longer.collect();
    }
    all
}

/// The best score by trying every order of every set of requests in every vehicle.
fn brute_force(instance: &Instance) -> Score {
    let sets = 1_usize << instance.requests().len();
    let members = |set: usize| -> Vec<RequestId> {
        instance.request_ids().filter(|id| set & (1 << id.index()) != 0).collect()
    };
    let left_out = |set: usize| {
        let mut score = Score { not_planned: 0, cost: Money::ZERO };
        for id in members(set) {
            match instance.request(id).taxi_price {
                Some(price) => score.cost += price,
                None => score.not_planned += 1,
            }
        }
        score
    };
    let mut best: Vec<Score> = (0..sets).map(left_out).collect();
    for kind in instance.types() {
        let cheapest = |set: usize| {
            let orders = orders(&members(set));
            orders.iter().filter_map(|order| naive_cost(instance, &kind.spec, order)).min()
        };
        let cost: Vec<Option<Money>> =
            (0..sets).map(|set| if set == 0 { Some(Money::ZERO) } else { cheapest(set) }).collect();
        for _ in &kind.vehicles {
            let with_one_more = (0..sets).map(|set| {
                let parts = (0..sets).filter(|part| part & !set == 0);
                let scores = parts.filter_map(|part| {
                    let rest = best[set & !part];
                    Some(Score { cost: rest.cost + cost[part]?, ..rest })
                });
                scores.min().expect("the empty part")
            });
            best = with_one_more.collect();
        }
    }
    best[sets - 1]
}

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
fn the_solver_agrees_with_brute_force() {
    let mut rng = ChaCha8Rng::seed_from_u64(10);
    for case in 0..100 {
        let instance = random_instance(&mut rng, 4);
        let settings = Settings {
            limit: None,
            iterations: Some(100),
            method: Method::Auto,
            threads: 1,
            seed: case,
        };
        let outcome = solve(&instance, &settings, &|_| {}).expect("threads start");
        let best = brute_force(&instance);
        assert!(outcome.optimal, "case {case} is small");
        assert_eq!(outcome.solution.score(), best, "case {case}");
        assert_eq!(outcome.bound, Some(best.cost));
        let search = Settings { method: Method::Search, ..settings };
        let found = solve(&instance, &search, &|_| {}).expect("threads start");
        assert!(found.solution.score() >= best && found.bound.is_none());
    }
}
