//! Arcs of the event graph that no plan better than a known one drives.
//!
//! A path from the depot to an arc, the arc, and a path from there to the depot: the least reduced
//! cost of all that fit together is that of the best route through the arc. If the bound plus this
//! exceeds what a known plan costs, no better plan uses the arc (Irnich, Desaulniers, Desrosiers and
//! Hadjar 2010, doi:10.1287/ijoc.1090.0341). The paths behind the arc are grown against the clock, in a
//! network that runs backwards.

use rustc_hash::FxHashMap;

use crate::domain::{Instance, Leg, RequestId, Stop, Tariff, Time, Totals, TypeId};
use crate::exact::bound::Bound;
use crate::exact::event_graph::{Event, EventArc, EventGraph};
use crate::exact::links::Links;
use crate::exact::memory::Memory;
use crate::exact::network::{Direction, Network};
use crate::exact::pricing::{Pricer, Reached};
use crate::exact::riders::Riders;
use crate::exact::waves::Waves;

/// Paths by the stop that they have come to and who is aboard then, sorted.
type Paths = FxHashMap<(Option<Stop>, Box<[RequestId]>), Vec<Reached>>;

/// For each arc of the graph the least reduced cost of a route through it, in parts of an øre,
/// [`i64::MAX`] where there is none; `None` if there are too many paths to tell. The networks, in
/// either direction, are of groups of one, as the events are.
pub(super) fn least_reduced_costs(
    instance: &Instance,
    [forward, backward]: [&Network; 2],
    graph: &EventGraph,
    bound: &Bound,
    most_labels: usize,
    is_over: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<i64>> {
    let kind = graph.kind();
    let paths = |network: &Network, direction| -> Option<Paths> {
        let memory = Memory::of_everybody(network);
        let links = Links::new(instance, network, Waves::whole_day(instance));
        let mut pricer = Pricer::new(instance, (network, direction), (&links, 0), kind, &memory);
        let mut paths = Paths::default();
        for reached in pricer.reached(&bound.duals, most_labels, is_over)? {
            let company = (reached.stop, reached.aboard.clone());
            paths.entry(company).or_default().push(reached);
        }
        Some(paths)
    };
    let (before, behind) =
        rayon::join(|| paths(forward, Direction::Forward), || paths(backward, Direction::Backward));
    let join = Join { instance, kind, graph, bound, before: before?, behind: behind? };
    Some(graph.arcs().iter().map(|arc| join.least(arc).unwrap_or(i64::MAX)).collect())
}

struct Join<'a> {
    instance: &'a Instance,
    kind: TypeId,
    graph: &'a EventGraph,
    bound: &'a Bound,
    before: Paths,
    behind: Paths,
}

impl Join<'_> {
    /// The least reduced cost of a path through the arc; `None` if there is no path.
    fn least(&self, arc: &EventArc) -> Option<i64> {
        let event = |id: Option<_>| id.map(|id| self.graph.event(id));
        let (from, to) = (event(arc.from), event(arc.to));
        let aboard: Box<[RequestId]> = from.map_or_else(Box::default, |event| event.aboard.clone());
        let riders: Riders = aboard.iter().copied().collect();
        let stop = |event: Option<&Event>| event.map(|event| event.stop);
        let before = self.before.get(&(stop(from), aboard.clone()))?;
        let behind = self
            .behind
            .get(&(stop(to).map(|stop| Direction::Backward.stop(stop)), aboard.clone()))?;
        let pairs = before.iter().flat_map(|one| behind.iter().map(move |two| (one, two)));
        let fitting = pairs.filter(|(one, two)| {
            let arrives = one.ready + arc.leg.duration - Time::MIDNIGHT;
            two.ready + arrives <= Time::MIDNIGHT
                && one.memory.shared_with(&two.memory).are_among(&riders, &riders)
        });
        let least = fitting.map(|(one, two)| one.cost + two.cost).min()?;
        Some(least + self.drive(arc) + self.counted_twice(&aboard))
    }

    fn drive(&self, arc: &EventArc) -> i64 {
        let Leg { duration: driving, distance } = arc.leg;
        let totals = Totals { distance, driving, ..Totals::default() };
        self.instance.spec(self.kind).tariff.parts(totals)
    }

    /// What both parts of a path count of the vehicle and of those who are aboard on the arc, to be
    /// added where it was taken off twice.
    fn counted_twice(&self, aboard: &[RequestId]) -> i64 {
        let tariff = &self.instance.spec(self.kind).tariff;
        let fee = tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE;
        let vehicle = self.bound.duals.types[self.kind.index()] - fee;
        let rider = |&id: &RequestId| {
            let request = self.instance.request(id);
            let boarding = request.pickup.service + request.dropoff.service;
            let boarding = Totals { boarding, ..Totals::default() };
            self.bound.duals.requests[id.index()] - tariff.parts(boarding)
        };
        vehicle + aboard.iter().map(rider).sum::<i64>()
    }
}
