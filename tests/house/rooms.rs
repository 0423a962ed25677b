//! The arrows: which room may know which. They point down only.

use std::collections::BTreeSet;

use crate::source::{Source, sources};

/// What a module may name of the rest of the crate. A row holds for the modules under it too.
const ARROWS: &[(&str, &[&str])] = &[
    // What the host sees, and what it starts.
    ("embed", &["app", "client", "config", "event", "i18n", "pages::Navigator", "route", "transport"]),
    ("app", &["client", "event", "form", "i18n", "pages"]),
    ("config", &["domain", "i18n", "vendor_api"]),
    ("event", &["domain", "i18n"]),
    ("route", &["domain", "http::segment"]),
    // What the customer came to do.
    ("pages", &["client", "domain", "error", "event", "form", "i18n", "journey", "route", "vendor_api"]),
    // What they fill in: blind to the network.
    ("form", &["domain", "i18n"]),
    // How it is worded.
    ("i18n", &["domain"]),
    ("i18n::catalogue", &["json"]),
    ("i18n::regions", &["json"]),
    // The way to the vendor and back.
    ("client", &["domain", "error", "http", "transport", "vendor_api"]),
    ("vendor_api", &["domain", "error", "http", "json"]),
    ("transport", &["http", "json"]),
    ("error", &["domain"]),
    // Leaves.
    ("http", &["json"]),
    ("json", &[]),
    // What a customer is: it sees nobody.
    ("domain", &[]),
];

fn app() -> Vec<Source> {
    let mut sources = sources(&["src"]);
    // The table of contents names every room, and the start of the module none.
    sources.retain(|source| !["src/lib.rs", "src/main.rs"].iter().any(|path| source.path.ends_with(path)));
    sources
}

/// Whether `path` is `prefix` or under it.
fn is_under(path: &[String], prefix: &str) -> bool {
    let prefix: Vec<&str> = prefix.split("::").collect();
    path.len() >= prefix.len() && path.iter().zip(prefix).all(|(name, wanted)| name == wanted)
}

#[test]
fn every_arrow_points_down() {
    let mut wrong = Vec::new();
    for source in app() {
        let module = source.module();
        for path in source.paths() {
            let Some(room) = path.first().filter(|room| **room != module[0]) else { continue };
            let rows = ARROWS.iter().filter(|(from, _)| is_under(&module, from));
            let allowed = rows.flat_map(|(_, to)| *to).any(|to| is_under(&path, to));
            if !allowed {
                wrong.push(format!("{} may not know {room} ({})", source.path.display(), path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_room_has_its_row_and_every_row_its_room() {
    let rooms: BTreeSet<String> = app().iter().map(|source| source.module().swap_remove(0)).collect();
    let rows: BTreeSet<String> =
        ARROWS.iter().map(|(room, _)| *room).filter(|room| !room.contains(':')).map(str::to_owned).collect();
    assert_eq!(rooms, rows);
}

#[test]
fn no_vendor_sees_another() {
    let vendors: Vec<Source> = app()
        .into_iter()
        .filter(|source| source.module()[0] == "vendor_api" && source.module().len() > 1)
        .collect();
    // Beside them are the tools they share, which know none of them.
    let names = carnet::vendor_api::Vendor::NAMES;
    for name in names {
        assert!(vendors.iter().any(|source| source.module()[1] == *name), "{name} has a file");
    }
    for source in &vendors {
        let own = &source.module()[1];
        for path in source.paths() {
            let other = path
                .get(1)
                .filter(|name| path[0] == "vendor_api" && *name != own && names.contains(&name.as_str()));
            assert_eq!(other, None, "{} names another vendor", source.path.display());
        }
    }
}

#[test]
fn the_domain_needs_the_standard_library_and_nothing_else() {
    let manifest = std::fs::read_to_string(crate::source::root().join("Cargo.toml")).expect("a manifest");
    let (_, rest) = manifest.split_once("\n[dependencies]\n").expect("a section of dependencies");
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
fn the_sandbox_imports_nothing_of_ours() {
    for source in sources(&["sandbox/src", "sandbox/tests"]) {
        assert!(!source.names(|name| name == "carnet"), "{}", source.path.display());
        assert!(!source.text.contains("../src/"), "{}", source.path.display());
    }
    let manifest =
        std::fs::read_to_string(crate::source::root().join("sandbox/Cargo.toml")).expect("a manifest");
    let own = manifest.lines().find(|line| line.starts_with("carnet") || line.contains("path ="));
    assert_eq!(own, None, "no crate of this repository");
}
