//! axe-core on every state: all its rules, all impacts, from left to right in English, from right to left in Arabic and in
//! Hebrew, light and dark.
//!
//! A scan that is not what it should be is as bad as a barrier that is found.

use std::{env, fs, sync::LazyLock};

use serde::Deserialize;

use crate::{
    engine::{Engine, Wanted},
    page::Page,
    run::journey,
    states::in_each_state,
};

/// Where axe-core is, as the test run was told.
pub(crate) static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = env::var_os("CARNET_AXE").expect(
        "CARNET_AXE says where axe.min.js is: `cargo xtask test` keeps it in ~/.cache/carnet/tools/axe-core-…/",
    );
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
});

/// How many rules axe-core has. A release with fewer has lost some, or is not what we take it for.
const RULES: usize = 100;

/// What axe-core leaves open and a person has decided.
struct Decided {
    rule: &'static str,
    /// The states whose names begin so.
    state: &'static str,
    /// A part of the place.
    place: &'static str,
    /// Why all is well. It is for who reads this.
    _why: &'static str,
}

const DECIDED: [Decided; 5] = [
    Decided {
        rule: "hidden-content",
        state: "",
        place: "",
        _why: "it says that something is hidden, from everybody: it is looked at in the states that show it",
    },
    Decided {
        rule: "css-orientation-lock",
        state: "",
        place: "html",
        _why: "the page's policy keeps axe-core from reading the sheets; tests/house/colours.rs reads them for this",
    },
    Decided {
        rule: "color-contrast",
        state: "locale-open",
        place: "",
        _why: "the open list covers what is below it, and is longer than it is high; tests/house/colours.rs reckons its colours",
    },
    Decided {
        rule: "color-contrast",
        state: "leave",
        place: "",
        _why: "axe-core knows no top layer and takes the dialog for covered; tests/house/colours.rs reckons its colours",
    },
    Decided {
        rule: "color-contrast",
        state: "create",
        place: "legend > h2",
        _why: "axe-core takes a legend that floats for covered by what clears it; tests/house/colours.rs reckons its colours",
    },
];

/// One thing found: the rule, the place, and what is said about it.
type Found = (String, String, String);

/// What a scan came to.
#[derive(Debug, Deserialize)]
struct Scan {
    rules: usize,
    missing: Vec<String>,
    passes: usize,
    inside: usize,
    violations: Vec<Found>,
    incomplete: Vec<Found>,
}

impl Scan {
    async fn of(page: &Page, axe: &str) -> Result<Scan, String> {
        let script = format!("{axe};\n{}\nreturn scan()", include_str!("scan.js"));
        let told = page.ask(&script, &[]).await.map_err(|why| format!("the scan broke: {why}"))?;
        serde_json::from_value(told).map_err(|error| format!("the scan is not one: {error}"))
    }

    /// Whether it is a scan at all.
    fn is_whole(&self, has_element: bool) -> Result<(), String> {
        if self.rules < RULES {
            Err(format!("there are {} rules", self.rules))
        } else if !self.missing.is_empty() {
            Err(format!("these rules did not run: {:?}", self.missing))
        } else if self.passes == 0 {
            Err("nothing passes".to_owned())
        } else if has_element && self.inside == 0 {
            Err("nothing in the element was looked at".to_owned())
        } else {
            Ok(())
        }
    }

    /// What is left to be said of the page.
    fn barriers(&self, state: &str) -> Result<(), String> {
        let is_decided = |(rule, place, _): &Found| {
            DECIDED.iter().any(|one| {
                rule.strip_suffix("-enhanced").unwrap_or(rule) == one.rule
                    && state.starts_with(one.state)
                    && place.contains(one.place)
            })
        };
        let line = |kind: &str, (rule, place, words): &Found| format!("{kind} {rule} at {place}: {words}");
        let broken = self.violations.iter().map(|found| line("breaks", found));
        let open =
            self.incomplete.iter().filter(|found| !is_decided(found)).map(|found| line("open:", found));
        let lines: Vec<_> = broken.chain(open).collect();
        if lines.is_empty() { Ok(()) } else { Err(lines.join("\n")) }
    }
}

async fn look(page: Page, state: &'static str) -> Result<(), String> {
    let scan = Scan::of(&page, &AXE).await?;
    scan.is_whole(!state.starts_with("host"))?;
    scan.barriers(state)
}

/// Scans every state, in one browser.
fn scans(name: &'static str, is_dark: bool, world: &'static str) {
    if Engine::chosen().is_scanned() {
        in_each_state(name, Wanted { is_dark, ..Wanted::default() }, world, look);
    }
}

#[test]
fn no_barrier_is_found_left_to_right_in_the_light() {
    scans("axe-ltr-light", false, "");
}

#[test]
fn no_barrier_is_found_left_to_right_in_the_dark() {
    scans("axe-ltr-dark", true, "");
}

#[test]
fn no_barrier_is_found_right_to_left_in_the_light() {
    scans("axe-rtl-light", false, "locale=ar-AE");
}

#[test]
fn no_barrier_is_found_right_to_left_in_the_dark() {
    scans("axe-rtl-dark", true, "locale=he-IL");
}

#[test]
fn a_barrier_within_the_shadow_root_is_found() {
    journey("axe-planted", |page| async move {
        if !Engine::chosen().is_scanned() {
            return;
        }
        page.open("301000001").await;
        look(page.clone(), "view").await.expect("there is none so far");
        let script = "const planted = document.createElement('button');
            elements()[0].shadowRoot.querySelector('.c-page').append(planted)";
        page.ask(script, &[]).await.expect("it is planted");
        let found = look(page.clone(), "view").await.expect_err("a button without a name");
        assert!(found.contains("breaks button-name at carnet-profile"), "{found}");
    });
}

#[test]
fn a_scan_that_is_none_is_no_good_news() {
    journey("axe-broken", |page| async move {
        if !Engine::chosen().is_scanned() {
            return;
        }
        page.open("301000001").await;
        // Nothing is there to scan with; it throws; it runs and finds nothing to look at; it has lost its rules.
        let stub = |run: &str, rules: usize| {
            format!(
                "window.axe = {{ getRules: () => Array.from({{ length: {rules} }}, (_, id) => ({{ ruleId: `${{id}}` }})), run: {run} }}"
            )
        };
        let nothing = "async (_, { runOnly }) => ({
            violations: [], incomplete: [], passes: [], inapplicable: runOnly.values.map((id) => ({ id, nodes: [] })) })";
        let some = nothing.replace("passes: []", "passes: [{ id: '0', nodes: [] }]");
        let fewer = nothing.replace("runOnly.values.map", "runOnly.values.slice(1).map");
        for (axe, complaint) in [
            ("delete window.axe".to_owned(), "the scan broke"),
            (stub("async () => { throw new Error('no') }", RULES), "the scan broke"),
            (stub(nothing, RULES - 1), "there are 99 rules"),
            (stub(&fewer, RULES), "these rules did not run"),
            (stub(nothing, RULES), "nothing passes"),
            (stub(&some, RULES), "nothing in the element was looked at"),
        ] {
            let scan = Scan::of(&page, &axe).await;
            let said = scan.and_then(|scan| scan.is_whole(true)).expect_err(complaint);
            assert!(said.contains(complaint), "{said}");
        }
    });
}
