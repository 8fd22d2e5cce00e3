//! Plans a dial-a-ride day: every citizen out to training and home again within the promised hour.
//!
//! A day has **rides**, each from a home to a centre before a session or back after it, and
//! **vehicles** on shifts. Every trip, all waiting included, is at most as long as is promised; that
//! and all else a day asks for becomes a [request](domain::Request) with two time windows, a load
//! and a few rules about company. A **route** is an order of stops for one vehicle. Wanted are routes
//! that serve as many rides as can be and among those cost least. Small days are solved to proven
//! optimality; others by a parallel large-neighbourhood search whose routes a mixed-integer program
//! recombines. A referee that shares no code with the solver judges every plan before it is written.
//!
//! ```
//! use korsel::{input, plan, solve, travel};
//!
//! # fn main() -> Result<(), korsel::error::Error> {
//! let day = input::read_day("data/tiny".as_ref(), None)?;
//! let (table, source) = travel::table(&day, None, None)?;
//! let problem = day.problem(table)?;
//! let settings = solve::Settings {
//!     limit: None,
//!     iterations: Some(100),
//!     method: solve::Method::Auto,
//!     threads: 1,
//!     seed: 1,
//! };
//! let outcome = solve::solve(&problem.instance, &settings, &|_| {})?;
//! assert!(outcome.optimal);
//!
//! let plan = plan::assemble(&day, &problem, &outcome, source);
//! assert_eq!(plan::check(&day, problem.instance.travel(), &plan), []);
//! assert!(plan.not_planned.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! The modules below stand in the order of the layers: each uses its own layer and those above it,
//! never one below.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod error;

pub mod domain;

pub mod travel;

pub mod register;

pub mod evaluate;

pub mod search;

pub mod exact;

pub mod solve;

pub mod plan;

pub mod certificate;

pub mod input;

pub mod output;

pub mod generate;

pub mod cli;
