//! The element and the page around it leave each other alone; without a shadow root it is a part of that page.

use std::io::Cursor;

use serde_json::{Value, json};

use crate::{host, page::Page, run::journey};

/// What a page may say without thinking of guests.
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

/// What pages begin with that know what they do.
const RESET: &str = "
    *, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid }
    button, input, select { font: inherit; color: inherit; background: none; border-radius: 0; appearance: none }
    h1, h2, h3 { font-size: inherit; font-weight: inherit }
    ol, ul { list-style: none } a { color: inherit; text-decoration: inherit }
    body { font: 15px/1.4 sans-serif }";

/// Puts an element where the page's own style does not move it.
async fn place(page: &Page, attributes: &Value) {
    let script = "document.documentElement.style.overflow = 'hidden';
        const stage = document.querySelector('main');
        // Over everything else, which the page's style does change.
        stage.style.cssText = 'display: block; position: fixed; inset: 0; overflow: auto; z-index: 1;' +
          'background: white; color-scheme: light; direction: ltr; visibility: visible';
        const element = make(arguments[0]); element.credentials = credentials;
        stage.replaceChildren(element);";
    page.ask(script, std::slice::from_ref(attributes)).await.expect("the host adds it");
    page.is_at("Camille Moreau-Lefèvre").await;
}

/// The page's own sheet is this one from now on.
async fn dress(page: &Page, sheet: &str) {
    let script = "let sheet = document.querySelector('#sheet');
        if (!sheet) document.head.append(sheet = Object.assign(document.createElement('style'), { id: 'sheet' }));
        sheet.textContent = arguments[0];
        document.querySelector('main').scrollTo(0, 0)";
    page.ask(script, &[json!(sheet)]).await.expect("the page is dressed");
}

/// Whether two pictures are the same to the eye: an engine that draws a part anew may smooth an edge otherwise. What is
/// moved by a pixel, or has another colour, differs by more.
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

/// Holds the page in one sheet against itself in another, in each of its states.
async fn is_the_same(page: &Page, sheets: [&str; 2]) {
    let same = async |what: &str| {
        // What is pressed is pointed at, and looks it.
        page.browser.action_chain().move_to(0, 0).perform().await.expect("the pointer is moved");
        dress(page, sheets[0]).await;
        let before = page.picture().await;
        dress(page, sheets[1]).await;
        let after = page.picture().await;
        if !look_the_same(&before, &after) {
            page.keep(&format!("isolation-{what}-before"), &before);
            page.keep(&format!("isolation-{what}-after"), &after);
            panic!("{what} looks otherwise: see target/screenshots");
        }
        dress(page, sheets[0]).await;
    };
    same("profile").await;
    page.press("Edit Preferences").await;
    page.has_focus("h1 Preferences").await;
    same("ticks").await;
    page.press("Cancel").await;
    page.press("Edit Contact").await;
    page.fill("E-mail", "camille").await;
    page.press("Review the change").await;
    page.has_focus("div There is a problem").await;
    same("errors").await;
    page.press("Cancel").await;
    page.has_focus("button Keep editing").await;
    same("dialog").await;
    page.press("Keep editing").await;
    page.fill("E-mail", "camilla@example.org").await;
    page.press("Review the change").await;
    page.has_focus("h1 Check your change").await;
    same("review").await;
    page.press("Save").await;
    page.hears("Your change has been saved").await;
    same("news").await;
}

#[test]
fn a_hostile_page_changes_nothing() {
    journey("isolation-hostile", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        place(&page, &attributes).await;
        is_the_same(&page, ["", HOSTILE]).await;
    });
}

#[test]
fn the_page_keeps_nothing_of_ours() {
    journey("isolation-leaks", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        // With a scroll bar from the beginning, or a longer page would make all else narrower.
        page.ask("document.documentElement.style.overflowY = 'scroll'; note()", &[])
            .await
            .expect("the page as it was");
        let same = "return added()";
        let script = "const element = make(arguments[0]); element.credentials = credentials;
            document.querySelector('main').append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        page.press("Cancel").await;
        page.has_focus("button Keep editing").await;
        assert_eq!(page.ask(same, &[]).await, Ok(json!([])), "with a question");
        page.press("Keep editing").await;
        page.press("Review the change").await;
        page.press("Save").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        page.ask("document.querySelector('carnet-profile').remove()", &[]).await.expect("it is taken off");
        assert_eq!(page.ask(same, &[]).await, Ok(json!([])), "afterwards");
    });
}

#[test]
fn without_a_shadow_root_it_looks_the_same_and_the_page_s_own_style_is_heard() {
    journey("isolation-light", |page| async move {
        let mut attributes = host::open(&page).await;
        host::define(&page).await;
        place(&page, &attributes).await;
        let open = page.picture().await;
        attributes["shadow"] = json!("none");
        place(&page, &attributes).await;
        page.holds("no shadow root", "return elements()[0].shadowRoot === null", &[]).await;
        assert!(look_the_same(&open, &page.picture().await), "without a shadow root it looks otherwise");
        is_the_same(&page, ["", RESET]).await;
        dress(&page, "carnet-profile { --carnet-card: rgb(1, 2, 3) } carnet-profile [part~=button] { border-radius: 1px }")
            .await;
        let heard = "const look = (css) => getComputedStyle(all(css)[0]);
            return look('.c-card').backgroundColor === 'rgb(1, 2, 3)' && look('button').borderRadius === '1px'";
        page.holds("the page's own style", heard, &[]).await;
    });
}

#[test]
fn two_elements_without_shadow_roots_have_each_their_own_fields() {
    journey("isolation-light-two", |page| async move {
        let mut attributes = host::open(&page).await;
        host::define(&page).await;
        attributes["shadow"] = json!("none");
        let script = "for (const id of ['301000001', '301000002']) {
              const element = make({ ...arguments[0], 'customer-id': id });
              element.credentials = credentials;
              document.querySelector('main').append(element);
            }";
        page.ask(script, &[attributes]).await.expect("the host adds them");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.is_at("Ana Ruiz").await;
        for number in [0, 1] {
            let edit =
                "all('button', elements()[arguments[0]]).find(one => text(one) === 'Edit Identity').click()";
            page.ask(edit, &[json!(number)]).await.expect("it is opened");
        }
        page.holds("two forms", "return all('form').length === 2", &[]).await;
        let ids = "const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
            return ids.length === new Set(ids).size || ids";
        page.holds("each id once", ids, &[]).await;
        let named = "return elements().every((element) =>
            [...element.querySelectorAll('label')].every((label) => element.contains(label.control)) &&
            [...element.querySelectorAll('[aria-describedby], [aria-labelledby]')].every((one) =>
              `${one.getAttribute('aria-describedby') ?? ''} ${one.getAttribute('aria-labelledby') ?? ''}`
                .split(' ').filter(Boolean).every((id) => element.contains(document.getElementById(id)))))";
        page.holds("each names its own", named, &[]).await;
        let filled = "return elements().map((element) =>
            [...element.querySelectorAll('input')].filter((one) => one.autocomplete === 'given-name').length)";
        assert_eq!(page.ask(filled, &[]).await, Ok(json!([1, 1])), "what a password manager looks for");
        page.ask("elements()[0].remove()", &[]).await.expect("the first is taken off");
        page.fill("First name", "Anna").await;
        page.press("Review the change").await;
        page.press("Save").await;
        page.is_at("Anna Ruiz").await;
    });
}
