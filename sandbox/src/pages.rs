//! The built app: `dist/` with its precompressed files, under the policy it has to live with.

use std::path::Path;

use axum::{
    Router,
    body::Body,
    http::{HeaderName, HeaderValue, Request, Response, StatusCode, header},
    middleware::{self, Next},
    response::IntoResponse,
};
use tower_http::services::ServeDir;

/// Nothing inline, nothing from elsewhere, no string that becomes markup or code.
///
/// Only `report-uri`: Chromium delivers `report-to` over https alone, and where both stand it ignores the former.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
require-trusted-types-for 'script'; trusted-types 'none'; report-uri /sandbox/violations";

/// The page that stands in hosts' frames: here, in those of any server of this machine. Where it is served in earnest, the
/// hosts are named.
const FRAMED: (&str, &str) =
    ("frame-ancestors 'none'", "frame-ancestors http://127.0.0.1:* http://localhost:*");

const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Serves `dist`; without it every page is missing.
pub(crate) fn pages<S: Clone + Send + Sync + 'static>(dist: Option<&Path>) -> Router<S> {
    let router = match dist {
        Some(dist) => {
            let files = ServeDir::new(dist).precompressed_br().precompressed_gzip();
            Router::new().fallback_service(files.fallback(tower_missing()))
        }
        None => Router::new().fallback(missing),
    };
    router.layer(middleware::from_fn(guard))
}

fn tower_missing() -> Router {
    Router::new().fallback(missing)
}

async fn missing(request: Request<Body>) -> Response<Body> {
    let text = if request.uri().path() == "/" {
        "The app is not built: `trunk build --release` makes dist/, and --dist names another folder.\n"
    } else {
        "There is no such file.\n"
    };
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

async fn guard(request: Request<Body>, next: Next) -> Response<Body> {
    let hashed = is_hashed(request.uri().path());
    let framed = request.uri().path() == "/embed.html";
    let mut response = next.run(request).await;
    let found = response.status() == StatusCode::OK || response.status() == StatusCode::NOT_MODIFIED;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let caching = match (found, hashed) {
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
    if html && !framed {
        set("cross-origin-resource-policy", "same-origin");
    } else {
        // Pages of other origins embed the element: its module, wasm, style and catalogues are open to them.
        set("cross-origin-resource-policy", "cross-origin");
        set("access-control-allow-origin", "*");
    }
    let policy = if framed { POLICY.replace(FRAMED.0, FRAMED.1) } else { POLICY.to_owned() };
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !headers.contains_key(header::VARY) {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

/// Whether the file's name carries a hash of its content: `-` and eight or more lower-case hexadecimal digits.
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
    fn a_hash_is_told_from_a_name() {
        assert!(is_hashed("/carnet-0123456789abcdef.js"));
        assert!(is_hashed("/carnet-0123456789abcdef_bg.wasm"));
        assert!(!is_hashed("/index.html"));
        assert!(!is_hashed("/locales/fr-FR.json"));
        assert!(!is_hashed("/some-decade.css"));
    }
}
