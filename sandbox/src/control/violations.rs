//! `/sandbox/violations`: browsers report violations of the content security policy, tests read them.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::response::error;
use crate::{state::AppState, violations::ReportFormat};

pub(super) async fn report(State(state): State<Arc<AppState>>, headers: HeaderMap, body: Bytes) -> Response {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let format = match content_type.split(';').next().unwrap_or_default().trim() {
        "application/csp-report" => ReportFormat::ReportUri,
        "application/reports+json" => ReportFormat::ReportingApi,
        _ => {
            return error(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The content type must be application/csp-report or application/reports+json.",
            );
        }
    };
    match state.violations().add(format, &body) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(message) => error(StatusCode::BAD_REQUEST, message),
    }
}

pub(super) async fn list(State(state): State<Arc<AppState>>) -> Response {
    Json(json!({"violations": state.violations().list()})).into_response()
}

pub(super) async fn clear(State(state): State<Arc<AppState>>) -> StatusCode {
    state.violations().clear();
    StatusCode::NO_CONTENT
}
