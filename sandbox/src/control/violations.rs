//! Reports of violated policy: browsers send them, tests read them.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::refuse;
use crate::{sandbox::Shared, violations::Form};

pub(super) async fn report(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let form = match kind.split(';').next().unwrap_or_default().trim() {
        "application/csp-report" => Form::One,
        "application/reports+json" => Form::List,
        _ => {
            return refuse(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "A report is application/csp-report or application/reports+json.",
            );
        }
    };
    match shared.violations().report(form, &body) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(sentence) => refuse(StatusCode::BAD_REQUEST, sentence),
    }
}

pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Response {
    Json(json!({"violations": shared.violations().list()})).into_response()
}

pub(super) async fn clear(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.violations().clear();
    StatusCode::NO_CONTENT
}
