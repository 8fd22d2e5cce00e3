//! The referee of routes on a public instance: judges by the file's own numbers.
//!
//! Minutes in double precision, no rounding to milliseconds, and nothing shared with the solver. That a
//! route can be timed is a system of difference constraints, decided by Bellman and Ford's method: it can
//! unless the constraints have a cycle of negative length.

use crate::input::benchmark::distance;
use crate::input::benchmark::file::File;

/// Every limit is widened by so many minutes, for sums of numbers that are not exact.
const TOLERANCE: f64 = 1e-6;

/// That the moment of one stop is at most another's and so many minutes.
struct AtMost {
    stop: usize,
    other: usize,
    minutes: f64,
}

/// What routes break, one sentence each; depots are left out of them. As many requests may be in no
/// route as were `left_out`.
pub(super) fn violations(file: &File, routes: &[Vec<usize>], left_out: usize) -> Vec<String> {
    let mut violations = Vec::new();
    let driven = routes.iter().filter(|route| !route.is_empty()).count();
    if driven > file.vehicles {
        violations.push(format!("{driven} routes for {} vehicles", file.vehicles));
    }
    let mut visits = vec![0; 2 * file.requests + 1];
    for (route, number) in routes.iter().zip(1..) {
        let unknown = route.iter().find(|&&node| !(1..=2 * file.requests).contains(&node));
        if let Some(node) = unknown {
            violations.push(format!("route {number}: {node} is no pickup or delivery"));
            continue;
        }
        route.iter().for_each(|&node| visits[node] += 1);
        violations.extend(broken(file, route).map(|rule| format!("route {number}: {rule}")));
    }
    let often = (1..visits.len()).filter(|&node| visits[node] > 1);
    violations.extend(often.map(|node| format!("node {node} is visited {} times", visits[node])));
    let absent = (1..=file.requests).filter(|&pickup| visits[pickup] == 0).count();
    if absent != left_out {
        violations.push(format!("{absent} requests are in no route, not {left_out}"));
    }
    violations
}

/// The first rule that a route breaks.
fn broken(file: &File, route: &[usize]) -> Option<String> {
    let mut aboard = 0;
    for (position, &node) in route.iter().enumerate() {
        let is_pickup = node <= file.requests;
        let partner = if is_pickup { node + file.requests } else { node - file.requests };
        let (before, after) = (&route[..position], &route[position + 1..]);
        if !(if is_pickup { after } else { before }).contains(&partner) {
            return Some(format!("node {node} without node {partner} where it belongs"));
        }
        aboard += i32::from(file.nodes[node].load);
        if aboard > i32::from(file.capacity) {
            return Some(format!("{aboard} aboard after node {node}"));
        }
    }
    let cannot = "no times keep the windows, the longest ride and the longest route";
    (!route.is_empty() && !can_be_timed(file, route)).then(|| cannot.to_owned())
}

/// Whether moments exist for leaving the depot, each stop and being back that keep every limit.
fn can_be_timed(file: &File, route: &[usize]) -> bool {
    let limits = limits(file, route);
    let moments = route.len() + 3;
    let mut latest = vec![0.0; moments];
    for _ in 0..=moments {
        let mut is_settled = true;
        for &AtMost { stop, other, minutes } in &limits {
            if latest[other] + minutes < latest[stop] - 1e-10 {
                latest[stop] = latest[other] + minutes;
                is_settled = false;
            }
        }
        if is_settled {
            return true;
        }
    }
    false
}

/// The limits on a route's moments. The last one stands for midnight.
fn limits(file: &File, route: &[usize]) -> Vec<AtMost> {
    let end = file.nodes.len() - 1;
    let stops: Vec<usize> = [&[0], route, &[end]].concat();
    let midnight = stops.len();
    let mut limits = Vec::new();
    let mut at_most = |stop, other, minutes| limits.push(AtMost { stop, other, minutes });
    for (position, &node) in stops.iter().enumerate() {
        let node_of = &file.nodes[node];
        at_most(position, midnight, node_of.closes + TOLERANCE);
        at_most(midnight, position, -node_of.opens);
        if let Some(&next) = stops.get(position + 1) {
            let drive = distance(node_of.point, file.nodes[next].point);
            at_most(position, position + 1, -(node_of.service + drive));
        }
        if let Some(pickup) = node.checked_sub(file.requests).filter(|_| node != end)
            && let Some(boarded) = stops.iter().position(|&other| other == pickup && other != 0)
        {
            let longest = file.longest_ride + file.nodes[pickup].service;
            at_most(position, boarded, longest + TOLERANCE);
        }
    }
    at_most(midnight - 1, 0, file.longest_route + TOLERANCE);
    limits
}
