//! What no room may do, and what only one may.

use proc_macro2::Delimiter;

use crate::source::{Source, Token, sources};

/// The files under `src/` in which `is_there` holds.
fn files(is_there: impl Fn(&Source) -> bool) -> Vec<String> {
    let sources = sources(&["src"]);
    sources.iter().filter(|source| is_there(source)).map(|source| source.path.display().to_string()).collect()
}

/// Whether the tokens begin with these: punctuation or identifiers.
fn begins(tokens: &[Token], wanted: &[&str]) -> bool {
    tokens.len() >= wanted.len()
        && tokens.iter().zip(wanted).all(|(token, wanted)| match token {
            Token::Ident(ident) => ident == wanted,
            Token::Punct(character) => *wanted == character.to_string(),
            Token::Literal(_) | Token::Group(..) => false,
        })
}

fn somewhere(source: &Source, wanted: &[&str]) -> bool {
    let mut found = false;
    source.each(|_, tokens| found |= begins(tokens, wanted));
    found
}

#[test]
fn only_the_wire_knows_fetch() {
    let fetches = |name: &str| {
        name == "gloo_net"
            || name.starts_with("fetch_with")
            || ["XmlHttpRequest", "WebSocket"].contains(&name)
    };
    assert_eq!(files(|source| source.names(fetches)), ["src/wire.rs"]);
}

#[test]
fn only_the_element_knows_the_host() {
    assert_eq!(files(|source| source.names(|name| name.starts_with("CustomEvent"))), ["src/embed.rs"]);
    assert_eq!(files(|source| somewhere(source, &["Config", ":", ":", "read"])), ["src/embed.rs"]);
}

#[test]
fn nothing_is_unsafe_and_no_text_becomes_markup() {
    assert_eq!(files(|source| source.names(|name| name == "unsafe")), [""; 0]);
    let markup = ["inner_html", "set_inner_html", "outer_html", "set_outer_html", "insert_adjacent_html"];
    assert_eq!(files(|source| source.names(|name| markup.contains(&name))), [""; 0]);
}

#[test]
fn nothing_from_outside_is_taken_for_granted() {
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
fn every_file_says_first_what_it_is_about() {
    for source in sources(&["src", "tests", "sandbox", "xtask"]) {
        let first = source.text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 12, "{}: {first}", source.path.display());
    }
}
