//! `/sandbox/sign-in`: the page that the fault `redirect` leads to.

use axum::{http::StatusCode, response::Response};

use crate::{cors::CorsPolicy, faults::html_page};

/// The policy of all vendors together, so that a browser follows a redirect with the method and headers of the request.
pub(super) const CORS_POLICY: CorsPolicy = CorsPolicy {
    allow_methods: "GET, PATCH, POST",
    allow_headers: "authorization, x-api-key, accept-language, language, content-type, accept, if-match",
    expose_headers: "",
};

pub(super) async fn page() -> Response {
    html_page(StatusCode::OK)
}
