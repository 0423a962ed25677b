//! The contract: what must hold for every vendor, in process, between the app's pure core and the sandbox's router.
//!
//! Each test goes over [`vendors::VENDORS`], or over [`vendors::WRITERS`] where something is changed: a new vendor is a file
//! beside `clubmed.rs` and a line in those tables. What a vendor alone has is tested in its file.

#![cfg(not(target_arch = "wasm32"))]

mod address;
mod any;
mod capillary;
mod change;
mod clear;
mod clubmed;
mod create;
mod dates;
mod documents;
mod example;
mod failures;
mod headers;
mod house;
mod imprint;
mod laws;
mod naughty;
mod paper;
mod query;
mod read;
mod readings;
mod readonly;
mod rebase;
mod reverted;
mod sessions;
mod untouched;
mod values;
mod vendors;
mod versions;
