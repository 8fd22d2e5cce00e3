//! Plans a dial-a-ride day: every citizen out to training and home again within the promised hour.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod error;

pub mod domain;

pub mod travel;

pub mod evaluate;

pub mod search;

pub mod exact;

pub mod solve;

pub mod plan;

pub mod input;

pub mod output;

pub mod cli;
