//! Two people edit one customer at the same time, every unit beside every other: nothing is lost in silence.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{
    engine::Engine,
    page::{Led, Page},
    run::{journey, journey_of_two},
    units::{UNITS, Unit},
};

const CUSTOMER: &str = "301000001";
const SIDES: [&str; 3] = ["When you opened it", "Stored now", "What you typed"];

/// Two people, and the customer they both edit.
struct Two {
    /// Who opens first and saves last.
    slow: Page,
    /// Who saves in between.
    fast: Page,
    /// The profile as it is stored.
    stored: Value,
    /// How many values were made up.
    made: usize,
    /// Every change that was sent.
    sent: Vec<Value>,
}

impl Two {
    async fn open(slow: Page, fast: Page) -> Two {
        for page in [&slow, &fast] {
            // Hundreds of pages are walked through, and nobody looks at them.
            page.browser.set_window_rect(0, 0, 500, 300).await.expect("a small window");
            page.open(CUSTOMER).await;
        }
        let stored = slow.sandbox.stored(CUSTOMER).await;
        Two { slow, fast, stored, made: 0, sent: Vec::new() }
    }

    /// A value of this unit that is neither stored nor one of these.
    fn new_value(&mut self, unit: Unit, taken: &[&Value]) -> Value {
        self.made += 1;
        let taken = [&[&self.stored[unit.member]], taken].concat();
        unit.other_than(&taken, self.made)
    }

    /// One types; the other types and saves meanwhile; then the one saves.
    async fn meet(&mut self, slow: (Unit, &Value), fast: (Unit, &Value)) -> Led {
        self.slow.walk([slow.0.open(), slow.0.typing(slow.1)].concat()).await;
        let led = self.fast.walk([fast.0.open(), fast.0.typing(fast.1), save()].concat()).await;
        assert!(led.said.contains("Your change has been saved"), "{led:?}");
        self.slow.walk(save()).await
    }

    /// The changes that went out since the last time; each holds one unit.
    async fn new_changes(&mut self) -> Vec<Value> {
        let sent = self.slow.sandbox.requests_by("PATCH").await;
        self.slow.sandbox.forget().await;
        let bodies: Vec<Value> = sent.iter().map(|request| request["body"].clone()).collect();
        self.sent.extend(bodies.clone());
        bodies
    }

    /// The profile is as it was but for these members.
    async fn is_stored(&mut self, members: &[(Unit, &Value)]) {
        let stored = self.slow.sandbox.stored(CUSTOMER).await;
        for (unit, value) in members {
            self.stored[unit.member] = (*value).clone();
            if unit.member == "birthdate" {
                // The vendor shows it under its old name too.
                self.stored["birthday"] = (*value).clone();
            }
        }
        assert_eq!(stored, self.stored);
    }

    async fn edit_two_units(&mut self, mine: Unit, theirs: Unit) {
        let (my_value, their_value) = (self.new_value(mine, &[]), self.new_value(theirs, &[]));
        let led = self.meet((mine, &my_value), (theirs, &their_value)).await;
        assert!(led.said.contains("Your change has been saved"), "{mine:?}, {theirs:?}: {led:?}");
        assert!(led.said.contains("Changed elsewhere meanwhile"), "{mine:?}, {theirs:?}: {led:?}");
        let told: Vec<&String> = led.changes.iter().map(|change| &change.0).collect();
        assert_eq!(told, [theirs.name], "beside {mine:?}");
        if theirs.is_words() {
            assert_eq!(json!(led.changes[0].2), json!([their_value]));
        }
        let sent = self.new_changes().await;
        assert_eq!(sent, [json!({theirs.member: their_value}), json!({mine.member: my_value})]);
        self.is_stored(&[(mine, &my_value), (theirs, &their_value)]).await;
    }

    async fn edit_one_unit_alike(&mut self, unit: Unit) {
        let value = self.new_value(unit, &[]);
        let led = self.meet((unit, &value), (unit, &value)).await;
        assert!(led.said.contains("This was already stored"), "{unit:?}: {led:?}");
        assert_eq!(self.new_changes().await, [json!({unit.member: value})], "it is sent once");
        self.is_stored(&[(unit, &value)]).await;
    }

    async fn edit_one_unit_differently(&mut self, unit: Unit, choice: &str) {
        let opened = self.stored[unit.member].clone();
        let theirs = self.new_value(unit, &[]);
        let mine = self.new_value(unit, &[&theirs]);
        let led = self.meet((unit, &mine), (unit, &theirs)).await;
        assert_eq!(led.heading, "Changed in two places", "{unit:?}: {led:?}");
        let offered: Vec<&String> = led.choices.iter().map(|choice| &choice.0).collect();
        assert_eq!(offered, SIDES, "{unit:?}");
        if unit.is_words() {
            let lines: Vec<&Vec<String>> = led.choices.iter().map(|choice| &choice.1).collect();
            assert_eq!(json!(lines), json!([[opened], [theirs], [mine]]), "{unit:?}");
        }
        assert_eq!(self.new_changes().await, [json!({unit.member: theirs})], "nothing goes out unasked");
        self.is_stored(&[(unit, &theirs)]).await;

        let wanted = match choice {
            "What you typed" => mine,
            "Stored now" => theirs.clone(),
            _ => opened,
        };
        let choose = json!({"field": choice, "in": unit.name, "to": true});
        let press = json!({"press": "Save what I chose"});
        let led = self.slow.walk(vec![choose, press, json!({"ended": "Changed in two places"})]).await;
        let sent = self.new_changes().await;
        if wanted == theirs {
            assert!(sent.is_empty(), "what stays as it is stored is not sent: {sent:?}");
        } else {
            assert!(led.said.contains("Your change has been saved"), "{unit:?}: {led:?}");
            assert_eq!(sent, [json!({unit.member: wanted})]);
        }
        self.is_stored(&[(unit, &wanted)]).await;
    }
}

/// The steps from something typed to what becomes of it.
fn save() -> Vec<Value> {
    vec![
        json!({"press": "Review the change"}),
        json!({"at": "Check your change"}),
        json!({"press": "Save"}),
        json!({"ended": "Check your change"}),
    ]
}

/// Each of these units is edited while somebody else edits each unit there is.
fn nothing_is_lost(name: &'static str, mine: &'static [Unit]) {
    journey_of_two(name, move |slow, fast| async move {
        let is_whole = Engine::chosen().walks_every_pair();
        let mut two = Two::open(slow, fast).await;
        for (number, unit) in mine.iter().enumerate() {
            // In this order, so that who is fast never types over what they have not seen.
            two.edit_one_unit_alike(*unit).await;
            if !unit.is_yes_or_no() {
                two.edit_one_unit_differently(*unit, SIDES[2 - number % 3]).await;
            }
            let others = UNITS.iter().cycle().skip_while(|other| other.member != unit.member).skip(1);
            for other in others.take(if is_whole { UNITS.len() - 1 } else { 1 }) {
                two.edit_two_units(*unit, *other).await;
            }
        }
        for body in &two.sent {
            assert_eq!(body.as_object().map(serde_json::Map::len), Some(1), "{body}");
        }
        if !is_whole {
            return;
        }
        let changed =
            two.sent.iter().flat_map(|body| body.as_object().into_iter().flat_map(|body| body.keys()));
        let mut counts = BTreeMap::<&String, usize>::new();
        changed.for_each(|member| *counts.entry(member).or_default() += 1);
        assert_eq!(counts.len(), UNITS.len(), "every unit met every one of these: {counts:?}");
    });
}

#[test]
fn names_and_any_other_unit_are_changed_at_once_and_both_survive() {
    nothing_is_lost("pairs-names", &UNITS[..6]);
}

#[test]
fn names_in_the_own_script_and_any_other_unit_are_changed_at_once_and_both_survive() {
    nothing_is_lost("pairs-own-script", &UNITS[6..12]);
}

#[test]
fn birth_and_identifier_and_any_other_unit_are_changed_at_once_and_both_survive() {
    nothing_is_lost("pairs-birth", &UNITS[12..16]);
}

#[test]
fn contact_address_and_preferences_and_any_other_unit_are_changed_at_once_and_both_survive() {
    nothing_is_lost("pairs-rest", &UNITS[16..]);
}

#[test]
fn what_is_typed_and_typed_back_is_no_change_and_asks_for_nothing() {
    journey("pairs-typed-back", |page| async move {
        let stored = page.sandbox.stored(CUSTOMER).await;
        page.open(CUSTOMER).await;
        page.sandbox.forget().await;
        for (number, unit) in UNITS.iter().enumerate() {
            let value = unit.other_than(&[&stored[unit.member]], number);
            let review = vec![json!({"press": "Review the change"}), json!({"ended": unit.section})];
            let typed = [unit.typing(&value), unit.typing(&stored[unit.member])].concat();
            let led = page.walk([unit.open(), typed, review].concat()).await;
            assert!(led.said.contains("Nothing was changed"), "{unit:?}: {led:?}");
        }
        let sent = page.sandbox.requests().await;
        assert!(sent.is_empty(), "{sent:#?}");
        assert_eq!(page.sandbox.stored(CUSTOMER).await, stored);
    });
}

#[test]
fn a_clash_is_chosen_and_saved_with_the_keyboard_alone() {
    journey_of_two("pairs-keyboard", |slow, fast| async move {
        let mut two = Two::open(slow, fast).await;
        let unit = UNITS[1];
        two.meet((unit, &json!("Camilla")), (unit, &json!("Milla"))).await;
        assert_eq!(two.new_changes().await, [json!({"first_name": "Milla"})]);
        let page = &two.slow;
        page.has_focus("h1 Changed in two places").await;
        page.shoot("clash").await;
        page.keys(Key::Tab + "").await;
        page.has_focus("input When you opened it").await;
        page.keys(Key::Down + "").await;
        page.has_focus("input Stored now").await;
        page.keys(Key::Down + "").await;
        page.has_focus("input What you typed").await;
        page.keys(Key::Tab + "").await;
        page.has_focus("button Save what I chose").await;
        page.keys(Key::Enter + "").await;
        page.hears("Your change has been saved").await;
        page.is_at("Camilla Moreau-Lefèvre").await;
        assert_eq!(two.new_changes().await, [json!({"first_name": "Camilla"})]);
    });
}

#[test]
fn a_clash_without_a_choice_is_not_saved_and_can_be_gone_back_from() {
    journey_of_two("pairs-no-choice", |slow, fast| async move {
        let mut two = Two::open(slow, fast).await;
        let unit = UNITS[1];
        two.meet((unit, &json!("Camilla")), (unit, &json!("Milla"))).await;
        two.new_changes().await;
        let page = two.slow.clone();
        page.press("Save what I chose").await;
        page.has_focus("input When you opened it").await;
        page.sees("Choose which value to keep").await;
        assert!(two.new_changes().await.is_empty(), "there is nothing chosen to send");
        page.press("Go back and change").await;
        page.is_at("Identity").await;
        assert_eq!(page.value("First name").await, "Camilla", "what was typed is still there");
        assert_eq!(page.sandbox.stored(CUSTOMER).await["first_name"], "Milla");
    });
}
