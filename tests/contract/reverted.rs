//! An edit that is taken back is none: whatever stood there, and however it was typed and untyped.

use carnet::{
    domain::{AddressLine, EnumKey as _, Field, Record, between},
    form::{Draft, PhoneDraft},
};

use crate::{
    any,
    house::House,
    vendors::{WRITERS, Writer},
};

/// The records of every customer who can be read.
async fn records(fixture: &Writer) -> Vec<Record> {
    let house = House::open(fixture);
    let mut records = Vec::new();
    for id in house.customers().await {
        if (fixture.sentinels)().iter().all(|(sentinel, _)| *sentinel != id) {
            records.push(house.sign_in(&id).await.record().await);
        }
    }
    records
}

/// Edits the draft of each record and takes the edit back: then there is nothing to send and nothing to mend.
async fn reverted(edit: impl Fn(&mut Draft), back: impl Fn(&mut Draft, &Draft)) {
    for fixture in WRITERS {
        for loaded in records(fixture).await {
            let before = Draft::from(&loaded);
            let mut draft = before.clone();
            edit(&mut draft);
            back(&mut draft, &before);
            let (wanted, problems) = draft.read(&loaded, |_| false);
            assert_eq!(problems, [], "{loaded:?}");
            assert_eq!(between(&loaded, &wanted).fields().collect::<Vec<_>>(), [], "{loaded:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_unit_typed_over_and_typed_back_is_no_change() {
    for fixture in WRITERS {
        for loaded in records(fixture).await {
            for field in fixture.fields() {
                let before = Draft::from(&loaded);
                let mut draft = before.clone();
                (fixture.edit)(&mut draft, field);
                if draft.field_eq(&before, field) {
                    continue;
                }
                let touched = between(&loaded, &draft.read(&loaded, |_| false).0);
                assert!(touched.touches(field), "{field:?}: there is something to take back");
                any::retype(&mut draft, field, &before);
                let (wanted, problems) = draft
                    .read(&loaded, |field| fixture.vendor.requires(field) && loaded != Record::default());
                assert_eq!(problems, [], "{field:?}");
                assert_eq!(between(&loaded, &wanted).fields().collect::<Vec<_>>(), [], "{field:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_letter_typed_and_rubbed_out_is_no_change_in_any_field() {
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
    let rub = |field: &mut String| {
        field.pop();
    };
    reverted(|draft| each(draft, |field| field.push('é')), |draft, _| each(draft, rub)).await;
    reverted(
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
async fn a_phone_added_and_removed_is_no_change() {
    let rows = [PhoneDraft::default(), PhoneDraft { number: "1".into(), kind: "HOME".into() }];
    for row in rows {
        reverted(|draft| draft.phones.push(row.clone()), |draft, _| drop(draft.phones.pop())).await;
        reverted(|draft| draft.phones.insert(0, row.clone()), |draft, _| drop(draft.phones.remove(0))).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_phone_removed_and_typed_in_again_is_no_change() {
    reverted(|draft| draft.phones.clear(), |draft, before| draft.phones.clone_from(&before.phones)).await;
}

#[tokio::test(start_paused = true)]
async fn phones_moved_and_moved_back_are_no_change() {
    reverted(|draft| draft.phones.reverse(), |draft, _| draft.phones.reverse()).await;
    let turn = |draft: &mut Draft| {
        if !draft.phones.is_empty() {
            draft.phones.rotate_left(1);
        }
    };
    reverted(turn, |draft, before| {
        for _ in 1..before.phones.len() {
            turn(draft);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn phones_that_are_moved_keep_all_they_came_with() {
    for fixture in WRITERS {
        for loaded in records(fixture).await {
            let mut draft = Draft::from(&loaded);
            draft.phones.reverse();
            let turned = loaded.phones.clone().map(|phones| phones.into_iter().rev().collect());
            assert_eq!(draft.read(&loaded, |_| false).0.phones, turned);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_row_of_phones_is_no_change() {
    reverted(|draft| draft.phones.push(PhoneDraft { number: " ".into(), kind: String::new() }), |_, _| {})
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_is_ticked_and_unticked_is_no_change() {
    let flip = |draft: &mut Draft| {
        draft.data_use = !draft.data_use;
        for opt_in in &mut draft.opt_ins {
            opt_in.agreed = !opt_in.agreed;
            opt_in.partners = opt_in.partners.map(|agreed| !agreed);
        }
    };
    reverted(flip, |draft, _| flip(draft)).await;
}

#[tokio::test(start_paused = true)]
async fn another_country_and_the_old_one_again_is_no_change() {
    let code = AddressLine::CountryCode;
    reverted(
        |draft| draft.lines[code] = if draft.lines[code] == "BR" { "BE" } else { "BR" }.to_owned(),
        |draft, before| draft.lines[code].clone_from(&before.lines[code]),
    )
    .await;
    reverted(
        |draft| draft.lines[code].clear(),
        |draft, before| draft.lines[code].clone_from(&before.lines[code]),
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn everything_edited_and_taken_back_is_no_change() {
    for fixture in WRITERS {
        for loaded in records(fixture).await {
            let before = Draft::from(&loaded);
            let mut draft = before.clone();
            fixture.fields().for_each(|field| (fixture.edit)(&mut draft, field));
            let touched = between(&loaded, &draft.read(&loaded, |_| false).0);
            assert!(
                touched.fields().count() + 1 >= fixture.fields().count(),
                "there is something to take back"
            );
            Field::all().for_each(|field| any::retype(&mut draft, field, &before));
            assert!(between(&loaded, &draft.read(&loaded, |_| false).0).is_empty());
        }
    }
}
