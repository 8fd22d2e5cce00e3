//! Bound, fix, close: how a plan is proven to be the cheapest.
//!
//! 1. Column generation gives a bound.
//! 2. Where few routes can be part of a plan that is better than the known one, they are listed, and a
//!    MILP chooses among them.
//! 3. Otherwise arcs of the event graph are dropped that no better plan drives, and the event model finds
//!    the optimum over what is left; or, where there are too many events, the relaxation is cut until the
//!    routes are few enough to list.
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

use crate::domain::{Instance, Money};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::bound::Bound;
use crate::exact::climb::{Strict, Task, climb, strict_bound};
use crate::exact::costs::{Rounding, priced, prices};
use crate::exact::event_closing::EventClosing;
use crate::exact::fleet::{Fleet, Span};
use crate::exact::highs::Effort;
use crate::exact::links::Links;
use crate::exact::network::{Direction, Network};
use crate::exact::riders::Riders;
use crate::exact::route_closing::RouteClosing;
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
    /// Whether it ended before its time, as what was left would have taken more memory or more work than a
    /// proof may.
    pub is_given_up: bool,
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
        let (bound, prices, is_given_up) = (None, Vec::new(), requests > Riders::MOST);
        return Ok(Proof { bound, routes: known, is_optimal: false, is_given_up, prices });
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
    let is_due = |last| task.is_exact_due(last);
    let strict = if network.knows_everybody() { strict_bound(&task, &is_due)? } else { None };
    if let Some(strict) = strict {
        return Closing { task: &task, rounding: &rounding, limits, tell }.run(strict, &best);
    }
    let (bound, prices) = best_bound(&task)?.unzip();
    let routes = best();
    let cost = priced(instance, &routes).unwrap_or(cost);
    let bound = bound.map(|bound| rounding.least_cost(bound).min(cost));
    let (prices, is_optimal) = (prices.unwrap_or_default(), bound == Some(cost));
    let is_given_up = !is_optimal && !(limits.is_over)();
    Ok(Proof { bound, is_optimal, is_given_up, routes, prices })
}

/// The best bound of tours, which rests on no prices, and of paths, where these can climb to the optimum
/// or there are too many of them.
fn best_bound(task: &Task) -> Result<Option<(i64, Vec<Prices>)>> {
    let Task { instance, prices, target, is_over, tell, .. } = *task;
    let by_tours = match task.network.knows_everybody() {
        true => tour_bound(instance, prices, &Reach { target, is_over, tell })?,
        false => None,
    };
    let by_tours = by_tours.map(|bound| (bound, Vec::new()));
    Ok(by_tours.into_iter().chain(climb_either(task)?).max_by_key(|(bound, _)| *bound))
}

/// The best bound by waves, or by whole days: not each chain of wave routes can be driven.
fn climb_either(task: &Task) -> Result<Option<(i64, Vec<Prices>)>> {
    let by_waves = climb(task)?;
    let is_proven = by_waves.as_ref().is_some_and(|(bound, _)| *bound >= (task.target)());
    if is_proven || !task.links.is_any() || (task.is_over)() {
        return Ok(by_waves);
    }
    let whole = Links::new(task.instance, task.network, Waves::whole_day(task.instance));
    let by_days = climb(&Task { links: &whole, ..*task })?;
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
    let strict = strict_bound(&task, &|_| false)?;
    Ok(strict.iter().map(|strict| Prices::of(&strict.bound, &Fleet::of(instance))).collect())
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

/// From a bound to the optimum: by routes where these are few, by the event model where that is small, or
/// else by routes as far as it goes.
struct Closing<'a, 'b> {
    task: &'a Task<'b>,
    rounding: &'a Rounding,
    limits: &'a Limits<'a>,
    tell: &'a dyn Fn(Money),
}

impl<'b> Closing<'_, 'b> {
    fn run(&self, strict: Strict<'b>, best: &dyn Fn() -> Vec<Arc<Route>>) -> Result<Proof> {
        let Task { instance, network, .. } = *self.task;
        let plain = strict.bound.clone();
        let prices = vec![Prices::of(&plain, &Fleet::of(instance))];
        (self.tell)(self.rounding.least_cost(plain.value).min(self.cost(&best())));
        let by_routes = RouteClosing::new(self.task, best, strict);
        let (rounding, limits, tell) = (self.rounding, self.limits, self.tell);
        let by_events = EventClosing { instance, network, rounding, bound: &plain, limits, tell };
        let closed = match by_routes.at_once()? {
            Some(closed) => closed,
            None => match by_events.graphs() {
                Some(graphs) => {
                    let (bound, routes) = by_events.run(&graphs, best)?;
                    return Ok(self.proof(bound, routes, prices));
                }
                None => by_routes.run()?,
            },
        };
        let is_known = closed.optimum.is_some();
        let routes = closed.optimum.unwrap_or_else(best);
        let cost = self.cost(&routes);
        let bound = if is_known { cost } else { self.rounding.least_cost(closed.bound).min(cost) };
        Ok(self.proof(bound, routes, prices))
    }

    fn proof(&self, bound: Money, routes: Vec<Arc<Route>>, prices: Vec<Prices>) -> Proof {
        let is_optimal = bound >= self.cost(&routes);
        let is_given_up = !is_optimal && !(self.limits.is_over)();
        Proof { bound: Some(bound), is_optimal, is_given_up, routes, prices }
    }

    /// What routes cost, taxis for all others included, that leave nobody out.
    fn cost(&self, routes: &[Arc<Route>]) -> Money {
        let cost = priced(self.task.instance, routes);
        cost.expect("no plan as cheap as the known one leaves anybody out")
    }
}
