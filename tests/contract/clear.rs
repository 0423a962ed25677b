//! Emptying is not leaving alone, and each vendor has its own way of saying so.

use carnet::{
    domain::{Place, Record, Table, Unit, between},
    form::{Date, Draft},
    json::Json,
    vendor::Call,
};

use crate::{house::House, vendors::WRITERS};

/// Empties the unit as a customer would.
fn empty(draft: &mut Draft, unit: Unit) {
    match unit {
        Unit::Text(text) => draft.texts[text] = " ".into(),
        Unit::Birthdate => draft.birthdate = Date::default(),
        Unit::NationalId => {
            draft.national_number.clear();
            draft.national_kind.clear();
        }
        Unit::Phones => draft.phones.clear(),
        Unit::Address => draft.lines = Table::default(),
        Unit::OptIns | Unit::DataUse => {}
    }
}

#[tokio::test]
async fn an_emptied_unit_is_said_in_the_vendors_way_and_reads_back_as_none() {
    for fixture in WRITERS {
        for reading in (fixture.readings)() {
            let house = House::open(fixture);
            house.switch(&reading).await;
            let visitor = house.sign_in(fixture.full).await;
            for unit in fixture.units() {
                let Some(token) = (fixture.cleared)(unit) else { continue };
                let context = format!("{unit:?} under {reading}");
                let loaded = visitor.record().await;
                let mut draft = Draft::from(&loaded);
                empty(&mut draft, unit);
                let (wanted, problems) = draft.read(&loaded, |unit| fixture.vendor.requires(unit));
                assert_eq!(problems, [], "{context}");
                let blank = between(&wanted, &Record::default());
                assert!(!blank.touches(unit), "{context}: what is wanted is nothing");

                house.forget().await;
                assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted), "{context}");
                let mut body = serde_json::Map::new();
                body.insert(fixture.member(unit).to_owned(), token);
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
        for unit in fixture.units().filter(|unit| fixture.vendor.requires(*unit)) {
            let mut draft = Draft::from(&loaded);
            empty(&mut draft, unit);
            let (_, problems) = draft.read(&loaded, |unit| fixture.vendor.requires(unit));
            let places: Vec<Unit> = problems.iter().map(|problem| Place::unit(problem.place)).collect();
            assert_eq!(places, [unit]);
        }
    }
}

#[tokio::test]
async fn what_is_said_to_be_emptied_has_a_word_for_it_and_what_has_none_is_known() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        let loaded = visitor.record().await;
        for unit in fixture.units() {
            let mut wanted = loaded.clone();
            wanted.take(unit, &Record::default());
            let changes = between(&loaded, &wanted);
            let call = Call::Update {
                customer: &visitor.id,
                changes: &changes,
                version: None,
                force_address: false,
            };
            let body = visitor.request(call).body.expect("a body");
            assert_eq!(body != Json::Members(vec![]), fixture.vendor.clears(unit), "{unit:?}");
        }
    }
}
