//! Complete response bodies in place of the vendor's: malformed, empty, too large, or of the wrong type.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use serde_json::{Map, Value};

/// The number of bytes that [`enlarge`] adds to a body.
const ADDED_BYTES: usize = 20_000_000;

/// Returns `response` with a JSON `body`. A 204 becomes 200, because a 204 has no body.
pub(crate) fn replace(response: Response, body: Body) -> Response {
    let (mut parts, _) = response.into_parts();
    if parts.status == StatusCode::NO_CONTENT && !body.is_end_stream() {
        parts.status = StatusCode::OK;
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, body)
}

/// Returns `response` without its body, and the body's bytes.
pub(crate) async fn take(response: Response) -> (Response, Bytes) {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    (Response::from_parts(parts, Body::empty()), bytes)
}

/// Returns `response` with 20 MB more in its body, which stays valid JSON: an object has an unknown member more, and a
/// list is followed by spaces.
pub(crate) async fn enlarge(response: Response) -> Response {
    let (response, bytes) = take(response).await;
    let body = if is_list(&bytes) {
        let mut text = bytes.to_vec();
        text.resize(text.len() + ADDED_BYTES, b' ');
        Body::from(text)
    } else {
        let mut members: Map<String, Value> = serde_json::from_slice(&bytes).unwrap_or_default();
        members.insert("padding".to_owned(), "x".repeat(ADDED_BYTES).into());
        Body::from(Value::Object(members).to_string())
    };
    replace(response, body)
}

/// Returns `response` with an empty object in place of a list, and an empty list in place of anything else.
pub(crate) async fn change_type(response: Response) -> Response {
    let (response, bytes) = take(response).await;
    replace(response, Body::from(if is_list(&bytes) { "{}" } else { "[]" }))
}

fn is_list(json: &[u8]) -> bool {
    serde_json::from_slice(json).is_ok_and(|value: Value| value.is_array())
}
