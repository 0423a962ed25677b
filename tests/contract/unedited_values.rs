//! Values that were not edited stay byte for byte, including legacy values that today's rules would reject.

use carnet::{
    domain::{AddressLine, EnumKey as _, Field, Record, TextField, between},
    form::{Draft, PhoneDraft},
};

use crate::{test_server::TestServer, vendors::WRITERS};

#[tokio::test(start_paused = true)]
async fn unedited_draft_has_no_change_and_no_validation_error() {
    for fixture in WRITERS {
        for switches in (fixture.body_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&switches).await;
            for id in server.customers().await {
                if (fixture.failing_customers)().iter().any(|(failing, _)| *failing == id) {
                    continue;
                }
                let loaded = server.sign_in(&id).await.record().await;
                let (wanted, problems) =
                    Draft::from(&loaded)
                        .read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
                assert!(between(&loaded, &wanted).is_empty(), "{id} under {switches}");
                // An empty record looks like a new customer, who must enter a name.
                if loaded != Record::default() {
                    assert_eq!(problems, [], "{id} under {switches}");
                }
            }
        }
    }
}

#[tokio::test]
async fn edit_of_legacy_record_keeps_other_bytes() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.legacy).await;
        for field in fixture.fields().filter(|field| matches!(field, Field::Text(_))) {
            let (before, loaded) = (client.text().await, client.record().await);
            let mut draft = Draft::from(&loaded);
            (fixture.edit)(&mut draft, field);
            let (wanted, problems) =
                draft.read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
            assert_eq!(problems, [], "{field:?}");
            assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted), "{field:?}");

            let member = fixture.member(field);
            let value = |text: &str| {
                serde_json::from_str::<serde_json::Value>(text).expect("JSON")[member].to_string()
            };
            let after = client.text().await;
            let pair = |text: &str| format!("\"{member}\":{}", value(text));
            assert_eq!(before.matches(&pair(&before)).count(), 1, "{field:?} occurs once");
            assert_eq!(after, before.replace(&pair(&before), &pair(&after)), "{field:?}");
            assert_ne!(after, before, "{field:?}");
        }
    }
}

#[tokio::test]
async fn added_phone_keeps_legacy_phones() {
    for fixture in WRITERS {
        let server = TestServer::open(fixture);
        let client = server.sign_in(fixture.legacy).await;
        let (before, loaded) = (client.text().await, client.record().await);
        let mut draft = Draft::from(&loaded);
        draft.phones.push(PhoneDraft { number: "1".into(), kind: String::new() });
        let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
        assert_eq!(problems, []);
        assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted));
        let after = client.text().await;
        assert!(after.len() > before.len());
        // The new text is in one place: everything before and after it is unchanged.
        let same = |pair: &(char, char)| pair.0 == pair.1;
        let start: usize =
            before.chars().zip(after.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let end: usize =
            before.chars().rev().zip(after.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        assert!(start + end >= before.len(), "{before}\n{after}");
    }
}

#[tokio::test]
async fn edited_address_line_keeps_legacy_lines() {
    for fixture in WRITERS {
        for switches in (fixture.update_switches)() {
            let server = TestServer::open(fixture);
            server.set_switches(&switches).await;
            let client = server.sign_in(fixture.legacy).await;
            let (before, loaded) = (client.record().await, client.record().await);
            let mut draft = Draft::from(&loaded);
            draft.lines[AddressLine::Town] = "Opio".into();
            let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
            assert_eq!(problems, [], "{switches}");
            let stored = client.save(&loaded, &wanted).await.expect("it is saved");
            let lines = |record: &carnet::domain::Record| record.address.clone().expect("an address").lines;
            for (line, value) in lines(&before).iter().filter(|(line, _)| *line != AddressLine::Town) {
                assert_eq!(lines(&stored)[line].as_ref(), value.as_ref(), "{line:?} under {switches}");
            }
            assert_eq!(lines(&stored)[AddressLine::Town].as_deref(), Some("Opio"), "{switches}");
        }
    }
}

#[tokio::test]
async fn retyped_value_with_whitespace_is_no_change() {
    for fixture in WRITERS {
        let loaded = TestServer::open(fixture).sign_in(fixture.full).await.record().await;
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
        let (wanted, problems) =
            draft.read(&loaded, fixture.vendor.form_rules(), |field| fixture.vendor.requires(field));
        assert_eq!(problems, []);
        assert_eq!(between(&loaded, &wanted).fields().collect::<Vec<_>>(), []);
    }
}
