//! The format of a date that is read is the format that is written, whichever the vendor chose.

use carnet::{
    domain::{Record, Unit, between},
    form::{Date, Draft},
    vendor::{Call, read_profile},
};

use crate::{
    house::{House, Visitor},
    vendors::VENDORS,
};

/// The record as it is read with this at the end of the address.
async fn read(house: &House<'_>, visitor: &Visitor<'_>, query: &str) -> Record {
    let mut request = visitor.request(Call::View(&visitor.id));
    request.url.push_str(query);
    let answer = house.send(&request).await.expect("an answer");
    read_profile(house.fixture.vendor, &answer).expect("a profile").record
}

/// What of a date is not a digit, and where it stands.
fn shape(written: &str) -> String {
    written.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

fn written(record: &Record) -> String {
    record.birthdate.as_ref().map(|date| date.written().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_date_is_written_as_it_is_read_and_typed_back_it_is_the_old_one() {
    for fixture in VENDORS {
        let mut shapes = Vec::new();
        for query in (fixture.dates)() {
            let house = House::open(fixture);
            let visitor = house.sign_in(fixture.full).await;
            let (before, loaded) = (visitor.text().await, read(&house, &visitor, query).await);
            let mut draft = Draft::from(&loaded);
            let old = std::mem::replace(
                &mut draft.birthdate,
                Date { year: "2000".into(), month: "2".into(), day: "29".into() },
            );
            let (wanted, problems) = draft.read(&loaded, |_| false);
            assert_eq!(problems, [], "{query}");
            assert_eq!(shape(&written(&wanted)), shape(&written(&loaded)), "{query}");

            house.forget().await;
            visitor.update(&between(&loaded, &wanted), false).await.expect("it is saved");
            assert_eq!(house.the_write().await["body"][fixture.member(Unit::Birthdate)], written(&wanted));
            let stored = read(&house, &visitor, query).await;
            assert_eq!(stored, wanted, "{query}");
            let digits: String = written(&stored).chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, "20000229", "{query}: the day that was typed, in every format");

            let mut draft = Draft::from(&stored);
            draft.birthdate = old;
            let (again, _) = draft.read(&stored, |_| false);
            assert_eq!(again, loaded, "{query}");
            visitor.update(&between(&stored, &again), false).await.expect("it is saved");
            assert_eq!(visitor.text().await, before, "{query}");
            shapes.push(shape(&written(&loaded)));
        }
        shapes.sort();
        shapes.dedup();
        assert!(shapes.len() > 1, "{shapes:?}: more than one format was tried");
    }
}
