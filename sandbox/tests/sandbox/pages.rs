//! The built app: the files, their encodings, their caching, and the policy over them.

use std::{fs, path::Path};

use crate::house::House;

const SCRIPT: &str = "carnet-0123456789abcdef.js";

fn dist(folder: &Path) {
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
async fn files_are_served_as_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    dist(folder.path());
    let house = House::with_dist(folder.path());
    for (path, kind, caching) in [
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/carnet-0123456789abcdef.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/carnet-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable"),
        ("/locales/fr.json", "application/json", "no-cache"),
    ] {
        let answer = house.send("GET", path, &[], "").await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), caching, "{path}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
    }
}

#[tokio::test]
async fn the_smaller_file_is_sent_to_whom_can_read_it() {
    let folder = tempfile::tempdir().expect("a folder");
    dist(folder.path());
    let house = House::with_dist(folder.path());
    for (accepted, encoding, text) in [
        ("gzip, deflate, br", "br", "script in brotli"),
        ("gzip", "gzip", "script in gzip"),
        ("identity", "", "export {};"),
    ] {
        let answer = house.send("GET", &format!("/{SCRIPT}"), &[("accept-encoding", accepted)], "").await;
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, text));
        assert_eq!(answer.header("content-type"), "text/javascript");
    }
    let page = house.send("GET", "/", &[("accept-encoding", "br")], "").await;
    assert_eq!((page.header("content-encoding"), page.header("content-type")), ("br", "text/html"));
}

#[tokio::test]
async fn what_is_missing_is_404_and_never_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    dist(folder.path());
    let house = House::with_dist(folder.path());
    for path in [
        "/carnet-fedcba9876543210.js",
        "/some/route",
        "/locales/xx.json",
        "/..%2f..%2fetc/passwd",
        "/locales",
    ] {
        let answer = house.send("GET", path, &[], "").await;
        assert!(!answer.text().contains("<!doctype"), "{path}");
        if path != "/locales" {
            assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (404, "no-store"), "{path}");
        }
    }
    assert_eq!(house.send("POST", "/", &[], "").await.status, 405);
    let unbuilt = House::new().send("GET", "/", &[], "").await;
    assert_eq!(unbuilt.status, 404);
    assert!(unbuilt.text().contains("trunk build"));
}

#[tokio::test]
async fn every_page_is_under_the_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    dist(folder.path());
    let house = House::with_dist(folder.path());
    for path in ["/", "/carnet-0123456789abcdef.js", "/missing"] {
        let answer = house.send("GET", path, &[], "").await;
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
             img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'; report-uri /sandbox/violations"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"));
    }
    let page = house.send("GET", "/", &[], "").await;
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(page.header("access-control-allow-origin"), "");
    let script = house.send("GET", &format!("/{SCRIPT}"), &[], "").await;
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(script.header("access-control-allow-origin"), "*");
}
