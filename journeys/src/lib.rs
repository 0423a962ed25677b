//! The journeys with the reason why each needs a browser, and the engines that the reason asks for.
//!
//! A test compares the table with the tests in `tests/`: a journey without a reason fails, and so does a row without a
//! journey. It needs no browser. [docs/tests.md](../../docs/tests.md) has the same table.

mod table;

pub use table::JOURNEYS;

/// Defines the reasons, each with its engines and what only a browser shows.
macro_rules! reasons {
    ($($reason:ident $engines:ident $text:literal)*) => {
        /// The reason why a journey needs a browser: what no test without one would find.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Reason {
            $(#[doc = $text] $reason,)*
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Reason] = &[$(Reason::$reason),*];

            /// Returns the engines that can give different results.
            pub fn engines(self) -> Engines {
                match self { $(Reason::$reason => Engines::$engines),* }
            }

            /// Returns what only a browser shows.
            pub fn text(self) -> &'static str {
                match self { $(Reason::$reason => $text),* }
            }
        }
    };
}

reasons! {
    Focus All "where the focus is, what Tab and the other keys do, and what is announced"
    Forms All "controls: typing, caret, lists, autofill tokens"
    Intl All "names of languages and countries, sorting, calendars, digits, time zones"
    Layout All "line breaks, from right to left, in a narrow host"
    Element All "the life of a custom element, its shadow root, the cascade of styles"
    Frame All "frames of another origin and their messages"
    History All "history, the address, the question before a page is left"
    Storage All "what is kept on the device"
    Fetch All "lost connections, repeated requests, unreadable bodies, preloading, URLs"
    SignIn All "redirects to another origin and back, and windows that are cut off from each other"
    Harness All "what the tests themselves read from an engine"
    Assembly Chromium "that pages, save flow and vendor are joined; what they decide is tested without a browser"
    Emulation Chromium "the accessibility tree, media and zoom, which only Chromium's own protocol has"
    Axe Chromium "roles, names and colours, which no engine changes"
    Hosts Chromium "other people's frameworks, the package, the playground and the themes"
    NoBrowser All "nothing: a test of the tests' own functions"
}

/// The engines in which a journey runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engines {
    /// Chromium, Firefox and WebKit.
    All,
    /// Chromium alone.
    Chromium,
}

impl Engines {
    /// Returns the engines in words.
    pub fn text(self) -> &'static str {
        match self {
            Engines::All => "all three",
            Engines::Chromium => "Chromium",
        }
    }
}

/// Journeys of one file with the same reason.
#[derive(Clone, Copy, Debug)]
pub struct Journeys {
    /// The module of the tests, `tests/{module}.rs`.
    pub module: &'static str,
    /// The reason.
    pub reason: Reason,
    /// The names of the tests.
    pub tests: &'static [&'static str],
}

/// Returns the reason of a test by its path, such as `undo::undo_restores_profile`.
pub fn reason(test: &str) -> Option<Reason> {
    let (module, name) = test.split_once("::")?;
    let row = JOURNEYS.iter().find(|row| row.module == module && row.tests.contains(&name));
    row.map(|row| row.reason)
}

#[cfg(test)]
mod tests {
    use std::{env, fmt::Write, fs, path::Path};

    use super::*;

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/tests.md");

    /// The paths of all tests in `tests/`.
    fn written_tests() -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let mut tests = Vec::new();
        for entry in fs::read_dir(folder).expect("the folder of the journeys") {
            let file = entry.expect("an entry").path();
            if file.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let module = file.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).expect("a source file");
            let items = text.split("#[test]\n").skip(1);
            let names = items.map(|item| item.split_once("fn ").expect("a function").1);
            tests.extend(
                names.map(|rest| format!("{module}::{}", rest.split('(').next().unwrap_or_default())),
            );
        }
        tests.sort();
        tests
    }

    #[test]
    fn every_journey_has_one_reason() {
        let mut listed: Vec<String> = JOURNEYS
            .iter()
            .flat_map(|row| row.tests.iter().map(|test| format!("{}::{test}", row.module)))
            .collect();
        listed.sort();
        let written = written_tests();
        let missing: Vec<_> = written.iter().filter(|test| !listed.contains(test)).collect();
        assert!(missing.is_empty(), "journeys/src/table.rs has no reason for {missing:#?}");
        assert_eq!(listed, written, "journeys/src/table.rs names a test that does not exist, or one twice");
    }

    #[test]
    fn documented_journeys_are_those_of_the_table() {
        let mut table = String::from("| reason | what only a browser shows | run in |\n|---|---|---|\n");
        for reason in Reason::ALL {
            let _ = writeln!(table, "| {reason:?} | {} | {} |", reason.text(), reason.engines().text());
        }
        table += "\n| journeys | reason |\n|---|---|\n";
        for Journeys { module, reason, tests } in JOURNEYS {
            let _ = writeln!(table, "| `{module}`: `{}` | {reason:?} |", tests.join("`, `"));
        }
        let page = fs::read_to_string(PAGE).expect("docs/tests.md");
        let (before, rest) = page.split_once("<!-- journeys -->\n").expect("the mark before the table");
        let (documented, after) = rest.split_once("<!-- /journeys -->").expect("the mark after the table");
        if env::var_os("CARNET_BLESS").is_some() {
            let page = format!("{before}<!-- journeys -->\n{table}<!-- /journeys -->{after}");
            return fs::write(PAGE, page).expect("the page is written");
        }
        assert_eq!(documented, table, "docs/tests.md; CARNET_BLESS=1 writes it");
    }

    #[test]
    fn test_without_row_has_no_reason() {
        assert_eq!(
            reason("timing::page_sets_performance_marks_and_requests_profile_once"),
            Some(Reason::Fetch)
        );
        assert_eq!(reason("timing::another"), None);
        assert_eq!(reason("main"), None);
    }
}
