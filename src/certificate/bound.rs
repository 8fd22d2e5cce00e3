//! What prices prove, and what a claim adds to it.

use crate::certificate::choice::{Choice, Chosen, Target, parts};
use crate::certificate::drives::{LeastTimes, most_rounded_off};
use crate::certificate::fleet::{Fleet, proven_by, uncovered, value_of};
use crate::certificate::journey::Vehicle;
use crate::certificate::recheck::Limits;
use crate::certificate::rides::{Set, one};
use crate::certificate::routes::{FoundRoute, Labelling, Scope, Search};
use crate::certificate::stated::{equal, equal_amounts, price_of_leaving_out};
use crate::certificate::verdict::{Reason, Refusal, Thing};
use crate::certificate::{Claim, PricedPart, Prices};
use crate::domain::{Instance, Money, Stop};

/// The grounds of a bound.
pub(super) struct Grounds<'a> {
    instance: &'a Instance,
    limits: &'a Limits,
    vehicles: Vec<Vehicle<'a>>,
    least: LeastTimes,
}

/// What rides are worth and vehicles earn, in parts of an øre.
struct Worths {
    rides: Vec<i64>,
    earns: Vec<i64>,
}

impl Worths {
    fn of(part: &PricedPart) -> Self {
        Self {
            rides: part.rides.iter().map(|ride| ride.worth).collect(),
            earns: part.fleet.iter().map(|kind| kind.earns).collect(),
        }
    }
}

impl<'a> Grounds<'a> {
    pub fn new(instance: &'a Instance, limits: &'a Limits) -> Self {
        let (vehicles, least) = (Vehicle::all(instance).collect(), LeastTimes::new(instance));
        Self { instance, limits, vehicles, least }
    }

    /// Whether every plan keeps to a part, and in none of them a route earns more than is stated.
    pub fn prices(&self, prices: &Prices) -> Result<Reason, Refusal> {
        if let Some(numbers) = uncovered(self.instance, &prices.parts) {
            return Err(Refusal::Uncovered { numbers });
        }
        for part in &prices.parts {
            let is = value_of(self.instance, part).map_or("none".to_owned(), |is| is.to_string());
            equal(Thing::ValueOfPrices, part.value.to_string(), is)?;
        }
        let proven = proven_by(self.instance, prices, &self.vehicles);
        if prices.bound_ore > proven {
            equal_amounts(Thing::BoundOfPrices, prices.bound_ore, proven)?;
        }
        let mut labels = 0;
        for worths in prices.parts.iter().map(Worths::of) {
            for kind in 0..self.vehicles.len() {
                let mut pricing = self.pricing(kind, &worths);
                let most = self.limits.labels;
                if !pricing.run(most) {
                    return Ok(Reason::TooManyLabels { most });
                }
                if let Some(route) = pricing.routes().first() {
                    return Err(self.earns_more(route, &worths));
                }
                labels += pricing.size();
            }
        }
        Ok(Reason::PricesHold { bound: prices.bound_ore, labels })
    }

    /// The search for a route that earns more than is stated, yet to be made.
    fn pricing<'b>(&'b self, kind: usize, worths: &'b Worths) -> Labelling<'b> {
        let (worth, most_excess) = (worths.rides.as_slice(), -worths.earns[kind] - 1);
        let search = Search { worth, most_excess, scope: Scope::Least };
        Labelling::new(self.vehicles[kind], search, &self.least)
    }

    fn earns_more(&self, route: &FoundRoute, worths: &Worths) -> Refusal {
        let vehicle = self.instance.types()[route.kind.index()].vehicles[0];
        let stop = |stop: &Stop| {
            let sign = if matches!(stop, Stop::Pickup(_)) { '+' } else { '-' };
            format!("{sign}{}", self.instance.request(stop.request()).name)
        };
        Refusal::Earns {
            vehicle: self.instance.vehicles()[vehicle.index()].name.clone(),
            route: route.stops.iter().map(stop).collect::<Vec<_>>().join(", "),
            earns: -route.excess(&worths.rides),
            stated: worths.earns[route.kind.index()],
        }
    }

    /// Whether no plan is better than is claimed, by listing what such a plan could consist of. What is
    /// priced has been found to hold.
    pub fn beyond(&self, claim: &Claim, prices: Option<&Prices>) -> Result<Reason, Refusal> {
        let bound = claim.bound_ore.unwrap_or(Money::ZERO);
        let best = prices.and_then(|prices| prices.parts.iter().max_by_key(|part| part.value));
        let nothing = || Worths {
            rides: vec![0; self.instance.requests().len()],
            earns: vec![0; self.vehicles.len()],
        };
        let worths = best.map_or_else(nothing, Worths::of);
        let fleet = self.fleet(&worths);
        let (mut routes, mut labels) = (Vec::new(), 0);
        for (kind, &vehicle) in self.vehicles.iter().enumerate() {
            let most_excess = match claim.not_planned {
                0 => self.most_excess(bound, kind, &fleet, &worths),
                // Whatever serves more is better, at any cost.
                _ => i64::MAX,
            };
            let most = self.limits.labels;
            let mut pricing = self.pricing(kind, &worths);
            if best.is_some() && !pricing.run(most) {
                return Ok(Reason::TooManyLabels { most });
            }
            let priced = best.map(|_| (&pricing, -worths.earns[kind]));
            let search = Search { worth: &worths.rides, most_excess, scope: Scope::All(priced) };
            let mut listing = Labelling::new(vehicle, search, &self.least);
            if !listing.run(most) {
                return Ok(Reason::TooManyLabels { most });
            }
            labels += listing.size();
            routes.extend(listing.routes());
        }
        let target = Target { not_planned: claim.not_planned, cost: bound };
        let choice = Choice::new(self.instance, &worths.rides, fleet, &routes, target);
        match choice.run(self.limits.choices) {
            Chosen::Nothing => Ok(Reason::ClosingHolds { bound, routes: routes.len(), labels }),
            Chosen::TooMany => Ok(Reason::TooManyChoices { most: self.limits.choices }),
            Chosen::Better(routes) => Err(self.better(&routes)),
        }
    }

    /// The whole fleet, and what a vehicle of it takes off the worth of all rides, rounding included.
    fn fleet(&self, worths: &Worths) -> Fleet {
        let rounded = self.vehicles.iter().map(most_rounded_off);
        Fleet {
            spares: worths.earns.iter().zip(rounded).map(|(earns, off)| earns + off).collect(),
            vehicles: self.instance.types().iter().map(|kind| kind.vehicles.len()).collect(),
        }
    }

    /// The most by which a route of a type may cost more than its riders are worth, if its plan is to
    /// cost less than the bound although all other vehicles earn the most that they can.
    fn most_excess(&self, bound: Money, kind: usize, fleet: &Fleet, worths: &Worths) -> i64 {
        let mut others = fleet.clone();
        others.vehicles[kind] -= 1;
        let others = others.spares(self.instance.requests().len().saturating_sub(1));
        let all: i128 = worths.rides.iter().map(|&worth| i128::from(worth)).sum();
        let rounded = fleet.spares[kind] - worths.earns[kind];
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
