//! What the vendors were asked.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::body::Asked;
use crate::sandbox::Shared;

#[derive(Deserialize)]
pub(super) struct Filter {
    customer_id: Option<String>,
    #[serde(default)]
    preflights: bool,
}

pub(super) async fn list(State(shared): State<Arc<Shared>>, Asked(filter): Asked<Filter>) -> Response {
    let requests = shared.journal().list(filter.customer_id.as_deref(), filter.preflights);
    Json(json!({"requests": requests})).into_response()
}

pub(super) async fn clear(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.journal().clear();
    StatusCode::NO_CONTENT
}
