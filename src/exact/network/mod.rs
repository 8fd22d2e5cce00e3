//! What vehicles visit, with riders put together who share one end of their ride.
//!
//! All who ride to one session leave the vehicle at one place by one deadline, and all who ride home
//! from it board at one place from one moment on. Such riders form a *group*; whoever shares his ride
//! with nobody, or has a longest ride or company to avoid, is a group of one. Of the two ends of a
//! ride one is the rider's own, and there he is known; the other is the group's.
//!
//! - An *alighting* group is known where it boards. Who is aboard alights together, which takes the
//!   sum of their times; or one alights, and the vehicle comes back for the others.
//! - A *boarding* group is known where it alights. Somebody boards, and who it was shows when he gets
//!   off; the time that his boarding took is counted then.
//!
//! Windows of a group's visit are the widest, and drives the shortest, of any of its riders, and time is
//! counted no earlier than it is spent. So every route has a path through the network that costs no
//! more, and what is true of all paths is true of all routes.

mod direction;
mod rides;

use rustc_hash::FxHashMap;

use crate::domain::{
    Duration, Instance, Leg, Load, PlaceId, RequestId, Stop, Tariff, Time, Totals, TypeId,
    VehicleSpec, Visit,
};
use crate::exact::event_model::gcd;
use crate::exact::riders::Riders;
pub(super) use direction::Direction;
use rides::Rides;

/// A visit of a rider or of a group.
pub(super) type NodeId = u16;

/// Index of a group.
pub(super) type GroupId = u16;

/// What happens at a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Action {
    /// Somebody of the group boards.
    Board,
    /// Somebody of the group alights, or all who are aboard.
    Alight,
}

/// A place where people of a group board or alight.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub action: Action,
    pub group: GroupId,
    /// Whose own end of the ride it is; none at the end that a group shares.
    pub rider: Option<RequestId>,
    /// Where, between which moments service begins, and how long the rider's own service takes. At
    /// the end that a group shares, service is over by the end of the window.
    pub visit: Visit,
    /// How long the rider's service takes at the end that his group shares.
    pub elsewhere: Duration,
    /// What the rider needs of a vehicle.
    pub load: Load,
}

/// Riders who share one end of their ride.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub riders: Vec<RequestId>,
    /// Where a rider of the group is known.
    pub known_at: Action,
    /// The one rider's longest time from boarding to alighting, from beginning to beginning of service.
    pub longest: Option<Duration>,
    /// Nobody else may be aboard.
    pub alone: bool,
    /// Who may not be aboard at the same time.
    pub not_with: Riders,
    /// The shortest service of any rider at the end that they share.
    pub least_service: Duration,
}

/// Nodes, and the drives between them.
#[derive(Clone, Debug)]
pub(super) struct Network {
    pub nodes: Vec<Node>,
    pub groups: Vec<Group>,
    /// The stops that each node stands for.
    stops: Vec<Vec<Stop>>,
    legs: Vec<Leg>,
    /// Between any two nodes the least time on the way, whatever is visited in between.
    least: Vec<Duration>,
    /// Whether no way round is shorter than a drive.
    is_metric: bool,
    /// After each node, the nodes where somebody may board next.
    boarding: Vec<Vec<NodeId>>,
    /// For each group the nodes where people of it alight.
    alighting: Vec<Vec<NodeId>>,
    /// For each node and group the first moment at which somebody of the group can come to the node.
    aboard_from: Vec<Time>,
    /// For each node and group the last moment to leave the node and set somebody of the group down.
    leave_by: Vec<Time>,
}

impl Network {
    /// The network of an instance.
    pub fn new(instance: &Instance, direction: Direction) -> Self {
        Self::of(Rides { instance, direction, shares: true })
    }

    /// The network in which nobody is put together with others. Who shares an end when time runs one way
    /// may be alone when it runs the other way.
    pub fn of_single_riders(instance: &Instance, direction: Direction) -> Self {
        Self::of(Rides { instance, direction, shares: false })
    }

    fn of(rides: Rides) -> Self {
        let groups = rides.groups();
        let (nodes, stops) = rides.nodes(&groups);
        let size = nodes.len();
        let mut legs = vec![Leg::default(); size * size];
        for from in 0..size {
            for to in (0..size).filter(|&to| to != from) {
                legs[from * size + to] = rides.shortest_leg(&stops[from], &stops[to]);
            }
        }
        let least = least_times(&nodes, &groups, &legs);
        let mut network = Self {
            is_metric: legs.iter().zip(&least).all(|(leg, &least)| leg.duration <= least),
            least,
            alighting: vec![Vec::new(); groups.len()],
            boarding: vec![Vec::new(); size],
            aboard_from: vec![Time::DISTANT_FUTURE; size * groups.len()],
            leave_by: vec![Time::DISTANT_PAST; size * groups.len()],
            nodes,
            groups,
            stops,
            legs,
        };
        network.connect();
        network
    }

    /// A node.
    #[inline]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[usize::from(id)]
    }

    /// A group.
    #[inline]
    pub fn group(&self, id: GroupId) -> &Group {
        &self.groups[usize::from(id)]
    }

    /// Whether every group is of one rider, so that who is aboard is known at any time.
    pub fn knows_everybody(&self) -> bool {
        self.groups.iter().all(|group| group.riders.len() == 1)
    }

    /// The stop of a node that is of one rider.
    pub fn stop(&self, id: NodeId) -> Stop {
        self.stops[usize::from(id)][0]
    }

    /// The node of every stop.
    pub fn nodes_of_stops(&self) -> FxHashMap<Stop, NodeId> {
        let stops = self.node_ids().zip(&self.stops);
        stops.flat_map(|(id, stops)| stops.iter().map(move |&stop| (stop, id))).collect()
    }

    /// The ids of all nodes.
    pub fn node_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        0..self.nodes.len() as NodeId
    }

    /// Who becomes known at this node.
    #[inline]
    pub fn known(&self, id: NodeId) -> Option<RequestId> {
        let node = self.node(id);
        node.rider.filter(|_| node.action == self.group(node.group).known_at)
    }

    /// The drive from one node to another.
    #[inline]
    pub fn leg(&self, from: NodeId, to: NodeId) -> Leg {
        self.legs[usize::from(from) * self.nodes.len() + usize::from(to)]
    }

    /// The least time from the end of service at one node to its beginning at another.
    #[inline]
    pub fn least_time(&self, from: NodeId, to: NodeId) -> Duration {
        self.least[usize::from(from) * self.nodes.len() + usize::from(to)]
    }

    /// Whether time allows to go from one node to another and back, in either order.
    pub fn goes_round(&self, one: NodeId, other: NodeId) -> bool {
        let fits = |from: NodeId, to: NodeId| {
            let (visit, next) = (self.node(from).visit, self.node(to).visit);
            let leaves = visit.window.earliest + visit.service;
            leaves + self.least_time(from, to) <= next.window.latest
        };
        one != other && fits(one, other) && fits(other, one)
    }

    /// Where somebody may board after this node.
    pub fn boarding(&self, node: NodeId) -> &[NodeId] {
        &self.boarding[usize::from(node)]
    }

    /// Where people of the group alight.
    #[inline]
    pub fn alighting(&self, group: GroupId) -> &[NodeId] {
        &self.alighting[usize::from(group)]
    }

    /// The last moment to leave the node, service done, and still set somebody of the group down in
    /// time; of an alighting group, less the time it takes to alight.
    #[inline]
    pub fn leave_by(&self, node: NodeId, group: GroupId) -> Time {
        self.leave_by[usize::from(node) * self.groups.len() + usize::from(group)]
    }

    /// The first moment at which a vehicle can come to the node with somebody of the group aboard, who has
    /// boarded elsewhere or has done so there.
    #[inline]
    pub fn aboard_from(&self, node: NodeId, group: GroupId) -> Time {
        self.aboard_from[usize::from(node) * self.groups.len() + usize::from(group)]
    }

    /// Whether a group that is aboard can alight right here, so that nobody boards before.
    pub fn is_destination(&self, group: GroupId, place: PlaceId) -> bool {
        let exit = self.node(self.alighting(group)[0]);
        let shares = self.group(group).riders.len() > 1 && exit.rider.is_none();
        self.is_metric && shares && exit.visit.place == place
    }

    fn connect(&mut self) {
        for id in self.node_ids() {
            let Node { action, group, visit, .. } = *self.node(id);
            if action == Action::Alight {
                self.alighting[usize::from(group)].push(id);
                continue;
            }
            let leaves = visit.window.earliest + visit.service;
            for to in self.node_ids() {
                let way = if to == id { Duration::ZERO } else { self.least_time(id, to) };
                let slot = usize::from(to) * self.groups.len() + usize::from(group);
                self.aboard_from[slot] = self.aboard_from[slot].min(leaves + way);
            }
        }
        for from in self.node_ids() {
            let here = self.node(from).visit;
            let next: Vec<NodeId> = self.node_ids().filter(|&to| to != from).collect();
            for to in next {
                let node = self.node(to);
                let earliest = here.window.earliest + here.service;
                if node.action == Action::Board {
                    let arrives = earliest + self.leg(from, to).duration;
                    if arrives <= node.visit.window.latest && self.is_in_order(from, to) {
                        self.boarding[usize::from(from)].push(to);
                    }
                } else {
                    let by = node.visit.window.latest - self.least_time(from, to);
                    let slot = usize::from(from) * self.groups.len() + usize::from(node.group);
                    self.leave_by[slot] = self.leave_by[slot].max(by);
                }
            }
        }
    }

    /// Whether a group may board at `to` right after another has at `from`: at one place, the group
    /// that can begin first goes first.
    fn is_in_order(&self, from: NodeId, to: NodeId) -> bool {
        let key = |id: NodeId| {
            let node = self.node(id);
            let shared = node.action == Action::Board && node.rider.is_none();
            shared.then_some((node.visit.place, node.visit.window.earliest, id))
        };
        match (key(from), key(to)) {
            (Some(one), Some(two)) if self.is_metric && one.0 == two.0 => one <= two,
            _ => true,
        }
    }

    /// The drives from the depot to each node, and from each node to the depot, as time runs.
    pub fn depot_legs(
        &self,
        instance: &Instance,
        direction: Direction,
        spec: &VehicleSpec,
    ) -> (Vec<Leg>, Vec<Leg>) {
        let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
        let (start, end) = (depot(spec.start), depot(spec.end));
        let shortest = |leg: &dyn Fn(&Visit) -> Leg| -> Vec<Leg> {
            let of_node = |stops: &Vec<Stop>| {
                let legs = stops.iter().map(|&stop| leg(instance.visit(direction.stop(stop))));
                legs.min_by_key(|leg| (leg.duration, leg.distance))
                    .expect("a node stands for some stop")
            };
            self.stops.iter().map(of_node).collect()
        };
        let out = shortest(&|visit| instance.first_leg(&start, visit));
        let back = shortest(&|visit| instance.leg(visit, &end));
        match direction {
            Direction::Forward => (out, back),
            Direction::Backward => (back, out),
        }
    }

    /// What divides the cost of every route of a vehicle type, in parts of an øre.
    pub fn step_of_costs(&self, instance: &Instance, kind: TypeId) -> i64 {
        let spec = instance.spec(kind);
        let (start, end) = self.depot_legs(instance, Direction::Forward, spec);
        let legs = self.legs.iter().chain(&start).chain(&end);
        let drives = legs.map(|&leg| Totals {
            distance: leg.distance,
            driving: leg.duration,
            ..Totals::default()
        });
        let services = instance
            .requests()
            .iter()
            .flat_map(|request| [request.pickup.service, request.dropoff.service]);
        let boarding = services.map(|boarding| Totals { boarding, ..Totals::default() });
        let parts = drives.chain(boarding).map(|totals| spec.tariff.parts(totals));
        parts.fold(Tariff::PARTS_PER_ORE, gcd)
    }
}

/// The least time between any two nodes, counting service at what is visited in between (Floyd 1962).
fn least_times(nodes: &[Node], groups: &[Group], legs: &[Leg]) -> Vec<Duration> {
    let size = nodes.len();
    let mut least: Vec<Duration> = legs.iter().map(|leg| leg.duration).collect();
    for (via, node) in nodes.iter().enumerate() {
        let group = &groups[usize::from(node.group)];
        let is_known = node.rider.is_some() && node.action == group.known_at;
        let service = if is_known { node.visit.service } else { group.least_service };
        let onward = least[via * size..(via + 1) * size].to_vec();
        for from in 0..size {
            let there = least[from * size + via] + service;
            let row = &mut least[from * size..(from + 1) * size];
            for (time, &onward) in row.iter_mut().zip(&onward) {
                *time = (*time).min(there + onward);
            }
        }
    }
    least
}
