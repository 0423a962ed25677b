//! What holds for every response that is read, whatever is in it. The fuzz targets check the same (`fuzz/src/vendor.rs`).

use carnet::{
    domain::{Fact, FactName, FactValue, Field, FormRules, Profile, Record, Summary, between},
    error::ApiError,
    form::Draft,
    http::{Body, Response},
    vendor_api::{Query, Vendor, check, read_civilities, read_created, read_profile, read_saved},
};

/// Returns whether a record has no empty value: no empty text, list or address.
pub(crate) fn is_normalized(record: &Record) -> bool {
    let full = |text: &Option<String>| text.as_deref() != Some("");
    record.texts.iter().all(|(_, text)| full(text))
        && record.birthdate.as_ref().is_none_or(|date| !date.as_str().is_empty())
        && record
            .national_id
            .as_ref()
            .is_none_or(|id| full(&id.number) && full(&id.kind) && (id.number.is_some() || id.kind.is_some()))
        && record.phones.as_ref().is_none_or(|phones| {
            !phones.is_empty() && phones.iter().all(|phone| full(&phone.number) && full(&phone.kind))
        })
        && record.address.as_ref().is_none_or(|address| {
            address.clone().non_empty().is_some() && address.lines.iter().all(|(_, line)| full(line))
        })
        && record
            .opt_ins
            .as_ref()
            .is_none_or(|all| !all.is_empty() && all.iter().all(|opt_in| !opt_in.channel.is_empty()))
}

/// Returns whether a page shows anything of this profile.
fn has_content(profile: &Profile) -> bool {
    let parts = [&profile.facts, &profile.programs, &profile.panels];
    parts.iter().any(|facts| !facts.is_empty())
        || profile.record != Record::default()
        || profile.summary != Summary::default()
}

/// Returns whether a fact has content, if it needs any, and has image URLs only with http or https.
fn is_valid_fact(fact: &Fact) -> bool {
    fn has_http_images(value: &FactValue) -> bool {
        match value {
            FactValue::Image(address) => {
                let address = address.to_ascii_lowercase();
                address.starts_with("https://") || address.starts_with("http://")
            }
            FactValue::List(items) => items.iter().all(has_http_images),
            FactValue::Facts(facts) => facts.iter().all(|fact| has_http_images(&fact.value)),
            FactValue::Progress(progress) => progress.facts.iter().all(|fact| has_http_images(&fact.value)),
            _ => true,
        }
    }
    let is_titled = matches!(fact.name, FactName::Raw(_));
    has_http_images(&fact.value) && (is_titled || fact.value != FactValue::Facts(Vec::new()))
}

/// Reads a response and panics unless what is read can be shown, and edited without a change.
pub(crate) fn check_reading(vendor: Vendor, query: &Query, response: &Response) {
    let read = read_profile(vendor, query, response);
    match (check(vendor, response), &read) {
        (Ok(()), Ok(_) | Err(ApiError::Unreadable { .. })) => {}
        (checked, read) => {
            assert_eq!(
                checked.as_ref().err(),
                read.as_ref().err(),
                "`check` and `read_profile` return the same error"
            );
        }
    }
    let _ = read_created(vendor, response);
    let _ = read_civilities(vendor, response);
    let is_written_to = vendor.writes_any(Field::all());
    match (is_written_to, read_saved(vendor, response)) {
        (true, Err(ApiError::OutcomeUnknown)) if response.body == Body::Other => assert!(read.is_err()),
        (true, Err(failure)) => assert_eq!(read.as_ref().err(), Some(&failure)),
        (true, Ok(())) | (false, _) => {}
    }
    match read {
        Ok(profile) => {
            assert!((200..300).contains(&response.status), "only a 2xx status is a success");
            check_profile(&profile, is_written_to);
        }
        Err(ApiError::Unreadable { reason }) => assert!(!reason.is_empty()),
        Err(ApiError::Rejected(reasons)) => assert!(!reasons.is_empty()),
        Err(_) => {}
    }
}

fn check_profile(profile: &Profile, is_written_to: bool) {
    let record = &profile.record;
    assert!(is_normalized(record), "{record:?}");
    let (wanted, problems) = Draft::from(record).read(record, &FormRules::UNLIMITED, |_| false);
    assert_eq!(problems, vec![]);
    assert_eq!(&wanted, record);
    assert!(between(record, &wanted).is_empty());
    // An empty profile is valid only if the customer can fill it in.
    assert!(is_written_to || has_content(profile), "nothing is shown: {profile:?}");
    for fact in profile.facts.iter().chain(&profile.programs).chain(&profile.panels) {
        assert!(is_valid_fact(fact), "{fact:?}");
    }
    assert!(profile.pagination.is_none_or(|pages| pages.limit > 0));
}
