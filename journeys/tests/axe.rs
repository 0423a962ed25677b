//! axe-core on a state: all rules and all impacts, and the rules about colours alone. `all_states.rs` scans every state.
//!
//! A scan that is not complete fails like one that finds a barrier.

use std::{env, fs, sync::LazyLock};

use serde::Deserialize;
use serde_json::json;

use crate::{harness::journey, page::Page};

/// The script of axe-core, from the path in `CARNET_AXE`.
pub(crate) static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = env::var_os("CARNET_AXE").expect(
        "CARNET_AXE is the path of axe.min.js: `cargo xtask test` installs it in ~/.cache/carnet/tools/axe-core-…/",
    );
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
});

/// The number of rules that axe-core has at least. A release with fewer has lost some of them.
const RULES: usize = 100;

/// The number of rules about colours that it has at least: the contrast of AA and AAA, and links within text.
const COLOUR_RULES: usize = 3;

/// A finding that axe-core cannot decide and that was decided in review.
struct Decision {
    rule: &'static str,
    /// The beginning of the names of the states.
    state: &'static str,
    /// A part of the target.
    target: &'static str,
    /// The reason why it is not a barrier. It is for readers alone.
    _reason: &'static str,
}

const DECISIONS: [Decision; 5] = [
    Decision {
        rule: "hidden-content",
        state: "",
        target: "",
        _reason: "the rule reports hidden content, which is scanned in the states that show it",
    },
    Decision {
        rule: "css-orientation-lock",
        state: "",
        target: "html",
        _reason: "the page's policy keeps axe-core from reading stylesheets; tests/architecture/colours.rs checks them",
    },
    Decision {
        rule: "color-contrast",
        state: "locale-open",
        target: "",
        _reason: "the open list covers the content below it and scrolls; tests/architecture/colours.rs checks its colours",
    },
    Decision {
        rule: "color-contrast",
        state: "leave",
        target: "",
        _reason: "axe-core ignores the top layer and considers the dialog covered; tests/architecture/colours.rs checks its colours",
    },
    Decision {
        rule: "color-contrast",
        state: "create",
        target: "legend > h2",
        _reason: "axe-core considers a floating legend covered by what clears it; tests/architecture/colours.rs checks its colours",
    },
];

/// A finding: the rule, the target and the message.
type Finding = (String, String, String);

/// The result of a scan (`axe_scan.js`).
#[derive(Debug, Deserialize)]
struct Scan {
    rules: usize,
    missing: Vec<String>,
    passes: usize,
    inside: usize,
    violations: Vec<Finding>,
    incomplete: Vec<Finding>,
}

impl Scan {
    /// Scans the page with the rules that have one of these tags; with no tags, all rules.
    async fn of(page: &Page, axe: &str, tags: &[&str]) -> Result<Scan, String> {
        let script = format!("{axe};\n{}\nreturn scan(arguments[0])", include_str!("axe_scan.js"));
        let result = page.evaluate(&script, &[json!(tags)]).await;
        let result = result.map_err(|error| format!("the scan failed: {error}"))?;
        serde_json::from_value(result).map_err(|error| format!("the scan has no result: {error}"))
    }

    /// Checks that the scan is complete: at least so many rules ran, and the element was examined.
    fn is_complete(&self, rules: usize, has_element: bool) -> Result<(), String> {
        if self.rules < rules {
            Err(format!("there are {} rules", self.rules))
        } else if !self.missing.is_empty() {
            Err(format!("these rules did not run: {:?}", self.missing))
        } else if self.passes == 0 {
            Err("nothing passes".to_owned())
        } else if has_element && self.inside == 0 {
            Err("nothing in the element was examined".to_owned())
        } else {
            Ok(())
        }
    }

    /// Reports violations, and findings that are neither decided by axe-core nor in `DECISIONS`.
    fn barriers(&self, state: &str) -> Result<(), String> {
        let is_decided = |(rule, target, _): &Finding| {
            DECISIONS.iter().any(|one| {
                rule.strip_suffix("-enhanced").unwrap_or(rule) == one.rule
                    && state.starts_with(one.state)
                    && target.contains(one.target)
            })
        };
        let line =
            |kind: &str, (rule, target, message): &Finding| format!("{kind} {rule} at {target}: {message}");
        let violations = self.violations.iter().map(|found| line("breaks", found));
        let open =
            self.incomplete.iter().filter(|found| !is_decided(found)).map(|found| line("open:", found));
        let lines: Vec<_> = violations.chain(open).collect();
        if lines.is_empty() { Ok(()) } else { Err(lines.join("\n")) }
    }
}

/// The script of axe-core, unless the page has it already: it is large.
async fn missing_script(page: &Page) -> Result<&'static str, String> {
    let has_axe = page.evaluate("return !!window.axe", &[]).await? == true;
    Ok(if has_axe { "" } else { &AXE })
}

/// Scans a state with all rules.
pub(crate) async fn scan(page: &Page, state: &str) -> Result<(), String> {
    let scan = Scan::of(page, missing_script(page).await?, &[]).await?;
    scan.is_complete(RULES, !state.starts_with("host"))?;
    scan.barriers(state)
}

/// Scans a state with the rules about colours: the others do not depend on the colour scheme.
pub(crate) async fn scan_colours(page: &Page, state: &str) -> Result<(), String> {
    let scan = Scan::of(page, missing_script(page).await?, &["cat.color"]).await?;
    scan.is_complete(COLOUR_RULES, !state.starts_with("host"))?;
    scan.barriers(state)
}

#[test]
fn axe_finds_barrier_within_shadow_root() {
    journey("axe-planted", |page| async move {
        page.open("301000001").await;
        scan(&page, "view").await.expect("the profile has no barrier");
        let script = "const planted = document.createElement('button');
            elements()[0].shadowRoot.querySelector('.c-page').append(planted)";
        page.evaluate(script, &[]).await.expect("the button is added");
        let found = scan(&page, "view").await.expect_err("a button without a name");
        assert!(found.contains("breaks button-name at carnet-profile"), "{found}");
    });
}

#[test]
fn incomplete_scan_is_an_error() {
    journey("axe-broken", |page| async move {
        page.open("301000001").await;
        // axe-core is missing, throws, has too few rules, skips rules, passes nothing, or does not examine the element.
        let stub = |run: &str, rules: usize| {
            format!(
                "window.axe = {{ getRules: () => Array.from({{ length: {rules} }}, (_, id) => ({{ ruleId: `${{id}}` }})), run: {run} }}"
            )
        };
        let nothing = "async (_, { runOnly }) => ({
            violations: [], incomplete: [], passes: [], inapplicable: runOnly.values.map((id) => ({ id, nodes: [] })) })";
        let some = nothing.replace("passes: []", "passes: [{ id: '0', nodes: [] }]");
        let fewer = nothing.replace("runOnly.values.map", "runOnly.values.slice(1).map");
        for (axe, error) in [
            ("delete window.axe".to_owned(), "the scan failed"),
            (stub("async () => { throw new Error('no') }", RULES), "the scan failed"),
            (stub(nothing, RULES - 1), "there are 99 rules"),
            (stub(&fewer, RULES), "these rules did not run"),
            (stub(nothing, RULES), "nothing passes"),
            (stub(&some, RULES), "nothing in the element was examined"),
        ] {
            let scan = Scan::of(&page, &axe, &[]).await;
            let reported = scan.and_then(|scan| scan.is_complete(RULES, true)).expect_err(error);
            assert!(reported.contains(error), "{reported}");
        }
    });
}
