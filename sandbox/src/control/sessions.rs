//! `/sandbox/session` and `/sandbox/customers`: signs in as a customer, and lists the customers.

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
    extract::{JsonBody, QueryParams},
    response::{database_error, error},
};
use crate::{
    clock::now_millis,
    integer, sessions,
    state::AppState,
    vendor::{ListedCustomer, Vendor},
};

const DEFAULT_TTL_SECONDS: u32 = 3600;
/// The longest accepted session: one year.
const MAX_TTL_SECONDS: u32 = 31_536_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateSession {
    vendor: Vendor,
    /// The customer to sign in as. Without it, the token may create one customer.
    customer_id: Option<String>,
    #[serde(default, deserialize_with = "integer::optional")]
    ttl_seconds: Option<u32>,
}

pub(super) async fn create(
    State(state): State<Arc<AppState>>,
    JsonBody(request): JsonBody<CreateSession>,
) -> Response {
    let vendor = state.vendor(request.vendor);
    if request.customer_id.is_none() && !vendor.can_create() {
        return error(
            StatusCode::BAD_REQUEST,
            "customer_id is required: this vendor has no route that creates customers.",
        );
    }
    let seeded = request.customer_id.as_deref().and_then(|id| vendor.session_seconds(id));
    let seconds = request.ttl_seconds.or(seeded).unwrap_or(DEFAULT_TTL_SECONDS);
    if seconds > MAX_TTL_SECONDS {
        return error(StatusCode::BAD_REQUEST, "ttl_seconds must be at most 31536000.");
    }
    let expires_at = now_millis() + i64::from(seconds) * 1000;
    let created = state.db.run(move |connection| {
        let customer_id = request.customer_id.as_deref();
        match customer_id {
            Some(id) if !vendor.exists(connection, id)? => Ok(None),
            _ => sessions::create(connection, vendor.vendor(), customer_id, expires_at).map(Some),
        }
    });
    match created.await {
        Ok(Some(token)) => {
            let expires_at = Timestamp::from_millisecond(expires_at).unwrap_or(Timestamp::MAX).to_string();
            let mut session = json!({"token": token, "expires_at": expires_at});
            if let Some(key) = vendor.api_key() {
                session["api_key"] = key.into();
            }
            (StatusCode::CREATED, Json(session)).into_response()
        }
        Ok(None) => error(StatusCode::NOT_FOUND, "The vendor has no such customer."),
        Err(error) => database_error(&error),
    }
}

#[derive(Deserialize)]
pub(super) struct ListCustomers {
    #[serde(default)]
    vendor: VendorFilter,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum VendorFilter {
    All,
    #[serde(untagged)]
    One(Vendor),
}

/// Club Med only: the parameter was added with the other vendors, and older clients do not send it.
impl Default for VendorFilter {
    fn default() -> Self {
        Self::One(Vendor::ClubMed)
    }
}

pub(super) async fn list_customers(
    State(state): State<Arc<AppState>>,
    QueryParams(request): QueryParams<ListCustomers>,
) -> Response {
    let vendors = match request.vendor {
        VendorFilter::One(vendor) => vec![state.vendor(vendor)],
        VendorFilter::All => state.vendors().to_vec(),
    };
    let lists = state.db.run(move |connection| {
        let lists: Result<Vec<_>, rusqlite::Error> =
            vendors.into_iter().map(|vendor| vendor.list(connection)).collect();
        lists
    });
    match lists.await {
        Ok(lists) => {
            let customers: Vec<ListedCustomer> = lists.into_iter().flatten().collect();
            Json(json!({"customers": customers})).into_response()
        }
        Err(error) => database_error(&error),
    }
}
