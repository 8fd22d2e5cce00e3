//! What a path can still gain: from paths against the clock.
//!
//! A path up to a stop, and one against the clock up to the same stop, make a whole path if both have the
//! same people aboard there. Against the clock riders are paid for where they alight; so those who have
//! boarded before or here and alight here or later are paid for twice. And cuts: where both have paid for
//! one of whose riders somebody counts twice, it may have been paid for once too often.
//!
//! Of paths against the clock only those are left than which none with fewer people aboard is better, so
//! the best is looked for with any of those aboard. It need not fit the path: the whole costs no less.

use crate::domain::RequestId;
use crate::exact::cuts::WaveCuts;
use crate::exact::riding::crowd::Crowd;
use crate::exact::riding::front::{Fronts, MOST_PARTED};
use crate::exact::riding::label::Label;
use crate::exact::riding::stops::{StopId, Stops};

/// Paths against the clock.
pub(super) struct Completion<'a> {
    /// Stops as the clock runs.
    stops: &'a Stops,
    cuts: &'a WaveCuts,
    fronts: Fronts,
    /// What is paid for twice of each rider: what he is worth, less his boarding.
    twice: Vec<i64>,
}

/// No way to go on.
const NEVER: i64 = i64::MAX / 4;

impl<'a> Completion<'a> {
    /// Of all labels against the clock, where requests are worth so much.
    pub fn new(stops: &'a Stops, cuts: &'a WaveCuts, fronts: Fronts, worth: &[i64]) -> Self {
        let twice = worth.iter().enumerate().map(|(at, worth)| worth - stops.boarding_cost(at));
        Self { stops, cuts, fronts, twice: twice.collect() }
    }

    /// What a whole path that begins with this one costs at least.
    pub fn least(&self, label: &Label) -> i64 {
        let requests = self.stops.requests;
        let at = usize::from(label.stop);
        let (rider, nobody) = (self.stops.request(at), Crowd::default());
        let before = label.open.without(rider);
        if before.len() > MOST_PARTED {
            return i64::MIN;
        }
        // Against the clock a pickup is where somebody alights, and service begins where it ends.
        let (stop, boards) =
            if at < requests { (rider + requests, nobody) } else { (rider, nobody.with(rider)) };
        let begins = -(label.begins + self.stops.service[at]);
        let ways = self.fronts.within(stop as StopId, before, boards).filter_map(|front| {
            front.iter().find(|entry| entry.begins <= begins).map(|entry| entry.cost)
        });
        let least = ways.min().unwrap_or(NEVER);
        let both = label.open.with(rider);
        let twice: i64 = both.iter().map(|rider| self.twice[rider]).sum();
        let cuts = both.iter().map(|rider| self.cuts.of(RequestId(rider as u32)));
        let cuts = cuts.fold(0, |cuts, of_one| cuts | of_one);
        label.cost + least + twice - self.cuts.price(label.paid & cuts)
    }
}
