//! The images that responses link to: small embedded files, public as on any image host.

use axum::{
    extract::Path,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

const FOLDER: &str = "/capillary/images/";

const FILES: [(&str, &str, &[u8]); 3] = [
    ("portrait.png", "image/png", include_bytes!("images/portrait.png")),
    ("barcode.png", "image/png", include_bytes!("images/barcode.png")),
    ("barcode.svg", "image/svg+xml", include_bytes!("images/barcode.svg")),
];

pub(super) async fn image(Path(name): Path<String>) -> Response {
    let Some((_, content_type, bytes)) = FILES.iter().find(|(own, _, _)| *own == name) else {
        return (StatusCode::NOT_FOUND, "Image not found.\n").into_response();
    };
    let headers: [(HeaderName, &str); 5] = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // An SVG file that is opened directly is a document, and must not run scripts.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, *bytes).into_response()
}

/// Returns `seeded` with image paths replaced by absolute URLs. Pages of other origins read the response, and a path
/// would be relative to their origin.
pub(super) fn with_absolute_urls(base_url: &str, seeded: &Value) -> Value {
    match seeded {
        Value::String(text) if text.starts_with(FOLDER) => format!("{base_url}{text}").into(),
        Value::Array(items) => items.iter().map(|item| with_absolute_urls(base_url, item)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), with_absolute_urls(base_url, value))).collect()
        }
        other => other.clone(),
    }
}
