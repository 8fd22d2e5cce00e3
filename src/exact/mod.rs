//! Best routes: mixed-integer programs over whole routes (good_lp with HiGHS).
//!
//! [`RouteModel`] chooses among routes that it is given. What it returns is the best choice *of those
//! routes*; it is a proven optimum of the day only when all routes that matter were given, as
//! [`all_routes`] does for small days. Nothing here claims more.
//!
//! All floats of the crate that touch a plan live in this layer, and none leaves it: a choice is a
//! list of routes, whose costs and times are whole numbers computed elsewhere.

mod enumeration;
mod route_model;

pub use enumeration::all_routes;
pub use route_model::{Choice, Effort, RouteModel};
