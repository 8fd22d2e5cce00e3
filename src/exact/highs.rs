//! How HiGHS is asked, the same for every program of this layer: one thread, no gap left open, and
//! given up when the effort is spent.

use std::sync::Arc;
use std::time::Duration;

use good_lp::solvers::highs::HighsProblem;
use highs::{HighsModelStatus, HighsSolutionStatus};

use crate::domain::{Instance, Money};
use crate::error::{Error, Result};
use crate::evaluate::Route;

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
    pub(super) fn less(self, spent: Duration) -> Self {
        match self {
            Self::Time(limit) => Self::Time(limit.saturating_sub(spent)),
            Self::Nodes(nodes) => Self::Nodes(nodes),
        }
    }
}

/// What HiGHS found.
#[derive(Debug)]
pub(super) struct Solved {
    /// Whether it was not given up: the values are best, or there are none.
    pub is_complete: bool,
    /// The values of all variables, in the order in which they were made; `None` if the effort was
    /// too small to find any.
    pub values: Option<Vec<f64>>,
    /// Of all variables, for a program without integers.
    pub reduced_costs: Vec<f64>,
    /// What no solution of a program with integers is below.
    pub bound: f64,
}

/// Solves a program of costs in kroner. `start` has a value for every variable, in the order in which
/// they were made.
///
/// # Errors
/// [`Error::Solver`] when HiGHS fails, or finds that there is no solution.
pub(super) fn solve(
    problem: HighsProblem,
    start: Option<&[f64]>,
    effort: Effort,
) -> Result<Solved> {
    let mut model = problem.try_into_inner().map_err(failure)?;
    model.set_option("threads", 1);
    model.set_option("parallel", "off");
    // Costs are whole øre, a hundredth of the unit: a smaller gap is none.
    model.set_option("mip_rel_gap", 0.0);
    model.set_option("mip_abs_gap", 0.001);
    match effort {
        Effort::Time(limit) => model.set_option("time_limit", limit.as_secs_f64()),
        Effort::Nodes(nodes) => model.set_option("mip_max_nodes", nodes),
    }
    if start.is_some() {
        model.try_set_solution(start, None, None, None).map_err(trouble)?;
    }
    let solved = model.try_solve().map_err(trouble)?;
    let is_complete = match solved.status() {
        HighsModelStatus::Optimal => true,
        HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedMemoryLimit => false,
        status => return Err(trouble(status)),
    };
    let has_values = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let bound = solved.double_info_value(c"mip_dual_bound").map_err(trouble)?;
    let solution = solved.get_solution();
    Ok(Solved {
        is_complete,
        values: has_values.then(|| solution.columns().to_vec()),
        reduced_costs: solution.dual_columns().to_vec(),
        bound,
    })
}

/// What it costs to leave each request out: its taxi fare, or more than all routes, which cost no
/// more than `routes`, and all taxis together, so that leaving fewer requests out always wins.
pub(super) fn prices_of_leaving_out(instance: &Instance, routes: Money) -> Vec<Money> {
    let taxis = instance.requests().iter().filter_map(|request| request.taxi_price);
    let above_all = routes + taxis.sum() + Money::kroner(1);
    let requests = instance.requests().iter();
    requests.map(|request| request.taxi_price.unwrap_or(above_all)).collect()
}

/// What routes cost, requests that they leave out included at these prices.
pub(super) fn priced(routes: &[Arc<Route>], prices: &[Money]) -> Money {
    let mut prices = prices.to_vec();
    for request in routes.iter().flat_map(|route| route.requests()) {
        prices[request.index()] = Money::ZERO;
    }
    routes.iter().map(|route| route.cost()).chain(prices).sum()
}

fn failure(error: impl std::fmt::Display) -> Error {
    Error::Solver { reason: error.to_string() }
}

fn trouble(what: impl std::fmt::Debug) -> Error {
    failure(format!("{what:?}"))
}
