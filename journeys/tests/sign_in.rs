//! The standalone page: signing in at an OpenID provider, every way in which that fails, and a session that ends. The
//! provider is oidc-provider, and a site in front of the sandbox accepts its tokens (`xtask/sign-in/serve.js`).

use std::{
    env, fs,
    process::{Child, Command},
};

use serde_json::{Value, json};

use crate::{
    browser_pool::is_unused,
    catalogue::{catalogue, saved, section, t},
    harness::{JourneyOptions, journey, journey_with, poll},
    page::{CONNECTION_ERROR, Page},
    sandbox::{path_from_env, root, start_program},
};

/// The accounts at the provider: they are the customers' IDs.
const CAMILLE: &str = "301000001";
const ANA: &str = "301000002";
const NEW_PERSON: &str = "new-person";

/// The heading of the provider's page.
const PROVIDER: &str = "Provider: choose an account";

/// The provider and the site with the page. Both end with the journey.
struct Site {
    child: Child,
    /// The address of the page.
    address: String,
}

impl Site {
    fn start(page: &Page) -> Site {
        // A part of the app that is fetched ahead may be on its way when the site ends with the journey.
        page.allow_in_console(CONNECTION_ERROR);
        let mut command = Command::new(env::var_os("CARNET_NODE").unwrap_or_else(|| "node".into()));
        command.arg(path_from_env("CARNET_SIGN_IN", "xtask/sign-in/serve.js"));
        command.args(["--test", "--sandbox", &page.sandbox.address]);
        let (child, address) =
            start_program(command, |line| Some(line[line.find("http://")?..].trim_end().to_owned()));
        let site = Site { child, address };
        if is_unused(&site.address) { site } else { Site::start(page) }
    }

    /// Changes the settings of the provider and the site.
    async fn set(&self, settings: Value) {
        let address = self.address.replace("/account.html", "/test");
        let response = reqwest::Client::new().post(address).json(&settings).send().await;
        assert_eq!(response.expect("the site responds").status(), 204, "{settings}");
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // A process that has ended already cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A text of the page in a language.
fn word_in(language: &str, key: &str) -> String {
    let words = fs::read_to_string(root().join("web/account.json")).expect("the texts of the page");
    let words: Value = serde_json::from_str(&words).expect("the texts are JSON");
    words[language][key].as_str().unwrap_or_else(|| panic!("{language} has no {key}")).to_owned()
}

fn word(key: &str) -> String {
    word_in("en", key)
}

/// Opens the page at a place and signs in.
async fn sign_in(page: &Page, site: &Site, place: &str, account: &str) {
    page.goto(&format!("{}{place}", site.address)).await;
    choose_account(page, site, account).await;
}

/// Waits for the provider's page, chooses an account there, and waits until the provider leads back to the site.
async fn choose_account(page: &Page, site: &Site, account: &str) {
    let origin = site.address.trim_end_matches("account.html");
    page.is_at("the provider's page", |address| !address.starts_with(origin)).await;
    page.press(account).await;
    page.is_at("the way back to the site", |address| address.starts_with(origin)).await;
}

/// Lets the next request with this method be refused, as with a token that has expired.
async fn refuse_token(page: &Page, method: &str) {
    page.sandbox.inject_fault(json!({"fault": "unauthorized", "method": method})).await;
}

/// Waits until the page shows the profile of Camille.
async fn shows_camille(page: &Page) {
    page.has_heading("Camille Moreau-Lefèvre").await;
}

#[test]
fn customer_signs_in_changes_profile_and_signs_out() {
    journey("sign-in", |page| async move {
        let site = Site::start(&page);
        sign_in(&page, &site, "", CAMILLE).await;
        shows_camille(&page).await;
        let is_clean = "return location.search === '' && location.hash === '#/customers/301000001'";
        page.wait_until("an address without the response of the provider", is_clean, &[]).await;
        page.screenshot("account").await;

        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        assert_eq!(page.sandbox.only_write().await["body"], json!({"first_name": "Camilla"}));

        // Another vendor of the same customer, without another sign-in.
        page.press("Imprint").await;
        page.wait_until(
            "the other vendor",
            "return elements()[0]?.getAttribute('vendor') === 'imprint'",
            &[],
        )
        .await;
        page.wait_until("its profile", "return headings().length === 1 && all('dt').length > 0", &[]).await;

        page.press(&word("signOut")).await;
        page.press("Sign out of the provider").await;
        page.announces(&word("signedOut")).await;
        page.press(&word("signIn")).await;
        page.has_heading(PROVIDER).await;
        page.press("Cancel").await;
        page.allow_in_console("access_denied");
        page.announces(&word("denied")).await;
    });
}

#[test]
fn place_and_language_survive_sign_in() {
    journey("sign-in-place", |page| async move {
        let site = Site::start(&page);
        // The language that the customer has chosen on this device before.
        page.goto(&site.address.replace("account.html", "embed.html")).await;
        page.evaluate("localStorage.setItem('carnet.locale', 'fr-FR')", &[]).await.expect("it is kept");
        page.goto(&format!("{}#/customers/301000001/edit/identity", site.address)).await;
        page.shows("Language of the page: fr-FR").await;
        choose_account(&page, &site, CAMILLE).await;
        page.has_heading(catalogue("fr").t("section.identity")).await;
        page.has_fragment("#/customers/301000001/edit/identity").await;
        page.shows(&word_in("fr", "signOut")).await;
        assert_eq!(page.evaluate("return document.documentElement.lang", &[]).await, Ok(json!("fr-FR")));
    });
}

#[test]
fn refused_token_is_renewed_with_rotated_refresh_token() {
    journey("sign-in-refresh", |page| async move {
        page.allow_in_console("401");
        let site = Site::start(&page);
        sign_in(&page, &site, "", CAMILLE).await;
        shows_camille(&page).await;
        // The provider refuses a refresh token that was used before, and ends the session.
        for name in ["Camilla", "Cami", "Camila"] {
            page.edit("identity").await;
            page.fill(t("label.first-name"), name).await;
            page.review().await;
            refuse_token(&page, "PATCH").await;
            page.save().await;
            page.has_heading(&format!("{name} Moreau-Lefèvre")).await;
        }
    });
}

#[test]
fn session_that_ends_during_edit_is_renewed_in_another_window() {
    journey("sign-in-window", |page| async move {
        page.allow_in_console("401");
        let site = Site::start(&page);
        site.set(json!({"hasRefreshTokens": false})).await;
        sign_in(&page, &site, "", CAMILLE).await;
        shows_camille(&page).await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        refuse_token(&page, "PATCH").await;
        page.save().await;
        page.shows(&word("endedText")).await;
        page.screenshot("account-ended").await;

        // Another customer of the same provider must not get what this one has typed.
        let main = page.browser.window().await.expect("a window");
        page.browser.delete_all_cookies().await.expect("the provider forgets the customer");
        sign_in_again(&page, &main, Some(ANA)).await;
        page.allow_in_console("another person has signed in");
        page.announces(&word("other")).await;
        page.browser.delete_all_cookies().await.expect("the provider forgets the customer");
        sign_in_again(&page, &main, Some("Cancel")).await;
        page.allow_in_console("access_denied");
        page.announces(&word("denied")).await;

        sign_in_again(&page, &main, Some(CAMILLE)).await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        let writes = page.sandbox.requests_by("PATCH").await;
        assert!(writes.iter().all(|write| write["body"] == json!({"first_name": "Camilla"})), "{writes:#?}");

        // The provider still knows the customer: nothing has to be chosen.
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Cami").await;
        page.review().await;
        refuse_token(&page, "PATCH").await;
        page.save().await;
        sign_in_again(&page, &main, None).await;
        page.has_heading("Cami Moreau-Lefèvre").await;

        // Whoever does not want to can try again later, and has lost nothing.
        page.edit("identity").await;
        page.fill(t("label.first-name"), "Camille").await;
        page.review().await;
        refuse_token(&page, "PATCH").await;
        page.save().await;
        page.allow_in_console("has not signed in again");
        page.allow_in_console("credentials has thrown an error");
        page.press(&word("notNow")).await;
        page.shows(t("failure.signed-out")).await;
        page.save().await;
        sign_in_again(&page, &main, None).await;
        page.announces(saved()).await;
        shows_camille(&page).await;
    });
}

/// Presses the button of the dialog, chooses an account in the window that opens, and returns to the page.
async fn sign_in_again(page: &Page, main: &thirtyfour::WindowHandle, account: Option<&str>) {
    page.press(&word("signIn")).await;
    if let Some(account) = account {
        poll("another window", || async {
            let windows = page.browser.windows().await.map_err(|error| error.to_string())?;
            let other = windows.into_iter().find(|window| window != main);
            let other = other.ok_or_else(|| "no other window".to_owned())?;
            page.browser.switch_to_window(other).await.map_err(|error| error.to_string())
        })
        .await;
        page.press(account).await;
    }
    // The window closes itself.
    poll("one window", || async {
        let windows = page.browser.windows().await.map_err(|error| error.to_string())?;
        if windows.len() == 1 { Ok(()) } else { Err(format!("{} windows", windows.len())) }
    })
    .await;
    page.browser.switch_to_window(main.clone()).await.expect("the page is still there");
}

#[test]
fn session_that_ends_without_unsaved_changes_is_renewed_silently() {
    journey("sign-in-silent", |page| async move {
        page.allow_in_console("401");
        let site = Site::start(&page);
        site.set(json!({"hasRefreshTokens": false})).await;
        // This vendor is asked again in each language.
        sign_in(&page, &site, "?vendor=capillary", CAMILLE).await;
        shows_capillary(&page, "en").await;
        page.evaluate("window.isFirst = true", &[]).await.expect("the page is marked");
        expire_token(&page, &site).await;
        page.choose_locale("fr-FR").await;
        page.wait_until("another page", "return !window.isFirst", &[]).await;
        shows_capillary(&page, "fr").await;

        // A provider that does not know the customer any more asks them.
        expire_token(&page, &site).await;
        page.browser.delete_all_cookies().await.expect("the provider forgets the customer");
        page.choose_locale("de-DE").await;
        choose_account(&page, &site, CAMILLE).await;
        shows_capillary(&page, "de").await;
    });
}

/// Makes the token expire: the vendor refuses it, and the clock of the page is put on by an hour. A token of a second
/// would do the same, but it could end before the profile is shown.
async fn expire_token(page: &Page, site: &Site) {
    site.set(json!({"areTokensExpired": true})).await;
    let put_on = "const now = performance.now(); performance.now = () => now + 3_600_000";
    page.evaluate(put_on, &[]).await.expect("the clock is put on");
}

/// Waits until the page shows the profile at Capillary in this language.
async fn shows_capillary(page: &Page, language: &str) {
    let is_shown = "return headings().length === 1 && all('dt').length > 0 &&
        elements()[0].getAttribute('vendor') === 'capillary'";
    page.wait_until("a profile at Capillary", is_shown, &[]).await;
    page.shows(&word_in(language, "signOut")).await;
}

#[test]
fn refused_sign_in_says_why_and_can_be_tried_again() {
    journey("sign-in-refused", |page| async move {
        page.allow_in_console("Signing in has failed");
        page.allow_in_console("400"); // The provider's own status.
        let site = Site::start(&page);
        sign_in(&page, &site, "", "Cancel").await;
        page.announces(&word("denied")).await;
        page.reports("access_denied").await;
        for (response, reason) in [
            (json!({"state": "other"}), "unexpected \"state\""),
            (json!({"state": null}), "\"state\" missing"),
            (json!({"iss": "https://other.example"}), "unexpected \"iss\""),
            (json!({"iss": null}), "\"iss\" (issuer) missing"),
            (json!({"code": "used"}), "invalid_grant"),
            (json!({"error": "server_error", "code": null}), "server_error"),
        ] {
            site.set(json!({"response": response})).await;
            page.press(&word("tryAgain")).await;
            choose_account(&page, &site, CAMILLE).await;
            page.announces(&word("failed")).await;
            page.reports(reason).await;
            // The provider must not remember the customer, so that its page is shown the next time.
            page.browser.delete_all_cookies().await.expect("the provider forgets the customer");
        }
        site.set(json!({"response": {}, "isCodeExpired": true})).await;
        page.press(&word("tryAgain")).await;
        choose_account(&page, &site, CAMILLE).await;
        page.announces(&word("failed")).await;
        page.reports("invalid_grant").await;
        page.browser.delete_all_cookies().await.expect("the provider forgets the customer");

        // A response that this tab has not asked for.
        page.goto(&format!("{}?code=stolen&state=stolen", site.address)).await;
        page.announces(&word("failed")).await;
        page.reports("has not begun a sign-in").await;

        site.set(json!({"isCodeExpired": false, "isDown": true})).await;
        page.press(&word("tryAgain")).await;
        page.announces(&word("unreachable")).await;
        site.set(json!({"isDown": false})).await;
        page.press(&word("tryAgain")).await;
        choose_account(&page, &site, CAMILLE).await;
        shows_camille(&page).await;
    });
}

#[test]
fn wrong_clock_of_device_is_named() {
    let script = "{ const now = Date.now.bind(Date); Date.now = () => now() + 86_400_000 }";
    let options = JourneyOptions { script, ..JourneyOptions::default() };
    journey_with("sign-in-clock", options, |page| async move {
        page.allow_in_console("Signing in has failed");
        let site = Site::start(&page);
        sign_in(&page, &site, "", CAMILLE).await;
        page.announces(&word("clock")).await;
        page.reports("\"exp\" (expiration time)").await;
    });
}

#[test]
fn person_without_profile_creates_one() {
    journey("sign-in-create", |page| async move {
        page.allow_in_console("no claim");
        let site = Site::start(&page);
        sign_in(&page, &site, "", NEW_PERSON).await;
        page.announces(&word("noProfile")).await;
        // The operator reads which claims the provider sends.
        page.reports("capillary_id").await;
        page.press(&word("create")).await;
        page.has_heading(t("create.title")).await;
        page.choose(t("label.civility"), "Mrs").await;
        page.fill(t("label.first-name"), "Élise").await;
        page.fill(t("label.last-name"), "Okafor").await;
        page.press(t("create.check")).await;
        page.has_heading(t("create.check")).await;
        page.press(t("create.send")).await;
        page.has_heading("Élise Okafor").await;
        // The provider knows the new customer by now.
        page.reload().await;
        page.has_heading("Élise Okafor").await;

        // A vendor at which nobody can create a profile.
        let claim = json!({"name": "imprint", "base-url": "/imprint", "customer-claim": "gone"});
        site.set(json!({"config": {"vendors": [claim]}})).await;
        page.reload().await;
        page.announces(&word("noProfile")).await;
        page.does_not_show(&word("create")).await;
    });
}

#[test]
fn wrong_configuration_is_named_in_console_and_not_to_customer() {
    journey("sign-in-config", |page| async move {
        page.allow_in_console("carnet.config.json");
        let site = Site::start(&page);
        for (settings, reason) in [
            (json!({"configText": "{ \"issuer\": "}), "carnet.config.json: is not JSON"),
            (
                json!({"configText": null, "config": {"issuer": "http://id.example"}}),
                "carnet.config.json: issuer: \"http://id.example\" is not an https: URL",
            ),
            (json!({"config": {"clientId": "carnet"}}), "carnet.config.json: clientId: is not known"),
            (
                json!({"config": {"issuer": null}}),
                "carnet.config.json: issuer: is missing: The issuer of the OpenID provider",
            ),
        ] {
            site.set(settings).await;
            page.goto("about:blank").await;
            page.goto(&site.address).await;
            page.announces(&word("notSetUp")).await;
            page.reports(reason).await;
            page.does_not_show("issuer").await;
        }
        // A provider that calls itself otherwise.
        site.set(json!({"config": {}})).await;
        page.goto(&site.address).await;
        page.has_heading(PROVIDER).await;
        let issuer =
            page.evaluate("return `${location.origin}/`", &[]).await.expect("the provider's address");
        site.set(json!({"config": {"issuer": issuer}})).await;
        page.goto(&site.address).await;
        page.announces(&word("failed")).await;
        page.reports("the provider calls itself").await;
    });
}

#[test]
fn tokens_are_bound_to_key_if_provider_asks_for_it() {
    journey("sign-in-dpop", |page| async move {
        // The provider demands a nonce of its own in the first proof.
        page.allow_in_console("400");
        page.allow_in_console("401");
        let site = Site::start(&page);
        site.set(json!({"isBound": true})).await;
        sign_in(&page, &site, "", CAMILLE).await;
        shows_camille(&page).await;
        page.edit("identity").await;
        page.has_focus("h1", section("identity")).await;
        page.fill(t("label.first-name"), "Camilla").await;
        page.review().await;
        refuse_token(&page, "PATCH").await;
        page.save().await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        // The site accepts such a token with a proof only.
        let is_proved =
            "return performance.getEntriesByType('resource').some((one) => one.name.includes('/profile'))";
        page.wait_until("requests to the vendor", is_proved, &[]).await;
    });
}
