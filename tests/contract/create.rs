//! A new customer: sent once, found under the key the vendor gives, complete.

use carnet::{
    domain::{CustomerId, FactValue, Field, Record},
    error::ApiError,
    form::Draft,
    vendor_api::{Operation, read_created},
};
use serde_json::json;

use crate::{
    house::House,
    vendors::{WRITERS, Writer},
};

/// A new customer with these fields filled in, read from a draft as the form would.
fn newcomer(fixture: &Writer, fields: impl Iterator<Item = Field>) -> Record {
    let mut draft = Draft::default();
    for field in fields {
        (fixture.edit)(&mut draft, field);
    }
    let (record, problems) = draft.read(&Record::default(), |field| fixture.vendor.requires(field));
    assert_eq!(problems, []);
    record
}

fn required(fixture: &Writer) -> impl Iterator<Item = Field> {
    Field::all().filter(|field| fixture.vendor.requires(*field))
}

#[tokio::test]
async fn the_required_units_are_enough_and_go_out_once() {
    for fixture in WRITERS {
        for answer in (fixture.creations)() {
            let house = House::open(fixture);
            house.switch(&answer).await;
            let mut visitor = house.stranger().await;
            let wanted = newcomer(fixture, required(fixture));
            let id = visitor.create(&wanted, false).await.expect("an id");

            let write = house.the_write().await;
            assert_eq!((&write["method"], &write["status"]), (&json!("POST"), &json!(201)));
            let sent: Vec<&String> =
                write["body"].as_object().into_iter().flat_map(|body| body.keys()).collect();
            assert_eq!(sent, required(fixture).map(|field| fixture.member(field)).collect::<Vec<_>>());

            visitor.id = id;
            let profile = visitor.view().await.expect("the new profile");
            // A vendor may fill in what nobody was asked.
            assert_eq!(Record { data_use: None, ..profile.record }, wanted);
            let key = FactValue::Code(visitor.id.as_str().to_owned());
            assert!(profile.facts.iter().all(|fact| fact.value != key), "the member's number is not the key");
        }
    }
}

#[tokio::test]
async fn every_unit_a_new_customer_can_set_travels() {
    for fixture in WRITERS {
        for answer in (fixture.creations)() {
            let house = House::open(fixture);
            house.switch(&answer).await;
            let mut visitor = house.stranger().await;
            let fields = || Field::all().filter(|field| fixture.vendor.accepts_on_create(*field));
            let mut wanted = newcomer(fixture, fields());
            visitor.id = visitor.create(&wanted, false).await.expect("an id");

            let write = house.the_write().await;
            let mut sent: Vec<&str> = write["body"]
                .as_object()
                .into_iter()
                .flat_map(|body| body.keys().map(String::as_str))
                .collect();
            let mut members: Vec<&str> = fields().map(|field| fixture.member(field)).collect();
            sent.sort_unstable();
            members.sort_unstable();
            assert_eq!(sent, members);

            let kept = visitor.record().await;
            wanted.data_use = kept.data_use;
            assert_eq!(kept, wanted);
        }
    }
}

#[tokio::test]
async fn a_new_customer_can_go_on_to_change_their_profile() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let mut visitor = house.stranger().await;
        let created = visitor.create(&newcomer(fixture, required(fixture)), false).await;
        visitor.id = created.expect("an id");
        let loaded = visitor.record().await;
        let mut draft = Draft::from(&loaded);
        (fixture.edit)(&mut draft, Field::Phones);
        let (wanted, _) = draft.read(&loaded, |_| false);
        assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted));
    }
}

#[tokio::test]
async fn what_is_missing_is_found_before_anything_is_sent_and_by_the_vendor_too() {
    for fixture in WRITERS {
        for spelling in (fixture.spellings)() {
            let house = House::open(fixture);
            house.switch(&spelling).await;
            let (record, problems) =
                Draft::default().read(&Record::default(), |field| fixture.vendor.requires(field));
            let found: Vec<Field> = problems.iter().map(|problem| problem.path.field()).collect();
            assert_eq!(found, required(fixture).collect::<Vec<_>>());

            let refused = house.stranger().await.create(&record, false).await.expect_err("it is refused");
            let mut told: Vec<Field> =
                refused.field_errors().iter().filter_map(|refusal| Some(refusal.place?.field())).collect();
            told.sort_unstable();
            assert_eq!(told, required(fixture).collect::<Vec<_>>(), "{spelling}");
        }
    }
}

#[tokio::test]
async fn a_token_creates_one_customer() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.stranger().await;
        let record = newcomer(fixture, required(fixture));
        visitor.create(&record, false).await.expect("an id");
        assert_eq!(visitor.create(&record, false).await, Err(ApiError::NotAllowed));
    }
}

#[tokio::test]
async fn a_creation_whose_answer_is_spoiled_gives_no_id() {
    for fixture in WRITERS {
        for fault in ["malformed_json", "empty_body"] {
            let house = House::open(fixture);
            let visitor = house.stranger().await;
            house.order(&json!({"fault": fault})).await;
            let created: Result<CustomerId, _> =
                visitor.create(&newcomer(fixture, required(fixture)), false).await;
            assert!(matches!(created, Err(ApiError::Unreadable { .. })), "{fault}: {created:?}");
        }
    }
}

#[tokio::test]
async fn an_unknown_address_can_be_forced_at_creation_too() {
    for fixture in WRITERS {
        for (lines, place) in (fixture.refused)() {
            let house = House::open(fixture);
            let mut visitor = house.stranger().await;
            let mut draft = Draft::default();
            for field in required(fixture) {
                (fixture.edit)(&mut draft, field);
            }
            for (line, text) in &lines {
                draft.lines[*line] = (*text).to_owned();
            }
            let (wanted, problems) = draft.read(&Record::default(), |field| fixture.vendor.requires(field));
            assert_eq!(problems, []);
            let refused = visitor.create(&wanted, false).await.expect_err("the address is unknown");
            assert!(refused.is_address_only(), "{refused:?}");
            assert_eq!(refused.field_errors()[0].place, Some(place));

            house.forget().await;
            let answer = visitor.answer(Operation::Create { record: &wanted, force_address: true }).await;
            visitor.id = read_created(fixture.vendor, &answer).expect("an id");
            let forced = (fixture.forces)(
                &visitor.request(Operation::Create { record: &wanted, force_address: true }),
            );
            assert!(forced);
            assert_eq!(house.the_write().await["status"], json!(201));
            assert_eq!(visitor.record().await.address, wanted.address);
        }
    }
}
