//! Closing by routes: all routes that a better plan can be made of are listed, and a MILP chooses among
//! them (Baldacci, Christofides and Mingozzi 2008, doi:10.1007/s10107-007-0178-5).
//!
//! A plan that costs less than some sum uses no route whose reduced cost is as large as the distance of
//! that sum from a bound. Where the routes within that distance are too many to list, the relaxation is
//! cut, which brings the bound closer. Once they are listed, cuts are found among them alone, so that
//! nothing needs to be priced any more ([`Pool`]).

use std::sync::Arc;

use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::bound::{Bound, Close};
use crate::exact::climb::{EQUAL, Strict, Task};
use crate::exact::fleet::Fleet;
use crate::exact::pool::Pool;
use crate::exact::pricers::Listed;
use crate::exact::route_model::RouteModel;

/// What may be listed at once, before anything else is tried.
const AT_ONCE: Listed = Listed { labels: 100_000, routes: 10_000 };
/// What may be listed while cuts bring the bound closer, and when they do so no more.
const MEANWHILE: Listed = Listed { labels: 1_000_000, routes: 200_000 };
const IN_THE_END: Listed = Listed { labels: 6_000_000, routes: 400_000 };
/// Too many routes are listed again when the distance is no more than such a part of what it was.
const CLOSER: f64 = 0.6;
/// Where cuts follow, bound and relaxation are close enough when they differ by no more than such a part of
/// the distance.
const CLOSE: f64 = 0.1;

/// So few routes are not cut any more: a MILP is quicker.
const FEW: usize = 2_000;
/// The most rounds of cuts among routes that are listed.
const MOST_ROUNDS: usize = 100;

/// From a bound to the optimum.
pub(super) struct RouteClosing<'a, 'b> {
    task: &'a Task<'b>,
    /// The best routes known.
    best: &'a dyn Fn() -> Vec<Arc<Route>>,
    strict: Strict<'b>,
}

/// What is proven.
pub(super) struct Closed {
    /// What plans cost at least that are better than the known one, in parts of an øre.
    pub bound: i64,
    /// The best routes of all, if they are known to be.
    pub optimum: Option<Vec<Arc<Route>>>,
}

impl<'a, 'b> RouteClosing<'a, 'b> {
    pub fn new(
        task: &'a Task<'b>,
        best: &'a dyn Fn() -> Vec<Arc<Route>>,
        strict: Strict<'b>,
    ) -> Self {
        Self { task, best, strict }
    }

    /// What is proven where there are so few routes that this takes next to no time.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn at_once(&self) -> Result<Option<Closed>> {
        self.listed(AT_ONCE)
    }

    /// What is proven as long as there is time.
    ///
    /// # Errors
    /// As [`RouteClosing::at_once`].
    pub fn run(mut self) -> Result<Closed> {
        let mut tried = f64::INFINITY;
        while self.strict.generation.pricers.list_routes() && !self.is_over() {
            let distance = ((self.task.target)() - self.strict.bound.value) as f64;
            if distance <= CLOSER * tried {
                tried = distance;
                if let Some(closed) = self.listed(MEANWHILE)? {
                    return Ok(closed);
                }
            }
            if !self.sharpen()? {
                if let Some(closed) = self.listed(IN_THE_END)? {
                    return Ok(closed);
                }
                break;
            }
        }
        Ok(Closed { bound: self.strict.bound.value, optimum: None })
    }

    fn is_over(&self) -> bool {
        (self.task.is_over)() || self.strict.bound.value >= (self.task.target)()
    }

    /// What comes of listing; `None` if that is too much.
    fn listed(&self, most: Listed) -> Result<Option<Closed>> {
        let Task { target, is_over, .. } = *self.task;
        let Strict { generation, bound, .. } = &self.strict;
        let target = target();
        let routes = generation.pricers.routes(bound, target, most, is_over);
        let prices = (self.task.prices, target);
        let pool =
            routes.map(|routes| Pool::new(self.task.instance, generation.links, prices, routes));
        pool.map(|pool| self.close(pool, bound.value, target)).transpose()
    }

    /// The best choice of the pool, of which all plans are made that cost less than the target, or at least a bound
    /// no smaller than the one that is known.
    fn close(&self, mut pool: Pool, bound: i64, target: i64) -> Result<Closed> {
        let mut bound = bound;
        let mut hear = |proven: i64| {
            if proven.min(target) > bound {
                bound = proven.min(target);
                (self.task.tell)(bound);
            }
        };
        pool.narrow(target, (FEW, MOST_ROUNDS), self.task.is_over, &mut hear)?;
        // Leaving somebody out must cost more than what is known.
        let known = (self.best)();
        let routes = pool.into_routes().chain(known.clone()).collect();
        let model = RouteModel::new(self.task.instance, routes);
        let choice = model.solve(&known, usize::MAX, (self.task.effort)(), self.task.is_over)?;
        Ok(Closed { bound, optimum: choice.best_of_given.then_some(choice.routes) })
    }

    /// Cuts off the optimum of the relaxation and prices again; false if nothing more can come of it.
    fn sharpen(&mut self) -> Result<bool> {
        let Strict { generation, bound, optimum } = &mut self.strict;
        let Some(at) = optimum.take() else { return Ok(false) };
        if !generation.relaxation.cut(&at) {
            return Ok(false);
        }
        let fleet = Fleet::of(self.task.instance);
        let target = (self.task.target)();
        let distance = (target - bound.value) as f64 / target.max(1) as f64;
        let part = (CLOSE * distance).max(EQUAL.whole);
        let close = Close { whole: part, parts: part, ..EQUAL };
        let is_better = |better: &Bound| better.value > bound.value;
        let known = (&fleet, Some(&*bound));
        let generated = generation.run(known, close, target, self.task.is_over, &|_| ())?;
        if let Some(better) = generated.bound.filter(is_better) {
            (self.task.tell)(better.value);
            *bound = better;
        }
        *optimum = generated.optimum;
        Ok(true)
    }
}
