//! Dates of birth: no time zone changes the day, and a date is sent in the format it was read in.

use serde_json::json;

use crate::{
    browser::BrowserOptions,
    catalogue::{catalogue, saved, t},
    harness::{JourneyOptions, journey, journey_with},
    page::Page,
};

const CUSTOMER: &str = "301000001";

/// A script that puts dashes into the dates of the vendor's responses: the sandbox writes them without.
const DASHES: &str = r#"
    const own = window.fetch.bind(window);
    window.fetch = async (...request) => {
      const response = await own(...request);
      if (!response.url.endsWith("/profile") || response.status !== 200) return response;
      const text = (await response.text()).replace(/"(birthda\w+)":"(\d{4})(\d\d)(\d\d)"/g, '"$1":"$2-$3-$4"');
      const { status, headers, url } = response;
      return Object.defineProperty(new Response(text, { status, headers }), "url", { value: url });
    };"#;

/// The time zones furthest ahead of UTC and furthest behind it, with the minutes they are behind.
const ZONES: [(&str, i64); 2] = [("Pacific/Kiritimati", -14 * 60), ("Pacific/Pago_Pago", 11 * 60)];

/// Saves another date of birth and returns the body of the request.
async fn save(page: &Page, [day, month, year]: [&str; 3]) -> serde_json::Value {
    page.edit("identity").await;
    page.fill(t("label.day"), day).await;
    page.fill(t("label.month"), month).await;
    page.fill(t("label.year"), year).await;
    page.review().await;
    page.has_heading(t("review.title")).await;
    page.sandbox.clear_requests().await;
    page.save().await;
    page.announces(saved()).await;
    page.sandbox.only_write().await["body"].clone()
}

/// Reads and saves the first day of a year and a leap day in each time zone.
fn date_is_same_in_each_zone(name: &'static str, script: &'static str, written: fn(u16, u8, u8) -> String) {
    for (zone, behind) in ZONES {
        let browser = BrowserOptions { zone: Some(zone), ..BrowserOptions::default() };
        let options = JourneyOptions { browser, script, ..JourneyOptions::default() };
        journey_with(name, options, move |page| async move {
            page.sandbox.patch(CUSTOMER, json!({"birthdate": "19790101"})).await;
            page.open(CUSTOMER).await;
            let offset = page.evaluate("return new Date().getTimezoneOffset()", &[]).await;
            assert_eq!(offset, Ok(json!(behind)), "the browser is in {zone}");
            assert_eq!(page.fact(t("group.birth")).await, ["January 1, 1979 · Nantes · France"], "{zone}");
            page.edit("identity").await;
            assert_eq!(
                [
                    page.value(t("label.day")).await,
                    page.value(t("label.month")).await,
                    page.value(t("label.year")).await
                ],
                ["1", "1", "1979"],
                "{zone}"
            );
            page.cancel().await;
            let sent = save(&page, ["29", "2", "2000"]).await;
            assert_eq!(sent, json!({"birthdate": written(2000, 2, 29)}), "{zone}");
            assert_eq!(page.fact(t("group.birth")).await, ["February 29, 2000 · Nantes · France"], "{zone}");
            assert_eq!(page.sandbox.stored(CUSTOMER).await["birthdate"], "20000229", "{zone}");
            page.reload().await;
            page.shows("February 29, 2000").await;
            let sent = save(&page, ["1", "1", "1979"]).await;
            assert_eq!(sent, json!({"birthdate": written(1979, 1, 1)}), "{zone}");
        });
    }
}

#[test]
fn birthdate_is_same_day_in_every_time_zone() {
    date_is_same_in_each_zone("dates-zones", "", |year, month, day| format!("{year}{month:02}{day:02}"));
}

#[test]
fn birthdate_with_dashes_is_sent_with_dashes_in_every_time_zone() {
    date_is_same_in_each_zone("dates-dashes", DASHES, |year, month, day| {
        format!("{year}-{month:02}-{day:02}")
    });
}

#[test]
fn birthdate_is_shown_in_calendar_and_digits_of_the_form() {
    journey("dates-calendar", |page| async move {
        page.sandbox.patch(CUSTOMER, json!({"birthdate": "19790601"})).await;
        page.open(CUSTOMER).await;
        // In Saudi Arabia, Arabic has other digits and, in some browsers, another calendar.
        page.evaluate("elements()[0].setAttribute('locale', 'ar-SA')", &[]).await.expect("the host sets it");
        page.wait_until("Arabic", "return elements()[0].lang === 'ar-SA'", &[]).await;
        assert_eq!(page.fact(catalogue("ar").t("group.birth")).await, ["1 يونيو 1979 · Nantes · فرنسا"]);
        page.run_steps(vec![json!({"click": "#edit-identity"}), json!({"see": "#year"})]).await;
        let values =
            page.evaluate("return ['#day', '#month', '#year'].map((id) => all(id)[0].value)", &[]).await;
        assert_eq!(values, Ok(json!(["1", "6", "1979"])));
    });
}
