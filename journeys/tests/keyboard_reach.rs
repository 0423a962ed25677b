//! Every control of every state can be reached by keyboard and finger, and each change of status is announced once.

use serde_json::Value;

use thirtyfour::Key;

use crate::{
    catalogue::{catalogue, edit_button, hide_button, render, section, show_button, t, t_with},
    harness::journey,
    page::Page,
    states::{all_of, states},
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

/// Checks the size of the controls and of their text, and that nothing was announced twice on the way to the state.
pub(crate) async fn has_large_controls(page: &Page) -> Result<(), String> {
    check(page, "repeated, tooSmall(), tooSmallText()").await
}

/// Presses Tab through the state and checks order and focus.
pub(crate) async fn is_reachable(page: &Page) -> Result<(), String> {
    let stops = evaluate(page, "return startTabbing()").await?.as_u64().unwrap_or_default();
    // One key per command: the browser may move the focus more slowly than the driver presses keys.
    for _ in 1..stops {
        page.press_keys(TAB).await;
    }
    check(page, "tabOrderErrors(), covered()").await
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
            "focus: {news.saved}",
        ],
    ),
    ("edit-unchanged", &["focus: {section.contact}", "live: {news.unchanged}"]),
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
    render(template).replace("{{language}}", "French (France)").replace("{{names}}", t("group.name"))
}

/// Checks that the changes of status on the way to a state of `ANNOUNCED` were announced once.
pub(crate) async fn is_announced_once(page: &Page, state: &str) -> Result<(), String> {
    let Some((_, wanted)) = ANNOUNCED.iter().find(|(name, _)| *name == state) else { return Ok(()) };
    let announced = page.evaluate("return announced", &[]).await?;
    let announced: Vec<String> = serde_json::from_value(announced).map_err(|error| error.to_string())?;
    // Whether something loads slowly is up to the machine.
    let loading = [render("live: {view.loading}"), render("live: {part.loading}")];
    let is_loading = |one: &String| loading.iter().any(|loading| one.starts_with(loading));
    let announced: Vec<_> = announced.iter().filter(|one| !is_loading(one)).collect();
    let is_complete = announced.len() == wanted.len();
    if is_complete && announced.iter().zip(*wanted).all(|(text, wanted)| text.starts_with(&beginning(wanted)))
    {
        Ok(())
    } else {
        Err(format!("announced: {announced:#?}"))
    }
}

#[test]
fn announced_states_exist() {
    let states: Vec<&str> = states().iter().map(|state| state.name).collect();
    for (name, _) in ANNOUNCED {
        assert!(states.contains(&name), "{name} is no state");
    }
}

#[test]
fn focus_returns_to_control_it_left() {
    journey("reach-back", |page| async move {
        page.open("301000001").await;
        for name in ["identity", "contact", "preferences"] {
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

        // A row is edited in its place: its first control gets the focus.
        let opener = edit_button("address");
        page.press(&opener).await;
        page.has_focus("input", t("label.country")).await;
        page.press_keys(Key::Escape + "").await;
        page.has_focus("button", &opener).await;
        page.press(&opener).await;
        page.has_focus("input", t("label.country")).await;
        page.browser.back().await.expect("the browser goes back");
        page.has_focus("button", &opener).await;

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
        page.has_heading(catalogue("fr").t("section.contact")).await;
        page.has_focus("input", catalogue("fr").t("locale.label")).await;
    });
}

#[test]
fn unreachable_or_small_control_is_found() {
    let plant = |make: &'static str| {
        move |name: &'static str, error: &'static str| {
            journey(name, move |page| async move {
                page.open("301000001").await;
                // The last part of the page.
                page.wait_until("the facts", "return all('.c-fold > summary').length > 0", &[]).await;
                page.evaluate("window.repeated = []", &[]).await.expect("the list is cleared");
                let script = format!(
                    "let made = Object.assign(document.createElement('button'), {{ textContent: 'Planted', className: 'c-primary' }});
                     {make}; elements()[0].shadowRoot.querySelector('.c-page').append(made)"
                );
                page.evaluate(&script, &[]).await.expect("the control is added");
                let errors = all_of([has_large_controls(&page).await, is_reachable(&page).await]);
                let errors = errors.expect_err(error);
                assert!(errors.contains(error), "{errors}");
            });
        }
    };
    plant("made.style.cssText = 'min-block-size: 0; block-size: 20px; padding: 0'")(
        "reach-small",
        "by 20 px",
    );
    plant(
        "made = Object.assign(document.createElement('input'), { className: 'c-input', ariaLabel: 'Planted' });
         made.style.fontSize = '15px'",
    )("reach-text", "text of 15 px");
    plant("made.tabIndex = 2")("reach-order", "Tab comes to");
    plant("made.style.outline = 'none'")("reach-ring", "the focus is not visible on button “Planted”");
}
