//! Fields: what people are called and what they type goes out as it is, and what is wrong is said at the right moment.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{page::Page, run::journey};

const CUSTOMER: &str = "301000001";

/// Edits a section by steps and gives the body that goes out.
async fn sent(page: &Page, section: &str, steps: Vec<Value>) -> Value {
    page.sandbox.forget().await;
    let open = vec![json!({"press": format!("Edit {section}")}), json!({"at": section})];
    let save = vec![
        json!({"press": "Review the change"}),
        json!({"at": "Check your change"}),
        json!({"press": "Save"}),
        json!({"ended": "Check your change"}),
    ];
    page.walk([open, steps, save].concat()).await;
    page.hears("Your change has been saved").await;
    page.sandbox.the_write().await["body"].clone()
}

fn field(name: &str, to: &str) -> Value {
    json!({"field": name, "to": to})
}

#[test]
fn a_name_is_whatever_somebody_is_called() {
    journey("fields-names", |page| async move {
        page.open(CUSTOMER).await;
        let long = "Wolfeschlegelsteinhausenbergerdorff-".repeat(3)[..100].to_owned();
        for (first, last) in [
            ("X", "Y"),
            ("Zoë", "O’Neil-van der Berg"),
            ("Zoe\u{308}", "D'Arcy"),
            ("太郎", "山田"),
            ("مريم", "العَلَوي"),
            ("José María", "de la O"),
            (&long, "Ng"),
        ] {
            let body =
                sent(&page, "Identity", vec![field("First name", first), field("Last name", last)]).await;
            assert_eq!(body, json!({"first_name": first, "last_name": last}), "byte for byte");
        }
    });
}

#[test]
fn who_has_one_name_may_have_one() {
    journey("fields-mononym", |page| async move {
        page.open(CUSTOMER).await;
        let body = sent(&page, "Identity", vec![field("Last name", "")]).await;
        assert_eq!(body, json!({"last_name": ""}));
        page.press("Edit Identity").await;
        page.fill("First name", "").await;
        page.press("Review the change").await;
        page.hears("Enter your first name").await;
    });
}

#[test]
fn names_come_in_the_order_of_the_language() {
    journey("fields-order", |page| async move {
        // The vendor has no words in a pseudo-locale.
        page.expect_noise("400 (Bad Request)");
        page.open(CUSTOMER).await;
        page.is_at("Camille Moreau-Lefèvre").await;
        let order = "const ids = all('input[id]').map(one => one.id).filter(id => ['first-name', 'last-name'].includes(id));
            return ids.join() === arguments[0] || ids";
        page.press("Edit Identity").await;
        page.holds("given name first", order, &[json!("first-name,last-name")]).await;
        page.ask("elements()[0].setAttribute('locale', 'en-XA')", &[]).await.expect("the host sets it");
        page.holds("family name first", order, &[json!("last-name,first-name")]).await;
        page.ask("all('.c-actions .c-secondary').at(-1).click()", &[]).await.expect("to go back");
        page.is_at("Moreau-Lefèvre Camille").await;
    });
}

#[test]
fn further_names_are_asked_for_where_they_are_called_for() {
    journey("fields-further", |page| async move {
        // The vendor has no words in a pseudo-locale.
        page.expect_noise("400 (Bad Request)");
        // Somebody with a first and a last name alone.
        page.open("301000002").await;
        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        let asked = "return all('input[id*=name]').map(one => one.id)";
        let asked = || async { page.ask(asked, &[]).await.expect("the fields") };
        assert_eq!(asked().await, json!(["first-name", "second-name", "last-name"]));
        page.fill("Second name", "Lucía").await;
        page.fill("Third name", "Paz").await;
        page.fill("Fourth name", "Sol").await;
        page.fill("Second name", "").await;
        page.has_focus("input Second name").await;
        page.field("Fourth name", None).await;
        let own = "return all('input[id=unicode-first-name]').length === 1";
        page.holds("no other script", &own.replace("=== 1", "=== 0"), &[]).await;
        page.ask("elements()[0].setAttribute('locale', 'ar-XB')", &[]).await.expect("the host sets it");
        page.holds("the own script is asked for", own, &[]).await;
    });
}

#[test]
fn nothing_is_marked_wrong_before_it_is_left_and_an_error_goes_when_it_is_mended() {
    journey("fields-timing", |page| async move {
        page.open(CUSTOMER).await;
        page.press("Edit Contact").await;
        page.is_at("Contact").await;
        page.fill("E-mail", "camille").await;
        assert!(!page.described("E-mail").await.0, "while it is typed");
        page.keys(Key::Tab + "").await;
        let wrong = "return described('E-mail')[0] === 'true'";
        page.holds("it is marked once it is left", wrong, &[]).await;
        assert!(page.described("E-mail").await.1.contains("Write the e-mail address like name@example.com"));
        page.lacks("There is a problem").await;
        page.fill("E-mail", "camille@example.org").await;
        page.holds("it is mended", "return described('E-mail')[0] === null", &[]).await;
        page.press("Cancel").await;
        page.press("Discard what I typed").await;

        page.press("Edit Identity").await;
        page.is_at("Identity").await;
        page.fill("Month", "13").await;
        page.keys(Key::Tab + "").await;
        page.has_focus("input Day").await;
        assert!(!page.described("Day").await.0, "one part is left for the next");
        page.keys(Key::Tab + Key::Tab).await;
        page.holds("the date is marked", "return described('Day')[0] === 'true'", &[]).await;
        page.fill("First name", "").await;
        page.fill("Last name", "").await;
        page.holds("the title", "return document.title === 'Identity – Carnet' || document.title", &[]).await;
        page.press("Review the change").await;
        page.has_focus("div There is a problem").await;
        page.holds("the title", "return document.title.startsWith('Error: Identity')", &[]).await;
    });
}

#[test]
fn a_number_goes_out_as_it_is_typed_and_the_caret_stays() {
    journey("fields-phones", |page| async move {
        page.open(CUSTOMER).await;
        for number in
            ["+33 (0)6 12-34.56 78", "0033 612345678", "06.12.34.56.78", "+39 06 698 1234", "call me at 5"]
        {
            let step = json!({"field": "Number", "in": "Phone 1", "to": number});
            let body = sent(&page, "Contact", vec![step]).await;
            assert_eq!(body["phones"][0]["number"], *number);
            assert_eq!(body["phones"][1], json!({"number": "02 40 12 34 56", "type": "HOME"}), "untouched");
        }
        page.press("Edit Contact").await;
        page.fill_in("Number", Some("Phone 1"), "0612").await;
        page.keys(Key::Left + Key::Left).await;
        page.keys(" (").await;
        let caret = "const box = field('Number', 'Phone 1'); return [box.value, box.selectionStart]";
        assert_eq!(page.ask(caret, &[]).await, Ok(json!(["06 (12", 4])));
    });
}

#[test]
fn phones_are_moved_by_keyboard_and_the_focus_goes_along() {
    journey("fields-reorder", |page| async move {
        page.open(CUSTOMER).await;
        page.press("Edit Contact").await;
        // The page's own focus comes first, or it would take this one away.
        page.has_focus("h1 Contact").await;
        page.ask("pressable('Move phone 3 up').focus()", &[]).await.expect("it takes the focus");
        page.keys(Key::Enter).await;
        let second = "return field('Number', 'Phone 2').value === '+33 2 40 98 76 54'";
        page.holds("it has moved", second, &[]).await;
        page.has_focus("button Move phone 2 up").await;
        page.keys(Key::Enter).await;
        let first = "const box = field('Number', 'Phone 1'), root = box.getRootNode();
            return box.value === '+33 2 40 98 76 54' && root.activeElement === box.closest('.c-phone')";
        page.holds("and again, with the focus", first, &[]).await;
        // Once too often does nothing.
        page.keys(Key::Enter).await;
        page.is_at("Contact").await;
        page.holds("it stays", first, &[]).await;
        page.lacks("There is a problem").await;
    });
}

#[test]
fn what_the_vendor_refuses_stands_at_its_field_or_in_the_summary() {
    journey("fields-refused", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open(CUSTOMER).await;
        let errors = json!([
            {"concerned_key": "/phones/1/number", "error_description": "This number is not in use."},
            {"concerned_key": "address.zip_code", "error_description": "No such postcode."},
            {"concerned_key": "astral_sign", "error_description": "The moon is wrong."},
            {"error_description": "We are closed today."},
        ]);
        page.sandbox.order(json!({"fault": "bad_request", "method": "PATCH", "errors": errors})).await;
        page.press("Edit Contact").await;
        page.fill_in("Number", Some("Phone 2"), "1").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.has_focus("div There is a problem").await;
        let list = "return all('.c-summary li').map(one => [text(one), !!one.querySelector('a')])";
        let told = page.ask(list, &[]).await.expect("the summary");
        let words: Vec<_> = told.as_array().into_iter().flatten().map(|one| (&one[0], &one[1])).collect();
        assert_eq!(
            words,
            [
                (&json!("This number is not in use."), &json!(true)),
                (&json!("No such postcode."), &json!(false)),
                (&json!("The moon is wrong."), &json!(false)),
                (&json!("We are closed today."), &json!(false)),
            ]
        );
        let marked = "return all('.c-summary [lang=en-US]').length === 4";
        page.holds("each is marked with its language", marked, &[]).await;
        page.shoot("fields-refused").await;
        page.press("This number is not in use.").await;
        let there = "const box = field('Number', 'Phone 2'); return box === box.getRootNode().activeElement && box.ariaInvalid === 'true'";
        page.holds("the link leads to the field", there, &[]).await;
        page.keys("2").await;
        page.lacks("There is a problem").await;
    });
}

#[test]
fn a_refused_tick_and_a_refused_list_say_so_where_they_stand() {
    journey("fields-refused-lists", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open(CUSTOMER).await;
        for (key, words) in [
            ("optins[1].optin", "Text message"),
            ("/personal_data_usage_allowed", "My personal data may be used"),
        ] {
            let errors = json!([{"concerned_key": key, "error_description": "Not like this."}]);
            page.sandbox.order(json!({"fault": "bad_request", "method": "PATCH", "errors": errors})).await;
            page.press("Edit Preferences").await;
            page.tick("Text message").await;
            page.press("Review the change").await;
            page.is_at("Check your change").await;
            page.press("Save").await;
            page.has_focus("div There is a problem").await;
            let (wrong, said) = page.described(words).await;
            assert!(wrong && said.contains("Not like this."), "{key}: {said}");
            page.press("Cancel").await;
            page.press("Discard what I typed").await;
        }
        let errors = json!([{"concerned_key": "phones", "error_description": "Too many phones."}]);
        page.sandbox.order(json!({"fault": "bad_request", "method": "PATCH", "errors": errors})).await;
        page.press("Edit Contact").await;
        page.press("Remove phone 3").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.has_focus("div There is a problem").await;
        let inline = "return text(group('Phones').querySelector('.c-error'))";
        assert_eq!(page.ask(inline, &[]).await, Ok(json!("Error: Too many phones.")));
        page.press("Too many phones.").await;
        page.has_focus("button Add a phone").await;
    });
}

#[test]
fn a_suggested_address_stands_beside_what_was_typed_and_either_can_be_saved() {
    journey("fields-suggested", |page| async move {
        page.expect_noise("400 (Bad Request)");
        page.open(CUSTOMER).await;
        page.press("Edit Address").await;
        page.fill("City", "Nante").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.hears("We do not know this city.").await;
        let offers = "return all('.c-offer').map(one => [text(one.querySelector('.c-name')),
            ...[...one.querySelectorAll('[data-differs]')].map(text)])";
        let offers = page.ask(offers, &[]).await.expect("the offers");
        assert_eq!(offers[0], json!(["You typed", "44000 Nante"]), "what differs is marked: {offers}");
        assert_eq!(offers[1], json!(["Suggested", "44000 Nantes"]), "what differs is marked: {offers}");
        page.shoot("fields-suggested").await;
        let take = "all('.c-offer')[1].querySelector('button').click()";
        page.ask(take, &[]).await.expect("the suggestion is taken");
        page.holds("it is filled in", "return field('City').value === 'Nantes'", &[]).await;
        page.has_focus("select Country").await;

        page.fill("City", "Nante").await;
        page.press("Review the change").await;
        page.is_at("Check your change").await;
        page.press("Save").await;
        page.hears("We do not know this city.").await;
        page.sandbox.forget().await;
        page.press("Use this address anyway").await;
        page.hears("Your change has been saved").await;
        assert_eq!(page.sandbox.the_write().await["body"]["address"]["city"], "Nante");
    });
}

#[test]
fn a_summary_that_is_gone_does_not_come_back_under_the_hands() {
    journey("fields-summary", |page| async move {
        page.open(CUSTOMER).await;
        page.press("Edit Contact").await;
        page.fill("E-mail", "nobody").await;
        page.press("Review the change").await;
        page.has_focus("div There is a problem").await;
        page.fill("E-mail", "tom@example.com").await;
        page.lacks("There is a problem").await;
        // Wrong again before the next try: said at the field, and the focus stays in it.
        page.fill("E-mail", "tom").await;
        page.has_focus("input E-mail").await;
        assert_eq!(page.value("E-mail").await, "tom");
        assert!(page.described("E-mail").await.0, "it is marked");
        page.lacks("There is a problem").await;
        page.press("Review the change").await;
        page.has_focus("div There is a problem").await;
    });
}

/// Every control that asks for something personal, with what the browser may fill in (WCAG 1.3.5).
const TOKENS: [(&str, &str); 33] = [
    ("civility", "honorific-prefix"),
    ("first-name", "given-name"),
    ("second-name", "additional-name"),
    ("third-name", "additional-name"),
    ("fourth-name", "additional-name"),
    ("last-name", "family-name"),
    ("unicode-civility", "section-own-script honorific-prefix"),
    ("unicode-first-name", "section-own-script given-name"),
    ("unicode-second-name", "section-own-script additional-name"),
    ("unicode-third-name", "section-own-script additional-name"),
    ("unicode-fourth-name", "section-own-script additional-name"),
    ("unicode-last-name", "section-own-script family-name"),
    // There is no token for where somebody was born, for an identifier, or for the kind of a phone.
    ("birth-city", "off"),
    ("birth-country", "off"),
    ("month", "bday-month"),
    ("day", "bday-day"),
    ("year", "bday-year"),
    ("national-kind", "off"),
    ("national-number", "off"),
    ("email", "email"),
    ("phone-number", "tel"),
    ("phone-kind", "off"),
    ("country", "country"),
    ("house-number", "off"),
    ("street", "address-line1"),
    ("add-on", "address-line2"),
    ("additional-1", "address-line3"),
    ("additional-2", "off"),
    ("town", "address-level3"),
    ("zip-code", "postal-code"),
    ("city", "address-level2"),
    ("state", "address-level1"),
    ("language", "language"),
];

#[test]
fn every_personal_field_says_what_the_browser_may_fill_in() {
    journey("fields-tokens", |page| async move {
        let fields = "return [...elements()[0].shadowRoot.querySelectorAll('form input:not([type=checkbox]), form select')]
            .map((one) => [one.id.replace(/-\\d+$/, '').replace(/^additional-?$/, one.id), one.getAttribute('autocomplete'),
                one.localName === 'select' || !one.spellcheck])";
        let mut found = Vec::new();
        page.open(CUSTOMER).await;
        for section in ["Identity", "Contact", "Address", "Preferences"] {
            page.press(&format!("Edit {section}")).await;
            page.is_at(section).await;
            if section == "Identity" {
                page.press("Show Identifier number").await;
                page.has_focus("input Identifier number").await;
            }
            let fields = page.ask(fields, &[]).await.expect("the fields");
            found.extend(fields.as_array().expect("a list").clone());
            page.press("Cancel").await;
        }
        for field in &found {
            let wanted = TOKENS.iter().find(|(id, _)| field[0] == *id);
            assert_eq!(wanted.map(|(_, token)| json!(token)), Some(field[1].clone()), "{field}");
            assert_eq!(field[2], true, "a name is not misspelt: {field}");
        }
        for (id, _) in TOKENS {
            assert!(found.iter().any(|field| field[0] == id), "{id} is on a page");
        }
    });
}
