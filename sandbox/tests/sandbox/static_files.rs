//! The built app: content types, encodings, caching, and security headers.

use std::{fs, path::Path};

use crate::test_server::TestServer;

const SCRIPT: &str = "carnet-0123456789abcdef.js";

fn write_dist(folder: &Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("index.html", "<!doctype html><title>Carnet</title>");
    write("index.html.br", "page in brotli");
    write(SCRIPT, "export {};");
    write(&format!("{SCRIPT}.br"), "script in brotli");
    write(&format!("{SCRIPT}.gz"), "script in gzip");
    write("carnet-0123456789abcdef_bg.wasm", "wasm");
    fs::create_dir(folder.join("locales")).expect("made");
    write("locales/fr.json", "{}");
}

#[tokio::test]
async fn files_have_content_type_and_caching_headers() {
    let folder = tempfile::tempdir().expect("a folder");
    write_dist(folder.path());
    let server = TestServer::with_dist(folder.path());
    for (path, content_type, caching) in [
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/carnet-0123456789abcdef.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/carnet-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable"),
        ("/locales/fr.json", "application/json", "no-cache"),
    ] {
        let response = server.send("GET", path, &[], "").await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.header("content-type"), content_type, "{path}");
        assert_eq!(response.header("cache-control"), caching, "{path}");
        assert_eq!(response.header("vary"), "accept-encoding", "{path}");
    }
}

#[tokio::test]
async fn precompressed_file_served_if_accepted() {
    let folder = tempfile::tempdir().expect("a folder");
    write_dist(folder.path());
    let server = TestServer::with_dist(folder.path());
    for (accepted, encoding, text) in [
        ("gzip, deflate, br", "br", "script in brotli"),
        ("gzip", "gzip", "script in gzip"),
        ("identity", "", "export {};"),
    ] {
        let response = server.send("GET", &format!("/{SCRIPT}"), &[("accept-encoding", accepted)], "").await;
        assert_eq!((response.header("content-encoding"), response.text().as_str()), (encoding, text));
        assert_eq!(response.header("content-type"), "text/javascript");
    }
    let page = server.send("GET", "/", &[("accept-encoding", "br")], "").await;
    assert_eq!((page.header("content-encoding"), page.header("content-type")), ("br", "text/html"));
}

#[tokio::test]
async fn missing_file_returns_404_and_not_index() {
    let folder = tempfile::tempdir().expect("a folder");
    write_dist(folder.path());
    let server = TestServer::with_dist(folder.path());
    for path in [
        "/carnet-fedcba9876543210.js",
        "/some/route",
        "/locales/xx.json",
        "/..%2f..%2fetc/passwd",
        "/locales",
    ] {
        let response = server.send("GET", path, &[], "").await;
        assert!(!response.text().contains("<!doctype"), "{path}");
        if path != "/locales" {
            assert_eq!(
                (response.status.as_u16(), response.header("cache-control")),
                (404, "no-store"),
                "{path}"
            );
        }
    }
    assert_eq!(server.send("POST", "/", &[], "").await.status, 405);
    let unbuilt = TestServer::new().send("GET", "/", &[], "").await;
    assert_eq!(unbuilt.status, 404);
    assert!(unbuilt.text().contains("trunk build"));
}

#[tokio::test]
async fn every_response_has_security_headers() {
    let folder = tempfile::tempdir().expect("a folder");
    write_dist(folder.path());
    let server = TestServer::with_dist(folder.path());
    for path in ["/", "/carnet-0123456789abcdef.js", "/missing"] {
        let response = server.send("GET", path, &[], "").await;
        assert_eq!(
            response.header("content-security-policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
             img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'; report-uri /sandbox/violations"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(response.header(name), value, "{path}");
        }
        assert!(response.header("permissions-policy").contains("camera=()"));
    }
    let page = server.send("GET", "/", &[], "").await;
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(page.header("access-control-allow-origin"), "");
    let script = server.send("GET", &format!("/{SCRIPT}"), &[], "").await;
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(script.header("access-control-allow-origin"), "*");
}
