//! The element in a frame of another origin: the same as without, over a channel that nobody else gets into.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{host, page::Page, run::journey};

/// Puts a frame into the host's page, and gives the address of the page in it.
async fn place(page: &Page, mut attributes: Value) -> String {
    let address = format!("{}/embed.html", page.sandbox.address);
    attributes["src"] = json!(address);
    let script =
        "const tag = Object.assign(document.createElement('script'), { type: 'module', src: arguments[1] });
        document.head.append(tag);
        const frame = document.createElement('carnet-frame');
        for (const [name, value] of Object.entries(arguments[0])) frame.setAttribute(name, value);
        frame.credentials = credentials;
        document.querySelector('main').append(frame);";
    let module = format!("{}/carnet-frame.js", page.sandbox.address);
    page.ask(script, &[attributes, json!(module)]).await.expect("the host adds it");
    page.holds("the frame", "return !!framed()", &[]).await;
    address
}

/// Goes into the frame: what is looked for is looked for in there.
async fn enter(page: &Page) {
    page.holds("the frame", "return !!framed()", &[]).await;
    let frame = page
        .browser
        .execute(
            "return document.querySelector('carnet-frame').shadowRoot.querySelector('iframe')",
            Vec::new(),
        )
        .await
        .expect("the frame");
    frame.element().expect("an element").enter_frame().await.expect("it is entered");
}

async fn leave(page: &Page) {
    page.browser.enter_default_frame().await.expect("the page around it");
}

#[test]
fn a_profile_is_changed_in_a_frame_and_the_host_is_told() {
    journey("frame", |page| async move {
        let attributes = host::open(&page).await;
        let address = place(&page, attributes).await;
        enter(&page).await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        // By the keyboard: not every driver hits what is far down in a frame.
        page.keys(Key::Enter + "").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        let inside =
            page.ask("return [location.href, location.hash, history.length]", &[]).await.expect("an address");
        leave(&page).await;
        let wanted = json!([["ready", {}], ["saved", {"fields": ["first-name"]}]]);
        let script = "return JSON.stringify(told) === JSON.stringify(arguments[0]) || told";
        page.holds("what the host is told", script, &[wanted]).await;
        let origin = page.ask("return encodeURIComponent(location.origin)", &[]).await.expect("an origin");
        let origin = origin.as_str().expect("a text");
        assert_eq!(inside[0], format!("{address}?host={origin}"), "all there is in its address");
        assert_eq!(page.sandbox.the_write().await["body"], json!({"first_name": "Camilla"}));
        let tall = "const { blockSize } = framed().style; return parseFloat(blockSize) > 1000 || blockSize";
        page.holds("as tall as what is in it", tall, &[]).await;
        assert_eq!(page.ask("return framed().title", &[]).await, Ok(json!("Your profile")));
        page.shoot("frame").await;
    });
}

#[test]
fn the_host_s_attributes_words_look_and_scheme_go_into_the_frame() {
    journey("frame-attributes", |page| async move {
        let mut attributes = host::open(&page).await;
        let script = "document.documentElement.style.colorScheme = 'dark';
            const sheet = Object.assign(document.createElement('style'),
              { textContent: 'carnet-frame { --carnet-card: rgb(1, 2, 3) }' });
            document.head.append(sheet)";
        page.ask(script, &[]).await.expect("the page is dressed");
        attributes["locale"] = json!("fr-FR");
        place(&page, attributes).await;
        page.ask("framing().labels = { fr: { 'section.identity': 'Qui vous êtes' } }", &[])
            .await
            .expect("the host sets it");
        enter(&page).await;
        page.sees("Modifier Qui vous êtes").await;
        let look = "const card = getComputedStyle(all('.c-card')[0]);
            return [card.backgroundColor, getComputedStyle(elements()[0]).colorScheme].join(' ')";
        assert_eq!(page.ask(look, &[]).await, Ok(json!("rgb(1, 2, 3) dark")));
        leave(&page).await;
        page.shoot("frame-dark").await;
        page.ask(
            "document.documentElement.style.colorScheme = 'light'; framing().setAttribute('locale', 'de-DE')",
            &[],
        )
        .await
        .expect("the host sets it");
        enter(&page).await;
        page.sees("Vorname").await;
        page.holds("light", "return getComputedStyle(elements()[0]).colorScheme === 'light'", &[]).await;
        // The customer chooses another, and the host wants its own once more.
        page.choose_locale("en-GB").await;
        page.sees("First name").await;
        leave(&page).await;
        page.ask("framing().setAttribute('locale', 'de-DE')", &[]).await.expect("the host sets it");
        enter(&page).await;
        page.sees("Vorname").await;
        leave(&page).await;
    });
}

#[test]
fn the_host_asks_through_the_frame_whether_its_page_may_be_left() {
    journey("frame-leave", |page| async move {
        let attributes = host::open(&page).await;
        place(&page, attributes).await;
        enter(&page).await;
        page.press("Edit Preferences").await;
        page.is_at("Preferences").await;
        page.tick("Phone").await;
        leave(&page).await;
        page.ask("ask()", &[]).await.expect("the host asks");
        enter(&page).await;
        page.has_focus("button Keep editing").await;
        leave(&page).await;
        page.shoot_as_it_is("frame-question").await;
        enter(&page).await;
        let sight = "const { top, bottom } = all('dialog')[0].getBoundingClientRect(); return [top, bottom]";
        let sight = page.ask(sight, &[]).await.expect("where it is");
        page.press("Keep editing").await;
        leave(&page).await;
        page.holds("not as the customer answers", "return mayLeave === false", &[]).await;
        let window = "const { top } = framed().getBoundingClientRect(); return [-top, innerHeight - top]";
        let window = page.ask(window, &[]).await.expect("where the window is");
        let at = |of: &Value, end: usize| of[end].as_f64().expect("a place");
        assert!(
            at(&sight, 0) >= at(&window, 0) && at(&sight, 1) <= at(&window, 1),
            "{sight} is out of sight: {window}"
        );
        // Who cannot wait is stopped, and told when the customer agrees.
        let stopped = "return leaves()";
        assert_eq!(page.ask(stopped, &[]).await, Ok(json!(false)));
        enter(&page).await;
        page.press("Discard what I typed").await;
        leave(&page).await;
        page.holds("it may go", "return told.some(([name]) => name === 'exit')", &[]).await;
        page.holds("nothing is typed", "return leaves()", &[]).await;
    });
}

#[test]
fn nobody_else_gets_a_word_in() {
    journey("frame-hostile", |page| async move {
        let attributes = host::open(&page).await;
        let mut other = attributes.clone();
        other["customer-id"] = json!("301000002");
        place(&page, attributes).await;
        enter(&page).await;
        page.is_at("Camille Moreau-Lefèvre").await;
        leave(&page).await;
        let asked = page.ask("return asked", &[]).await;
        // From the host's own page: late, of another version, of other shapes, and of no shape at all.
        let messages = json!([
            {"carnet": 1, "type": "start", "attributes": other},
            {"carnet": 2, "type": "start", "attributes": other},
            {"type": "attribute", "name": "customer-id", "value": "301000002"},
            {"carnet": 1, "type": "credentials", "id": 1, "token": "stolen"},
            {"carnet": 1, "type": "hello"}, {"carnet": 1}, null, 7, "hello", [], {"type": {"type": "start"}},
        ]);
        let script = "for (const message of arguments[0]) {
              framed().contentWindow.postMessage(message, '*', [new MessageChannel().port2]);
              // To the host, from a window that is not the frame's.
              postMessage(message, '*');
            }";
        page.ask(script, std::slice::from_ref(&messages)).await.expect("they are sent");
        // From a frame of somebody else's, to both.
        let script = "const other = document.createElement('iframe');
            document.body.append(other);
            const send = `for (const message of ${JSON.stringify(arguments[0])}) {
              parent.postMessage(message, '*'); parent.frames[0]?.postMessage(message, '*') }`;
            other.contentDocument.body.append(Object.assign(other.contentDocument.createElement('script'), { text: send }))";
        page.ask(script, &[messages]).await.expect("they are sent");
        // What is said in the frame in the element's name, and is none of its events.
        enter(&page).await;
        let script =
            "const tell = (name, detail) => elements()[0].dispatchEvent(new CustomEvent(name, { detail }));
            tell('carnet-other', {}); tell('carnet-saved', null); tell('click', {})";
        page.ask(script, &[]).await.expect("they are sent");
        page.is_at("Camille Moreau-Lefèvre").await;
        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        assert_eq!(page.ask("return elements().length", &[]).await, Ok(json!(1)), "no second element");
        leave(&page).await;
        assert_eq!(page.ask("return told", &[]).await, Ok(json!([["ready", {}]])));
        assert_eq!(page.ask("return asked", &[]).await, asked, "nobody has been let in anew");
        let reads = page.sandbox.requests_by("GET").await;
        assert!(
            reads.iter().all(|read| !read["path"].as_str().unwrap_or_default().contains("301000002")),
            "{reads:#?}"
        );
    });
}

#[test]
fn a_frame_without_a_host_says_what_it_is_for() {
    journey("frame-alone", |page| async move {
        for query in ["", "?host=https://shop.example", "?host=*"] {
            page.go(&format!("{}/embed.html{query}", page.sandbox.address)).await;
            page.hears("This page stands in a frame").await;
        }
        page.expect_noise("src must be the address");
        let _ = host::open(&page).await;
        let script =
            "const frame = document.createElement('carnet-frame'); frame.setAttribute('src', arguments[0]);
            document.querySelector('main').append(frame)";
        page.ask(script, &[json!("javascript:alert(1)")]).await.expect("the host adds it");
        let script = "document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: arguments[0] }))";
        let module = format!("{}/carnet-frame.js", page.sandbox.address);
        page.ask(script, &[json!(module)]).await.expect("the host adds it");
        let said = "return document.querySelector('carnet-frame').shadowRoot?.textContent.includes('cannot start') ?? false";
        page.holds("what is wrong", said, &[]).await;
    });
}

#[test]
fn a_frame_that_is_reloaded_or_put_back_begins_anew() {
    journey("frame-again", |page| async move {
        let attributes = host::open(&page).await;
        place(&page, attributes).await;
        enter(&page).await;
        page.is_at("Camille Moreau-Lefèvre").await;
        page.ask("location.reload()", &[]).await.expect("it reloads");
        leave(&page).await;
        page.holds("ready again", "return told.filter(([name]) => name === 'ready').length === 2", &[]).await;
        page.ask("window.kept = framing(); kept.remove()", &[]).await.expect("the host takes it off");
        page.ask("document.querySelector('main').append(kept)", &[]).await.expect("and puts it back");
        page.holds("ready again", "return told.filter(([name]) => name === 'ready').length === 3", &[]).await;
        enter(&page).await;
        page.press("Edit Identity").await;
        page.fill("First name", "Camilla").await;
        leave(&page).await;
        page.ask("framing().setAttribute('customer-id', '301000002')", &[]).await.expect("the host sets it");
        enter(&page).await;
        page.press("Discard what I typed").await;
        page.is_at("Ana Ruiz").await;
        leave(&page).await;
    });
}
