//! Source files as tokens, without comments, attributes and `#[cfg(test)]` items.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token. A bracketed group is one token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Ident(String),
    Punct(char),
    /// A literal as written, including quotes.
    Literal(String),
    Group(Delimiter, Vec<Token>),
}

/// A Rust source file.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path relative to the root of the repository.
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The paths of the loader's scripts, relative to the root of the repository.
pub(crate) fn loader_scripts() -> Vec<String> {
    let modules = fs::read_dir(root().join("web/loader")).expect("the loader's modules");
    let mut paths: Vec<String> = modules
        .map(|entry| format!("web/loader/{}", entry.expect("an entry").file_name().display()))
        .collect();
    paths.push("web/carnet.js".to_owned());
    paths.sort();
    paths
}

/// Every Rust file under these directories.
pub(crate) fn sources(folders: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut paths);
    }
    paths.sort();
    assert!(!paths.is_empty(), "no sources in {folders:?}");
    paths.into_iter().map(|path| read(&path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn read(path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let stream: TokenStream =
        text.parse().unwrap_or_else(|error| panic!("{} is not Rust: {error}", path.display()));
    let path = path.strip_prefix(root()).expect("a path in the repository").to_owned();
    Source { path, text, tokens: tokens(stream) }
}

fn tokens(stream: TokenStream) -> Vec<Token> {
    let mut found = Vec::new();
    let mut stream = stream.into_iter().peekable();
    while let Some(tree) = stream.next() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                stream.next_if(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == '!'));
                let attribute = stream.next_if(
                    |tree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket),
                );
                if attribute.is_some_and(|attribute| attribute.to_string().replace(' ', "") == "[cfg(test)]")
                {
                    // The item ends with its body, or with a semicolon if it has none.
                    let ends = |tree: &TokenTree| match tree {
                        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                        TokenTree::Punct(punct) => punct.as_char() == ';',
                        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
                    };
                    for tree in stream.by_ref() {
                        if ends(&tree) {
                            break;
                        }
                    }
                }
            }
            TokenTree::Punct(punct) => found.push(Token::Punct(punct.as_char())),
            TokenTree::Ident(ident) => found.push(Token::Ident(ident.to_string())),
            TokenTree::Literal(literal) => found.push(Token::Literal(literal.to_string())),
            TokenTree::Group(group) => found.push(Token::Group(group.delimiter(), tokens(group.stream()))),
        }
    }
    found
}

impl Token {
    pub(crate) fn ident(&self) -> Option<&str> {
        if let Token::Ident(ident) = self { Some(ident) } else { None }
    }

    pub(crate) fn is_punct(&self, character: char) -> bool {
        *self == Token::Punct(character)
    }

    /// The content of a plain string literal.
    pub(crate) fn string(&self) -> Option<&str> {
        let Token::Literal(literal) = self else { return None };
        literal.strip_prefix('"')?.strip_suffix('"')
    }

    pub(crate) fn group(&self, wanted: Delimiter) -> Option<&[Token]> {
        match self {
            Token::Group(delimiter, tokens) if *delimiter == wanted => Some(tokens),
            _ => None,
        }
    }
}

impl Source {
    /// The module's path within its crate, such as `["vendor_api", "clubmed"]`.
    pub(crate) fn module(&self) -> Vec<String> {
        let path = self.path.with_extension("");
        let mut names: Vec<String> =
            path.iter().skip(1).map(|name| name.to_string_lossy().into_owned()).collect();
        names.pop_if(|last| last == "mod");
        names
    }

    /// Calls `visit` for each token, with the previous token and with itself and the following tokens of the same
    /// group.
    pub(crate) fn each(&self, mut visit: impl FnMut(Option<&Token>, &[Token])) {
        fn walk(tokens: &[Token], visit: &mut impl FnMut(Option<&Token>, &[Token])) {
            for (index, token) in tokens.iter().enumerate() {
                visit(index.checked_sub(1).map(|before| &tokens[before]), &tokens[index..]);
                if let Token::Group(_, inner) = token {
                    walk(inner, visit);
                }
            }
        }
        walk(&self.tokens, &mut visit);
    }

    /// Returns whether any identifier matches.
    pub(crate) fn names(&self, wanted: impl Fn(&str) -> bool) -> bool {
        let mut found = false;
        self.each(|_, tokens| found |= tokens[0].ident().is_some_and(&wanted));
        found
    }

    /// Every path that begins with `crate` or `super`, resolved from the root of the crate.
    pub(crate) fn paths(&self) -> Vec<Vec<String>> {
        let module = self.module();
        let mut found = Vec::new();
        self.each(|before, tokens| {
            let within = before.is_some_and(|token| token.is_punct(':'));
            match tokens[0].ident() {
                Some("crate") if !within => follow(&tokens[1..], Vec::new(), &mut found),
                Some("super") if !within => {
                    let mut parent = module.clone();
                    parent.pop();
                    follow(&tokens[1..], parent, &mut found);
                }
                _ => {}
            }
        });
        found
    }
}

/// Appends `::a::{b, c::d}` to `path` and collects the results.
fn follow(tokens: &[Token], path: Vec<String>, found: &mut Vec<Vec<String>>) {
    let [first, second, next, rest @ ..] = tokens else { return found.push(path) };
    if !first.is_punct(':') || !second.is_punct(':') {
        return found.push(path);
    }
    step(next, rest, path, found);
}

fn step(token: &Token, rest: &[Token], mut path: Vec<String>, found: &mut Vec<Vec<String>>) {
    if let Some(inner) = token.group(Delimiter::Brace) {
        for item in inner.split(|token| token.is_punct(',')).filter(|item| !item.is_empty()) {
            step(&item[0], &item[1..], path.clone(), found);
        }
        return;
    }
    match token.ident() {
        Some("super") => {
            path.pop();
        }
        Some("self") | None => {}
        Some(name) => path.push(name.to_owned()),
    }
    follow(rest, path, found);
}
