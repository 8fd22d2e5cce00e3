//! The naive twins: an order timed by longest paths between all pairs, and all plans tried.

use korsel::domain::{
    BreakRule, Duration, Instance, Money, Request, RequestId, Stop, Time, Totals, VehicleSpec,
    Visit,
};
use korsel::evaluate::Score;

/// What an order costs, or `None` if no times and company keep every rule.
pub fn naive_cost(instance: &Instance, spec: &VehicleSpec, stops: &[Stop]) -> Option<Money> {
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
pub fn orders(requests: &[RequestId]) -> Vec<Vec<Stop>> {
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
pub fn brute_force(instance: &Instance) -> Score {
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
