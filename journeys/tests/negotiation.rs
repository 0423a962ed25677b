//! Negotiation: the locale that an element starts with, and the early request for its catalogue.

use serde_json::{Value, json};

use crate::{catalogue::catalogue, harness::journey, host_page, page::Page};

/// The languages of the catalogues that were loaded so far.
pub(crate) async fn loaded_catalogues(page: &Page) -> Value {
    let script = "const names = performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname);
        return names.map((name) => /\\/([a-z]{2}(?:-Han[st]|-[A-Z]{2})?)-[0-9a-f]+\\.json$/.exec(name)?.[1]).filter(Boolean)";
    page.evaluate(script, &[]).await.expect("the page can be read")
}

/// Opens a host page in a browser with these languages and this earlier choice. Returns the attributes of an element.
async fn open_host_page(page: &Page, chosen: Option<&str>, languages: &[&str]) -> Value {
    let attributes = host_page::open(page).await;
    let script = "const tag = document.createElement('script');
        tag.textContent = `if (${arguments[0]}) localStorage.setItem('carnet.locale', ${arguments[0]});
            Object.defineProperty(navigator, 'languages', { value: ${arguments[1]} })`;
        document.head.append(tag)";
    let (chosen, languages) = (json!(chosen).to_string(), json!(languages).to_string());
    page.evaluate(script, &[json!(chosen), json!(languages)]).await.expect("the script is added");
    attributes
}

#[test]
fn locale_comes_from_host_then_choice_then_browser_then_english() {
    journey("negotiation", |page| async move {
        for (host, offered, chosen, languages, locale, catalogue) in [
            (Some("de-AT"), None, Some("fr-FR"), &["ja"][..], "de-AT", "de"),
            (None, None, Some("fr-BE"), &["ja"], "fr-BE", "fr"),
            (None, None, Some("no tag"), &["vi", "ja"], "ja-JP", "ja"),
            (None, None, None, &["vi", "zh-Hant-MO", "fr"], "zh-HK", "zh-HK"),
            (None, None, None, &["es-AR"], "es-MX", "es-MX"),
            (None, None, None, &["en-AU"], "en-GB", ""),
            (None, None, None, &["vi"], "en-US", ""),
            (None, Some("fr-BE en-GB"), Some("ja-JP"), &["de"], "en-GB", ""),
            (None, Some("fr-BE, de-AT"), None, &["vi"], "fr-BE", "fr"),
        ] {
            let mut attributes = open_host_page(&page, chosen, languages).await;
            if let Some(host) = host {
                attributes["locale"] = json!(host);
            }
            if let Some(offered) = offered {
                attributes["locales"] = json!(offered);
            }
            page.sandbox.clear_requests().await;
            host_page::define(&page).await;
            host_page::add_element(&page, attributes).await;
            page.wait_until("the profile", "return all('#edit-identity').length === 1", &[]).await;
            assert_eq!(page.evaluate("return elements()[0].lang", &[]).await, Ok(json!(locale)));
            let wanted = if catalogue.is_empty() { json!([]) } else { json!([catalogue]) };
            assert_eq!(
                loaded_catalogues(&page).await,
                wanted,
                "{locale}: only the catalogue that is used was loaded"
            );
            let reads = page.sandbox.requests_by("GET").await;
            assert!(reads.iter().all(|read| read["headers"]["accept-language"] == locale), "{reads:#?}");
            let profiles = reads.iter().filter(|read| read["path"].to_string().contains("/profile"));
            assert_eq!(profiles.count(), 1, "{locale}: the early read has the right locale: {reads:#?}");
        }
    });
}

#[test]
fn catalogue_is_requested_before_app_is_loaded() {
    journey("negotiation-early", |page| async move {
        let attributes = open_host_page(&page, None, &["ja"]).await;
        let script = "const tag = document.createElement('script');
            tag.textContent = `const own = fetch;
                window.fetch = (input, init) => /\\\\.wasm/.test(input.url ?? input) ? new Promise(() => {}) : own(input, init)`;
            document.head.append(tag)";
        page.evaluate(script, &[]).await.expect("the script is added");
        host_page::define(&page).await;
        let script = "document.querySelector('main').append(makeElement(arguments[0]))";
        page.evaluate(script, &[attributes]).await.expect("the host adds it");
        page.wait_until(
            "the catalogue",
            "return performance.getEntriesByType('resource').some((one) => /\\/ja-[0-9a-f]+\\.json$/.test(one.name))",
            &[],
        )
        .await;
        // The loader's texts are in that language.
        page.announces(catalogue("ja").t("view.loading")).await;
    });
}
