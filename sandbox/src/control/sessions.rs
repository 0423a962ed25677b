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
use serde_json::json;

use super::{
    body::{Asked, Body},
    broken, refuse,
};
use crate::{
    database::now,
    sandbox::Shared,
    sessions,
    vendor::{Listed, Vendor},
    whole,
};

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
    let vendor = wanted.vendor;
    if wanted.customer_id.is_none() && !vendor.creates() {
        return refuse(
            StatusCode::BAD_REQUEST,
            "This vendor's customers cannot be created: customer_id is needed.",
        );
    }
    let seeded = wanted.customer_id.as_deref().and_then(|id| vendor.session_seconds(id));
    let seconds = wanted.ttl_seconds.or(seeded).unwrap_or(AN_HOUR);
    if seconds > A_YEAR {
        return refuse(StatusCode::BAD_REQUEST, "ttl_seconds must be 31536000 or less.");
    }
    let expires_at = now() + i64::from(seconds) * 1000;
    let opened = shared.store.run(move |store| {
        let customer = wanted.customer_id.as_deref();
        match customer {
            Some(id) if !vendor.exists(store, id)? => Ok(None),
            _ => sessions::open(store, vendor, customer, expires_at).map(Some),
        }
    });
    match opened.await {
        Ok(Some(token)) => {
            let expires_at = Timestamp::from_millisecond(expires_at).unwrap_or(Timestamp::MAX).to_string();
            let mut session = json!({"token": token, "expires_at": expires_at});
            if let Some(key) = vendor.api_key() {
                session["api_key"] = key.into();
            }
            (StatusCode::CREATED, Json(session)).into_response()
        }
        Ok(None) => refuse(StatusCode::NOT_FOUND, "The vendor has no such customer."),
        Err(error) => broken(&error),
    }
}

/// Whose customers to list.
#[derive(Deserialize)]
pub(super) struct Whose {
    #[serde(default)]
    vendor: Which,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Which {
    All,
    #[serde(untagged)]
    One(Vendor),
}

/// Pages that knew of one vendor go on seeing that one's.
impl Default for Which {
    fn default() -> Self {
        Self::One(Vendor::ClubMed)
    }
}

pub(super) async fn customers(State(shared): State<Arc<Shared>>, Asked(wanted): Asked<Whose>) -> Response {
    let vendors: Vec<Vendor> = match wanted.vendor {
        Which::One(vendor) => vec![vendor],
        Which::All => Vendor::ALL.to_vec(),
    };
    let listed = shared.store.run(move |store| {
        let lists: Result<Vec<_>, rusqlite::Error> =
            vendors.into_iter().map(|vendor| vendor.list(store)).collect();
        lists
    });
    match listed.await {
        Ok(lists) => {
            let customers: Vec<Listed> = lists.into_iter().flatten().collect();
            Json(json!({"customers": customers})).into_response()
        }
        Err(error) => broken(&error),
    }
}
