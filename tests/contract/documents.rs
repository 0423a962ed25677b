//! Reading a response of any content returns a profile or an error, and never panics.

use std::collections::BTreeSet;

use carnet::{
    domain::{Fact, FactName, FactValue, FormRules, Profile, Summary},
    error::ApiError,
    form::Draft,
    http::{Body, Response},
    json::{self, Json},
    vendor_api::{Operation, read_profile},
};
use proptest::prelude::*;

use crate::{
    generators,
    reading_laws::{check_reading, is_normalized},
    test_server::{self, TestServer},
    vendors::{Fixture, VENDORS, WRITERS},
};

#[test]
fn arbitrary_response_is_read_or_is_an_error() {
    for fixture in VENDORS {
        let statuses = prop_oneof![4 => Just(200_u16), 2 => Just(400), 1 => any::<u16>()];
        proptest!(|(body in generators::document(fixture), status in statuses, wait in any::<Option<u32>>())| {
            let response = Response { status, retry_after: wait, language: None, etag: None, body: Body::Json(body) };
            check_reading(fixture.vendor, &fixture.query(), &response);
        });
    }
}

/// The sandbox's responses for every seeded customer that can be read.
async fn sandbox_responses(fixture: &Fixture) -> Vec<Json> {
    let server = TestServer::open(fixture);
    let mut responses = Vec::new();
    for id in server.customers().await {
        if (fixture.failing_customers)().iter().any(|(failing, _)| *failing == id) {
            continue;
        }
        let client = server.sign_in(&id).await;
        let response = client.response(Operation::View(&client.id)).await.json().clone();
        // The customer with 10,000 entries is left out: it takes as long as all others together.
        if json::write(&response).len() < 50_000 {
            responses.push(response);
        }
    }
    responses
}

#[test]
fn mutated_response_is_read_or_is_an_error() {
    // The sandbox's delays do not sleep: the clock of this runtime is paused.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime");
    for fixture in VENDORS {
        let responses = runtime.block_on(sandbox_responses(fixture));
        assert!(responses.len() > 5, "{}: enough responses to mutate", fixture.name);
        // The unmodified responses pass the same checks.
        for response in &responses {
            let unmodified =
                Response { body: Body::Json(response.clone()), ..test_server::response(200, "") };
            check_reading(fixture.vendor, &fixture.query(), &unmodified);
        }
        proptest!(|(response in generators::mutated(fixture, responses.clone()))| {
            let response = Response { body: Body::Json(response), ..test_server::response(200, "") };
            check_reading(fixture.vendor, &fixture.query(), &response);
        });
    }
}

/// Every text, number and name that a page shows of a profile.
fn shown_texts(profile: &Profile) -> BTreeSet<String> {
    fn collect_value(value: &FactValue, texts: &mut BTreeSet<String>) {
        match value {
            FactValue::Text(text)
            | FactValue::Code(text)
            | FactValue::Secret(text)
            | FactValue::Word(text)
            | FactValue::Language(text)
            | FactValue::Moment(text)
            | FactValue::Image(text) => drop(texts.insert(text.clone())),
            FactValue::Number(number) | FactValue::Days(number) => drop(texts.insert(number.to_string())),
            FactValue::Date(date) => drop(texts.insert(date.as_str().to_owned())),
            FactValue::Flag(_) => {}
            FactValue::Progress(progress) => {
                texts.extend(
                    [progress.value, progress.threshold, progress.gap].map(|number| number.to_string()),
                );
                texts.extend(progress.tier.clone());
                texts.extend(progress.until.iter().map(|date| date.as_str().to_owned()));
                collect_facts(&progress.facts, texts);
            }
            FactValue::List(items) => items.iter().for_each(|item| collect_value(item, texts)),
            FactValue::Facts(facts) => collect_facts(facts, texts),
        }
    }
    fn collect_facts(facts: &[Fact], texts: &mut BTreeSet<String>) {
        for fact in facts {
            if let FactName::Raw(name) | FactName::Word(name) = &fact.name {
                texts.insert(name.clone());
            }
            collect_value(&fact.value, texts);
        }
    }
    let mut texts = BTreeSet::new();
    for facts in [&profile.facts, &profile.programs, &profile.panels] {
        collect_facts(facts, &mut texts);
    }
    let Summary { picture, tier, points, next_tier, changed } = &profile.summary;
    texts.extend([picture, tier, changed].into_iter().flatten().cloned());
    texts.extend(next_tier.iter().map(|next| next.name.clone()));
    let missing = next_tier.as_ref().and_then(|next| next.missing);
    texts.extend([*points, missing].into_iter().flatten().map(|number| number.to_string()));
    let record = &profile.record;
    texts.extend(record.texts.iter().filter_map(|(_, text)| text.clone()));
    let numbers = record.phones.iter().flatten().filter_map(|phone| phone.number.clone());
    texts.extend(numbers);
    let lines = record.address.iter().flat_map(|address| address.lines.iter());
    texts.extend(lines.filter_map(|(_, text)| text.clone()));
    texts.extend(profile.warnings.iter().map(|warning| warning.text.clone()));
    if let Some(date) = &record.birthdate {
        texts.insert(date.as_str().to_owned());
        let parts = date.parts().unwrap_or_default();
        texts.extend(parts.year.map(|year| year.to_string()));
        texts.extend([parts.month, parts.day].into_iter().flatten().map(|part| part.to_string()));
    }
    texts
}

/// Collects every text and number of a document, with its path.
fn document_texts(json: &Json, path: &str, found: &mut Vec<(String, String)>) {
    match json {
        Json::Null | Json::Bool(_) => {}
        Json::Number(_) | Json::Digits(_) | Json::Text(_) => {
            found.extend(json.text().map(|text| (path.to_owned(), text)));
        }
        Json::List(items) => items.iter().for_each(|item| document_texts(item, path, found)),
        Json::Members(members) => {
            for (name, value) in members {
                document_texts(value, &format!("{path}/{name}"), found);
            }
        }
    }
}

/// For read-only vendors only: there, Carnet is the customer's view of all their data.
#[tokio::test(start_paused = true)]
async fn profile_shows_every_value_of_the_response() {
    for fixture in
        VENDORS.iter().filter(|fixture| WRITERS.iter().all(|writer| writer.vendor != fixture.vendor))
    {
        for document in sandbox_responses(fixture).await {
            let response = Response { body: Body::Json(document.clone()), ..test_server::response(200, "") };
            let profile = read_profile(fixture.vendor, &fixture.query(), &response).expect("a profile");
            let (mut found, texts) = (Vec::new(), shown_texts(&profile));
            document_texts(&document, "", &mut found);
            for (path, text) in found {
                assert!(
                    (fixture.shown_elsewhere)(&path) || texts.contains(&text),
                    "{}: {path} is \"{text}\"",
                    fixture.name
                );
            }
        }
    }
}

#[test]
fn nested_document_is_read_down_to_64_levels() {
    let deep = |levels: usize| format!("{}\"bottom\"{}", "[".repeat(levels), "]".repeat(levels));
    for fixture in VENDORS.iter().filter(|fixture| fixture.free_form_member.is_some()) {
        let member = fixture.free_form_member.unwrap_or_default();
        let read = |levels: usize| {
            // Two levels are the response object and the free-form member.
            let body = format!("{{\"id\":\"1\",\"{member}\":{{\"deep\":{}}}}}", deep(levels - 2));
            read_profile(fixture.vendor, &fixture.query(), &test_server::response(200, &body))
        };
        for levels in [3_usize, 63, 64] {
            let profile = read(levels).unwrap_or_else(|failure| panic!("{levels} levels: {failure:?}"));
            assert!(shown_texts(&profile).contains("bottom"), "{}: {levels} levels", fixture.name);
        }
        assert!(
            matches!(read(65), Err(ApiError::Unreadable { .. })),
            "{}: deeper nesting is unreadable",
            fixture.name
        );
    }
}

#[test]
fn unedited_draft_reads_back_the_record() {
    proptest!(|(record in generators::record())| {
        let (wanted, problems) = Draft::from(&record).read(&record, &FormRules::UNLIMITED, |_| false);
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(wanted, record);
    });
}

#[test]
fn arbitrary_draft_reads_to_a_normalized_record() {
    proptest!(|(record in generators::record(), draft in generators::draft())| {
        let (wanted, _) = draft.read(&record, &FormRules::UNLIMITED, |_| true);
        prop_assert!(is_normalized(&wanted), "{:?}", wanted);
    });
}
