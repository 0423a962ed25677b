//! The sandbox's own routes under `/sandbox`: sessions, faults, switches, the request log, and `/openapi.json`.

mod extract;
mod faults;
mod requests;
mod reset;
mod response;
mod sessions;
mod sign_in;
mod switches;
mod violations;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use serde_json::Value;

use crate::{
    cors::{self, CorsPolicy},
    openapi,
    state::AppState,
};

const CORS_POLICY: CorsPolicy = CorsPolicy {
    allow_methods: "GET, POST, PUT, DELETE",
    allow_headers: "content-type, accept",
    expose_headers: "",
};

pub(crate) fn routes() -> Router<Arc<AppState>> {
    let method_not_allowed =
        async || response::error(StatusCode::METHOD_NOT_ALLOWED, "This route does not support this method.");
    let sign_in = Router::new()
        .route("/sign-in", get(sign_in::page).patch(sign_in::page).post(sign_in::page))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(sign_in::CORS_POLICY, add_headers));
    let routes = Router::new()
        .route("/session", post(sessions::create))
        .route("/customers", get(sessions::list_customers))
        .route("/faults", get(faults::list).post(faults::create).delete(faults::clear))
        .route("/faults/release", post(faults::release))
        .route("/requests", get(requests::list).delete(requests::clear))
        .route("/switches", get(switches::read).put(switches::update))
        .route("/reset", post(reset::reset))
        .route("/violations", get(violations::list).post(violations::report).delete(violations::clear))
        .fallback(async || response::error(StatusCode::NOT_FOUND, "The sandbox has no such route."))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(CORS_POLICY, add_headers))
        .layer(from_fn(refuse_other_machines))
        .merge(sign_in);
    Router::new()
        .nest("/sandbox", routes)
        .route("/openapi.json", get(openapi_document).layer(from_fn_with_state(CORS_POLICY, add_headers)))
}

async fn openapi_document(State(state): State<Arc<AppState>>) -> Json<Value> {
    Json(openapi::document(state.vendors().iter().map(|vendor| vendor.openapi())))
}

/// Refuses pages of other machines. A browser's report of a violation can have no origin, and changes nothing else.
async fn refuse_other_machines(request: Request, next: Next) -> Response {
    let is_report = request.method() == Method::POST && request.uri().path() == "/violations";
    if is_report || cors::is_of_this_machine(request.headers()) {
        next.run(request).await
    } else {
        response::error(StatusCode::FORBIDDEN, "Only pages of this machine may use the sandbox.")
    }
}

/// Answers preflight requests, adds the CORS headers and disables caching.
async fn add_headers(State(policy): State<CorsPolicy>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = if cors::is_preflight(request.method(), request.headers()) {
        cors::preflight_response(policy)
    } else {
        next.run(request).await
    };
    cors::add_headers(origin, policy, &mut response);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
