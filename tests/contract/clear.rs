//! Emptying is not leaving alone, and each vendor has its own way of saying so.

use carnet::{
    domain::{EnumMap, Field, FieldPath, Record, between},
    form::{Date, Draft},
    json::Json,
    vendor_api::Operation,
};

use crate::{house::House, vendors::WRITERS};

/// Empties the field as a customer would.
fn empty(draft: &mut Draft, field: Field) {
    match field {
        Field::Text(text) => draft.texts[text] = " ".into(),
        Field::Birthdate => draft.birthdate = Date::default(),
        Field::NationalId => {
            draft.national_number.clear();
            draft.national_kind.clear();
        }
        Field::Phones => draft.phones.clear(),
        Field::Address => draft.lines = EnumMap::default(),
        Field::OptIns | Field::DataUse => {}
    }
}

#[tokio::test]
async fn an_emptied_unit_is_said_in_the_vendors_way_and_reads_back_as_none() {
    for fixture in WRITERS {
        for reading in (fixture.readings)() {
            let house = House::open(fixture);
            house.switch(&reading).await;
            let visitor = house.sign_in(fixture.full).await;
            for field in fixture.fields() {
                let Some(token) = (fixture.cleared)(field) else { continue };
                let context = format!("{field:?} under {reading}");
                let loaded = visitor.record().await;
                let mut draft = Draft::from(&loaded);
                empty(&mut draft, field);
                let (wanted, problems) = draft.read(&loaded, |field| fixture.vendor.requires(field));
                assert_eq!(problems, [], "{context}");
                let blank = between(&wanted, &Record::default());
                assert!(!blank.touches(field), "{context}: what is wanted is nothing");

                house.forget().await;
                assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted), "{context}");
                let mut body = serde_json::Map::new();
                body.insert(fixture.member(field).to_owned(), token);
                assert_eq!(house.the_write().await["body"], serde_json::Value::Object(body), "{context}");
            }
        }
    }
}

#[tokio::test]
async fn what_the_vendor_requires_cannot_be_emptied() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let loaded = house.sign_in(fixture.full).await.record().await;
        for field in fixture.fields().filter(|field| fixture.vendor.requires(*field)) {
            let mut draft = Draft::from(&loaded);
            empty(&mut draft, field);
            let (_, problems) = draft.read(&loaded, |field| fixture.vendor.requires(field));
            let places: Vec<Field> = problems.iter().map(|problem| FieldPath::field(problem.path)).collect();
            assert_eq!(places, [field]);
        }
    }
}

#[tokio::test]
async fn what_is_said_to_be_emptied_has_a_word_for_it_and_what_has_none_is_known() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let loaded = visitor.record().await;
        for field in fixture.fields() {
            let mut wanted = loaded.clone();
            wanted.copy_field_from(field, &Record::default());
            let changes = between(&loaded, &wanted);
            let call = Operation::Update {
                customer: &visitor.id,
                changes: &changes,
                version: None,
                force_address: false,
            };
            let body = visitor.request(call).body.expect("a body");
            assert_eq!(body != Json::Members(vec![]), fixture.vendor.clears(field), "{field:?}");
        }
    }
}
