//! Motion: a page, a form or a message that takes the place of something else comes in. What is shown first does not, and
//! nothing moves for customers who prefer reduced motion.

use serde_json::{Value, json};

use crate::{
    catalogue::{saved, section, t},
    display::set_media,
    harness::journey,
    host_page,
    page::Page,
};

/// Opens the host page with an element, and records from its beginning what comes in.
async fn open(page: &Page, shadow: &str) {
    let mut attributes = host_page::open(page).await;
    attributes["shadow"] = json!(shadow);
    host_page::define(page).await;
    let script = "window.element = makeElement(arguments[0]);
        element.credentials = credentials;
        document.querySelector('main').append(element);
        window.moves = [];
        const note = ({ target, propertyName }) => {
            const isOther = propertyName && propertyName !== 'transform';
            if (!isOther && !/c-skeleton|c-late/.test(target.className)) moves.push(target.className);
        };
        for (const type of ['transitionrun', 'animationstart'])
            (element.shadowRoot ?? element).addEventListener(type, note)";
    page.evaluate(script, &[attributes]).await.expect("the element is added");
    page.wait_until("the profile", "return all('.c-cards').length === 1", &[]).await;
    page.wait_until("the first view is painted", "return all('.c-app[data-ready]').length === 1", &[]).await;
    assert_eq!(moves(page).await, Ok(json!([])), "the first view is there at once");
}

/// The classes of what has come in.
async fn moves(page: &Page) -> Result<Value, String> {
    page.evaluate("return painted().then(painted).then(() => window.moves)", &[]).await
}

/// Waits until something with this class has come in, and starts the record anew.
async fn comes_in(page: &Page, class: &str) {
    let script = "return moves.includes(arguments[0]) && moves.splice(0).length > 0";
    page.wait_until(&format!("{class} comes in"), script, &[json!(class)]).await;
}

#[test]
fn page_form_in_row_and_message_come_in() {
    journey("motion", |page| async move {
        for shadow in ["open", "none"] {
            open(&page, shadow).await;
            page.edit("identity").await;
            comes_in(&page, "c-form c-page").await;
            page.has_focus("h1", section("identity")).await;
            let name = if shadow == "open" { "Camilla" } else { "Camille" };
            page.fill(t("label.first-name"), name).await;
            page.review().await;
            comes_in(&page, "c-form c-page").await;
            page.save().await;
            page.announces(saved()).await;
            comes_in(&page, "c-page c-profile").await;
            page.press(&format!("{} {}", t("view.edit"), t("label.email"))).await;
            comes_in(&page, "c-fields").await;
        }
    });
}

#[test]
fn reduced_motion_removes_all_of_it() {
    journey("motion-reduced", |page| async move {
        set_media(&page, "", &[("prefers-reduced-motion", "reduce")]).await.expect("the preference is set");
        open(&page, "open").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(moves(&page).await, Ok(json!([])));
        let moving = page.evaluate("return element.shadowRoot.getAnimations().length", &[]).await;
        assert_eq!(moving, Ok(json!(0)));
        set_media(&page, "", &[]).await.expect("the preference is taken back");
    });
}
