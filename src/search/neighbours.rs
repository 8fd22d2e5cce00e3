//! Which requests resemble each other: near in space at both ends and near in time.

use rayon::prelude::*;

use crate::domain::{Duration, Instance, Request, RequestId};

/// For each request the others that resemble it most, nearest first.
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

    /// The requests that resemble this one most, nearest first.
    pub fn of(&self, request: RequestId) -> &[RequestId] {
        &self.nearest[request.index()]
    }
}

/// How little two requests have in common: the drives between their pickups and between their
/// dropoffs, or from the end of one to the start of the other, and the time between the visits.
fn difference(instance: &Instance, one: &Request, two: &Request) -> Duration {
    let apart = |from: &crate::domain::Visit, to: &crate::domain::Visit| {
        let drive = instance.travel().leg(from.place, to.place).duration;
        let later = to.window.earliest.max(from.window.earliest);
        let earlier = to.window.latest.min(from.window.latest);
        drive + (later - earlier).max(Duration::ZERO)
    };
    let side_by_side = apart(&one.pickup, &two.pickup) + apart(&one.dropoff, &two.dropoff);
    let in_a_row = apart(&one.dropoff, &two.pickup).min(apart(&two.dropoff, &one.pickup));
    side_by_side.min(in_a_row * 2)
}
