//! Reach: by keyboard and by finger to every control of every state, and what is read out on the way there.

use serde_json::Value;

use crate::{
    engine::Wanted,
    page::Page,
    run::journey,
    states::{in_each_state, in_states},
};

/// The key, as WebDriver writes it.
const TAB: &str = "\u{e004}";

async fn ask(page: &Page, script: &str) -> Result<Value, String> {
    page.ask(&format!("{}\n{script}", include_str!("reach.js")), &[]).await
}

/// Everything wrong that these scripts find.
async fn found(page: &Page, scripts: &str) -> Result<(), String> {
    let found = ask(page, &format!("return [{scripts}].flat()")).await?;
    let found: Vec<String> = serde_json::from_value(found).map_err(|error| error.to_string())?;
    if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
}

async fn is_reached(page: Page, _state: &'static str) -> Result<(), String> {
    found(&page, "repeated, small()").await?;
    let stops = ask(&page, "return begin()").await?.as_u64().unwrap_or_default();
    // One at a time: the browser may be slower to move than the driver to press.
    for _ in 1..stops {
        page.keys(TAB).await;
    }
    found(&page, "astray(), covered()").await
}

#[test]
fn every_control_is_reached_in_order_seen_with_the_focus_and_large_enough() {
    in_each_state("reach", Wanted::default(), "", is_reached);
}

/// What is read out on the way to a state, from the loaded profile on: in a live region, or by the focus.
const SAID: [(&str, &[&str]); 12] = [
    ("locale-missing", &["live: French (France) could not be loaded. Try again"]),
    ("read-not-found", &["focus: This profile was not found"]),
    ("edit-identity", &["focus: Identity"]),
    ("problems-contact", &["focus: Contact", "focus: There is a problem Write the e-mail address"]),
    ("review-saving", &["focus: Identity", "focus: Check your change", "live: Saving…"]),
    (
        "saved",
        &[
            "focus: Identity",
            "focus: Check your change",
            "live: Saving…",
            "focus: Your change has been saved We read",
        ],
    ),
    ("saved-nothing", &["focus: Contact", "focus: Nothing was changed"]),
    (
        "save-offline",
        &["focus: Identity", "focus: Check your change", "live: Saving…", "focus: No connection The service"],
    ),
    (
        "save-refused",
        &["focus: Identity", "focus: Check your change", "live: Saving…", "focus: There is a problem"],
    ),
    (
        "clash",
        &["focus: Identity", "focus: Check your change", "live: Saving…", "focus: Changed in two places"],
    ),
    ("create-problems", &["focus: There is a problem"]),
    ("created", &["focus: Check your answers", "live: Creating…", "focus: Your profile has been created"]),
];

#[test]
fn a_change_of_status_is_read_out_once() {
    in_states(
        "reach-said",
        Wanted::default(),
        "",
        async |page, state| {
            let said = page.ask("return announced", &[]).await?;
            let said: Vec<String> = serde_json::from_value(said).map_err(|error| error.to_string())?;
            let said: Vec<_> = said.iter().filter(|one| !one.starts_with("live: Loading")).collect();
            let wanted = SAID.iter().find(|(name, _)| *name == state).map_or(&[][..], |(_, wanted)| wanted);
            let is_all = said.len() == wanted.len();
            if is_all && said.iter().zip(wanted).all(|(said, wanted)| said.starts_with(wanted)) {
                Ok(())
            } else {
                Err(format!("{said:#?}"))
            }
        },
        |name| SAID.iter().any(|(wanted, _)| name == *wanted),
    );
}

#[test]
fn the_focus_comes_back_to_what_it_left() {
    journey("reach-back", |page| async move {
        page.open("301000001").await;
        for section in ["Identity", "Contact", "Address", "Preferences"] {
            let opener = format!("Edit {section}");
            page.press(&opener).await;
            page.has_focus(&format!("h1 {section}")).await;
            page.press("Cancel").await;
            page.has_focus(&format!("button {opener}")).await;
            page.press(&opener).await;
            page.has_focus(&format!("h1 {section}")).await;
            page.browser.back().await.expect("the browser goes back");
            page.has_focus(&format!("button {opener}")).await;
        }

        page.press("Show National identifier").await;
        page.has_focus("button Hide National identifier").await;
        page.press("Hide National identifier").await;
        page.has_focus("button Show National identifier").await;

        page.press("Edit Contact").await;
        page.press("Add a phone").await;
        page.has_focus("input Number").await;
        page.press("Remove phone 4").await;
        page.has_focus("input Number").await;
        page.fill("E-mail", "milla@example.org").await;
        page.press("Review the change").await;
        page.has_focus("h1 Check your change").await;
        page.press("Go back and change").await;
        page.has_focus("h1 Contact").await;
        page.press("Cancel").await;
        page.has_focus("button Keep editing").await;
        page.press("Keep editing").await;
        page.has_focus("button Cancel").await;
        page.speak("français (France)").await;
        page.is_at("Contact").await;
        page.has_focus("input Langue").await;
    });
}

#[test]
fn a_control_that_cannot_be_reached_or_hit_is_found() {
    let plant = |make: &'static str| {
        move |name: &'static str, complaint: &'static str| {
            journey(name, move |page| async move {
                page.open("301000001").await;
                page.ask("window.repeated = []", &[]).await.expect("nothing was said so far");
                let script = format!(
                    "const made = Object.assign(document.createElement('button'), {{ textContent: 'Planted', className: 'c-primary' }});
                     {make}; elements()[0].shadowRoot.querySelector('.c-page').append(made)"
                );
                page.ask(&script, &[]).await.expect("it is planted");
                let told = is_reached(page.clone(), "view").await.expect_err(complaint);
                assert!(told.contains(complaint), "{told}");
            });
        }
    };
    plant("made.style.cssText = 'min-block-size: 0; block-size: 20px; padding: 0'")(
        "reach-small",
        "by 20 px",
    );
    plant("made.tabIndex = 2")("reach-order", "Tab comes to");
    plant("made.style.outline = 'none'")("reach-ring", "the focus is not seen on button “Planted”");
}
