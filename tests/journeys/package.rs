//! The package: installed from its tarball, and embedded as its documentation says, word for word.

use std::{env, fs, path::PathBuf};

use crate::{
    host::{Served, serve},
    run::journey,
    served::EAR,
};

/// The first page that the documentation shows.
fn documented() -> String {
    let page = include_str!("../../docs/embedding.md");
    let page = page.split_once("```html\n").expect("a page is shown").1;
    page.split_once("```").expect("the end of it").0.to_owned()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[test]
fn a_newcomer_embeds_it_by_the_documentation_alone() {
    let package = env::var_os("CARNET_PACKAGE").map(PathBuf::from).expect(
        "CARNET_PACKAGE says where the package is installed: `cargo xtask test` keeps it in target/newcomer/node_modules/",
    );
    journey("package", |page| async move {
        let of_vendor = format!("{}/clubmed", page.sandbox.address);
        let shown = documented()
            .replace("https://api.clubmed.com", &of_vendor)
            .replace("123456789", "301000001")
            .replace(
                "<meta charset=\"utf-8\">",
                &format!("<meta charset=\"utf-8\"><script>{EAR}</script><link rel=\"icon\" href=\"data:,\">"),
            );
        assert!(shown.contains(&of_vendor) && shown.contains("301000001"), "{shown}");
        let address = serve(move |path| -> Served {
            match path {
                "/" => Some(("text/html", shown.clone().into_bytes())),
                "/session" => {
                    let session = "{\"token\": \"development\", \"apiKey\": \"carnet.sandbox.clubmed.com\"}";
                    Some(("application/json", session.as_bytes().to_vec()))
                }
                path => {
                    let name = path.strip_prefix("/carnet/").filter(|name| !name.contains('/'))?;
                    Some((kind(name), fs::read(package.join(name)).ok()?))
                }
            }
        });
        page.go(&address).await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.speak("日本語 (日本)").await;
        page.is_at("Moreau-Lefèvre Camille").await;
        page.shoot("package").await;
    });
}
