//! The journeys, end to end: the built app in Chromium through WebDriver, against a sandbox of its own.
//!
//! `cargo xtask test` runs them. By hand, with the app built and a driver on the PATH:
//! `CARNET_SANDBOX=target/debug/carnet-sandbox cargo test --features journeys --test journeys`.
//! Each leaves its screens in `target/screenshots/`.

#![cfg(not(target_arch = "wasm32"))]

mod after;
mod create;
mod dates;
mod element;
mod failures;
mod fields;
mod guard;
mod host;
mod keyboard;
mod late;
mod locale;
mod page;
mod pairs;
mod run;
mod sandbox;
mod timing;
mod units;
mod update;
mod view;
