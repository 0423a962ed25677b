//! An address the vendor does not know: the refusal names its line, and the customer's word can force it.

use carnet::{
    domain::{AddressLine, Changes, FieldPath, Record, TextField, between},
    error::ApiError,
    form::Draft,
    vendor_api::Operation,
};
use serde_json::json;

use crate::{
    house::{House, Visitor},
    vendors::WRITERS,
};

async fn typed(visitor: &Visitor<'_>, lines: &[(AddressLine, &str)]) -> (Record, Changes) {
    let loaded = visitor.record().await;
    let mut draft = Draft::from(&loaded);
    for (line, text) in lines {
        draft.lines[*line] = (*text).to_owned();
    }
    let (wanted, problems) = draft.read(&loaded, |_| false);
    assert_eq!(problems, []);
    (wanted.clone(), between(&loaded, &wanted))
}

#[tokio::test]
async fn a_refused_address_points_at_its_line_in_every_spelling_and_can_be_forced() {
    for fixture in WRITERS {
        for spelling in (fixture.spellings)() {
            for (lines, place) in (fixture.refused)() {
                let context = format!("{lines:?} under {spelling}");
                let house = House::open(fixture);
                house.switch(&spelling).await;
                let visitor = house.sign_in(fixture.full).await;
                let before = visitor.text().await;
                let (wanted, changes) = typed(&visitor, &lines).await;

                let refused = visitor.update(&changes, false).await.expect_err(&context);
                let places: Vec<Option<FieldPath>> =
                    refused.field_errors().iter().map(|refusal| refusal.place).collect();
                assert_eq!(places, [Some(place)], "{context}");
                assert!(refused.is_address_only(), "{context}");
                assert!(refused.field_errors()[0].text.is_some(), "{context}");
                assert_eq!(visitor.text().await, before, "{context}: nothing was stored");

                let first = house.the_write().await;
                house.forget().await;
                assert_eq!(visitor.update(&changes, true).await, Ok(()), "{context}");
                let second = house.the_write().await;
                assert_eq!(second["body"], first["body"], "{context}: the same change");
                assert_eq!(visitor.record().await, wanted, "{context}");
            }
        }
    }
}

#[tokio::test]
async fn an_address_the_vendor_suggests_is_one_it_takes() {
    for fixture in WRITERS {
        let mut suggested = 0;
        for (lines, _) in (fixture.refused)() {
            let house = House::open(fixture);
            let visitor = house.sign_in(fixture.full).await;
            let loaded = visitor.record().await;
            let (_, changes) = typed(&visitor, &lines).await;
            let refused = visitor.update(&changes, false).await.expect_err("it is unknown");
            for address in &refused.field_errors()[0].suggestions {
                suggested += 1;
                let wanted = Record { address: Some(address.clone()), ..loaded.clone() };
                assert_eq!(visitor.save(&visitor.record().await, &wanted).await, Ok(wanted));
            }
        }
        assert!(suggested > 1, "suggestions are read");
    }
}

#[tokio::test]
async fn the_vendors_sentence_is_in_the_language_that_is_spoken() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let mut visitor = house.sign_in(fixture.full).await;
        let (_, changes) = typed(&visitor, &(fixture.refused)()[0].0).await;
        let mut sentences = Vec::new();
        for language in ["en-US", "fr-FR"] {
            visitor.language = language;
            let refused = visitor.update(&changes, false).await.expect_err("it is unknown");
            sentences.push(refused.field_errors()[0].text.clone());
        }
        assert_ne!(sentences[0], sentences[1], "{sentences:?}");
    }
}

#[tokio::test]
async fn nothing_forces_an_address_but_the_customers_word() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let (wanted, changes) = typed(&visitor, &(fixture.refused)()[0].0).await;
        let id = &visitor.id;
        for (force_address, expected) in [(false, false), (true, true)] {
            for call in [
                Operation::Update { customer: id, changes: &changes, version: None, force_address },
                Operation::Create { record: &wanted, force_address },
            ] {
                assert_eq!((fixture.forces)(&visitor.request(call)), expected, "{call:?}");
            }
        }
        for call in [Operation::View(id), Operation::Civilities] {
            assert!(!(fixture.forces)(&visitor.request(call)), "{call:?}");
        }
    }
}

#[tokio::test]
async fn a_refusal_of_anything_else_cannot_be_forced() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let loaded = visitor.record().await;
        let mut wanted = loaded.clone();
        wanted.texts[TextField::Email] = Some("no address".into());
        let refused = visitor.update(&between(&loaded, &wanted), false).await.expect_err("it is refused");
        assert_eq!(refused.field_errors()[0].place, Some(FieldPath::Text(TextField::Email)));
        assert!(!refused.is_address_only());

        for errors in [
            json!([{"concerned_key": "address.city"}, {"concerned_key": "email"}]),
            json!([{"concerned_key": "address.city"}, {"concerned_key": "something-new"}]),
            json!([{"concerned_key": "address.city"}, {}]),
            json!([{"error_description": "No."}]),
            json!([]),
        ] {
            house.order(&json!({"fault": "bad_request", "errors": errors})).await;
            let refused = visitor.update(&between(&loaded, &wanted), false).await.expect_err("it is refused");
            assert!(
                matches!(refused, ApiError::Rejected(_)) && !refused.is_address_only(),
                "{errors}: {refused:?}"
            );
        }
    }
}
