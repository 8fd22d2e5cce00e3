//! How HiGHS is asked, the same for every program of this layer: one thread, no gap left open, and
//! given up when the effort is spent.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
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
    /// What no solution of a program with integers is below.
    pub bound: f64,
}

impl Solved {
    /// Nothing, as there was no time to wait for it.
    const NOTHING: Self = Self { is_complete: false, values: None, bound: f64::NEG_INFINITY };
}

/// So long goes by between two looks at whether it is over.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
/// So long HiGHS may take to notice that its own time is over.
const GRACE: Duration = Duration::from_millis(500);

/// Solves a program of costs in kroner. `start` has a value for every variable, in the order in which
/// they were made. Waits no longer than until it is over: HiGHS cannot be told to stop, so it goes on by
/// itself until its effort is spent, or the program ends, and nobody hears of what it finds.
///
/// # Errors
/// [`Error::Solver`] when HiGHS fails, or finds that there is no solution.
pub(super) fn solve(
    problem: HighsProblem,
    start: Option<&[f64]>,
    effort: Effort,
    is_over: &dyn Fn() -> bool,
) -> Result<Solved> {
    let (tell, hear) = channel();
    let start = start.map(<[f64]>::to_vec);
    // Nobody may hear it any more.
    thread::spawn(move || drop(tell.send(run(problem, start.as_deref(), effort))));
    loop {
        match hear.recv_timeout(BETWEEN_LOOKS) {
            Ok(solved) => return solved,
            Err(RecvTimeoutError::Disconnected) => return Err(trouble("it has panicked")),
            Err(RecvTimeoutError::Timeout) if is_over() => {
                return hear.recv_timeout(GRACE).unwrap_or(Ok(Solved::NOTHING));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn run(problem: HighsProblem, start: Option<&[f64]>, effort: Effort) -> Result<Solved> {
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
    Ok(Solved {
        is_complete,
        values: has_values.then(|| solved.get_solution().columns().to_vec()),
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

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use good_lp::{Expression, ProblemVariables, SolverModel, constraint, variable};

    use super::*;

    /// Halves that are hard to find (a market split).
    fn market(rows: u64, columns: u64) -> HighsProblem {
        let mut variables = ProblemVariables::new();
        let chosen = variables.add_vector(variable().binary(), columns as usize);
        let short = variables.add_vector(variable().min(0.0), rows as usize);
        let mut problem =
            variables.minimise(short.iter().sum::<Expression>()).using(good_lp::highs);
        for (row, &short) in (1..).zip(&short) {
            let weight = |column: u64| ((column * 7919 + row * 104_729) * 31 % 97) as f64;
            let weights: Vec<f64> = (0..columns).map(weight).collect();
            let sum: Expression = chosen.iter().zip(&weights).map(|(&x, &w)| w * x).sum();
            let half = (weights.iter().sum::<f64>() / 2.0).floor();
            problem.add_constraint(constraint!(sum.clone() + short >= half));
            problem.add_constraint(constraint!(sum - short <= half));
        }
        problem
    }

    #[test]
    fn nobody_waits_for_a_program_when_it_is_over() {
        let started = Instant::now();
        let is_over = || started.elapsed() > Duration::from_millis(300);
        let effort = Effort::Time(Duration::from_secs(100));
        let solved = solve(market(5, 60), None, effort, &is_over).expect("no failure");
        assert!(!solved.is_complete);
        assert!(started.elapsed() < Duration::from_secs(50), "{:?}", started.elapsed());
    }

    #[test]
    fn what_is_over_in_time_is_heard() {
        let effort = Effort::Time(Duration::from_secs(100));
        let solved = solve(market(1, 8), None, effort, &|| false).expect("no failure");
        assert!(solved.is_complete);
        assert_eq!(solved.values.map(|values| values.len()), Some(9));
    }
}
