//! Imprint: the holder of a card, read whole.

mod refusal;
mod routes;
mod seed;

use crate::{cors::Allowed, gateway::Secret};

pub(crate) use refusal::failure;
pub(crate) use routes::routes;
pub(crate) use seed::{SEEDS, name};

/// What pages of other origins may send.
pub(crate) const ALLOWED: Allowed =
    Allowed { methods: "GET", headers: "authorization, content-type, accept", exposed: "retry-after" };

/// The partner's API key, in the form the vendor offers beside Basic: it is the gateway's, and no answer has it.
const SECRET: Secret = Secret { header: "authorization", value: include_str!("secret.txt") };
