//! Waves: parts of the day between which every vehicle is empty.
//!
//! Sessions that start and end together leave moments at which no ride can be under way, whatever the
//! plan: all windows of some rides close before those of all others open. A vehicle's day is then a
//! chain of *wave routes*, each from an empty vehicle to an empty vehicle, and what it does in one wave
//! matters to the next only by where and when it ends. A day without such moments is one wave.
//!
//! A day also stays one wave where its cost or its feasibility is not a matter of one wave after the
//! other: where waiting is paid for, or a duty may not be longer than so much. Rests are a matter of
//! ends, and invoices are rounded at the end of all. A day on which it is always known who is aboard is
//! left to the event model.

use crate::domain::{Duration, Instance, Money, RequestId, Time};
use crate::exact::network::{Group, Network};

/// In which wave each request is.
#[derive(Clone, Debug)]
pub(super) struct Waves {
    of_request: Vec<usize>,
    number: usize,
}

impl Waves {
    /// One wave, the whole day.
    pub fn whole_day(instance: &Instance) -> Self {
        Self { of_request: vec![0; instance.requests().len()], number: 1 }
    }

    /// As many waves as help.
    pub fn of(instance: &Instance, network: &Network) -> Self {
        let is_chain = instance.types().iter().all(|kind| {
            kind.spec.longest_duration.is_none() && kind.spec.tariff.per_hour_waiting == Money::ZERO
        });
        let mut waves = Self::whole_day(instance);
        if !is_chain || network.knows_everybody() {
            return waves;
        }
        let opens = |id: RequestId| instance.request(id).pickup.window.earliest;
        let mut rides: Vec<RequestId> = instance.request_ids().collect();
        rides.sort_unstable_by_key(|&id| opens(id));
        let (mut wave, mut closes) = (0, rides.first().map_or(Time::MIDNIGHT, |&id| opens(id)));
        for &id in &rides {
            wave += usize::from(closes < opens(id));
            waves.of_request[id.index()] = wave;
            closes = closes.max(closed(instance, id));
        }
        waves.number = wave + 1;
        let is_whole = |group: &Group| {
            let waves = group.riders.iter().map(|&id| waves.of_request(id));
            waves.clone().min() == waves.max()
        };
        if network.groups.iter().all(is_whole) { waves } else { Self::whole_day(instance) }
    }

    /// How many there are.
    pub fn number(&self) -> usize {
        self.number
    }

    /// How many requests the largest has.
    pub fn largest(&self) -> usize {
        let size = |wave| self.of_request.iter().filter(|&&other| other == wave).count();
        (0..self.number).map(size).max().unwrap_or(0)
    }

    /// The wave of a request.
    pub fn of_request(&self, id: RequestId) -> usize {
        self.of_request[id.index()]
    }
}

/// The last moment at which a ride can be under way. A service takes some time, so that another ride
/// may open when it ends; where it takes none, the two could be at one moment.
fn closed(instance: &Instance, id: RequestId) -> Time {
    let dropoff = &instance.request(id).dropoff;
    let ends = dropoff.window.latest + dropoff.service;
    if dropoff.service > Duration::ZERO { ends - Duration::milliseconds(1) } else { ends }
}
