//! What a host's page, its scripts and the browser do around the element: nothing wrong is shown or sent, and nothing that
//! was typed is lost.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{
    browser::Engine,
    catalogue::{catalogue, saved, t},
    harness::{JourneyOptions, journey, journey_with},
    host_page,
    page::Page,
};

/// Runs a script as one of the page's own: in Firefox a driver's script has other classes.
async fn run_in_page(page: &Page, script: &str) {
    let tag = "const tag = document.createElement('script');
        document.head.append(Object.assign(tag, { textContent: arguments[0] }))";
    page.evaluate(tag, &[json!(script)]).await.expect("the page runs it");
}

/// A `fetch` as mockers and monitors write it: it takes its first argument for a text, and throws what is no success. The
/// browser says that it is offline.
const FETCH: &str = "{ const own = fetch; window.thrown = (response) => response;
    window.fetch = (url, init) => {
        if (!url.startsWith('http') && !url.startsWith('/')) throw new TypeError('a text');
        return own(url, init).then((response) => {
            if (response.status >= 400 && url.includes('/clubmed/')) throw window.thrown(response);
            return response;
        });
    };
    Object.defineProperty(navigator, 'onLine', { get: () => false }); }";

#[test]
fn fetch_of_host_may_throw_anything_and_browser_may_say_it_is_offline() {
    let options = JourneyOptions { script: FETCH, ..JourneyOptions::default() };
    journey_with("host-fetch", options, |page| async move {
        for status in ["403 (Forbidden)", "500 (Internal"] {
            page.allow_in_console(status);
        }
        page.open("301000001").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.sandbox.inject_fault(json!({"fault": "forbidden", "method": "PATCH"})).await;
        page.save().await;
        page.announces(t("failure.not-allowed")).await;
        for thrown in ["'a text'", "({ status: 500 })", "undefined"] {
            let script = format!("window.thrown = () => {thrown}");
            page.evaluate(&script, &[]).await.expect("the page takes it");
            page.sandbox.inject_fault(json!({"fault": "reply", "status": 500, "method": "PATCH"})).await;
            page.save().await;
            page.announces(t("failure.not-saved")).await;
        }
        page.save().await;
        page.announces(saved()).await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
    });
}

/// A browser without the younger classes of `Intl` and of `AbortSignal`.
const OLD: &str =
    "for (const name of ['DisplayNames', 'ListFormat', 'Locale', 'PluralRules', 'RelativeTimeFormat'])
        delete Intl[name];
    delete AbortSignal.any; delete AbortSignal.timeout; delete window.structuredClone;";

#[test]
fn browser_without_younger_apis_shows_codes_and_saves() {
    journey("host-old", |page| async move {
        let attributes = host_page::open(&page).await;
        run_in_page(&page, OLD).await;
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.press(&format!("{} {}", t("view.edit"), t("label.address"))).await;
        page.cancel().await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.save().await;
        page.announces(saved()).await;
    });
}

#[test]
fn letter_typed_in_two_halves_is_one_letter() {
    journey("host-halves", |page| async move {
        page.open("301000001").await;
        page.edit("identity").await;
        let script = "const input = field(arguments[0]);
            input.value = arguments[1] ? '\\ud842\\udfb7' : '\\ud842';
            input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
            return painted().then(() => input.value.charCodeAt(0))";
        for is_whole in [false, true] {
            let half = page.evaluate(script, &[json!(t("label.first-name")), json!(is_whole)]).await;
            assert_eq!(half, Ok(json!(0xd842)), "nothing is written back");
        }
        page.review().await;
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(page.sandbox.only_write().await["body"], json!({"first_name": "𠮷"}));
    });
}

#[test]
fn element_has_a_usable_width_in_every_layout_and_hides_with_its_host() {
    journey("host-layout", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        let script = "const [layout, own] = arguments;
            const main = document.querySelector('main');
            main.style.cssText = layout; element.style.cssText = own;
            const { width } = element.getBoundingClientRect();
            const space = document.documentElement.clientWidth;
            return (width >= Math.min(320, space - 64) && document.documentElement.scrollWidth <= space) || width";
        for (layout, own) in [
            ("", ""),
            ("", "margin: 0 40px"),
            ("display: flex", ""),
            ("display: flex; flex-direction: column; align-items: center", ""),
            ("display: grid; justify-items: start", ""),
            ("display: grid; grid-template-columns: auto 1fr", ""),
            ("", "float: left"),
            ("position: relative", "position: absolute"),
            ("display: inline-block", ""),
            ("width: fit-content; padding: 16px", ""),
        ] {
            let width = page.evaluate(script, &[json!(layout), json!(own)]).await;
            assert_eq!(width, Ok(json!(true)), "{layout} {own}");
        }
        let script = "const main = document.querySelector('main'); main.style.cssText = arguments[0];
            const button = element.shadowRoot.querySelector('button');
            const style = getComputedStyle(button);
            return [style.visibility, style.pointerEvents]";
        for (style, expected) in [
            ("", ["visible", "auto"]),
            ("visibility: hidden", ["hidden", "auto"]),
            ("pointer-events: none", ["visible", "none"]),
        ] {
            assert_eq!(page.evaluate(script, &[json!(style)]).await, Ok(json!(expected)), "{style}");
        }
    });
}

#[test]
fn failed_load_leaves_focus_and_scroll_to_host_and_escape_closes_only_the_question() {
    journey("host-focus", |page| async move {
        page.allow_in_console("404 (");
        let mut attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let script = "const main = document.querySelector('main');
            main.insertAdjacentHTML('beforebegin', '<input id=search><div style=\"height: 3000px\"></div>');
            document.querySelector('#search').focus()";
        page.evaluate(script, &[]).await.expect("the host has a search field");
        attributes["customer-id"] = json!("900000003");
        host_page::add_element(&page, attributes.clone()).await;
        page.announces(t("failure.not-found")).await;
        let script = "return [document.activeElement.id, scrollY]";
        assert_eq!(page.evaluate(script, &[]).await, Ok(json!(["search", 0])));

        attributes["customer-id"] = json!("301000001");
        let script = "element.remove(); document.querySelector('div').remove();
            window.escapes = 0;
            document.addEventListener('keydown', ({ key }) => (window.escapes += key === 'Escape'))";
        page.evaluate(script, &[]).await.expect("the host listens");
        host_page::add_element(&page, attributes).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.cancel().await;
        page.shows(t("leave.title")).await;
        page.press_keys(Key::Escape).await;
        page.does_not_show(t("leave.title")).await;
        assert_eq!(page.evaluate("return window.escapes", &[]).await, Ok(json!(0)));
        assert_eq!(page.value(t("label.first-name")).await, "Camilla");
    });
}

#[test]
fn address_and_history_state_of_host_are_kept() {
    journey("host-history", |page| async move {
        let mut attributes = host_page::open(&page).await;
        let script = "history.replaceState({ router: 7 }, '', '/account/me?tab=1');
            document.head.append(Object.assign(document.createElement('base'), { href: '/elsewhere/' }))";
        page.evaluate(script, &[]).await.expect("the host has a router and a base");
        attributes["routing"] = json!("fragment");
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        page.edit("identity").await;
        let script = "return location.pathname + location.search + location.hash === arguments[0]
            && history.state.router === 7 || [location.href, history.state]";
        let form = "/account/me?tab=1#/customers/301000001/edit/identity";
        page.wait_until("the form's address", script, &[json!(form)]).await;
        page.evaluate("history.back()", &[]).await.expect("the customer goes back");
        let profile = "/account/me?tab=1#/customers/301000001";
        page.wait_until("the profile's address", script, &[json!(profile)]).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
    });
}

#[test]
fn translated_page_shows_no_stale_text_and_copied_element_is_one_profile() {
    journey("host-translate", |page| async move {
        let mut attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        attributes["shadow"] = json!("none");
        host_page::add_element(&page, attributes).await;
        page.edit("identity").await;
        // As browsers translate: each text is replaced by an element.
        let script = "const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            const texts = [];
            while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
            for (const text of texts) {
                const font = document.createElement('font');
                font.append(`[${text.data}]`);
                text.parentNode.replaceChild(font, text);
            }";
        page.evaluate(script, &[]).await.expect("the browser translates");
        page.evaluate("element.setAttribute('locale', 'fr-FR')", &[]).await.expect("the host changes it");
        let french = catalogue("fr");
        page.has_heading(french.t("section.identity")).await;
        page.does_not_show(&format!("[{}]", t("label.first-name"))).await;
        page.shows(french.t("label.first-name")).await;

        let script =
            "const copy = element.cloneNode(true); copy.credentials = credentials; element.replaceWith(copy);
            window.element = copy";
        page.evaluate(script, &[]).await.expect("the host restores its markup");
        page.has_heading("Camille Moreau-Lefèvre").await;
        let count =
            "return [document.querySelectorAll('.carnet').length, document.querySelectorAll('h1').length]";
        assert_eq!(page.evaluate(count, &[]).await, Ok(json!([1, 1])));
    });
}

#[test]
fn too_large_answer_is_reported_and_page_of_cache_is_masked_again() {
    journey("host-large", |page| async move {
        page.visit("").await;
        page.shows(t("host.choose")).await;
        for body in [
            "JSON.stringify({ id: '1', phones: Array(100000).fill({ number: '1' }) })",
            "JSON.stringify({ id: '1', first_name: 'a'.repeat(20000000) })",
            "'['.repeat(1000000)",
            "JSON.stringify(Object.fromEntries(Array.from(Array(200000).keys(), (key) => ['k' + key, 1])))",
        ] {
            let script = format!(
                "window.ownFetch ??= fetch;
                const body = {body};
                window.fetch = async (url, init) => url.includes('/profile')
                    ? new Response(body, {{ headers: {{ 'content-type': 'application/json' }} }})
                    : ownFetch(url, init);
                location.hash = location.hash.includes('301000001') ? '#/customers/301000002' : '#/customers/301000001'"
            );
            page.evaluate(&script, &[]).await.expect("the answer is set");
            page.announces(t("failure.unreadable")).await;
        }
        page.evaluate("window.fetch = ownFetch", &[]).await.expect("the answer is the vendor's");
        page.open("301000001").await;
        let script = "all('.c-link').find((button) => text(button).startsWith(arguments[0])).click()";
        page.evaluate(script, &[json!(t("view.reveal"))]).await.expect("the customer reveals it");
        page.shows(t("view.hide")).await;
        page.sandbox.clear_requests().await;
        // A page in the cache: browsers that are driven keep none.
        let script = "for (const type of ['pagehide', 'pageshow'])
            window.dispatchEvent(new PageTransitionEvent(type, { persisted: true }))";
        page.evaluate(script, &[]).await.expect("the page is left and shown again");
        page.shows(t("view.reveal")).await;
        page.does_not_show(t("view.hide")).await;
        let path = "/clubmed/v2/customers/301000001/profile";
        let reads = page.sandbox.requests_by("GET").await;
        assert_eq!(reads.iter().filter(|read| read["path"] == path).count(), 1, "{reads:#?}");
    });
}

#[test]
fn after_a_trap_input_can_be_copied_and_a_new_element_works() {
    journey("host-trap", |page| async move {
        page.allow_in_console("Carnet has stopped");
        page.allow_in_console("unreachable");
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        host_page::add_element(&page, attributes.clone()).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.sandbox.clear_requests().await;
        let trap = "Object.defineProperty(navigator, 'clipboard',
                { value: { writeText: async (text) => void (window.copied = text) }, configurable: true });
            const error = new WebAssembly.RuntimeError('unreachable');
            Object.defineProperty(error, 'stack', { value: '' });
            window.dispatchEvent(new ErrorEvent('error', { error, message: 'unreachable' }))";
        run_in_page(&page, trap).await;
        page.announces(t("loader.broken")).await;
        page.press(t("loader.copy")).await;
        page.shows(t("loader.copied")).await;
        let copied = "return window.copied.includes(arguments[0])";
        let line = format!("{}: Camilla", t("label.first-name"));
        page.wait_until("the copy", copied, &[json!(line)]).await;
        let told = "return events.some(([name, detail]) => name === 'failure' && detail.kind === 'stopped')";
        page.wait_until("the event", told, &[]).await;
        assert_eq!(page.sandbox.requests_by("PATCH").await, Vec::<Value>::new());

        page.evaluate("element.remove()", &[]).await.expect("the host removes it");
        host_page::add_element(&page, attributes).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.save().await;
        page.announces(saved()).await;
    });
}

#[test]
fn header_of_host_covers_neither_focus_nor_error_nor_navigation() {
    journey("host-header", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        host_page::add_element(&page, attributes).await;
        let script = "const header = document.createElement('header');
            header.style.cssText = 'position: fixed; inset: 0 0 auto; block-size: 120px; background: grey; z-index: 9';
            document.body.prepend(header);
            document.body.style.paddingBlock = '120px 600px';
            element.style.setProperty('--carnet-header', '120px')";
        page.evaluate(script, &[]).await.expect("the host has a header");
        let scroll_down = "scrollTo(0, document.documentElement.scrollHeight)";
        // The field that has the focus, with its label; or the heading or message.
        let is_in_sight = "return painted().then(() => {
            const focused = element.shadowRoot.activeElement;
            const { top, bottom } = (focused?.closest('.c-field') ?? focused ?? header).getBoundingClientRect();
            return (scrollY > 0 && top >= 120 && bottom <= innerHeight) || [focused?.outerHTML, top, bottom];
        })";
        page.has_heading("Camille Moreau-Lefèvre").await;
        page.evaluate(scroll_down, &[]).await.expect("the page scrolls");
        let top = "return painted().then(() => all('.c-nav')[0].getBoundingClientRect().top >= 120)";
        assert_eq!(page.evaluate(top, &[]).await, Ok(json!(true)), "the navigation");

        page.edit("identity").await;
        page.fill(t("label.month"), "13").await;
        let focus = "field(arguments[0]).focus(); scrollTo(0, document.documentElement.scrollHeight)";
        page.evaluate(focus, &[json!(t("label.birth-city"))]).await.expect("the last field");
        for _ in 0..8 {
            page.press_keys_with(Key::Shift, Key::Tab).await;
            if Engine::current().keeps_margin_on_tab() {
                page.wait_until("the field before in sight", is_in_sight, &[]).await;
            }
            page.evaluate("scrollBy(0, 400)", &[]).await.expect("the customer scrolls on");
        }
        page.review().await;
        page.has_focus("div", t("form.problem")).await;
        page.wait_until("the errors in sight", is_in_sight, &[]).await;
        let follow = "all('.c-summary a')[0].click()";
        page.evaluate(follow, &[]).await.expect("the customer follows the error");
        page.has_focus("input", t("label.month")).await;
        page.wait_until("the field with the error in sight", is_in_sight, &[]).await;
    });
}

#[test]
fn form_of_host_is_not_submitted_by_the_element() {
    journey("host-form", |page| async move {
        for shadow in ["open", "none"] {
            let mut attributes = host_page::open(&page).await;
            attributes["shadow"] = json!(shadow);
            host_page::define(&page).await;
            let script = "window.submitted = [];
                const form = document.createElement('form');
                const main = document.querySelector('main');
                main.replaceWith(form);
                form.append(main, document.createElement('button'));
                document.addEventListener('submit', (event) => {
                    event.preventDefault();
                    submitted.push(event.target.className);
                })";
            page.evaluate(script, &[]).await.expect("the host has a form");
            host_page::add_element(&page, attributes).await;
            // Enter in the list of languages, in a row, in a form; and the buttons of the review.
            page.wait_until("the profile", "return all('.c-cards').length === 1", &[]).await;
            let focus = "all('[role=combobox]')[0].focus()";
            page.evaluate(focus, &[]).await.expect("the list of languages");
            page.press_keys(Key::Escape + Key::Enter + Key::Escape).await;
            page.press(&format!("{} {}", t("view.edit"), t("label.email"))).await;
            page.fill(t("label.email"), &format!("{shadow}@example.org")).await;
            page.press_keys(Key::Enter + "").await;
            page.announces(saved()).await;
            page.edit("identity").await;
            page.fill(t("label.first-name"), if shadow == "open" { "Camilla" } else { "Camille" }).await;
            page.press_keys(Key::Enter + "").await;
            page.has_heading(t("review.title")).await;
            page.save().await;
            page.announces(saved()).await;
            assert_eq!(page.evaluate("return submitted", &[]).await, Ok(json!([])), "{shadow}");
        }
    });
}
