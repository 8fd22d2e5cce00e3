//! A ride as the solver sees it: two visits with windows, a load, and what it must not be mixed with.

use crate::domain::{Distance, Duration, Money, PlaceId, Time};

/// From one moment to another, both included: when a visit may begin, a shift, a time for a rest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Window {
    /// The first moment.
    pub earliest: Time,
    /// The last moment.
    pub latest: Time,
}

impl Window {
    /// Whether there is no moment in it.
    pub fn is_empty(self) -> bool {
        self.latest < self.earliest
    }

    /// Whether the moment lies in it.
    pub fn contains(self, time: Time) -> bool {
        self.earliest <= time && time <= self.latest
    }
}

/// One call at a place: where, when it may begin, how long it takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Visit {
    /// Where the vehicle stands.
    pub place: PlaceId,
    /// When service may begin; before that the vehicle waits.
    pub window: Window,
    /// Time to board or alight.
    pub service: Duration,
}

/// What a ride takes up in a vehicle.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Load {
    /// Ordinary seats, companions included.
    pub seats: u16,
    /// Wheelchair places.
    pub wheelchairs: u16,
    /// How many of the seats must be beside the driver.
    pub front_seats: u16,
}

impl Load {
    /// An empty vehicle.
    pub const EMPTY: Self = Self { seats: 0, wheelchairs: 0, front_seats: 0 };
}

impl std::ops::Add for Load {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            seats: self.seats + other.seats,
            wheelchairs: self.wheelchairs + other.wheelchairs,
            front_seats: self.front_seats + other.front_seats,
        }
    }
}

impl std::ops::Sub for Load {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            seats: self.seats - other.seats,
            wheelchairs: self.wheelchairs - other.wheelchairs,
            front_seats: self.front_seats - other.front_seats,
        }
    }
}

/// An index into the requests of an instance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequestId(pub u32);

impl RequestId {
    /// The request's position in its list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which way a person's time counts when clock times are chosen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TripClock {
    /// From the pickup to a fixed moment: people gain when they are fetched later.
    UntilFixed(Time),
    /// From a fixed moment until alighted: people gain when they are set down earlier.
    SinceFixed(Time),
    /// From the pickup until alighted.
    Aboard,
}

/// One ride to be planned.
#[derive(Clone, PartialEq, Debug)]
pub struct Request {
    /// What files and messages call it.
    pub name: String,
    /// Where and when to board.
    pub pickup: Visit,
    /// Where and when to alight.
    pub dropoff: Visit,
    /// What it takes up, companions included.
    pub load: Load,
    /// Longest time from the end of boarding to the beginning of alighting.
    pub longest_ride: Option<Duration>,
    /// How the trip of these people is measured.
    pub trip_clock: TripClock,
    /// Nobody else may be aboard meanwhile.
    pub alone: bool,
    /// Only a vehicle with a lift will do.
    pub needs_lift: bool,
    /// Requests that must not be aboard at the same time; kept symmetric by the instance.
    pub not_with: Vec<RequestId>,
    /// What it costs to leave the ride to a reserve taxi; without a price it is left out only when
    /// it must be.
    pub taxi_price: Option<Money>,
}

impl Request {
    /// Tightens both windows.
    pub(super) fn tighten_windows(&mut self, direct: Duration) {
        let windows = (self.pickup.window, self.dropoff.window);
        (self.pickup.window, self.dropoff.window) = self.tightened(windows, direct);
    }

    /// Both windows without what no drive of at least `direct` and no longest ride leaves possible.
    /// A ride that cannot be driven at all keeps its windows.
    pub(crate) fn tightened(
        &self,
        windows: (Window, Window),
        direct: Duration,
    ) -> (Window, Window) {
        let (mut pickup, mut dropoff) = windows;
        let shortest = self.pickup.service + direct;
        dropoff.earliest = dropoff.earliest.max(pickup.earliest + shortest);
        pickup.latest = pickup.latest.min(dropoff.latest - shortest);
        if let Some(longest) = self.longest_ride {
            let longest = self.pickup.service + longest;
            pickup.earliest = pickup.earliest.max(dropoff.earliest - longest);
            dropoff.latest = dropoff.latest.min(pickup.latest + longest);
        }
        if pickup.is_empty() || dropoff.is_empty() { windows } else { (pickup, dropoff) }
    }
}

/// A visit by a vehicle: people board or alight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stop {
    /// The people of this request board.
    Pickup(RequestId),
    /// The people of this request alight.
    Dropoff(RequestId),
}

impl Stop {
    /// Whose stop it is.
    #[inline]
    pub const fn request(self) -> RequestId {
        match self {
            Self::Pickup(request) | Self::Dropoff(request) => request,
        }
    }
}

/// What a route adds up to, from which a tariff makes its cost.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Totals {
    /// Distance driven, to and from the depot included.
    pub distance: Distance,
    /// Time spent driving.
    pub driving: Duration,
    /// Time spent boarding and alighting.
    pub boarding: Duration,
    /// Time between leaving and reaching the depot that is neither of these nor break.
    pub waiting: Duration,
}
