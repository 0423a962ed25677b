//! `/sandbox/reset`: restores the initial state.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::response::database_error;
use crate::{sessions, state::AppState, switches::Switches};

/// Restores the seeded customers and clears the faults, the request log, the violations and the switches.
///
/// Tokens of seeded customers stay valid, so that an open page keeps working.
pub(super) async fn reset(State(state): State<Arc<AppState>>) -> Response {
    let vendors = state.vendors().to_vec();
    let restored = state.db.run(move |connection| {
        for vendor in vendors {
            vendor.delete_all(connection)?;
            vendor.seed(connection)?;
        }
        sessions::delete_orphans(connection)
    });
    if let Err(error) = restored.await {
        return database_error(&error);
    }
    state.faults().clear();
    state.request_log().clear();
    state.violations().clear();
    *state.switches() = Switches::default();
    StatusCode::NO_CONTENT.into_response()
}
