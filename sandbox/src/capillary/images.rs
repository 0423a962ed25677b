//! The pictures that answers speak of: small files of the sandbox's own, open to everybody as on any image host.

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
    let Some((_, kind, bytes)) = FILES.iter().find(|(own, _, _)| *own == name) else {
        return (StatusCode::NOT_FOUND, "There is no such picture.\n").into_response();
    };
    let headers: [(HeaderName, &str); 5] = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A drawing that is opened by itself is a page, and shall do nothing.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, *bytes).into_response()
}

/// `stored` with whole addresses: an answer is read on pages of other origins, where a path would lead elsewhere.
pub(super) fn at(origin: &str, stored: &Value) -> Value {
    match stored {
        Value::String(text) if text.starts_with(FOLDER) => format!("{origin}{text}").into(),
        Value::Array(items) => items.iter().map(|item| at(origin, item)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), at(origin, value))).collect()
        }
        other => other.clone(),
    }
}
