//! Rules of the source: APIs that no module or only one module may use, and tables that must match.

use std::{cell::RefCell, fs};

use carnet::vendor_api::Vendor;
use proc_macro2::Delimiter;

use crate::source::{Source, Token, root, sources};

/// The paths of the files under `src/` that match.
fn files(matches: impl Fn(&Source) -> bool) -> Vec<String> {
    let sources = sources(&["src"]);
    sources.iter().filter(|source| matches(source)).map(|source| source.path.display().to_string()).collect()
}

/// Returns whether the tokens begin with these identifiers or punctuation characters.
fn starts_with(tokens: &[Token], wanted: &[&str]) -> bool {
    tokens.len() >= wanted.len()
        && tokens.iter().zip(wanted).all(|(token, wanted)| match token {
            Token::Ident(ident) => ident == wanted,
            Token::Punct(character) => *wanted == character.to_string(),
            Token::Literal(_) | Token::Group(..) => false,
        })
}

fn contains_tokens(source: &Source, wanted: &[&str]) -> bool {
    let mut found = false;
    source.each(|_, tokens| found |= starts_with(tokens, wanted));
    found
}

#[test]
fn only_transport_uses_fetch() {
    let fetches = |name: &str| {
        name == "gloo_net"
            || name.starts_with("fetch_with")
            || ["XmlHttpRequest", "WebSocket"].contains(&name)
    };
    assert_eq!(files(|source| source.names(fetches)), ["src/transport/fetch.rs"]);
}

#[test]
fn only_embed_uses_host_apis() {
    assert_eq!(files(|source| source.names(|name| name.starts_with("CustomEvent"))), ["src/embed/events.rs"]);
    let reads_config = |source: &Source| contains_tokens(source, &["Config", ":", ":", "read"]);
    assert_eq!(files(reads_config), ["src/embed/mod.rs"]);
}

#[test]
fn source_has_no_unsafe_and_no_inner_html() {
    assert_eq!(files(|source| source.names(|name| name == "unsafe")), [""; 0]);
    let markup = ["inner_html", "set_inner_html", "outer_html", "set_outer_html", "insert_adjacent_html"];
    assert_eq!(files(|source| source.names(|name| markup.contains(&name))), [""; 0]);
}

#[test]
fn source_has_no_unwrap_or_expect() {
    for method in ["unwrap", "expect"] {
        let called = |source: &Source| {
            let mut found = false;
            source.each(|before, tokens| {
                found |= before.is_some_and(|token| token.is_punct('.'))
                    && tokens[0].ident() == Some(method)
                    && tokens.get(1).is_some_and(|token| token.group(Delimiter::Parenthesis).is_some());
            });
            found
        };
        assert_eq!(files(called), [""; 0], "{method}");
    }
}

#[test]
fn source_files_begin_with_module_docs() {
    for source in sources(&["src", "tests", "sandbox", "xtask"]) {
        let first = source.text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 12, "{}: {first}", source.path.display());
    }
}

/// The names in the quotes that begin or end a line of this part of a text.
fn table_keys(text: &str, begin: &str, end: &str) -> Vec<String> {
    let part =
        text.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).expect("the table is there").0;
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit())
    };
    let names = part.lines().filter_map(|line| {
        let name = line.trim().split(':').next()?.trim_matches('"');
        is_name(name).then(|| name.to_owned())
    });
    names.collect()
}

#[test]
fn capillary_parameters_match_in_app_loader_and_host_pages() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("the file can be read");
    // The attributes that the app reads, in order, each once.
    let names = RefCell::new(Vec::<String>::new());
    let _ = Vendor::Capillary.query(|name| {
        let mut names = names.borrow_mut();
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
        None
    });
    let names = names.into_inner();
    for (path, begin, end) in [
        ("web/carnet.js", "const PARAMETERS = {", "\n};"),
        ("web/playground.js", "const PARAMETERS = {", "\n};"),
        ("web/host.js", "name: \"Capillary\",\n    attributes: {", "\n    },"),
    ] {
        assert_eq!(table_keys(&read(path), begin, end), names, "{path}");
    }
}
