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
use std::time::{Duration, Instant};

use good_lp::solvers::SolutionStatus;
use good_lp::solvers::highs::{HighsParallelType, HighsProblem, HighsSolution, highs};
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution as _, SolverModel, Variable,
    VariableDefinition, WithInitialSolution, constraint, variable,
};

use crate::domain::{Instance, Money, Request};
use crate::error::{Error, Result};
use crate::evaluate::Route;

/// Set partitioning over given routes.
#[derive(Debug)]
pub struct RouteModel<'a> {
    instance: &'a Instance,
    routes: Vec<Arc<Route>>,
    price_of_leaving_out: Vec<Money>,
}

/// How much work a solve may take.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Effort {
    /// So much wall time.
    Time(Duration),
    /// So many branch-and-bound nodes, for results that do not depend on the machine.
    Nodes(i32),
}

impl Effort {
    /// What is left after this wall time.
    fn less(self, spent: Duration) -> Self {
        match self {
            Self::Time(limit) => Self::Time(limit.saturating_sub(spent)),
            Self::Nodes(nodes) => Self::Nodes(nodes),
        }
    }
}

/// Routes chosen by the model.
#[derive(Clone, Debug)]
pub struct Choice {
    /// One route for each vehicle used.
    pub routes: Vec<Arc<Route>>,
    /// Whether no choice of the given routes is better.
    pub best_of_given: bool,
}

/// The model written down for good_lp.
struct Program {
    problem: HighsProblem,
    use_route: Vec<Variable>,
    leave_out: Vec<Variable>,
}

impl<'a> RouteModel<'a> {
    /// The model over these routes.
    pub fn new(instance: &'a Instance, routes: Vec<Arc<Route>>) -> Self {
        let above_all = price_above_all(instance, &routes);
        let price = |request: &Request| request.taxi_price.unwrap_or(above_all);
        let price_of_leaving_out = instance.requests().iter().map(price).collect();
        Self { instance, routes, price_of_leaving_out }
    }

    /// The best choice found, no worse than `known`, a choice of routes that need not be in the
    /// model.
    ///
    /// # Errors
    /// [`Error::Solver`] when HiGHS fails.
    pub fn solve(&self, known: &[Arc<Route>], effort: Effort) -> Result<Choice> {
        let started = Instant::now();
        let nothing_new = || Choice { routes: known.to_vec(), best_of_given: false };
        let Some(routes) = self.promising(known, effort)? else { return Ok(nothing_new()) };
        let program = self.program(&routes, variable().binary());
        let start = warm_start(&program, routes.len() - known.len(), known);
        let problem = program.problem.with_initial_solution(start);
        let problem = limited(problem, effort.less(started.elapsed()));
        // Costs are whole øre, a hundredth of the unit: a smaller gap is none.
        let problem = problem.set_option("mip_rel_gap", 0.0).set_option("mip_abs_gap", 0.001);
        let Some(solution) = in_time(problem.solve())? else { return Ok(nothing_new()) };
        let used = |&column: &usize| solution.value(program.use_route[column]) > 0.5;
        Ok(Choice {
            routes: (0..routes.len()).filter(used).map(|column| routes[column].clone()).collect(),
            best_of_given: !matches!(solution.status(), SolutionStatus::TimeLimit),
        })
    }

    /// The routes that can be part of a choice better than `known`, then those of `known`; `None`
    /// if there is no time to tell.
    fn promising(&self, known: &[Arc<Route>], effort: Effort) -> Result<Option<Vec<Arc<Route>>>> {
        let program = self.program(&self.routes, variable().min(0.0));
        let relaxed = in_time(limited(program.problem, effort).solve())?;
        let complete =
            |solved: &HighsSolution| !matches!(solved.status(), SolutionStatus::TimeLimit);
        let Some(relaxed) = relaxed.filter(complete) else { return Ok(None) };
        let value_of = |variables: &[Variable], price: &dyn Fn(usize) -> Money| -> f64 {
            let terms = variables.iter().enumerate();
            terms.map(|(index, &variable)| relaxed.value(variable) * kroner(price(index))).sum()
        };
        let relaxation = value_of(&program.use_route, &|column| self.routes[column].cost())
            + value_of(&program.leave_out, &|request| self.price_of_leaving_out[request]);
        let distance = kroner(self.priced(known)) - relaxation;
        // Simplex values carry rounding errors of about this size.
        let margin = 1e-6 * relaxation.abs().max(1.0);
        let solution = relaxed.into_inner();
        let reduced_costs = solution.dual_columns();
        let routes = self.routes.iter().zip(reduced_costs);
        let promising = routes
            .filter(|&(_, &reduced_cost)| reduced_cost <= distance + margin)
            .map(|(route, _)| Arc::clone(route));
        Ok(Some(promising.chain(known.iter().cloned()).collect()))
    }

    fn program(&self, routes: &[Arc<Route>], definition: VariableDefinition) -> Program {
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
        let mut problem = variables.minimise(cost).using(highs);
        for served in served {
            problem.add_constraint(constraint!(served == 1)); // (1)
        }
        for (in_use, kind) in in_use.into_iter().zip(self.instance.types()) {
            problem.add_constraint(constraint!(in_use <= kind.vehicles.len() as f64)); // (2)
        }
        let problem = problem.set_threads(1).set_parallel(HighsParallelType::Off);
        Program { problem, use_route, leave_out }
    }

    /// What a choice costs, requests it leaves out included.
    fn priced(&self, routes: &[Arc<Route>]) -> Money {
        let mut prices = self.price_of_leaving_out.clone();
        for request in routes.iter().flat_map(|route| route.requests()) {
            prices[request.index()] = Money::ZERO;
        }
        routes.iter().map(|route| route.cost()).chain(prices).sum()
    }
}

/// The program, to be given up when the effort is spent.
fn limited(problem: HighsProblem, effort: Effort) -> HighsProblem {
    match effort {
        Effort::Time(limit) => problem.set_time_limit(limit.as_secs_f64()),
        Effort::Nodes(nodes) => problem.set_option("mip_max_nodes", nodes),
    }
}

/// The choice of `known`, whose routes are the columns from `first` on, as values of all variables:
/// HiGHS takes a value that is not given for zero.
fn warm_start(program: &Program, first: usize, known: &[Arc<Route>]) -> Vec<(Variable, f64)> {
    let used = program.use_route.iter().enumerate();
    let used = used.map(|(column, &x)| (x, if column >= first { 1.0 } else { 0.0 }));
    let mut left_out = vec![1.0; program.leave_out.len()];
    for request in known.iter().flat_map(|route| route.requests()) {
        left_out[request.index()] = 0.0;
    }
    used.chain(program.leave_out.iter().copied().zip(left_out)).collect()
}

/// More than any choice of the routes can cost, so that leaving fewer requests out always wins.
fn price_above_all(instance: &Instance, routes: &[Arc<Route>]) -> Money {
    let mut dearest = vec![Money::ZERO; instance.types().len()];
    for route in routes {
        let dearest = &mut dearest[route.kind().index()];
        *dearest = route.cost().max(*dearest);
    }
    let vehicles = instance
        .types()
        .iter()
        .zip(dearest)
        .map(|(kind, dearest)| Money::ore(dearest.as_ore() * kind.vehicles.len() as i64));
    let taxis = instance.requests().iter().filter_map(|request| request.taxi_price);
    vehicles.chain(taxis).sum::<Money>() + Money::kroner(1)
}

fn kroner(money: Money) -> f64 {
    money.as_kroner()
}

/// What was solved; `None` if the time was too short for any solution, which HiGHS tells by a text.
fn in_time<T>(solved: std::result::Result<T, ResolutionError>) -> Result<Option<T>> {
    match solved {
        Ok(solved) => Ok(Some(solved)),
        Err(error) if error.to_string().contains("NoSolutionFound") => Ok(None),
        Err(error) => Err(Error::Solver { reason: error.to_string() }),
    }
}
