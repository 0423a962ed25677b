//! An edit that is undone in the form is no change, for every field and every seeded customer.

use carnet::{
    domain::{AddressLine, EnumKey as _, Field, Record, between},
    form::{Draft, PhoneDraft},
};

use crate::{
    generators,
    test_server::TestServer,
    vendors::{WRITERS, Writer},
};

/// The records of all seeded customers that can be read.
async fn readable_records(fixture: &Writer) -> Vec<Record> {
    let server = TestServer::open(fixture);
    let mut records = Vec::new();
    for id in server.customers().await {
        if (fixture.failing_customers)().iter().all(|(failing, _)| *failing != id) {
            records.push(server.sign_in(&id).await.record().await);
        }
    }
    records
}

/// Edits the draft of each record and reverts the edit. Expects no change and no validation error.
async fn assert_reverted_edit_is_no_change(edit: impl Fn(&mut Draft), revert: impl Fn(&mut Draft, &Draft)) {
    for fixture in WRITERS {
        for loaded in readable_records(fixture).await {
            let before = Draft::from(&loaded);
            let mut draft = before.clone();
            edit(&mut draft);
            revert(&mut draft, &before);
            let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), |_| false);
            assert_eq!(problems, [], "{loaded:?}");
            assert_eq!(between(&loaded, &wanted).fields().collect::<Vec<_>>(), [], "{loaded:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn field_typed_over_and_typed_back_is_no_change() {
    for fixture in WRITERS {
        for loaded in readable_records(fixture).await {
            for field in fixture.fields() {
                let before = Draft::from(&loaded);
                let mut draft = before.clone();
                (fixture.edit)(&mut draft, field);
                if draft.field_eq(&before, field) {
                    continue;
                }
                let touched =
                    between(&loaded, &draft.read(&loaded, fixture.vendor.form_rules(), |_| false).0);
                assert!(touched.touches(field), "{field:?}: the edit is a change");
                generators::retype(&mut draft, field, &before);
                let (wanted, problems) = draft.read(&loaded, fixture.vendor.form_rules(), |field| {
                    fixture.vendor.requires(field) && loaded != Record::default()
                });
                assert_eq!(problems, [], "{field:?}");
                assert_eq!(between(&loaded, &wanted).fields().collect::<Vec<_>>(), [], "{field:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn character_typed_and_deleted_is_no_change() {
    fn each(draft: &mut Draft, field: impl Fn(&mut String)) {
        carnet::domain::TextField::ALL.iter().for_each(|text| field(&mut draft.texts[*text]));
        AddressLine::ALL.iter().for_each(|line| field(&mut draft.lines[*line]));
        let date = &mut draft.birthdate;
        for text in [&mut date.year, &mut date.month, &mut date.day] {
            field(text);
        }
        for text in [&mut draft.national_number, &mut draft.national_kind] {
            field(text);
        }
        for phone in &mut draft.phones {
            field(&mut phone.number);
            field(&mut phone.kind);
        }
    }
    let delete_last = |field: &mut String| {
        field.pop();
    };
    assert_reverted_edit_is_no_change(
        |draft| each(draft, |field| field.push('é')),
        |draft, _| each(draft, delete_last),
    )
    .await;
    assert_reverted_edit_is_no_change(
        |draft| each(draft, |field| field.insert(0, ' ')),
        |draft, _| {
            each(draft, |field| {
                field.remove(0);
            });
        },
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn phone_added_and_removed_is_no_change() {
    let rows = [PhoneDraft::default(), PhoneDraft { number: "1".into(), kind: "HOME".into() }];
    for row in rows {
        assert_reverted_edit_is_no_change(
            |draft| draft.phones.push(row.clone()),
            |draft, _| drop(draft.phones.pop()),
        )
        .await;
        assert_reverted_edit_is_no_change(
            |draft| draft.phones.insert(0, row.clone()),
            |draft, _| drop(draft.phones.remove(0)),
        )
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn phone_removed_and_retyped_is_no_change() {
    assert_reverted_edit_is_no_change(
        |draft| draft.phones.clear(),
        |draft, before| draft.phones.clone_from(&before.phones),
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn phones_moved_and_moved_back_are_no_change() {
    assert_reverted_edit_is_no_change(|draft| draft.phones.reverse(), |draft, _| draft.phones.reverse())
        .await;
    let rotate = |draft: &mut Draft| {
        if !draft.phones.is_empty() {
            draft.phones.rotate_left(1);
        }
    };
    assert_reverted_edit_is_no_change(rotate, |draft, before| {
        for _ in 1..before.phones.len() {
            rotate(draft);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn moved_phones_keep_every_member() {
    for fixture in WRITERS {
        for loaded in readable_records(fixture).await {
            let mut draft = Draft::from(&loaded);
            draft.phones.reverse();
            let reversed = loaded.phones.clone().map(|phones| phones.into_iter().rev().collect());
            assert_eq!(draft.read(&loaded, fixture.vendor.form_rules(), |_| false).0.phones, reversed);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn empty_phone_row_is_no_change() {
    assert_reverted_edit_is_no_change(
        |draft| draft.phones.push(PhoneDraft { number: " ".into(), kind: String::new() }),
        |_, _| {},
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn checkbox_ticked_and_unticked_is_no_change() {
    let toggle = |draft: &mut Draft| {
        // Where there is no answer it is no checkbox, and "no" is an answer.
        draft.data_use = draft.data_use.map(|agreed| !agreed);
        for opt_in in &mut draft.opt_ins {
            opt_in.agreed = !opt_in.agreed;
            opt_in.partners = opt_in.partners.map(|agreed| !agreed);
        }
    };
    assert_reverted_edit_is_no_change(toggle, |draft, _| toggle(draft)).await;
}

#[tokio::test(start_paused = true)]
async fn country_changed_and_changed_back_is_no_change() {
    let code = AddressLine::CountryCode;
    assert_reverted_edit_is_no_change(
        |draft| draft.lines[code] = if draft.lines[code] == "BR" { "BE" } else { "BR" }.to_owned(),
        |draft, before| draft.lines[code].clone_from(&before.lines[code]),
    )
    .await;
    assert_reverted_edit_is_no_change(
        |draft| draft.lines[code].clear(),
        |draft, before| draft.lines[code].clone_from(&before.lines[code]),
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn all_fields_edited_and_restored_is_no_change() {
    for fixture in WRITERS {
        for loaded in readable_records(fixture).await {
            let before = Draft::from(&loaded);
            let mut draft = before.clone();
            fixture.fields().for_each(|field| (fixture.edit)(&mut draft, field));
            let touched = between(&loaded, &draft.read(&loaded, fixture.vendor.form_rules(), |_| false).0);
            assert!(touched.fields().count() + 1 >= fixture.fields().count(), "the edits are a change");
            Field::all().for_each(|field| generators::retype(&mut draft, field, &before));
            assert!(
                between(&loaded, &draft.read(&loaded, fixture.vendor.form_rules(), |_| false).0).is_empty()
            );
        }
    }
}
