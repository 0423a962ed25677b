//! Naughty strings are stored and read back unchanged in every field that takes text.

use carnet::{
    domain::{AddressLine, Field, Phone, Record, TextField, between, trim_invisible},
    error::ApiError,
    form::{Draft, PhoneDraft},
};
use serde_json::{Map, Value, json};

use crate::{
    reference_server,
    string_corpus::{NAUGHTY, STORABLE},
    test_server::TestServer,
    vendors::{WRITERS, Writer},
};

/// The value that is sent for a typed text: without surrounding white space and invisible characters, `None` if nothing
/// is left.
fn expected_value(typed: &str) -> Option<String> {
    let typed = trim_invisible(typed);
    (!typed.is_empty()).then(|| typed.to_owned())
}

/// The text fields that the vendor does not validate.
fn unvalidated_texts(fixture: &Writer) -> Vec<TextField> {
    fixture.texts().filter(|text| !(fixture.checks)(Field::Text(*text))).collect()
}

/// A line of the address that the vendor does not validate, and its maximum length.
fn unvalidated_line(fixture: &Writer) -> (AddressLine, usize) {
    let rules = fixture.vendor.form_rules();
    let line = |line: AddressLine| Some((line, (rules.line_length)(line)?));
    [AddressLine::Additional1, AddressLine::Street].into_iter().find_map(line).expect("one of these lines")
}

#[tokio::test]
async fn naughty_strings_are_stored_in_every_field_as_typed() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let mut loaded = client.record().await;
        for round in 0..NAUGHTY.len() {
            // In each round every field gets another text; after the last round every field had every text.
            let typed = |at: usize| NAUGHTY[(round + at) % NAUGHTY.len()].as_str();
            let mut draft = Draft::from(&loaded);
            for (at, text) in unvalidated_texts(fixture).into_iter().enumerate() {
                draft.texts[text] = typed(at).to_owned();
            }
            draft.phones = vec![PhoneDraft { number: typed(20).to_owned(), kind: "HOME".into() }];
            let has_id = fixture.vendor.writes(Field::NationalId);
            if has_id {
                draft.national_number = typed(21).to_owned();
                draft.national_kind =
                    if trim_invisible(typed(21)).is_empty() { String::new() } else { "DNI".into() };
            }
            let (line, limit) = unvalidated_line(fixture);
            let fits = trim_invisible(typed(22)).chars().count() <= limit;
            draft.lines[line] = if fits { typed(22).to_owned() } else { String::new() };

            let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
            assert_eq!(problems, [], "round {round}");
            let stored = client.save(&loaded, &wanted).await.expect("it is saved");
            for (at, text) in unvalidated_texts(fixture).into_iter().enumerate() {
                assert_eq!(stored.texts[text], expected_value(typed(at)), "{text:?}, round {round}");
            }
            let phone = |number| vec![Phone { number: Some(number), kind: Some("HOME".into()), rest: None }];
            assert_eq!(stored.phones, expected_value(typed(20)).map(phone), "round {round}");
            let number = stored.national_id.as_ref().and_then(|id| id.number.clone());
            assert_eq!(number, has_id.then(|| expected_value(typed(21))).flatten(), "round {round}");
            let text = stored.address.as_ref().and_then(|address| address.lines[line].clone());
            assert_eq!(text, fits.then(|| expected_value(typed(22))).flatten(), "round {round}");
            loaded = stored;
        }
    }
}

#[tokio::test]
async fn stored_naughty_strings_survive_an_edit_of_another_field() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let unvalidated_texts = unvalidated_texts(fixture);
        for round in 0..STORABLE.len() {
            // Stored with surrounding white space, which the form would not send.
            let mut unexpected = client.record().await;
            for (at, text) in unvalidated_texts.iter().enumerate() {
                unexpected.texts[*text] = Some(STORABLE[(round + at) % STORABLE.len()].clone());
            }
            let loaded = client.save(&client.record().await, &unexpected).await.expect("it is saved");
            assert_eq!(loaded, unexpected, "round {round}");

            let before = client.document().await;
            let edited = Field::Text(unvalidated_texts[round % unvalidated_texts.len()]);
            let mut draft = Draft::from(&loaded);
            (fixture.edit)(&mut draft, edited);
            let (wanted, problems) =
                draft.read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
            assert_eq!(problems, [], "round {round}");
            server.clear_requests().await;
            assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted), "round {round}");

            let sent =
                server.only_write().await["body"].as_object().map(|body| body.keys().cloned().collect());
            assert_eq!(sent, Some(vec![fixture.member(edited).to_owned()]), "round {round}");
            let rest = |mut document: Map<String, Value>| {
                document.shift_remove(fixture.member(edited));
                Value::Object(document).to_string()
            };
            assert_eq!(rest(client.document().await), rest(before), "round {round}");
        }
    }
}

#[test]
fn naughty_strings_are_sent_exactly_or_fail_validation() {
    for fixture in WRITERS {
        for text in fixture.texts() {
            for typed in NAUGHTY.iter() {
                let mut draft = Draft::default();
                draft.texts[text] = typed.clone();
                let (wanted, problems) =
                    draft.read(&Record::default(), fixture.vendor.form_rules(), |_| false);
                if let Some(problem) = problems.first() {
                    assert_eq!(
                        (problem.path.field(), text),
                        (Field::Text(text), TextField::Email),
                        "{typed:?}"
                    );
                    continue;
                }
                let mut stored = json!({});
                reference_server::merge(
                    &mut stored,
                    &reference_server::patch_body(fixture, &between(&Record::default(), &wanted)),
                );
                assert_eq!(
                    reference_server::read_record(fixture, &stored).texts[text],
                    expected_value(typed),
                    "{text:?}: {typed:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn naughty_strings_in_validated_fields_are_stored_or_rejected_at_the_field() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.full).await;
        let (before, loaded) = (client.text().await, client.record().await);
        let mut rejected = 0;
        for field in fixture.fields().filter(|field| (fixture.checks)(*field)) {
            let Field::Text(text) = field else { continue };
            for typed in NAUGHTY.iter() {
                let mut draft = Draft::from(&loaded);
                draft.texts[text] = typed.clone();
                let must_stay = |field| fixture.vendor.requires(field) && !fixture.vendor.clears(field);
                let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), must_stay);
                if !problems.is_empty() || between(&loaded, &wanted).is_empty() {
                    continue;
                }
                let response = client.save(&loaded, &wanted).await;
                if let Err(ApiError::Rejected(errors)) = &response {
                    rejected += 1;
                    let paths: Vec<_> = errors.iter().filter_map(|error| error.path).collect();
                    assert_eq!(
                        paths.iter().map(|path| path.field()).collect::<Vec<_>>(),
                        [field],
                        "{typed:?}"
                    );
                    assert_eq!(client.text().await, before, "{typed:?}: nothing is stored");
                } else {
                    assert_eq!(response, Ok(wanted.clone()), "{field:?}: {typed:?}");
                    assert_eq!(client.save(&wanted, &loaded).await.as_ref(), Ok(&loaded), "restored");
                }
            }
        }
        assert!(rejected > 0, "{}: no text was rejected", fixture.name);
    }
}
