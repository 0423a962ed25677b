//! Signing in: whom one can be, and a token for one of them.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{body::Body, broken, refuse};
use crate::{clubmed, database::now, sandbox::Shared, sessions, vendor::Vendor, whole};

const AN_HOUR: u32 = 3600;
const A_YEAR: u32 = 31_536_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    vendor: Vendor,
    /// Without one, the token may create a customer.
    customer_id: Option<String>,
    #[serde(default, deserialize_with = "whole::maybe")]
    ttl_seconds: Option<u32>,
}

pub(super) async fn open(State(shared): State<Arc<Shared>>, Body(wanted): Body<Wanted>) -> Response {
    let seeded = wanted.customer_id.as_deref().and_then(clubmed::session_seconds);
    let seconds = wanted.ttl_seconds.or(seeded).unwrap_or(AN_HOUR);
    if seconds > A_YEAR {
        return refuse(StatusCode::BAD_REQUEST, "ttl_seconds must be 31536000 or less.");
    }
    let expires_at = now() + i64::from(seconds) * 1000;
    let opened = shared.store.run(move |store| {
        let customer = wanted.customer_id.as_deref();
        match customer {
            Some(id) if !clubmed::exists(store, id)? => Ok(None),
            _ => sessions::open(store, wanted.vendor, customer, expires_at).map(Some),
        }
    });
    match opened.await {
        Ok(Some(token)) => {
            let expires_at = Timestamp::from_millisecond(expires_at).unwrap_or(Timestamp::MAX).to_string();
            let session = json!({"token": token, "expires_at": expires_at, "api_key": clubmed::API_KEY});
            (StatusCode::CREATED, Json(session)).into_response()
        }
        Ok(None) => refuse(StatusCode::NOT_FOUND, "The vendor has no such customer."),
        Err(error) => broken(&error),
    }
}

pub(super) async fn customers(State(shared): State<Arc<Shared>>) -> Response {
    match shared.store.run(|store| clubmed::list(store)).await {
        Ok(customers) => {
            let list: Value = customers
                .into_iter()
                .map(|(id, name, about)| {
                    json!({"vendor": Vendor::ClubMed, "customer_id": id, "name": name, "about": about})
                })
                .collect();
            Json(json!({"customers": list})).into_response()
        }
        Err(error) => broken(&error),
    }
}
