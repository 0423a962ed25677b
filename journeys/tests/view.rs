//! Viewing a profile: every customer of the sandbox has a page with the vendor's data and nothing that is for staff
//! alone.

use crate::{
    catalogue::{hide_button, section, show_button, t},
    harness::journey,
};

#[test]
fn view_of_documented_example_shows_all_values() {
    journey("view", |page| async move {
        page.visit("").await;
        // The card of a customer is a link with name, number and description.
        page.shows("123456789").await;
        let follow = "all('a[href]').find(link => text(link).includes('123456789')).click()";
        page.evaluate(follow, &[]).await.expect("the customer is in the list");
        page.has_heading("Tom Smith").await;
        page.has_fragment("#/customers/123456789").await;
        for (name, value) in [
            (t("group.name"), "Tom James Edward Smith"),
            (t("group.birth"), "Paris"),
            (t("label.email"), "tom@example.com"),
            (t("label.phones"), &format!("0623456789 · {}", t("phone.mobile"))),
            (t("loyalty.previous"), t("tier.silver")),
            (t("label.national-id"), t("add.national-id")),
        ] {
            assert_eq!(page.fact(name).await, [value], "{name}");
        }
        assert_eq!(page.fact(t("label.address")).await, ["75000 Aix-en-Provence", "France"]);
        page.shows(&format!("1,200 {}", t("loyalty.points_other"))).await;
        let tier = "return text(all('.c-step[aria-current]')[0]) === arguments[0]";
        page.wait_until("the tier on the ladder", tier, &[t("tier.gold").into()]).await;
        // What is rarely looked for is folded.
        page.does_not_show("French (France)").await;
        page.press(t("section.record")).await;
        page.shows("French (France)").await;
        page.screenshot("view").await;
    });
}

#[test]
fn sensitive_values_are_masked_until_revealed() {
    journey("view-masked", |page| async move {
        page.open("301000001").await;
        page.press(t("section.record")).await;
        let national_id = format!("279024410912345 · {}", t("national.security-number"));
        for (name, secret) in
            [(t("label.national-id"), &*national_id), (t("fact.health-pass"), "HP-0042-7781")]
        {
            assert!(page.fact(name).await[0].starts_with("••••••"));
            assert!(!page.text().await.contains(secret), "{name} is on the page");
            page.press(&show_button(name)).await;
            page.shows(&hide_button(name)).await;
            assert_eq!(page.fact(name).await, [secret]);
            page.press(&hide_button(name)).await;
            page.shows(&show_button(name)).await;
            assert!(page.fact(name).await[0].starts_with("••••••"));
        }
        // The form does not contain the number either before it is revealed.
        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        let html = "return [...elements()[0].shadowRoot.querySelectorAll('*')].some(one => one.value === arguments[0])";
        let read = page.evaluate(html, &["279024410912345".into()]).await.expect("the page can be read");
        assert_eq!(read, false);
        page.press(&show_button(t("label.national-number"))).await;
        assert_eq!(page.value(t("label.national-number")).await, "279024410912345");
    });
}

#[test]
fn every_customer_of_the_sandbox_has_a_page() {
    journey("view-all", |page| async move {
        for (customer, heading) in [
            ("123456789", "Tom Smith"),
            ("152580646", "AUTRE ADULT"),
            ("301000001", "Camille Moreau-Lefèvre"),
            ("301000002", "Ana Ruiz"),
            ("301000003", "Zoe\u{308} <b>Lévy</b> &amp; Fils"),
            ("301000004", "Hanako Sato"),
            ("301000005", "Layla Al-Hashimi"),
            ("301000006", "Noah Becker"),
            ("301000007", "Olivia Brown"),
            ("301000008", "Henri Duval"),
            ("301000009", t("view.title")),
        ] {
            page.open(customer).await;
            page.has_heading(heading).await;
            let text = page.text().await;
            for name in ["identity", "contact", "address", "preferences"] {
                assert!(text.contains(section(name)), "{name} of {customer}");
            }
            for unwanted in ["blacklisted", "Blacklisted", "undefined", "null", "{{", "label."] {
                assert!(!text.contains(unwanted), "{unwanted} of {customer}: {text}");
            }
            page.screenshot(&format!("view-{customer}")).await;
        }
    });
}
