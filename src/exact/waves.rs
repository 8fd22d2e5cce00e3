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

#[cfg(test)]
impl Waves {
    /// Waves of requests, which are these.
    pub fn of_requests(of_request: Vec<usize>) -> Self {
        let number = of_request.iter().max().map_or(1, |last| last + 1);
        Self { of_request, number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Distance, Leg, Load, PlaceId, Request, Tariff, TravelTable, TripClock, Vehicle,
        VehicleSpec, Visit, Window,
    };
    use crate::exact::network::Direction;

    /// Rides to one place, all over by some minute past nine, boarding from another one on, alighting
    /// in so many minutes.
    fn waves(rides: &[(i64, i64, i64)], waiting: Money) -> Vec<usize> {
        let ride = |&(opens, closes, service): &(i64, i64, i64)| {
            let service = Duration::minutes(service);
            let window = |closes| Window { earliest: Time::hm(9, opens), latest: closes };
            let closes = Time::hm(9, closes);
            let off = closes + (Duration::ZERO - service);
            Request {
                name: String::new(),
                pickup: Visit { place: PlaceId(1), window: window(closes), service },
                dropoff: Visit { place: PlaceId(0), window: window(off), service },
                load: Load { seats: 1, ..Load::EMPTY },
                longest_ride: None,
                trip_clock: TripClock::Aboard,
                alone: false,
                needs_lift: false,
                not_with: Vec::new(),
                taxi_price: None,
            }
        };
        let spec = VehicleSpec {
            start: PlaceId(0),
            end: PlaceId(0),
            shift: Window { earliest: Time::hm(8, 0), latest: Time::hm(16, 0) },
            longest_duration: None,
            layouts: "4+0".parse().expect("layouts"),
            front_seats: 0,
            lift: false,
            break_rule: None,
            tariff: Tariff { per_hour_waiting: waiting, ..Tariff::default() },
        };
        let vehicle = Vehicle { name: "V".into(), kind: String::new(), spec };
        let drive = Leg { duration: Duration::minutes(5), distance: Distance::metres(900) };
        let travel = TravelTable::from_fn(2, |_, _| drive);
        let rides = rides.iter().map(ride).collect();
        let instance = Instance::new(rides, vec![vehicle], travel, Vec::new()).expect("valid");
        let network = Network::new(&instance, Direction::Forward);
        Waves::of(&instance, &network).of_request
    }

    #[test]
    fn a_wave_ends_when_no_ride_can_be_under_way() {
        let free = Money::ZERO;
        let day = [(60, 90, 2), (0, 30, 2), (10, 30, 2), (61, 90, 2), (30, 59, 2)];
        assert_eq!(waves(&day, free), [2, 0, 0, 2, 1]);
        assert_eq!(waves(&[(0, 30, 2), (0, 30, 2), (29, 60, 2)], free), [0, 0, 0]);
        // Nobody takes time to alight, so that somebody else may board before.
        assert_eq!(waves(&[(0, 30, 0), (0, 30, 0), (30, 60, 2)], free), [0, 0, 0]);
        assert_eq!(waves(&[(0, 30, 0), (0, 30, 0), (31, 60, 2)], free), [0, 0, 1]);
    }

    #[test]
    fn a_day_whose_waiting_is_paid_is_one_wave() {
        let day = [(0, 30, 2), (0, 30, 2), (60, 90, 2)];
        assert_eq!(waves(&day, Money::ZERO), [0, 0, 1]);
        assert_eq!(waves(&day, Money::ore(1)), [0, 0, 0]);
    }
}
