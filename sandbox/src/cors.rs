//! CORS headers: every response, including errors, names the exact origin, so that a page can read the status.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

/// The CORS policy of a group of routes. Each member is a comma-separated list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CorsPolicy {
    pub(crate) allow_methods: &'static str,
    pub(crate) allow_headers: &'static str,
    /// The response headers that pages may read; empty for none.
    pub(crate) expose_headers: &'static str,
}

/// Returns whether a request is a CORS preflight.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Returns whether a request is from a page of this machine, or from no page. Any website that a developer opens can send
/// a request to a server on their machine; browsers name the page's origin in all but simple reads.
pub(crate) fn is_of_this_machine(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
    let host = |uri: &Uri| uri.authority().map(|authority| authority.to_string());
    let is_own = origin
        .as_ref()
        .and_then(host)
        .is_some_and(|host| headers.get(header::HOST).is_some_and(|own| own.as_bytes() == host.as_bytes()));
    is_own || matches!(origin.as_ref().and_then(Uri::host), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Returns the response to a preflight request.
pub(crate) fn preflight_response(policy: CorsPolicy) -> Response {
    (
        StatusCode::NO_CONTENT,
        [
            (header::ACCESS_CONTROL_ALLOW_METHODS, policy.allow_methods),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, policy.allow_headers),
            (header::ACCESS_CONTROL_MAX_AGE, "600"),
        ],
    )
        .into_response()
}

/// Allows the requesting origin to read `response`.
pub(crate) fn add_headers(origin: Option<HeaderValue>, policy: CorsPolicy, response: &mut Response) {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        insert_unless_empty(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, policy.expose_headers);
    }
}

fn insert_unless_empty(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !value.is_empty() {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
