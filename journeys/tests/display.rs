//! Display of a state: narrow, zoomed, with large or spaced text, in forced colours, without motion, printed.
//! `all_states.rs` makes these checks in every state.

use serde_json::{Value, json};

use crate::{
    catalogue::{section, t},
    harness::journey,
    host_page,
    page::{Page, are_screenshots_wanted},
    states::all_of,
};

/// The states of which screenshots are kept for review.
const WITH_SCREENSHOT: [&str; 9] = [
    "host",
    "view",
    "view-both-scripts",
    "edit-identity",
    "problems-identity",
    "review",
    "conflict",
    "saved",
    "leave",
];

/// Sends a command of Chromium's own protocol.
async fn send_command(page: &Page, command: &'static str, parameters: Value) -> Result<Value, String> {
    page.browser.cdp().send_raw(command, parameters).await.map_err(|error| format!("{command}: {error}"))
}

/// Sets the size of the window in CSS pixels, and the number of device pixels per CSS pixel.
pub(crate) async fn resize(page: &Page, width: u32, height: u32, scale: u32) -> Result<(), String> {
    let size = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false});
    send_command(page, "Emulation.setDeviceMetricsOverride", size).await.map(drop)
}

/// Sets the medium and media features such as `prefers-color-scheme`.
pub(crate) async fn set_media(page: &Page, media: &str, features: &[(&str, &str)]) -> Result<(), String> {
    let features: Vec<_> =
        features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    send_command(page, "Emulation.setEmulatedMedia", json!({"media": media, "features": features}))
        .await
        .map(drop)
}

/// Runs checks of `display.js` once the page is painted, and reports their errors. `condition` names the display.
async fn check(page: &Page, condition: &str, checks: &str) -> Result<(), String> {
    let script = format!(
        "{}\nreturn painted().then(painted).then(() => [{checks}].flat())",
        include_str!("display.js")
    );
    match page.evaluate(&script, &[]).await?.as_array() {
        Some(found) if found.is_empty() => Ok(()),
        Some(found) => Err(found.iter().map(|one| format!("{condition}: {one}\n")).collect()),
        None => Err("the checks return no list".to_owned()),
    }
}

/// Writes a screenshot of the whole page at this width.
async fn screenshot(page: &Page, name: &str, width: u32, scale: u32) -> Result<(), String> {
    let height = page.evaluate("return Math.min(6000, document.scrollingElement.scrollHeight)", &[]).await?;
    resize(page, width, height.as_u64().and_then(|height| height.try_into().ok()).unwrap_or(1000), scale)
        .await?;
    page.screenshot_viewport(name).await;
    Ok(())
}

/// Writes a screenshot of the state if it is one of `WITH_SCREENSHOT`.
async fn keep_screenshot(page: &Page, state: &str, condition: &str, width: u32) -> Result<(), String> {
    if are_screenshots_wanted() && WITH_SCREENSHOT.contains(&state) {
        screenshot(page, &format!("display-{condition}-{state}"), width, 1).await
    } else {
        Ok(())
    }
}

/// Checks that the state fits a narrow window, spaced text and large text.
pub(crate) async fn fits(page: &Page, state: &str, direction: &str) -> Result<(), String> {
    // A window of 1280 by 1024 at 400 %, or a small phone.
    resize(page, 320, 256, 4).await?;
    let narrow = check(page, "at 320 px", "overflowing()").await;
    keep_screenshot(page, state, &format!("narrow-{direction}"), 320).await?;
    resize(page, 320, 256, 4).await?;
    let script = format!("{}\napplyTextSpacing()", include_str!("display.js"));
    page.evaluate(&script, &[]).await?;
    let spaced = check(page, "at 320 px, with spaced text", "overflowing()").await;
    let script = format!("{}\nremoveTextSpacing()", include_str!("display.js"));
    page.evaluate(&script, &[]).await?;
    // The text alone at 200 %.
    resize(page, 640, 900, 1).await?;
    send_command(page, "Page.setFontSizes", json!({"fontSizes": {"standard": 32, "fixed": 26}})).await?;
    let large = check(page, "with text of 200 %", "overflowing()").await;
    keep_screenshot(page, state, &format!("large-{direction}"), 640).await?;
    send_command(page, "Page.setFontSizes", json!({"fontSizes": {"standard": 16, "fixed": 13}})).await?;
    send_command(page, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
    all_of([narrow, spaced, large])
}

/// Checks that controls and errors keep their marks in forced colours.
pub(crate) async fn is_visible_in_forced_colours(page: &Page, state: &str) -> Result<(), String> {
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        set_media(page, "", &[("forced-colors", "active"), ("prefers-color-scheme", scheme)]).await?;
        found.push(check(page, &format!("in forced colours, {scheme}"), "edgeless(), unmarked()").await);
        keep_screenshot(page, state, &format!("forced-{scheme}"), 1100).await?;
    }
    set_media(page, "", &[]).await?;
    send_command(page, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
    all_of(<[_; 2]>::try_from(found).map_err(|_| "two schemes")?)
}

/// Makes a check in the dark scheme.
pub(crate) async fn in_dark_scheme<C>(page: &Page, check: C) -> Result<(), String>
where
    C: AsyncFn() -> Result<(), String>,
{
    let end_transitions = format!("{}\nreturn endTransitions()", include_str!("display.js"));
    set_media(page, "", &[("prefers-color-scheme", "dark")]).await?;
    page.evaluate(&end_transitions, &[]).await?;
    let result = check().await;
    set_media(page, "", &[]).await?;
    page.evaluate(&end_transitions, &[]).await?;
    result
}

/// Checks that the state fits the window.
pub(crate) async fn fits_window(page: &Page) -> Result<(), String> {
    check(page, "in the window", "overflowing()").await
}

/// Checks, in a pseudo-locale, that every text is in the catalogue. The host page has no texts in a pseudo-locale.
pub(crate) async fn is_translated(page: &Page, state: &str) -> Result<(), String> {
    if state.starts_with("host") { Ok(()) } else { check(page, "in a pseudo-locale", "untranslated()").await }
}

#[test]
fn text_that_is_not_in_catalogue_is_found() {
    journey("display-planted", |page| async move {
        page.open("301000001").await;
        page.evaluate("elements()[0].setAttribute('locale', 'en-XA')", &[]).await.expect("the host sets it");
        page.allow_in_console("400 (Bad Request)");
        page.wait_until("the pseudo-locale", "return elements()[0].lang === 'en-XA'", &[]).await;
        check(&page, "as it is", "untranslated()").await.expect("all texts are in the catalogue");
        let plant = "const planted = document.createElement('p'); planted.textContent = arguments[0];
            elements()[0].shadowRoot.querySelector('.c-page').append(planted)";
        page.evaluate(plant, &[json!(t("view.title"))]).await.expect("the text is added");
        let found = check(&page, "planted", "untranslated()").await.expect_err("the text is not translated");
        assert!(found.contains(t("view.title")), "{found}");
    });
}

/// Checks, in the states that move, that nothing moves for customers who prefer reduced motion.
pub(crate) async fn stops_with_reduced_motion(page: &Page, state: &str) -> Result<(), String> {
    if !["view-loading", "review-saving"].contains(&state) {
        return Ok(());
    }
    let moves = format!("{}\nreturn moving().length > 0", include_str!("display.js"));
    let before = page.evaluate(&moves, &[]).await?;
    set_media(page, "", &[("prefers-reduced-motion", "reduce")]).await?;
    let found = check(page, "without motion", "moving()").await;
    set_media(page, "", &[]).await?;
    if before == true { found } else { Err("nothing moves without that preference either".to_owned()) }
}

/// Checks, in the dark scheme and in the states that have values, that paper has every value and no control.
pub(crate) async fn prints(page: &Page, state: &str) -> Result<(), String> {
    let has_values =
        ["view", "saved", "review", "create-check", "created"].iter().any(|one| state.starts_with(one));
    if !has_values || state == "view-loading" {
        return Ok(());
    }
    set_media(page, "print", &[("prefers-color-scheme", "dark")]).await?;
    // The width of A4 between common margins.
    resize(page, 718, 1000, 1).await?;
    let found = check(page, "printed", "printed(), tooLight(), overflowing()").await;
    keep_screenshot(page, state, "print", 718).await?;
    send_command(page, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
    let sheets =
        send_command(page, "Page.printToPDF", json!({"paperWidth": 8.27, "paperHeight": 11.69})).await?;
    set_media(page, "", &[("prefers-color-scheme", "dark")]).await?;
    let count = "return (atob(arguments[0]).match(/\\/Type\\s*\\/Page\\b/g) ?? []).length";
    let count = page.evaluate(count, &[sheets["data"].clone()]).await?;
    let sheets = match count.as_u64() {
        Some(1..=3) => Ok(()),
        other => Err(format!("{other:?} sheets")),
    };
    all_of([found, sheets])
}

#[test]
fn form_prints_what_is_typed_and_ticked() {
    journey("display-print", |page| async move {
        let typed = "Camille Alexandrine Élisabeth Marguerite Bernadette";
        page.open("301000001").await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), typed).await;
        page.evaluate("elements()[0].setAttribute('theme', 'dark')", &[]).await.expect("the host is dark");
        set_media(&page, "print", &[]).await.expect("paper");
        resize(&page, 718, 1000, 1).await.expect("the width of A4");
        let script = "const input = field(arguments[0]);
            const dark = /^rgb\\((\\d\\d?|1[01]\\d), /.test(getComputedStyle(input).color);
            return [input.value, input.scrollWidth <= input.clientWidth, dark]";
        let printed = page.evaluate(script, &[json!(t("label.first-name"))]).await;
        assert_eq!(printed, Ok(json!([typed, true, true])), "the value, in one line, dark on white");
        set_media(&page, "", &[]).await.expect("the screen");
        page.cancel().await;
        page.discard().await;
        // A browser leaves backgrounds off the paper, and a tick is one.
        set_media(&page, "print", &[]).await.expect("paper");
        let script = "const ticks = all('input:checked');
            return ticks.length > 0 && ticks.every((tick) => getComputedStyle(tick).printColorAdjust === 'exact')";
        page.wait_until("ticks on paper", script, &[]).await;
        set_media(&page, "", &[]).await.expect("the screen");
        send_command(&page, "Emulation.clearDeviceMetricsOverride", json!({})).await.expect("the window");
    });
}

#[test]
fn element_fits_host_of_320_px() {
    journey("display-host", |page| async move {
        let attributes = host_page::open(&page).await;
        host_page::define(&page).await;
        let script = "const element = makeElement(arguments[0]); element.credentials = credentials;
            const main = document.querySelector('main'); main.style.inlineSize = '320px'; main.append(element)";
        page.evaluate(script, &[attributes]).await.expect("the host adds it");
        page.has_heading("Camille Moreau-Lefèvre").await;
        let overflowing = "return all('*', elements()[0].shadowRoot).filter((node) => !node.closest('.c-hidden, .c-nav, option'))
            .filter((node) => node.getBoundingClientRect().right > document.querySelector('main').getBoundingClientRect().right + 1)
            .map((node) => `${node.localName}.${node.className}`)";
        for name in ["identity", "contact", "preferences"] {
            page.edit(name).await;
            page.has_heading(section(name)).await;
            assert_eq!(page.evaluate(overflowing, &[]).await, Ok(json!([])), "the form of {name}");
            page.cancel().await;
            page.has_heading("Camille Moreau-Lefèvre").await;
            assert_eq!(page.evaluate(overflowing, &[]).await, Ok(json!([])), "the profile");
        }
        page.screenshot("display-host").await;
    });
}
