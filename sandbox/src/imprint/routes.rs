//! The route under `/imprint`: a customer, behind the gateway.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State, rejection::PathRejection},
    http::Uri,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::Value;

use super::{
    error::Error,
    seed::{SEEDS, generate_metadata},
};
use crate::{
    gateway::{AuthSchemes, Gateway, Secret},
    records,
    state::AppState,
    vendor::Vendor,
};

/// The partner's API key, as Bearer; the vendor also accepts Basic. Only the gateway has it; no response includes it.
const SECRET: Secret = Secret { header: "authorization", value: include_str!("secret.txt") };

pub(crate) fn routes(state: &Arc<AppState>) -> Router<Arc<AppState>> {
    let vendor = state.vendor(Vendor::Imprint);
    let gateway = Gateway { vendor, schemes: AuthSchemes::BearerOrBasic, secret: SECRET };
    gateway.wrap(Router::new().route("/v2/customers/{customer_id}", get(read_customer)), state)
}

async fn read_customer(
    State(state): State<Arc<AppState>>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
) -> Response {
    let customer = match id {
        Ok(Path(id)) => find_customer(&state, id).await,
        Err(_) => Err(Error::invalid_customer_id()),
    };
    let switches = state.switches().clone();
    match customer {
        Ok(customer) => Json(customer).into_response(),
        Err(error) => error.into_response(uri.path(), &switches),
    }
}

/// Returns the customer. The id is any text: the vendor documents no format, so none is checked.
async fn find_customer(state: &AppState, id: String) -> Result<Value, Error> {
    let customer_id = id.clone();
    let record = state.db.run(move |connection| records::find(connection, Vendor::Imprint, &customer_id));
    let mut record = record.await?.ok_or_else(|| Error::unknown_customer(&id))?;
    if let Some(seed) = SEEDS.find(&id) {
        if let Some(fixed) = &seed.behaviour.error {
            return Err(Error::fixed(fixed));
        }
        generate_metadata(&mut record, seed.behaviour.generated_metadata);
    }
    Ok(record)
}
