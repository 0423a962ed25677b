//! The example themes: with each of them, light and dark, the page keeps its contrast.

use serde_json::json;

use crate::{
    axe::AXE,
    browser::BrowserOptions,
    catalogue::{saved, section, t},
    harness::{JourneyOptions, journey_with},
};

const THEMES: [(&str, &str); 3] = [
    ("plain", include_str!("../../examples/themes/plain.css")),
    ("bank", include_str!("../../examples/themes/bank.css")),
    ("resort", include_str!("../../examples/themes/resort.css")),
];

/// A script that returns the number of elements whose contrast was measured, and those with too little (WCAG 1.4.3).
const CONTRAST: &str = "
    const scan = () => axe.run(document, { runOnly: ['color-contrast'] });
    return still().then(scan).then(({ passes, violations }) => {
      const nodes = (list) => list.flatMap((rule) => rule.nodes);
      return [nodes(passes).length, nodes(violations).map((node) => `${node.target.flat().at(-1)}: ${node.any[0].message}`)];
    });";

/// Measures the contrast of each theme on the profile, a form with errors, the review and the result.
fn each_theme_has_contrast(name: &'static str, is_dark: bool) {
    let browser = BrowserOptions { is_dark, ..BrowserOptions::default() };
    journey_with(name, JourneyOptions { browser, ..JourneyOptions::default() }, |page| async move {
        for (theme, sheet) in THEMES {
            page.open("301000001").await;
            let apply = "const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]);
                document.adoptedStyleSheets = [sheet]";
            page.evaluate(apply, &[json!(sheet)]).await.expect("the theme is applied");
            page.screenshot(&format!("{name}-{theme}")).await;
            let scan = async |state: &str| {
                let script = format!("{};\n{CONTRAST}", *AXE);
                let result = page.evaluate(&script, &[]).await.expect("axe-core runs");
                assert!(
                    result[0].as_u64() > Some(10),
                    "{theme}, {state}: too few elements were measured: {result}"
                );
                assert_eq!(result[1], json!([]), "{theme}, {state}");
            };
            scan("profile").await;
            page.edit("contact").await;
            page.has_focus("h1", section("contact")).await;
            page.fill(t("label.email"), "camille").await;
            page.review().await;
            page.has_focus("div", t("form.problem")).await;
            scan("errors").await;
            page.fill(t("label.email"), "camilla@example.org").await;
            page.review().await;
            page.has_focus("h1", t("review.title")).await;
            scan("review").await;
            page.save().await;
            page.announces(saved()).await;
            scan("saved").await;
            page.sandbox.reset().await;
        }
    });
}

#[test]
fn every_theme_has_contrast_in_light_scheme() {
    each_theme_has_contrast("theme-light", false);
}

#[test]
fn every_theme_has_contrast_in_dark_scheme() {
    each_theme_has_contrast("theme-dark", true);
}
