//! Two people edit one customer at the same time, every field beside its neighbour: no change is lost or
//! overwritten.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{
    catalogue::{saved, section, t},
    field_list::{
        BIRTH_AND_NATIONAL_ID, CONTACT_ADDRESS_AND_PREFERENCES, FIELDS, FIRST_NAME, Field, NAMES,
        NAMES_IN_OWN_SCRIPT,
    },
    harness::{journey, journey_with_two_browsers},
    page::{Page, StepsResult},
};

const CUSTOMER: &str = "301000001";
/// The values that a conflict offers, in order: the catalogue keys of their labels.
const SIDES: [&str; 3] = [LOADED, STORED, TYPED];
const LOADED: &str = "clash.loaded";
const STORED: &str = "clash.theirs";
const TYPED: &str = "clash.mine";

/// Two people who edit the same customer.
struct TwoEditors {
    /// Opens the form first and saves last.
    slow: Page,
    /// Saves in between.
    fast: Page,
    /// The profile that the vendor should have stored by now.
    stored: Value,
    /// The number of values that were generated.
    generated: usize,
    /// Every change that was sent.
    sent: Vec<Value>,
}

impl TwoEditors {
    async fn open(slow: Page, fast: Page) -> TwoEditors {
        for page in [&slow, &fast] {
            // A small window renders faster, and many pages are rendered.
            page.browser.set_window_rect(0, 0, 500, 300).await.expect("a small window");
            page.open(CUSTOMER).await;
        }
        let stored = slow.sandbox.stored(CUSTOMER).await;
        TwoEditors { slow, fast, stored, generated: 0, sent: Vec::new() }
    }

    /// A value of this field that is neither the stored one nor one of these.
    fn new_value(&mut self, field: Field, taken: &[&Value]) -> Value {
        self.generated += 1;
        let taken = [&[&self.stored[field.member]], taken].concat();
        field.other_than(&taken, self.generated)
    }

    /// The slow editor types, the fast one types and saves, then the slow one saves. Returns what the slow one gets.
    async fn edit_both(&mut self, slow: (Field, &Value), fast: (Field, &Value)) -> StepsResult {
        self.slow.run_steps([slow.0.open(), slow.0.fill(slow.1)].concat()).await;
        let result = self.fast.run_steps([fast.0.open(), fast.0.fill(fast.1), save()].concat()).await;
        assert!(result.messages.contains(saved()), "{result:?}");
        self.slow.run_steps(save()).await
    }

    /// The changes that were sent since the last call.
    async fn new_changes(&mut self) -> Vec<Value> {
        let sent = self.slow.sandbox.requests_by("PATCH").await;
        self.slow.sandbox.clear_requests().await;
        let bodies: Vec<Value> = sent.iter().map(|request| request["body"].clone()).collect();
        self.sent.extend(bodies.clone());
        bodies
    }

    /// Checks that the vendor has stored these values and that the rest of the profile is unchanged.
    async fn has_stored(&mut self, members: &[(Field, &Value)]) {
        let stored = self.slow.sandbox.stored(CUSTOMER).await;
        for (field, value) in members {
            self.stored[field.member] = (*value).clone();
            if field.member == "birthdate" {
                // The vendor returns it under its old name too.
                self.stored["birthday"] = (*value).clone();
            }
        }
        assert_eq!(stored, self.stored);
    }

    async fn edit_two_fields(&mut self, mine: Field, theirs: Field) {
        let (my_value, their_value) = (self.new_value(mine, &[]), self.new_value(theirs, &[]));
        let result = self.edit_both((mine, &my_value), (theirs, &their_value)).await;
        assert!(result.messages.contains(saved()), "{mine:?}, {theirs:?}: {result:?}");
        assert!(result.messages.contains(t("news.elsewhere")), "{mine:?}, {theirs:?}: {result:?}");
        let reported: Vec<&String> = result.changes.iter().map(|change| &change.0).collect();
        assert_eq!(reported, [theirs.name()], "beside {mine:?}");
        if theirs.is_text() {
            assert_eq!(json!(result.changes[0].2), json!([their_value]));
        }
        let sent = self.new_changes().await;
        assert_eq!(sent, [json!({theirs.member: their_value}), json!({mine.member: my_value})]);
        self.has_stored(&[(mine, &my_value), (theirs, &their_value)]).await;
    }

    async fn edit_one_field_alike(&mut self, field: Field) {
        let value = self.new_value(field, &[]);
        let result = self.edit_both((field, &value), (field, &value)).await;
        assert!(result.messages.contains(t("news.same")), "{field:?}: {result:?}");
        assert_eq!(self.new_changes().await, [json!({field.member: value})], "the change is sent once");
        self.has_stored(&[(field, &value)]).await;
    }

    async fn edit_one_field_differently(&mut self, field: Field, choice: &str) {
        let opened = self.stored[field.member].clone();
        let theirs = self.new_value(field, &[]);
        let mine = self.new_value(field, &[&theirs]);
        let result = self.edit_both((field, &mine), (field, &theirs)).await;
        assert_eq!(result.heading, t("clash.title"), "{field:?}: {result:?}");
        let offered: Vec<&String> = result.choices.iter().map(|choice| &choice.0).collect();
        assert_eq!(offered, SIDES.map(t), "{field:?}");
        if field.is_text() {
            let lines: Vec<&Vec<String>> = result.choices.iter().map(|choice| &choice.1).collect();
            assert_eq!(json!(lines), json!([[opened], [theirs], [mine]]), "{field:?}");
        }
        assert_eq!(
            self.new_changes().await,
            [json!({field.member: theirs})],
            "nothing is sent before the choice"
        );
        self.has_stored(&[(field, &theirs)]).await;

        let wanted = match choice {
            TYPED => mine,
            STORED => theirs.clone(),
            _ => opened,
        };
        let choose = json!({"field": t(choice), "in": field.name(), "to": true});
        let press = json!({"press": t("clash.save")});
        let result = self.slow.run_steps(vec![choose, press, json!({"leaves": t("clash.title")})]).await;
        let sent = self.new_changes().await;
        if wanted == theirs {
            assert!(sent.is_empty(), "the stored value is not sent: {sent:?}");
        } else {
            assert!(result.messages.contains(saved()), "{field:?}: {result:?}");
            assert_eq!(sent, [json!({field.member: wanted})]);
        }
        self.has_stored(&[(field, &wanted)]).await;
    }
}

/// The steps from a filled-in form to the end of its save.
fn save() -> Vec<Value> {
    vec![
        json!({"press": t("form.review")}),
        json!({"heading": t("review.title")}),
        json!({"press": t("review.save")}),
        json!({"leaves": t("review.title")}),
    ]
}

/// Edits each of these fields while the other editor changes the same field and then its neighbour. What holds for
/// every pair of fields is a law of the algebra (`tests/contract/rebase.rs`, `sessions.rs`): here each field goes once
/// through two forms and a conflict.
fn no_change_is_lost(name: &'static str, mine: &'static [Field]) {
    journey_with_two_browsers(name, move |slow, fast| async move {
        let mut editors = TwoEditors::open(slow, fast).await;
        for (number, field) in mine.iter().enumerate() {
            // In this order, the fast editor never overwrites a value that their page does not show.
            editors.edit_one_field_alike(*field).await;
            if !field.is_yes_or_no() {
                editors.edit_one_field_differently(*field, SIDES[2 - number % 3]).await;
            }
            let mut others = FIELDS.iter().cycle().skip_while(|other| other.member != field.member);
            let neighbour = others.nth(1).expect("a field comes after each");
            editors.edit_two_fields(*field, *neighbour).await;
        }
        for body in &editors.sent {
            assert_eq!(body.as_object().map(serde_json::Map::len), Some(1), "{body}");
        }
    });
}

#[test]
fn concurrent_edits_of_names_and_other_fields_are_all_stored() {
    no_change_is_lost("concurrent-names", &NAMES);
}

#[test]
fn concurrent_edits_of_names_in_own_script_and_other_fields_are_all_stored() {
    no_change_is_lost("concurrent-own-script", &NAMES_IN_OWN_SCRIPT);
}

#[test]
fn concurrent_edits_of_birth_and_national_id_and_other_fields_are_all_stored() {
    no_change_is_lost("concurrent-birth", &BIRTH_AND_NATIONAL_ID);
}

#[test]
fn concurrent_edits_of_contact_address_preferences_and_other_fields_are_all_stored() {
    no_change_is_lost("concurrent-rest", &CONTACT_ADDRESS_AND_PREFERENCES);
}

#[test]
fn restored_field_is_no_change_and_sends_nothing() {
    journey("concurrent-typed-back", |page| async move {
        let stored = page.sandbox.stored(CUSTOMER).await;
        page.open(CUSTOMER).await;
        page.sandbox.clear_requests().await;
        for (number, field) in FIELDS.iter().enumerate() {
            let value = field.other_than(&[&stored[field.member]], number);
            let review = vec![json!({"press": t("form.review")}), json!({"says": t("news.unchanged")})];
            let filled = [field.fill(&value), field.fill(&stored[field.member])].concat();
            let result = page.run_steps([field.open(), filled, review].concat()).await;
            assert!(result.messages.contains(t("news.unchanged")), "{field:?}: {result:?}");
            page.run_steps(vec![json!({"press": t("form.cancel")}), json!({"see": "#edit-identity"})]).await;
        }
        let sent = page.sandbox.requests().await;
        assert!(sent.is_empty(), "{sent:#?}");
        assert_eq!(page.sandbox.stored(CUSTOMER).await, stored);
    });
}

#[test]
fn conflict_is_resolved_by_keyboard() {
    journey_with_two_browsers("concurrent-keyboard", |slow, fast| async move {
        let mut editors = TwoEditors::open(slow, fast).await;
        let field = FIRST_NAME;
        editors.edit_both((field, &json!("Camilla")), (field, &json!("Milla"))).await;
        assert_eq!(editors.new_changes().await, [json!({"first_name": "Milla"})]);
        let page = &editors.slow;
        page.has_focus("h1", t("clash.title")).await;
        page.screenshot("conflict").await;
        page.press_keys(Key::Tab + "").await;
        page.has_focus("input", t("clash.loaded")).await;
        page.press_keys(Key::Down + "").await;
        page.has_focus("input", t("clash.theirs")).await;
        page.press_keys(Key::Down + "").await;
        page.has_focus("input", t("clash.mine")).await;
        page.press_keys(Key::Tab + "").await;
        page.has_focus("button", t("clash.save")).await;
        page.press_keys(Key::Enter + "").await;
        page.announces(saved()).await;
        page.has_heading("Camilla Moreau-Lefèvre").await;
        assert_eq!(editors.new_changes().await, [json!({"first_name": "Camilla"})]);
    });
}

#[test]
fn conflict_without_choice_is_not_saved_and_keeps_draft() {
    journey_with_two_browsers("concurrent-no-choice", |slow, fast| async move {
        let mut editors = TwoEditors::open(slow, fast).await;
        let field = FIRST_NAME;
        editors.edit_both((field, &json!("Camilla")), (field, &json!("Milla"))).await;
        editors.new_changes().await;
        let page = editors.slow.clone();
        page.press(t("clash.save")).await;
        page.has_focus("input", t("clash.loaded")).await;
        page.shows(t("clash.choose")).await;
        assert!(editors.new_changes().await.is_empty(), "nothing is sent without a choice");
        page.press(t("review.back")).await;
        page.has_heading(section("identity")).await;
        assert_eq!(page.value(t("label.first-name")).await, "Camilla", "the draft is kept");
        assert_eq!(page.sandbox.stored(CUSTOMER).await["first_name"], "Milla");
    });
}
