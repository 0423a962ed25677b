//! The journeys, end to end: the built app in a browser through WebDriver, against a sandbox of its own.
//!
//! `cargo xtask test` runs them, in one engine after the other. By hand, with the app built and a driver on the PATH:
//! `CARNET_ENGINE=firefox cargo test --features journeys --test journeys`; Chromium unless said, or `webkit`.
//! Each leaves its screens in `target/screenshots/`.

#![cfg(not(target_arch = "wasm32"))]

mod address;
mod after;
mod axe;
mod create;
mod dates;
mod display;
mod ear;
mod element;
mod engine;
mod examples;
mod failures;
mod fields;
mod frame;
mod guard;
mod host;
mod isolation;
mod keyboard;
mod languages;
mod late;
mod locale;
mod negotiation;
mod package;
mod page;
mod pairs;
mod playground;
mod reach;
mod run;
mod sandbox;
mod served;
mod states;
mod themes;
mod timing;
mod tree;
mod units;
mod update;
mod vendors;
mod view;
