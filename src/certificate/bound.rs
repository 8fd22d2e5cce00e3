//! What prices prove, and what a claim adds to it.

use crate::certificate::choice::{Choice, Chosen, Fleet, Target, parts};
use crate::certificate::drives::{LeastTimes, most_rounded_off};
use crate::certificate::journey::Vehicle;
use crate::certificate::recheck::Limits;
use crate::certificate::rides::{Set, one};
use crate::certificate::routes::{FoundRoute, Labelling, Scope, Search};
use crate::certificate::stated::{equal, equal_amounts, price_of_leaving_out};
use crate::certificate::verdict::{Reason, Refusal};
use crate::certificate::{Claim, Prices};
use crate::domain::{Instance, Money, Stop, Tariff};

/// The sum of the worths, less what vehicles earn, in parts of an øre.
pub(super) fn value_of(instance: &Instance, prices: &Prices) -> i128 {
    let earns = prices.fleet.iter().map(|kind| kind.earns).collect();
    worths(prices) - fleet(prices, earns).spares(instance.requests().len())
}

/// What the prices prove, if they hold: their value with what rounding can take off, in whole øre.
pub(super) fn proven_by(instance: &Instance, prices: &Prices, vehicles: &[Vehicle]) -> Money {
    let rounded = vehicles.iter().map(most_rounded_off);
    let spares = prices.fleet.iter().zip(rounded).map(|(kind, rounded)| kind.earns + rounded);
    let spares = fleet(prices, spares.collect()).spares(instance.requests().len());
    let ore = i128::from(Tariff::PARTS_PER_ORE);
    let bound = (worths(prices) - spares + ore - 1).div_euclid(ore).max(0);
    Money::ore(i64::try_from(bound).unwrap_or(i64::MAX))
}

fn worths(prices: &Prices) -> i128 {
    prices.rides.iter().map(|ride| i128::from(ride.worth)).sum()
}

fn fleet(prices: &Prices, spares: Vec<i64>) -> Fleet {
    Fleet { spares, vehicles: prices.fleet.iter().map(|kind| kind.limit).collect() }
}

/// The grounds of a bound, rechecked one after the other.
pub(super) struct Grounds<'a> {
    instance: &'a Instance,
    limits: &'a Limits,
    vehicles: Vec<Vehicle<'a>>,
    least: LeastTimes,
    /// What rides are worth and vehicles earn: nothing, where nothing is priced.
    worth: Vec<i64>,
    earns: Vec<i64>,
    /// What a vehicle takes off the worth of all rides, rounding included.
    fleet: Fleet,
}

impl<'a> Grounds<'a> {
    pub fn new(instance: &'a Instance, prices: Option<&Prices>, limits: &'a Limits) -> Self {
        let vehicles: Vec<Vehicle> = Vehicle::all(instance).collect();
        let worth = |prices: &Prices| prices.rides.iter().map(|ride| ride.worth).collect();
        let earns = |prices: &Prices| prices.fleet.iter().map(|kind| kind.earns).collect();
        let worth = prices.map_or_else(|| vec![0; instance.requests().len()], worth);
        let earns: Vec<i64> = prices.map_or_else(|| vec![0; vehicles.len()], earns);
        let rounded = vehicles.iter().map(most_rounded_off);
        let fleet = Fleet {
            spares: earns.iter().zip(rounded).map(|(earns, rounded)| earns + rounded).collect(),
            vehicles: instance.types().iter().map(|kind| kind.vehicles.len()).collect(),
        };
        let least = LeastTimes::new(instance);
        Self { instance, limits, vehicles, least, worth, earns, fleet }
    }

    /// The searches for the route of each vehicle type that earns most, yet to be made.
    pub fn pricings(&self) -> Vec<Labelling<'_>> {
        let search = |&earns: &i64| Search {
            worth: &self.worth,
            most_excess: -earns - 1,
            scope: Scope::Least,
        };
        let all = self.vehicles.iter().zip(self.earns.iter().map(search));
        all.map(|(vehicle, search)| self.labelling(vehicle, search)).collect()
    }

    fn labelling<'b>(&'b self, vehicle: &Vehicle<'b>, search: Search<'b>) -> Labelling<'b> {
        Labelling::new(*vehicle, search, &self.least)
    }

    /// Whether no route earns more than is stated.
    pub fn prices(&self, prices: &Prices, pricings: &mut [Labelling]) -> Result<Reason, Refusal> {
        equal(
            "the value of the prices",
            i128::from(prices.value),
            value_of(self.instance, prices),
        )?;
        let proven = proven_by(self.instance, prices, &self.vehicles);
        if prices.bound_ore > proven {
            equal_amounts("the bound of the prices", prices.bound_ore, proven)?;
        }
        let mut labels = 0;
        for pricing in pricings {
            let most = self.limits.labels;
            if !pricing.run(most) {
                return Ok(Reason::TooManyLabels { most });
            }
            if let Some(route) = pricing.routes().first() {
                return Err(self.earns_more(route));
            }
            labels += pricing.size();
        }
        Ok(Reason::PricesHold { bound: prices.bound_ore, labels })
    }

    fn earns_more(&self, route: &FoundRoute) -> Refusal {
        let vehicle = self.instance.types()[route.kind.index()].vehicles[0];
        let stop = |stop: &Stop| {
            let sign = if matches!(stop, Stop::Pickup(_)) { '+' } else { '-' };
            format!("{sign}{}", self.instance.request(stop.request()).name)
        };
        Refusal::Earns {
            vehicle: self.instance.vehicles()[vehicle.index()].name.clone(),
            route: route.stops.iter().map(stop).collect::<Vec<_>>().join(", "),
            earns: -route.excess(&self.worth),
            stated: self.earns[route.kind.index()],
        }
    }

    /// Whether no plan is better than is claimed, by listing what such a plan could consist of. The
    /// searches have been made if anything is priced.
    pub fn beyond(&self, claim: &Claim, pricings: &[Labelling]) -> Result<Reason, Refusal> {
        let bound = claim.bound_ore.unwrap_or(Money::ZERO);
        let (mut routes, mut labels) = (Vec::new(), 0);
        for (kind, vehicle) in self.vehicles.iter().enumerate() {
            let most_excess = match claim.not_planned {
                0 => self.most_excess(bound, kind),
                // Whatever serves more is better, at any cost.
                _ => i64::MAX,
            };
            let priced = pricings.get(kind).filter(|pricing| pricing.size() > 0);
            let scope = Scope::All(priced.map(|pricing| (pricing, -self.earns[kind])));
            let search = Search { worth: &self.worth, most_excess, scope };
            let mut listing = self.labelling(vehicle, search);
            let most = self.limits.labels;
            if !listing.run(most) {
                return Ok(Reason::TooManyLabels { most });
            }
            labels += listing.size();
            routes.extend(listing.routes());
        }
        let target = Target { not_planned: claim.not_planned, cost: bound };
        let choice = Choice::new(self.instance, &self.worth, self.fleet.clone(), &routes, target);
        match choice.run(self.limits.choices) {
            Chosen::Nothing => Ok(Reason::ClosingHolds { bound, routes: routes.len(), labels }),
            Chosen::TooMany => Ok(Reason::TooManyChoices { most: self.limits.choices }),
            Chosen::Better(routes) => Err(self.better(&routes)),
        }
    }

    /// The most by which a route of a type may cost more than its riders are worth, if its plan is to
    /// cost less than the bound although all other vehicles earn the most that they can.
    fn most_excess(&self, bound: Money, kind: usize) -> i64 {
        let mut others = self.fleet.clone();
        others.vehicles[kind] -= 1;
        let others = others.spares(self.instance.requests().len().saturating_sub(1));
        let all: i128 = self.worth.iter().map(|&worth| i128::from(worth)).sum();
        let rounded = self.fleet.spares[kind] - self.earns[kind];
        let most = parts(bound) - 1 - all + others + i128::from(rounded);
        i64::try_from(most).unwrap_or(if most < 0 { i64::MIN } else { i64::MAX })
    }

    fn better(&self, routes: &[FoundRoute]) -> Refusal {
        let served: Set = routes.iter().fold(0, |served, route| served | route.served);
        let left_out = self.instance.request_ids().filter(|&id| served & one(id) == 0);
        let (not_planned, taxis) = price_of_leaving_out(self.instance, left_out);
        let cost = routes.iter().map(|route| route.cost).sum::<Money>() + taxis;
        Refusal::Better { cost, not_planned }
    }
}
