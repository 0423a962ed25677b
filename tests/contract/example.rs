//! What `docs/the-change.md` shows is what happens, and the tests it names are there.

use std::collections::BTreeSet;

use carnet::{
    domain::{Changes, Field, Record, TextField, between},
    form::Draft,
};
use serde_json::Value;

use crate::{
    clubmed::{FIXTURE, TOM},
    house::{House, Visitor},
};

const PAGE: &str = include_str!("../../docs/the-change.md");

const FIRST: Field = Field::Text(TextField::FirstName);
const LAST: Field = Field::Text(TextField::LastName);

/// The documents on the page, in their order: what was loaded, what others send, what goes out, what takes it back.
fn documents() -> [Value; 4] {
    let blocks = PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("its end"));
    let documents: Vec<Value> = blocks.map(|block| serde_json::from_str(block).expect("JSON")).collect();
    documents.try_into().expect("four documents")
}

/// What the customer on the page types.
fn typed(loaded: &Record) -> Changes {
    let mut draft = Draft::from(loaded);
    draft.texts[TextField::FirstName] = "Tim".into();
    draft.texts[TextField::Email].clear();
    let (wanted, problems) = draft.read(loaded, |field| FIXTURE.vendor.requires(field));
    assert_eq!(problems, []);
    between(loaded, &wanted)
}

/// Somebody else gives the customer this name.
async fn renames(visitor: &Visitor<'_>, text: TextField, name: &str) -> Record {
    let (loaded, mut wanted) = (visitor.record().await, visitor.record().await);
    wanted.texts[text] = Some(name.to_owned());
    visitor.save(&loaded, &wanted).await.expect("it is saved")
}

/// The body that went out last, to the letter.
async fn sent(house: &House<'_>) -> String {
    let body = house.the_write().await["body"].to_string();
    house.forget().await;
    body
}

#[tokio::test]
async fn the_example_goes_as_the_page_says() {
    let [profile, theirs, mine, back] = documents();
    let house = House::open(&FIXTURE);
    let visitor = house.sign_in(TOM).await;
    let (document, loaded) = (visitor.document().await, visitor.record().await);
    for (member, value) in profile.as_object().expect("an object") {
        assert_eq!(&document[member], value, "{member}");
    }
    let changes = typed(&loaded);
    assert_eq!((changes.fields().count(), Field::all().count()), (2, 2 + 20), "twenty others are kept");

    let now = renames(&visitor, TextField::LastName, "Smythe").await;
    assert_eq!(sent(&house).await, theirs.to_string());

    let rebased = changes.rebase_onto(&loaded, &now);
    assert_eq!((rebased.conflicts, rebased.remote_changes), (vec![], vec![LAST]));
    visitor.update(&rebased.changes, false).await.expect("it is saved");
    assert_eq!(sent(&house).await, mine.to_string());
    let stored = visitor.record().await;
    assert_eq!(stored, rebased.changes.apply(&now), "read back, it holds what was asked for");

    let undo = between(&stored, &now).rebase_onto(&stored, &visitor.record().await);
    visitor.update(&undo.changes, false).await.expect("it is taken back");
    assert_eq!(sent(&house).await, back.to_string());
    assert_eq!(visitor.record().await, now, "and what the other changed stands");
}

#[tokio::test]
async fn what_both_changed_waits_for_a_choice_as_the_page_says() {
    let [_, _, mine, _] = documents();
    let house = House::open(&FIXTURE);
    let visitor = house.sign_in(TOM).await;
    let loaded = visitor.record().await;
    let now = renames(&visitor, TextField::FirstName, "Tam").await;
    house.forget().await;

    let changes = typed(&loaded);
    let rebased = changes.rebase_onto(&loaded, &now);
    assert_eq!((&rebased.conflicts, &rebased.remote_changes), (&vec![FIRST], &vec![]));
    let mut chosen = rebased.changes.apply(&now);
    chosen.copy_field_from(FIRST, &changes.apply(&loaded));
    let stored = visitor.save(&now, &chosen).await.expect("it is saved");
    assert_eq!(sent(&house).await, mine.to_string());

    let undo = between(&stored, &now);
    let since = renames(&visitor, TextField::FirstName, "Tum").await;
    assert_eq!(undo.rebase_onto(&stored, &since).conflicts, [FIRST], "undo overwrites nobody either");
}

/// The tests in a file.
fn tests(source: &'static str) -> impl Iterator<Item = &'static str> {
    source.split("#[test]\nfn ").skip(1).filter_map(|rest| rest.split('(').next())
}

#[test]
fn every_law_is_on_the_page_and_the_page_names_no_other() {
    let laws: BTreeSet<&str> =
        [include_str!("laws.rs"), include_str!("rebase.rs"), include_str!("sessions.rs")]
            .into_iter()
            .flat_map(tests)
            .collect();
    let (_, section) = PAGE.split_once("## The laws").expect("the laws");
    let (section, _) = section.split_once("\n## ").expect("another section");
    let names = section.split('`').skip(1).step_by(2);
    let named: BTreeSet<&str> = names.filter(|name| name.contains('_') && !name.contains('/')).collect();
    assert_eq!(named, laws);
}
