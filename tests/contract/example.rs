//! The example in `docs/the-change.md` matches the sandbox, and its table of laws matches the tests.

use std::collections::BTreeSet;

use carnet::{
    domain::{Changes, Field, Record, TextField, between},
    form::Draft,
    journey::{Confirmation, SaveReport, SaveRequest},
};
use serde_json::Value;

use crate::{
    clubmed::{FIXTURE, TOM},
    test_server::{Client, TestServer},
};

const PAGE: &str = include_str!("../../docs/the-change.md");

const FIRST: Field = Field::Text(TextField::FirstName);
const LAST: Field = Field::Text(TextField::LastName);

/// The JSON documents of the page in order: the profile, the other session's patch, our patch, and the undo.
fn page_documents() -> [Value; 4] {
    let blocks =
        PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("the end of the block"));
    let documents: Vec<Value> = blocks.map(|block| serde_json::from_str(block).expect("JSON")).collect();
    documents.try_into().expect("four documents")
}

/// The change that the customer of the example types.
fn typed_change(loaded: &Record) -> Changes {
    let mut draft = Draft::from(loaded);
    draft.texts[TextField::FirstName] = "Tim".into();
    draft.texts[TextField::Email].clear();
    let (wanted, problems) =
        draft.read(loaded, FIXTURE.vendor.form_rules(), |field| FIXTURE.vendor.requires(field));
    assert_eq!(problems, []);
    between(loaded, &wanted)
}

/// The undo that the app offers after a save of these changes that was read back.
fn undo(loaded: &Record, before: &Record, changes: &Changes, stored: &Record) -> SaveRequest {
    let report = SaveReport {
        confirmation: Confirmation::ReadBack,
        is_undo: false,
        sent: changes.fields().collect(),
        loaded: loaded.clone(),
        before: before.clone(),
        requested: changes.apply(before),
        stored: stored.clone(),
    };
    report.undo(|field| FIXTURE.vendor.clears(field)).expect("an undo")
}

/// Another session saves this name.
async fn save_name(client: &Client<'_>, text: TextField, name: &str) -> Record {
    let (loaded, mut wanted) = (client.record().await, client.record().await);
    wanted.texts[text] = Some(name.to_owned());
    client.save(&loaded, &wanted).await.expect("it is saved")
}

/// The body of the last write, byte for byte.
async fn last_write_body(server: &TestServer<'_>) -> String {
    let body = server.only_write().await["body"].to_string();
    server.clear_requests().await;
    body
}

#[tokio::test]
async fn documented_save_and_undo_match_the_page() {
    let [profile, theirs, mine, undo_patch] = page_documents();
    let server = TestServer::open(&FIXTURE);
    let client = server.sign_in(TOM).await;
    let (document, loaded) = (client.document().await, client.record().await);
    for (member, value) in profile.as_object().expect("an object") {
        assert_eq!(&document[member], value, "{member}");
    }
    let changes = typed_change(&loaded);
    assert_eq!((changes.fields().count(), Field::all().count()), (2, 2 + 20), "20 other fields are kept");

    let now = save_name(&client, TextField::LastName, "Smythe").await;
    assert_eq!(last_write_body(&server).await, theirs.to_string());

    let rebased = changes.rebase_onto(&loaded, &now);
    assert_eq!((rebased.conflicts, rebased.remote_changes), (vec![], vec![LAST]));
    client.update(&rebased.changes, false).await.expect("it is saved");
    assert_eq!(last_write_body(&server).await, mine.to_string());
    let stored = client.record().await;
    assert_eq!(stored, rebased.changes.apply(&now), "the read-back has the requested values");

    let undo = undo(&loaded, &now, &rebased.changes, &stored);
    let undo = undo.changes.rebase_onto(&undo.loaded, &client.record().await);
    assert_eq!((undo.conflicts, undo.remote_changes), (vec![], vec![]));
    client.update(&undo.changes, false).await.expect("the undo is saved");
    assert_eq!(last_write_body(&server).await, undo_patch.to_string());
    assert_eq!(client.record().await, now, "the other session's change is kept");
}

#[tokio::test]
async fn documented_conflict_matches_the_page() {
    let [_, _, mine, _] = page_documents();
    let server = TestServer::open(&FIXTURE);
    let client = server.sign_in(TOM).await;
    let loaded = client.record().await;
    let now = save_name(&client, TextField::FirstName, "Tam").await;
    server.clear_requests().await;

    let changes = typed_change(&loaded);
    let rebased = changes.rebase_onto(&loaded, &now);
    assert_eq!((&rebased.conflicts, &rebased.remote_changes), (&vec![FIRST], &vec![]));
    let mut chosen = rebased.changes.apply(&now);
    chosen.copy_field_from(FIRST, &changes.apply(&loaded));
    let stored = client.save(&now, &chosen).await.expect("it is saved");
    assert_eq!(last_write_body(&server).await, mine.to_string());

    let undo = undo(&loaded, &now, &between(&now, &chosen), &stored);
    let later = save_name(&client, TextField::FirstName, "Tum").await;
    let rebased = undo.changes.rebase_onto(&undo.loaded, &later);
    assert_eq!(rebased.conflicts, [FIRST], "undo overwrites nothing either");
}

/// The names of the tests in a source file.
fn test_names(source: &'static str) -> impl Iterator<Item = &'static str> {
    source.split("#[test]\nfn ").skip(1).filter_map(|rest| rest.split('(').next())
}

#[test]
fn documented_laws_match_the_tests() {
    let laws: BTreeSet<&str> =
        [include_str!("properties.rs"), include_str!("rebase.rs"), include_str!("sessions.rs")]
            .into_iter()
            .flat_map(test_names)
            .collect();
    let (_, section) = PAGE.split_once("## The laws").expect("the section on laws");
    let (section, _) = section.split_once("\n## ").expect("another section");
    let names = section.split('`').skip(1).step_by(2);
    // Names of files and paths are no names of tests.
    let named: BTreeSet<&str> =
        names.filter(|name| name.contains('_') && !name.contains(['/', '.', ':'])).collect();
    assert_eq!(named, laws);
}
