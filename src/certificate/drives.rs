//! What all drives of a day together say: how soon a stop can be reached, and what costs are multiples of.

use crate::certificate::journey::Vehicle;
use crate::domain::{Duration, Instance, Stop, Tariff, Totals};

/// The least time from one stop to another, whatever is visited in between.
pub(super) struct LeastTimes {
    size: usize,
    times: Vec<Duration>,
}

fn index(stop: Stop) -> usize {
    2 * stop.request().index() + usize::from(matches!(stop, Stop::Dropoff(_)))
}

/// Every stop, at its index.
pub(super) fn all_stops(instance: &Instance) -> Vec<Stop> {
    instance.request_ids().flat_map(|id| [Stop::Pickup(id), Stop::Dropoff(id)]).collect()
}

impl LeastTimes {
    pub fn new(instance: &Instance) -> Self {
        let stops = all_stops(instance);
        let size = stops.len();
        let visit = |index: usize| instance.visit(stops[index]);
        let leg = |from, to| instance.leg(visit(from), visit(to)).duration;
        let mut times: Vec<Duration> =
            (0..size * size).map(|pair| leg(pair / size, pair % size)).collect();
        for via in 0..size {
            for from in 0..size {
                let there = times[from * size + via] + visit(via).service;
                for to in 0..size {
                    let around = there + times[via * size + to];
                    let time = &mut times[from * size + to];
                    *time = (*time).min(around);
                }
            }
        }
        Self { size, times }
    }

    pub fn between(&self, from: Stop, to: Stop) -> Duration {
        self.times[index(from) * self.size + index(to)]
    }
}

/// The most that rounding a vehicle's invoice can take off it, in parts of an øre: what costs are
/// multiples of is what drives and services are multiples of.
pub(super) fn most_rounded_off(vehicle: &Vehicle) -> i64 {
    let (instance, tariff) = (vehicle.instance, &vehicle.spec.tariff);
    let stops = all_stops(instance);
    let visit = |&stop: &Stop| instance.visit(stop);
    let between = stops.iter().flat_map(|from| stops.iter().map(move |to| (from, to)));
    let legs = between.map(|(from, to)| instance.leg(visit(from), visit(to)));
    let legs = legs.chain(stops.iter().map(|&stop| vehicle.first_leg(stop)));
    let legs = legs.chain(stops.iter().map(|&stop| vehicle.last_leg(stop)));
    let drives = legs.map(|leg| Totals {
        distance: leg.distance,
        driving: leg.duration,
        ..Totals::default()
    });
    let services = stops.iter().map(|stop| visit(stop).service);
    let services = services.map(|boarding| Totals { boarding, ..Totals::default() });
    let waiting = Totals { waiting: Duration::milliseconds(1), ..Totals::default() };
    let parts = drives.chain(services).chain([waiting]).map(|totals| tariff.parts(totals));
    let step = parts.fold(Tariff::PARTS_PER_ORE, common_divisor);
    // Half an øre is rounded up.
    (Tariff::PARTS_PER_ORE / 2 - 1) / step * step
}

fn common_divisor(one: i64, two: i64) -> i64 {
    if two == 0 { one.abs() } else { common_divisor(two, one % two) }
}
