//! Capillary: a loyalty customer, read with as much around it as is asked for.

mod asked;
mod gaps;
mod groups;
mod images;
mod refusal;
mod routes;
mod seed;
mod view;

use crate::{cors::Allowed, gateway::Secret};

pub(crate) use refusal::failure;
pub(crate) use routes::routes;
pub(crate) use seed::{SEEDS, name};

/// What pages of other origins may send; `language` is the vendor's own header.
pub(crate) const ALLOWED: Allowed = Allowed {
    methods: "GET",
    headers: "authorization, language, content-type, accept",
    exposed: "retry-after",
};

/// The vendor's token for the whole organisation: it is the gateway's, and no answer has it.
const SECRET: Secret = Secret { header: "x-cap-api-oauth-token", value: include_str!("secret.txt") };
