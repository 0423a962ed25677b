//! Carnet: customers create, view and update their own profile at a vendor, in their own language.
pub mod api;
pub mod config;
pub mod domain;
pub mod failure;
pub mod form;
pub mod http;
pub mod i18n;
pub mod json;
pub mod vendor;
pub mod wire;
