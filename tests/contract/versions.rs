//! Where an answer carries a version, a write counts for that version alone; where none does, none is made up.

use carnet::{
    domain::{Changes, CustomerId, TextField, between},
    error::ApiError,
    http::Response,
    vendor_api::{Operation, Query, RequestContext, read_profile, read_saved, request},
};
use serde_json::json;

use crate::{
    house::{House, ORIGIN, Visitor, body_of},
    vendors::WRITERS,
};

/// A change of the given name.
async fn renamed(visitor: &Visitor<'_>, name: &str) -> Changes {
    let loaded = visitor.record().await;
    let mut wanted = loaded.clone();
    wanted.texts[TextField::FirstName] = Some(name.to_owned());
    between(&loaded, &wanted)
}

#[tokio::test]
async fn a_write_for_the_version_that_was_read_is_stored_and_one_for_an_older_one_is_not() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        house.switch(&json!({"etag": "on"})).await;
        let visitor = house.sign_in(fixture.full).await;
        let write = async |changes: &Changes, version: Option<&str>| {
            let call = Operation::Update { customer: &visitor.id, changes, version, force_address: false };
            read_saved(fixture.vendor, &visitor.answer(call).await)
        };
        let first = visitor.view().await.expect("a profile").version.expect("a version");
        assert_eq!(write(&renamed(&visitor, "Zoé").await, Some(&first)).await, Ok(()));

        let second = visitor.view().await.expect("a profile");
        assert_ne!(second.version.as_ref(), Some(&first), "another version after a write");
        assert_eq!(second.record.texts[TextField::FirstName].as_deref(), Some("Zoé"));

        let (before, late) = (visitor.text().await, renamed(&visitor, "Zoë").await);
        assert_eq!(write(&late, Some(&first)).await, Err(ApiError::PreconditionFailed));
        assert_eq!(visitor.text().await, before, "nothing is stored");
        assert_eq!(write(&late, second.version.as_deref()).await, Ok(()), "for today's version it is");
        assert_eq!(visitor.record().await.texts[TextField::FirstName].as_deref(), Some("Zoë"));
    }
}

#[tokio::test]
async fn without_a_version_in_the_answer_none_goes_out() {
    for fixture in WRITERS {
        let house = House::open(fixture);
        let visitor = house.sign_in(fixture.full).await;
        assert_eq!(visitor.view().await.expect("a profile").version, None);
        visitor.update(&renamed(&visitor, "Zoé").await, false).await.expect("it is saved");
        let sent = house.the_write().await;
        assert_eq!(sent["headers"].get("if-match"), None, "{sent}");
    }
}

#[test]
fn a_version_goes_out_as_it_came_and_with_a_write_alone() {
    for fixture in WRITERS {
        let customer = CustomerId::parse("1").expect("an id");
        let query = Query::default();
        let access =
            RequestContext { base_url: ORIGIN, token: "t", api_key: "k", language: "en-US", query: &query };
        let changes = Changes::default();
        let if_match = |call| {
            let sent = request(fixture.vendor, call, access).expect("a call the vendor has");
            sent.headers.iter().find(|(name, _)| *name == "if-match").map(|(_, value)| value.clone())
        };
        let update = |version| Operation::Update {
            customer: &customer,
            changes: &changes,
            version,
            force_address: false,
        };
        assert_eq!(if_match(update(Some("\"a-1\""))).as_deref(), Some("\"a-1\""));
        assert_eq!(if_match(update(None)), None);
        assert_eq!(if_match(Operation::View(&customer)), None);
    }
}

#[test]
fn only_a_strong_version_is_one() {
    for fixture in WRITERS {
        for (etag, version) in
            [(Some("\"a-1\""), Some("\"a-1\"")), (Some("W/\"a-1\""), None), (Some(""), None), (None, None)]
        {
            let etag = etag.map(str::to_owned);
            let response =
                Response { status: 200, retry_after: None, language: None, etag, body: body_of("{}") };
            let profile = read_profile(fixture.vendor, &Query::default(), &response).expect("a profile");
            assert_eq!(profile.version.as_deref(), version, "{:?}", response.etag);
        }
    }
}

#[test]
fn a_write_that_comes_too_late_is_said_to() {
    for fixture in WRITERS {
        for status in [409, 412] {
            let response =
                Response { status, retry_after: None, language: None, etag: None, body: body_of("") };
            assert_eq!(read_saved(fixture.vendor, &response), Err(ApiError::PreconditionFailed), "{status}");
        }
    }
}
