//! Cuts that a fractional choice of drives violates, by the largest flows that it lets through.

use crate::exact::tours::drives::{Drive, Places};

/// A set of stops that has to be come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cut {
    /// Whose stop is in it.
    pub request: usize,
    /// For each stop whether it is in the set.
    stops: Vec<bool>,
    /// Whether he comes to it aboard, so that no other drives count.
    is_of_rider: bool,
}

impl Cut {
    /// Whether a drive comes to the set, and with the rider if it is a matter of his ride.
    pub fn meets(&self, places: Places, drive: &Drive) -> bool {
        let is_in = |stop: usize| self.stops.get(stop).copied().unwrap_or(false);
        drive.to < places.stops()
            && is_in(drive.to)
            && !is_in(drive.from)
            && (!self.is_of_rider || drive.carries(self.request))
    }
}

/// By how much a cut is violated.
const VIOLATED: f64 = 0.02;

/// Cuts of each request that are violated when so much is driven, and so much left out.
pub(super) fn violated(places: Places, driven: &[(Drive, f64)], left_out: &[f64]) -> Vec<Cut> {
    let all = Flow::new(places, driven, |_| true);
    let mut cuts: Vec<Cut> = Vec::new();
    for (request, left_out) in left_out.iter().enumerate() {
        let wanted = 1.0 - left_out - VIOLATED;
        let (pickup, dropoff) = (request, places.requests + request);
        let boards = all.side_of(places.out(), pickup, wanted).map(|side| (side, false));
        let aboard = Flow::new(places, driven, |drive| drive.carries(request));
        let alights = aboard.side_of(pickup, dropoff, wanted).map(|side| (side, true));
        for (mut stops, is_of_rider) in boards.into_iter().chain(alights) {
            stops.truncate(places.stops());
            let cut = Cut { request, stops, is_of_rider };
            let is_like =
                |other: &Cut| other.stops == cut.stops && other.is_of_rider == is_of_rider;
            if !cuts.iter().any(is_like) {
                cuts.push(cut);
            }
        }
    }
    cuts
}

/// A network in which drives can be flown through as much as they are used.
struct Flow {
    /// For each place the edges that leave it, those of even number as drives go, the next one back.
    edges_of: Vec<Vec<usize>>,
    to: Vec<usize>,
    room: Vec<f64>,
}

impl Flow {
    fn new(places: Places, driven: &[(Drive, f64)], keep: impl Fn(&Drive) -> bool) -> Self {
        let mut edges_of = vec![Vec::new(); places.stops() + 2];
        let (mut to, mut room) = (Vec::new(), Vec::new());
        let stops = driven.iter().filter(|(drive, _)| keep(drive) && drive.to < places.stops());
        for (drive, used) in stops {
            edges_of[drive.from].push(to.len());
            edges_of[drive.to].push(to.len() + 1);
            to.extend([drive.to, drive.from]);
            room.extend([*used, 0.0]);
        }
        Self { edges_of, to, room }
    }

    /// The places on the side of `end` of a cut with the least room, if less than wanted flows there (Edmonds
    /// and Karp 1972).
    fn side_of(&self, start: usize, end: usize, wanted: f64) -> Option<Vec<bool>> {
        let mut room = self.room.clone();
        let mut flown = 0.0;
        while flown < wanted {
            let by = self.reached(start, &room);
            if by[end].is_none() {
                return Some(
                    by.iter().enumerate().map(|(at, by)| at != start && by.is_none()).collect(),
                );
            }
            let mut way = Vec::new();
            let mut at = end;
            while let Some(edge) = by[at].filter(|_| at != start) {
                way.push(edge);
                at = self.to[edge ^ 1];
            }
            let least = way.iter().map(|&edge| room[edge]).fold(f64::INFINITY, f64::min);
            for edge in way {
                room[edge] -= least;
                room[edge ^ 1] += least;
            }
            flown += least;
        }
        None
    }

    /// For each place that can be reached the edge by which.
    fn reached(&self, start: usize, room: &[f64]) -> Vec<Option<usize>> {
        let mut by = vec![None; self.edges_of.len()];
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            for &edge in &self.edges_of[at] {
                let next = self.to[edge];
                if room[edge] > 1e-9 && next != start && by[next].is_none() {
                    by[next] = Some(edge);
                    queue.push_back(next);
                }
            }
        }
        by
    }
}
