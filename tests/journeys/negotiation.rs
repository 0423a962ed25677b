//! Negotiation: which locale is spoken at first, and that its words are on their way before the app is there.

use serde_json::{Value, json};

use crate::{host, page::Page, run::journey};

/// The catalogues that were fetched so far, by their tags.
pub(crate) async fn catalogues(page: &Page) -> Value {
    let script = "const names = performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname);
        return names.map((name) => /\\/([a-z]{2}(?:-Han[st])?)-[0-9a-f]+\\.json$/.exec(name)?.[1]).filter(Boolean)";
    page.ask(script, &[]).await.expect("the page says what it fetched")
}

/// A host's page in a browser that asks for these languages, where this locale was chosen before.
async fn prepare(page: &Page, kept: Option<&str>, languages: &[&str]) -> Value {
    let attributes = host::open(page).await;
    let script = "const tag = document.createElement('script');
        tag.textContent = `if (${arguments[0]}) localStorage.setItem('carnet.locale', ${arguments[0]});
            Object.defineProperty(navigator, 'languages', { value: ${arguments[1]} })`;
        document.head.append(tag)";
    let (kept, languages) = (json!(kept).to_string(), json!(languages).to_string());
    page.ask(script, &[json!(kept), json!(languages)]).await.expect("the page takes a script");
    attributes
}

#[test]
fn the_host_goes_before_the_choice_and_the_choice_before_the_browser_and_english_is_last() {
    journey("negotiation", |page| async move {
        for (host, offered, kept, languages, locale, catalogue) in [
            (Some("de-AT"), None, Some("fr-FR"), &["ja"][..], "de-AT", "de"),
            (None, None, Some("fr-BE"), &["ja"], "fr-BE", "fr"),
            (None, None, Some("no tag"), &["vi", "ja"], "ja-JP", "ja"),
            (None, None, None, &["vi", "zh-Hant-MO", "fr"], "zh-TW", "zh-Hant"),
            (None, None, None, &["vi"], "en-US", ""),
            (None, Some("fr-BE en-GB"), Some("ja-JP"), &["de"], "en-GB", ""),
            (None, Some("fr-BE, de-AT"), None, &["vi"], "fr-BE", "fr"),
        ] {
            let mut attributes = prepare(&page, kept, languages).await;
            if let Some(host) = host {
                attributes["locale"] = json!(host);
            }
            if let Some(offered) = offered {
                attributes["locales"] = json!(offered);
            }
            page.sandbox.forget().await;
            host::define(&page).await;
            let script = "const element = make(arguments[0]); element.credentials = credentials;
                document.querySelector('main').append(element)";
            page.ask(script, &[attributes]).await.expect("the host adds it");
            page.holds("the profile", "return all('#edit-identity').length === 1", &[]).await;
            assert_eq!(page.ask("return elements()[0].lang", &[]).await, Ok(json!(locale)));
            let wanted = if catalogue.is_empty() { json!([]) } else { json!([catalogue]) };
            assert_eq!(catalogues(&page).await, wanted, "{locale}: what was expected is what was needed");
            let reads = page.sandbox.requests_by("GET").await;
            assert!(reads.iter().all(|read| read["headers"]["accept-language"] == locale), "{reads:#?}");
            let profiles = reads.iter().filter(|read| read["path"].to_string().contains("/profile"));
            assert_eq!(profiles.count(), 1, "{locale}: the early read was in the right locale: {reads:#?}");
        }
    });
}

#[test]
fn the_words_are_on_their_way_before_the_app_is_there() {
    journey("negotiation-early", |page| async move {
        let attributes = prepare(&page, None, &["ja"]).await;
        let script = "const tag = document.createElement('script');
            tag.textContent = `const own = fetch;
                window.fetch = (input, init) => /\\\\.wasm/.test(input.url ?? input) ? new Promise(() => {}) : own(input, init)`;
            document.head.append(tag)";
        page.ask(script, &[]).await.expect("the page takes a script");
        host::define(&page).await;
        let script = "document.querySelector('main').append(make(arguments[0]))";
        page.ask(script, &[attributes]).await.expect("the host adds it");
        page.holds(
            "the catalogue",
            "return performance.getEntriesByType('resource').some((one) => /\\/ja-[0-9a-f]+\\.json$/.test(one.name))",
            &[],
        )
        .await;
        // What is said meanwhile is in that language.
        page.hears("プロフィール").await;
    });
}
