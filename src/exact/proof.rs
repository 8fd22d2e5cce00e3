//! Bound, fix, close: how a plan is proven to be the cheapest.
//!
//! 1. Column generation gives a bound.
//! 2. Arcs of the event graph are dropped that no plan drives which is better than the known one, and
//!    close to the bound.
//! 3. The event model over what is left finds the optimum. If that is not close to the bound, nothing
//!    is, which is a better bound; then the same is done farther from it.
//!
//! The bound holds for every day. The last two steps need a day on which it is always known who is
//! aboard (no two rides share a centre and a time), whose events are few enough, and whose vehicles
//! neither rest nor charge for waiting; other days keep a gap between plan and bound.

use std::sync::Arc;

use crate::domain::{Instance, Money, Request, Tariff, TypeId};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::bound::{Bound, generate};
use crate::exact::event_graph::EventGraph;
use crate::exact::event_model::{EventModel, gcd};
use crate::exact::fixing::least_reduced_costs;
use crate::exact::highs::Effort;
use crate::exact::network::{Direction, Network};
use crate::exact::riders::Riders;

/// What is proven, and the best routes found on the way.
#[derive(Clone, Debug)]
pub struct Proof {
    /// No plan that serves everybody costs less; `None` where nothing is proven.
    pub bound: Option<Money>,
    /// Routes no worse than the known ones.
    pub routes: Vec<Arc<Route>>,
    /// Whether no better routes exist.
    pub is_optimal: bool,
    /// What the bound rests on, as far as it was not raised by closing the gap.
    pub prices: Option<Prices>,
}

/// Prices that prove a bound by themselves, in parts of an øre.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prices {
    /// What each request is worth.
    pub requests: Vec<i64>,
    /// For each vehicle type, no route costs less than its requests are worth by more than this.
    pub types: Vec<i64>,
}

impl Prices {
    fn of(bound: &Bound) -> Self {
        let types = bound.duals.types.iter().zip(&bound.least);
        let earns = |(dual, least): (&i64, &i64)| -dual.saturating_add(*least).min(0);
        Self { requests: bound.duals.requests.clone(), types: types.map(earns).collect() }
    }
}

/// How far a proof goes.
pub struct Limits<'a> {
    /// Whether it is time to stop; asked between steps.
    pub is_over: &'a (dyn Fn() -> bool + Sync),
    /// What a MILP that starts now may take.
    pub effort: &'a (dyn Fn() -> Effort + Sync),
    /// Whether to go on where the bound takes many times as long as the search.
    pub is_patient: bool,
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
    let start: Vec<Arc<Route>> = known.iter().chain(pool).cloned().collect();
    let Some((network, bound)) = bounded(instance, &known, &start, limits)? else {
        return Ok(Proof { bound: None, routes: best(), is_optimal: false, prices: None });
    };
    let rounding = Rounding::of(instance, &network);
    let closing = Closing { instance, network: &network, rounding, bound, limits, tell };
    closing.run(best)
}

/// Prices that prove a bound, where the best routes are known and were found by other means.
///
/// # Errors
/// As [`prove`].
pub fn price(instance: &Instance, known: &[Arc<Route>], limits: &Limits) -> Result<Option<Prices>> {
    let bounded = bounded(instance, known, known, limits)?;
    Ok(bounded.map(|(_, bound)| Prices::of(&bound)))
}

/// The bound by column generation, starting from these routes; `None` where there is none.
fn bounded(
    instance: &Instance,
    known: &[Arc<Route>],
    start: &[Arc<Route>],
    limits: &Limits,
) -> Result<Option<(Network, Bound)>> {
    let requests = instance.requests().len();
    let cost = priced(instance, known).filter(|_| (1..=Riders::MOST).contains(&requests));
    let Some(cost) = cost else { return Ok(None) };
    let network = Network::new(instance, Direction::Forward);
    // Where there is no taxi, leaving somebody out costs more than the known plan: no better plan does.
    let price = |request: &Request| request.taxi_price.unwrap_or(cost + Money::ore(1));
    let parts = |money: Money| money.as_ore() * Tariff::PARTS_PER_ORE;
    let prices: Vec<i64> = instance.requests().iter().map(price).map(parts).collect();
    let bound = generate(instance, &network, start, &prices, limits)?;
    Ok(bound.map(|bound| (network, bound)))
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
                let plan = model.solve(&routes, (self.limits.effort)(), &keep)?;
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
        let (is_optimal, prices) = (bound >= self.cost(&routes), Prices::of(&self.bound));
        Ok(Proof { bound: Some(bound), is_optimal, routes, prices: Some(prices) })
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
        let reduced_costs = graphs.iter().map(|graph| {
            least_reduced_costs(
                self.instance,
                self.network,
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

/// What routes and taxis for all others cost; `None` if somebody is left out.
fn priced(instance: &Instance, routes: &[Arc<Route>]) -> Option<Money> {
    let served: Riders = routes.iter().flat_map(|route| route.requests()).collect();
    let others = instance.request_ids().filter(|&id| !served.contains(id));
    let taxis = others.map(|id| instance.request(id).taxi_price).sum::<Option<Money>>()?;
    Some(routes.iter().map(|route| route.cost()).sum::<Money>() + taxis)
}

/// The difference that rounding each vehicle's invoice to whole øre can make.
struct Rounding {
    /// Off or on all invoices together, in parts of an øre.
    most: i64,
}

impl Rounding {
    fn of(instance: &Instance, network: &Network) -> Self {
        let whole = Tariff::PARTS_PER_ORE;
        let step = |kind: TypeId| network.step_of_costs(instance, kind);
        let kinds = (0..instance.types().len() as u32).map(TypeId);
        let step = kinds.map(step).fold(whole, gcd);
        let vehicles = instance.vehicles().len().min(instance.requests().len()) as i64;
        Self { most: vehicles * (whole / 2 / step * step) }
    }

    /// What invoices come to at least that cost so much before rounding.
    fn least_cost(&self, parts: i64) -> Money {
        let whole = Tariff::PARTS_PER_ORE;
        Money::ore((parts - self.most + whole - 1).div_euclid(whole))
    }

    /// What invoices that come to this can cost at most before rounding.
    fn most_parts(&self, cost: Money) -> i64 {
        cost.as_ore() * Tariff::PARTS_PER_ORE + self.most
    }
}
