//! Best routes: mixed-integer programs (good_lp with HiGHS).
//!
//! [`RouteModel`] chooses among routes that it is given. What it returns is the best choice *of those
//! routes*; it is a proven optimum of the day only when all routes that matter were given, as
//! [`all_routes`] does for small days. [`EventModel`] finds the routes itself, for days whose
//! [`EventGraph`] is small enough. [`prove`] bounds what any plan costs by column generation, drops
//! what no better plan drives, and leaves the rest to the event model or, where the day has waves, to a
//! model of wave routes.
//!
//! All floats of the crate that touch a plan live in this layer, and none leaves it: a choice is a
//! list of routes, whose costs and times are whole numbers computed elsewhere.

mod ascent;
mod bound;
mod climb;
mod closing;
mod costs;
mod cuts;
mod days;
mod enumeration;
mod event_closing;
mod event_gaps;
mod event_graph;
mod event_label;
mod event_model;
mod event_rows;
mod fixing;
mod fleet;
mod highs;
mod links;
mod memory;
mod network;
mod parts;
mod pool;
mod pricers;
mod pricing;
mod proof;
mod relaxation;
mod riders;
mod riding;
mod rounds;
mod route_closing;
mod route_model;
mod tours;
mod wave_model;
mod waves;

pub use enumeration::all_routes;
pub use event_graph::{Event, EventArc, EventGraph, EventId};
pub use event_model::{EventModel, EventPlan};
pub use highs::Effort;
pub use proof::{Limits, Prices, Proof, bound_of_tours, price, prove};
pub use route_model::{Choice, RouteModel};
