//! Cross-origin answers: the exact origin on every answer, errors among them, so that a page can read the status.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

/// What a part of the sandbox lets pages of other origins send.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowed {
    pub(crate) methods: &'static str,
    pub(crate) headers: &'static str,
    pub(crate) exposed: &'static str,
}

pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

pub(crate) fn preflight(allowed: Allowed) -> Response {
    (
        StatusCode::NO_CONTENT,
        [
            (header::ACCESS_CONTROL_ALLOW_METHODS, allowed.methods),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, allowed.headers),
            (header::ACCESS_CONTROL_MAX_AGE, "600"),
        ],
    )
        .into_response()
}

/// Opens `response` to the origin that asked.
pub(crate) fn open(origin: Option<HeaderValue>, allowed: Allowed, response: &mut Response) {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, allowed.exposed);
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !value.is_empty() {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
