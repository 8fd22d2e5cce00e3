//! Column generation (Gilmore and Gomory 1961, doi:10.1287/opre.9.6.849): a proven bound on what any
//! plan costs, from the linear relaxation of the route model over *all* routes.
//!
//! The relaxation is solved over the columns met so far; its duals price all other routes; the ones
//! that would improve it are added. For any duals π ≥ 0 of the requests and μ ≤ 0 of the vehicle
//! types, with m_k vehicles of a type k and no reduced cost of its routes below r_k,
//!
//! ```text
//! Σ_i π_i + Σ_k m_k min(0, μ_k + r_k)
//! ```
//!
//! is a bound (Lasdon 1970), provided that no π_i exceeds what leaving i out costs. It is computed in
//! whole numbers, so what HiGHS rounds can make it weaker but not wrong. Duals are smoothed halfway
//! towards the best so far (Wentges 1997, doi:10.1111/1475-3995.00016), without which they leap about.

use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::{Instance, Tariff, TypeId};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::network::{Direction, Network};
use crate::exact::pricing::{Care, Duals, Found, Path, Pricer};
use crate::exact::proof::Limits;
use crate::exact::relaxation::{Column, Optimum, Relaxation};
use crate::exact::riders::Riders;

/// A bound with the duals that prove it.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// In parts of an øre.
    pub value: i64,
    pub duals: Duals,
    /// For each vehicle type, no path has a smaller reduced cost.
    pub least: Vec<i64>,
}

impl Bound {
    /// By how much a plan may cost less than bound plus reduced cost of one of its routes of this
    /// type, as the bound counts the type's best route in its place.
    pub fn spared_by_a_route(&self, kind: TypeId) -> i64 {
        self.least[kind.index()].min(-self.duals.types[kind.index()])
    }
}

/// Labels for each node and company in a quick pricing.
const QUICK: usize = 2;
/// Labels of an exact pricing that is cheap, even with the first duals.
const FEW_LABELS: usize = 200_000;
/// Labels at which an exact pricing is given up: about a gigabyte.
const MOST_LABELS: usize = 3_000_000;
/// Columns added for each vehicle type at a time.
const COLUMNS: usize = 150;
/// Relaxation and bound are equal when they differ by no more than this share.
const CLOSE: f64 = 1e-7;

/// The bound, starting from known routes; `None` if pricing takes too many labels, or if it is over
/// before there is any bound. `prices` in parts of an øre are what leaving each request out costs.
///
/// # Errors
/// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
pub(super) fn generate(
    instance: &Instance,
    network: &Network,
    known: &[Arc<Route>],
    prices: &[i64],
    limits: &Limits,
) -> Result<Option<Bound>> {
    let is_patient = limits.is_patient || network.knows_everybody();
    let mut generation = Generation::new(instance, network, known, prices, is_patient);
    while !(limits.is_over)() && !generation.round(limits.is_over)? {}
    Ok(generation.best)
}

struct Generation<'a> {
    instance: &'a Instance,
    network: &'a Network,
    prices: &'a [i64],
    pricers: Vec<Pricer<'a>>,
    relaxation: Relaxation,
    best: Option<Bound>,
    care: Care,
    /// Whether the next duals are to be smoothed.
    smooths: bool,
    /// A smaller gain, in parts of an øre, is none to HiGHS.
    least_gain: i64,
}

impl<'a> Generation<'a> {
    fn new(
        instance: &'a Instance,
        network: &'a Network,
        known: &[Arc<Route>],
        prices: &'a [i64],
        is_patient: bool,
    ) -> Self {
        let everybody: Riders = instance.request_ids().collect();
        let remembers = vec![everybody; network.nodes.len()];
        let kinds = (0..instance.types().len() as u32).map(TypeId);
        let pricer = |kind| Pricer::new(instance, network, Direction::Forward, kind, &remembers);
        let columns: Vec<Column> = known.iter().map(|route| Column::of(instance, route)).collect();
        let unit = typical_cost(&columns);
        let mut relaxation = Relaxation::new(instance, prices, unit);
        columns.into_iter().for_each(|column| relaxation.add(column));
        Self {
            instance,
            network,
            prices,
            pricers: kinds.map(pricer).collect(),
            relaxation,
            best: None,
            care: if is_patient { Care::Quick(QUICK) } else { Care::Exact(FEW_LABELS) },
            smooths: true,
            least_gain: (unit / 1_000_000).max(1),
        }
    }

    /// One solution of the relaxation and one pricing; true if nothing more can come of it.
    fn round(&mut self, is_over: &(dyn Fn() -> bool + Sync)) -> Result<bool> {
        let optimum = self.relaxation.solve()?;
        let duals = self.smoothed(&optimum.duals);
        let (care, instance) = (self.care, self.instance);
        let pricers = self.pricers.par_iter_mut();
        let found: Vec<Found> =
            pricers.map(|pricer| pricer.price(&duals, care, COLUMNS, is_over)).collect();
        let least: Option<Vec<i64>> = found.iter().map(|found| found.least).collect();
        if let Some(least) = least {
            let value = lagrangian(instance, &duals, &least);
            if self.best.as_ref().is_none_or(|best| best.value < value) {
                self.best = Some(Bound { value, duals, least });
            }
        } else if matches!(care, Care::Exact(_)) {
            return Ok(true);
        }
        let is_new = self.add(&found, &optimum.duals);
        let is_exhausted = self.turn_to(is_new);
        Ok(self.is_closed(&optimum) || is_exhausted)
    }

    /// Chooses how to price next; whether that is over, as the last pricing was exact and of the
    /// relaxation's own duals, and found nothing new.
    fn turn_to(&mut self, is_new: bool) -> bool {
        match self.care {
            Care::Exact(_) if is_new => {
                (self.care, self.smooths) = (Care::Quick(QUICK), true);
                false
            }
            Care::Exact(_) => !std::mem::replace(&mut self.smooths, false),
            Care::Quick(_) => {
                if !is_new {
                    self.care = Care::Exact(MOST_LABELS);
                }
                false
            }
        }
    }

    /// The duals, halfway to those of the best bound; none above what leaving a request out costs.
    fn smoothed(&mut self, duals: &Duals) -> Duals {
        let mut duals = match self.best.as_ref().filter(|_| self.smooths) {
            None => duals.clone(),
            Some(Bound { duals: centre, .. }) => Duals {
                requests: halfway(&duals.requests, &centre.requests),
                types: halfway(&duals.types, &centre.types),
            },
        };
        for (dual, &price) in duals.requests.iter_mut().zip(self.prices) {
            *dual = (*dual).min(price);
        }
        duals
    }

    /// Adds the paths that improve the relaxation with these duals; whether there were any.
    fn add(&mut self, found: &[Found], duals: &Duals) -> bool {
        let before = self.relaxation.columns().len();
        for (pricer, found) in self.pricers.iter().zip(found) {
            for path in &found.paths {
                let column = self.column(pricer.kind(), path);
                if column.reduced_cost(duals) < -self.least_gain {
                    self.relaxation.add(column);
                }
            }
        }
        self.relaxation.columns().len() > before
    }

    fn column(&self, kind: TypeId, path: &Path) -> Column {
        let riders = path.nodes.iter().filter_map(|&node| self.network.known(node));
        Column { kind, cost: path.cost, serves: riders.collect() }
    }

    /// Whether the bound has met the relaxation.
    fn is_closed(&self, optimum: &Optimum) -> bool {
        let best = self.best.as_ref();
        best.is_some_and(|best| optimum.value - best.value as f64 <= CLOSE * optimum.value.abs())
    }
}

fn halfway(one: &[i64], two: &[i64]) -> Vec<i64> {
    one.iter().zip(two).map(|(one, two)| (one + two) / 2).collect()
}

/// What a request costs, more or less.
fn typical_cost(columns: &[Column]) -> i64 {
    let cost: i64 = columns.iter().map(|column| column.cost).sum();
    let served: usize = columns.iter().map(|column| column.serves.len()).sum();
    (cost / served.max(1) as i64).max(Tariff::PARTS_PER_ORE)
}

fn lagrangian(instance: &Instance, duals: &Duals, least: &[i64]) -> i64 {
    let fleet = instance.types().iter().zip(&duals.types).zip(least);
    let fleet = fleet.map(|((kind, dual), least)| {
        kind.vehicles.len() as i64 * dual.saturating_add(*least).min(0)
    });
    duals.requests.iter().sum::<i64>() + fleet.sum::<i64>()
}
