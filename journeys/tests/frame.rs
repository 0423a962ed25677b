//! The element in a frame of another origin: it works as without a frame, over a channel that no other page can use.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{
    catalogue::{catalogue, section, t},
    harness::{journey, poll},
    host_page,
    page::Page,
};

/// Adds a frame to the host page and returns the address of the page in it.
async fn add_frame(page: &Page, mut attributes: Value) -> String {
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
    page.evaluate(script, &[attributes, json!(module)]).await.expect("the host adds it");
    page.wait_until("the frame", "return !!framed()", &[]).await;
    address
}

#[test]
fn save_in_frame_sends_events_to_host() {
    journey("frame", |page| async move {
        let attributes = host_page::open(&page).await;
        let address = add_frame(&page, attributes).await;
        page.enter_frame().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        // By keyboard: not every driver can click far down in a frame.
        page.press_keys(Key::Enter + "").await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        let inside = page
            .evaluate("return [location.href, location.hash, history.length]", &[])
            .await
            .expect("an address");
        page.leave_frame().await;
        let wanted = json!([["ready", {}], ["saved", {"fields": ["first-name"]}]]);
        let script = "return JSON.stringify(events) === JSON.stringify(arguments[0]) || events";
        page.wait_until("the events", script, &[wanted]).await;
        let origin =
            page.evaluate("return encodeURIComponent(location.origin)", &[]).await.expect("an origin");
        let origin = origin.as_str().expect("a text");
        assert_eq!(
            inside[0],
            format!("{address}?host={origin}"),
            "the address of the frame has only the origin of the host"
        );
        assert_eq!(page.sandbox.only_write().await["body"], json!({"first_name": "Camilla"}));
        let tall = "const { blockSize } = framed().style; return parseFloat(blockSize) > 1000 || blockSize";
        page.wait_until("the height of the content", tall, &[]).await;
        assert_eq!(page.evaluate("return framed().title", &[]).await, Ok(json!(t("view.title"))));
        page.screenshot("frame").await;
    });
}

#[test]
fn attributes_labels_style_and_scheme_go_into_frame() {
    journey("frame-attributes", |page| async move {
        let mut attributes = host_page::open(&page).await;
        let script = "document.documentElement.style.colorScheme = 'dark';
            const sheet = Object.assign(document.createElement('style'),
              { textContent: 'carnet-frame { --carnet-card: rgb(1, 2, 3) }' });
            document.head.append(sheet)";
        page.evaluate(script, &[]).await.expect("the style is set");
        attributes["locale"] = json!("fr-FR");
        add_frame(&page, attributes).await;
        page.evaluate("framing().labels = { fr: { 'section.identity': 'Qui vous êtes' } }", &[])
            .await
            .expect("the host sets it");
        page.enter_frame().await;
        page.shows(&format!("{} Qui vous êtes", catalogue("fr").t("view.edit-all"))).await;
        let style = "const card = getComputedStyle(all('.c-card')[0]);
            return [card.backgroundColor, getComputedStyle(elements()[0]).colorScheme].join(' ')";
        assert_eq!(page.evaluate(style, &[]).await, Ok(json!("rgb(1, 2, 3) dark")));
        page.leave_frame().await;
        page.screenshot("frame-dark").await;
        page.evaluate(
            "document.documentElement.style.colorScheme = 'light'; framing().setAttribute('locale', 'de-DE')",
            &[],
        )
        .await
        .expect("the host sets it");
        page.enter_frame().await;
        page.shows(catalogue("de").t("group.birth")).await;
        page.wait_until("light", "return getComputedStyle(elements()[0]).colorScheme === 'light'", &[]).await;
        // The host can set the same locale again after the customer has chosen another.
        page.choose_locale("en-GB").await;
        page.shows(t("group.birth")).await;
        page.leave_frame().await;
        page.evaluate("framing().setAttribute('locale', 'de-DE')", &[]).await.expect("the host sets it");
        page.enter_frame().await;
        page.shows(catalogue("de").t("group.birth")).await;
        page.leave_frame().await;
    });
}

#[test]
fn can_leave_asks_customer_through_frame() {
    journey("frame-leave", |page| async move {
        let attributes = host_page::open(&page).await;
        add_frame(&page, attributes).await;
        page.enter_frame().await;
        page.edit("preferences").await;
        page.has_heading(section("preferences")).await;
        page.toggle(t("channel.phone")).await;
        page.leave_frame().await;
        page.evaluate("askToLeave()", &[]).await.expect("the host asks");
        page.enter_frame().await;
        page.has_focus("button", t("leave.stay")).await;
        page.leave_frame().await;
        page.screenshot_viewport("frame-question").await;
        let dialog = "const { top, bottom } = all('dialog')[0].getBoundingClientRect(); return [top, bottom]";
        let window = "const { top } = framed().getBoundingClientRect(); return [-top, innerHeight - top]";
        poll("the dialog in the visible part of the frame", || async {
            let window = page.evaluate(window, &[]).await?;
            page.enter_frame().await;
            let dialog = page.evaluate(dialog, &[]).await;
            page.leave_frame().await;
            let dialog = dialog?;
            let edge = |edges: &Value, end: usize| edges[end].as_f64().expect("a number");
            if edge(&dialog, 0) >= edge(&window, 0) && edge(&dialog, 1) <= edge(&window, 1) {
                return Ok(());
            }
            Err(format!("the dialog at {dialog} is outside of the window at {window}"))
        })
        .await;
        page.enter_frame().await;
        page.press(t("leave.stay")).await;
        page.leave_frame().await;
        page.wait_until("false when the customer stays", "return mayLeave === false", &[]).await;
        // A host that cannot wait is refused, and gets an event when the customer agrees.
        assert_eq!(page.evaluate("return mayLeaveNow()", &[]).await, Ok(json!(false)));
        page.enter_frame().await;
        page.discard().await;
        page.leave_frame().await;
        page.wait_until("the exit event", "return events.some(([name]) => name === 'exit')", &[]).await;
        page.wait_until("no unsaved changes", "return mayLeaveNow()", &[]).await;
    });
}

#[test]
fn frame_that_does_not_respond_settles_can_leave_with_timeout_error() {
    journey("frame-silent", |page| async move {
        let attributes = host_page::open(&page).await;
        add_frame(&page, attributes).await;
        page.enter_frame().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.evaluate("MessagePort.prototype.postMessage = () => {}", &[]).await.expect("it is silent now");
        page.leave_frame().await;
        let ask = "document.querySelector('carnet-frame').canLeave().then(String, (error) => error.name).then((answer) => (window.answer = answer))";
        page.evaluate(ask, &[]).await.expect("it is asked");
        page.wait_until("the error", "return window.answer === 'TimeoutError' || window.answer", &[]).await;
    });
}

#[test]
fn frame_rejects_invalid_labels_as_the_element_does() {
    journey("frame-labels", |page| async move {
        let attributes = host_page::open(&page).await;
        add_frame(&page, attributes).await;
        let set = "const names = [];
            for (const labels of [5, { en: 5 }, { en: { 'view.title': 5 } }]) {
                try { document.querySelector('carnet-frame').labels = labels; names.push('accepted'); } catch (error) { names.push(error.name); }
            }
            return names";
        assert_eq!(page.evaluate(set, &[]).await, Ok(json!(["TypeError", "TypeError", "TypeError"])));
    });
}

#[test]
fn messages_from_other_pages_are_ignored() {
    journey("frame-hostile", |page| async move {
        let attributes = host_page::open(&page).await;
        let mut other = attributes.clone();
        other["customer-id"] = json!("301000002");
        add_frame(&page, attributes).await;
        page.enter_frame().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.leave_frame().await;
        let calls = page.evaluate("return credentialsCalls", &[]).await;
        // From the host page itself: after the start, of another version, and of other or invalid shapes.
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
        page.evaluate(script, std::slice::from_ref(&messages)).await.expect("the messages are sent");
        // From the frame of another page, to both.
        let script = "const other = document.createElement('iframe');
            document.body.append(other);
            const send = `for (const message of ${JSON.stringify(arguments[0])}) {
              parent.postMessage(message, '*'); parent.frames[0]?.postMessage(message, '*') }`;
            other.contentDocument.body.append(Object.assign(other.contentDocument.createElement('script'), { text: send }))";
        page.evaluate(script, &[messages]).await.expect("the messages are sent");
        // Events of other names and invalid details, dispatched on the element in the frame.
        page.enter_frame().await;
        let script =
            "const dispatch = (name, detail) => elements()[0].dispatchEvent(new CustomEvent(name, { detail }));
            dispatch('carnet-other', {}); dispatch('carnet-saved', null); dispatch('click', {})";
        page.evaluate(script, &[]).await.expect("the messages are sent");
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        assert_eq!(page.evaluate("return elements().length", &[]).await, Ok(json!(1)), "no second element");
        page.leave_frame().await;
        assert_eq!(page.evaluate("return events", &[]).await, Ok(json!([["ready", {}]])));
        assert_eq!(
            page.evaluate("return credentialsCalls", &[]).await,
            calls,
            "no further call of the credentials"
        );
        let reads = page.sandbox.requests_by("GET").await;
        assert!(
            reads.iter().all(|read| !read["path"].as_str().unwrap_or_default().contains("301000002")),
            "{reads:#?}"
        );
    });
}

#[test]
fn frame_without_host_or_with_invalid_src_reports_error() {
    journey("frame-alone", |page| async move {
        for query in ["", "?host=https://shop.example", "?host=*"] {
            page.goto(&format!("{}/embed.html{query}", page.sandbox.address)).await;
            page.announces("This page stands in a frame").await;
        }
        page.allow_in_console("src must be the address");
        let _ = host_page::open(&page).await;
        let script =
            "const frame = document.createElement('carnet-frame'); frame.setAttribute('src', arguments[0]);
            document.querySelector('main').append(frame)";
        page.evaluate(script, &[json!("javascript:alert(1)")]).await.expect("the host adds it");
        let script = "document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: arguments[0] }))";
        let module = format!("{}/carnet-frame.js", page.sandbox.address);
        page.evaluate(script, &[json!(module)]).await.expect("the host adds it");
        let has_error = "return document.querySelector('carnet-frame').shadowRoot?.textContent.includes('cannot start') ?? false";
        page.wait_until("the error", has_error, &[]).await;
    });
}

#[test]
fn reloaded_or_readded_frame_starts_again() {
    journey("frame-again", |page| async move {
        let attributes = host_page::open(&page).await;
        add_frame(&page, attributes).await;
        page.enter_frame().await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.evaluate("location.reload()", &[]).await.expect("the frame reloads");
        page.leave_frame().await;
        page.wait_until(
            "ready again",
            "return events.filter(([name]) => name === 'ready').length === 2",
            &[],
        )
        .await;
        page.evaluate("window.kept = framing(); kept.remove()", &[]).await.expect("the host removes it");
        page.evaluate("document.querySelector('main').append(kept)", &[])
            .await
            .expect("the host adds it again");
        page.wait_until(
            "ready again",
            "return events.filter(([name]) => name === 'ready').length === 3",
            &[],
        )
        .await;
        page.enter_frame().await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.leave_frame().await;
        page.evaluate("framing().setAttribute('customer-id', '301000002')", &[])
            .await
            .expect("the host sets it");
        page.enter_frame().await;
        page.discard().await;
        page.has_heading("Ana Ruiz").await;
        page.leave_frame().await;
    });
}
