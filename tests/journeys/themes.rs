//! The example themes: on the page they dress, light and dark, nothing becomes unreadable.

use serde_json::json;

use crate::{
    axe::AXE,
    engine::{Engine, Wanted},
    run::{Setting, journey_in},
};

const THEMES: [(&str, &str); 3] = [
    ("plain", include_str!("../../examples/themes/plain.css")),
    ("bank", include_str!("../../examples/themes/bank.css")),
    ("resort", include_str!("../../examples/themes/resort.css")),
];

/// How many places were looked at, and which are hard to read (WCAG 1.4.3).
const CONTRAST: &str = "
    return axe.run(document, { runOnly: ['color-contrast'] }).then(({ passes, violations }) => {
      const nodes = (list) => list.flatMap((rule) => rule.nodes);
      return [nodes(passes).length, nodes(violations).map((node) => `${node.target.flat().at(-1)}: ${node.any[0].message}`)];
    });";

fn each_holds(name: &'static str, is_dark: bool) {
    let browsers = Wanted { is_dark, ..Wanted::default() };
    journey_in(name, Setting { browsers, ..Setting::default() }, |page| async move {
        for (theme, sheet) in THEMES {
            page.open("301000001").await;
            let dress = "const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]);
                document.adoptedStyleSheets = [sheet]";
            page.ask(dress, &[json!(sheet)]).await.expect("it is dressed");
            page.shoot(&format!("{name}-{theme}")).await;
            let scan = async |state: &str| {
                if !Engine::chosen().is_scanned() {
                    return;
                }
                let script = format!("{};\n{CONTRAST}", *AXE);
                let found = page.ask(&script, &[]).await.expect("it is looked over");
                assert!(
                    found[0].as_u64() > Some(10),
                    "{theme}, {state}: hardly anything was looked at: {found}"
                );
                assert_eq!(found[1], json!([]), "{theme}, {state}");
            };
            scan("profile").await;
            page.press("Edit Contact").await;
            page.has_focus("h1 Contact").await;
            page.fill("E-mail", "camille").await;
            page.press("Review the change").await;
            page.has_focus("div There is a problem").await;
            scan("errors").await;
            page.fill("E-mail", "camilla@example.org").await;
            page.press("Review the change").await;
            page.has_focus("h1 Check your change").await;
            scan("review").await;
            page.press("Save").await;
            page.hears("Your change has been saved").await;
            scan("news").await;
            page.sandbox.reset().await;
        }
    });
}

#[test]
fn each_theme_holds_in_the_light() {
    each_holds("theme-light", false);
}

#[test]
fn each_theme_holds_in_the_dark() {
    each_holds("theme-dark", true);
}
