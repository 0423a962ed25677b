//! The route under `/imprint`: a customer, behind the gateway.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State, rejection::PathRejection},
    http::Uri,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    SECRET,
    refusal::Refusal,
    seed::{SEEDS, fill},
};
use crate::{
    gateway::{Door, Gateway},
    records,
    sandbox::Shared,
    vendor::Vendor,
};

pub(crate) fn routes(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let gateway = Gateway { vendor: Vendor::Imprint, door: Door::BearerOrBasic, secret: SECRET };
    gateway.before(Router::new().route("/v2/customers/{customer_id}", get(read)), shared)
}

async fn read(
    State(shared): State<Arc<Shared>>,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
) -> Response {
    let answered = match id {
        Ok(Path(id)) => customer(&shared, id).await,
        Err(_) => Err(Refusal::unreadable()),
    };
    let switches = shared.switches().clone();
    match answered {
        Ok(customer) => Json(customer).into_response(),
        Err(refusal) => refusal.say(uri.path(), &switches),
    }
}

/// The id is whatever text it is: no shape of it is promised, so none is looked for.
async fn customer(shared: &Shared, id: String) -> Result<serde_json::Value, Refusal> {
    let asked = id.clone();
    let record = shared.store.run(move |store| records::find(store, Vendor::Imprint, &asked));
    let mut record = record.await?.ok_or_else(|| Refusal::unknown(&id))?;
    if let Some(seed) = SEEDS.find(&id) {
        if let Some(said) = &seed.manner.says {
            return Err(Refusal::said(said));
        }
        fill(&mut record, seed.manner.metadata);
    }
    Ok(record)
}
