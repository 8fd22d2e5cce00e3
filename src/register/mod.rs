//! Who may ride: citizens, grants, standing bookings and absences become a date's bookings.
//!
//! A [`Register`] is one SQLite file that several programs may use at a time. [`Content`] is all that
//! it holds at a moment, as plain data, and the rules are pure functions of that:
//! [`Content::roster`] says who rides on a date, [`Content::due`] which courses somebody must look
//! at, [`contradictions`] what rows say against each other.

mod calendar;
mod calibration;
mod content;
mod contradictions;
mod day;
mod due;
mod ending;
mod erase;
mod factors;
mod load;
mod municipality;
mod performed;
mod roster;
mod rows;
#[cfg(test)]
mod sample;
mod schema;
mod statement;
mod store;
mod tables;
mod usual;
mod versions;

pub use calendar::{Holiday, Weeks, public_holiday};
pub use calibration::{Calibration, ClassedDrive, Proposal, Together};
pub use content::{
    Absence, Citizen, ClosingDays, Content, FleetVehicle, Grant, NoShow, Site, Standing,
    WeeklySession,
};
pub use contradictions::{Contradiction, contradictions};
pub use day::day;
pub use due::{Due, DueReason};
pub use ending::Ended;
pub use erase::{Erased, Holding, Line};
pub use municipality::{DayOff, Municipality, Rules};
pub use performed::{PerformedDrive, RideOutcome, RideOwner};
pub use roster::{Attendance, Refused, Roster, WhyNot};
pub use rows::{Outcome, Row, Value};
pub use statement::Payment;
pub use store::{Changing, Mode, Register, Waits};
pub use tables::{Column, Kind, TABLES, Table};
pub use versions::{DrivenRide, PlanRecord, PlanVersion, StopRecord};
