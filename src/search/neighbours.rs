//! Which requests are near each other in space and time.

use rayon::prelude::*;

use crate::domain::{Duration, Instance, Request, RequestId, Visit};

/// For each request the others that have a stop nearest to one of its own.
#[derive(Clone, Debug)]
pub struct Neighbours {
    nearest: Vec<Vec<RequestId>>,
}

/// How many neighbours are kept, so that memory stays linear in the number of requests.
const KEPT: usize = 100;

impl Neighbours {
    /// The neighbours of every request.
    pub fn new(instance: &Instance) -> Self {
        let ids: Vec<RequestId> = instance.request_ids().collect();
        let nearest = ids.par_iter().map(|&id| {
            let request = instance.request(id);
            let others = ids.iter().copied().filter(|&other| other != id);
            let mut ranked: Vec<(Duration, RequestId)> = others
                .map(|other| (difference(instance, request, instance.request(other)), other))
                .collect();
            if ranked.len() > KEPT {
                ranked.select_nth_unstable(KEPT);
                ranked.truncate(KEPT);
            }
            ranked.sort_unstable();
            ranked.into_iter().map(|(_, other)| other).collect()
        });
        Self { nearest: nearest.collect() }
    }

    /// The requests nearest to this one, the nearest first.
    pub fn of(&self, request: RequestId) -> &[RequestId] {
        &self.nearest[request.index()]
    }
}

/// How far the nearest two of their stops are apart: the drive between them, and the time that
/// their windows leave between. Stops of one route that follow each other are near in this sense,
/// whatever becomes of the other ends of the rides.
fn difference(instance: &Instance, one: &Request, two: &Request) -> Duration {
    let apart = |from: &Visit, to: &Visit| {
        let drive = instance.travel().leg(from.place, to.place).duration;
        let later = to.window.earliest.max(from.window.earliest);
        let earlier = to.window.latest.min(from.window.latest);
        drive + (later - earlier).max(Duration::ZERO)
    };
    let stops = [&two.pickup, &two.dropoff];
    let nearest = |from| apart(from, stops[0]).min(apart(from, stops[1]));
    nearest(&one.pickup).min(nearest(&one.dropoff))
}
