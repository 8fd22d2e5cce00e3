//! Routes that would improve the linear relaxation, where it is always known who is aboard: shortest
//! paths with resources, by labels that are made when they are met.
//!
//! | symbol | here | meaning |
//! |---|---|---|
//! | v | `stop` | where the path has come to |
//! | O | `open` | who is aboard |
//! | V | `past` | who has been served and could be again |
//! | c | `cost` | its cost so far, less what those are worth who have boarded |
//! | A | `begins` | when service begins at v at the earliest |
//! | C_r, D_r | [`Clock`](label::Clock) | when service begins at v at B, rider r can have boarded at min(C_r, B − D_r) at the latest |
//!
//! On the way to the next stop w, whose service begins by U, D_r grows by the time it takes, and C_r
//! becomes min(C_r, U − D_r). Where r himself alights, U is no later than C_r and his longest ride. The
//! driver's duty is a ride from depot to depot. What C and D cannot bring about before windows do is
//! levelled, so that labels compare as equal.
//!
//! - Label 1 makes label 2 superfluous at the same stop if c₁ ≤ c₂, A₁ ≤ A₂, O₁ ⊆ O₂, V₁ ⊆ V₂ ∪ O₂ as far as
//!   it can still be reached, and no clock of O₁ leaves less time (Gschwind and Irnich 2015,
//!   doi:10.1287/trsc.2014.0531). This asks that whoever leaves a stop out is no later and drives no
//!   dearer, and that riders are paid for where they board.
//! - Against the clock the same is done without longest rides and duty. Its labels tell what each path
//!   can still gain at most ([`completion`]), so that few labels are left in the pricing as the clock runs,
//!   which is exact. The bound in either direction is that of Righini and Salani (2006,
//!   doi:10.1016/j.disopt.2006.05.007), who let paths meet; here they only limit each other.
//! - Labels against the clock are few if it is known what paths cost at least up to each stop ([`ahead`]):
//!   that leaves cuts out of account, and serves for several pricings.
//! - No path serves anybody twice, so there is no need to remember more or less.
//!
//! It holds in whole numbers, as all of a bound must.

mod ahead;
mod completion;
mod crowd;
mod drives;
mod front;
mod grow;
mod label;
mod set_down;
mod stops;
#[cfg(test)]
mod twin;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{Instance, RequestId, Stop, Tariff, TypeId};
use crate::evaluate::Route;
use crate::exact::cuts::WaveCuts;
use crate::exact::links::Links;
use crate::exact::network::{Direction, Network, NodeId};
use crate::exact::pricers::Listed;
use crate::exact::pricing::{Care, Duals, Fair, Found, LOOKED_AT, Path};
use crate::exact::tours::are_direct;
use ahead::Ahead;
use completion::Completion;
use crowd::Crowd;
use drives::stop;
use front::{Dominance, Fronts, Rule};
use grow::{Growth, Limits};
use stops::{StopId, Stops};

/// Labels of a quick pricing.
const MOST_QUICK: usize = 500_000;

/// Prices the routes of one vehicle type.
#[derive(Debug)]
pub(super) struct Riding<'a> {
    instance: &'a Instance,
    links: &'a Links,
    kind: TypeId,
    /// The stops as time runs, and against it.
    forward: Stops,
    backward: Stops,
    nodes: FxHashMap<Stop, NodeId>,
    /// What was seen ahead in the last exact pricing, if it still helps.
    ahead: Option<Ahead>,
    /// Paths against the clock of the last exact pricing, and what requests were worth.
    seen: Option<(Fronts, Vec<i64>)>,
}

/// What was seen ahead is of no more use where requests have gained more together than such a part of
/// what one is worth.
const WORN: i64 = 4;

/// How long labels grow, and what for.
struct Task<'a> {
    duals: &'a Duals,
    cuts: &'a WaveCuts,
    limits: Limits<'a>,
}

impl<'a> Riding<'a> {
    /// A pricer for each vehicle type; `None` where it is not always known who is aboard, where leaving
    /// stops out can do harm, or where more than drives and boarding is paid for.
    pub fn of_all(
        instance: &'a Instance,
        network: &Network,
        links: &'a Links,
    ) -> Option<Vec<Self>> {
        let decide = |kind: TypeId| Route::labels_decide(instance.spec(kind));
        let kinds = || (0..instance.types().len() as u32).map(TypeId);
        let can = !links.is_any()
            && instance.requests().len() <= Crowd::MOST
            && network.knows_everybody()
            && kinds().all(decide)
            && are_direct(instance);
        let all = kinds().map(|kind| {
            let stops = |direction| Stops::new(instance, kind, direction);
            let (forward, backward) = (stops(Direction::Forward), stops(Direction::Backward));
            let nodes = network.nodes_of_stops();
            let is_cheap = forward.are_cheap();
            is_cheap.then_some(Self {
                instance,
                links,
                kind,
                forward,
                backward,
                nodes,
                ahead: None,
                seen: None,
            })
        });
        if can { all.collect() } else { None }
    }

    /// The vehicle type.
    pub fn kind(&self) -> TypeId {
        self.kind
    }

    /// Paths of negative reduced cost, at most so many.
    pub fn price(
        &mut self,
        duals: &Duals,
        care: Care,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Found {
        let (rule, labels) = match care {
            Care::Quick(most) => (Rule::Loose(most), MOST_QUICK),
            Care::Worn => (Rule::Strict, MOST_QUICK),
            Care::Exact(most) => (Rule::Strict, most),
        };
        let cuts = &self.cuts(duals);
        let task = Task { duals, cuts, limits: Limits { labels, is_over } };
        if rule != Rule::Strict {
            let (growth, is_whole) = self.grown(&task, rule, None, 0);
            let (paths, least) = (self.choose(&growth, duals, most), growth.least);
            return Found { paths, least, is_exact: false, is_whole };
        }
        if care == Care::Worn {
            let Some((fronts, worth)) = &self.seen else { return Found::nothing() };
            let completion = Completion::new(&self.forward, cuts, fronts, worth);
            let (growth, is_whole) =
                self.grown(&task, rule, Some(&completion), duals.margin_of_worn());
            let (paths, least) = (self.choose(&growth, duals, most), growth.least.min(0));
            return Found { paths, least, is_exact: false, is_whole };
        }
        let fronts = if self.look_ahead(&task) { self.backward(&task, 0) } else { None };
        let Some(fronts) = fronts else {
            return Found { paths: Vec::new(), least: i64::MAX, is_exact: false, is_whole: false };
        };
        let completion = self.completion(&task, &fronts);
        let (growth, is_whole) = self.grown(&task, rule, Some(&completion), 0);
        // Whatever costs no less than nothing was not looked at.
        let (paths, least) = (self.choose(&growth, duals, most), growth.least.min(0));
        self.seen = Some((fronts, duals.requests.clone()));
        Found { paths, least, is_exact: is_whole, is_whole }
    }

    /// All routes whose reduced cost is less than that, each the cheapest of those that serve the same
    /// riders; `None` if there are too many to tell, or it is over.
    pub fn list(
        &self,
        duals: &Duals,
        below: i64,
        most: Listed,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Arc<Route>>> {
        let Listed { labels, routes } = most;
        let cuts = &self.cuts(duals);
        let task = Task { duals, cuts, limits: Limits { labels, is_over } };
        let fronts = self.backward(&task, below)?;
        let completion = self.completion(&task, &fronts);
        let (growth, is_whole) = self.grown(&task, Rule::Listing, Some(&completion), below);
        let mut listed = FxHashSet::default();
        let is_new = |&&(_, end): &&(i64, u32)| listed.insert(growth.served(end));
        let ends: Vec<_> = growth.ends.iter().filter(is_new).collect();
        if !is_whole || ends.len() > routes {
            return None;
        }
        // Were one of them no route, what is missing could not be told.
        let route = |&&(_, end): &&(i64, u32)| {
            Route::new(self.instance, self.kind, self.stops_of(&growth.path(end))).map(Arc::new)
        };
        ends.iter().map(route).collect()
    }

    fn cuts(&self, duals: &Duals) -> WaveCuts {
        WaveCuts::new(&duals.cuts, self.links, 0, duals.requests.len())
    }

    /// Labels as time runs, and whether there were not too many, and was time. Ends are sorted.
    fn grown<'b>(
        &'b self,
        task: &Task<'b>,
        rule: Rule,
        completion: Option<&'b Completion<'b>>,
        below: i64,
    ) -> (Growth<'b>, bool) {
        let how = Dominance { stops: &self.forward, cuts: task.cuts, rule };
        let spec = self.instance.spec(self.kind);
        let mut growth = Growth::new(spec, how, &task.duals.requests);
        growth.meet(completion, below);
        let is_whole = growth.run(self.vehicle(task.duals), &task.limits);
        growth.ends.sort_unstable();
        (growth, is_whole)
    }

    /// What a vehicle costs to begin with.
    fn vehicle(&self, duals: &Duals) -> i64 {
        let fee = self.instance.spec(self.kind).tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE;
        fee - duals.types[self.kind.index()]
    }

    /// Looks ahead anew, unless what was seen before still helps; false if there is too much to see.
    fn look_ahead(&mut self, task: &Task) -> bool {
        let worth = &task.duals.requests;
        let vehicle = self.vehicle(task.duals);
        let typical = worth.iter().sum::<i64>() / worth.len().max(1) as i64;
        let helps = |ahead: &Ahead| ahead.slack(worth, vehicle) < typical / WORN;
        if self.ahead.as_ref().is_some_and(helps) {
            return true;
        }
        let spec = self.instance.spec(self.kind);
        // Memory for one at a time.
        self.ahead = None;
        self.ahead = Ahead::see(spec, &self.forward, (worth, vehicle), &task.limits);
        self.ahead.is_some()
    }

    /// Paths against the clock that can be part of one that costs less than that; `None` if they are too
    /// many.
    fn backward(&self, task: &Task, below: i64) -> Option<Fronts> {
        let how = Dominance { stops: &self.backward, cuts: task.cuts, rule: Rule::Relaxed };
        let mut growth = Growth::new(self.instance.spec(self.kind), how, &task.duals.requests);
        let vehicle = self.vehicle(task.duals);
        let seen = self.ahead.as_ref();
        let worth = &task.duals.requests;
        let slack = seen.map_or(0, |ahead| ahead.slack(worth, vehicle));
        let seen = seen.map(|ahead| ahead.completion(&self.backward, worth));
        growth.meet(seen.as_ref(), below.saturating_add(slack));
        let is_whole = growth.run(0, &task.limits);
        is_whole.then_some(growth.fronts)
    }

    fn completion<'b>(&'b self, task: &Task<'b>, fronts: &'b Fronts) -> Completion<'b> {
        Completion::new(&self.forward, task.cuts, fronts, &task.duals.requests)
    }

    /// Some of the best paths, such that no request is in too many of them.
    fn choose(&self, growth: &Growth, duals: &Duals, most: usize) -> Vec<Path> {
        let mut fair = Fair::new(duals.requests.len(), most);
        let mut paths = Vec::new();
        for &(reduced_cost, end) in growth.ends.iter().take(LOOKED_AT) {
            let stops = self.stops_of(&growth.path(end));
            let riders: Vec<RequestId> = boarding(&stops).collect();
            if !fair.takes(&riders) {
                continue;
            }
            let worth: i64 = riders.iter().map(|rider| duals.requests[rider.index()]).sum();
            let vehicle = duals.types[self.kind.index()];
            let paid = growth.how.cuts.paid(riders.into_iter());
            let nodes = stops.iter().map(|stop| self.nodes[stop]).collect();
            let cost = reduced_cost + worth + vehicle - paid;
            paths.push(Path { cost, nodes, rested: (true, true) });
        }
        paths
    }

    fn stops_of(&self, path: &[StopId]) -> Vec<Stop> {
        path.iter().map(|&at| stop(self.forward.requests, usize::from(at))).collect()
    }
}

/// Who boards at these stops, in turn.
fn boarding(stops: &[Stop]) -> impl Iterator<Item = RequestId> {
    stops.iter().filter_map(|stop| match stop {
        Stop::Pickup(rider) => Some(*rider),
        Stop::Dropoff(_) => None,
    })
}
