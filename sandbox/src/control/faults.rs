//! Ordering a failure.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{body::Body, refuse};
use crate::{faults::Fault, sandbox::Shared};

pub(super) async fn order(State(shared): State<Arc<Shared>>, Body(fault): Body<Fault>) -> Response {
    if let Some(complaint) = fault.complaint() {
        return refuse(StatusCode::BAD_REQUEST, complaint);
    }
    shared.faults().order(fault.clone());
    (StatusCode::CREATED, Json(fault)).into_response()
}

/// Those not used up; the sentinels' are not among them.
pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Response {
    Json(json!({"faults": shared.faults().list()})).into_response()
}

pub(super) async fn clear(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.faults().clear();
    StatusCode::NO_CONTENT
}
