//! A day as the municipality knows it, and its translation into a solver's instance.

use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::domain::{
    Address, Booking, BookingStatus, Direction, Distance, Duration, Instance, Leg, Load, Money,
    Place, PlaceId, Promise, Regularity, Request, RequestId, RideWindows, RushHour, TravelTable,
    TripClock, Vehicle, Visit,
};
use crate::error::Result;

/// A training centre.
#[derive(Clone, PartialEq, Debug)]
pub struct Centre {
    /// What bookings call it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its telephone, if it is known.
    pub phone: String,
    /// Its address as one line or in parts.
    pub address: Address,
    /// Where it is.
    pub place: PlaceId,
}

/// What a ride costs that goes by taxi instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaxiTariff {
    /// For every ride.
    pub start_fee: Money,
    /// For each kilometre of the direct drive.
    pub per_km: Money,
    /// Whether the taxi takes wheelchairs, and people who need a lift.
    pub lift: bool,
}

impl TaxiTariff {
    /// The fare for a direct drive of this distance, rounded to the nearest øre.
    pub fn fare(&self, distance: Distance) -> Money {
        let thousandths = self.per_km.as_ore() * distance.as_metres();
        self.start_fee + Money::ore((thousandths + 500).div_euclid(1000))
    }
}

/// How travel times are computed where `travel.csv` does not give them.
#[derive(Clone, PartialEq, Debug)]
pub struct TravelSettings {
    /// Computed times are multiplied by this.
    pub time_factor: f64,
    /// Without roads: the road is this much longer than the straight line.
    pub detour_factor: f64,
    /// Without roads: the average speed in km/h.
    pub speed_kmh: f64,
    /// With roads: the speed in km/h on each class of road (`highway` value of OpenStreetMap).
    pub road_speeds_kmh: Vec<(String, f64)>,
    /// Times of day when every drive, computed or given, takes longer.
    pub rush_hours: Vec<RushHour>,
}

impl Default for TravelSettings {
    /// What is good enough where nobody has measured; no rush hours.
    fn default() -> Self {
        Self {
            time_factor: 1.0,
            detour_factor: 1.4,
            speed_kmh: 35.0,
            road_speeds_kmh: Vec::new(),
            rush_hours: Vec::new(),
        }
    }
}

/// Everything a day folder says.
#[derive(Clone, PartialEq, Debug)]
pub struct Day {
    /// The date of service.
    pub date: NaiveDate,
    /// The municipality's promise.
    pub promise: Promise,
    /// The tariff of the reserve taxi, if there is one.
    pub reserve_taxi: Option<TaxiTariff>,
    /// How travel times are computed.
    pub travel: TravelSettings,
    /// Every centre, home and depot.
    pub places: Vec<Place>,
    /// The centres.
    pub centres: Vec<Centre>,
    /// The bookings, in the order of the file.
    pub bookings: Vec<Booking>,
    /// The vehicles, in the order of the file.
    pub vehicles: Vec<Vehicle>,
    /// Drives given in `travel.csv`; they win over computed ones.
    pub given_legs: Vec<GivenLeg>,
    /// What citizens are used to.
    pub regularity: Regularity,
}

/// A drive that the day folder gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GivenLeg {
    /// From here.
    pub from: PlaceId,
    /// To there.
    pub to: PlaceId,
    /// The drive.
    pub leg: Leg,
}

/// One trip in one direction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ride {
    /// The booking's index in [`Day::bookings`].
    pub booking: usize,
    /// Which way.
    pub direction: Direction,
}

/// A ride that breaks the promise even with a vehicle of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ImpossibleRide {
    /// Which one.
    pub ride: Ride,
    /// Its shortest trip, waiting included.
    pub shortest_trip: Duration,
}

/// What is to be solved for a day.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The solver's instance; its request `i` is ride `i` of `rides`.
    pub instance: Instance,
    /// The rides that can be planned, in the order of bookings, out before home.
    pub rides: Vec<Ride>,
    /// The rides that cannot, whatever the fleet.
    pub impossible: Vec<ImpossibleRide>,
}

impl Day {
    /// Every ride of every approved booking, in the order of bookings, out before home.
    pub fn rides(&self) -> impl Iterator<Item = Ride> {
        let approved = self
            .bookings
            .iter()
            .enumerate()
            .filter(|(_, booking)| booking.status == BookingStatus::Approved);
        approved.flat_map(|(index, booking)| {
            let directions = booking.rides.directions().iter();
            directions.map(move |&direction| Ride { booking: index, direction })
        })
    }

    /// The bookings by what files call them.
    pub fn bookings_by_reference(&self) -> FxHashMap<&str, &Booking> {
        self.bookings.iter().map(|booking| (booking.reference.as_str(), booking)).collect()
    }

    /// Where a ride starts and where it ends.
    pub fn ends(&self, ride: Ride) -> (PlaceId, PlaceId) {
        let booking = &self.bookings[ride.booking];
        let centre = self.centres[booking.centre].place;
        match ride.direction {
            Direction::Out => (booking.home, centre),
            Direction::Home => (centre, booking.home),
        }
    }

    /// What files and messages call a ride, e.g. `B12 out`.
    pub fn ride_name(&self, ride: Ride) -> String {
        format!("{} {}", self.bookings[ride.booking].reference, ride.direction.name())
    }

    /// The problem to be solved, with travel times for all places of the day.
    ///
    /// # Errors
    /// As [`Instance::new`]; a day read from files has been checked for all of it.
    pub fn problem(&self, travel: impl Into<Arc<TravelTable>>) -> Result<Problem> {
        let travel = travel.into();
        let mut rides = Vec::new();
        let mut impossible = Vec::new();
        let mut requests = Vec::new();
        for ride in self.rides() {
            let (from, to) = self.ends(ride);
            match self.windows(ride, travel.leg(from, to)) {
                Ok(windows) => {
                    requests.push(self.request(ride, windows, travel.leg(from, to)));
                    rides.push(ride);
                }
                Err(shortest_trip) => impossible.push(ImpossibleRide { ride, shortest_trip }),
            }
        }
        let rides_of = self.rides_of_shunned(&rides);
        for (request, ride) in requests.iter_mut().zip(&rides) {
            let shunned = self.bookings[ride.booking].not_with.iter();
            let shunned = shunned.filter_map(|citizen| rides_of.get(citizen.as_str()));
            request.not_with = shunned.flatten().copied().collect();
        }
        let rush_hours = self.travel.rush_hours.clone();
        let instance = Instance::new(requests, self.vehicles.clone(), travel, rush_hours)?;
        Ok(Problem { instance, rides, impossible })
    }

    fn windows(&self, ride: Ride, direct: Leg) -> Result<RideWindows, Duration> {
        let booking = &self.bookings[ride.booking];
        let service = booking.mobility.service;
        let longest_trip = booking.longest_trip;
        self.promise.windows(ride.direction, booking.session, service, direct, longest_trip)
    }

    fn request(&self, ride: Ride, windows: RideWindows, direct: Leg) -> Request {
        let booking = &self.bookings[ride.booking];
        let (from, to) = self.ends(ride);
        let Booking { mobility, companions, session, .. } = booking;
        Request {
            name: self.ride_name(ride),
            pickup: Visit {
                place: from,
                window: windows.pickup,
                service: mobility.service.boarding,
            },
            dropoff: Visit {
                place: to,
                window: windows.dropoff,
                service: mobility.service.alighting,
            },
            load: Load {
                seats: mobility.seats + companions,
                wheelchairs: mobility.wheelchairs,
                front_seats: u16::from(booking.front_seat),
            },
            longest_ride: self.promise.longest_ride(direct),
            trip_clock: match ride.direction {
                Direction::Out => TripClock::UntilFixed(session.start),
                Direction::Home => TripClock::SinceFixed(session.end),
            },
            alone: booking.alone,
            needs_lift: booking.needs_lift,
            not_with: Vec::new(),
            taxi_price: self
                .reserve_taxi
                .filter(|tariff| tariff.lift || !(booking.needs_lift || mobility.wheelchairs > 0))
                .map(|tariff| tariff.fare(direct.distance)),
        }
    }

    /// The rides, by position in `rides`, of each citizen with whom somebody must not ride.
    fn rides_of_shunned(&self, rides: &[Ride]) -> FxHashMap<&str, Vec<RequestId>> {
        let shunned = self.bookings.iter().flat_map(|booking| &booking.not_with);
        let mut rides_of: FxHashMap<&str, Vec<RequestId>> =
            shunned.map(|citizen| (citizen.as_str(), Vec::new())).collect();
        for (id, ride) in (0..).map(RequestId).zip(rides) {
            if let Some(own) = rides_of.get_mut(self.bookings[ride.booking].citizen.as_str()) {
                own.push(id);
            }
        }
        rides_of
    }
}
