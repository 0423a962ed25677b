//! Carnet: customers create, view and update their own profile at a vendor, in their own language.
//!
//! The data's way through the rooms, from the host to the vendor and back, is drawn in `ARCHITECTURE.md`.

pub mod api;
pub mod app;
pub mod config;
pub mod domain;
pub mod embed;
pub mod event;
pub mod failure;
pub mod form;
pub mod http;
pub mod i18n;
pub mod journey;
pub mod json;
pub mod route;
pub mod vendor;
pub mod wire;
