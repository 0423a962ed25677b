//! The sandbox's own routes under `/sandbox`: sign in, order a failure, look at what was asked.

mod body;
mod faults;
mod requests;
mod reset;
mod sessions;
mod switches;
mod violations;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;

use crate::{
    cors::{self, Allowed},
    openapi,
    sandbox::Shared,
};

const ALLOWED: Allowed =
    Allowed { methods: "GET, POST, PUT, DELETE", headers: "content-type, accept", exposed: "" };

pub(crate) fn routes() -> Router<Arc<Shared>> {
    let routes = Router::new()
        .route("/session", post(sessions::open))
        .route("/customers", get(sessions::customers))
        .route("/faults", get(faults::list).post(faults::order).delete(faults::clear))
        .route("/requests", get(requests::list).delete(requests::clear))
        .route("/switches", get(switches::read).put(switches::set))
        .route("/reset", post(reset::reset))
        .route("/violations", get(violations::list).post(violations::report).delete(violations::clear))
        .fallback(async || refuse(StatusCode::NOT_FOUND, "The sandbox has no such route."))
        .method_not_allowed_fallback(async || {
            refuse(StatusCode::METHOD_NOT_ALLOWED, "This route does not know this method.")
        })
        .layer(middleware::from_fn(open_to_pages));
    let document = get(async || Json(openapi::document()));
    Router::new()
        .nest("/sandbox", routes)
        .route("/openapi.json", document.layer(middleware::from_fn(open_to_pages)))
}

/// What went wrong, as `{"error": "a sentence"}`.
fn refuse(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({"error": sentence}))).into_response()
}

fn broken(error: &rusqlite::Error) -> Response {
    refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
}

async fn open_to_pages(request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = if cors::is_preflight(request.method(), request.headers()) {
        cors::preflight(ALLOWED)
    } else {
        next.run(request).await
    };
    cors::open(origin, ALLOWED, &mut response);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
