//! What a citizen has booked: a session at a centre, and a ride out, a ride home, or both.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{Duration, PlaceId, ServiceTimes, Time};

/// Which way a ride goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From home to the centre (*udkørsel*).
    Out,
    /// From the centre to home (*hjemkørsel*).
    Home,
}

impl Direction {
    /// What files and messages call it: `out` or `home`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::Home => "home",
        }
    }

    /// The other way.
    pub const fn opposite(self) -> Self {
        match self {
            Self::Out => Self::Home,
            Self::Home => Self::Out,
        }
    }
}

/// When a training is held.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Session {
    /// Training begins.
    pub start: Time,
    /// Training ends.
    pub end: Time,
}

/// Which rides a booking asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rides {
    /// Out and home.
    Both,
    /// Only out.
    Out,
    /// Only home.
    Home,
}

impl Rides {
    /// The directions asked for.
    pub fn directions(self) -> &'static [Direction] {
        match self {
            Self::Both => &[Direction::Out, Direction::Home],
            Self::Out => &[Direction::Out],
            Self::Home => &[Direction::Home],
        }
    }

    /// The rides in the directions for which `wanted` says yes; `None` if there is no such.
    pub fn only(self, wanted: impl Fn(Direction) -> bool) -> Option<Self> {
        let has = |direction| self.directions().contains(&direction) && wanted(direction);
        match (has(Direction::Out), has(Direction::Home)) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Out),
            (false, true) => Some(Self::Home),
            (false, false) => None,
        }
    }
}

/// How a citizen moves, and what that takes up in a vehicle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mobility {
    /// Its name in `day.toml` and `bookings.csv`.
    pub name: String,
    /// Seats taken, companions not included.
    pub seats: u16,
    /// Wheelchair places taken.
    pub wheelchairs: u16,
    /// Time to get on and off.
    pub service: ServiceTimes,
    /// Whether the vehicle must have a lift or ramp.
    pub needs_lift: bool,
}

impl Mobility {
    /// This one with a citizen's own time to get on and off, under a name of its own.
    pub fn taking(&self, own: Duration) -> Self {
        let minutes = own.ceil_minutes();
        Self {
            name: format!("{}_{minutes}min", self.name),
            service: ServiceTimes { boarding: own, alighting: own },
            ..self.clone()
        }
    }

    /// The name without a citizen's own time.
    pub fn plain_name(&self) -> &str {
        let own = |(plain, minutes): (_, &str)| {
            let digits = minutes.strip_suffix("min")?;
            let is_time = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
            is_time.then_some(plain)
        };
        self.name.rsplit_once('_').and_then(own).unwrap_or(&self.name)
    }
}

/// Whether a booking is to be driven.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingStatus {
    /// To be driven.
    Approved,
    /// Cancelled in time.
    Cancelled,
    /// The citizen will not be there.
    Absent,
}

/// A street address as people write it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Address {
    /// Street name.
    pub street: String,
    /// House number with its letter.
    pub number: String,
    /// Floor and door, access notes.
    pub floor_door: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub town: String,
}

impl Address {
    /// `Ægirsvej 1, 2. tv, 2635 Ishøj`, without the parts that are not known.
    pub fn one_line(&self) -> String {
        let joined = |parts: &[&str], between: &str| {
            let known = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
            known.collect::<Vec<_>>().join(between)
        };
        let street = joined(&[&self.street, &self.number], " ");
        let town = joined(&[&self.postcode, &self.town], " ");
        joined(&[&street, &self.floor_door, &town], ", ")
    }
}

/// One citizen's session with its rides.
#[derive(Clone, PartialEq, Debug)]
pub struct Booking {
    /// What files and messages call it.
    pub reference: String,
    /// The citizen's reference, never a CPR number.
    pub citizen: String,
    /// The citizen's name, for the driver.
    pub name: String,
    /// The citizen's telephone.
    pub phone: String,
    /// The citizen's address, for the driver.
    pub address: Address,
    /// Where the citizen lives.
    pub home: PlaceId,
    /// The centre's index in [`Day::centres`](crate::domain::Day::centres).
    pub centre: usize,
    /// When the training is held.
    pub session: Session,
    /// Which rides.
    pub rides: Rides,
    /// How the citizen moves.
    pub mobility: Mobility,
    /// Companions, a seat each.
    pub companions: u16,
    /// Must sit beside the driver.
    pub front_seat: bool,
    /// Must ride with nobody else but companions.
    pub alone: bool,
    /// Citizens who must not be aboard at the same time.
    pub not_with: Vec<String>,
    /// Whether the vehicle must have a lift or ramp, for the mobility or for the citizen.
    pub needs_lift: bool,
    /// Longest trip of this citizen, no longer than the promise.
    pub longest_trip: Duration,
    /// What the driver should know.
    pub note: String,
    /// Whether name and address are protected: drivers learn where to go, and nobody who it is.
    pub protected: bool,
    /// First and last day of the grant.
    pub grant: (NaiveDate, NaiveDate),
    /// Whether it is to be driven.
    pub status: BookingStatus,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizens_own_time_is_in_the_name_and_not_in_the_plain_one() {
        let service = ServiceTimes { boarding: Duration::ZERO, alighting: Duration::ZERO };
        let name = "folding_wheelchair".to_owned();
        let kind = Mobility { name, seats: 1, wheelchairs: 0, service, needs_lift: false };
        let own = kind.taking(Duration::minutes(6));
        assert_eq!(own.name, "folding_wheelchair_6min");
        assert_eq!((own.plain_name(), kind.plain_name()), (kind.name.as_str(), kind.name.as_str()));
        for name in ["ladmin", "trike_min", "6min"] {
            assert_eq!(Mobility { name: name.to_owned(), ..kind.clone() }.plain_name(), name);
        }
    }
}
