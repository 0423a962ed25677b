//! What nobody touched stays as it is, byte for byte, however odd it is.

use carnet::{
    domain::{AddressLine, EnumKey as _, Field, Record, TextField, between},
    form::{Draft, PhoneDraft},
};

use crate::{house::House, vendors::WRITERS};

#[tokio::test(start_paused = true)]
async fn a_draft_nobody_touched_is_no_change_and_no_problem() {
    for fixture in WRITERS {
        for switches in (fixture.bodies)() {
            let house = House::open(fixture);
            house.switch(&switches).await;
            for id in house.customers().await {
                if (fixture.sentinels)().iter().any(|(sentinel, _)| *sentinel == id) {
                    continue;
                }
                let loaded = house.sign_in(&id).await.record().await;
                let (wanted, problems) =
                    Draft::from(&loaded).read(&loaded, |field| fixture.vendor.requires(field));
                assert!(between(&loaded, &wanted).is_empty(), "{id} under {switches}");
                // A record with nothing in it cannot be told from that of somebody new, who has to give a name.
                if loaded != Record::default() {
                    assert_eq!(problems, [], "{id} under {switches}");
                }
            }
        }
    }
}

#[tokio::test]
async fn one_edit_of_an_old_record_leaves_every_other_byte_alone() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.legacy).await;
        for field in fixture.fields().filter(|field| matches!(field, Field::Text(_))) {
            let (before, loaded) = (visitor.text().await, visitor.record().await);
            let mut draft = Draft::from(&loaded);
            (fixture.edit)(&mut draft, field);
            let (wanted, problems) = draft.read(&loaded, |field| fixture.vendor.requires(field));
            assert_eq!(problems, [], "{field:?}");
            assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted), "{field:?}");

            let member = fixture.member(field);
            let value = |text: &str| {
                serde_json::from_str::<serde_json::Value>(text).expect("JSON")[member].to_string()
            };
            let after = visitor.text().await;
            let pair = |text: &str| format!("\"{member}\":{}", value(text));
            assert_eq!(before.matches(&pair(&before)).count(), 1, "{field:?} stands once");
            assert_eq!(after, before.replace(&pair(&before), &pair(&after)), "{field:?}");
            assert_ne!(after, before, "{field:?}");
        }
    }
}

#[tokio::test]
async fn one_phone_more_leaves_the_odd_ones_as_they_are() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.legacy).await;
        let (before, loaded) = (visitor.text().await, visitor.record().await);
        let mut draft = Draft::from(&loaded);
        draft.phones.push(PhoneDraft { number: "1".into(), kind: String::new() });
        let (wanted, problems) = draft.read(&loaded, |_| false);
        assert_eq!(problems, []);
        assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted));
        let after = visitor.text().await;
        assert!(after.len() > before.len());
        // What is new stands in one place: before it and after it everything is as it was.
        let same = |pair: &(char, char)| pair.0 == pair.1;
        let start: usize =
            before.chars().zip(after.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let end: usize =
            before.chars().rev().zip(after.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        assert!(start + end >= before.len(), "{before}\n{after}");
    }
}

#[tokio::test]
async fn one_line_of_an_old_address_leaves_the_odd_ones_as_they_are() {
    for fixture in WRITERS {
        for reading in (fixture.readings)() {
            let house = House::open(fixture);
            house.switch(&reading).await;
            let visitor = house.sign_in(fixture.legacy).await;
            let (before, loaded) = (visitor.record().await, visitor.record().await);
            let mut draft = Draft::from(&loaded);
            draft.lines[AddressLine::Town] = "Opio".into();
            let (wanted, problems) = draft.read(&loaded, |_| false);
            assert_eq!(problems, [], "{reading}");
            let kept = visitor.save(&loaded, &wanted).await.expect("it is saved");
            let lines = |record: &carnet::domain::Record| record.address.clone().expect("an address").lines;
            for (line, value) in lines(&before).iter().filter(|(line, _)| *line != AddressLine::Town) {
                assert_eq!(lines(&kept)[line].as_ref(), value.as_ref(), "{line:?} under {reading}");
            }
            assert_eq!(lines(&kept)[AddressLine::Town].as_deref(), Some("Opio"), "{reading}");
        }
    }
}

#[tokio::test]
async fn a_value_typed_again_with_blanks_around_it_is_no_change() {
    for fixture in WRITERS {
        let loaded = House::open(fixture).sign_in(fixture.full).await.record().await;
        let mut draft = Draft::from(&loaded);
        for text in TextField::ALL {
            draft.texts[*text] = format!(" {}\u{a0}", draft.texts[*text]);
        }
        for line in AddressLine::ALL {
            draft.lines[*line] = format!("\t{} ", draft.lines[*line]);
        }
        draft.birthdate.month = format!("0{} ", draft.birthdate.month);
        draft.national_number.push(' ');
        draft.phones[0].number.push(' ');
        let (wanted, problems) = draft.read(&loaded, |field| fixture.vendor.requires(field));
        assert_eq!(problems, []);
        assert_eq!(between(&loaded, &wanted).fields().collect::<Vec<_>>(), []);
    }
}
