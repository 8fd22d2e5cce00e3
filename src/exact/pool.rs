//! Routes of which every better plan is made: their relaxation is cut as far as cuts go, routes that
//! become too dear are dropped, and a MILP chooses among the rest.

use std::sync::Arc;

use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::climb::Task;
use crate::exact::fleet::Fleet;
use crate::exact::links::Links;
use crate::exact::pricing::Duals;
use crate::exact::relaxation::{Column, Relaxation};
use crate::exact::route_closing::Closed;
use crate::exact::route_model::RouteModel;

/// So few routes are not cut any more: a MILP is quicker.
const FEW: usize = 2_000;
/// The most rounds of cuts.
const MOST_ROUNDS: usize = 100;

/// Routes and their relaxation.
pub(super) struct Pool<'a, 'b> {
    task: &'a Task<'b>,
    links: &'a Links,
    routes: Vec<(Arc<Route>, Column)>,
    relaxation: Relaxation<'a>,
    fleet: Fleet,
    /// Plans that cost no less, in parts of an øre, need not be made of these routes.
    target: i64,
}

/// What duals prove of the pool.
struct Proven {
    /// What plans cost at least.
    value: i64,
    /// What no route has a smaller reduced cost than, for each vehicle type.
    least: Vec<i64>,
    duals: Duals,
}

impl<'a, 'b> Pool<'a, 'b> {
    /// All routes of which plans are made that cost less than `target`, in parts of an øre.
    pub fn new(task: &'a Task<'b>, links: &'a Links, routes: Vec<Arc<Route>>, target: i64) -> Self {
        let unit = (target / task.prices.len() as i64).max(1);
        let mut relaxation = Relaxation::new(task.instance, links, task.prices, unit);
        let column = |route: Arc<Route>| {
            let column = Column::of(task.instance, &route);
            relaxation.add(column.clone());
            (route, column)
        };
        let routes = routes.into_iter().map(column).collect();
        let fleet = Fleet::of(task.instance);
        relaxation.limit(&fleet);
        Self { task, links, routes, relaxation, fleet, target }
    }

    /// The best choice, or at least a bound no smaller than the one that is known.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn close(mut self, bound: i64, best: &dyn Fn() -> Vec<Arc<Route>>) -> Result<Closed> {
        let mut bound = bound;
        for _ in 0..MOST_ROUNDS {
            let optimum = self.relaxation.solve(true)?;
            let proven = self.proven(optimum.duals.clone());
            if proven.value.min(self.target) > bound {
                bound = proven.value.min(self.target);
                (self.task.tell)(bound);
            }
            self.drop_dear(&proven);
            let is_small = self.routes.len() <= FEW || bound >= self.target;
            if is_small || (self.task.is_over)() || !self.relaxation.cut(&optimum) {
                break;
            }
        }
        // Leaving somebody out must cost more than what is known.
        let known = best();
        let routes = self.routes.into_iter().map(|(route, _)| route);
        let model = RouteModel::new(self.task.instance, routes.chain(known.clone()).collect());
        let choice = model.solve(&known, (self.task.effort)(), self.task.is_over)?;
        Ok(Closed { bound, optimum: choice.best_of_given.then_some(choice.routes) })
    }

    /// What all plans of these routes cost at least, in whole numbers.
    fn proven(&self, mut duals: Duals) -> Proven {
        for (dual, &price) in duals.requests.iter_mut().zip(self.task.prices) {
            *dual = (*dual).min(price);
        }
        let mut least = vec![0; duals.types.len()];
        for (_, column) in &self.routes {
            let least: &mut i64 = &mut least[column.kind.index()];
            *least = (*least).min(column.reduced_cost(self.links, &duals));
        }
        let costs: Vec<i64> =
            duals.types.iter().zip(&least).map(|(dual, least)| dual + least).collect();
        let worth = duals.requests.iter().sum::<i64>();
        let cuts = duals.cuts.iter().map(|(_, price)| price).sum::<i64>();
        let vehicles = self.fleet.least_cost(&costs);
        let value = vehicles.map_or(i64::MIN, |cost| (worth - cuts).saturating_add(cost));
        Proven { value, least, duals }
    }

    /// Drops the routes that no plan is made of that costs less than the target.
    fn drop_dear(&mut self, proven: &Proven) {
        let Proven { value, least, duals } = proven;
        let most = self.target.saturating_sub(*value);
        let is_cheap = |column: &Column| {
            let kind = column.kind.index();
            // As `Bound::spared_by_a_route`.
            let spared = least[kind].min(-duals.types[kind]);
            column.reduced_cost(self.links, duals) < most.saturating_add(spared)
        };
        self.routes.retain(|(_, column)| is_cheap(column));
        self.relaxation.retain(is_cheap);
    }
}
