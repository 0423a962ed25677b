//! The routes under `/capillary`: the customer behind the gateway, the pictures before it.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    SECRET,
    asked::Asked,
    images,
    refusal::{Refusal, blank},
    seed::{Forms, SEEDS, Said},
    view::view,
};
use crate::{
    call,
    gateway::{Door, Gateway},
    records,
    sandbox::Shared,
    switches::Switches,
    vendor::Vendor,
};

pub(crate) fn routes(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let gateway = Gateway { vendor: Vendor::Capillary, door: Door::Bearer, secret: SECRET };
    let customer = Router::new().route("/v2/customers/{customer_id}", get(read));
    let pictures = Router::new().route("/images/{name}", get(images::image));
    pictures.merge(gateway.before(customer, shared))
}

async fn read(
    State(shared): State<Arc<Shared>>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let switches = shared.switches().clone();
    let id = id.map(|Path(id)| id).unwrap_or_default();
    answer(&shared, &switches, &id, &uri, &headers).await.unwrap_or_else(|refusal| refusal.say(&switches))
}

async fn answer(
    shared: &Shared,
    switches: &Switches,
    id: &str,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let asked = Asked::of(uri)?;
    // A user id is a whole number; anything else identifies nobody.
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::Blank);
    }
    let customer = id.to_owned();
    let record = shared.store.run(move |store| records::find(store, Vendor::Capillary, &customer));
    let record = record.await?.ok_or(Refusal::UnknownCustomer)?;
    if let Some(said) = SEEDS.find(id).and_then(|seed| seed.manner.says.as_ref()) {
        return Ok(repeat(said));
    }
    let forms = Forms::of(id, switches);
    let shown = view(&record, &asked, forms, &language(headers), &call::origin(headers))?;
    Ok(Json(shown).into_response())
}

fn repeat(said: &Said) -> Response {
    let status = StatusCode::from_u16(said.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match &said.body {
        Some(body) => (status, Json(body)).into_response(),
        None => blank(status),
    }
}

/// The language asked for, by its ISO code; English without one, and where there are no words in it.
fn language(headers: &HeaderMap) -> String {
    let tag = headers.get("language").and_then(|tag| tag.to_str().ok()).unwrap_or("en");
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}
