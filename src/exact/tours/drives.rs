//! Drives that a vehicle may make.

use crate::domain::{Duration, Instance, RequestId, Stop, Tariff, TypeId, Visit};
use crate::evaluate::Route;
use crate::exact::riders::Riders;

/// From one stop right to the next, or from or to the depot.
#[derive(Clone, Debug)]
pub(super) struct Drive {
    pub from: usize,
    pub to: usize,
    /// The least that any vehicle type takes, in parts of an øre; to a pickup, for boarding and alighting
    /// too.
    pub cost: i64,
    /// Who can be aboard.
    aboard: Riders,
}

impl Drive {
    /// Whether the rider can be aboard.
    pub fn carries(&self, request: usize) -> bool {
        self.aboard.contains(RequestId(request as u32))
    }
}

/// The places of stops: pickups, then dropoffs, then the depot that vehicles leave, and the one they come
/// to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    pub requests: usize,
}

impl Places {
    pub fn stops(self) -> usize {
        2 * self.requests
    }

    pub fn out(self) -> usize {
        2 * self.requests
    }

    pub fn back(self) -> usize {
        2 * self.requests + 1
    }

    /// The request of a stop.
    pub fn request(self, stop: usize) -> usize {
        stop % self.requests
    }

    fn stop(self, place: usize) -> Stop {
        let id = RequestId(self.request(place) as u32);
        if place < self.requests { Stop::Pickup(id) } else { Stop::Dropoff(id) }
    }
}

/// All drives that could be in a plan.
pub(super) fn drives(instance: &Instance) -> Vec<Drive> {
    let places = Places { requests: instance.requests().len() };
    let all = || 0..places.stops();
    let between = all().flat_map(|from| all().map(move |to| (from, to)));
    let between = between.filter_map(|(from, to)| {
        let cost = cheapest(instance, |kind| {
            let can = orders(places, from, to).into_iter().flatten().any(|stops| {
                let stops = stops.into_iter().map(|stop| places.stop(stop)).collect();
                Route::new(instance, kind, stops).is_some()
            });
            let visit = |place| instance.visit(places.stop(place));
            let leg = instance.leg(visit(from), visit(to));
            can.then(|| instance.spec(kind).tariff.parts_of_drive(leg))
        });
        let aboard = aboard(instance, places, from, to);
        Some(Drive { from, to, cost: cost?, aboard })
    });
    let alone = |request: usize| {
        let stops = [request, places.requests + request].map(|stop| places.stop(stop));
        move |kind| Route::new(instance, kind, stops.to_vec()).is_some()
    };
    let ends = (0..places.requests).flat_map(|request| {
        let can = alone(request);
        let out = cheapest(instance, |kind| can(kind).then(|| out(instance, kind, request)));
        let back = cheapest(instance, |kind| can(kind).then(|| back(instance, kind, request)));
        let last = places.requests + request;
        let drive = |from, to| move |cost| Drive { from, to, cost, aboard: Riders::default() };
        [out.map(drive(places.out(), request)), back.map(drive(last, places.back()))]
    });
    between.chain(ends.flatten()).map(|drive| boarded(instance, places, drive)).collect()
}

/// Who can be aboard from one stop to the next: there is time to make both after boarding and before
/// alighting.
fn aboard(instance: &Instance, places: Places, from: usize, to: usize) -> Riders {
    let can = |id: &RequestId| {
        let (pickup, dropoff) = (id.index(), places.requests + id.index());
        let mut way = vec![pickup, from, to, dropoff];
        way.dedup();
        let turns_back = way[1..].contains(&pickup) || way[..way.len() - 1].contains(&dropoff);
        !turns_back && is_in_time(instance, places, &way)
    };
    instance.request_ids().filter(can).collect()
}

/// Whether these stops can be made one after the other, from the boarding of a rider until he alights.
fn is_in_time(instance: &Instance, places: Places, way: &[usize]) -> bool {
    let visit = |place: usize| instance.visit(places.stop(place));
    let first = visit(way[0]);
    let (mut moment, mut spent) = (first.window.earliest, Duration::ZERO);
    for pair in way.windows(2) {
        let (from, to) = (visit(pair[0]), visit(pair[1]));
        let gap = from.service + instance.leg(from, to).duration;
        spent += gap;
        moment = (moment + gap).max(to.window.earliest);
        if moment > to.window.latest {
            return false;
        }
    }
    let longest = instance.requests()[places.request(way[0])].longest_ride;
    longest.is_none_or(|longest| spent <= longest + first.service)
}

/// The orders in which the stops of two riders, or of one, can be made such that one stop follows right
/// after another.
fn orders(places: Places, from: usize, to: usize) -> [Option<Vec<usize>>; 2] {
    let (one, two) = (places.request(from), places.request(to));
    let alights = |stop: usize| stop >= places.requests;
    let (first, second) = (places.requests + one, places.requests + two);
    if one == two {
        return [(from < to).then(|| vec![from, to]), None];
    }
    match (alights(from), alights(to)) {
        (false, false) => {
            [Some(vec![from, to, first, second]), Some(vec![from, to, second, first])]
        }
        (false, true) => [Some(vec![two, from, to, first]), None],
        (true, false) => [Some(vec![one, from, to, second]), None],
        (true, true) => [Some(vec![one, two, from, to]), Some(vec![two, one, from, to])],
    }
}

/// The least cost of any vehicle type that has one.
fn cheapest(instance: &Instance, cost: impl Fn(TypeId) -> Option<i64>) -> Option<i64> {
    (0..instance.types().len() as u32).filter_map(|kind| cost(TypeId(kind))).min()
}

/// The depot, as a place to leave or to come to.
fn depot(instance: &Instance, kind: TypeId, is_start: bool) -> Visit {
    let spec = instance.spec(kind);
    let place = if is_start { spec.start } else { spec.end };
    Visit { place, window: spec.shift, service: Duration::ZERO }
}

/// What it costs to use a vehicle and come to a first pickup.
fn out(instance: &Instance, kind: TypeId, request: usize) -> i64 {
    let pickup = &instance.requests()[request].pickup;
    let leg = instance.first_leg(&depot(instance, kind, true), pickup);
    let tariff = &instance.spec(kind).tariff;
    tariff.parts_of_drive(leg) + tariff.day_fee.as_ore() * Tariff::PARTS_PER_ORE
}

/// What it costs to come back from a last dropoff.
fn back(instance: &Instance, kind: TypeId, request: usize) -> i64 {
    let dropoff = &instance.requests()[request].dropoff;
    let leg = instance.leg(dropoff, &depot(instance, kind, false));
    instance.spec(kind).tariff.parts_of_drive(leg)
}

/// The drive with what boarding and alighting cost who is come to.
fn boarded(instance: &Instance, places: Places, mut drive: Drive) -> Drive {
    if drive.to >= places.requests {
        return drive;
    }
    let request = &instance.requests()[drive.to];
    let boarding = request.pickup.service + request.dropoff.service;
    let totals = crate::domain::Totals { boarding, ..Default::default() };
    let cost = cheapest(instance, |kind| Some(instance.spec(kind).tariff.parts(totals)));
    drive.cost += cost.unwrap_or(0);
    drive
}

/// Whether no way round is shorter than a drive, those from and to the depot included, so that whoever
/// leaves a stop out is no later anywhere else.
pub(in crate::exact) fn are_direct(instance: &Instance) -> bool {
    let places = Places { requests: instance.requests().len() };
    // Where the driver can rest depends on the stops.
    let rests = instance.types().iter().any(|kind| kind.spec.break_rule.is_some());
    if rests || !instance.rush_hours().is_empty() {
        return false;
    }
    let visit = |place| *instance.visit(places.stop(place));
    let stops: Vec<Visit> = (0..places.stops()).map(visit).collect();
    let kinds = || (0..instance.types().len() as u32).map(TypeId);
    let time = |from: &Visit, to: &Visit| instance.leg(from, to).duration;
    let is_direct = |from: &Visit, to: &Visit| {
        let direct = time(from, to);
        stops.iter().all(|via| direct <= time(from, via) + via.service + time(via, to))
    };
    let depots = || kinds().map(|kind| [true, false].map(|start| depot(instance, kind, start)));
    stops.iter().all(|from| stops.iter().all(|to| is_direct(from, to)))
        && depots().all(|[start, end]| {
            stops.iter().all(|stop| is_direct(&start, stop) && is_direct(stop, &end))
        })
}
