//! Every control of every state can be reached by keyboard and finger, and each change of status is announced once.

use serde_json::Value;

use crate::{
    browser::BrowserOptions,
    catalogue::{catalogue, edit_button, hide_button, render, section, show_button, t, t_with},
    harness::journey,
    page::Page,
    states::{in_each_state, in_states},
};

/// The Tab key in WebDriver's encoding.
const TAB: &str = "\u{e004}";

/// Runs a script after the functions of `keyboard_reach.js`.
async fn evaluate(page: &Page, script: &str) -> Result<Value, String> {
    page.evaluate(&format!("{}\n{script}", include_str!("keyboard_reach.js")), &[]).await
}

/// Runs these checks and reports their errors.
async fn check(page: &Page, checks: &str) -> Result<(), String> {
    let errors = evaluate(page, &format!("return [{checks}].flat()")).await?;
    let errors: Vec<String> = serde_json::from_value(errors).map_err(|error| error.to_string())?;
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

/// Presses Tab through the state and checks order, focus, size and repeated announcements.
async fn is_reachable(page: Page, _state: &'static str) -> Result<(), String> {
    check(&page, "repeated, tooSmall()").await?;
    let stops = evaluate(&page, "return startTabbing()").await?.as_u64().unwrap_or_default();
    // One key per command: the browser may move the focus more slowly than the driver presses keys.
    for _ in 1..stops {
        page.press_keys(TAB).await;
    }
    check(&page, "tabOrderErrors(), covered()").await
}

#[test]
fn every_control_is_reached_in_order_with_visible_focus_and_sufficient_size() {
    in_each_state("reach", BrowserOptions::default(), "", is_reachable);
}

/// The announcements on the way to a state, from the loaded profile on: how, and the beginning of the text. A live
/// region announces its text by itself, the others are announced by the focus.
const ANNOUNCED: [(&str, &[&str]); 12] = [
    ("locale-missing", &["live: {locale.missing} {failure.retry}"]),
    ("read-not-found", &["focus: {failure.not-found}"]),
    ("edit-identity", &["focus: {section.identity}"]),
    ("problems-contact", &["focus: {section.contact}", "focus: {form.problem} {problem.email}"]),
    ("review-saving", &["focus: {section.identity}", "focus: {review.title}", "live: {review.saving}"]),
    (
        "saved",
        &[
            "focus: {section.identity}",
            "focus: {review.title}",
            "live: {review.saving}",
            "focus: {news.saved} {news.saved-text}",
        ],
    ),
    ("saved-nothing", &["focus: {section.contact}", "focus: {news.unchanged}"]),
    (
        "save-offline",
        &[
            "focus: {section.identity}",
            "focus: {review.title}",
            "live: {review.saving}",
            "focus: {failure.offline} {failure.offline-text}",
        ],
    ),
    (
        "save-refused",
        &[
            "focus: {section.identity}",
            "focus: {review.title}",
            "live: {review.saving}",
            "focus: {form.problem}",
        ],
    ),
    (
        "conflict",
        &[
            "focus: {section.identity}",
            "focus: {review.title}",
            "live: {review.saving}",
            "focus: {clash.title}",
        ],
    ),
    ("create-problems", &["focus: {form.problem}"]),
    ("created", &["focus: {create.check}", "live: {create.sending}", "focus: {news.created}"]),
];

/// A text of `ANNOUNCED`. The only placeholder in them is the locale of the state `locale-missing`.
fn beginning(template: &str) -> String {
    render(template).replace("{{language}}", "French (France)")
}

#[test]
fn change_of_status_is_announced_once() {
    in_states(
        "reach-announced",
        BrowserOptions::default(),
        "",
        async |page, state| {
            let announced = page.evaluate("return announced", &[]).await?;
            let announced: Vec<String> =
                serde_json::from_value(announced).map_err(|error| error.to_string())?;
            let loading = render("live: {view.loading}");
            let announced: Vec<_> = announced.iter().filter(|one| !one.starts_with(&loading)).collect();
            let wanted =
                ANNOUNCED.iter().find(|(name, _)| *name == state).map_or(&[][..], |(_, wanted)| wanted);
            let is_complete = announced.len() == wanted.len();
            if is_complete
                && announced.iter().zip(wanted).all(|(text, wanted)| text.starts_with(&beginning(wanted)))
            {
                Ok(())
            } else {
                Err(format!("{announced:#?}"))
            }
        },
        |name| ANNOUNCED.iter().any(|(wanted, _)| name == *wanted),
    );
}

#[test]
fn focus_returns_to_control_it_left() {
    journey("reach-back", |page| async move {
        page.open("301000001").await;
        for name in ["identity", "contact", "address", "preferences"] {
            let opener = edit_button(name);
            page.press(&opener).await;
            page.has_focus("h1", section(name)).await;
            page.cancel().await;
            page.has_focus("button", &opener).await;
            page.press(&opener).await;
            page.has_focus("h1", section(name)).await;
            page.browser.back().await.expect("the browser goes back");
            page.has_focus("button", &opener).await;
        }

        page.press(&show_button(t("label.national-id"))).await;
        page.has_focus("button", &hide_button(t("label.national-id"))).await;
        page.press(&hide_button(t("label.national-id"))).await;
        page.has_focus("button", &show_button(t("label.national-id"))).await;

        page.edit("contact").await;
        page.press(t("phones.add")).await;
        page.has_focus("input", t("label.phone-number")).await;
        page.press(&t_with("phones.remove", &[("position", "4")])).await;
        page.has_focus("input", t("label.phone-number")).await;
        page.fill(t("label.email"), "milla@example.org").await;
        page.review().await;
        page.has_focus("h1", t("review.title")).await;
        page.press(t("review.back")).await;
        page.has_focus("h1", section("contact")).await;
        page.cancel().await;
        page.has_focus("button", t("leave.stay")).await;
        page.keep_editing().await;
        page.has_focus("button", t("form.cancel")).await;
        page.choose_language("français (France)").await;
        page.has_heading(section("contact")).await;
        page.has_focus("input", catalogue("fr").t("locale.label")).await;
    });
}

#[test]
fn unreachable_or_small_control_is_found() {
    let plant = |make: &'static str| {
        move |name: &'static str, error: &'static str| {
            journey(name, move |page| async move {
                page.open("301000001").await;
                page.evaluate("window.repeated = []", &[]).await.expect("the list is cleared");
                let script = format!(
                    "const made = Object.assign(document.createElement('button'), {{ textContent: 'Planted', className: 'c-primary' }});
                     {make}; elements()[0].shadowRoot.querySelector('.c-page').append(made)"
                );
                page.evaluate(&script, &[]).await.expect("the control is added");
                let errors = is_reachable(page.clone(), "view").await.expect_err(error);
                assert!(errors.contains(error), "{errors}");
            });
        }
    };
    plant("made.style.cssText = 'min-block-size: 0; block-size: 20px; padding: 0'")(
        "reach-small",
        "by 20 px",
    );
    plant("made.tabIndex = 2")("reach-order", "Tab comes to");
    plant("made.style.outline = 'none'")("reach-ring", "the focus is not visible on button “Planted”");
}
