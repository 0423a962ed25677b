//! Reports of violated policy: browsers send them, tests read them.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::sandbox::Shared;

pub(super) async fn report(State(shared): State<Arc<Shared>>, body: Bytes) -> StatusCode {
    shared.violations().report(&body);
    StatusCode::NO_CONTENT
}

pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Response {
    Json(json!({"violations": shared.violations().list()})).into_response()
}

pub(super) async fn clear(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.violations().clear();
    StatusCode::NO_CONTENT
}
