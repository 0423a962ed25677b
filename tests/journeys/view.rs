//! View: every seeded customer has a page, with what the vendor says of them and nothing that is the staff's.

use crate::run::journey;

#[test]
fn the_documents_own_example_is_shown_as_it_is() {
    journey("view", |page| async move {
        page.visit("").await;
        // The card of a customer is a link that holds name, number and kind.
        page.sees("123456789").await;
        let follow = "all('a[href]').find(link => text(link).includes('123456789')).click()";
        page.ask(follow, &[]).await.expect("the customer is on the list");
        page.is_at("Tom Smith").await;
        page.is_in("#/customers/123456789").await;
        for (name, value) in [
            ("First name", "Tom"),
            ("Second name", "James"),
            ("Third name", "Edward"),
            ("Last name", "Smith"),
            ("Town of birth", "Paris"),
            ("E-mail", "tom@example.com"),
            ("Phones", "0623456789 · Mobile"),
            ("Tier", "Gold"),
            ("Tier before", "Silver"),
            ("Date of birth", "Not provided"),
            ("Title", "Not provided"),
            ("Language on record", "French (France)"),
        ] {
            assert_eq!(page.fact(name).await, [value], "{name}");
        }
        assert_eq!(page.fact("Address").await, ["75000 Aix-en-Provence", "France"]);
        page.sees("1,200 points").await;
        page.shoot("view").await;
    });
}

#[test]
fn what_is_sensitive_is_masked_until_it_is_asked_for() {
    journey("view-masked", |page| async move {
        page.open("301000001").await;
        for (name, secret) in [
            ("National identifier", "279024410912345 · Social security number"),
            ("Health pass", "HP-0042-7781"),
        ] {
            assert!(page.fact(name).await[0].starts_with("••••••"));
            assert!(!page.text().await.contains(secret), "{name} is on the page");
            page.press(&format!("Show {name}")).await;
            page.sees(&format!("Hide {name}")).await;
            assert_eq!(page.fact(name).await, [secret]);
            page.press(&format!("Hide {name}")).await;
            page.sees(&format!("Show {name}")).await;
            assert!(page.fact(name).await[0].starts_with("••••••"));
        }
        // Nor is it to be read off the form before it is asked for.
        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        let html = "return [...elements()[0].shadowRoot.querySelectorAll('*')].some(one => one.value === arguments[0])";
        let read = page.ask(html, &["279024410912345".into()]).await.expect("the page can be read");
        assert_eq!(read, false);
        page.press("Show Identifier number").await;
        assert_eq!(page.value("Identifier number").await, "279024410912345");
    });
}

#[test]
fn every_seeded_customer_has_a_page() {
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
            ("301000009", "Your profile"),
        ] {
            page.open(customer).await;
            page.is_at(heading).await;
            let text = page.text().await;
            let sections = ["Loyalty", "Identity", "Contact", "Address", "Preferences"];
            for section in sections {
                assert!(text.contains(section), "{section} of {customer}");
            }
            for staff in ["blacklisted", "Blacklisted", "undefined", "null", "{{", "label."] {
                assert!(!text.contains(staff), "{staff} of {customer}: {text}");
            }
            page.shoot(&format!("view-{customer}")).await;
        }
    });
}
