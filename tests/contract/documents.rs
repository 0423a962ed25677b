//! Reading never refuses and never panics, whatever JSON comes.

use std::collections::BTreeSet;

use carnet::{
    domain::{Fact, FactName, FactValue, Profile, Record, between},
    error::ApiError,
    form::Draft,
    http::{Body, Response},
    json::{self, Json},
    vendor_api::{Operation, check, read_civilities, read_created, read_profile, read_saved},
};
use proptest::prelude::*;

use crate::{
    any,
    house::{self, House},
    vendors::{Fixture, VENDORS, WRITERS},
};

/// Nothing in a record is there and empty at once.
fn is_tidy(record: &Record) -> bool {
    let full = |text: &Option<String>| text.as_deref() != Some("");
    record.texts.iter().all(|(_, text)| full(text))
        && record.birthdate.as_ref().is_none_or(|date| !date.as_str().is_empty())
        && record
            .national_id
            .as_ref()
            .is_none_or(|id| full(&id.number) && full(&id.kind) && (id.number.is_some() || id.kind.is_some()))
        && record.phones.as_ref().is_none_or(|phones| {
            !phones.is_empty() && phones.iter().all(|phone| full(&phone.number) && full(&phone.kind))
        })
        && record.address.as_ref().is_none_or(|address| {
            address.clone().non_empty().is_some() && address.lines.iter().all(|(_, line)| full(line))
        })
        && record
            .opt_ins
            .as_ref()
            .is_none_or(|all| !all.is_empty() && all.iter().all(|opt_in| !opt_in.channel.is_empty()))
}

/// Whether a vendor's page shows anything of this profile.
fn is_shown(profile: &Profile) -> bool {
    let parts = [&profile.facts, &profile.programs, &profile.panels];
    parts.iter().any(|facts| !facts.is_empty()) || profile.record != Record::default()
}

/// No part of a page is a heading alone, and no picture is anything but one.
fn is_whole(fact: &Fact) -> bool {
    fn is_fetched(value: &FactValue) -> bool {
        match value {
            FactValue::Image(address) => {
                let address = address.to_ascii_lowercase();
                address.starts_with("https://") || address.starts_with("http://")
            }
            FactValue::List(items) => items.iter().all(is_fetched),
            FactValue::Facts(facts) => facts.iter().all(|fact| is_fetched(&fact.value)),
            FactValue::Progress(way) => way.facts.iter().all(|fact| is_fetched(&fact.value)),
            _ => true,
        }
    }
    let is_titled = matches!(fact.name, FactName::Raw(_));
    is_fetched(&fact.value) && (is_titled || fact.value != FactValue::Facts(Vec::new()))
}

/// Reads an answer, and holds what every reading of any answer has to.
fn holds(fixture: &Fixture, response: &Response) -> Result<(), TestCaseError> {
    let read = read_profile(fixture.vendor, &fixture.query(), response);
    let checked = check(fixture.vendor, response);
    match (&checked, &read) {
        (Ok(()), Ok(_) | Err(ApiError::Unreadable { .. })) => {}
        (checked, read) => {
            prop_assert_eq!(
                checked.as_ref().err(),
                read.as_ref().err(),
                "what fails, fails before it is read"
            );
        }
    }
    let _ = read_created(fixture.vendor, response);
    let _ = read_civilities(fixture.vendor, response);
    let saved = read_saved(fixture.vendor, response);
    let is_written_to = WRITERS.iter().any(|writer| writer.vendor == fixture.vendor);
    if let (true, Err(failure)) = (is_written_to, &saved) {
        prop_assert_eq!(read.as_ref().err(), Some(failure));
    }
    match read {
        Ok(profile) => {
            let record = &profile.record;
            prop_assert!(is_tidy(record), "{:?}", record);
            let (wanted, problems) = Draft::from(record).read(record, |_| false);
            prop_assert_eq!(problems, vec![]);
            prop_assert_eq!(&wanted, record);
            prop_assert!(between(record, &wanted).is_empty());
            prop_assert!((200..300).contains(&response.status), "no status but a success is one");
            // Where the record can be filled in, an empty page is one to begin on.
            prop_assert!(is_written_to || is_shown(&profile), "an empty page: {:?}", profile);
            for fact in profile.facts.iter().chain(&profile.programs).chain(&profile.panels) {
                prop_assert!(is_whole(fact), "{:?}", fact);
            }
            prop_assert!(profile.pagination.is_none_or(|pages| pages.limit > 0));
        }
        Err(ApiError::Unreadable { reason }) => prop_assert!(!reason.is_empty()),
        Err(ApiError::Rejected(reasons)) => prop_assert!(!reasons.is_empty()),
        Err(_) => {}
    }
    Ok(())
}

#[test]
fn any_document_at_any_status_is_read_or_is_a_failure() {
    for fixture in VENDORS {
        let statuses = prop_oneof![4 => Just(200_u16), 2 => Just(400), 1 => any::<u16>()];
        proptest!(|(body in any::document(fixture), status in statuses, wait in any::<Option<u32>>())| {
            let response = Response { status, retry_after: wait, language: None, etag: None, body: Body::Json(body) };
            holds(fixture, &response)?;
        });
    }
}

/// The answers of the sandbox about every customer of whom there is one.
async fn answers(fixture: &Fixture) -> Vec<Json> {
    let house = House::open(fixture);
    let mut answers = Vec::new();
    for id in house.customers().await {
        if (fixture.sentinels)().iter().any(|(sentinel, _)| *sentinel == id) {
            continue;
        }
        let visitor = house.sign_in(&id).await;
        let answer = visitor.answer(Operation::View(&visitor.id)).await.json().clone();
        // One with ten thousand entries is spoiled in a hundredth of them and takes as long as all others together.
        if json::write(&answer).is_some_and(|text| text.len() < 50_000) {
            answers.push(answer);
        }
    }
    answers
}

#[test]
fn a_real_answer_with_members_swapped_taken_away_or_of_another_type_is_read_or_is_a_failure() {
    // No sleep: the clock of this runtime is moved on by hand.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime");
    for fixture in VENDORS {
        let answers = runtime.block_on(answers(fixture));
        assert!(answers.len() > 5, "{}: answers to spoil", fixture.name);
        // As they are they hold too: what is spoiled was whole before.
        for answer in &answers {
            let spoilt = Response { body: Body::Json(answer.clone()), ..house::answer(200, "") };
            holds(fixture, &spoilt).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
        }
        proptest!(|(answer in any::spoilt(fixture, answers.clone()))| {
            holds(fixture, &Response { body: Body::Json(answer), ..house::answer(200, "") })?;
        });
    }
}

/// Everything on a page that is a text, a number or a name, as words.
fn words(profile: &Profile) -> BTreeSet<String> {
    fn of(value: &FactValue, words: &mut BTreeSet<String>) {
        match value {
            FactValue::Text(text)
            | FactValue::Code(text)
            | FactValue::Secret(text)
            | FactValue::Word(text)
            | FactValue::Language(text)
            | FactValue::Moment(text)
            | FactValue::Image(text) => drop(words.insert(text.clone())),
            FactValue::Number(number) | FactValue::Days(number) => drop(words.insert(number.to_string())),
            FactValue::Date(date) => drop(words.insert(date.as_str().to_owned())),
            FactValue::Flag(_) => {}
            FactValue::Progress(way) => {
                words.extend([way.value, way.threshold, way.gap].map(|number| number.to_string()));
                words.extend(way.until.iter().map(|date| date.as_str().to_owned()));
                all(&way.facts, words);
            }
            FactValue::List(items) => items.iter().for_each(|item| of(item, words)),
            FactValue::Facts(facts) => all(facts, words),
        }
    }
    fn all(facts: &[Fact], words: &mut BTreeSet<String>) {
        for fact in facts {
            if let FactName::Raw(name) | FactName::Word(name) = &fact.name {
                words.insert(name.clone());
            }
            of(&fact.value, words);
        }
    }
    let mut words = BTreeSet::new();
    for facts in [&profile.facts, &profile.programs, &profile.panels] {
        all(facts, &mut words);
    }
    let record = &profile.record;
    words.extend(record.texts.iter().filter_map(|(_, text)| text.clone()));
    let numbers = record.phones.iter().flatten().filter_map(|phone| phone.number.clone());
    words.extend(numbers);
    let lines = record.address.iter().flat_map(|address| address.lines.iter());
    words.extend(lines.filter_map(|(_, text)| text.clone()));
    words.extend(profile.warnings.iter().map(|said| said.text.clone()));
    if let Some(date) = &record.birthdate {
        words.insert(date.as_str().to_owned());
        let parts = date.parts().unwrap_or_default();
        words.extend(parts.year.map(|year| year.to_string()));
        words.extend([parts.month, parts.day].into_iter().flatten().map(|part| part.to_string()));
    }
    words
}

/// Every text and number in a document, with the names it stands under.
fn leaves(json: &Json, path: &str, found: &mut Vec<(String, String)>) {
    match json {
        Json::Null | Json::Bool(_) => {}
        Json::Number(_) | Json::Digits(_) | Json::Text(_) => {
            found.extend(json.text().map(|text| (path.to_owned(), text)));
        }
        Json::List(items) => items.iter().for_each(|item| leaves(item, path, found)),
        Json::Members(members) => {
            for (name, value) in members {
                leaves(value, &format!("{path}/{name}"), found);
            }
        }
    }
}

/// A vendor that is only read is read whole: nobody else shows the customer what is left out.
#[tokio::test(start_paused = true)]
async fn nothing_an_answer_says_is_left_out() {
    for fixture in
        VENDORS.iter().filter(|fixture| WRITERS.iter().all(|writer| writer.vendor != fixture.vendor))
    {
        for answer in answers(fixture).await {
            let response = Response { body: Body::Json(answer.clone()), ..house::answer(200, "") };
            let profile = read_profile(fixture.vendor, &fixture.query(), &response).expect("a profile");
            let (mut found, words) = (Vec::new(), words(&profile));
            leaves(&answer, "", &mut found);
            for (path, text) in found {
                let is_told_otherwise = (fixture.told_otherwise)(&path);
                assert!(is_told_otherwise || words.contains(&text), "{}: {path} is \"{text}\"", fixture.name);
            }
        }
    }
}

#[test]
fn a_document_that_nests_as_deep_as_any_is_read_to_its_bottom() {
    let deep = |levels: usize| format!("{}\"bottom\"{}", "[".repeat(levels), "]".repeat(levels));
    for fixture in VENDORS.iter().filter(|fixture| fixture.open.is_some()) {
        let open = fixture.open.unwrap_or_default();
        let read = |levels: usize| {
            // The two levels around it are the answer's own.
            let body = format!("{{\"id\":\"1\",\"{open}\":{{\"deep\":{}}}}}", deep(levels - 2));
            read_profile(fixture.vendor, &fixture.query(), &house::answer(200, &body))
        };
        for levels in [3_usize, 63, 64] {
            let profile = read(levels).unwrap_or_else(|failure| panic!("{levels} levels: {failure:?}"));
            assert!(words(&profile).contains("bottom"), "{}: {levels} levels", fixture.name);
        }
        assert!(matches!(read(65), Err(ApiError::Unreadable { .. })), "{}: and no deeper", fixture.name);
    }
}

#[test]
fn a_draft_that_stands_as_loaded_is_the_record() {
    proptest!(|(record in any::record())| {
        let (wanted, problems) = Draft::from(&record).read(&record, |_| false);
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(wanted, record);
    });
}

#[test]
fn whatever_is_typed_what_is_wanted_is_tidy() {
    proptest!(|(record in any::record(), draft in any::draft())| {
        let (wanted, _) = draft.read(&record, |_| true);
        prop_assert!(is_tidy(&wanted), "{:?}", wanted);
    });
}
