//! Carnet: customers create, view and update their own profile at a vendor, in their own language.
//!
//! `ARCHITECTURE.md` shows the modules and the path of data from the host to the vendor and back.

pub mod app;
pub mod chunk;
pub mod client;
pub mod config;
pub mod domain;
pub mod embed;
pub mod error;
pub mod event;
pub mod form;
pub mod http;
pub mod i18n;
pub mod journey;
pub mod json;
pub mod pages;
mod preview;
pub mod route;
pub mod store;
pub mod transport;
pub mod vendor_api;
