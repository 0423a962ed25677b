//! The package: installed from its tarball and embedded exactly as its documentation shows.

use std::{env, fs, path::PathBuf};

use crate::{
    fixture_dist::CONSOLE_RECORDER,
    harness::journey,
    host_page::{Response, serve},
};

/// The first HTML page of the documentation.
fn documented_page() -> String {
    let page = include_str!("../../docs/embedding.md");
    let page = page.split_once("```html\n").expect("the documentation has a page").1;
    page.split_once("```").expect("the end of the page").0.to_owned()
}

/// The media type of a file.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[test]
fn package_works_as_documented() {
    let package = env::var_os("CARNET_PACKAGE").map(PathBuf::from).expect(
        "CARNET_PACKAGE is the path of the installed package: `cargo xtask test` installs it in target/package-test/node_modules/",
    );
    journey("package", |page| async move {
        let vendor = format!("{}/clubmed", page.sandbox.address);
        let html = documented_page()
            .replace("https://api.clubmed.com", &vendor)
            .replace("123456789", "301000001")
            .replace(
                "<meta charset=\"utf-8\">",
                &format!("<meta charset=\"utf-8\"><script>{CONSOLE_RECORDER}</script><link rel=\"icon\" href=\"data:,\">"),
            );
        assert!(html.contains(&vendor) && html.contains("301000001"), "{html}");
        let address = serve(move |path| -> Response {
            match path {
                "/" => Some(("text/html", html.clone().into_bytes())),
                "/session" => {
                    let session = "{\"token\": \"development\", \"apiKey\": \"carnet.sandbox.clubmed.com\"}";
                    Some(("application/json", session.as_bytes().to_vec()))
                }
                path => {
                    let name = path.strip_prefix("/carnet/").filter(|name| !name.contains('/'))?;
                    Some((media_type(name), fs::read(package.join(name)).ok()?))
                }
            }
        });
        page.goto(&address).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.choose_language("日本語 (日本)").await;
        page.has_heading("Moreau-Lefèvre Camille").await;
        page.screenshot("package").await;
    });
}
