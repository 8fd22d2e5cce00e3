//! What a path can still gain: from paths against the clock.
//!
//! A path up to a stop, and one against the clock up to the same stop, make a whole path if both have the
//! same people aboard there. Against the clock riders are paid for where they alight; so those who have
//! boarded before or here and alight here or later are paid for twice. And cuts: where both have paid for
//! one of whose riders somebody counts twice, it may have been paid for once too often.
//!
//! Of paths against the clock only those are left than which none with fewer people aboard is better, so
//! the best is looked for with any of those aboard. It need not fit the path: the whole costs no less.
//!
//! A path against the clock comes to a pickup only if it has the rider aboard. So there may be none left
//! that comes to it, as a better one has left the rider out. That one goes on to the pickup from whatever
//! stop it has come to last, which is no farther.

use crate::domain::RequestId;
use crate::exact::cuts::WaveCuts;
use crate::exact::riding::crowd::Crowd;
use crate::exact::riding::front::{Entry, Fronts, MOST_PARTED};
use crate::exact::riding::label::Label;
use crate::exact::riding::stops::{Moment, StopId, Stops};

/// Paths against the clock.
pub(super) struct Completion<'a> {
    /// Stops as the clock runs.
    stops: &'a Stops,
    cuts: &'a WaveCuts,
    fronts: &'a Fronts,
    /// What is paid for twice of each rider: what he is worth, less his boarding.
    twice: Vec<i64>,
}

impl<'a> Completion<'a> {
    /// Of all labels against the clock, where requests are worth so much.
    pub fn new(stops: &'a Stops, cuts: &'a WaveCuts, fronts: &'a Fronts, worth: &[i64]) -> Self {
        let twice = worth.iter().enumerate().map(|(at, worth)| worth - stops.boarding_cost(at));
        Self { stops, cuts, fronts, twice: twice.collect() }
    }

    /// Whether a whole path that begins with this one can cost less than that.
    pub fn can_cost_less(&self, label: &Label, below: i64) -> bool {
        let at = usize::from(label.stop);
        if label.open.len() > MOST_PARTED {
            return true;
        }
        let both = label.open.with(self.stops.request(at));
        let twice: i64 = both.iter().map(|rider| self.twice[rider]).sum();
        let cuts = both.iter().map(|rider| self.cuts.of(RequestId(rider as u32)));
        let cuts = cuts.fold(0, |cuts, of_one| cuts | of_one);
        let left = below - (label.cost + twice - self.cuts.price(label.paid & cuts));
        self.goes_on(at, label.begins, label.open, left)
            || (at < self.stops.requests && self.leaves_out(label, left))
    }

    /// Whether a path against the clock to a stop costs less than that, with none aboard but some of those
    /// who are after it, where service begins there at that moment.
    fn goes_on(&self, at: usize, begins: Moment, after: Crowd, below: i64) -> bool {
        let (rider, requests) = (self.stops.request(at), self.stops.requests);
        let nobody = Crowd::default();
        // Against the clock a pickup is where somebody alights, and service begins where it ends.
        let (stop, boards) = match at < requests {
            true => (rider + requests, nobody),
            false => (rider, nobody.with(rider)),
        };
        let begins = -(begins + self.stops.service[at]);
        let is_good = |front: &[_]| {
            let cheap = front.iter().take_while(|entry: &&Entry| entry.cost < below);
            cheap.into_iter().any(|entry| entry.begins <= begins)
        };
        self.fronts.within(stop as StopId, after.without(rider), boards).any(is_good)
    }

    /// Whether a path against the clock that leaves out who boards here costs less than that, if it goes
    /// on to here in the end.
    fn leaves_out(&self, label: &Label, below: i64) -> bool {
        let (stops, at) = (self.stops, usize::from(label.stop));
        let others = label.open.without(at);
        let goes_on = |next: usize, drive: i64, after: Crowd| {
            let begins = (label.begins + stops.gap(at, next)).max(stops.earliest[next]);
            begins <= stops.latest[next] && self.goes_on(next, begins, after, below - drive)
        };
        let alights = |rider: usize| {
            let exit = stops.exit(rider);
            goes_on(exit, stops.cost(at, exit), others)
        };
        let boards = |&next: &StopId| {
            let next = usize::from(next);
            let is_new = !label.open.contains(next) && !label.past.contains(next);
            // Boarding is paid for where the rider alights.
            let drive = stops.cost(at, next) - stops.boarding_cost(next);
            is_new && goes_on(next, drive, others)
        };
        others.iter().any(alights) || stops.boarding[at].iter().any(boards)
    }
}
