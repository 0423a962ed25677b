//! A change is sparse: one field edited is one member sent, and everything else stays byte for byte.

use carnet::{
    domain::{Field, between},
    form::Draft,
    vendor_api::Operation,
};
use serde_json::Value;

use crate::{house::House, vendors::WRITERS};

#[tokio::test]
async fn one_edited_unit_is_one_member_and_the_rest_keeps_every_byte() {
    for fixture in WRITERS {
        for reading in (fixture.readings)() {
            let house = House::open(fixture);
            house.switch(&reading).await;
            for customer in [fixture.full, fixture.bare] {
                let visitor = house.sign_in(customer).await;
                for field in fixture.fields() {
                    let context = format!("{field:?} of {customer} under {reading}");
                    let (before, loaded) = (visitor.document().await, visitor.record().await);

                    let mut draft = Draft::from(&loaded);
                    (fixture.edit)(&mut draft, field);
                    let (wanted, problems) = draft.read(&loaded, |field| fixture.vendor.requires(field));
                    assert_eq!(problems, [], "{context}");
                    let touched: Vec<Field> = between(&loaded, &wanted).fields().collect();
                    assert_eq!(touched, [field], "{context}");

                    house.forget().await;
                    assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted), "{context}");

                    let write = house.the_write().await;
                    let sent: Vec<&String> =
                        write["body"].as_object().into_iter().flat_map(|body| body.keys()).collect();
                    assert_eq!(sent, [fixture.member(field)], "{context}");

                    let after = visitor.document().await;
                    let rest = |document: &serde_json::Map<String, Value>| {
                        let mut rest = document.clone();
                        for member in (fixture.members)(field) {
                            rest.shift_remove(*member);
                        }
                        Value::Object(rest).to_string()
                    };
                    assert_eq!(rest(&after), rest(&before), "{context}");
                    assert_ne!(after, before, "{context}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_unit_edited_at_once_is_one_request() {
    for fixture in WRITERS {
        for reading in (fixture.readings)() {
            let house = House::open(fixture);
            house.switch(&reading).await;
            let visitor = house.sign_in(fixture.full).await;
            let loaded = visitor.record().await;
            let mut draft = Draft::from(&loaded);
            for field in fixture.fields() {
                (fixture.edit)(&mut draft, field);
            }
            let (wanted, _) = draft.read(&loaded, |field| fixture.vendor.requires(field));
            house.forget().await;
            assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted), "{reading}");
            let write = house.the_write().await;
            assert_eq!(write["body"].as_object().map(serde_json::Map::len), Some(fixture.fields().count()));
        }
    }
}

#[tokio::test]
async fn a_change_and_its_inverse_leave_what_there_was() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let (before, loaded) = (visitor.text().await, visitor.record().await);
        let mut draft = Draft::from(&loaded);
        for field in fixture.fields() {
            (fixture.edit)(&mut draft, field);
        }
        let (wanted, _) = draft.read(&loaded, |_| false);
        visitor.save(&loaded, &wanted).await.expect("it is saved");
        let kept = visitor.record().await;
        assert_eq!(visitor.save(&kept, &loaded).await, Ok(loaded));
        assert_eq!(visitor.text().await, before);
    }
}

#[tokio::test]
async fn sending_a_change_twice_is_sending_it_once() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let loaded = visitor.record().await;
        let mut draft = Draft::from(&loaded);
        for field in fixture.fields() {
            (fixture.edit)(&mut draft, field);
        }
        let (wanted, _) = draft.read(&loaded, |_| false);
        let changes = between(&loaded, &wanted);
        visitor.update(&changes, false).await.expect("it is saved");
        let once = visitor.text().await;
        visitor.update(&changes, false).await.expect("it is saved again");
        assert_eq!(visitor.text().await, once);
    }
}

#[tokio::test]
async fn a_save_whose_answer_is_spoiled_is_a_save() {
    for fixture in WRITERS {
        for fault in ["malformed_json", "empty_body"] {
            let house = House::open(fixture);
            let visitor = house.sign_in(fixture.full).await;
            let loaded = visitor.record().await;
            let mut draft = Draft::from(&loaded);
            let field = fixture.fields().next().expect("a unit");
            (fixture.edit)(&mut draft, field);
            let (wanted, _) = draft.read(&loaded, |_| false);
            let changes = between(&loaded, &wanted);
            house.order(&serde_json::json!({"fault": fault})).await;
            let answer = visitor.answer(Operation::Update {
                customer: &visitor.id,
                changes: &changes,
                version: None,
                force_address: false,
            });
            assert_eq!(carnet::vendor_api::read_saved(fixture.vendor, &answer.await), Ok(()), "{fault}");
            assert_eq!(visitor.record().await, wanted, "{fault}");
        }
    }
}
