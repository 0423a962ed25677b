//! Display: narrow, zoomed, in large or wide-set text, in forced colours, without motion, dark and on paper.

use serde_json::{Value, json};

use crate::{
    engine::{Engine, Wanted},
    host,
    page::Page,
    run::journey,
    states::{in_each_state, in_states},
};

/// The states whose pictures are kept for people to look at.
const PICTURED: [&str; 9] = [
    "host",
    "view",
    "view-both-scripts",
    "edit-identity",
    "problems-identity",
    "review",
    "clash",
    "saved",
    "leave",
];

/// Sends a command of Chromium's own protocol.
async fn tell(page: &Page, command: &'static str, words: Value) -> Result<Value, String> {
    page.browser.cdp().send_raw(command, words).await.map_err(|error| format!("{command}: {error}"))
}

/// A window of this size, in CSS pixels, where each is `scale` on the screen.
async fn resize(page: &Page, width: u32, height: u32, scale: u32) -> Result<(), String> {
    let size = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false});
    tell(page, "Emulation.setDeviceMetricsOverride", size).await.map(drop)
}

/// A medium and what its customer prefers.
async fn prefer(page: &Page, media: &str, features: &[(&str, &str)]) -> Result<(), String> {
    let features: Vec<_> =
        features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    tell(page, "Emulation.setEmulatedMedia", json!({"media": media, "features": features})).await.map(drop)
}

/// Whether these find nothing wrong, once the page is painted.
async fn nothing(page: &Page, what: &str, probes: &str) -> Result<(), String> {
    let script = format!(
        "{}\nreturn painted().then(painted).then(() => [{probes}].flat())",
        include_str!("display.js")
    );
    match page.ask(&script, &[]).await?.as_array() {
        Some(found) if found.is_empty() => Ok(()),
        Some(found) => Err(found.iter().map(|one| format!("{what}: {one}\n")).collect()),
        None => Err("no answer".to_owned()),
    }
}

/// Leaves a picture of the whole page at this width.
async fn picture(page: &Page, name: &str, width: u32, scale: u32) -> Result<(), String> {
    let height = page.ask("return Math.min(6000, document.scrollingElement.scrollHeight)", &[]).await?;
    resize(page, width, height.as_u64().and_then(|height| height.try_into().ok()).unwrap_or(1000), scale)
        .await?;
    page.shoot_as_it_is(name).await;
    Ok(())
}

async fn is_pictured(page: &Page, state: &str, as_what: &str, width: u32) -> Result<(), String> {
    if PICTURED.contains(&state) {
        picture(page, &format!("display-{as_what}-{state}"), width, 1).await
    } else {
        Ok(())
    }
}

/// In Chromium alone, with one browser: see `Engine::emulates`.
fn in_each<Fut>(name: &'static str, world: &'static str, check: impl Fn(Page, &'static str) -> Fut + 'static)
where
    Fut: Future<Output = Result<(), String>>,
{
    if Engine::chosen().emulates() {
        in_each_state(name, Wanted::default(), world, check);
    }
}

async fn fits(page: Page, state: &'static str, direction: &str) -> Result<(), String> {
    // A window of 1280 by 1024 at 400 %, or a small phone.
    resize(&page, 320, 256, 4).await?;
    let narrow = nothing(&page, "at 320 px", "sideways()").await;
    is_pictured(&page, state, &format!("narrow-{direction}"), 320).await?;
    resize(&page, 320, 256, 4).await?;
    let script = format!("{}\nspread()", include_str!("display.js"));
    page.ask(&script, &[]).await?;
    let spread = nothing(&page, "at 320 px, in wide-set text", "sideways()").await;
    // The letters alone at 200 %.
    resize(&page, 640, 900, 1).await?;
    tell(&page, "Page.setFontSizes", json!({"fontSizes": {"standard": 32, "fixed": 26}})).await?;
    let large = nothing(&page, "in letters of 200 %", "sideways()").await;
    is_pictured(&page, state, &format!("large-{direction}"), 640).await?;
    tell(&page, "Page.setFontSizes", json!({"fontSizes": {"standard": 16, "fixed": 13}})).await?;
    tell(&page, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
    together([narrow, spread, large])
}

async fn is_seen_in_forced_colours(page: &Page, state: &str) -> Result<(), String> {
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        prefer(page, "", &[("forced-colors", "active"), ("prefers-color-scheme", scheme)]).await?;
        found.push(nothing(page, &format!("in forced colours, {scheme}"), "edgeless(), unmarked()").await);
        is_pictured(page, state, &format!("forced-{scheme}"), 1100).await?;
    }
    prefer(page, "", &[]).await?;
    tell(page, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
    together(<[_; 2]>::try_from(found).map_err(|_| "two schemes")?)
}

/// All that was found wrong.
fn together<const N: usize>(found: [Result<(), String>; N]) -> Result<(), String> {
    let wrong: String = found.into_iter().filter_map(Result::err).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[test]
fn nobody_scrolls_sideways_when_narrow_zoomed_or_in_large_letters_and_forced_colours_hide_nothing() {
    in_each("display", "", async |page, state| {
        let forced = is_seen_in_forced_colours(&page, state).await;
        together([forced, fits(page, state, "ltr").await])
    });
}

#[test]
fn nobody_scrolls_sideways_from_right_to_left_either() {
    in_each("display-rtl", "pseudo=ar-XB", async |page, state| fits(page, state, "rtl").await);
}

#[test]
fn no_words_are_left_out_of_the_catalogue_and_longer_ones_have_room() {
    in_each_state("display-pseudo", Wanted::default(), "pseudo=en-XA", async |page, state| {
        let probes = if state.starts_with("host") { "[]" } else { "sideways(), plain()" };
        nothing(&page, "in longer words", probes).await
    });
}

#[test]
fn words_that_are_in_no_catalogue_are_found() {
    journey("display-planted", |page| async move {
        page.open("301000001").await;
        page.ask("elements()[0].setAttribute('locale', 'en-XA')", &[]).await.expect("the host sets it");
        page.expect_noise("400 (Bad Request)");
        page.holds("the pseudo-locale", "return elements()[0].lang === 'en-XA'", &[]).await;
        nothing(&page, "as it is", "plain()").await.expect("all words are the catalogue's");
        let plant = "const planted = document.createElement('p'); planted.textContent = 'Your profile';
            elements()[0].shadowRoot.querySelector('.c-page').append(planted)";
        page.ask(plant, &[]).await.expect("it is planted");
        let found = nothing(&page, "planted", "plain()").await.expect_err("words of no catalogue");
        assert!(found.contains("Your profile"), "{found}");
    });
}

#[test]
fn nothing_moves_for_who_wants_no_motion() {
    if !Engine::chosen().emulates() {
        return;
    }
    let moving = |name: &str| ["view-loading", "review-saving"].contains(&name);
    in_states(
        "display-motion",
        Wanted::default(),
        "",
        async |page, _| {
            let moves = format!("{}\nreturn moving().length > 0", include_str!("display.js"));
            let before = page.ask(&moves, &[]).await?;
            prefer(&page, "", &[("prefers-reduced-motion", "reduce")]).await?;
            let found = nothing(&page, "without motion", "moving()").await;
            prefer(&page, "", &[]).await?;
            if before == true { found } else { Err("it moves for all others".to_owned()) }
        },
        moving,
    );
}

#[test]
fn paper_has_every_value_and_nothing_to_press() {
    if !Engine::chosen().emulates() {
        return;
    }
    let has_values = |name: &str| {
        ["view", "saved", "review", "create-check", "created"].iter().any(|one| name.starts_with(one))
    };
    in_states(
        "display-print",
        Wanted { is_dark: true, ..Wanted::default() },
        "",
        async |page, state| {
            if state == "view-loading" {
                return Ok(());
            }
            prefer(&page, "print", &[("prefers-color-scheme", "dark")]).await?;
            // The width of A4 between usual margins.
            resize(&page, 718, 1000, 1).await?;
            let found = nothing(&page, "on paper", "printed(), dark(), sideways()").await;
            is_pictured(&page, state, "print", 718).await?;
            tell(&page, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
            let sheets =
                tell(&page, "Page.printToPDF", json!({"paperWidth": 8.27, "paperHeight": 11.69})).await?;
            prefer(&page, "", &[("prefers-color-scheme", "dark")]).await?;
            let count = "return (atob(arguments[0]).match(/\\/Type\\s*\\/Page\\b/g) ?? []).length";
            let count = page.ask(count, &[sheets["data"].clone()]).await?;
            let sheets = match count.as_u64() {
                Some(1..=3) => Ok(()),
                other => Err(format!("on {other:?} sheets")),
            };
            together([found, sheets])
        },
        has_values,
    );
}

#[test]
fn the_element_fits_a_host_that_leaves_it_320_px() {
    journey("display-host", |page| async move {
        let attributes = host::open(&page).await;
        host::define(&page).await;
        let script = "const element = make(arguments[0]); element.credentials = credentials;
            const main = document.querySelector('main'); main.style.inlineSize = '320px'; main.append(element)";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.is_at("Camille Moreau-Lefèvre").await;
        let over = "return all('*', elements()[0].shadowRoot).filter((node) => !node.closest('.c-hidden, option'))
            .filter((node) => node.getBoundingClientRect().right > document.querySelector('main').getBoundingClientRect().right + 1)
            .map((node) => `${node.localName}.${node.className}`)";
        for section in ["Identity", "Contact", "Address", "Preferences"] {
            page.press(&format!("Edit {section}")).await;
            page.is_at(section).await;
            assert_eq!(page.ask(over, &[]).await, Ok(json!([])), "the form of {section}");
            page.press("Cancel").await;
            page.is_at("Camille Moreau-Lefèvre").await;
            assert_eq!(page.ask(over, &[]).await, Ok(json!([])), "the profile");
        }
        page.shoot("display-host").await;
    });
}
