//! The journeys: end-to-end tests of the built app in a browser through WebDriver, each against its own sandbox.
//!
//! `cargo xtask test` runs them in one engine after the other. To run them by hand, build the app, put a WebDriver on
//! the PATH and run `CARNET_ENGINE=firefox cargo test -p carnet-journeys --features browsers`. The engine is `chromium`
//! (the default), `firefox` or `webkit`. A journey that fails writes a screenshot to `target/screenshots/`; with
//! `CARNET_SCREENSHOTS=1` the others do, too.
//!
//! Texts of the app are looked up by their catalogue key (`catalogue.rs`). Customers' data and the sentences of a
//! vendor are written literally: they are the sandbox's.

mod accessibility_tree;
mod address;
mod all_states;
mod axe;
mod browser;
mod browser_pool;
mod catalogue;
mod chunks;
mod concurrent_edits;
mod console_recorder;
mod create;
mod dates;
mod display;
mod effort;
mod element;
mod examples;
mod failures;
mod fault_matrix;
mod field_list;
mod fields;
mod fixture_dist;
mod frame;
mod harness;
mod host_conditions;
mod host_page;
mod isolation;
mod keyboard;
mod keyboard_reach;
mod languages;
mod locale;
#[path = "../../tests/contract/matrix_cells.rs"]
mod matrix_cells;
mod motion;
mod negotiation;
mod package;
mod page;
mod playground;
mod preview;
mod sandbox;
mod sign_in;
mod slow_responses;
mod soak;
mod states;
mod themes;
mod timing;
mod undo;
mod unsaved_changes;
mod update;
mod vendors;
mod view;
