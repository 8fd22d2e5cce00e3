//! Riders who have a place and move to another one: to make room, or so that fewer promises change.

use crate::domain::{Money, RequestId, Stop};
use crate::plan::replan::repair::{Found, Price, Repair};

/// How often all runs are gone through in search of better places.
const ROUNDS: usize = 3;

impl Repair<'_> {
    /// Finds a place for a ride that has none, where another ride moves to make room; whether there is one.
    pub(super) fn make_room(&mut self, id: RequestId) -> bool {
        let mut best: Option<(Price, Found, Found)> = None;
        let vehicles: Vec<usize> =
            (0..self.ahead.len()).filter(|&at| self.may_take(at, id)).collect();
        for at in vehicles {
            for other in pickups(&self.ahead[at].0) {
                let swap = self.swap(at, id, other);
                best = best.into_iter().chain(swap).min_by_key(|(price, ..)| *price);
            }
        }
        let is_found = best.is_some();
        if let Some((_, found, moved)) = best {
            self.ahead[found.at] = (found.stops, found.settled);
            self.ahead[moved.at] = (moved.stops, moved.settled);
        }
        is_found
    }

    /// The places of a ride in a vehicle's run, and of the other that leaves it for that; with what both
    /// cost more.
    fn swap(
        &mut self,
        at: usize,
        id: RequestId,
        other: RequestId,
    ) -> Option<(Price, Found, Found)> {
        let mut without = self.ahead[at].0.clone();
        without.retain(|stop| stop.request() != other);
        let settled = self.settled(at, &without)?;
        let before = std::mem::replace(&mut self.ahead[at], (without, settled));
        let swap = self.place(at, id).and_then(|found| {
            self.ahead[at] = (found.stops.clone(), found.settled.clone());
            let places = (0..self.ahead.len()).filter_map(|to| self.place(to, other));
            let moved = places.min_by_key(|moved| (moved.price, moved.at))?;
            let price = (
                found.settled.price - before.1.price + moved.price.0,
                self.cost(at, &found.stops) - self.cost(at, &before.0) + moved.price.1,
            );
            Some((price, found, moved))
        });
        self.ahead[at] = before;
        swap
    }

    /// Moves riders of runs in which told times have changed to wherever fewer change, in their own run
    /// or another, as long as there are such places.
    pub(super) fn keep_more_promises(&mut self) {
        for _ in 0..ROUNDS {
            let mut has_moved = false;
            for at in 0..self.ahead.len() {
                if self.ahead[at].1.price == Money::ZERO || self.state.runs[at].is_closed {
                    continue;
                }
                for id in pickups(&self.ahead[at].0) {
                    has_moved |= self.relocate(at, id).is_some();
                }
            }
            if !has_moved {
                return;
            }
        }
    }

    /// Moves a rider out of a run to where less of what is promised changes; `None` if it does not pay.
    fn relocate(&mut self, at: usize, id: RequestId) -> Option<()> {
        let mut without = self.ahead[at].0.clone();
        without.retain(|stop| stop.request() != id);
        let settled = self.settled(at, &without)?;
        let gained = self.ahead[at].1.price - settled.price;
        if gained <= Money::ZERO {
            return None;
        }
        let before = std::mem::replace(&mut self.ahead[at], (without, settled));
        let places = (0..self.ahead.len()).filter_map(|to| self.place_below(to, id, gained));
        match places.min_by_key(|found| (found.price, found.at)) {
            Some(found) => {
                self.ahead[found.at] = (found.stops, found.settled);
                Some(())
            }
            None => {
                self.ahead[at] = before;
                None
            }
        }
    }
}

/// Who is to be fetched in an order of stops.
fn pickups(stops: &[Stop]) -> Vec<RequestId> {
    let pickups = stops.iter().filter(|stop| matches!(stop, Stop::Pickup(_)));
    pickups.map(|stop| stop.request()).collect()
}
