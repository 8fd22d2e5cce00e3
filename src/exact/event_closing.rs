//! Closing by the event model: arcs of the event graphs are dropped that no plan drives which is better
//! than the known one, and close to the bound; the MILP over what is left finds the optimum. If that is
//! not close to the bound, nothing is, which is a better bound; then the same is done farther from it.

use std::sync::Arc;

use crate::domain::{Instance, Money, TypeId};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::bound::Bound;
use crate::exact::costs::{Rounding, priced};
use crate::exact::event_graph::EventGraph;
use crate::exact::event_model::EventModel;
use crate::exact::fixing::least_reduced_costs;
use crate::exact::network::{Direction, Network};
use crate::exact::proof::Limits;

/// The most events of a graph that is built.
const MOST_EVENTS: usize = 20_000;
/// The most paths that fixing looks at, in each direction.
const MOST_PATHS: usize = 1_000_000;
/// How far above the bound the optimum is looked for at first, as a share of the bound, and how many
/// times as far when it is not found there.
const REACH: (f64, i64) = (0.0015, 3);

/// From a bound to the optimum.
pub(super) struct EventClosing<'a> {
    pub instance: &'a Instance,
    pub network: &'a Network,
    pub rounding: &'a Rounding,
    pub bound: &'a Bound,
    pub limits: &'a Limits<'a>,
    pub tell: &'a dyn Fn(Money),
}

/// The event graphs of all vehicle types, with the reduced costs of their arcs.
pub(super) struct Graphs {
    graphs: Vec<EventGraph>,
    reduced_costs: Vec<Vec<i64>>,
}

impl EventClosing<'_> {
    /// A bound, and the best routes found, from those that are known.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn run(
        &self,
        Graphs { graphs, reduced_costs }: &Graphs,
        best: &dyn Fn() -> Vec<Arc<Route>>,
    ) -> Result<(Money, Vec<Arc<Route>>)> {
        let mut routes = best();
        let mut bound = self.rounding.least_cost(self.bound.value).min(self.cost(&routes));
        let model = EventModel::new(self.instance, graphs);
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
            let plan = model.solve(&routes, (self.limits.effort)(), self.limits.is_over, &keep)?;
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
        Ok((bound, routes))
    }

    /// What routes cost, taxis for all others included, that leave nobody out.
    fn cost(&self, routes: &[Arc<Route>]) -> Money {
        priced(self.instance, routes).expect("no plan as cheap as the known one leaves anybody out")
    }

    /// The event graphs; `None` where the event model is no help, or there are too many events.
    pub fn graphs(&self) -> Option<Graphs> {
        if !self.network.knows_everybody() {
            return None;
        }
        let kinds = (0..self.instance.types().len() as u32).map(TypeId);
        let graphs = kinds.map(|kind| EventGraph::build(self.instance, kind, MOST_EVENTS));
        let graphs: Vec<EventGraph> = graphs.collect::<Option<_>>()?;
        let backward = Network::of_single_riders(self.instance, Direction::Backward);
        let reduced_costs = graphs.iter().map(|graph| {
            least_reduced_costs(
                self.instance,
                [self.network, &backward],
                graph,
                self.bound,
                MOST_PATHS,
                self.limits.is_over,
            )
        });
        let reduced_costs = reduced_costs.collect::<Option<_>>()?;
        Some(Graphs { graphs, reduced_costs })
    }
}
