//! A local server that speaks the vendors' contracts over SQLite, for development, demonstration and tests.
//!
//! Each vendor has a folder and a path prefix of its own; what they share stands beside them. The crate
//! imports nothing of the app: a type in common would be a misunderstanding in common.

mod call;
mod capillary;
mod clubmed;
mod control;
mod cors;
mod cut;
mod database;
mod faults;
mod gateway;
mod imprint;
mod journal;
mod merge;
mod openapi;
mod pages;
mod query;
mod records;
mod sandbox;
mod seeds;
mod sessions;
mod switches;
mod vendor;
mod violations;
mod whole;

pub use database::{Database, OpenError};
pub use merge::merge_patch;
pub use sandbox::{Options, Sandbox};
