//! What a certificate states that can be looked up: its data, its plan, and what belongs together.

use std::collections::HashMap;

use crate::certificate::choice::parts;
use crate::certificate::identity::Identity;
use crate::certificate::journey::Vehicle;
use crate::certificate::verdict::{Reason, Refusal, Thing};
use crate::certificate::{Certificate, CertifiedRoute, CertifiedStop, Closing, PricedPart};
use crate::domain::{Instance, Money, RequestId, Stop, Tariff, VehicleId};

/// Whether the certificate is about this instance.
pub(super) fn data(instance: &Instance, certificate: &Certificate) -> Result<Reason, Refusal> {
    let (own, stated) = (Identity::of(instance), &certificate.data);
    let parts = [
        (Thing::Rides, &own.rides, &stated.rides),
        (Thing::Vehicles, &own.fleet, &stated.fleet),
        (Thing::Drives, &own.drives, &stated.drives),
    ];
    let other = parts.into_iter().find(|(_, own, stated)| own != stated);
    other.map_or(Ok(Reason::SameData), |(what, ..)| Err(Refusal::OtherData(what)))
}

/// Whether the plan keeps the rules, and costs what it is said to.
pub(super) fn plan(instance: &Instance, certificate: &Certificate) -> Result<Reason, Refusal> {
    let Certificate { claim, plan, .. } = certificate;
    let mut names = Names::new(instance);
    let mut cost = Money::ZERO;
    for route in &plan.routes {
        cost += names.cost(instance, route)?;
    }
    let left_out = instance.request_ids().filter(|id| names.free_rides[id.index()]);
    let (not_planned, taxis) = price_of_leaving_out(instance, left_out);
    equal(Thing::NotPlanned, claim.not_planned, not_planned)?;
    cost += taxis;
    equal_amounts(Thing::PlanCost, claim.cost_ore, cost)?;
    Ok(Reason::PlanHolds { cost })
}

/// How many of these rides have no price, and what the others cost together.
pub(super) fn price_of_leaving_out(
    instance: &Instance,
    rides: impl Iterator<Item = RequestId>,
) -> (usize, Money) {
    let prices: Vec<Option<Money>> = rides.map(|id| instance.request(id).taxi_price).collect();
    let not_planned = prices.iter().filter(|price| price.is_none()).count();
    (not_planned, prices.into_iter().flatten().sum())
}

/// Whether claim, prices and what goes beyond them belong together.
pub(super) fn claim(certificate: &Certificate) -> Result<(), Refusal> {
    let Certificate { claim, prices, closing, .. } = certificate;
    let bound = claim.bound_ore.unwrap_or(Money::ZERO);
    if bound > claim.cost_ore {
        let what = Thing::BoundAboveCost;
        return Err(Refusal::Amount { what, stated: bound, is: claim.cost_ore });
    }
    let from = prices.as_ref().map_or(Money::ZERO, |prices| prices.bound_ore);
    let (stated_from, to) = match *closing {
        None => (from, from),
        Some(Closing { from_ore, to_ore }) => (from_ore, to_ore),
    };
    equal_amounts(Thing::ProvenByPrices, stated_from, from)?;
    equal_amounts(Thing::Bound, bound, to)
}

/// Whether the prices are of these rides and vehicles, and none is what it cannot be.
pub(super) fn prices(instance: &Instance, certificate: &Certificate) -> Result<(), Refusal> {
    let Some(prices) = &certificate.prices else { return Ok(()) };
    if certificate.claim.not_planned > 0 {
        return Err(Refusal::LeftOutWithoutPrice);
    }
    equal(Thing::PartsOfOre, prices.parts_per_ore, Tariff::PARTS_PER_ORE)?;
    for part in &prices.parts {
        rides(instance, part)?;
        fleet(instance, part)?;
    }
    Ok(())
}

fn rides(instance: &Instance, part: &PricedPart) -> Result<(), Refusal> {
    equal(Thing::PricedRides, part.rides.len(), instance.requests().len())?;
    for (price, request) in part.rides.iter().zip(instance.requests()) {
        equal(Thing::Ride, price.ride.as_str(), request.name.as_str())?;
        let left_out = |price: Option<Money>| {
            price.map_or("no price".to_owned(), |price| format!("{} øre", price.as_ore()))
        };
        let what = Thing::LeavingOut(request.name.clone());
        equal(what, left_out(price.left_out_ore), left_out(request.taxi_price))?;
        if price.worth < 0 {
            return Err(Refusal::WorthLessThanNothing(request.name.clone()));
        }
        if request.taxi_price.is_some_and(|taxi| i128::from(price.worth) > parts(taxi)) {
            return Err(Refusal::WorthTooMuch(request.name.clone()));
        }
    }
    Ok(())
}

fn fleet(instance: &Instance, part: &PricedPart) -> Result<(), Refusal> {
    equal(Thing::VehicleTypes, part.fleet.len(), instance.types().len())?;
    for (price, kind) in part.fleet.iter().zip(instance.types()) {
        let names = kind.vehicles.iter().map(|id| instance.vehicles()[id.index()].name.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        equal(Thing::VehicleType, price.vehicles.join(", "), names.clone())?;
        equal(Thing::VehiclesOf(names), price.limit, kind.vehicles.len())?;
    }
    Ok(())
}

/// Rides and vehicles that a plan has not yet named.
struct Names<'a> {
    rides: HashMap<&'a str, RequestId>,
    free_rides: Vec<bool>,
    free_vehicles: Vec<VehicleId>,
}

impl<'a> Names<'a> {
    fn new(instance: &'a Instance) -> Self {
        let rides = instance.request_ids().map(|id| (instance.request(id).name.as_str(), id));
        Self {
            rides: rides.collect(),
            free_rides: vec![true; instance.requests().len()],
            free_vehicles: instance.vehicle_ids().collect(),
        }
    }

    /// What a route costs, if it can be driven and costs what is stated.
    fn cost(&mut self, instance: &Instance, route: &CertifiedRoute) -> Result<Money, Refusal> {
        let name = |vehicle: &VehicleId| &instance.vehicles()[vehicle.index()].name;
        let place = self.free_vehicles.iter().position(|vehicle| *name(vehicle) == route.vehicle);
        let Some(place) = place else {
            return Err(Refusal::NoFreeVehicle(route.vehicle.clone()));
        };
        let vehicle = self.free_vehicles.remove(place);
        let stops = route.stops.iter().map(|stop| self.stop(stop));
        let stops: Vec<Stop> = stops.collect::<Result<_, Refusal>>()?;
        let vehicle = Vehicle::new(instance, instance.type_of(vehicle));
        let undrivable = |stops| Refusal::Undrivable { vehicle: route.vehicle.clone(), stops };
        let totals = vehicle.drive(&stops).map_err(undrivable)?;
        let cost = vehicle.spec.tariff.cost(totals);
        equal_amounts(Thing::Invoice(route.vehicle.clone()), route.cost_ore, cost)?;
        for stop in stops.iter().filter(|stop| matches!(stop, Stop::Pickup(_))) {
            let is_free = &mut self.free_rides[stop.request().index()];
            if !std::mem::replace(is_free, false) {
                let name = &instance.request(stop.request()).name;
                return Err(Refusal::PlannedTwice(name.clone()));
            }
        }
        Ok(cost)
    }

    fn stop(&self, stop: &CertifiedStop) -> Result<Stop, Refusal> {
        let id = |name: &String| {
            let id = self.rides.get(name.as_str()).copied();
            id.ok_or_else(|| Refusal::NoSuchRide(name.clone()))
        };
        match stop {
            CertifiedStop::Pickup(name) => id(name).map(Stop::Pickup),
            CertifiedStop::Dropoff(name) => id(name).map(Stop::Dropoff),
        }
    }
}

pub(super) fn equal<T: PartialEq + std::fmt::Display>(
    what: Thing,
    stated: T,
    is: T,
) -> Result<(), Refusal> {
    if stated == is {
        return Ok(());
    }
    let (stated, is) = (stated.to_string(), is.to_string());
    Err(Refusal::Stated { what, stated, is })
}

pub(super) fn equal_amounts(what: Thing, stated: Money, is: Money) -> Result<(), Refusal> {
    if stated == is { Ok(()) } else { Err(Refusal::Amount { what, stated, is }) }
}
