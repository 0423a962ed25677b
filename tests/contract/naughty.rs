//! Every text that has broken another program, through every field it can be typed into, there and back.

use carnet::{
    domain::{AddressLine, EnumKey as _, Field, Phone, Record, TextField, between},
    error::ApiError,
    form::{Draft, PhoneDraft},
};
use serde_json::{Map, Value, json};

use crate::{
    house::House,
    paper,
    values::{NAUGHTY, STORED},
    vendors::{WRITERS, Writer},
};

/// What is asked for when this is typed: the white space around it is not.
fn asked(typed: &str) -> Option<String> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.to_owned())
}

/// The lines of text for which the vendor has no rules.
fn free(fixture: &Writer) -> Vec<TextField> {
    TextField::ALL.iter().copied().filter(|text| !(fixture.checks)(Field::Text(*text))).collect()
}

#[tokio::test]
async fn every_text_is_stored_in_every_unit_as_it_was_typed() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let mut loaded = visitor.record().await;
        for turn in 0..NAUGHTY.len() {
            // In one turn each field is given another text; after the last turn each was given every one.
            let typed = |at: usize| NAUGHTY[(turn + at) % NAUGHTY.len()].as_str();
            let mut draft = Draft::from(&loaded);
            for (at, text) in free(fixture).into_iter().enumerate() {
                draft.texts[text] = typed(at).to_owned();
            }
            draft.phones = vec![PhoneDraft { number: typed(20).to_owned(), kind: "HOME".into() }];
            draft.national_number = typed(21).to_owned();
            draft.national_kind = if typed(21).trim().is_empty() { String::new() } else { "DNI".into() };
            let fits = typed(22).trim().chars().count() <= 100;
            draft.lines[AddressLine::Additional1] = if fits { typed(22).to_owned() } else { String::new() };

            let (wanted, problems) = draft.read(&loaded, |_| false);
            assert_eq!(problems, [], "turn {turn}");
            let stored = visitor.save(&loaded, &wanted).await.expect("it is saved");
            for (at, text) in free(fixture).into_iter().enumerate() {
                assert_eq!(stored.texts[text], asked(typed(at)), "{text:?}, turn {turn}");
            }
            let phone = |number| vec![Phone { number: Some(number), kind: Some("HOME".into()), rest: None }];
            assert_eq!(stored.phones, asked(typed(20)).map(phone), "turn {turn}");
            let number = stored.national_id.as_ref().and_then(|id| id.number.clone());
            assert_eq!(number, asked(typed(21)), "turn {turn}");
            let line =
                stored.address.as_ref().and_then(|address| address.lines[AddressLine::Additional1].clone());
            assert_eq!(line, fits.then(|| asked(typed(22))).flatten(), "turn {turn}");
            loaded = stored;
        }
    }
}

#[tokio::test]
async fn every_text_stays_as_it_is_stored_when_its_neighbour_is_edited() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let free = free(fixture);
        for turn in 0..STORED.len() {
            // Stored with all its blanks, which no form of ours would send.
            let mut odd = visitor.record().await;
            for (at, text) in free.iter().enumerate() {
                odd.texts[*text] = Some(STORED[(turn + at) % STORED.len()].clone());
            }
            let loaded = visitor.save(&visitor.record().await, &odd).await.expect("it is saved");
            assert_eq!(loaded, odd, "turn {turn}");

            let before = visitor.document().await;
            let edited = Field::Text(free[turn % free.len()]);
            let mut draft = Draft::from(&loaded);
            (fixture.edit)(&mut draft, edited);
            let (wanted, problems) = draft.read(&loaded, |field| fixture.vendor.requires(field));
            assert_eq!(problems, [], "turn {turn}");
            house.forget().await;
            assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted), "turn {turn}");

            let sent = house.the_write().await["body"].as_object().map(|body| body.keys().cloned().collect());
            assert_eq!(sent, Some(vec![fixture.member(edited).to_owned()]), "turn {turn}");
            let rest = |mut document: Map<String, Value>| {
                document.shift_remove(fixture.member(edited));
                Value::Object(document).to_string()
            };
            assert_eq!(rest(visitor.document().await), rest(before), "turn {turn}");
        }
    }
}

#[test]
fn every_text_is_written_to_the_letter_or_refused_where_it_was_typed() {
    for fixture in WRITERS {
        for text in TextField::ALL.iter().copied() {
            for typed in NAUGHTY.iter() {
                let mut draft = Draft::default();
                draft.texts[text] = typed.clone();
                let (wanted, problems) = draft.read(&Record::default(), |_| false);
                if let Some(problem) = problems.first() {
                    assert_eq!(
                        (problem.path.field(), text),
                        (Field::Text(text), TextField::Email),
                        "{typed:?}"
                    );
                    continue;
                }
                let mut stored = json!({});
                paper::merges(&mut stored, &paper::body(fixture, &between(&Record::default(), &wanted)));
                assert_eq!(paper::read(fixture, &stored).texts[text], asked(typed), "{text:?}: {typed:?}");
            }
        }
    }
}

#[tokio::test]
async fn where_the_vendor_has_rules_a_text_is_stored_as_typed_or_refused_at_its_place() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let (before, loaded) = (visitor.text().await, visitor.record().await);
        let mut refused = 0;
        for field in fixture.fields().filter(|field| (fixture.checks)(*field)) {
            let Field::Text(text) = field else { continue };
            for typed in NAUGHTY.iter() {
                let mut draft = Draft::from(&loaded);
                draft.texts[text] = typed.clone();
                let (wanted, problems) = draft.read(&loaded, |_| false);
                if !problems.is_empty() || between(&loaded, &wanted).is_empty() {
                    continue;
                }
                let answer = visitor.save(&loaded, &wanted).await;
                if let Err(ApiError::Rejected(refusals)) = &answer {
                    refused += 1;
                    let places: Vec<_> = refusals.iter().filter_map(|refusal| refusal.place).collect();
                    assert_eq!(
                        places.iter().map(|place| place.field()).collect::<Vec<_>>(),
                        [field],
                        "{typed:?}"
                    );
                    assert_eq!(visitor.text().await, before, "{typed:?}: nothing is stored");
                } else {
                    assert_eq!(answer, Ok(wanted.clone()), "{field:?}: {typed:?}");
                    assert_eq!(visitor.save(&wanted, &loaded).await.as_ref(), Ok(&loaded), "and put back");
                }
            }
        }
        assert!(refused > 0, "{}: no rule was met", fixture.name);
    }
}
