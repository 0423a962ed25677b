//! A vendor's answer: of any content it is read or is an error, and what is read is shown, kept and sent as it came.

use carnet::{
    domain::{Field, Record, between},
    http::{Body, Response},
    vendor_api::{Operation, Query, RequestContext, Vendor, read_profile, request},
};

use crate::reading_laws::check_reading;

/// The statuses whose answers have a body of the vendor: a success, and two errors with reasons.
const STATUSES: [u16; 3] = [200, 400, 422];

/// Capillary's attributes with which a response has the most members.
const ATTRIBUTES: [(&str, &str); 4] = [
    ("source", "ALL"),
    ("embed", "points,subscriptions,mlp,userGroup,gapDetails,customerImage,associatedImages"),
    ("gap-to-upgrade", "0"),
    ("gap-to-renew", "0"),
];

pub(crate) fn check(vendor: Vendor, text: &str) {
    let value_of =
        |name: &str| ATTRIBUTES.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
    let query = vendor.query(value_of).expect("the attributes are valid");
    for status in STATUSES {
        check_reading(vendor, &query, &response(status, Body::parse(text)));
    }
    if let Ok(profile) = read_profile(vendor, &query, &response(200, Body::parse(text)))
        && vendor.writes_any(Field::all())
    {
        check_writing(vendor, &profile.record);
    }
}

/// A record that is sent whole, and returned as it was sent, is the same record: no member is lost or moved.
fn check_writing(vendor: Vendor, record: &Record) {
    let context =
        RequestContext { base_url: "", token: "", api_key: "", language: "en", query: &Query::default() };
    let call = Operation::Create { record, force_address: false };
    let body =
        request(vendor, call, context).and_then(|request| request.body).expect("the vendor is written to");
    let again = read_profile(vendor, &Query::default(), &response(200, Body::Json(body))).expect("a profile");
    assert_eq!(&again.record, record);
    assert!(between(record, &again.record).is_empty());
}

fn response(status: u16, body: Body) -> Response {
    Response { status, retry_after: None, language: None, etag: None, body }
}
