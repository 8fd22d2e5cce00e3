//! What is given: plain data, checked once, never changed.
//!
//! [`Day`] is the municipality's view (citizens, centres, promise); [`Instance`] is the solver's
//! (requests with windows, vehicles, travel times). The first turns into the second in one place,
//! [`Day::problem`].

mod booking;
mod contradictions;
mod day;
mod fleet;
mod instance;
mod place;
mod promise;
mod regularity;
mod request;
mod units;

pub use booking::{Address, Booking, BookingStatus, Direction, Mobility, Rides, Session};
pub use day::{Centre, Day, GivenLeg, ImpossibleRide, Problem, Ride, TaxiTariff, TravelSettings};
pub use fleet::{BreakRule, Layouts, Tariff, TypeId, Vehicle, VehicleId, VehicleSpec};
pub use instance::{Instance, RushHour, VehicleType};
pub use place::{Coordinates, Leg, Place, PlaceId, TravelTable};
pub use promise::{Promise, RideWindows, ServiceTimes};
pub use regularity::{Regularity, Usual};
pub use request::{Load, Request, RequestId, Stop, Totals, TripClock, Visit, Window};
pub use units::{Distance, Duration, Money, Time};
