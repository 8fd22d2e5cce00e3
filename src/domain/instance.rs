//! The problem a solver is given: requests, vehicles and travel times, checked once, never changed.
//!
//! Any thread may read it. Every solver layer below works on this type alone, whether it came from a
//! day folder or from a public benchmark file.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::domain::contradictions::flaws;
use crate::domain::{
    Duration, Leg, Request, RequestId, Stop, Time, TravelTable, TypeId, Vehicle, VehicleId,
    VehicleSpec, Visit, Window,
};
use crate::error::{Error, Result};

/// A time of day when driving takes longer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RushHour {
    /// Legs under way between its ends are slowed; one that only touches an end is not.
    pub window: Window,
    /// By this factor, from 1 to 10.
    pub factor: f64,
}

/// A rush hour's factor in millionths, rounded up: whole numbers are several times faster here.
#[derive(Clone, Copy, Debug)]
struct Slowness(i64);

impl Slowness {
    fn new(factor: f64) -> Self {
        // The margin keeps factors that are whole millionths what they are.
        Self((factor * 1e6 - 1e-6).ceil() as i64)
    }

    /// The slowed drive, rounded up to a whole second as [`Duration::scale`] does.
    #[inline]
    fn slow(self, drive: Duration) -> Duration {
        const SECOND_IN_MILLIONTHS: i64 = 1_000 * 1_000_000;
        let seconds =
            (drive.as_milliseconds() * self.0 + SECOND_IN_MILLIONTHS - 1) / SECOND_IN_MILLIONTHS;
        Duration::seconds(seconds)
    }
}

/// Vehicles that can stand in for each other.
#[derive(Clone, PartialEq, Debug)]
pub struct VehicleType {
    /// What they have in common.
    pub spec: VehicleSpec,
    /// The vehicles, in the order of the fleet.
    pub vehicles: Vec<VehicleId>,
}

/// Requests, vehicles and travel times of one day.
#[derive(Clone, Debug)]
pub struct Instance {
    requests: Vec<Request>,
    vehicles: Vec<Vehicle>,
    types: Vec<VehicleType>,
    type_of: Vec<TypeId>,
    travel: Arc<TravelTable>,
    rush_hours: Vec<RushHour>,
    slowness: Vec<Slowness>,
    /// When the last of all rests may end; a vehicle may drive on from a stop as late as that.
    latest_rest: Time,
    has_longest_rides: bool,
}

impl Instance {
    /// An instance of these parts; vehicles of equal specification become one type, `not_with` is
    /// made symmetric, and windows lose what neither the drive nor the longest ride leaves possible.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every request or vehicle that contradicts itself or names a place or
    /// request that is not there.
    pub fn new(
        mut requests: Vec<Request>,
        vehicles: Vec<Vehicle>,
        travel: impl Into<Arc<TravelTable>>,
        rush_hours: Vec<RushHour>,
    ) -> Result<Self> {
        let travel = travel.into();
        let flaws = flaws(&requests, &vehicles, &travel, &rush_hours);
        if !flaws.is_empty() {
            return Err(Error::Invalid { flaws });
        }
        make_symmetric(&mut requests);
        for request in &mut requests {
            let direct = travel.leg(request.pickup.place, request.dropoff.place);
            request.tighten_windows(direct.duration);
        }
        let (types, type_of) = group_by_spec(&vehicles);
        let has_longest_rides = requests.iter().any(|request| request.longest_ride.is_some());
        let slowness = rush_hours.iter().map(|rush| Slowness::new(rush.factor)).collect();
        let rests = vehicles.iter().filter_map(|vehicle| vehicle.spec.break_rule);
        let latest_rest = rests.map(|rule| rule.between.latest).max().unwrap_or(Time::DISTANT_PAST);
        Ok(Self {
            requests,
            vehicles,
            types,
            type_of,
            travel,
            rush_hours,
            slowness,
            latest_rest,
            has_longest_rides,
        })
    }

    /// All requests.
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// One request.
    #[inline]
    pub fn request(&self, id: RequestId) -> &Request {
        &self.requests[id.index()]
    }

    /// The ids of all requests, in order.
    pub fn request_ids(&self) -> impl DoubleEndedIterator<Item = RequestId> + use<> {
        (0..self.requests.len() as u32).map(RequestId)
    }

    /// All vehicles.
    pub fn vehicles(&self) -> &[Vehicle] {
        &self.vehicles
    }

    /// The ids of all vehicles, in order.
    pub fn vehicle_ids(&self) -> impl DoubleEndedIterator<Item = VehicleId> + use<> {
        (0..self.vehicles.len() as u32).map(VehicleId)
    }

    /// Vehicles grouped by what they can do.
    pub fn types(&self) -> &[VehicleType] {
        &self.types
    }

    /// The type of a vehicle.
    #[inline]
    pub fn type_of(&self, vehicle: VehicleId) -> TypeId {
        self.type_of[vehicle.index()]
    }

    /// What vehicles of a type can do.
    #[inline]
    pub fn spec(&self, id: TypeId) -> &VehicleSpec {
        &self.types[id.index()].spec
    }

    /// The travel table, rush hours not included.
    pub fn travel(&self) -> &Arc<TravelTable> {
        &self.travel
    }

    /// The times of day when driving takes longer.
    pub fn rush_hours(&self) -> &[RushHour] {
        &self.rush_hours
    }

    /// The drive from one visit to the next. The vehicle leaves as soon as service is done, or after
    /// a rest, so rush hour slows the drive if such a moment, in time for the next visit, can bring
    /// it there.
    #[inline]
    pub fn leg(&self, from: &Visit, to: &Visit) -> Leg {
        let leg = self.travel.leg(from.place, to.place);
        if self.rush_hours.is_empty() {
            return leg;
        }
        let leaves = Window {
            earliest: from.window.earliest + from.service,
            latest: from.window.latest + from.service,
        };
        self.slowed(leg, |length| {
            let rested = (self.latest_rest + length).min(to.window.latest);
            Window { latest: rested.max(leaves.latest + length), ..leaves }
        })
    }

    /// The drive from the depot to a route's first visit. The vehicle leaves just in time, so rush
    /// hour slows the drive if an arrival within the visit's window can bring it there.
    #[inline]
    pub fn first_leg(&self, depot: &Visit, to: &Visit) -> Leg {
        let leg = self.travel.leg(depot.place, to.place);
        if self.rush_hours.is_empty() {
            return leg;
        }
        self.slowed(leg, |length| Window {
            earliest: to.window.earliest - length,
            latest: to.window.latest,
        })
    }

    /// The leg with the largest factor of the rush hours that a drive of the slowed length meets;
    /// `driven` gives the moments at which a drive of some length may be under way.
    fn slowed(&self, leg: Leg, driven: impl Fn(Duration) -> Window) -> Leg {
        let slowed = self.rush_hours.iter().zip(&self.slowness).filter_map(|(rush, slowness)| {
            let duration = slowness.slow(leg.duration);
            let driven = driven(duration);
            let meets =
                driven.earliest < rush.window.latest && rush.window.earliest < driven.latest;
            meets.then_some(duration)
        });
        Leg { duration: slowed.fold(leg.duration, Duration::max), ..leg }
    }

    /// Whether a vehicle of this specification may carry the request at all, time set aside.
    pub fn suits(&self, spec: &VehicleSpec, request: RequestId) -> bool {
        let request = self.request(request);
        spec.holds(request.load) && (spec.lift || !request.needs_lift)
    }

    /// Whether some request limits the time aboard, so that windows alone do not decide
    /// feasibility.
    pub fn has_longest_rides(&self) -> bool {
        self.has_longest_rides
    }

    /// The visit that a stop is.
    #[inline]
    pub fn visit(&self, stop: Stop) -> &Visit {
        match stop {
            Stop::Pickup(request) => &self.request(request).pickup,
            Stop::Dropoff(request) => &self.request(request).dropoff,
        }
    }
}

fn make_symmetric(requests: &mut [Request]) {
    let pairs: Vec<(usize, RequestId)> = requests
        .iter()
        .enumerate()
        .flat_map(|(index, request)| {
            request.not_with.iter().map(move |other| (other.index(), RequestId(index as u32)))
        })
        .collect();
    for (index, other) in pairs {
        requests[index].not_with.push(other);
    }
    for request in requests {
        request.not_with.sort_unstable();
        request.not_with.dedup();
    }
}

fn group_by_spec(vehicles: &[Vehicle]) -> (Vec<VehicleType>, Vec<TypeId>) {
    let mut types: Vec<VehicleType> = Vec::new();
    let mut known: FxHashMap<&VehicleSpec, TypeId> = FxHashMap::default();
    let mut type_of = Vec::with_capacity(vehicles.len());
    for (index, vehicle) in vehicles.iter().enumerate() {
        let id = *known.entry(&vehicle.spec).or_insert_with(|| {
            types.push(VehicleType { spec: vehicle.spec.clone(), vehicles: Vec::new() });
            TypeId(types.len() as u32 - 1)
        });
        types[id.index()].vehicles.push(VehicleId(index as u32));
        type_of.push(id);
    }
    (types, type_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BreakRule, Distance, Load, PlaceId, Tariff, TripClock};

    fn window(from: i64, to: i64) -> Window {
        Window { earliest: Time::hm(from, 0), latest: Time::hm(to, 0) }
    }

    /// Two places ten minutes apart, rush hour from 13 to 14 at twice the time, one vehicle.
    fn instance(break_rule: Option<BreakRule>) -> Instance {
        let spec = VehicleSpec {
            start: PlaceId(0),
            end: PlaceId(0),
            shift: window(8, 16),
            longest_duration: None,
            layouts: "4+0".parse().expect("layouts"),
            front_seats: 1,
            lift: false,
            break_rule,
            tariff: Tariff::default(),
        };
        let vehicle = Vehicle { name: "V1".into(), kind: String::new(), spec };
        let leg = Leg { duration: Duration::minutes(10), distance: Distance::metres(5_000) };
        let travel = TravelTable::from_fn(2, |_, _| leg);
        let rush = RushHour { window: window(13, 14), factor: 2.0 };
        Instance::new(Vec::new(), vec![vehicle], travel, vec![rush]).expect("an instance")
    }

    #[test]
    fn a_rest_can_bring_a_drive_into_rush_hour() {
        let visit =
            |place, window| Visit { place: PlaceId(place), window, service: Duration::ZERO };
        let (morning, noon) = (visit(0, window(9, 10)), visit(1, window(9, 13)));
        let afternoon = visit(1, window(12, 15));
        let rest = |to| BreakRule { length: Duration::minutes(30), between: window(11, to) };
        let minutes =
            |break_rule, to| instance(break_rule).leg(&morning, to).duration.ceil_minutes();
        assert_eq!(minutes(None, &afternoon), 10);
        assert_eq!(minutes(Some(rest(13)), &afternoon), 20);
        assert_eq!(minutes(Some(rest(12)), &afternoon), 10);
        // Who must be there by 13:00 has arrived before rush hour.
        assert_eq!(minutes(Some(rest(13)), &noon), 10);
    }

    #[test]
    fn every_contradiction_is_told() {
        let valid = instance(None);
        let visit =
            |place, window| Visit { place: PlaceId(place), window, service: Duration::ZERO };
        let request = Request {
            name: "R1".into(),
            pickup: visit(2, window(9, 10)),
            dropoff: visit(1, window(11, 10)),
            load: Load::EMPTY,
            longest_ride: Some(-Duration::minutes(1)),
            trip_clock: TripClock::Aboard,
            alone: false,
            needs_lift: false,
            not_with: vec![RequestId(0)],
            taxi_price: None,
        };
        let mut vehicle = valid.vehicles()[0].clone();
        vehicle.spec.end = PlaceId(7);
        vehicle.spec.shift = window(16, 8);
        let rush = RushHour { window: window(13, 14), factor: 0.5 };
        let refused =
            Instance::new(vec![request], vec![vehicle], Arc::clone(valid.travel()), vec![rush]);
        let Err(Error::Invalid { flaws }) = refused else { panic!("accepted") };
        let told: Vec<&str> = flaws.iter().map(|flaw| flaw.found.as_str()).collect();
        let expected = [
            "a place outside the travel table",
            "a window that closes before it opens",
            "a load of nobody",
            "a negative longest ride",
            "not_with of itself or of no request",
            "a depot outside the travel table",
            "a shift that ends before it starts",
            "an empty window or a factor outside 1 to 10",
        ];
        assert_eq!(told, expected);
    }
}
