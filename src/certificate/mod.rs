//! What a sceptic needs to recheck a bound: a certificate, and the check of one.
//!
//! Say each ride i is *worth* w_i, no more than it costs to leave it out, and no route of a vehicle of
//! type k *earns* more than e_k: what its rides are worth less what it costs before rounding. Then no
//! plan that serves every ride without such a price costs less than
//!
//! ```text
//! Σ_i w_i − max Σ_k n_k e_k      over all numbers n_k of vehicles that it may use
//! ```
//!
//! as each route costs its riders' worth less what it earns (Lasdon 1970; the worths are duals of the
//! linear relaxation of the route model). Any worths do; what must be true of them is that routes earn no
//! more. There may be prices for plans of few vehicles and others for plans of many, as long as every
//! plan keeps to one of these parts.
//!
//! [`recheck`] finds out what is true by growing all routes anew, with code that it shares with no part
//! of the solver: only the domain's plain data, its drives and its invoices are used. That is tested with
//! the layers.
//!
//! A claim may go beyond what prices prove, where a mixed-integer program has closed the gap. The
//! certificate says so, and what goes beyond is checked by listing all routes that a better plan could
//! have and trying all choices of them, as far as that is feasible.

mod bound;
mod choice;
mod drives;
mod fleet;
mod identity;
mod journey;
mod recheck;
mod rides;
mod routes;
mod stated;
mod verdict;
mod zone;

use serde::{Deserialize, Serialize};

use crate::certificate::fleet::{proven_by, value_of};
use crate::certificate::journey::Vehicle;
use crate::domain::{Instance, Money, Stop, Tariff, VehicleId};

pub use identity::Identity;
pub use recheck::{Limits, recheck};
pub use verdict::{Finding, Part, Reason, Refusal, Thing, Verdict};

/// The version of the schema of certificates; a reader refuses any other.
pub const SCHEMA: u32 = 1;

/// No vehicle is said to earn less, even if it has no route at all: some 28 million øre.
const LEAST_EARNED: i64 = -100_000_000_000_000;

/// A claim about a day's plans, and what it rests on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`SCHEMA`] of the program that wrote it.
    pub schema: u32,
    /// What people call the day or instance.
    pub name: String,
    /// What it is about.
    pub data: Identity,
    /// What is claimed.
    pub claim: Claim,
    /// What proves a bound; none where nothing was priced.
    pub prices: Option<Prices>,
    /// The part of the bound that the prices do not prove; none where they prove all of it.
    pub closing: Option<Closing>,
    /// The plan.
    pub plan: PlanOfRoutes,
}

/// What is claimed of the plan and of all others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// So many rides are left out that have no price; no plan leaves out fewer, if there is a bound.
    pub not_planned: usize,
    /// What the plan costs, taxis included.
    pub cost_ore: Money,
    /// No plan that leaves out as few rides costs less; none where nothing is claimed.
    pub bound_ore: Option<Money>,
}

/// What rides are worth and vehicles earn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// So many parts make an øre.
    pub parts_per_ore: i64,
    /// What they prove of every part, in whole øre, what rounding invoices can take off allowed for.
    pub bound_ore: Money,
    /// Every plan keeps to the numbers of vehicles of one of them.
    pub parts: Vec<PricedPart>,
}

/// Prices for plans that use certain numbers of vehicles, in parts of an øre.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricedPart {
    /// How many vehicles such a plan uses.
    pub vehicles: Span,
    /// What a vehicle of each type earns at most.
    pub fleet: Vec<VehiclePrice>,
    /// What each ride is worth, in the order of the rides.
    pub rides: Vec<RidePrice>,
    /// The sum of the worths, less what vehicles earn.
    pub value: i64,
}

/// A number from the one to the other, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: usize,
}

/// What a ride is worth.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RidePrice {
    /// What the day calls it.
    pub ride: String,
    /// What it is worth.
    pub worth: i64,
    /// What leaving it out costs; none where it must be planned.
    pub left_out_ore: Option<Money>,
}

/// What a vehicle of a type earns at most.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VehiclePrice {
    /// All vehicles of the type.
    pub vehicles: Vec<String>,
    /// How many there are.
    pub limit: usize,
    /// How many of them a plan of this part uses.
    pub used: Span,
    /// No route's riders are worth more than it costs by more than this; less than nothing if each costs
    /// more.
    pub earns: i64,
}

/// The part of a bound that rests on a mixed-integer program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// What the prices prove; zero where there are none.
    pub from_ore: Money,
    /// The bound that is claimed.
    pub to_ore: Money,
}

/// A plan as routes: an order of stops for each vehicle that is used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanOfRoutes {
    /// What names the plan that was written beside the certificate, if one was. That may keep what
    /// citizens are used to and cost more than these routes.
    pub id: Option<String>,
    /// The routes, in the order of the fleet.
    pub routes: Vec<CertifiedRoute>,
}

/// What a vehicle does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedRoute {
    /// Which vehicle.
    pub vehicle: String,
    /// Its invoice.
    pub cost_ore: Money,
    /// Its stops in order.
    pub stops: Vec<CertifiedStop>,
}

/// Where somebody boards or alights.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertifiedStop {
    /// The people of this ride board.
    Pickup(String),
    /// The people of this ride alight.
    Dropoff(String),
}

/// What a solver knows of plans that use certain numbers of vehicles, in parts of an øre.
#[derive(Clone, Copy, Debug)]
pub struct Duals<'a> {
    /// Of each ride.
    pub rides: &'a [i64],
    /// What a vehicle of each type earns at most.
    pub earns: &'a [i64],
    /// How many of each type are used, least and most.
    pub of_type: &'a [(usize, usize)],
    /// How many of all types together.
    pub all: (usize, usize),
}

/// A vehicle's route with its cost.
pub type DrivenRoute<'a> = (VehicleId, Money, &'a [Stop]);

impl Certificate {
    /// The certificate of a claim.
    pub fn new(
        instance: &Instance,
        name: String,
        claim: Claim,
        duals: &[Duals],
        routes: &[DrivenRoute],
    ) -> Self {
        // Prices say nothing of plans that leave out rides without a price.
        let are_of_use = !duals.is_empty() && claim.bound_ore.is_some() && claim.not_planned == 0;
        let mut prices = are_of_use.then(|| prices(instance, duals));
        if let (Some(prices), Some(bound)) = (&mut prices, claim.bound_ore) {
            prices.bound_ore = prices.bound_ore.min(bound);
        }
        let from_ore = prices.as_ref().map_or(Money::ZERO, |prices| prices.bound_ore);
        let beyond = claim.bound_ore.filter(|&bound| bound > from_ore);
        Self {
            schema: SCHEMA,
            name,
            data: Identity::of(instance),
            claim,
            prices,
            closing: beyond.map(|to_ore| Closing { from_ore, to_ore }),
            plan: PlanOfRoutes {
                id: None,
                routes: routes.iter().map(|route| certified(instance, route)).collect(),
            },
        }
    }

    /// The certificate with the name of the plan that is written beside it.
    pub fn beside_plan(mut self, id: String) -> Self {
        self.plan.id = Some(id);
        self
    }

    /// Whether it claims that nothing is better than its plan.
    pub fn claims_optimum(&self) -> bool {
        self.claim.bound_ore == Some(self.claim.cost_ore)
    }
}

fn prices(instance: &Instance, duals: &[Duals]) -> Prices {
    let parts = duals.iter().map(|duals| priced(instance, duals));
    // A part to which no plan can keep says nothing.
    let valued = parts.filter_map(|part| {
        let value = i64::try_from(value_of(instance, &part)?);
        let value = value.expect("duals are no larger than the known plan's cost");
        Some(PricedPart { value, ..part })
    });
    let mut prices = Prices {
        parts_per_ore: Tariff::PARTS_PER_ORE,
        bound_ore: Money::ZERO,
        parts: valued.collect(),
    };
    let vehicles: Vec<Vehicle> = Vehicle::all(instance).collect();
    prices.bound_ore = proven_by(instance, &prices, &vehicles);
    prices
}

/// A part, its value not yet found.
fn priced(instance: &Instance, duals: &Duals) -> PricedPart {
    let name = |&vehicle: &VehicleId| instance.vehicles()[vehicle.index()].name.clone();
    let span = |&(least, most): &(usize, usize)| Span { least, most };
    let rides = instance.requests().iter().zip(duals.rides).map(|(request, &worth)| RidePrice {
        ride: request.name.clone(),
        worth,
        left_out_ore: request.taxi_price,
    });
    let types = instance.types().iter().zip(duals.of_type).zip(duals.earns);
    let fleet = types.map(|((kind, used), &earns)| VehiclePrice {
        vehicles: kind.vehicles.iter().map(name).collect(),
        limit: kind.vehicles.len(),
        used: span(used),
        earns: earns.max(LEAST_EARNED),
    });
    PricedPart {
        vehicles: span(&duals.all),
        fleet: fleet.collect(),
        rides: rides.collect(),
        value: 0,
    }
}

fn certified(instance: &Instance, &(vehicle, cost_ore, stops): &DrivenRoute) -> CertifiedRoute {
    let name = |stop: &Stop| instance.request(stop.request()).name.clone();
    let stop = |stop: &Stop| match stop {
        Stop::Pickup(_) => CertifiedStop::Pickup(name(stop)),
        Stop::Dropoff(_) => CertifiedStop::Dropoff(name(stop)),
    };
    let vehicle = instance.vehicles()[vehicle.index()].name.clone();
    CertifiedRoute { vehicle, cost_ore, stops: stops.iter().map(stop).collect() }
}
