//! Back to the beginning: the seeded customers, and nothing ordered, switched or written down.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::broken;
use crate::{sandbox::Shared, sessions, switches::Switches, vendor::Vendor};

/// Tokens of seeded customers stay valid, so that an open page can go on.
pub(super) async fn reset(State(shared): State<Arc<Shared>>) -> Response {
    let done = shared.store.run(|store| {
        for vendor in Vendor::ALL {
            vendor.forget_all(store)?;
            vendor.seed(store)?;
        }
        sessions::forget_orphans(store)
    });
    if let Err(error) = done.await {
        return broken(&error);
    }
    shared.faults().clear();
    shared.journal().clear();
    shared.violations().clear();
    *shared.switches() = Switches::default();
    StatusCode::NO_CONTENT.into_response()
}
