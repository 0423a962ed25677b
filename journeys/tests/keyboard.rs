//! A whole update by keyboard, with the focus where a customer expects it after each step.

use thirtyfour::prelude::*;

use crate::{
    catalogue::{edit_button, section, t, t_with},
    harness::journey,
    page::Page,
};

/// Presses Tab until the element of this tag and name has the focus.
async fn tab_to(page: &Page, tag: &str, name: &str) {
    let wanted = format!("{tag} {name}");
    let mut passed = Vec::new();
    for _ in 0..60 {
        page.press_keys(Key::Tab).await;
        let focused = page.evaluate("return focused()", &[]).await.expect("the page can be read");
        if focused == wanted {
            return;
        }
        passed.push(focused.as_str().unwrap_or_default().chars().take(40).collect::<String>());
    }
    panic!("Tab does not reach “{wanted}”: {passed:?}");
}

#[test]
fn profile_is_updated_by_keyboard() {
    journey("keyboard", |page| async move {
        page.open("301000001").await;
        tab_to(&page, "button", &edit_button("identity")).await;
        page.press_keys(Key::Enter).await;
        page.has_focus("h1", section("identity")).await;
        tab_to(&page, "input", t("label.first-name")).await;
        page.press_keys("x").await;
        // Tab selects the text of a field, so that typing replaces it.
        assert_eq!(page.value(t("label.first-name")).await, "x");
        page.press_keys(Key::Backspace + "").await;
        tab_to(&page, "input", t("label.last-name")).await;
        page.press_keys(Key::Backspace + "").await;
        page.press_keys(Key::Enter).await;
        page.has_focus("div", t("form.problem")).await;
        tab_to(&page, "a", t("problem.first-name")).await;
        page.press_keys(Key::Enter).await;
        page.has_focus("input", t("label.first-name")).await;
        page.press_keys("Camilla").await;
        page.press_keys(Key::Enter).await;
        page.has_focus("h1", t("review.title")).await;
        tab_to(&page, "button", t("review.back")).await;
        page.press_keys(" ").await;
        page.has_focus("h1", section("identity")).await;
        tab_to(&page, "button", t("form.cancel")).await;
        page.press_keys(" ").await;
        page.has_focus("button", t("leave.stay")).await;
        page.press_keys(Key::Escape + "").await;
        page.has_focus("button", t("form.cancel")).await;
        page.press_keys(" ").await;
        tab_to(&page, "button", t("leave.discard")).await;
        page.press_keys(" ").await;
        page.has_focus("button", &edit_button("identity")).await;

        tab_to(&page, "button", &edit_button("preferences")).await;
        page.press_keys(" ").await;
        page.has_focus("h1", section("preferences")).await;
        tab_to(&page, "input", t("channel.sms")).await;
        page.press_keys(" ").await;
        tab_to(&page, "button", t("form.review")).await;
        page.press_keys(Key::Enter).await;
        page.has_focus("h1", t("review.title")).await;
        tab_to(&page, "button", t("review.save")).await;
        page.press_keys(" ").await;
        page.has_focus("div", &t_with("news.saved", &[("names", t("label.opt-ins"))])).await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 1);
    });
}
