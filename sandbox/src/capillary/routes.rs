//! The routes under `/capillary`: the customer, behind the gateway, and the images, which are public.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    error::{Error, blank_response},
    images,
    params::Params,
    response,
    seed::{FixedResponse, SEEDS, TierFormats},
};
use crate::{
    gateway::{AuthSchemes, Gateway, Secret},
    records, request,
    state::AppState,
    switches::Switches,
    vendor::Vendor,
};

/// The vendor's token for the whole organisation. Only the gateway has it; no response includes it.
const SECRET: Secret = Secret { header: "x-cap-api-oauth-token", value: include_str!("secret.txt") };

pub(crate) fn routes(state: &Arc<AppState>) -> Router<Arc<AppState>> {
    let vendor = state.vendor(Vendor::Capillary);
    let gateway = Gateway { vendor, schemes: AuthSchemes::Bearer, secret: SECRET };
    let customer = Router::new().route("/v2/customers/{customer_id}", get(read_customer));
    let images = Router::new().route("/images/{name}", get(images::image));
    images.merge(gateway.wrap(customer, state))
}

async fn read_customer(
    State(state): State<Arc<AppState>>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let switches = state.switches().clone();
    let id = id.map(|Path(id)| id).unwrap_or_default();
    respond(&state, &switches, &id, &uri, &headers)
        .await
        .unwrap_or_else(|error| error.into_response(&switches))
}

async fn respond(
    state: &AppState,
    switches: &Switches,
    id: &str,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let params = Params::parse(uri)?;
    // A user id is an integer; any other text is no valid identifier.
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::Blank);
    }
    let customer_id = id.to_owned();
    let record = state.db.run(move |connection| records::find(connection, Vendor::Capillary, &customer_id));
    let record = record.await?.ok_or(Error::UnknownCustomer)?;
    if let Some(fixed) = SEEDS.find(id).and_then(|seed| seed.behaviour.response.as_ref()) {
        return Ok(fixed_response(fixed));
    }
    let formats = TierFormats::for_customer(id, switches);
    let customer =
        response::build(&record, &params, formats, &language(headers), &request::base_url(headers))?;
    Ok(Json(customer).into_response())
}

fn fixed_response(fixed: &FixedResponse) -> Response {
    let status = StatusCode::from_u16(fixed.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match &fixed.body {
        Some(body) => (status, Json(body)).into_response(),
        None => blank_response(status),
    }
}

/// Returns the ISO 639 code of the `language` header. Default: English, which also applies if the seed has no
/// translation into the language.
fn language(headers: &HeaderMap) -> String {
    let tag = headers.get("language").and_then(|tag| tag.to_str().ok()).unwrap_or("en");
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}
