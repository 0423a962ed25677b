//! `/sandbox/requests`: the log of vendor requests.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::extract::QueryParams;
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct Filter {
    customer_id: Option<String>,
    #[serde(default)]
    preflights: bool,
}

pub(super) async fn list(
    State(state): State<Arc<AppState>>,
    QueryParams(filter): QueryParams<Filter>,
) -> Response {
    let requests = state.request_log().list(filter.customer_id.as_deref(), filter.preflights);
    Json(json!({"requests": requests})).into_response()
}

pub(super) async fn clear(State(state): State<Arc<AppState>>) -> StatusCode {
    state.request_log().clear();
    StatusCode::NO_CONTENT
}
