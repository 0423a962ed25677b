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

use crate::{cors::Allowed, switches::Etag};

pub(crate) use reference::openapi;
pub(crate) use refusal::failure;
pub(crate) use routes::routes;
pub(crate) use seed::{SEEDS, seed};
pub(crate) use table::{SCHEMA, exists, forget_all, list};

/// The key every session is given. It is of the vendor's shape and no secret.
pub(crate) const API_KEY: &str = "carnet.sandbox.clubmed.com";

/// `if-match` is let through only while profiles carry an `ETag`: the documents name no such header.
pub(crate) fn allowed(etag: Etag) -> Allowed {
    let (headers, exposed) = match etag {
        Etag::Off => ("authorization, x-api-key, accept-language, content-type, accept", "retry-after"),
        Etag::On => {
            ("authorization, x-api-key, accept-language, content-type, accept, if-match", "retry-after, etag")
        }
    };
    Allowed { methods: "GET, PATCH, POST", headers, exposed }
}
