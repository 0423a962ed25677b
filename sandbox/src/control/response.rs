//! The error responses of the control routes.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// Returns `{"error": message}` with `status`.
pub(super) fn error(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"error": message}))).into_response()
}

/// Returns 500 with SQLite's message.
pub(super) fn database_error(sqlite_error: &rusqlite::Error) -> Response {
    error(StatusCode::INTERNAL_SERVER_ERROR, &sqlite_error.to_string())
}
