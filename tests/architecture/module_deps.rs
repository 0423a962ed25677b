//! Module dependencies: which module may use which. They point down only.

use std::collections::BTreeSet;

use crate::source::{Source, sources};

/// The modules that each module may use. A row holds for its submodules too.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    // The interface to the host, and the app it starts.
    (
        "embed",
        &[
            "app",
            "chunk",
            "client",
            "config",
            "event",
            "form::AppRoot",
            "i18n",
            "journey",
            "preview",
            "route",
            "store",
            "transport",
        ],
    ),
    ("app", &["domain", "error", "event", "form", "i18n", "journey", "pages", "store"]),
    // The profile before the app is there.
    ("preview", &["config", "domain", "form", "i18n", "pages", "transport", "vendor_api"]),
    // How code is put into a chunk.
    ("chunk", &[]),
    ("config", &["domain", "i18n", "vendor_api"]),
    ("event", &["domain", "error", "i18n"]),
    ("route", &["domain", "http::segment"]),
    // The pages: they use no network. They show the state and send messages.
    (
        "pages",
        &["chunk", "domain", "error", "event", "form", "i18n", "journey", "route", "store", "vendor_api"],
    ),
    // The state, and the effects of the state machine.
    ("store", &["client", "domain", "error", "event", "form", "journey", "route", "vendor_api"]),
    // The state machine, without a page.
    ("journey", &["client", "domain", "error", "event", "route", "vendor_api"]),
    // The form: it does not use the network.
    ("form", &["domain", "i18n"]),
    // Languages.
    ("i18n", &["domain"]),
    ("i18n::catalogue", &["json"]),
    ("i18n::regions", &["json"]),
    // Requests to the vendor.
    ("client", &["domain", "error", "http", "transport", "vendor_api"]),
    ("vendor_api", &["chunk", "domain", "error", "http", "json"]),
    ("transport", &["http", "json"]),
    ("error", &["chunk", "domain"]),
    // Modules without dependencies.
    ("http", &["json"]),
    ("json", &[]),
    // The domain model: it uses no other module.
    ("domain", &[]),
];

fn app() -> Vec<Source> {
    let mut sources = sources(&["src"]);
    // lib.rs declares every module, and main.rs uses none.
    sources.retain(|source| !["src/lib.rs", "src/main.rs"].iter().any(|path| source.path.ends_with(path)));
    sources
}

/// Returns whether `path` is `prefix` or under it.
fn is_under(path: &[String], prefix: &str) -> bool {
    let prefix: Vec<&str> = prefix.split("::").collect();
    path.len() >= prefix.len() && path.iter().zip(prefix).all(|(name, wanted)| name == wanted)
}

#[test]
fn modules_use_only_allowed_modules() {
    let mut wrong = Vec::new();
    for source in app() {
        let module = source.module();
        for path in source.paths() {
            let Some(other) = path.first().filter(|other| **other != module[0]) else { continue };
            let rows = DEPENDENCIES.iter().filter(|(from, _)| is_under(&module, from));
            let allowed = rows.flat_map(|(_, to)| *to).any(|to| is_under(&path, to));
            if !allowed {
                wrong.push(format!("{} may not use {other} ({})", source.path.display(), path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn dependency_table_lists_every_module() {
    let modules: BTreeSet<String> = app().iter().map(|source| source.module().swap_remove(0)).collect();
    let rows: BTreeSet<String> = DEPENDENCIES
        .iter()
        .map(|(module, _)| *module)
        .filter(|module| !module.contains(':'))
        .map(str::to_owned)
        .collect();
    assert_eq!(modules, rows);
}

#[test]
fn vendor_modules_do_not_use_each_other() {
    let vendors: Vec<Source> = app()
        .into_iter()
        .filter(|source| source.module()[0] == "vendor_api" && source.module().len() > 1)
        .collect();
    // The other modules are shared helpers, which use no vendor's module.
    let names = carnet::vendor_api::Vendor::names();
    for name in &names {
        assert!(vendors.iter().any(|source| source.module()[1] == *name), "{name} has no file");
    }
    for source in &vendors {
        let own = &source.module()[1];
        for path in source.paths() {
            let other = path
                .get(1)
                .filter(|name| path[0] == "vendor_api" && *name != own && names.contains(&name.as_str()));
            assert_eq!(other, None, "{} uses another vendor's module", source.path.display());
        }
    }
}

#[test]
fn domain_uses_only_the_standard_library() {
    let manifest = std::fs::read_to_string(crate::source::root().join("Cargo.toml")).expect("a manifest");
    let (_, rest) = manifest.split_once("\n[dependencies]\n").expect("a [dependencies] section");
    let section = rest.split("\n[").next().unwrap_or_default();
    let crates: Vec<String> = section
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_")))
        .collect();
    assert!(crates.contains(&"leptos".to_owned()), "{crates:?}");
    for source in app().iter().filter(|source| source.module()[0] == "domain") {
        assert!(!source.names(|name| crates.iter().any(|other| other == name)), "{}", source.path.display());
    }
}

#[test]
fn journey_uses_neither_leptos_nor_web_apis() {
    let browser = ["leptos", "web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures"];
    for source in app().iter().filter(|source| source.module()[0] == "journey") {
        assert!(!source.names(|name| browser.contains(&name)), "{}", source.path.display());
    }
}

#[test]
fn sandbox_does_not_use_the_app_crate() {
    for source in sources(&["sandbox/src", "sandbox/tests"]) {
        assert!(!source.names(|name| name == "carnet"), "{}", source.path.display());
        assert!(!source.text.contains("../src/"), "{}", source.path.display());
    }
    let manifest =
        std::fs::read_to_string(crate::source::root().join("sandbox/Cargo.toml")).expect("a manifest");
    let own = manifest.lines().find(|line| line.starts_with("carnet") || line.contains("path ="));
    assert_eq!(own, None, "the sandbox depends on no crate of this repository");
}
