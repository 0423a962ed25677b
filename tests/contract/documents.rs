//! Reading never refuses and never panics, whatever JSON comes.

use carnet::{
    domain::{Record, between},
    form::Draft,
    http::{Body, Response},
    vendor::{read_civilities, read_created, read_profile, read_saved},
};
use proptest::prelude::*;

use crate::{any, vendors::VENDORS};

/// Nothing in a record is there and empty at once.
fn is_tidy(record: &Record) -> bool {
    let full = |text: &Option<String>| text.as_deref() != Some("");
    record.texts.iter().all(|(_, text)| full(text))
        && record.birthdate.as_ref().is_none_or(|date| !date.written().is_empty())
        && record
            .national_id
            .as_ref()
            .is_none_or(|id| full(&id.number) && full(&id.kind) && (id.number.is_some() || id.kind.is_some()))
        && record.phones.as_ref().is_none_or(|phones| {
            !phones.is_empty() && phones.iter().all(|phone| full(&phone.number) && full(&phone.kind))
        })
        && record.address.as_ref().is_none_or(|address| {
            address.clone().unless_empty().is_some() && address.lines.iter().all(|(_, line)| full(line))
        })
        && record
            .opt_ins
            .as_ref()
            .is_none_or(|all| !all.is_empty() && all.iter().all(|opt_in| !opt_in.channel.is_empty()))
}

#[test]
fn any_document_at_any_status_is_read_or_is_a_failure() {
    for fixture in VENDORS {
        let statuses = prop_oneof![4 => Just(200_u16), 2 => Just(400), 1 => any::<u16>()];
        proptest!(|(body in any::document(fixture), status in statuses, wait in any::<Option<u32>>())| {
            let response = Response { status, retry_after: wait, language: None, etag: None, body: Body::Json(body) };
            let saved = read_saved(fixture.vendor, &response);
            let _ = read_created(fixture.vendor, &response);
            let _ = read_civilities(fixture.vendor, &response);
            let read = read_profile(fixture.vendor, &response);
            if let Err(failure) = &saved {
                prop_assert_eq!(read.as_ref().err(), Some(failure));
            }
            if let Ok(profile) = read {
                let record = profile.record;
                prop_assert!(is_tidy(&record), "{:?}", record);
                let (wanted, problems) = Draft::from(&record).read(&record, |_| false);
                prop_assert_eq!(problems, vec![]);
                prop_assert_eq!(&wanted, &record);
                prop_assert!(between(&record, &wanted).is_empty());
            }
        });
    }
}

#[test]
fn a_draft_that_stands_as_loaded_is_the_record() {
    proptest!(|(record in any::record())| {
        let (wanted, problems) = Draft::from(&record).read(&record, |_| false);
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(wanted, record);
    });
}

#[test]
fn whatever_is_typed_what_is_wanted_is_tidy() {
    proptest!(|(record in any::record(), draft in any::draft())| {
        let (wanted, _) = draft.read(&record, |_| true);
        prop_assert!(is_tidy(&wanted), "{:?}", wanted);
    });
}
