//! `/sandbox/faults`: configures faults.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{extract::JsonBody, response::error};
use crate::{faults::Fault, state::AppState};

pub(super) async fn create(State(state): State<Arc<AppState>>, JsonBody(fault): JsonBody<Fault>) -> Response {
    if let Err(message) = fault.validate() {
        return error(StatusCode::BAD_REQUEST, message);
    }
    state.faults().add(fault.clone());
    (StatusCode::CREATED, Json(fault)).into_response()
}

/// Lists the faults that are not used up, without those of the failing customers.
pub(super) async fn list(State(state): State<Arc<AppState>>) -> Response {
    Json(json!({"faults": state.faults().list()})).into_response()
}

/// Lets the requests continue that a fault of the kind `hold` holds.
pub(super) async fn release(State(state): State<Arc<AppState>>) -> StatusCode {
    state.faults().release();
    StatusCode::NO_CONTENT
}

pub(super) async fn clear(State(state): State<Arc<AppState>>) -> StatusCode {
    state.faults().clear();
    StatusCode::NO_CONTENT
}
