//! The element and its host page do not affect each other; without a shadow root the element takes the page's style.

use std::io::Cursor;

use serde_json::{Value, json};

use crate::{
    catalogue::{edit_button, saved, section, t},
    harness::journey,
    host_page,
    page::Page,
};

/// A stylesheet with rules that would break the element if they applied to it.
const HOSTILE: &str = "
    * { all: unset }
    html { font-size: 62px }
    body { color: red; cursor: wait; direction: rtl; font: 900 40px/3 fantasy; letter-spacing: 5px; text-align: center;
      text-transform: uppercase; word-spacing: 9px; text-indent: 2em; visibility: hidden; -webkit-text-size-adjust: 300% }
    input { display: none !important }
    h1, p, button, select, label, legend { background: yellow !important; color: red !important; border-radius: 0 !important }
    .carnet, .c-app, .c-card, .c-input { display: none !important }
    dialog::backdrop { background: red }
    :root { --carnet-accent: red; --carnet-space-4: 90px }
    @keyframes carnet-turn { to { opacity: 0 } }
    @page { size: 1cm }";

/// A common reset stylesheet.
const RESET: &str = "
    *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid }
    button, input, select { font: inherit; color: inherit; background: none; border-radius: 0; appearance: none }
    h1, h2, h3 { font-size: inherit; font-weight: inherit }
    ol, ul { list-style: none } a { color: inherit; text-decoration: inherit }
    body { font: 15px/1.4 sans-serif }";

/// Adds an element in a container that the page's style does not move.
async fn add_element(page: &Page, attributes: &Value) {
    let script = "document.documentElement.style.overflow = 'hidden';
        const container = document.querySelector('main');
        // It covers everything else, which the page's style does change.
        container.style.cssText = 'display: block; position: fixed; inset: 0; overflow: auto; z-index: 1;' +
          'background: white; color-scheme: light; direction: ltr; visibility: visible';
        const element = makeElement(arguments[0]); element.credentials = credentials;
        container.replaceChildren(element);";
    page.evaluate(script, std::slice::from_ref(attributes)).await.expect("the host adds it");
    page.has_heading("Camille Moreau-Lefèvre").await;
}

/// Replaces the stylesheet of the page.
async fn set_stylesheet(page: &Page, sheet: &str) {
    let script = "let sheet = document.querySelector('#sheet');
        if (!sheet) document.head.append(sheet = Object.assign(document.createElement('style'), { id: 'sheet' }));
        sheet.textContent = arguments[0];
        document.querySelector('main').scrollTo(0, 0)";
    page.evaluate(script, &[json!(sheet)]).await.expect("the stylesheet is set");
}

/// Whether two screenshots look the same. An engine may smooth an edge differently when it redraws it; an element that
/// moved by a pixel or has another colour differs by more.
fn look_the_same(one: &[u8], other: &[u8]) -> bool {
    let pixels = |picture: &[u8]| {
        let mut reader = png::Decoder::new(Cursor::new(picture)).read_info().expect("a picture");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a picture of some size")];
        let frame = reader.next_frame(&mut pixels).expect("its only frame");
        (frame.width, frame.height, pixels)
    };
    let ((width, height, one), (other_width, other_height, other)) = (pixels(one), pixels(other));
    (width, height) == (other_width, other_height)
        && one.iter().zip(&other).all(|(one, other)| one.abs_diff(*other) < 96)
}

/// Compares the page under two stylesheets, in several states.
async fn looks_same_under(page: &Page, sheets: [&str; 2]) {
    let compare = async |state: &str| {
        // The pointer would leave the hover style on the button that was pressed.
        page.browser.action_chain().move_to(0, 0).perform().await.expect("the pointer is moved");
        set_stylesheet(page, sheets[0]).await;
        let before = page.stable_screenshot().await;
        set_stylesheet(page, sheets[1]).await;
        let after = page.stable_screenshot().await;
        if !look_the_same(&before, &after) {
            page.save_screenshot(&format!("isolation-{state}-before"), &before);
            page.save_screenshot(&format!("isolation-{state}-after"), &after);
            panic!("{state} looks different: see target/screenshots");
        }
        set_stylesheet(page, sheets[0]).await;
    };
    compare("profile").await;
    page.edit("preferences").await;
    page.has_focus("h1", section("preferences")).await;
    compare("checkboxes").await;
    page.cancel().await;
    page.edit("contact").await;
    page.fill(t("label.email"), "camille").await;
    page.review().await;
    page.has_focus("div", t("form.problem")).await;
    compare("errors").await;
    page.cancel().await;
    page.has_focus("button", t("leave.stay")).await;
    compare("dialog").await;
    page.keep_editing().await;
    page.fill(t("label.email"), "camilla@example.org").await;
    page.review().await;
    page.has_focus("h1", t("review.title")).await;
    compare("review").await;
    page.save().await;
    page.announces(saved()).await;
    compare("saved").await;
}

#[test]
fn hostile_stylesheet_does_not_change_element() {
    journey("isolation-hostile", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        add_element(&page, &attributes).await;
        looks_same_under(&page, ["", HOSTILE]).await;
    });
}

#[test]
fn element_leaves_nothing_on_page() {
    journey("isolation-leaks", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        // The scroll bar is there from the start: it would make the page narrower when it appears.
        page.evaluate("document.documentElement.style.overflowY = 'scroll'; takeSnapshot()", &[])
            .await
            .expect("the page can be read");
        let difference = "return snapshotDifference()";
        let script = "const element = makeElement(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.evaluate(script, &[attributes]).await.expect("the host adds it");
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.cancel().await;
        page.has_focus("button", t("leave.stay")).await;
        assert_eq!(page.evaluate(difference, &[]).await, Ok(json!([])), "with the dialog open");
        page.keep_editing().await;
        page.review().await;
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        page.evaluate("document.querySelector('carnet-profile').remove()", &[])
            .await
            .expect("the element is removed");
        assert_eq!(page.evaluate(difference, &[]).await, Ok(json!([])), "after the element is removed");
    });
}

#[test]
fn element_without_shadow_root_looks_same_and_takes_page_style() {
    journey("isolation-light", |page| async move {
        let mut attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        add_element(&page, &attributes).await;
        let with_root = page.stable_screenshot().await;
        attributes["shadow"] = json!("none");
        add_element(&page, &attributes).await;
        page.wait_until("no shadow root", "return elements()[0].shadowRoot === null", &[]).await;
        assert!(
            look_the_same(&with_root, &page.stable_screenshot().await),
            "the element looks different without a shadow root"
        );
        looks_same_under(&page, ["", RESET]).await;
        set_stylesheet(&page, "carnet-profile { --carnet-card: rgb(1, 2, 3) } carnet-profile [part~=button] { border-radius: 1px }")
            .await;
        let applies = "const look = (css) => getComputedStyle(all(css)[0]);
            return look('.c-card').backgroundColor === 'rgb(1, 2, 3)' && look('button').borderRadius === '1px'";
        page.wait_until("the page's own style", applies, &[]).await;
    });
}

#[test]
fn two_elements_without_shadow_root_have_distinct_ids() {
    journey("isolation-light-two", |page| async move {
        let mut attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        attributes["shadow"] = json!("none");
        let script = "for (const id of ['301000001', '301000002']) {
              const element = makeElement({ ...arguments[0], 'customer-id': id });
              element.credentials = credentials;
              document.querySelector('main').append(element);
            }";
        page.evaluate(script, &[attributes]).await.expect("the host adds them");
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.has_heading("Ana Ruiz").await;
        for number in [0, 1] {
            let edit =
                "all('button', elements()[arguments[0]]).find(one => text(one) === arguments[1]).click()";
            page.evaluate(edit, &[json!(number), json!(edit_button("identity"))])
                .await
                .expect("the form opens");
        }
        page.wait_until("two forms", "return all('form').length === 2", &[]).await;
        let ids = "const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
            return ids.length === new Set(ids).size || ids";
        page.wait_until("distinct ids", ids, &[]).await;
        let has_own_labels = "return elements().every((element) =>
            [...element.querySelectorAll('label')].every((label) => element.contains(label.control)) &&
            [...element.querySelectorAll('[aria-describedby], [aria-labelledby]')].every((one) =>
              `${one.getAttribute('aria-describedby') ?? ''} ${one.getAttribute('aria-labelledby') ?? ''}`
                .split(' ').filter(Boolean).every((id) => element.contains(document.getElementById(id)))))";
        page.wait_until("labels of its own in each element", has_own_labels, &[]).await;
        let filled = "return elements().map((element) =>
            [...element.querySelectorAll('input')].filter((one) => one.autocomplete === 'given-name').length)";
        assert_eq!(
            page.evaluate(filled, &[]).await,
            Ok(json!([1, 1])),
            "one given name in each, as password managers look for"
        );
        page.evaluate("elements()[0].remove()", &[]).await.expect("the first is removed");
        page.fill(t("label.first-name"), "Anna").await;
        page.review().await;
        page.save().await;
        page.has_heading("Anna Ruiz").await;
    });
}
