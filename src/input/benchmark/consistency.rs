//! What the nodes of a benchmark file must be to each other: all there once, of opposite loads, within
//! the depot's window.

use crate::error::Flaw;
use crate::input::benchmark::file::{ID, LOAD, Node, OPENS, SERVICE};
use crate::input::benchmark::{cut, window};

/// The nodes by number, the depot at the end included. `None` if one is missing, for which a flaw was
/// noted; nodes that were no nodes have theirs already.
pub(super) fn consistent(
    file: &str,
    given: Vec<Option<Node>>,
    requests: usize,
    flaws: &mut Vec<Flaw>,
) -> Option<Vec<Node>> {
    let is_readable = given.iter().all(Option::is_some);
    let known = flaws.len();
    let mut nodes = by_number(file, given.into_iter().flatten(), requests, flaws);
    if is_readable && flaws.len() == known {
        flaws.extend(missing(file, &nodes));
    }
    let end = nodes.len() - 1;
    if nodes[end].is_none() {
        nodes[end] = nodes[0].clone().map(|depot| Node { id: end, ..depot });
    }
    depot_flaws(file, &nodes, flaws);
    load_flaws(file, &nodes, requests, flaws);
    nodes.into_iter().collect()
}

fn by_number(
    file: &str,
    given: impl Iterator<Item = Node>,
    requests: usize,
    flaws: &mut Vec<Flaw>,
) -> Vec<Option<Node>> {
    let last = 2 * requests + 1;
    let mut nodes: Vec<Option<Node>> = vec![None; last + 1];
    for node in given {
        match nodes.get_mut(node.id) {
            None => {
                let expected = format!("nodes run from 0 to {last}");
                flaws.push(node.flaw(file, ID, format!("node {}", node.id), expected));
            }
            Some(Some(first)) => {
                let expected = format!("it is on line {} already", first.line);
                flaws.push(node.flaw(file, ID, format!("node {} again", node.id), expected));
            }
            Some(free) => *free = Some(node),
        }
    }
    nodes
}

/// The flaw of nodes that are not there; the depot at the end need not be.
fn missing(file: &str, nodes: &[Option<Node>]) -> Option<Flaw> {
    let last = nodes.len() - 2;
    let missing: Vec<usize> = (0..=last).filter(|&id| nodes[id].is_none()).collect();
    let (first, more) = missing.split_first()?;
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let expected = format!("write a line for each node from 0 to {last}");
    Some(Flaw::new(file, format!("node {first}{more} missing"), expected))
}

/// What contradicts the depot, at the start or at the end.
fn depot_flaws(file: &str, nodes: &[Option<Node>], flaws: &mut Vec<Flaw>) {
    let Some(depot) = &nodes[0] else { return };
    let open = window(depot);
    for node in nodes.iter().flatten() {
        let own = window(node);
        if !open.is_empty() && !own.is_empty() && cut(own, open).is_empty() {
            let found = format!("a window from {} to {}", node.opens, node.closes);
            let expected = format!("the depot's is from {} to {}", depot.opens, depot.closes);
            flaws.push(node.flaw(file, OPENS, found, expected));
        }
    }
    for end in [&nodes[0], &nodes[nodes.len() - 1]].into_iter().flatten() {
        if end.load != 0 {
            let found = format!("a load of {}", end.load);
            flaws.push(end.flaw(file, LOAD, found, "nobody boards at the depot, write 0"));
        }
        if end.service != 0.0 {
            let found = format!("a service of {}", end.service);
            flaws.push(end.flaw(file, SERVICE, found, "the depot takes no time, write 0"));
        }
        if (end.opens, end.closes) != (depot.opens, depot.closes) {
            let found = format!("a window from {} to {}", end.opens, end.closes);
            let expected = format!("write the depot's, {} to {}", depot.opens, depot.closes);
            flaws.push(end.flaw(file, OPENS, found, expected));
        }
    }
}

fn load_flaws(file: &str, nodes: &[Option<Node>], requests: usize, flaws: &mut Vec<Flaw>) {
    for (pickup, delivery) in nodes[1..].iter().zip(&nodes[1 + requests..]).take(requests) {
        let Some(pickup) = pickup else { continue };
        if pickup.load <= 0 {
            let expected = "at least one person boards at a pickup";
            flaws.push(pickup.flaw(file, LOAD, format!("a load of {}", pickup.load), expected));
        } else if let Some(delivery) = delivery
            && delivery.load != -pickup.load
        {
            let expected = format!("write {}, as node {} has it", -pickup.load, pickup.id);
            flaws.push(delivery.flaw(file, LOAD, format!("a load of {}", delivery.load), expected));
        }
    }
}
