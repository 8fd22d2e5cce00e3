//! What paths cost at least up to each stop, so that few are grown against the clock.
//!
//! All paths as time runs are grown without longest rides, duty and cuts; they forget whom they have served
//! but at his own stops (Baldacci, Mingozzi and Roberti 2011, doi:10.1287/opre.1110.0975). That serves
//! several pricings: where riders are worth π' instead of π, a path up to a stop that has boarded F
//! costs no less than before, less Σ_F max(0, π' − π). Cuts only add to what a path costs.

use crate::domain::VehicleSpec;
use crate::exact::cuts::WaveCuts;
use crate::exact::riding::completion::Completion;
use crate::exact::riding::crowd::Crowd;
use crate::exact::riding::front::{Dominance, Fronts, Rule};
use crate::exact::riding::grow::{Growth, Limits};
use crate::exact::riding::stops::Stops;

/// Paths as time runs, and what they were paid for.
#[derive(Debug)]
pub(super) struct Ahead {
    fronts: Fronts,
    /// What requests were worth, and what vehicles cost to begin with.
    worth: Vec<i64>,
    vehicle: i64,
    /// No cuts.
    cuts: WaveCuts,
}

impl Ahead {
    /// All paths of such vehicles, where requests are worth so much and vehicles cost so much to begin
    /// with; `None` if they are too many.
    pub fn see(
        spec: &VehicleSpec,
        stops: &Stops,
        (worth, vehicle): (&[i64], i64),
        limits: &Limits,
    ) -> Option<Self> {
        // Each stop remembers its own rider alone.
        let own = |at: usize| Crowd::default().with(stops.request(at));
        let memory: Vec<Crowd> = (0..2 * stops.requests).map(own).collect();
        let cuts = WaveCuts::none(stops.requests);
        let how = Dominance { stops, cuts: &cuts, rule: Rule::Relaxed };
        let mut growth = Growth::new(spec, how, worth);
        growth.forget(&memory);
        let is_whole = growth.run(vehicle, limits);
        let (fronts, worth) = (growth.fronts, worth.to_vec());
        is_whole.then_some(Self { fronts, worth, vehicle, cuts })
    }

    /// What a path may cost less than was seen, where requests are worth so much and vehicles cost so much
    /// to begin with.
    pub fn slack(&self, worth: &[i64], vehicle: i64) -> i64 {
        self.more(worth).iter().sum::<i64>() + self.vehicle - vehicle
    }

    /// How much more each request is worth.
    fn more(&self, worth: &[i64]) -> Vec<i64> {
        let more = self.worth.iter().zip(worth).map(|(before, now)| (now - before).max(0));
        more.collect()
    }

    /// What paths against the clock can still gain, but for the slack.
    pub fn completion<'a>(&'a self, stops: &'a Stops, worth: &[i64]) -> Completion<'a> {
        // Who is aboard is paid for in both directions, and is not among those who may be worth more.
        let more = self.more(worth);
        let twice: Vec<i64> =
            self.worth.iter().zip(&more).map(|(worth, more)| worth + more).collect();
        Completion::new(stops, &self.cuts, &self.fronts, &twice)
    }
}
