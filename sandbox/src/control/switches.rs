//! `/sandbox/switches`: reads and sets the switches.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{extract::JsonBody, response::error};
use crate::{state::AppState, switches::Switches};

pub(super) async fn read(State(state): State<Arc<AppState>>) -> Json<Switches> {
    Json(state.switches().clone())
}

/// Sets the switches in the body and returns all of them. If one value is invalid, none is changed.
pub(super) async fn update(
    State(state): State<Arc<AppState>>,
    JsonBody(changes): JsonBody<Value>,
) -> Response {
    let Value::Object(changes) = changes else {
        return error(StatusCode::BAD_REQUEST, "The body must be a JSON object.");
    };
    let mut switches = state.switches();
    let mut updated = json!(*switches);
    for (name, value) in changes {
        updated[name] = value;
    }
    match serde_json::from_value::<Switches>(updated) {
        Ok(updated) => {
            *switches = updated;
            Json(switches.clone()).into_response()
        }
        Err(invalid) => error(StatusCode::BAD_REQUEST, &invalid.to_string()),
    }
}
