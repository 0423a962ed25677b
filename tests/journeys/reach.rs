//! Reach: by keyboard and by finger to every control of every state, and what is read out on the way there.

use serde_json::{Value, json};

use crate::{
    engine::Wanted,
    page::Page,
    run::journey,
    states::{in_each_state, in_states},
};

/// The key, as WebDriver writes it.
const TAB: &str = "\u{e004}";

async fn ask(page: &Page, script: &str) -> Result<Value, String> {
    page.ask(&format!("{}\n{script}", include_str!("reach.js")), &[]).await
}

/// Everything wrong that these scripts find.
async fn found(page: &Page, scripts: &str) -> Result<(), String> {
    let found = ask(page, &format!("return [{scripts}].flat()")).await?;
    let found: Vec<String> = serde_json::from_value(found).map_err(|error| error.to_string())?;
    if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
}

async fn is_reached(page: Page, _state: &'static str) -> Result<(), String> {
    found(&page, "twice(), small()").await?;
    let stops = ask(&page, "return begin()").await?.as_u64().unwrap_or_default();
    // One at a time: the browser may be slower to move than the driver to press.
    for _ in 1..stops {
        page.keys(TAB).await;
    }
    found(&page, "astray(), covered()").await
}

#[test]
fn every_control_is_reached_in_order_seen_with_the_focus_and_large_enough() {
    in_each_state("reach", Wanted::default(), "", is_reached);
}

#[test]
fn a_change_of_status_is_read_out_once() {
    let wanted: &[(&str, &[&str])] = &[];
    let names: Vec<_> = wanted.iter().map(|(name, _)| *name).collect();
    in_states(
        "reach-said",
        Wanted::default(),
        "",
        async |page, state| {
            let said = page.ask("return announced.map((one) => one.join(': '))", &[]).await?;
            Err(format!("{state} {said:#}"))
        },
        move |name| names.is_empty() || names.contains(&name),
    );
}

#[test]
fn the_focus_comes_back_to_what_it_left() {
    journey("reach-back", |page| async move {
        page.open("301000001").await;
        for section in ["Identity", "Contact", "Address", "Preferences"] {
            let opener = format!("Edit {section}");
            page.press(&opener).await;
            page.has_focus(&format!("h1 {section}")).await;
            page.press("Cancel").await;
            page.has_focus(&format!("button {opener}")).await;
            page.press(&opener).await;
            page.has_focus(&format!("h1 {section}")).await;
            page.browser.back().await.expect("the browser goes back");
            page.has_focus(&format!("button {opener}")).await;
        }

        page.press("Show National identifier").await;
        page.has_focus("button Hide National identifier").await;
        page.press("Hide National identifier").await;
        page.has_focus("button Show National identifier").await;

        page.press("Edit Contact").await;
        page.press("Add a phone").await;
        page.has_focus("input Number").await;
        page.press("Remove phone 4").await;
        page.has_focus("input Number").await;
        page.fill("E-mail", "milla@example.org").await;
        page.press("Review the change").await;
        page.has_focus("h1 Check your change").await;
        page.press("Go back and change").await;
        page.has_focus("h1 Contact").await;
        page.press("Cancel").await;
        page.has_focus("button Keep editing").await;
        page.press("Keep editing").await;
        page.has_focus("button Cancel").await;
        page.choose("Language", "français (France)").await;
        page.is_at("Contact").await;
        page.has_focus("select Langue").await;
    });
}

#[test]
fn a_control_that_cannot_be_reached_or_hit_is_found() {
    journey("reach-planted", |page| async move {
        page.open("301000001").await;
        let script = "const [first, second] = ['first', 'second'].map((words) => Object.assign(document.createElement('a'), { href: '#', textContent: words }));
            first.tabIndex = 2; second.style.fontSize = '8px';
            elements()[0].shadowRoot.querySelector('.c-page').append(first, second); announced.push(['live', 'x'], ['live', 'x'])";
        page.ask(&script.replace("announced", "(window.announced = [])"), &[])
            .await
            .expect("they are planted");
        let told = is_reached(page.clone(), "view").await.expect_err("both are found");
        assert!(told.contains("said twice") && told.contains("second"), "{told}");
        page.ask("announced = []; all('a').at(-1).remove()", &[]).await.expect("one is mended");
        let told = is_reached(page.clone(), "view").await.expect_err("the other is found");
        assert!(told.contains("Tab comes to"), "{told}");
        let _ = json!(null);
    });
}
