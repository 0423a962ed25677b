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
    assert_eq!(files(|source| source.names(fetches)), ["src/transport.rs"]);
}

#[test]
fn only_the_element_knows_the_host() {
    assert_eq!(files(|source| source.names(|name| name.starts_with("CustomEvent"))), ["src/embed/events.rs"]);
    assert_eq!(files(|source| somewhere(source, &["Config", ":", ":", "read"])), ["src/embed/mod.rs"]);
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

/// The names in the quotes that begin or end a line of this part of a text.
fn quoted(text: &str, begin: &str, end: &str) -> Vec<String> {
    let part =
        text.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).expect("the part is there").0;
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
fn the_loader_and_the_host_know_every_parameter_in_its_order() {
    let read =
        |path: &str| std::fs::read_to_string(crate::source::root().join(path)).expect("it can be read");
    let table = read("src/vendor_api/capillary.rs");
    let part = table
        .split_once("const PARAMETERS")
        .and_then(|(_, rest)| rest.split_once("\n];"))
        .expect("the table")
        .0;
    let offset = table
        .split_once("const OFFSET: &str = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .expect("its name")
        .0;
    let names: Vec<String> = part
        .split("ParameterType::")
        .filter_map(|before| {
            let last = before.rsplit_once('(')?.1;
            let name = last.trim().trim_end_matches(',').trim();
            let name = if name == "OFFSET" { offset } else { name.strip_prefix('"')?.strip_suffix('"')? };
            let kebab = name.chars().map(|letter| match letter {
                'A'..='Z' => format!("-{}", letter.to_ascii_lowercase()),
                other => other.to_string(),
            });
            Some(kebab.collect())
        })
        .collect();
    assert_eq!(names.len(), 17, "{names:?}");
    assert_eq!(quoted(&read("web/carnet.js"), "const PARAMETERS = {", "\n};"), names);
    assert_eq!(quoted(&read("web/host.js"), "name: \"Capillary\",\n    attributes: {", "\n    },"), names);
}
