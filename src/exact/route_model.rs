//! The route model: a set partitioning problem over whole vehicle routes (Balinski and Quandt 1964,
//! doi:10.1287/opre.12.2.300).
//!
//! | symbol | here | meaning |
//! |---|---|---|
//! | i ∈ R | request | a ride |
//! | k ∈ K | vehicle type | vehicles that can stand in for each other; m_k of them |
//! | p ∈ P | route | a column: its type k(p), whom it serves, its cost c_p |
//! | x_p | `use_route` | 1 if route p is driven |
//! | y_i | `leave_out` | 1 if request i is in no route |
//! | π_i | `price_of_leaving_out` | its taxi fare, or more than any plan costs |
//!
//! ```text
//! min   Σ_p c_p x_p + Σ_i π_i y_i
//! (1)   Σ_{p serves i} x_p + y_i = 1      for each request i
//! (2)   Σ_{p of type k} x_p ≤ m_k         for each vehicle type k
//!       x, y binary
//! ```
//!
//! Its linear relaxation gives duals: the reduced cost of a route is c_p − Σ_{i in p} π_i − μ_k. A
//! route whose reduced cost exceeds the distance between a known choice and the relaxation is in no
//! better choice, so it is dropped before the integer program. Where there are still too many to choose from in time,
//! those of the least reduced costs are the likeliest.

use std::sync::Arc;
use std::time::Instant;

use good_lp::solvers::highs::HighsProblem;
use good_lp::{Expression, ProblemVariables, SolverModel, constraint, variable};

use crate::domain::{Instance, Money, Tariff};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::highs::{self, Effort, prices_of_leaving_out};
use crate::exact::links::Links;
use crate::exact::pool::Pool;

/// The most that leaving a request out costs where routes are looked for, as a multiple of what a request costs.
const DEAR: i64 = 1_000;

/// How often the relaxation is solved where it leaves too many routes, cut in between, and of how many requests it is
/// cut at most: more have too many threes.
const MOST_ROUNDS: usize = 10;
const MOST_CUT: usize = 500;

/// Set partitioning over given routes.
#[derive(Debug)]
pub struct RouteModel<'a> {
    instance: &'a Instance,
    routes: Vec<Arc<Route>>,
    price_of_leaving_out: Vec<Money>,
}

/// Routes chosen by the model.
#[derive(Clone, Debug)]
pub struct Choice {
    /// One route for each vehicle used.
    pub routes: Vec<Arc<Route>>,
    /// Whether no choice of the given routes is better.
    pub best_of_given: bool,
}

impl<'a> RouteModel<'a> {
    /// The model over these routes.
    pub fn new(instance: &'a Instance, routes: Vec<Arc<Route>>) -> Self {
        let price_of_leaving_out = prices_of_leaving_out(instance, dearest(instance, &routes));
        Self { instance, routes, price_of_leaving_out }
    }

    /// The best choice found among those `most` routes whose reduced costs are least, no worse than `known`, a choice of
    /// routes that need not be in the model.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn solve(
        &self,
        known: &[Arc<Route>],
        most: usize,
        effort: Effort,
        is_over: &dyn Fn() -> bool,
    ) -> Result<Choice> {
        let started = Instant::now();
        // Half of the time is for the MILP.
        let is_half_spent = || match effort {
            Effort::Time(all) => started.elapsed() > all / 2,
            Effort::Nodes(_) => false,
        };
        let is_spent = || is_over() || is_half_spent();
        let nothing_new = || Choice { routes: known.to_vec(), best_of_given: false };
        let Some((mut routes, are_all)) = self.promising(known, most, &is_spent)? else {
            return Ok(nothing_new());
        };
        routes.extend(known.iter().cloned());
        let program = self.program(&routes);
        let start = self.warm_start(routes.len() - known.len(), known);
        let solved = highs::solve(program, Some(&start), effort.less(started.elapsed()), is_over)?;
        let Some(values) = solved.values else { return Ok(nothing_new()) };
        let used = routes.iter().zip(values).filter(|&(_, used)| used > 0.5);
        Ok(Choice {
            routes: used.map(|(route, _)| Arc::clone(route)).collect(),
            best_of_given: are_all && solved.is_complete,
        })
    }

    /// The routes that can be part of a choice better than `known`, `most` of them, and whether these are all; `None`
    /// if there is no time to tell.
    fn promising(
        &self,
        known: &[Arc<Route>],
        most: usize,
        is_over: &dyn Fn() -> bool,
    ) -> Result<Option<(Vec<Arc<Route>>, bool)>> {
        let parts = |money: Money| money.as_ore().saturating_mul(Tariff::PARTS_PER_ORE);
        let cost = parts(self.priced(known));
        // A price that is too low is no harm, and sums of prices that are too high do not fit into whole numbers.
        let requests = self.price_of_leaving_out.len().max(1) as i64;
        let highest = (cost / requests).saturating_mul(DEAR).min(i64::MAX / 4 / requests);
        let prices = self.price_of_leaving_out.iter().map(|&price| parts(price).min(highest));
        let prices: Vec<i64> = prices.collect();
        let links = Links::none(self.instance);
        let routes = self.routes.iter().chain(known).cloned().collect();
        let mut pool = Pool::new(self.instance, &links, (&prices, cost), routes);
        // Each invoice is rounded by half an øre at most.
        let rounded = Tariff::PARTS_PER_ORE * self.instance.vehicles().len() as i64;
        let rounds = if self.instance.requests().len() <= MOST_CUT { MOST_ROUNDS } else { 1 };
        let target = cost.saturating_add(rounded);
        let proven = pool.narrow(target, (most, rounds), is_over, &mut |_| ())?;
        Ok(proven.map(|proven| pool.cheapest(&proven, most)))
    }

    /// The model over these routes, whose variables come first.
    fn program(&self, routes: &[Arc<Route>]) -> HighsProblem {
        let mut variables = ProblemVariables::new();
        let use_route = variables.add_vector(variable().binary(), routes.len());
        let leave_out = variables.add_vector(variable().binary(), self.price_of_leaving_out.len());
        let mut cost = Expression::with_capacity(use_route.len() + leave_out.len());
        let mut served: Vec<Expression> = leave_out.iter().map(|&y| Expression::from(y)).collect();
        let mut in_use = vec![Expression::default(); self.instance.types().len()];
        for (&x, route) in use_route.iter().zip(routes) {
            cost.add_mul(kroner(route.cost()), x);
            in_use[route.kind().index()] += x;
            for request in route.requests() {
                served[request.index()] += x;
            }
        }
        for (&y, &price) in leave_out.iter().zip(&self.price_of_leaving_out) {
            cost.add_mul(kroner(price), y);
        }
        let mut problem = variables.minimise(cost).using(good_lp::highs);
        for served in served {
            problem.add_constraint(constraint!(served == 1)); // (1)
        }
        for (in_use, kind) in in_use.into_iter().zip(self.instance.types()) {
            problem.add_constraint(constraint!(in_use <= kind.vehicles.len() as f64)); // (2)
        }
        problem
    }

    /// The choice of `known`, whose routes are the columns from `first` on, as values of all
    /// variables.
    fn warm_start(&self, first: usize, known: &[Arc<Route>]) -> Vec<f64> {
        let mut values = vec![0.0; first];
        values.resize(first + known.len(), 1.0);
        let mut left_out = vec![1.0; self.price_of_leaving_out.len()];
        for request in known.iter().flat_map(|route| route.requests()) {
            left_out[request.index()] = 0.0;
        }
        values.extend(left_out);
        values
    }

    /// What a choice costs, requests it leaves out included.
    fn priced(&self, routes: &[Arc<Route>]) -> Money {
        highs::priced(routes, &self.price_of_leaving_out)
    }
}

/// As much as any choice of the routes can cost.
fn dearest(instance: &Instance, routes: &[Arc<Route>]) -> Money {
    let mut dearest = vec![Money::ZERO; instance.types().len()];
    for route in routes {
        let dearest = &mut dearest[route.kind().index()];
        *dearest = route.cost().max(*dearest);
    }
    let kinds = instance.types().iter().zip(dearest);
    kinds.map(|(kind, cost)| Money::ore(cost.as_ore() * kind.vehicles.len() as i64)).sum()
}

fn kroner(money: Money) -> f64 {
    money.as_kroner()
}
