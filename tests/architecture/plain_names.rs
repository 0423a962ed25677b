//! Names are the standard terms of the field: no identifier, file or CSS class has a word that was replaced, and no doc
//! comment of a public item begins with an interrogative.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};

use crate::source::{root, sources};

/// Identifiers that were replaced, with the current name. Only words without another meaning in this repository.
const IDENTIFIERS: &[(&str, &str)] = &[
    // The app.
    ("Ground", "AppRoot"),
    ("Desk", "AppContext"),
    ("Way", "Store or Progress"),
    ("Departure", "PendingNavigation"),
    ("LeaveQuestion", "UnsavedChangesDialog"),
    ("Saver", "Saving"),
    ("Sending", "Save"),
    ("Trouble", "Stop"),
    ("Troubled", "SaveErrorBanner"),
    ("SendButton", "SubmitButton"),
    ("Plan", "SaveRequest"),
    ("Proof", "Confirmation"),
    ("End", "SaveResult"),
    ("Sent", "PendingWrite"),
    ("Clash", "Conflict"),
    ("clash", "conflict"),
    ("clashes", "conflicts"),
    ("Side", "Resolution"),
    ("Unit", "Field"),
    ("Postal", "AddressFormat"),
    ("DateShape", "DateFormat"),
    ("Said", "VendorMessage"),
    ("Shown", "DisplayLine"),
    ("News", "Outcome"),
    ("Ask", "CredentialsProvider"),
    ("Wire", "FetchTransport"),
    ("Early", "Prefetch"),
    ("western", "ascii_digits"),
    ("one_text", "address_fingerprint"),
    ("insist", "confirm_address"),
    ("insists", "confirm_address"),
    ("insisted", "confirmed"),
    ("Overtaken", "PreconditionFailed"),
    ("VendorBroken", "ServerError"),
    ("TooMany", "RateLimited"),
    ("UnknownKey", "InvalidCustomerId"),
    ("Refusal", "FieldError"),
    ("Refused", "Rejected"),
    ("refusals", "field_errors"),
    ("may_pass", "is_transient"),
    ("is_worded", "localizes_responses"),
    ("Speech", "Active"),
    ("MEANT", "ALIASES"),
    ("read_as", "reading_language"),
    ("put_aside", "close_dialogs"),
    ("type_on", "back_to_form"),
    ("arrive", "navigate"),
    // Tools.
    ("seal", "bundle"),
    ("newcomer", "package_test"),
    ("nameless", "remap_flags"),
    ("take_over", "exec"),
    // The sandbox.
    ("Wish", "Command"),
    ("Shared", "AppState"),
    ("sentinel", "failing customer"),
    ("sentinels", "failing customers"),
    // Tests.
    ("House", "TestServer"),
    ("Visitor", "Client"),
];

/// File names and directory names that were replaced, with the current name.
const FILES: &[(&str, &str)] = &[
    // The app.
    ("ground.rs", "dom.rs"),
    ("way.rs", "store.rs"),
    ("way.css", "progress.css"),
    ("saver.rs", "saving.rs"),
    ("sending.rs", "submission.rs"),
    ("clash.rs", "conflict.rs"),
    ("clash.css", "conflict.css"),
    ("unit.rs", "field.rs"),
    ("place.rs", "field_path.rs"),
    ("postal.rs", "address_format.rs"),
    ("wire.rs", "transport.rs"),
    ("failure.rs", "error.rs"),
    ("offer.rs", "language_prompt.rs"),
    ("selector.rs", "locale_combobox.rs"),
    ("vendor", "vendor_api"),
    // Tools.
    ("seal", "bundle"),
    ("digest.rs", "asset.rs"),
    ("newcomer.rs", "package_test.rs"),
    ("places.rs", "paths.rs"),
    // The sandbox.
    ("asked.rs", "params.rs"),
    ("whole.rs", "integer.rs"),
    ("cut.rs", "broken_body.rs"),
    ("call.rs", "middleware.rs"),
    ("gaps.rs", "tier_progress.rs"),
    ("check.rs", "validate.rs"),
    ("refusal.rs", "error.rs"),
    ("journal.rs", "request_log.rs"),
    // Tests.
    ("ear.js", "console_recorder.js"),
    ("ear.rs", "console_recorder.rs"),
    ("hand.js", "steps.js"),
    ("said.js", "announcements.js"),
    ("world.js", "overrides.js"),
    ("scan.js", "axe_scan.js"),
    ("served.rs", "fixture_dist.rs"),
    ("paper.rs", "reference_server.rs"),
    ("any.rs", "generators.rs"),
    ("laws.rs", "properties.rs"),
    ("late.rs", "slow_responses.rs"),
    ("after.rs", "undo.rs"),
    ("guard.rs", "unsaved_changes.rs"),
    ("pairs.rs", "concurrent_edits.rs"),
    ("reach.rs", "keyboard_reach.rs"),
    ("reach.js", "keyboard_reach.js"),
    ("units.rs", "field_list.rs"),
    ("rooms.rs", "module_deps.rs"),
    ("house", "architecture"),
    ("house.rs", "architecture.rs, or test_server.rs"),
];

/// CSS classes that were replaced, with the current name.
const CLASSES: &[(&str, &str)] = &[
    ("c-do", "c-action"),
    ("c-ghost", "c-skeleton-block"),
    ("c-way", "c-progress"),
    ("c-list", "c-listbox"),
    ("c-clash", "c-conflict"),
    ("c-unit", "c-field"),
    ("c-units", "c-fields"),
];

/// Uses that stay: the word, the file, and the reason. Strings are not identifiers, so the catalogue keys (`clash.…`),
/// the failure kinds of `carnet-failure` (`overtaken`, `too-many`, …) and the sandbox's fault names need no entry here.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("End", "web/playground.js", "the name of a key in DOM events"),
    ("TooMany", "sandbox/src/faults.rs", "the fault `too_many` of the sandbox's public routes"),
    ("sentinel", "web/host.js", "a member in the sandbox's public list of customers"),
    ("sentinel", "web/playground.js", "a member in the sandbox's public list of customers"),
];

/// The directories whose files are checked.
const DIRECTORIES: &[&str] =
    &["src", "sandbox", "xtask", "tests", "journeys", "benches", "web", "style", "examples"];

/// Every file under these directories, relative to the root of the repository. Without installed packages and builds.
fn files() -> Vec<PathBuf> {
    fn collect(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in
            fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()))
        {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default();
            if path.is_dir() {
                if !["node_modules", "target", "dist", ".next"].iter().any(|generated| name == *generated) {
                    collect(&path, found);
                }
            } else {
                found.push(path.strip_prefix(root()).expect("a path in the repository").to_owned());
            }
        }
    }
    let mut found = Vec::new();
    for directory in DIRECTORIES {
        collect(&root().join(directory), &mut found);
    }
    found.sort();
    found
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|extension| extensions.iter().any(|other| extension == *other))
}

/// The identifiers of a Rust file, including those in attributes, macros and tests.
fn rust_identifiers(text: &str) -> BTreeSet<String> {
    fn collect(stream: TokenStream, found: &mut BTreeSet<String>) {
        for tree in stream {
            match tree {
                TokenTree::Ident(ident) => drop(found.insert(ident.to_string())),
                TokenTree::Group(group) => collect(group.stream(), found),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    let mut found = BTreeSet::new();
    collect(text.parse().expect("Rust"), &mut found);
    found
}

/// The words of a script outside of comments. Words in strings count, so the table has no word of ordinary text.
fn script_identifiers(text: &str) -> BTreeSet<String> {
    let without_blocks: String = text
        .split("/*")
        .enumerate()
        .map(
            |(index, part)| {
                if index == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) }
            },
        )
        .collect();
    let lines = without_blocks.lines().map(|line| line.split("//").next().unwrap_or_default());
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    lines.flat_map(|line| line.split(move |letter| !is_part(letter))).map(str::to_owned).collect()
}

/// The names in a text that begin with `c-`.
fn classes(text: &str) -> BTreeSet<&str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    text.split(|letter| !is_part(letter)).filter(|word| word.starts_with("c-")).collect()
}

/// Every retired name that is found, as word, file and current name.
fn findings() -> Vec<(&'static str, String, &'static str)> {
    let mut found = Vec::new();
    for path in files() {
        let shown = path.display().to_string();
        // These tables name the retired words in strings.
        let is_this = path.ends_with("plain_names.rs");
        for (name, current) in FILES {
            if path.iter().any(|part| part == *name) {
                found.push((*name, shown.clone(), *current));
            }
        }
        if !has_extension(&path, &["rs", "js", "mjs", "ts", "tsx", "css", "html"]) {
            continue;
        }
        let text = fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{shown}: {error}"));
        let identifiers = if has_extension(&path, &["rs"]) {
            rust_identifiers(&text)
        } else if has_extension(&path, &["js", "mjs", "ts", "tsx"]) {
            script_identifiers(&text)
        } else {
            BTreeSet::new()
        };
        let classes = if is_this { BTreeSet::new() } else { classes(&text) };
        for (word, current) in IDENTIFIERS {
            if identifiers.contains(*word) {
                found.push((*word, shown.clone(), *current));
            }
        }
        for (class, current) in CLASSES {
            if classes.contains(class) {
                found.push((*class, shown.clone(), *current));
            }
        }
    }
    found
}

#[test]
fn retired_names_are_not_used() {
    let is_exception = |word: &str, file: &str| {
        EXCEPTIONS.iter().any(|(exception, path, _)| *exception == word && *path == file)
    };
    let wrong: Vec<String> = findings()
        .into_iter()
        .filter(|(word, file, _)| !is_exception(word, file))
        .map(|(word, file, current)| format!("{file}: {word} is now {current}"))
        .collect();
    assert!(wrong.is_empty(), "{} retired names:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn exceptions_for_retired_names_are_used() {
    let found = findings();
    for (word, path, reason) in EXCEPTIONS {
        let is_used = found.iter().any(|(other, file, _)| other == word && file == path);
        assert!(is_used, "{path} has no {word} ({reason}): remove the exception");
    }
}

#[test]
fn retired_names_are_detected() {
    let rust = rust_identifiers(
        "// Desk\n#[cfg(test)] mod tests { fn f() { g!(Unit) } } const A: &str = \"Clash\";",
    );
    assert!(rust.contains("Unit") && !rust.contains("Desk") && !rust.contains("Clash"), "{rust:?}");
    let script = script_identifiers("/* seal */ const MEANT = 1; // clash\nMEANT.x();");
    assert!(script.contains("MEANT") && !script.contains("seal") && !script.contains("clash"), "{script:?}");
    let found = classes("<p class=\"c-do c-list-item\"> .c-way{} basic-do");
    assert_eq!(found, BTreeSet::from(["c-do", "c-list-item", "c-way"]));
}

/// The doc comments of public items, each as line number and first line.
fn public_docs(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut first = None;
    let mut attribute = 0;
    for (index, line) in text.lines().map(str::trim).enumerate() {
        let depth = |line: &str| line.matches('[').count().saturating_sub(line.matches(']').count());
        if let Some(doc) = line.strip_prefix("///") {
            first = first.or(Some((index + 1, doc.trim())));
        } else if attribute > 0 || line.starts_with("#[") {
            // An attribute may be on several lines, up to its closing bracket.
            attribute = if attribute > 0 && line.ends_with(']') { 0 } else { attribute + depth(line) };
        } else {
            let is_public = line.starts_with("pub ") || line.starts_with("pub(");
            found.extend(first.take().filter(|_| is_public));
        }
    }
    found
}

#[test]
fn docs_of_public_items_begin_with_a_noun_or_a_verb() {
    const INTERROGATIVES: &[&str] = &["What", "Whose", "Who", "Whom", "Which", "Where", "When", "Why", "How"];
    let mut wrong = Vec::new();
    for source in sources(&["src", "sandbox/src", "xtask/src", "tests", "journeys"]) {
        for (line, doc) in public_docs(&source.text) {
            let word = doc.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
            if INTERROGATIVES.contains(&word) {
                wrong.push(format!("{}:{line}: {doc}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} doc comments:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn docs_of_public_items_are_found() {
    let text = "/// What a\n/// line.\n#[derive(Clone)]\n#[expect(\n    x,\n)]\npub struct A {\n\
                /// How b.\n    pub b: u8,\n/// Who c.\n    c: u8,\n}\n/// D.\npub(crate) fn d() {}";
    assert_eq!(public_docs(text), [(1, "What a"), (8, "How b."), (13, "D.")]);
}
