//! What a route is worth: whether it can be driven, when, and at what cost.
//!
//! Pure functions of the instance. Three words for three things: a [`Route`] is an order of stops, a
//! [`Schedule`] its clock times, a [`Solution`] a route for every vehicle.

mod detours;
mod insertion;
mod label;
mod route;
mod schedule;
mod solution;
mod timeline;

pub use insertion::{Inserter, Insertion};
pub use route::Route;
pub use schedule::{Rest, RestPlace, Schedule, schedule};
pub use solution::{Score, Solution};
