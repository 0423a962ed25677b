//! Rules of the source: APIs that no module or only one module may use.

use carnet::vendor_api::Vendor;
use proc_macro2::Delimiter;

use crate::source::{Source, Token, sources};

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
        name.starts_with("fetch_with") || ["RequestInit", "XmlHttpRequest", "WebSocket"].contains(&name)
    };
    assert_eq!(files(|source| source.names(fetches)), ["src/transport/fetch.rs"]);
}

#[test]
fn only_vendor_api_names_a_vendor() {
    let is_name = |text: &str| Vendor::names().iter().any(|vendor| text.eq_ignore_ascii_case(vendor));
    let names_one = |source: &Source| {
        let mut found = source.names(is_name);
        source.each(|_, tokens| found |= tokens[0].string().is_some_and(is_name));
        found
    };
    let outside: Vec<String> =
        files(names_one).into_iter().filter(|path| !path.starts_with("src/vendor_api/")).collect();
    assert_eq!(outside, [""; 0]);
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
    for source in sources(&["src", "tests", "journeys", "sandbox", "xtask"]) {
        let first = source.text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 12, "{}: {first}", source.path.display());
    }
}
