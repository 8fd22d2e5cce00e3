//! What a vehicle can no longer do, and how far it is at least from the depot and back.

use crate::domain::{Duration, Leg, RequestId, Time, Window};
use crate::exact::network::{Action, Network, NodeId};
use crate::exact::riders::Riders;

/// What is over when a vehicle leaves a node at some moment.
#[derive(Clone, Debug)]
pub(super) struct Closed {
    /// Who cannot become known any more.
    pub riders: Riders,
    /// The time that the boarding of all others takes at the end that their group shares, of those who
    /// are known where they alight.
    pub later: Duration,
}

/// What is over, for each node and each minute at which the vehicle may leave it,
/// counted from the start of the shift.
pub(super) fn closed(
    network: &Network,
    shift: Window,
    suits: &dyn Fn(NodeId) -> bool,
) -> Vec<Vec<Closed>> {
    let minutes = 0..=(shift.latest - shift.earliest).ceil_minutes();
    let last_calls = |from: NodeId| -> Vec<(Time, RequestId, Duration)> {
        let others = network.node_ids().filter_map(|to| Some((to, network.known(to)?)));
        let last_call = |to: NodeId| {
            let way = if to == from { Duration::ZERO } else { network.least_time(from, to) };
            network.node(to).visit.window.latest - way
        };
        let boarding = |to: NodeId| {
            let node = network.node(to);
            let counts = node.action == Action::Alight && suits(to);
            if counts { node.elsewhere } else { Duration::ZERO }
        };
        others.map(|(to, rider)| (last_call(to), rider, boarding(to))).collect()
    };
    let closed_after = |from| {
        let last_calls = last_calls(from);
        let closed_by = |minute| {
            let moment = shift.earliest + Duration::minutes(minute);
            let (closed, open): (Vec<_>, Vec<_>) =
                last_calls.iter().partition(|(last_call, ..)| *last_call < moment);
            Closed {
                riders: closed.iter().map(|(_, rider, _)| *rider).collect(),
                later: open.iter().map(|(.., boarding)| *boarding).sum(),
            }
        };
        minutes.clone().map(closed_by).collect()
    };
    network.node_ids().map(closed_after).collect()
}

/// The least time from the depot to each node.
pub(super) fn least_start(network: &Network, start: &[Leg]) -> Vec<Duration> {
    let by_way_of = |via, to| start[usize::from(via)].duration + network.least_time(via, to);
    let least = |to| {
        let ways = network.node_ids().map(|via| by_way_of(via, to)).min();
        ways.unwrap_or(Duration::ZERO).min(start[usize::from(to)].duration)
    };
    network.node_ids().map(least).collect()
}

/// The least time from the end of service at each node to the depot.
pub(super) fn least_end(network: &Network, end: &[Leg]) -> Vec<Duration> {
    let by_way_of = |from, to| network.least_time(from, to) + end[usize::from(to)].duration;
    let least = |from| network.node_ids().map(|to| by_way_of(from, to)).min();
    network.node_ids().map(|from| least(from).unwrap_or(Duration::ZERO)).collect()
}
