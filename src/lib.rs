//! Carnet: customers create, view and update their own profile at a vendor, in their own language.

pub mod domain;
pub mod failure;
pub mod http;
pub mod json;
pub mod vendor;
