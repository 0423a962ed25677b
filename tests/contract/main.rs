//! Contract tests: what must hold for every vendor, between the app's pure core and the sandbox's router, in process.
//! One vendor is not in the app: `sample_vendor.rs`, with a server of its own.
//!
//! Each test iterates over [`vendors::VENDORS`], or over [`vendors::WRITERS`] if it changes a record. A new vendor is a
//! file beside `clubmed.rs` and a line in those tables. Features that only one vendor has are tested in its file.

#![cfg(not(target_arch = "wasm32"))]

mod address;
mod app;
mod capillary;
mod clear;
mod client;
mod clubmed;
mod create;
mod dates;
mod documents;
mod errors;
mod example;
mod generators;
mod imprint;
mod journey;
mod machine_laws;
mod matrix;
mod matrix_cells;
mod merge_or_replace;
mod naughty_strings;
mod properties;
mod query;
mod read;
mod read_only;
mod reading_laws;
mod rebase;
mod reference_server;
mod requests;
mod reverted_edits;
mod sample;
mod sample_server;
mod sample_vendor;
mod sessions;
mod sparse_patch;
mod string_corpus;
mod test_server;
mod unedited_values;
mod vendors;
mod versions;
