//! Fields of a form: values are sent as they are typed, and errors appear and disappear at the right moment.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{
    catalogue::{edit_button, phone, saved, section, show_button, t, t_with, tab_title},
    harness::journey,
    page::Page,
};

const CUSTOMER: &str = "301000001";

/// Opens a section, carries out the steps, saves and returns the body of the request.
async fn save(page: &Page, name: &str, steps: Vec<Value>) -> Value {
    page.sandbox.clear_requests().await;
    let open = vec![json!({"press": edit_button(name)}), json!({"heading": section(name)})];
    let submit = vec![
        json!({"press": t("form.review")}),
        json!({"heading": t("review.title")}),
        json!({"press": t("review.save")}),
        json!({"leaves": t("review.title")}),
    ];
    page.run_steps([open, steps, submit].concat()).await;
    page.announces(saved()).await;
    page.sandbox.only_write().await["body"].clone()
}

/// The step that fills in a field.
fn field(label: &str, to: &str) -> Value {
    json!({"field": label, "to": to})
}

/// The arguments of `field()` in `page.js` for the number of the phone at this position.
fn number_of(position: usize) -> [Value; 2] {
    [json!(t("label.phone-number")), json!(phone(position))]
}

#[test]
fn names_in_any_script_and_length_are_sent_unchanged() {
    journey("fields-names", |page| async move {
        page.open(CUSTOMER).await;
        let long = "Wolfeschlegelsteinhausenbergerdorff-".repeat(3)[..100].to_owned();
        for (first, last) in [
            ("X", "Y"),
            ("Zoë", "O’Neil-van der Berg"),
            ("Zoé", "D'Arcy"),
            ("太郎", "山田"),
            ("مريم", "العَلَوي"),
            ("José María", "de la O"),
            (&long, "Ng"),
        ] {
            let body = save(
                &page,
                "identity",
                vec![field(t("label.first-name"), first), field(t("label.last-name"), last)],
            )
            .await;
            assert_eq!(body, json!({"first_name": first, "last_name": last}), "byte for byte");
        }
        // What looks the same is the same: accents that are typed on their own are composed.
        let body = save(&page, "identity", vec![field(t("label.first-name"), "Zoe\u{308}")]).await;
        assert_eq!(body, json!({"first_name": "Zoë"}));
    });
}

#[test]
fn last_name_can_be_emptied_but_first_name_then_cannot() {
    journey("fields-mononym", |page| async move {
        page.open(CUSTOMER).await;
        let body = save(&page, "identity", vec![field(t("label.last-name"), "")]).await;
        assert_eq!(body, json!({"last_name": ""}));
        page.edit("identity").await;
        page.fill(t("label.first-name"), "").await;
        page.review().await;
        page.announces(t("problem.first-name")).await;
    });
}

#[test]
fn name_fields_follow_order_of_language() {
    journey("fields-order", |page| async move {
        // The vendor rejects a pseudo-locale.
        page.allow_in_console("400 (Bad Request)");
        page.open(CUSTOMER).await;
        page.has_heading("Camille Moreau-Lefèvre").await;
        let order = "const ids = all('input[id]').map(one => one.id).filter(id => ['first-name', 'last-name'].includes(id));
            return ids.join() === arguments[0] || ids";
        page.edit("identity").await;
        page.wait_until("given name first", order, &[json!("first-name,last-name")]).await;
        page.evaluate("elements()[0].setAttribute('locale', 'en-XA')", &[]).await.expect("the host sets it");
        page.wait_until("family name first", order, &[json!("last-name,first-name")]).await;
        page.evaluate("all('.c-actions .c-secondary').at(-1).click()", &[]).await.expect("the form is left");
        page.has_heading("Moreau-Lefèvre Camille").await;
    });
}

#[test]
fn further_name_fields_appear_when_needed() {
    journey("fields-further", |page| async move {
        // The vendor rejects a pseudo-locale.
        page.allow_in_console("400 (Bad Request)");
        // A customer with a first and a last name only.
        page.open("301000002").await;
        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        let ids = "return all('input[id*=name]').map(one => one.id)";
        let ids = || async { page.evaluate(ids, &[]).await.expect("the fields") };
        assert_eq!(ids().await, json!(["first-name", "last-name", "second-name"]));
        page.fill(t("label.second-name"), "Lucía").await;
        page.fill(t("label.third-name"), "Paz").await;
        page.fill(t("label.fourth-name"), "Sol").await;
        page.fill(t("label.second-name"), "").await;
        page.has_focus("input", t("label.second-name")).await;
        page.field(t("label.fourth-name"), None).await;
        let has_own_script = "return all('input[id=unicode-first-name]').length === 1";
        page.wait_until("no other script", &has_own_script.replace("=== 1", "=== 0"), &[]).await;
        page.evaluate("elements()[0].setAttribute('locale', 'ar-XB')", &[]).await.expect("the host sets it");
        page.wait_until("the names in the own script", has_own_script, &[]).await;
    });
}

#[test]
fn field_error_appears_on_leaving_and_disappears_on_correction() {
    journey("fields-timing", |page| async move {
        page.open(CUSTOMER).await;
        page.edit("contact").await;
        page.has_heading(section("contact")).await;
        page.fill(t("label.email"), "camille").await;
        assert!(!page.description(t("label.email")).await.0, "the field still has the focus");
        page.press_keys(Key::Tab + "").await;
        page.is_invalid(t("label.email"), true).await;
        assert!(page.description(t("label.email")).await.1.contains(t("problem.email")));
        page.does_not_show(t("form.problem")).await;
        page.fill(t("label.email"), "camille@example.org").await;
        page.is_invalid(t("label.email"), false).await;
        page.cancel().await;
        page.discard().await;

        page.edit("identity").await;
        page.has_heading(section("identity")).await;
        page.fill(t("label.month"), "13").await;
        page.press_keys(Key::Tab + "").await;
        page.has_focus("input", t("label.day")).await;
        assert!(!page.description(t("label.day")).await.0, "the focus is still in the date");
        page.press_keys(Key::Tab + Key::Tab).await;
        page.is_invalid(t("label.month"), true).await;
        assert!(page.description(t("label.month")).await.1.contains(t("problem.date-month")));
        page.is_invalid(t("label.day"), false).await;
        page.fill(t("label.first-name"), "").await;
        page.fill(t("label.last-name"), "").await;
        let has_title = "return document.title === arguments[0] || document.title";
        page.wait_until("the title", has_title, &[json!(tab_title(section("identity")))]).await;
        page.review().await;
        page.has_focus("div", t("form.problem")).await;
        let title = tab_title(&t_with("problem.title", &[("title", section("identity"))]));
        page.wait_until("the title", has_title, &[json!(title)]).await;
    });
}

#[test]
fn phone_number_is_sent_as_typed_and_keeps_caret() {
    journey("fields-phones", |page| async move {
        page.open(CUSTOMER).await;
        for number in
            ["+33 (0)6 12-34.56 78", "0033 612345678", "06.12.34.56.78", "+39 06 698 1234", "call me at 5"]
        {
            let step = json!({"field": t("label.phone-number"), "in": phone(1), "to": number});
            let body = save(&page, "contact", vec![step]).await;
            assert_eq!(body["phones"][0]["number"], *number);
            assert_eq!(
                body["phones"][1],
                json!({"number": "02 40 12 34 56", "type": "HOME"}),
                "the other phone is unchanged"
            );
        }
        page.edit("contact").await;
        page.fill_in(t("label.phone-number"), Some(&phone(1)), "0612").await;
        page.press_keys(Key::Left + Key::Left).await;
        page.press_keys(" (").await;
        let caret = "const box = field(...arguments); return [box.value, box.selectionStart]";
        assert_eq!(page.evaluate(caret, &number_of(1)).await, Ok(json!(["06 (12", 4])));
    });
}

#[test]
fn row_opens_at_the_first_input_of_its_language_and_at_the_first_phone() {
    journey("fields-row-focus", |page| async move {
        page.open("301000006").await;
        // In the United States the month is first.
        page.press(t("add.birth")).await;
        page.has_focus("input", t("label.month")).await;
    });
    journey("fields-row-focus-phones", |page| async move {
        page.open(CUSTOMER).await;
        page.press(&format!("{} {}", t("view.edit"), t("label.phones"))).await;
        page.has_focus("input", t("label.phone-number")).await;
        let first = "return document.activeElement.shadowRoot.activeElement.value";
        assert_eq!(page.evaluate(first, &[]).await, Ok(json!("+33612345678")));
    });
    journey("fields-row-focus-no-phone", |page| async move {
        page.open("301000006").await;
        let rows = "return all('.c-phone input').map((input) => input.value)";
        for _ in 0..2 {
            page.press(t("add.phone")).await;
            page.has_focus("input", t("label.phone-number")).await;
            assert_eq!(page.evaluate(rows, &[]).await, Ok(json!([""])), "one row, without a number");
            page.press(t("form.cancel")).await;
            page.has_focus("button", t("add.phone")).await;
        }
        page.press(t("add.phone")).await;
        page.has_focus("input", t("label.phone-number")).await;
        page.press(t("review.save")).await;
        page.announces(t("news.unchanged")).await;
        page.fill_in(t("label.phone-number"), Some(&phone(1)), "+1 202 555 0100").await;
        page.press(t("review.save")).await;
        page.announces(&t_with("news.saved", &[("names", t("label.phones"))])).await;
        let sent = page.sandbox.only_write().await;
        assert_eq!(sent["body"], json!({"phones": [{"number": "+1 202 555 0100"}]}));
    });
}

#[test]
fn phones_are_reordered_by_keyboard_and_focus_follows() {
    journey("fields-reorder", |page| async move {
        page.open(CUSTOMER).await;
        page.edit("contact").await;
        // The app moves the focus to the heading first, which would take it from the button.
        page.has_focus("h1", section("contact")).await;
        let up = t_with("phones.up", &[("position", "3")]);
        page.evaluate("pressable(arguments[0]).focus()", &[json!(up)]).await.expect("it takes the focus");
        page.press_keys(Key::Enter).await;
        let second = "return field(...arguments).value === '+33 2 40 98 76 54'";
        page.wait_until("the second position", second, &number_of(2)).await;
        page.has_focus("button", &t_with("phones.up", &[("position", "2")])).await;
        page.press_keys(Key::Enter).await;
        let first = "return field(...arguments).value === '+33 2 40 98 76 54'";
        page.wait_until("the first position", first, &number_of(1)).await;
        page.has_focus("button", &t_with("phones.up", &[("position", "1")])).await;
        // The first phone does not move further.
        page.press_keys(Key::Enter).await;
        page.has_heading(section("contact")).await;
        page.wait_until("the first position", first, &number_of(1)).await;
        page.has_focus("button", &t_with("phones.up", &[("position", "1")])).await;
        page.press_keys(Key::Tab + Key::Enter).await;
        page.wait_until("the second position again", second, &number_of(2)).await;
        page.has_focus("button", &t_with("phones.down", &[("position", "2")])).await;
        page.does_not_show(t("form.problem")).await;
    });
}

#[test]
fn surely_mistyped_values_are_asked_about_and_accepted() {
    journey("fields-doubts", |page| async move {
        page.open(CUSTOMER).await;
        page.edit("contact").await;
        page.fill(t("label.email"), "camille@gmial.com").await;
        page.shows(t("doubt.email")).await;
        let (is_invalid, description) = page.description(t("label.email")).await;
        assert!(!is_invalid && description.contains(t("doubt.email")), "{description}");
        page.press(&t_with("doubt.take", &[("value", "camille@gmail.com")])).await;
        page.does_not_show(t("doubt.email")).await;
        assert_eq!(page.value(t("label.email")).await, "camille@gmail.com");
        page.cancel().await;
        page.discard().await;
        page.edit("identity").await;
        page.fill(t("label.first-name"), "").await;
        page.shows(t("doubt.name")).await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        assert_eq!(page.changes().await[0].2, [t("review.removed")]);
        page.cancel().await;
        page.discard().await;
        let year = json!({"field": t("label.year"), "to": "2099"});
        let body = save(&page, "identity", vec![year, json!({"see": ".c-doubt"})]).await;
        assert_eq!(body["birthdate"].as_str().map(|date| &date[..4]), Some("2099"), "it is sent as typed");
    });
}

#[test]
fn vendor_errors_appear_at_their_field_or_in_summary() {
    journey("fields-refused", |page| async move {
        page.allow_in_console("400 (Bad Request)");
        page.open(CUSTOMER).await;
        let errors = json!([
            {"concerned_key": "/phones/1/number", "error_description": "This number is not in use."},
            {"concerned_key": "address.zip_code", "error_description": "No such postcode."},
            {"concerned_key": "astral_sign", "error_description": "The moon is wrong."},
            {"error_description": "We are closed today."},
        ]);
        page.sandbox.inject_fault(json!({"fault": "bad_request", "method": "PATCH", "errors": errors})).await;
        page.edit("contact").await;
        page.fill_in(t("label.phone-number"), Some(&phone(2)), "1").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.has_focus("div", t("form.problem")).await;
        let list = "return all('.c-summary li').map(one => [text(one), !!one.querySelector('a')])";
        let summary = page.evaluate(list, &[]).await.expect("the summary");
        let entries: Vec<_> =
            summary.as_array().into_iter().flatten().map(|one| (&one[0], &one[1])).collect();
        assert_eq!(
            entries,
            [
                (&json!("This number is not in use."), &json!(true)),
                (&json!("No such postcode."), &json!(false)),
                (&json!("The moon is wrong."), &json!(false)),
                (&json!("We are closed today."), &json!(false)),
            ]
        );
        let marked = "return all('.c-summary [lang=en-US]').length === 4";
        page.wait_until("the language of each error", marked, &[]).await;
        page.screenshot("fields-refused").await;
        page.press("This number is not in use.").await;
        let focused = "const box = field(...arguments); return box === box.getRootNode().activeElement && box.ariaInvalid === 'true'";
        page.wait_until("the focus on the field", focused, &number_of(2)).await;
        page.press_keys("2").await;
        page.does_not_show(t("form.problem")).await;
    });
}

#[test]
fn vendor_errors_of_checkbox_and_list_appear_at_them() {
    journey("fields-refused-lists", |page| async move {
        page.allow_in_console("400 (Bad Request)");
        page.open(CUSTOMER).await;
        for (key, label) in
            [("optins[1].optin", t("channel.sms")), ("/personal_data_usage_allowed", t("data-use.agree"))]
        {
            let errors = json!([{"concerned_key": key, "error_description": "Not like this."}]);
            page.sandbox
                .inject_fault(json!({"fault": "bad_request", "method": "PATCH", "errors": errors}))
                .await;
            page.edit("preferences").await;
            page.toggle(t("channel.sms")).await;
            page.review().await;
            page.has_heading(t("review.title")).await;
            page.save().await;
            page.has_focus("div", t("form.problem")).await;
            let (is_invalid, description) = page.description(label).await;
            assert!(is_invalid && description.contains("Not like this."), "{key}: {description}");
            page.cancel().await;
            page.discard().await;
        }
        let errors = json!([{"concerned_key": "phones", "error_description": "Too many phones."}]);
        page.sandbox.inject_fault(json!({"fault": "bad_request", "method": "PATCH", "errors": errors})).await;
        page.edit("contact").await;
        page.press(&t_with("phones.remove", &[("position", "3")])).await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.has_focus("div", t("form.problem")).await;
        let inline = "return text(group(arguments[0]).querySelector('.c-error'))";
        let error = format!("{} Too many phones.", t("problem.prefix"));
        assert_eq!(page.evaluate(inline, &[json!(t("label.phones"))]).await, Ok(json!(error)));
        page.press("Too many phones.").await;
        page.has_focus("button", t("phones.add")).await;
    });
}

#[test]
fn suggested_and_typed_address_can_both_be_saved() {
    journey("fields-suggested", |page| async move {
        page.allow_in_console("400 (Bad Request)");
        page.open(CUSTOMER).await;
        page.edit("address").await;
        page.fill(t("label.city"), "Nante").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces("We do not know this city.").await;
        let offers = "return all('.c-offer').map(one => [text(one.querySelector('.c-name')),
            ...[...one.querySelectorAll('[data-differs]')].map(text)])";
        let offers = page.evaluate(offers, &[]).await.expect("the offers");
        assert_eq!(
            offers[0],
            json!([t("address.typed"), "44000 Nante"]),
            "differing lines are marked: {offers}"
        );
        assert_eq!(
            offers[1],
            json!([t("address.suggested"), "44000 Nantes"]),
            "differing lines are marked: {offers}"
        );
        page.screenshot("fields-suggested").await;
        let take = "all('.c-offer')[1].querySelector('button').click()";
        page.evaluate(take, &[]).await.expect("the suggestion is taken");
        // The suggestion is reviewed before it is saved. Here it is the stored address: nothing is left to save.
        page.announces(t("news.unchanged")).await;

        page.edit("address").await;
        page.fill(t("label.city"), "Nante").await;
        page.review().await;
        page.has_heading(t("review.title")).await;
        page.save().await;
        page.announces("We do not know this city.").await;
        page.sandbox.clear_requests().await;
        page.press(t("address.force")).await;
        page.has_heading(t("review.title")).await;
        assert_eq!(page.sandbox.requests_by("PATCH").await.len(), 0, "nothing is sent before the review");
        page.save().await;
        page.announces(saved()).await;
        assert_eq!(page.sandbox.only_write().await["body"]["address"]["city"], "Nante");
    });
}

#[test]
fn corrected_summary_returns_only_on_next_review() {
    journey("fields-summary", |page| async move {
        page.open(CUSTOMER).await;
        page.edit("contact").await;
        page.fill(t("label.email"), "nobody").await;
        page.review().await;
        page.has_focus("div", t("form.problem")).await;
        page.fill(t("label.email"), "tom@example.com").await;
        page.does_not_show(t("form.problem")).await;
        // Invalid again before the next review: the field alone has the error, and keeps the focus.
        page.fill(t("label.email"), "tom").await;
        page.has_focus("input", t("label.email")).await;
        assert_eq!(page.value(t("label.email")).await, "tom");
        assert!(page.description(t("label.email")).await.0, "the field is invalid");
        page.does_not_show(t("form.problem")).await;
        page.review().await;
        page.has_focus("div", t("form.problem")).await;
    });
}

/// The `autocomplete` token of every control for personal data, by the control's id (WCAG 1.3.5).
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
    // There is no token for a place of birth, an identifier, or the kind of a phone.
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
    ("country", "country-name"),
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
fn every_personal_field_has_its_autocomplete_token() {
    journey("fields-tokens", |page| async move {
        let fields = "return [...elements()[0].shadowRoot.querySelectorAll('form input:not([type=checkbox]), form select')]
            .map((one) => [one.id.replace(/-\\d+$/, '').replace(/^additional-?$/, one.id), one.getAttribute('autocomplete'),
                one.localName === 'select' || !one.spellcheck])";
        let mut found = Vec::new();
        page.open(CUSTOMER).await;
        for name in ["identity", "contact", "address", "preferences"] {
            page.edit(name).await;
            page.has_heading(section(name)).await;
            if name == "identity" {
                page.press(&show_button(t("label.national-number"))).await;
                page.has_focus("input", t("label.national-number")).await;
            }
            let fields = page.evaluate(fields, &[]).await.expect("the fields");
            found.extend(fields.as_array().expect("a list").clone());
            page.cancel().await;
        }
        for field in &found {
            let wanted = TOKENS.iter().find(|(id, _)| field[0] == *id);
            assert_eq!(wanted.map(|(_, token)| json!(token)), Some(field[1].clone()), "{field}");
            assert_eq!(field[2], true, "spelling is not checked: {field}");
        }
        for (id, _) in TOKENS {
            assert!(found.iter().any(|field| field[0] == id), "{id} is in a form");
        }
    });
}
