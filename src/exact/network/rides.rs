//! From requests to groups and nodes.

use rustc_hash::FxHashMap;

use crate::domain::{Duration, Instance, Leg, Load, PlaceId, RequestId, Stop, Time, Visit, Window};
use crate::exact::network::{Action, Direction, Group, GroupId, Node};

/// What riders of a group share.
#[derive(PartialEq, Eq, Hash)]
enum Kind {
    Single(RequestId),
    /// They alight at one place, service over by one moment.
    Alighting(PlaceId, Time),
    /// They board at one place from one moment on.
    Boarding(PlaceId, Time),
}

/// The rides of an instance, seen as time runs.
#[derive(Clone, Copy)]
pub(super) struct Rides<'a> {
    pub instance: &'a Instance,
    pub direction: Direction,
    /// Whether riders may be put together.
    pub shares: bool,
}

impl Rides<'_> {
    fn visit(&self, stop: Stop) -> Visit {
        self.direction.visit(self.instance, stop)
    }

    fn pickup(&self, rider: RequestId) -> Visit {
        self.visit(Stop::Pickup(rider))
    }

    fn dropoff(&self, rider: RequestId) -> Visit {
        self.visit(Stop::Dropoff(rider))
    }

    pub fn groups(&self) -> Vec<Group> {
        let mut shared: FxHashMap<Kind, Vec<RequestId>> = FxHashMap::default();
        let places = self.requests_at();
        for id in self.instance.request_ids() {
            shared.entry(self.kind(id, &places)).or_default().push(id);
        }
        let groups = shared.into_iter().map(|(kind, riders)| self.group(&kind, riders));
        let mut groups: Vec<Group> = groups.collect();
        groups.sort_unstable_by_key(|group| group.riders[0]);
        groups
    }

    /// How many requests board and how many alight at each place.
    fn requests_at(&self) -> FxHashMap<PlaceId, (usize, usize)> {
        let mut all: FxHashMap<PlaceId, (usize, usize)> = FxHashMap::default();
        for id in self.instance.request_ids() {
            all.entry(self.pickup(id).place).or_default().0 += 1;
            all.entry(self.dropoff(id).place).or_default().1 += 1;
        }
        all
    }

    /// What a request shares with others, if it shares its ride at all.
    fn kind(&self, id: RequestId, places: &FxHashMap<PlaceId, (usize, usize)>) -> Kind {
        let request = self.instance.request(id);
        let (pickup, dropoff) = (self.pickup(id), self.dropoff(id));
        if !self.shares
            || request.longest_ride.is_some()
            || request.alone
            || !request.not_with.is_empty()
        {
            return Kind::Single(id);
        }
        let (from, to) = (request.pickup.place, request.dropoff.place);
        let least = pickup.service + self.instance.travel().leg(from, to).duration;
        // A bound that the rider's other end implies is none.
        let alights_any_time = dropoff.window.earliest <= pickup.window.earliest + least;
        let boards_any_time = pickup.window.latest >= dropoff.window.latest - least;
        let (board, alight) = (places[&pickup.place].0, places[&dropoff.place].1);
        if alights_any_time && alight > 1 && alight >= board {
            Kind::Alighting(dropoff.place, dropoff.window.latest + dropoff.service)
        } else if boards_any_time && board > 1 {
            Kind::Boarding(pickup.place, pickup.window.earliest)
        } else {
            Kind::Single(id)
        }
    }

    fn group(&self, kind: &Kind, riders: Vec<RequestId>) -> Group {
        let boards = matches!(kind, Kind::Boarding(..)) && riders.len() > 1;
        let shared_service = |&rider: &RequestId| {
            if boards { self.pickup(rider).service } else { self.dropoff(rider).service }
        };
        let first = self.instance.request(riders[0]);
        // Backward, the service counts that comes first then.
        let board = self.pickup(riders[0]).service;
        Group {
            known_at: if boards { Action::Alight } else { Action::Board },
            longest: first.longest_ride.map(|longest| longest + board),
            alone: first.alone,
            not_with: first.not_with.iter().copied().collect(),
            least_service: riders.iter().map(shared_service).min().unwrap_or(Duration::ZERO),
            riders,
        }
    }

    /// The nodes, and the stops that each of them stands for.
    pub fn nodes(&self, groups: &[Group]) -> (Vec<Node>, Vec<Vec<Stop>>) {
        let mut nodes = Vec::new();
        let mut all_stops = Vec::new();
        for (id, group) in (0..).zip(groups) {
            for action in [Action::Board, Action::Alight] {
                let stop = |&rider: &RequestId| match action {
                    Action::Board => Stop::Pickup(rider),
                    Action::Alight => Stop::Dropoff(rider),
                };
                let stops: Vec<Stop> = group.riders.iter().map(stop).collect();
                if action == group.known_at {
                    nodes.extend(stops.iter().map(|&stop| self.own_node(id, action, stop)));
                    all_stops.extend(stops.into_iter().map(|stop| vec![stop]));
                } else {
                    nodes.push(self.shared_node(id, action, &stops));
                    all_stops.push(stops);
                }
            }
        }
        (nodes, all_stops)
    }

    fn own_node(&self, group: GroupId, action: Action, stop: Stop) -> Node {
        let rider = stop.request();
        let elsewhere = match action {
            Action::Board => self.dropoff(rider).service,
            Action::Alight => self.pickup(rider).service,
        };
        let load = self.instance.request(rider).load;
        Node { action, group, rider: Some(rider), visit: self.visit(stop), elsewhere, load }
    }

    /// The end that a group shares, open whenever it is for one of them.
    fn shared_node(&self, group: GroupId, action: Action, stops: &[Stop]) -> Node {
        let visits = || stops.iter().map(|&stop| self.visit(stop));
        let earliest = visits().map(|visit| visit.window.earliest).min();
        let latest = visits().map(|visit| match action {
            Action::Board => visit.window.latest,
            Action::Alight => visit.window.latest + visit.service,
        });
        let (earliest, latest) = earliest.zip(latest.max()).expect("a group has riders");
        let place = self.visit(stops[0]).place;
        let visit = Visit { place, window: Window { earliest, latest }, service: Duration::ZERO };
        let rider = (stops.len() == 1).then(|| stops[0].request());
        Node { action, group, rider, visit, elsewhere: Duration::ZERO, load: Load::EMPTY }
    }

    /// The shortest drive between any two of these stops.
    pub fn shortest_leg(&self, from: &[Stop], to: &[Stop]) -> Leg {
        let pairs = from.iter().flat_map(|&from| to.iter().map(move |&to| (from, to)));
        let legs = pairs.map(|(from, to)| self.direction.leg(self.instance, from, to));
        legs.min_by_key(|leg| (leg.duration, leg.distance)).expect("a node stands for some stop")
    }
}
