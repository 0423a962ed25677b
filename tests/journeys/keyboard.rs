//! Keyboard: a whole update without a pointer, with the focus where a person expects it.

use thirtyfour::prelude::*;

use crate::{page::Page, run::journey};

/// Presses Tab until the focus is there.
async fn tab_to(page: &Page, there: &str) {
    let mut passed = Vec::new();
    for _ in 0..60 {
        page.keys(Key::Tab).await;
        let focused = page.ask("return focused()", &[]).await.expect("the page can be read");
        if focused == there {
            return;
        }
        passed.push(focused.as_str().unwrap_or_default().chars().take(40).collect::<String>());
    }
    panic!("Tab does not come to “{there}”: {passed:?}");
}

#[test]
fn a_profile_is_changed_by_keyboard_alone() {
    journey("keyboard", |page| async move {
        page.open("301000001").await;
        tab_to(&page, "button Edit Identity").await;
        page.keys(Key::Enter).await;
        page.has_focus("h1 Identity").await;
        tab_to(&page, "input First name").await;
        page.keys("x").await;
        // A field that Tab reaches is marked whole, so that typing replaces it.
        assert_eq!(page.value("First name").await, "x");
        page.keys(Key::Backspace + "").await;
        tab_to(&page, "input Last name").await;
        page.keys(Key::Backspace + "").await;
        page.keys(Key::Enter).await;
        page.has_focus("div There is a problem").await;
        tab_to(&page, "a Enter your first name").await;
        page.keys(Key::Enter).await;
        page.has_focus("input First name").await;
        page.keys("Camilla").await;
        page.keys(Key::Enter).await;
        page.has_focus("h1 Check your change").await;
        tab_to(&page, "button Go back and change").await;
        page.keys(" ").await;
        page.has_focus("h1 Identity").await;
        tab_to(&page, "button Cancel").await;
        page.keys(" ").await;
        page.has_focus("button Keep editing").await;
        page.keys(Key::Escape + "").await;
        page.has_focus("button Cancel").await;
        page.keys(" ").await;
        tab_to(&page, "button Discard what I typed").await;
        page.keys(" ").await;
        page.has_focus("button Edit Identity").await;

        tab_to(&page, "button Edit Preferences").await;
        page.keys(" ").await;
        page.has_focus("h1 Preferences").await;
        tab_to(&page, "input Text message").await;
        page.keys(" ").await;
        tab_to(&page, "button Review the change").await;
        page.keys(Key::Enter).await;
        page.has_focus("h1 Check your change").await;
        tab_to(&page, "button Save").await;
        page.keys(" ").await;
        page.has_focus("div Your change has been saved").await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 1);
    });
}
