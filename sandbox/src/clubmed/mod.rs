//! Club Med: the customer's profile, read, changed and created, and the two lists its forms need.

mod access;
mod address;
mod apply;
mod check;
mod create;
mod members;
mod reference;
mod refusal;
mod routes;
mod seed;
mod table;
mod view;

pub(crate) use reference::openapi;
pub(crate) use refusal::failure;
pub(crate) use routes::routes;
pub(crate) use seed::{seed, session_seconds, standing_faults};
pub(crate) use table::{SCHEMA, exists, forget_all, list};

/// The key every session is given. It is of the vendor's shape and no secret.
pub(crate) const API_KEY: &str = "carnet.sandbox.clubmed.com";
