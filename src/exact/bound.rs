//! Column generation (Gilmore and Gomory 1961, doi:10.1287/opre.9.6.849): a proven bound on what any
//! plan costs, from the linear relaxation of the route model over *all* routes.
//!
//! The relaxation is solved over the columns met so far; its duals price all other routes; the ones
//! that would improve it are added. For any duals π ≥ 0 of the requests, and no route of a vehicle
//! type k costing less than r_k beyond the duals of whom it serves,
//!
//! ```text
//! Σ_i π_i + min Σ_k n_k r_k      over all numbers n_k of vehicles that the fleet allows
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
use crate::exact::fleet::Fleet;
use crate::exact::memory::Memory;
use crate::exact::network::{Direction, Network};
use crate::exact::pricing::{Care, Duals, Found, Pricer};
use crate::exact::relaxation::{Column, Optimum, Relaxation};

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
    /// type, as the bound for the whole fleet counts the type's best route in its place.
    pub fn spared_by_a_route(&self, kind: TypeId) -> i64 {
        self.least[kind.index()].min(-self.duals.types[kind.index()])
    }
}

/// Labels for each node and company in a quick pricing, and in one that is less quick.
const QUICK: (usize, usize) = (2, 10);
/// A quick pricing seems to have met the relaxation when it comes so close.
const SEEMS_CLOSE: f64 = 2e-3;
/// Labels of all exact pricings that run at a time, together: about two gigabytes.
const MOST_LABELS: usize = 4_000_000;
/// Columns added for each vehicle type at a time.
const COLUMNS: usize = 600;

/// By what share of the relaxation the bound may be below it.
#[derive(Clone, Copy)]
pub(super) struct Close {
    /// If it uses whole numbers of vehicles.
    pub whole: f64,
    /// If it uses parts of vehicles, so that the fleet can be split.
    pub parts: f64,
}

/// What leaving a request out costs at first, as a multiple of what a request costs, and how many
/// times as much where that is too little.
const PRICE: (i64, i64) = (4, 4);

/// What has come of column generation for one fleet.
pub(super) struct Generated {
    /// The best bound; `None` if there was not the time for an exact pricing, or too many labels.
    pub bound: Option<Bound>,
    /// The optimum of the relaxation, where the bound is close enough to it.
    pub optimum: Option<Optimum>,
}

/// Column generation: columns stay from one fleet to the next.
pub(super) struct Generation<'a> {
    network: &'a Network,
    /// What leaving each request out costs, in parts of an øre.
    prices: &'a [i64],
    pricers: Vec<Pricer<'a>>,
    pub relaxation: Relaxation,
    /// What leaving a request out may cost for now.
    most: i64,
    /// A smaller gain, in parts of an øre, is none to HiGHS.
    least_gain: i64,
    /// Whether it is time for a first bound, however good.
    is_due: &'a (dyn Fn() -> bool + Sync),
    has_bound: bool,
}

impl<'a> Generation<'a> {
    /// Starts from known routes.
    pub fn new(
        instance: &'a Instance,
        network: &'a Network,
        known: &[Arc<Route>],
        prices: &'a [i64],
        memory: &Memory,
        is_due: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        let kinds = (0..instance.types().len() as u32).map(TypeId);
        let pricer = |kind| Pricer::new(instance, network, Direction::Forward, kind, memory);
        let columns: Vec<Column> = known.iter().map(|route| Column::of(instance, route)).collect();
        let unit = typical_cost(&columns);
        let mut relaxation = Relaxation::new(instance, prices, unit);
        columns.into_iter().for_each(|column| relaxation.add(column));
        let pricers = kinds.map(pricer).collect();
        let least_gain = (unit / 1_000_000).max(1);
        let most = unit * PRICE.0;
        relaxation.limit_prices(prices, most);
        let has_bound = false;
        Self { network, prices, pricers, relaxation, most, least_gain, is_due, has_bound }
    }

    /// Lets paths remember otherwise, and drops those that would not.
    pub fn remember(&mut self, memory: &Memory) {
        self.pricers.iter_mut().for_each(|pricer| pricer.remember(memory));
        self.relaxation.retain(|column| memory.allows(self.network, &column.nodes));
    }

    /// Raises the bound of plans with this fleet until it is close to the relaxation, or has reached
    /// the target; `tell` hears of it whenever it rises.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn run(
        &mut self,
        fleet: &Fleet,
        close: Close,
        target: i64,
        is_over: &(dyn Fn() -> bool + Sync),
        tell: &dyn Fn(i64),
    ) -> Result<Generated> {
        self.relaxation.limit(fleet);
        let mut rounds = Rounds::new(self, fleet, target);
        while !is_over() {
            let optimum = rounds.generation.relaxation.solve()?;
            let before = rounds.proven();
            let goes_on = rounds.round(&optimum, is_over);
            if rounds.proven() > before {
                tell(rounds.proven());
            }
            let is_met = rounds.is_exhausted() || rounds.is_closed(&optimum, close);
            if rounds.proven() >= target || !(goes_on || is_met) {
                break;
            }
            if is_met && rounds.generation.raises_prices(&optimum) {
                rounds.care = Care::Quick(QUICK.0);
            } else if is_met {
                return Ok(Generated { bound: rounds.best, optimum: Some(optimum) });
            }
        }
        Ok(Generated { bound: rounds.best, optimum: None })
    }

    /// Lets leaving somebody out cost more, if the optimum does so for too little.
    fn raises_prices(&mut self, optimum: &Optimum) -> bool {
        let is_too_low = self.relaxation.leaves_out(optimum, self.prices, self.most);
        if is_too_low {
            self.most = self.most.saturating_mul(PRICE.1);
            self.relaxation.limit_prices(self.prices, self.most);
        }
        is_too_low
    }

    /// Adds the paths that improve the relaxation with these duals; whether there were any.
    fn add(&mut self, found: &[Found], duals: &Duals) -> bool {
        let before = self.relaxation.columns().len();
        for (pricer, found) in self.pricers.iter().zip(found) {
            for path in &found.paths {
                let column = Column::of_path(self.network, pricer.kind(), path);
                if column.reduced_cost(duals) < -self.least_gain {
                    self.relaxation.add(column);
                }
            }
        }
        self.relaxation.columns().len() > before
    }
}

/// Column generation under way.
struct Rounds<'a, 'b> {
    generation: &'a mut Generation<'b>,
    fleet: &'a Fleet,
    target: i64,
    best: Option<Bound>,
    centre: Option<Centre>,
    care: Care,
    /// Whether the next duals are to be smoothed.
    smooths: bool,
}

/// The best duals so far.
struct Centre {
    /// What they prove, or after a quick pricing seem to prove.
    value: i64,
    duals: Duals,
    is_exact: bool,
}

impl<'a, 'b> Rounds<'a, 'b> {
    fn new(generation: &'a mut Generation<'b>, fleet: &'a Fleet, target: i64) -> Self {
        let (care, smooths) = (Care::Quick(QUICK.0), true);
        Self { generation, fleet, target, best: None, centre: None, care, smooths }
    }

    /// What is proven so far.
    fn proven(&self) -> i64 {
        self.best.as_ref().map_or(i64::MIN, |best| best.value)
    }

    /// Whether the bound is close enough to the relaxation: not very, if the fleet is to be split.
    fn is_closed(&self, optimum: &Optimum, close: Close) -> bool {
        let used = self.generation.relaxation.numbers_used(optimum);
        let is_whole = self.fleet.split(&used).is_none();
        let close = if is_whole { close.whole } else { close.parts };
        optimum.value - self.proven() as f64 <= close * optimum.value.abs()
    }

    /// One pricing; false if nothing more can come of it.
    fn round(&mut self, optimum: &Optimum, is_over: &(dyn Fn() -> bool + Sync)) -> bool {
        let duals = self.smoothed(&optimum.duals);
        let care = self.care;
        let pricers = self.generation.pricers.par_iter_mut();
        let price = |pricer: &mut Pricer| pricer.price(&duals, care, COLUMNS, is_over);
        let found: Vec<Found> = pricers.map(price).collect();
        let is_exact = found.iter().all(|found| found.is_exact);
        if !is_exact && matches!(care, Care::Exact(_)) {
            return false;
        }
        let is_new = self.generation.add(&found, &optimum.duals);
        self.judge(duals, found.iter().map(|found| found.least).collect(), is_exact);
        self.turn_to(is_new, optimum.value);
        !self.is_exhausted()
    }

    /// Keeps duals that prove more, or seem to.
    fn judge(&mut self, duals: Duals, least: Vec<i64>, is_exact: bool) {
        let Some(value) = self.lagrangian(&duals, &least) else { return };
        let centre = self.centre.as_ref();
        // What a quick pricing seemed to prove may not be so.
        if centre.is_none_or(|centre| centre.value < value || (is_exact && !centre.is_exact)) {
            self.centre = Some(Centre { value, duals: duals.clone(), is_exact });
        }
        self.generation.has_bound |= is_exact;
        if is_exact && self.best.as_ref().is_none_or(|best| best.value < value) {
            self.best = Some(Bound { value, duals, least });
        }
    }

    /// Chooses how to price next.
    fn turn_to(&mut self, is_new: bool, value: f64) {
        let seems_closed = self.centre.as_ref().is_some_and(|centre| {
            let distance = value - centre.value as f64;
            centre.value >= self.target || distance <= SEEMS_CLOSE * value.abs()
        });
        let is_due = !self.generation.has_bound && (self.generation.is_due)();
        match (is_new, self.smooths, self.care) {
            (.., Care::Quick(_)) if is_due => (self.care, self.smooths) = (self.exact(), true),
            (true, _, Care::Quick(_)) if seems_closed => self.more_care(),
            (true, _, Care::Quick(_)) => self.smooths = true,
            (true, _, Care::Exact(_)) => (self.care, self.smooths) = (Care::Quick(QUICK.1), true),
            // The next pricing is of the relaxation's own duals.
            (false, true, _) => self.smooths = false,
            (false, false, _) => self.more_care(),
        }
    }

    fn more_care(&mut self) {
        self.smooths = true;
        self.care = match self.care {
            Care::Quick(most) if most < QUICK.1 => {
                self.centre = None;
                Care::Quick(QUICK.1)
            }
            Care::Quick(_) => self.exact(),
            Care::Exact(_) => Care::Exact(0),
        };
    }

    fn exact(&self) -> Care {
        let at_a_time = rayon::current_num_threads().min(self.generation.pricers.len());
        Care::Exact(MOST_LABELS / at_a_time)
    }

    /// Whether the last pricing was exact and of the relaxation's own duals, and found nothing new.
    fn is_exhausted(&self) -> bool {
        self.care == Care::Exact(0)
    }

    /// The duals, halfway to those of the centre, or there for an exact pricing, which is dear; none
    /// above what leaving a request out costs.
    fn smoothed(&self, duals: &Duals) -> Duals {
        let mut duals = match self.centre.as_ref().filter(|_| self.smooths) {
            None => duals.clone(),
            Some(centre) if matches!(self.care, Care::Exact(_)) => centre.duals.clone(),
            Some(Centre { duals: centre, .. }) => Duals {
                requests: halfway(&duals.requests, &centre.requests),
                types: halfway(&duals.types, &centre.types),
            },
        };
        for (dual, &price) in duals.requests.iter_mut().zip(self.generation.prices) {
            *dual = (*dual).min(price);
        }
        duals
    }

    fn lagrangian(&self, duals: &Duals, least: &[i64]) -> Option<i64> {
        let costs = duals.types.iter().zip(least).map(|(dual, &least)| least.saturating_add(*dual));
        let costs: Vec<i64> = costs.collect();
        Some(duals.requests.iter().sum::<i64>().saturating_add(self.fleet.least_cost(&costs)?))
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
