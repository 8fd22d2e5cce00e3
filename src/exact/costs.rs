//! What plans cost, and what rounding each vehicle's invoice to whole øre can make of it.

use std::sync::Arc;

use crate::domain::{Instance, Money, Request, Tariff, TypeId};
use crate::evaluate::Route;
use crate::exact::event_model::gcd;
use crate::exact::network::Network;

/// What leaving each request out costs, in parts of an øre. Where there is no taxi, it costs more than
/// a known plan: no better plan does.
pub(super) fn prices(instance: &Instance, known: Money) -> Vec<i64> {
    let price = |request: &Request| request.taxi_price.unwrap_or(known + Money::ore(1));
    let parts = |money: Money| money.as_ore() * Tariff::PARTS_PER_ORE;
    instance.requests().iter().map(price).map(parts).collect()
}

/// What routes and taxis for all others cost; `None` if somebody is left out.
pub(super) fn priced(instance: &Instance, routes: &[Arc<Route>]) -> Option<Money> {
    let mut is_served = vec![false; instance.requests().len()];
    routes.iter().flat_map(|route| route.requests()).for_each(|id| is_served[id.index()] = true);
    let others = instance.request_ids().filter(|id| !is_served[id.index()]);
    let taxis = others.map(|id| instance.request(id).taxi_price).sum::<Option<Money>>()?;
    Some(routes.iter().map(|route| route.cost()).sum::<Money>() + taxis)
}

/// The difference that rounding each vehicle's invoice to whole øre can make.
pub(super) struct Rounding {
    /// Off or on all invoices together, in parts of an øre.
    most: i64,
}

impl Rounding {
    pub fn of(instance: &Instance, network: &Network) -> Self {
        let whole = Tariff::PARTS_PER_ORE;
        let step = |kind: TypeId| network.step_of_costs(instance, kind);
        let kinds = (0..instance.types().len() as u32).map(TypeId);
        let step = kinds.map(step).fold(whole, gcd);
        let vehicles = instance.vehicles().len().min(instance.requests().len()) as i64;
        Self { most: vehicles * (whole / 2 / step * step) }
    }

    /// What invoices come to at least that cost so much before rounding.
    pub fn least_cost(&self, parts: i64) -> Money {
        let whole = Tariff::PARTS_PER_ORE;
        Money::ore((parts - self.most + whole - 1).div_euclid(whole))
    }

    /// Costs before rounding that prove a plan of this cost to be the cheapest.
    pub fn target(&self, cost: Money) -> i64 {
        (cost.as_ore() - 1) * Tariff::PARTS_PER_ORE + self.most + 1
    }

    /// What invoices that come to this can cost at most before rounding.
    pub fn most_parts(&self, cost: Money) -> i64 {
        cost.as_ore() * Tariff::PARTS_PER_ORE + self.most
    }
}
