//! Bound, fix, close: how a plan is proven to be the cheapest.
//!
//! 1. Column generation gives a bound.
//! 2. Arcs of the event graph are dropped that no plan drives which is better than the known one, and
//!    close to the bound.
//! 3. The event model over what is left finds the optimum. If that is not close to the bound, nothing
//!    is, which is a better bound; then the same is done farther from it.
//!
//! Where there are too many paths for that, drives chosen one by one give a bound, and column generation
//! goes on with paths that remember less.
//!
//! This is for days on which it is always known who is aboard (no two rides share a centre and a time),
//! whose paths and events are few enough, and whose vehicles neither rest nor charge for waiting. On
//! other days the bound climbs as long as there is time, by waves first where there are any, and the
//! plan is proven if they meet.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Instant;

use crate::domain::{Instance, Money, TypeId};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::bound::Bound;
use crate::exact::climb::{Task, climb, strict_bound};
use crate::exact::costs::{Rounding, priced, prices};
use crate::exact::event_graph::EventGraph;
use crate::exact::event_model::EventModel;
use crate::exact::fixing::least_reduced_costs;
use crate::exact::fleet::{Fleet, Span};
use crate::exact::highs::Effort;
use crate::exact::links::Links;
use crate::exact::network::{Direction, Network};
use crate::exact::riders::Riders;
use crate::exact::tours::{Reach, tour_bound};
use crate::exact::waves::Waves;

/// What is proven, and the best routes found on the way.
#[derive(Clone, Debug)]
pub struct Proof {
    /// No plan that serves everybody costs less; `None` where nothing is proven.
    pub bound: Option<Money>,
    /// Routes no worse than the known ones.
    pub routes: Vec<Arc<Route>>,
    /// Whether no better routes exist.
    pub is_optimal: bool,
    /// What the bound rests on, as far as it was not raised by closing the gap: for each part of the
    /// fleet, so that every plan keeps to one. None where nothing is proven.
    pub prices: Vec<Prices>,
}

/// Prices that prove a bound of the plans that keep to a part of the fleet, in parts of an øre.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prices {
    /// What each request is worth.
    pub requests: Vec<i64>,
    /// For each vehicle type, no route costs less than its requests are worth by more than this; less
    /// than nothing if each costs more.
    pub types: Vec<i64>,
    /// How many vehicles of each type such a plan uses, least and most.
    pub of_type: Vec<(usize, usize)>,
    /// How many of all types together.
    pub all: (usize, usize),
}

impl Prices {
    /// What a bound rests on that holds for this part of the fleet or for a larger one.
    pub(super) fn of(bound: &Bound, fleet: &Fleet) -> Self {
        let types = bound.duals.types.iter().zip(&bound.least);
        let earns = |(dual, least): (&i64, &i64)| dual.saturating_add(*least).saturating_neg();
        let span = |span: &Span| (span.least, span.most);
        Self {
            requests: bound.duals.requests.clone(),
            types: types.map(earns).collect(),
            of_type: fleet.of_type.iter().map(span).collect(),
            all: span(&fleet.all),
        }
    }
}

/// How far a proof goes.
pub struct Limits<'a> {
    /// Whether it is time to stop; asked between steps.
    pub is_over: &'a (dyn Fn() -> bool + Sync),
    /// What a MILP that starts now may take.
    pub effort: &'a (dyn Fn() -> Effort + Sync),
}

/// The most events of a graph that is built.
const MOST_EVENTS: usize = 20_000;
/// The most paths that fixing looks at, in each direction.
const MOST_PATHS: usize = 1_000_000;
/// How far above the bound the optimum is looked for at first, as a share of the bound, and how many
/// times as far when it is not found there.
const REACH: (f64, i64) = (0.0015, 3);

/// Proves as much as the limits allow, starting from a pool of routes. `best` gives the best routes
/// known at any time, which serve everybody; `tell` hears of every better bound.
///
/// # Errors
/// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
pub fn prove(
    instance: &Instance,
    best: &(dyn Fn() -> Vec<Arc<Route>> + Sync),
    pool: &[Arc<Route>],
    limits: &Limits,
    tell: &dyn Fn(Money),
) -> Result<Proof> {
    let known = best();
    let requests = instance.requests().len();
    let cost = priced(instance, &known).filter(|_| (1..=Riders::MOST).contains(&requests));
    let Some(cost) = cost else {
        return Ok(Proof { bound: None, routes: known, is_optimal: false, prices: Vec::new() });
    };
    let network = Network::new(instance, Direction::Forward);
    let links = Links::new(instance, &network, Waves::of(instance, &network));
    let rounding = Rounding::of(instance, &network);
    let (started, effort) = (Instant::now(), (limits.effort)());
    let better: RefCell<Vec<Vec<Arc<Route>>>> = RefCell::default();
    let best = || cheapest(instance, best(), &better.borrow());
    let task = Task {
        instance,
        network: &network,
        links: &links,
        start: &known.into_iter().chain(pool.iter().cloned()).collect::<Vec<_>>(),
        prices: &prices(instance, cost),
        target: &|| rounding.target(priced(instance, &best()).unwrap_or(cost)),
        spent: &|| match effort {
            Effort::Time(all) => started.elapsed().as_secs_f64() / all.as_secs_f64(),
            Effort::Nodes(_) => 0.0,
        },
        effort: limits.effort,
        found: &|routes| better.borrow_mut().extend([routes]),
        is_over: limits.is_over,
        tell: &|bound| tell(rounding.least_cost(bound)),
    };
    let bound = if network.knows_everybody() { strict_bound(&task)? } else { None };
    if let Some(bound) = bound {
        return Closing { instance, network: &network, rounding, bound, limits, tell }.run(&best);
    }
    let (bound, prices) = best_bound(task)?.unzip();
    let routes = best();
    let cost = priced(instance, &routes).unwrap_or(cost);
    let bound = bound.map(|bound| rounding.least_cost(bound).min(cost));
    let prices = prices.unwrap_or_default();
    Ok(Proof { bound, is_optimal: bound == Some(cost), routes, prices })
}

/// The best bound of tours, which rests on no prices, and of paths, where these can climb to the optimum
/// or there are too many of them.
fn best_bound(task: Task) -> Result<Option<(i64, Vec<Prices>)>> {
    let Task { instance, prices, target, is_over, tell, .. } = task;
    let by_tours = match task.network.knows_everybody() {
        true => tour_bound(instance, prices, &Reach { target, is_over, tell })?,
        false => None,
    };
    let by_tours = by_tours.map(|bound| (bound, Vec::new()));
    Ok(by_tours.into_iter().chain(climb_either(task)?).max_by_key(|(bound, _)| *bound))
}

/// The best bound by waves, or by whole days: not each chain of wave routes can be driven.
fn climb_either(task: Task) -> Result<Option<(i64, Vec<Prices>)>> {
    let by_waves = climb(&task)?;
    let is_proven = by_waves.as_ref().is_some_and(|(bound, _)| *bound >= (task.target)());
    if is_proven || !task.links.is_any() || (task.is_over)() {
        return Ok(by_waves);
    }
    let whole = Links::new(task.instance, task.network, Waves::whole_day(task.instance));
    let by_days = climb(&Task { links: &whole, ..task })?;
    Ok(by_waves.into_iter().chain(by_days).max_by_key(|(bound, _)| *bound))
}

/// The cheapest of these plans that serves everybody, as the known one does.
fn cheapest(
    instance: &Instance,
    known: Vec<Arc<Route>>,
    others: &[Vec<Arc<Route>>],
) -> Vec<Arc<Route>> {
    let cost = |routes: &Vec<Arc<Route>>| priced(instance, routes);
    let others =
        others.iter().filter(|routes| cost(routes).is_some() && cost(routes) < cost(&known));
    others.min_by_key(|routes| cost(routes)).cloned().unwrap_or(known)
}

/// Prices that prove a bound, where the best routes are known and were found by other means; none if
/// there are none in time.
///
/// # Errors
/// As [`prove`].
pub fn price(
    instance: &Instance,
    known: &[Arc<Route>],
    is_over: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Prices>> {
    let requests = instance.requests().len();
    let cost = priced(instance, known).filter(|_| (1..=Riders::MOST).contains(&requests));
    let Some(cost) = cost else { return Ok(Vec::new()) };
    let network = Network::new(instance, Direction::Forward);
    let links = Links::new(instance, &network, Waves::whole_day(instance));
    let task = Task {
        instance,
        network: &network,
        links: &links,
        start: known,
        prices: &prices(instance, cost),
        target: &|| i64::MAX,
        spent: &|| 0.0,
        effort: &|| Effort::Nodes(0),
        found: &|_| (),
        is_over,
        tell: &|_| (),
    };
    let bound = strict_bound(&task)?;
    Ok(bound.iter().map(|bound| Prices::of(bound, &Fleet::of(instance))).collect())
}

/// What no plan that serves everybody costs less than, by tours alone; `None` if that cannot be told of
/// this instance.
///
/// # Errors
/// As [`prove`].
pub fn bound_of_tours(instance: &Instance, known: &[Arc<Route>]) -> Result<Option<Money>> {
    let Some(cost) = priced(instance, known) else { return Ok(None) };
    let reach = Reach { target: &|| i64::MAX, is_over: &|| false, tell: &|_| () };
    let bound = tour_bound(instance, &prices(instance, cost), &reach)?;
    let rounding = Rounding::of(instance, &Network::new(instance, Direction::Forward));
    Ok(bound.map(|bound| rounding.least_cost(bound)))
}

/// From a bound to the optimum.
struct Closing<'a> {
    instance: &'a Instance,
    network: &'a Network,
    rounding: Rounding,
    bound: Bound,
    limits: &'a Limits<'a>,
    tell: &'a dyn Fn(Money),
}

impl Closing<'_> {
    fn run(&self, best: &dyn Fn() -> Vec<Arc<Route>>) -> Result<Proof> {
        let mut routes = best();
        let mut bound = self.rounding.least_cost(self.bound.value).min(self.cost(&routes));
        (self.tell)(bound);
        let graphs = if bound < self.cost(&routes) { self.event_graphs() } else { None };
        if let Some((graphs, reduced_costs)) = graphs {
            let model = EventModel::new(self.instance, &graphs);
            let mut reach = (self.bound.value as f64 * REACH.0) as i64;
            while bound < self.cost(&routes) && !(self.limits.is_over)() {
                // Every plan that costs less than this drives promising arcs alone.
                let target = self.rounding.least_cost(self.bound.value + reach);
                let target = target.min(self.cost(&routes));
                let most = self.rounding.most_parts(target) - self.bound.value;
                let keep = |kind: TypeId, arc: usize| {
                    let most = most + self.bound.spared_by_a_route(kind);
                    reduced_costs[kind.index()][arc] <= most
                };
                let plan =
                    model.solve(&routes, (self.limits.effort)(), self.limits.is_over, &keep)?;
                let found = self.cost(&plan.routes);
                // Its bound, not its optimum: it does not see invoices rounded.
                let proven = plan.bound.map_or(bound, |inside| inside.min(target).max(bound));
                let known = best();
                routes = if self.cost(&known) < found { known } else { plan.routes };
                bound = proven.min(self.cost(&routes));
                (self.tell)(bound);
                if found <= target || !plan.is_complete {
                    break;
                }
                reach *= REACH.1;
            }
        }
        let (is_optimal, whole) = (bound >= self.cost(&routes), Fleet::of(self.instance));
        let prices = vec![Prices::of(&self.bound, &whole)];
        Ok(Proof { bound: Some(bound), is_optimal, routes, prices })
    }

    /// What routes cost, taxis for all others included, that leave nobody out.
    fn cost(&self, routes: &[Arc<Route>]) -> Money {
        priced(self.instance, routes).expect("no plan as cheap as the known one leaves anybody out")
    }

    /// The event graphs of all vehicle types with the reduced costs of their arcs; `None` where the
    /// event model is no help.
    fn event_graphs(&self) -> Option<(Vec<EventGraph>, Vec<Vec<i64>>)> {
        if !self.network.knows_everybody() {
            return None;
        }
        let kinds = (0..self.instance.types().len() as u32).map(TypeId);
        let graphs = kinds.map(|kind| EventGraph::build(self.instance, kind, MOST_EVENTS));
        let graphs: Vec<EventGraph> = graphs.collect::<Option<_>>()?;
        let backward = Network::of_single_riders(self.instance, Direction::Backward);
        let reduced_costs = graphs.iter().map(|graph| {
            least_reduced_costs(
                self.instance,
                [self.network, &backward],
                graph,
                &self.bound,
                MOST_PATHS,
                self.limits.is_over,
            )
        });
        let reduced_costs = reduced_costs.collect::<Option<_>>()?;
        Some((graphs, reduced_costs))
    }
}
