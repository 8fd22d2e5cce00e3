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
//! better choice, so it is dropped before the integer program.

use std::sync::Arc;
use std::time::Instant;

use good_lp::solvers::highs::HighsProblem;
use good_lp::{
    Expression, ProblemVariables, SolverModel, VariableDefinition, constraint, variable,
};

use crate::domain::{Instance, Money};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::highs::{self, Effort, prices_of_leaving_out};

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

    /// The best choice found, no worse than `known`, a choice of routes that need not be in the
    /// model.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn solve(
        &self,
        known: &[Arc<Route>],
        effort: Effort,
        is_over: &dyn Fn() -> bool,
    ) -> Result<Choice> {
        let started = Instant::now();
        let nothing_new = || Choice { routes: known.to_vec(), best_of_given: false };
        let Some(routes) = self.promising(known, effort, is_over)? else {
            return Ok(nothing_new());
        };
        let program = self.program(&routes, variable().binary());
        let start = self.warm_start(routes.len() - known.len(), known);
        let effort = effort.less(started.elapsed());
        let solved = highs::solve(program, Some(&start), effort, is_over)?;
        let Some(values) = solved.values else { return Ok(nothing_new()) };
        let used = routes.iter().zip(values).filter(|&(_, used)| used > 0.5);
        Ok(Choice {
            routes: used.map(|(route, _)| Arc::clone(route)).collect(),
            best_of_given: solved.is_complete,
        })
    }

    /// The routes that can be part of a choice better than `known`, then those of `known`; `None`
    /// if there is no time to tell.
    fn promising(
        &self,
        known: &[Arc<Route>],
        effort: Effort,
        is_over: &dyn Fn() -> bool,
    ) -> Result<Option<Vec<Arc<Route>>>> {
        let program = self.program(&self.routes, variable().min(0.0));
        let relaxed = highs::solve(program, None, effort, is_over)?;
        let Some(values) = relaxed.values.filter(|_| relaxed.is_complete) else { return Ok(None) };
        let costs = self.routes.iter().map(|route| route.cost());
        let costs = costs.chain(self.price_of_leaving_out.iter().copied());
        let relaxation: f64 = values.iter().zip(costs).map(|(x, cost)| x * kroner(cost)).sum();
        let distance = kroner(self.priced(known)) - relaxation;
        // Simplex values carry rounding errors of about this size.
        let margin = 1e-6 * relaxation.abs().max(1.0);
        let routes = self.routes.iter().zip(&relaxed.reduced_costs);
        let promising = routes
            .filter(|&(_, &reduced_cost)| reduced_cost <= distance + margin)
            .map(|(route, _)| Arc::clone(route));
        Ok(Some(promising.chain(known.iter().cloned()).collect()))
    }

    /// The model over these routes, whose variables come first.
    fn program(&self, routes: &[Arc<Route>], definition: VariableDefinition) -> HighsProblem {
        let mut variables = ProblemVariables::new();
        let use_route = variables.add_vector(definition.clone(), routes.len());
        let leave_out = variables.add_vector(definition, self.price_of_leaving_out.len());
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
