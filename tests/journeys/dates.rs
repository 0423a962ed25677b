//! A birthday is a day: no time zone moves it, and it is written back as it was read.

use serde_json::json;

use crate::{page::Page, run::journey};

const CUSTOMER: &str = "301000001";

/// A vendor that writes its dates with dashes, as far as the page can see: the sandbox writes them without.
const DASHES: &str = r#"
    const own = window.fetch.bind(window);
    window.fetch = async (...asked) => {
      const response = await own(...asked);
      if (!response.url.endsWith("/profile") || response.status !== 200) return response;
      const text = (await response.text()).replace(/"(birthda\w+)":"(\d{4})(\d\d)(\d\d)"/g, '"$1":"$2-$3-$4"');
      const { status, headers, url } = response;
      return Object.defineProperty(new Response(text, { status, headers }), "url", { value: url });
    };"#;

/// Moves the browser to a zone, which is this many minutes behind UTC, and opens the profile there.
async fn open_in(page: &Page, zone: &str, behind: i64) {
    let wanted = json!({"timezoneId": zone});
    page.browser.cdp().send_raw("Emulation.setTimezoneOverride", wanted).await.expect("the zone is taken");
    page.open(CUSTOMER).await;
    let offset = page.ask("return new Date().getTimezoneOffset()", &[]).await;
    assert_eq!(offset, Ok(json!(behind)), "the browser is in {zone}");
}

/// Types another birthday and saves it; gives what was sent.
async fn save(page: &Page, [day, month, year]: [&str; 3]) -> serde_json::Value {
    page.press("Edit Identity").await;
    page.fill("Day", day).await;
    page.fill("Month", month).await;
    page.fill("Year", year).await;
    page.press("Review the change").await;
    page.is_at("Check your change").await;
    page.sandbox.forget().await;
    page.press("Save").await;
    page.hears("Your change has been saved").await;
    page.sandbox.the_write().await["body"].clone()
}

/// The first day of a year, and the day of a leap year, in the zones that are furthest ahead and furthest behind.
async fn a_birthday_stays(page: &Page, written: impl Fn(u16, u8, u8) -> String) {
    page.sandbox.change(CUSTOMER, json!({"birthdate": "19790101"})).await;
    let zones = [("Pacific/Kiritimati", -14 * 60), ("Pacific/Pago_Pago", 11 * 60)];
    for (zone, behind) in zones {
        open_in(page, zone, behind).await;
        assert_eq!(page.fact("Date of birth").await, ["January 1, 1979"], "{zone}");
        page.press("Edit Identity").await;
        assert_eq!(
            [page.value("Day").await, page.value("Month").await, page.value("Year").await],
            ["1", "1", "1979"],
            "{zone}"
        );
        page.press("Cancel").await;
        assert_eq!(
            save(page, ["29", "2", "2000"]).await,
            json!({"birthdate": written(2000, 2, 29)}),
            "{zone}"
        );
        assert_eq!(page.fact("Date of birth").await, ["February 29, 2000"], "{zone}");
        assert_eq!(page.sandbox.stored(CUSTOMER).await["birthdate"], "20000229", "{zone}");
        page.reload().await;
        page.sees("February 29, 2000").await;
        assert_eq!(save(page, ["1", "1", "1979"]).await, json!({"birthdate": written(1979, 1, 1)}), "{zone}");
    }
}

#[test]
fn a_birthday_is_the_same_day_in_every_time_zone() {
    journey("dates-zones", |page| async move {
        a_birthday_stays(&page, |year, month, day| format!("{year}{month:02}{day:02}")).await;
    });
}

#[test]
fn a_birthday_that_is_read_with_dashes_is_sent_with_dashes_in_every_time_zone() {
    journey("dates-dashes", |page| async move {
        let script = json!({"source": DASHES});
        let tools = page.browser.cdp();
        tools.send_raw("Page.addScriptToEvaluateOnNewDocument", script).await.expect("the script is taken");
        a_birthday_stays(&page, |year, month, day| format!("{year}-{month:02}-{day:02}")).await;
    });
}
