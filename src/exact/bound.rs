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
//! is a bound (Lasdon 1970), provided that no π_i exceeds what leaving i out costs. Where the day has
//! waves, routes are chains of wave routes and links, and r_k is found by a sweep over the waves (`days`), before
//! which a climb without linear programs finds prices to begin with (`ascent`). Where
//! plans are told apart by how many vehicles drive in each wave, m_w in wave w, a wave route there costs less by
//! the dual μ_w of that number, and min Σ_w m_w μ_w is added, over all numbers that they may be.
//! What is to be paid for cuts counts with paths, and is taken off the bound. It is computed in
//! whole numbers, so what HiGHS rounds can make it weaker but not wrong. Duals are smoothed
//! towards the best so far (Wentges 1997, doi:10.1111/1475-3995.00016), without which they leap about: the
//! farther, the less they prove (Pessoa, Sadykov, Uchoa and Vanderbeck 2018, doi:10.1287/ijoc.2017.0784).

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use crate::domain::{Instance, Tariff, TypeId};
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::ascent::ascend;
use crate::exact::fleet::Fleet;
use crate::exact::links::{End, Links};
use crate::exact::memory::Memory;
use crate::exact::network::{Network, NodeId};
use crate::exact::parts::Parts;
use crate::exact::pricers::Pricers;
use crate::exact::pricing::{Care, Duals, Fair, Found, Path};
use crate::exact::relaxation::{Column, Optimum, Relaxation};
use crate::exact::rounds::Rounds;

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
    /// What duals prove of plans that keep to a fleet, where no path of a vehicle type has a smaller
    /// reduced cost than that; `None` if there is no such plan.
    pub fn of(duals: Duals, least: Vec<i64>, fleet: &Fleet) -> Option<Self> {
        let costs =
            duals.types.iter().zip(&least).map(|(dual, &least)| least.saturating_add(*dual));
        let costs: Vec<i64> = costs.collect();
        let worth = duals.requests.iter().sum::<i64>();
        let cuts = duals.cuts.iter().map(|(_, price)| price).sum::<i64>();
        let vehicles = fleet.least_cost(&costs)?;
        let vehicles = vehicles.saturating_add(fleet.least_cost_of_waves(&duals.waves));
        let value = (worth - cuts).saturating_add(vehicles);
        Some(Self { value, duals, least })
    }

    /// What the same duals prove of plans that keep to a part of the fleet.
    pub fn of_part(&self, fleet: &Fleet) -> Option<Self> {
        Self::of(self.duals.clone(), self.least.clone(), fleet)
    }

    /// By how much a plan may cost less than bound plus reduced cost of one of its routes of this
    /// type, as the bound for the whole fleet counts the type's best route in its place.
    pub fn spared_by_a_route(&self, kind: TypeId) -> i64 {
        self.least[kind.index()].min(-self.duals.types[kind.index()])
    }
}

/// Labels of all exact pricings that run at a time, together: about two gigabytes.
const MOST_LABELS: usize = 4_000_000;

/// An exact pricing.
#[derive(Clone, Copy)]
pub(super) struct Exact {
    /// How long it took.
    pub length: Duration,
    pub ended: Instant,
}

/// Whether an exact pricing is due, given the last one.
pub(super) type IsDue<'a> = &'a dyn Fn(Option<Exact>) -> bool;

/// So many known columns are in the relaxation at first, and no more are added at a time.
const FIRST: usize = 500;
const SPARE: usize = 300;

/// What tells paths apart.
type Course = (TypeId, Option<(End, End)>, Vec<NodeId>);

/// By what share of the relaxation the bound may be below it.
#[derive(Clone, Copy)]
pub(super) struct Close {
    /// If it uses whole numbers of vehicles.
    pub whole: f64,
    /// If it uses parts of vehicles, so that the fleet can be split.
    pub parts: f64,
    /// Whether paths that are too many for a quick pricing are too many for any.
    pub gives_up: bool,
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
    pub network: &'a Network,
    pub links: &'a Links,
    /// What leaving each request out costs, in parts of an øre.
    pub prices: &'a [i64],
    pub pricers: Pricers<'a>,
    pub relaxation: Relaxation<'a>,
    /// What leaving a request out may cost for now.
    most: i64,
    /// What each request costs in a known plan, more or less.
    pub shares: Vec<i64>,
    /// A smaller gain, in parts of an øre, is none to HiGHS.
    least_gain: i64,
    /// Whether an exact pricing is due although a quick one may do, after such a last one.
    is_due: IsDue<'a>,
    pub exact: Option<Exact>,
    /// Paths added since the relaxation was solved, which may be found again.
    fresh: FxHashSet<Course>,
    /// Known columns that are not in the relaxation.
    spare: Vec<Column>,
    /// The best prices so far for a fleet of which no bound is known.
    pub prices_met: Option<Duals>,
}

impl<'a> Generation<'a> {
    /// Starts from known routes.
    pub fn new(
        instance: &'a Instance,
        (network, links): (&'a Network, &'a Links),
        known: &[Arc<Route>],
        prices: &'a [i64],
        memory: &Memory,
        is_due: IsDue<'a>,
    ) -> Self {
        let pricers = Pricers::new(instance, (network, links), memory);
        let shares = shares(instance, known, prices);
        let columns: Vec<Column> = known.iter().map(|route| Column::of(instance, route)).collect();
        let unit = typical_cost(&columns);
        let mut relaxation = Relaxation::new(instance, links, prices, unit);
        let mut spare = match links.is_any() {
            true => Parts::new(instance, network, links).of_all(known),
            false => columns,
        };
        spare.drain(..spare.len().min(FIRST)).for_each(|column| relaxation.add(column));
        let least_gain = (unit / 1_000_000).max(1);
        let most = unit * PRICE.0;
        relaxation.limit_prices(prices, most);
        let (exact, fresh) = (None, FxHashSet::default());
        Self {
            network,
            links,
            prices,
            pricers,
            relaxation,
            most,
            shares,
            least_gain,
            is_due,
            exact,
            fresh,
            spare,
            prices_met: None,
        }
    }

    /// Adds those known columns that improve the relaxation most; whether there were any.
    fn add_spare(&mut self, duals: &Duals) -> bool {
        let reduced = (0..).zip(&self.spare);
        let reduced = reduced.map(|(at, column)| (column.reduced_cost(self.links, duals), at));
        let mut new: Vec<(i64, usize)> =
            reduced.filter(|&(cost, _)| cost < -self.least_gain).collect();
        new.sort_unstable();
        let mut fair = Fair::new(self.prices.len(), SPARE);
        new.retain(|&(_, at)| fair.takes(&self.spare[at].serves));
        let mut taken: Vec<usize> = new.iter().map(|&(_, at)| at).collect();
        taken.sort_unstable();
        for &at in taken.iter().rev() {
            let column = self.spare.swap_remove(at);
            self.relaxation.add(column);
        }
        !taken.is_empty()
    }

    /// Lets paths remember otherwise, and drops those that would not.
    pub fn remember(&mut self, memory: &Memory) {
        self.pricers.remember(memory);
        self.relaxation.retain(|column| memory.allows(self.network, &column.nodes));
    }

    /// How many labels each exact pricing may have.
    pub fn most_labels(&self) -> usize {
        MOST_LABELS / rayon::current_num_threads().min(self.pricers.number())
    }

    /// Raises the bound of plans with this fleet, from one that is known if there is any, until it is
    /// close to the relaxation, or has reached the target; `tell` hears of it whenever it rises.
    ///
    /// # Errors
    /// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
    pub fn run(
        &mut self,
        (fleet, known): (&Fleet, Option<&Bound>),
        close: Close,
        target: i64,
        is_over: &(dyn Fn() -> bool + Sync),
        tell: &dyn Fn(i64),
    ) -> Result<Generated> {
        self.relaxation.limit(fleet);
        if known.is_none() {
            // Where paths have come to remember less, prices that were good are a start and no more.
            self.prices_met = ascend(self, fleet, target, is_over);
        }
        let mut rounds = Rounds::new(self, fleet, target, (known.cloned(), close.gives_up));
        rounds.begin(is_over);
        while !is_over() {
            let is_quick =
                matches!(rounds.care, Care::Quick(_) | Care::Worn) && rounds.centre.is_some();
            let optimum = rounds.generation.relaxation.solve(!is_quick)?;
            rounds.generation.fresh.clear();
            if rounds.generation.add_spare(&optimum.duals) {
                continue;
            }
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
                rounds.start_again();
            } else if is_met {
                return Ok(Generated { bound: rounds.best, optimum: Some(optimum) });
            }
        }
        Ok(Generated { bound: rounds.best, optimum: None })
    }

    /// Whether it is time for an exact pricing although a quick one may do: now and then, so that there
    /// is a bound whenever the time is over.
    pub fn is_exact_due(&self) -> bool {
        (self.is_due)(self.exact)
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

    /// Keeps paths for when they improve the relaxation.
    pub fn spare(&mut self, paths: &[(TypeId, Path)]) {
        let mut met = FxHashSet::default();
        for (kind, path) in paths {
            let column = Column::of_path(self.network, self.links, *kind, path);
            if met.insert((column.kind, column.ends, path.nodes.clone())) {
                self.spare.push(column);
            }
        }
    }

    /// Adds the paths that improve the relaxation with these duals; whether there were any.
    pub fn add(&mut self, found: &[Found], duals: &Duals) -> bool {
        let mut has_any = false;
        for (kind, found) in self.pricers.kinds().into_iter().zip(found) {
            for path in &found.paths {
                let column = Column::of_path(self.network, self.links, kind, path);
                if column.reduced_cost(self.links, duals) < -self.least_gain {
                    has_any = true;
                    if self.fresh.insert((column.kind, column.ends, path.nodes.clone())) {
                        self.relaxation.add(column);
                    }
                }
            }
        }
        has_any
    }
}

/// What each request costs in the plan that known routes begin with: all of a route cost the same.
fn shares(instance: &Instance, known: &[Arc<Route>], prices: &[i64]) -> Vec<i64> {
    let mut shares: Vec<Option<i64>> = vec![None; prices.len()];
    for route in known {
        let Column { cost, serves, .. } = Column::of(instance, route);
        if serves.iter().any(|rider| shares[rider.index()].is_some()) {
            break;
        }
        let share = cost / serves.len().max(1) as i64;
        serves.iter().for_each(|rider| shares[rider.index()] = Some(share));
    }
    shares.iter().zip(prices).map(|(share, &price)| share.unwrap_or(price).min(price)).collect()
}

/// What a request costs, more or less.
fn typical_cost(columns: &[Column]) -> i64 {
    let cost: i64 = columns.iter().map(|column| column.cost).sum();
    let served: usize = columns.iter().map(|column| column.serves.len()).sum();
    (cost / served.max(1) as i64).max(Tariff::PARTS_PER_ORE)
}
