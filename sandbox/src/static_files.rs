//! The built app: the files of `dist/`, precompressed where possible, under the content security policy.

use std::path::Path;

use axum::{
    Router,
    body::Body,
    http::{HeaderName, HeaderValue, Request, Response, StatusCode, header},
    middleware::{self, Next},
    response::IntoResponse,
};
use tower_http::services::ServeDir;

/// The content security policy: no inline code or style, nothing from other origins, Trusted Types required.
///
/// It has `report-uri` only: Chromium delivers `report-to` reports over https only, and ignores `report-uri` if both
/// are present.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
require-trusted-types-for 'script'; trusted-types 'none'; report-uri /sandbox/violations";

/// The directive of [`POLICY`] that differs for `/embed.html`, and its replacement. In the sandbox, any server on this
/// machine may frame the page; in production the allowed hosts are listed.
const FRAME_ANCESTORS: (&str, &str) =
    ("frame-ancestors 'none'", "frame-ancestors http://127.0.0.1:* http://localhost:*");

const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Returns the routes that serve `dist`. Without `dist`, every response is 404.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(dist: Option<&Path>) -> Router<S> {
    let router = match dist {
        Some(dist) => {
            let files = ServeDir::new(dist).precompressed_br().precompressed_gzip();
            Router::new().fallback_service(files.fallback(not_found_service()))
        }
        None => Router::new().fallback(not_found),
    };
    router.layer(middleware::from_fn(add_headers))
}

/// Returns [`not_found`] as a service, as `ServeDir::fallback` requires.
fn not_found_service() -> Router {
    Router::new().fallback(not_found)
}

async fn not_found(request: Request<Body>) -> Response<Body> {
    let text = if request.uri().path() == "/" {
        "The app is not built. `cargo xtask dist` (or `trunk build --release`) builds it into dist/; \
         --dist selects another folder.\n"
    } else {
        "File not found.\n"
    };
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Adds the security and caching headers.
async fn add_headers(request: Request<Body>, next: Next) -> Response<Body> {
    let is_hashed = is_hashed(request.uri().path());
    let is_embed_page = request.uri().path() == "/embed.html";
    let mut response = next.run(request).await;
    let is_found = response.status() == StatusCode::OK || response.status() == StatusCode::NOT_MODIFIED;
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    let caching = match (is_found, is_hashed) {
        (true, true) => "public, max-age=31536000, immutable",
        (true, false) => "no-cache",
        (false, _) => "no-store",
    };
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("permissions-policy", PERMISSIONS);
    set("cache-control", caching);
    if is_html && !is_embed_page {
        set("cross-origin-resource-policy", "same-origin");
    } else {
        // Pages of other origins embed the element, so they may load its module, wasm, styles and catalogues.
        set("cross-origin-resource-policy", "cross-origin");
        set("access-control-allow-origin", "*");
    }
    let policy =
        if is_embed_page { POLICY.replace(FRAME_ANCESTORS.0, FRAME_ANCESTORS.1) } else { POLICY.to_owned() };
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !headers.contains_key(header::VARY) {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

/// Returns whether the file name contains a content hash: `-` and at least eight lower-case hexadecimal digits.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('-')
        .skip(1)
        .any(|part| part.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count() >= 8)
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn is_hashed_requires_eight_hex_digits() {
        assert!(is_hashed("/carnet-0123456789abcdef.js"));
        assert!(is_hashed("/carnet-0123456789abcdef_bg.wasm"));
        assert!(!is_hashed("/index.html"));
        assert!(!is_hashed("/locales/fr-FR.json"));
        assert!(!is_hashed("/some-decade.css"));
    }
}
