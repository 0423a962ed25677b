//! Reading and setting the switches.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{body::Body, refuse};
use crate::{sandbox::Shared, switches::Switches};

pub(super) async fn read(State(shared): State<Arc<Shared>>) -> Json<Switches> {
    Json(shared.switches().clone())
}

/// Sets those that are named and answers all.
pub(super) async fn set(State(shared): State<Arc<Shared>>, Body(named): Body<Value>) -> Response {
    let Value::Object(named) = named else {
        return refuse(StatusCode::BAD_REQUEST, "The switches are a JSON object.");
    };
    let mut switches = shared.switches();
    let mut wanted = json!(*switches);
    for (name, value) in named {
        wanted[name] = value;
    }
    match serde_json::from_value::<Switches>(wanted) {
        Ok(wanted) => {
            *switches = wanted;
            Json(switches.clone()).into_response()
        }
        Err(error) => refuse(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}
