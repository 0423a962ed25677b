//! A birthday is a day: no time zone moves it, and it is written back as it was read.

use serde_json::json;

use crate::{
    engine::Wanted,
    page::Page,
    run::{Setting, journey, journey_in},
};

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

/// The zones that are furthest ahead and furthest behind, with the minutes they are behind UTC.
const ZONES: [(&str, i64); 2] = [("Pacific/Kiritimati", -14 * 60), ("Pacific/Pago_Pago", 11 * 60)];

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

/// The first day of a year, and the day of a leap year, in these zones.
fn a_birthday_stays(name: &'static str, script: &'static str, written: fn(u16, u8, u8) -> String) {
    for (zone, behind) in ZONES {
        let browsers = Wanted { zone: Some(zone), ..Wanted::default() };
        let setting = Setting { browsers, script, ..Setting::default() };
        journey_in(name, setting, move |page| async move {
            page.sandbox.change(CUSTOMER, json!({"birthdate": "19790101"})).await;
            page.open(CUSTOMER).await;
            let offset = page.ask("return new Date().getTimezoneOffset()", &[]).await;
            assert_eq!(offset, Ok(json!(behind)), "the browser is in {zone}");
            assert_eq!(page.fact("Date of birth").await, ["January 1, 1979"], "{zone}");
            page.press("Edit Identity").await;
            assert_eq!(
                [page.value("Day").await, page.value("Month").await, page.value("Year").await],
                ["1", "1", "1979"],
                "{zone}"
            );
            page.press("Cancel").await;
            let sent = save(&page, ["29", "2", "2000"]).await;
            assert_eq!(sent, json!({"birthdate": written(2000, 2, 29)}), "{zone}");
            assert_eq!(page.fact("Date of birth").await, ["February 29, 2000"], "{zone}");
            assert_eq!(page.sandbox.stored(CUSTOMER).await["birthdate"], "20000229", "{zone}");
            page.reload().await;
            page.sees("February 29, 2000").await;
            let sent = save(&page, ["1", "1", "1979"]).await;
            assert_eq!(sent, json!({"birthdate": written(1979, 1, 1)}), "{zone}");
        });
    }
}

#[test]
fn a_birthday_is_the_same_day_in_every_time_zone() {
    a_birthday_stays("dates-zones", "", |year, month, day| format!("{year}{month:02}{day:02}"));
}

#[test]
fn a_birthday_that_is_read_with_dashes_is_sent_with_dashes_in_every_time_zone() {
    a_birthday_stays("dates-dashes", DASHES, |year, month, day| format!("{year}-{month:02}-{day:02}"));
}

#[test]
fn a_birthday_stands_in_the_calendar_and_the_digits_it_is_asked_for_in() {
    journey("dates-calendar", |page| async move {
        page.sandbox.change(CUSTOMER, json!({"birthdate": "19790601"})).await;
        page.open(CUSTOMER).await;
        // Where Arabic has other digits and, in some browsers, another calendar.
        page.ask("elements()[0].setAttribute('locale', 'ar-SA')", &[]).await.expect("the host sets it");
        page.holds("Arabic", "return elements()[0].lang === 'ar-SA'", &[]).await;
        assert_eq!(page.fact("تاريخ الميلاد").await, ["1 يونيو 1979"]);
        page.walk(vec![json!({"click": "#edit-identity"}), json!({"see": "#year"})]).await;
        let typed = page.ask("return ['#day', '#month', '#year'].map((id) => all(id)[0].value)", &[]).await;
        assert_eq!(typed, Ok(json!(["1", "6", "1979"])));
    });
}
