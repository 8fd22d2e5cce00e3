//! How far apart the stops of an instance are at least, whatever lies between them, and when each can
//! be made by a vehicle of one type.

use crate::domain::{Duration, Instance, RequestId, Stop, Time, VehicleSpec, Visit, Window};

/// Longer than any day: no way.
const NEVER: Duration = Duration::hours(1_000_000);

/// Least times between stops, and their windows.
///
/// Travel times need not keep the triangle inequality, and a rush hour may slow the direct drive
/// alone, so that a detour may be faster. What is said about stops that others may lie between is
/// therefore said with shortest paths.
#[derive(Debug)]
pub(super) struct Gaps {
    windows: Vec<Window>,
    /// From the beginning of service at one stop to that at another, by rows.
    least: Vec<Duration>,
}

/// The position of a stop among all stops: pickups are even, dropoffs odd.
pub(super) fn slot(stop: Stop) -> usize {
    2 * stop.request().index() + usize::from(matches!(stop, Stop::Dropoff(_)))
}

/// The stop at that position.
pub(super) fn stop_at(slot: usize) -> Stop {
    let request = RequestId(slot as u32 / 2);
    if slot.is_multiple_of(2) { Stop::Pickup(request) } else { Stop::Dropoff(request) }
}

/// The beginning and end of a vehicle's run as visits.
pub(super) fn depots(spec: &VehicleSpec) -> (Visit, Visit) {
    let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
    (depot(spec.start), depot(spec.end))
}

impl Gaps {
    pub fn new(instance: &Instance, spec: &VehicleSpec) -> Self {
        let size = 2 * instance.requests().len();
        let visit = |slot| instance.visit(stop_at(slot));
        let mut gaps = Self {
            windows: (0..size).map(|slot| visit(slot).window).collect(),
            least: vec![NEVER; size * size],
        };
        for from in 0..size {
            for to in (0..size).filter(|&to| to != from) {
                let gap = visit(from).service + instance.leg(visit(from), visit(to)).duration;
                gaps.shorten(from, to, gap);
            }
        }
        gaps.close();
        gaps.keep_shift(instance, spec);
        gaps
    }

    /// When service can begin at a stop.
    pub fn window(&self, stop: Stop) -> Window {
        self.windows[slot(stop)]
    }

    /// The least time from the beginning of service at one stop to that at the other.
    pub fn least(&self, from: Stop, to: Stop) -> Duration {
        self.between(slot(from), slot(to))
    }

    fn between(&self, from: usize, to: usize) -> Duration {
        self.least[from * self.windows.len() + to]
    }

    /// Takes in a way from one stop to another, if it is in time.
    fn shorten(&mut self, from: usize, to: usize, gap: Duration) {
        let in_time = self.windows[from].earliest + gap <= self.windows[to].latest;
        if in_time && gap < self.between(from, to) {
            let size = self.windows.len();
            self.least[from * size + to] = gap;
        }
    }

    /// Takes in all ways by other stops (Floyd and Warshall 1962).
    fn close(&mut self) {
        let size = self.windows.len();
        for via in 0..size {
            for from in (0..size).filter(|&from| from != via) {
                let first = self.between(from, via);
                if first == NEVER {
                    continue;
                }
                for to in (0..size).filter(|&to| to != from) {
                    self.shorten(from, to, first + self.between(via, to));
                }
            }
        }
    }

    /// Takes out of the windows what the shift leaves no time for.
    fn keep_shift(&mut self, instance: &Instance, spec: &VehicleSpec) {
        let (start, end) = depots(spec);
        let visit = |slot| instance.visit(stop_at(slot));
        let size = self.windows.len();
        let out = |slot| instance.first_leg(&start, visit(slot)).duration;
        let home = |slot| visit(slot).service + instance.leg(visit(slot), &end).duration;
        let firsts: Vec<(usize, Duration)> =
            (0..size).step_by(2).map(|slot| (slot, out(slot))).collect();
        let lasts: Vec<(usize, Duration)> =
            (1..size).step_by(2).map(|slot| (slot, home(slot))).collect();
        let windows = (0..size).map(|slot| {
            let way = |one: usize, other: usize| {
                if one == other { Duration::ZERO } else { self.between(one, other) }
            };
            let from = firsts.iter().map(|&(first, out)| out + way(first, slot)).min();
            let to = lasts.iter().map(|&(last, home)| way(slot, last) + home).min();
            let Window { earliest, latest } = self.windows[slot];
            let [from, to] = [from, to].map(|way| way.expect("a stop is there"));
            let earliest: Time = earliest.max(spec.shift.earliest + from);
            Window { earliest, latest: latest.min(spec.shift.latest - to) }
        });
        self.windows = windows.collect();
    }
}
