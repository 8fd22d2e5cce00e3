//! The wave model: which of some wave routes are driven, and by which links.
//!
//! | symbol | here | meaning |
//! |---|---|---|
//! | x_p | `drive` | 1 if wave route p is driven, at cost c_p |
//! | y_i | `leave_out` | 1 if request i is in no route, at price π_i |
//! | z_l | `link` | how many vehicles drive link l, at cost c_l |
//! | n_k, n | `numbers` | how many vehicles of type k, and of all types, are used |
//!
//! ```text
//! min   Σ_p c_p x_p + Σ_i π_i y_i + Σ_l c_l z_l
//! (1)   Σ_{p serves i} x_p + y_i = 1                  for each request i
//! (2)   Σ_{p from e} x_p = Σ_{l to e} z_l             for each end e where wave routes begin
//! (3)   Σ_{p to e} x_p = Σ_{l from e} z_l             for each end e where wave routes end
//! (4)   Σ_{l of type k from the depot} z_l = n_k      for each vehicle type k
//! (5)   Σ_k n_k = n
//! (6)   Σ_{p like one of S} x_p + Σ_{l like one of S} z_l ≤ |S| − 1      for each choice S that is known
//!       x, y binary, z ≥ 0, n_k and n no more than there are
//! ```
//!
//! Given x, what is left is a flow, so that z is whole without being told, but for (6). Wave routes are
//! alike that serve the same riders between the same stops, and links that are between the same stops:
//! they differ only in where the driver rests.

use std::collections::BTreeMap;

use good_lp::solvers::highs::HighsProblem;
use rustc_hash::FxHashSet;

use good_lp::{Expression, ProblemVariables, SolverModel, Variable, constraint, variable};

use crate::domain::{Tariff, TypeId};
use crate::error::Result;
use crate::exact::climb::Task;
use crate::exact::fleet::{Fleet, Span};
use crate::exact::highs::{self, Effort, Solved};
use crate::exact::links::End;
use crate::exact::relaxation::Column;

/// How much cheaper than its bound an optimum may be, in kroner: HiGHS leaves a gap open, and rounds.
pub(super) const OPEN: f64 = 0.002;
pub(super) const PARTS_PER_KRONE: f64 = 100.0 * Tariff::PARTS_PER_ORE as f64;

/// The model over a pool of wave routes, for a fleet.
pub(super) struct WaveModel<'a> {
    pub task: &'a Task<'a>,
    pub fleet: &'a Fleet,
    pub pool: &'a [Column],
    /// Choices that are not to be found again.
    pub known: Vec<Choice>,
}

/// Wave routes and links that are driven.
#[derive(Clone, Default)]
pub(super) struct Choice {
    pub columns: Vec<usize>,
    pub links: Vec<usize>,
}

struct Variables {
    drive: Vec<Variable>,
    leave_out: Vec<Variable>,
    link: Vec<Variable>,
    numbers: Vec<Variable>,
}

impl WaveModel<'_> {
    /// The best choice. The values are those of all wave routes, requests and links, in this order.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn solve(&self, effort: Effort, is_over: &(dyn Fn() -> bool + Sync)) -> Result<Solved> {
        let mut variables = ProblemVariables::new();
        let spans = self.fleet.of_type.iter().chain([&self.fleet.all]);
        // Plans with fewer vehicles than the fleet has at least are another part's, and no harm.
        let number = |span: &Span| variable().min(0.0).max(span.most as f64);
        let links = variable().min(0.0);
        let links = if self.known.is_empty() { links } else { links.integer() };
        let all = Variables {
            drive: variables.add_vector(variable().binary(), self.pool.len()),
            leave_out: variables.add_vector(variable().binary(), self.task.prices.len()),
            link: variables.add_vector(links, self.task.links.all.len()),
            numbers: spans.map(|span| variables.add(number(span))).collect(),
        };
        let mut problem = variables.minimise(self.cost(&all)).using(good_lp::highs);
        self.add_requests(&mut problem, &all);
        self.add_flow(&mut problem, &all);
        self.forbid(&mut problem, &all);
        highs::solve(problem, None, effort, is_over)
    }

    /// The choice that values stand for; one entry for each vehicle that drives a link.
    pub fn choice(&self, values: &[f64]) -> Option<Choice> {
        let (drive, others) = values.split_at(self.pool.len());
        let links = others.get(self.task.prices.len()..)?;
        let times = |(at, &z): (usize, &f64)| std::iter::repeat_n(at, z.round() as usize);
        Some(Choice {
            columns: (0..).zip(drive).filter(|&(_, &x)| x > 0.5).map(|(at, _)| at).collect(),
            links: links
                .iter()
                .take(self.task.links.all.len())
                .enumerate()
                .flat_map(times)
                .collect(),
        })
    }

    /// Whether no two wave routes of a type begin or end at the same stop, so that links and wave routes
    /// like these can be chosen in no other numbers.
    pub fn is_plain(&self, choice: &Choice) -> bool {
        let mut met = FxHashSet::default();
        choice.columns.iter().all(|&at| {
            let Column { kind, ends, .. } = &self.pool[at];
            ends.is_some_and(|(first, last)| {
                met.insert((*kind, first.node)) && met.insert((*kind, last.node))
            })
        })
    }

    fn cost(&self, all: &Variables) -> Expression {
        let columns = self.pool.iter().map(|column| column.cost).zip(&all.drive);
        let others = self.task.prices.iter().copied().zip(&all.leave_out);
        let links = self.task.links.all.iter().map(|link| link.cost).zip(&all.link);
        let mut sum = Expression::default();
        for (cost, &variable) in columns.chain(others).chain(links) {
            sum.add_mul(cost as f64 / PARTS_PER_KRONE, variable);
        }
        sum
    }

    /// Every request is served or left out.
    fn add_requests(&self, problem: &mut HighsProblem, all: &Variables) {
        let mut served: Vec<Expression> = all.leave_out.iter().map(|&y| y.into()).collect();
        for (column, &x) in self.pool.iter().zip(&all.drive) {
            column.serves.iter().for_each(|rider| served[rider.index()] += x);
        }
        for served in served {
            problem.add_constraint(constraint!(served == 1)); // (1)
        }
    }

    /// What is known is not found again.
    fn forbid(&self, problem: &mut HighsProblem, all: &Variables) {
        for choice in &self.known {
            let columns = self.like_columns(&choice.columns);
            let links = self.like_links(&choice.links);
            let driven = columns.into_iter().map(|column| all.drive[column]);
            let driven: Expression = driven.chain(links.into_iter().map(|at| all.link[at])).sum();
            let most = choice.columns.len() + choice.links.len() - 1;
            problem.add_constraint(constraint!(driven <= most as f64)); // (6)
        }
    }

    /// All wave routes that are like one of these.
    pub fn like_columns(&self, columns: &[usize]) -> Vec<usize> {
        let likeness = |at: usize| {
            let Column { kind, serves, ends, .. } = &self.pool[at];
            let mut riders = serves.clone();
            riders.sort_unstable();
            (*kind, riders, ends.map(|(first, last)| (first.node, last.node)))
        };
        let wanted: Vec<_> = columns.iter().map(|&at| likeness(at)).collect();
        (0..self.pool.len()).filter(|&at| wanted.contains(&likeness(at))).collect()
    }

    /// All links that are like one of these.
    pub fn like_links(&self, links: &[usize]) -> Vec<usize> {
        let node = |end: Option<End>| end.map(|end| end.node);
        let likeness = |at: usize| {
            let link = &self.task.links.all[at];
            (link.kind, node(link.from), node(link.to))
        };
        let wanted: Vec<_> = links.iter().map(|&at| likeness(at)).collect();
        (0..self.task.links.all.len()).filter(|&at| wanted.contains(&likeness(at))).collect()
    }

    /// Vehicles go from the depot from one wave route to the next and back.
    fn add_flow(&self, problem: &mut HighsProblem, all: &Variables) {
        let row = |kind: TypeId, end: End| {
            self.task.links.row(kind, end).expect("the day has several waves")
        };
        let mut balance: BTreeMap<usize, Expression> = BTreeMap::new();
        for (column, &x) in self.pool.iter().zip(&all.drive) {
            let (first, last) = column.ends.expect("the day has several waves");
            *balance.entry(row(column.kind, first)).or_default() += x;
            *balance.entry(row(column.kind, last)).or_default() -= x;
        }
        let (&number, numbers) = all.numbers.split_last().expect("the last is of all");
        let mut in_use: Vec<Expression> = vec![Expression::default(); numbers.len()];
        for (link, &z) in self.task.links.all.iter().zip(&all.link) {
            match link.from {
                Some(end) => *balance.entry(row(link.kind, end)).or_default() += z,
                None => in_use[link.kind.index()] += z,
            }
            if let Some(end) = link.to {
                *balance.entry(row(link.kind, end)).or_default() -= z;
            }
        }
        for balance in balance.into_values() {
            problem.add_constraint(constraint!(balance == 0)); // (2, 3)
        }
        for (in_use, &number) in in_use.into_iter().zip(numbers) {
            problem.add_constraint(constraint!(in_use == number)); // (4)
        }
        let sum: Expression = numbers.iter().sum();
        problem.add_constraint(constraint!(sum == number)); // (5)
    }
}
