//! Imprint: its fixture, and tests of its documented requests and responses.

use carnet::{
    domain::{
        AddressLine, DateParts, Fact, FactLabel, FactName, FactValue, Field, PartialDate, Phone, Profile,
        Record, Summary, TextField,
    },
    error::{ApiError, FieldError},
    http::Response,
    vendor_api::{Operation, Query, RequestContext, Vendor, read_profile},
};
use serde_json::{Value as Json, json};

use crate::{
    test_server::{self, TestServer, response},
    vendors::{Documented, Fixture},
};

/// The customer of the vendor's documented example.
const JOHN: &str = "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";
/// An id with characters that a URL has to escape.
const PERCY: &str = "CSMR-v1-124/4 é+#?%";

pub(crate) const FIXTURE: Fixture = Fixture {
    vendor: Vendor::IMPRINT,
    server: test_server::sandbox,
    name: "imprint",
    attributes: &[],
    full: JOHN,
    sparse: "30100000-0000-4000-8000-000000000001",
    unknown_id: "CSMR-v1-123",
    fields: || {
        let texts = [TextField::FirstName, TextField::LastName, TextField::Email, TextField::Language];
        let is_there = |field: &Field| match field {
            Field::Text(text) => texts.contains(text),
            Field::Birthdate | Field::Phones | Field::Address => true,
            Field::NationalId | Field::OptIns | Field::DataUse => false,
        };
        Field::all().filter(is_there).collect()
    },
    body_switches: || {
        let shapes = [("flat", "typed"), ("flat", "spring"), ("wrapped", "typed"), ("wrapped", "spring")];
        let switches = |(errors, bad)| json!({"imprint_errors": errors, "imprint_bad_request": bad});
        shapes.map(switches).into()
    },
    failing_customers,
    // Nothing is written here, so a 409 is no failed precondition: the vendor's message is shown.
    special_error: |response| (response.status == 409).then(|| rejected(None)),
    documented: |operation, context| match operation {
        Operation::View(customer) => Some(documented(customer.as_str(), context)),
        Operation::Update { .. } | Operation::Create { .. } | Operation::Civilities => None,
    },
    names: &[
        "id",
        "email",
        "phone",
        "statuses",
        "first_name",
        "last_name",
        "preferred_language",
        "ssn4",
        "date_of_birth",
        "year",
        "month",
        "day",
        "address",
        "street_line1",
        "street_line2",
        "city",
        "state",
        "postal_code",
        "country",
        "partner_customer_id",
        "metadata",
        "created_at",
        "updated_at",
        "type",
        "message",
        "error",
        "details",
        "favourite_card",
    ],
    texts: &["USA", "OPEN", "CUSTOMER_NOT_FOUND_ERROR", "2025-02-13T19:08:07.000Z", "0042"],
    free_form_member: Some("metadata"),
    // The country is shown by its two-letter code, the date as a whole.
    shown_elsewhere: |path| path == "/address/country" || path.starts_with("/date_of_birth/"),
};

fn failing_customers() -> Vec<(&'static str, ApiError)> {
    let unreadable = |reason| ApiError::Unreadable { reason };
    vec![
        ("90000000-0000-4000-8000-000000000002", ApiError::NotAllowed),
        ("90000000-0000-4000-8000-000000000003", ApiError::NotFound),
        (
            "90000000-0000-4000-8000-000000000004",
            ApiError::RateLimited { wait: Some(std::time::Duration::from_secs(5)) },
        ),
        ("90000000-0000-4000-8000-000000000005", ApiError::ServerError { status: 500 }),
        ("90000000-0000-4000-8000-000000000006", unreadable("the response is not JSON")),
        // In a browser the transport fails on the broken connection. The part that arrived is no JSON either.
        ("90000000-0000-4000-8000-000000000008", unreadable("the response has no body")),
        ("90000000-0000-4000-8000-000000000009", unreadable("the response has no body")),
        ("90000000-0000-4000-8000-000000000010", ApiError::SignedOut),
        ("90000000-0000-4000-8000-000000000011", rejected(Some("The request is invalid"))),
        ("90000000-0000-4000-8000-000000000012", unreadable("the response is not JSON")),
        (
            "30100000-0000-4000-8000-000000000030",
            rejected(Some("The customer is being linked to another account")),
        ),
        (
            "30100000-0000-4000-8000-000000000031",
            rejected(Some("The customer cannot be read in this product")),
        ),
    ]
}

/// A rejection with the vendor's message, which is in English.
fn rejected(text: Option<&str>) -> ApiError {
    ApiError::Rejected(vec![field_error(text)])
}

fn field_error(text: Option<&str>) -> FieldError {
    FieldError {
        path: None,
        text: text.map(str::to_owned),
        language: Some("en".to_owned()),
        suggestions: Vec::new(),
    }
}

fn documented(id: &str, context: RequestContext<'_>) -> Documented {
    Documented {
        method: "GET",
        url: format!("{}/v2/customers/{id}", context.base_url),
        // No `accept-language`: the vendor's messages are always English.
        headers: vec![
            ("accept", "application/json".to_owned()),
            ("authorization", format!("Bearer {}", context.token)),
        ],
    }
}

/// The profile of the customer whose id ends like this.
async fn view(end: &str) -> Profile {
    let server = TestServer::open(&FIXTURE);
    let client = server.sign_in(&format!("30100000-0000-4000-8000-000000000{end}")).await;
    client.view().await.expect("a profile")
}

/// Reads a response body that the sandbox never sends.
fn read(body: &Json) -> Result<Profile, ApiError> {
    read_profile(Vendor::IMPRINT, &Query::default(), &response(200, &body.to_string()))
}

/// The value of the fact of this kind, also if the page shows it only on request.
fn fact_value(profile: &Profile, kind: FactLabel) -> Option<&FactValue> {
    let nested = profile.facts.iter().chain(&profile.panels).filter_map(|fact| match &fact.value {
        FactValue::Facts(facts) => Some(facts),
        _ => None,
    });
    let facts = profile.facts.iter().chain(&profile.programs).chain(nested.flatten());
    facts.filter(|fact| fact.name == FactName::Known(kind)).map(|fact| &fact.value).next()
}

fn text(text: &str) -> FactValue {
    FactValue::Text(text.to_owned())
}

fn code(code: &str) -> FactValue {
    FactValue::Code(code.to_owned())
}

fn date(written: &str) -> FactValue {
    FactValue::Date(PartialDate::from_stored(written.to_owned()))
}

fn raw_fact(name: &str, value: FactValue) -> Fact {
    Fact { name: FactName::Raw(name.to_owned()), value }
}

fn lines(record: &Record) -> Vec<(AddressLine, &str)> {
    let lines = record.address.iter().flat_map(|address| address.lines.iter());
    lines.filter_map(|(line, value)| Some((line, value.as_deref()?))).collect()
}

fn date_parts(record: &Record) -> Option<(Option<u16>, Option<u8>, Option<u8>)> {
    let parts = record.birthdate.as_ref().and_then(PartialDate::parts);
    parts.map(|DateParts { year, month, day }| (year, month, day))
}

#[tokio::test]
async fn documented_example_is_read_into_profile() {
    let server = TestServer::open(&FIXTURE);
    let mut profile = server.sign_in(JOHN).await.view().await.expect("a profile");
    assert_eq!(
        lines(&profile.record),
        [
            (AddressLine::Street, "123 Main St"),
            (AddressLine::AddOn, "Apt 4B"),
            (AddressLine::ZipCode, "94105"),
            (AddressLine::City, "San Francisco"),
            (AddressLine::State, "CA"),
            // The vendor sends three letters.
            (AddressLine::CountryCode, "US"),
        ]
    );
    assert_eq!(date_parts(&profile.record), Some((Some(1990), Some(1), Some(1))));
    profile.record.address = None;
    profile.record.birthdate = None;
    let mut record = Record {
        phones: Some(vec![Phone { number: Some("+14155552671".into()), ..Phone::default() }]),
        ..Record::default()
    };
    for (text, value) in [
        (TextField::FirstName, "John"),
        (TextField::LastName, "Doe"),
        (TextField::Email, "customer@example.com"),
        (TextField::Language, "en"),
    ] {
        record.texts[text] = Some(value.to_owned());
    }
    let time = "2025-02-13T19:08:07.000Z";
    let facts = vec![
        Fact::new(FactLabel("fact.social-security"), FactValue::Secret("1234".into())),
        Fact::new(FactLabel("fact.registered"), date(time)),
        Fact::new(
            FactLabel::DETAILS,
            FactValue::Facts(vec![
                Fact::new(FactLabel("fact.customer-number"), code(JOHN)),
                Fact::new(FactLabel("fact.partner-number"), code("PARTNER_USER_456")),
            ]),
        ),
    ];
    let programs = vec![Fact::new(
        FactLabel("fact.card-programs"),
        FactValue::Facts(vec![raw_fact("Card Program Name", FactValue::Word("OPEN".into()))]),
    )];
    // The document does not say which of the two languages is used, so both are shown.
    let metadata = Fact::new(
        FactLabel("fact.metadata"),
        FactValue::Facts(vec![raw_fact("Preferred language", text("en"))]),
    );
    let panels = vec![Fact::new(FactLabel::ACCOUNT, FactValue::Facts(vec![metadata]))];
    let summary = Summary { changed: Some(time.into()), ..Summary::default() };
    assert_eq!(profile, Profile { record, summary, facts, programs, panels, ..Profile::default() });
}

#[tokio::test]
async fn profile_with_only_an_id_shows_the_id() {
    for end in ["001", "010"] {
        let profile = view(end).await;
        let id = code(&format!("30100000-0000-4000-8000-000000000{end}"));
        let number = Fact::new(FactLabel("fact.customer-number"), id);
        let facts = vec![Fact::new(FactLabel::DETAILS, FactValue::Facts(vec![number]))];
        // A null member is a missing one.
        assert_eq!(profile, Profile { facts, ..Profile::default() }, "{end}");
    }
}

#[tokio::test]
async fn partial_birthdate_is_not_completed() {
    for (end, known) in [
        ("002", (Some(1990), None, None)),
        ("003", (None, Some(2), Some(29))),
        ("004", (Some(1971), Some(12), None)),
        ("005", (None, None, Some(31))),
    ] {
        assert_eq!(date_parts(&view(end).await.record), Some(known), "{end}");
    }
    assert_eq!(view("006").await.record.birthdate, None, "an empty date is none");
    let unexpected = view("012").await.record.birthdate.expect("a raw date");
    assert_eq!((unexpected.parts(), unexpected.as_str()), (None, "1899-13-0"), "not a calendar date, so raw");
}

#[test]
fn unreadable_birthdate_part_is_shown_raw() {
    for (date, written) in [
        (json!({"year": 1990, "month": "March"}), "1990-March"),
        (json!({"year": "unknown"}), "unknown"),
        (json!({"month": 2.5, "day": 1}), "2.5-1"),
        (json!({"year": 199_001}), "199001"),
        (json!({"month": 199_001}), "199001"),
        (json!({"year": 1990, "month": -1}), "1990--1"),
    ] {
        let read = read(&json!({"id": "1", "date_of_birth": date})).expect("a profile").record.birthdate;
        let read = read.expect("a raw date");
        assert_eq!((read.parts(), read.as_str()), (None, written), "{date}");
    }
    let text = read(&json!({"id": "1", "date_of_birth": "1984-02-29"})).expect("a profile").record;
    assert_eq!(date_parts(&text), Some((Some(1984), Some(2), Some(29))), "a date in a string is read");
    let digits = read(&json!({"id": "1", "date_of_birth": {"year": "1984", "month": "02"}}));
    assert_eq!(date_parts(&digits.expect("a profile").record), Some((Some(1984), Some(2), None)));
}

#[tokio::test]
async fn metadata_keeps_order_depth_and_types() {
    let none = || FactValue::List(Vec::new());
    let list = |items: &[&str]| FactValue::List(items.iter().map(|item| text(item)).collect());
    let room =
        |number, view| FactValue::Facts(vec![raw_fact("Number", code(number)), raw_fact("View", view)]);
    let rooms = FactValue::List(vec![room("12", text("garden")), room("14", none())]);
    let hotel = FactValue::Facts(vec![raw_fact("Name", text("Le Ritz")), raw_fact("Rooms", rooms)]);
    let expected = FactValue::Facts(vec![
        raw_fact("Preferred language", text("fr")),
        raw_fact("Loyal since", code("2019")),
        raw_fact("Score", code("0.1")),
        raw_fact("Big", code("9007199254740993")),
        raw_fact("Vip", FactValue::Flag(true)),
        raw_fact("None", none()),
        raw_fact("Empty", none()),
        raw_fact("Nothing", none()),
        raw_fact("Tags", FactValue::List(vec![text("a"), text("b"), list(&["c"])])),
        raw_fact("Stay", FactValue::Facts(vec![raw_fact("Hotel", hotel)])),
        raw_fact("日本語", text("値")),
        raw_fact("<b>markup</b>", text("<script>alert(1)</script>")),
        raw_fact("", text("no name")),
        raw_fact("Lines", text("one\ntwo")),
    ]);
    let profile = view("007").await;
    assert_eq!(fact_value(&profile, FactLabel("fact.metadata")), Some(&expected));
    assert_eq!(
        profile.record.texts[TextField::Language].as_deref(),
        Some("en"),
        "the member, not the metadata"
    );
}

#[tokio::test]
async fn metadata_with_10000_entries_is_complete_and_ordered() {
    let profile = view("008").await;
    let Some(FactValue::Facts(entries)) = fact_value(&profile, FactLabel("fact.metadata")) else {
        panic!("no metadata")
    };
    let expected: Vec<Fact> = (1..=10_000)
        .map(|number| raw_fact(&format!("Entry {number:05}"), text(&format!("Value {number}"))))
        .collect();
    assert_eq!(entries.len(), expected.len());
    assert!(*entries == expected, "in order, each with its value");
}

#[tokio::test]
async fn ssn4_is_secret_and_keeps_leading_zeros() {
    let digits = view("009").await;
    assert_eq!(
        fact_value(&digits, FactLabel("fact.social-security")),
        Some(&FactValue::Secret("0042".into()))
    );
    // Digits that are sent as a number are masked as well.
    let number = read(&json!({"ssn4": 42})).expect("a profile");
    assert_eq!(fact_value(&number, FactLabel("fact.social-security")), Some(&FactValue::Secret("42".into())));
}

#[tokio::test]
async fn card_programs_have_name_and_status() {
    let word = |word: &str| FactValue::Word(word.to_owned());
    let profile = view("009").await;
    let programs = FactValue::Facts(vec![
        raw_fact("Everyday Card", word("OPEN")),
        raw_fact("Travel  Card – Plus", word("CLOSED")),
        raw_fact("Programme du Café & Thé", word("OPEN")),
        raw_fact(" ", word("CLOSED")),
    ]);
    assert_eq!(fact_value(&profile, FactLabel("fact.card-programs")), Some(&programs));
    let unexpected = FactValue::Facts(vec![
        raw_fact("Everyday Card", word("SUSPENDED")),
        raw_fact("Old Card", FactValue::List(Vec::new())),
        raw_fact("Odd Card", code("3")),
    ]);
    assert_eq!(fact_value(&view("012").await, FactLabel("fact.card-programs")), Some(&unexpected));
    assert_eq!(
        fact_value(&view("006").await, FactLabel("fact.card-programs")),
        None,
        "no programs, no panel"
    );
}

#[tokio::test]
async fn country_alpha_3_is_converted_and_other_text_is_kept() {
    for (end, country) in [("013", "FR"), ("014", "LB"), ("002", "US")] {
        let record = view(end).await.record;
        assert!(lines(&record).contains(&(AddressLine::CountryCode, country)), "{end}: {:?}", lines(&record));
    }
    for unknown in ["us", "Atlantis", "USAA", "🏴"] {
        let record = read(&json!({"address": {"country": unknown}})).expect("a profile").record;
        assert_eq!(lines(&record), [(AddressLine::Country, unknown)], "not converted");
    }
}

#[tokio::test]
async fn unexpected_values_are_shown_raw() {
    let profile = view("012").await;
    let record = &profile.record;
    assert_eq!(record.texts[TextField::FirstName].as_deref(), Some("<b>Zoe\u{308}</b>"));
    assert_eq!(record.texts[TextField::LastName].as_deref(), Some("& Sons"));
    assert_eq!(record.texts[TextField::Email].as_deref(), Some("not an address"));
    assert_eq!(record.texts[TextField::Language].as_deref(), Some("english"));
    let number = record.phones.as_ref().and_then(|phones| phones[0].number.as_deref());
    assert_eq!(number, Some("12025550100"), "a number is read as its digits");
    assert_eq!(lines(record), [(AddressLine::Street, "  "), (AddressLine::Country, "us")]);
    let planet = FactValue::Facts(vec![raw_fact("Planet", text("Earth"))]);
    assert_eq!(fact_value(&profile, FactLabel("fact.fields")), Some(&planet));
    assert_eq!(fact_value(&profile, FactLabel("fact.metadata")), Some(&text("none")));
    assert_eq!(fact_value(&profile, FactLabel("fact.registered")), Some(&date("yesterday")));
    assert_eq!(profile.summary.changed.as_deref(), Some("1739473687"));
    let details = profile.facts.iter().find(|fact| fact.name == FactName::Known(FactLabel::DETAILS));
    let Some(FactValue::Facts(details)) = details.map(|fact| &fact.value) else { panic!("no details") };
    assert!(details.contains(&raw_fact("Favourite card", text("metal"))), "{details:?}");
}

#[tokio::test]
async fn timestamp_keeps_its_format() {
    for (end, created) in [("011", "2025-02-13 19:08:07+00:00"), ("002", "2024-05-06T07:08:09.000Z")] {
        let profile = view(end).await;
        assert_eq!(fact_value(&profile, FactLabel("fact.registered")), Some(&date(created)), "{end}");
    }
}

#[tokio::test]
async fn customer_id_with_special_characters_is_escaped() {
    let server = TestServer::open(&FIXTURE);
    let client = server.sign_in(PERCY).await;
    server.clear_requests().await;
    let profile = client.view().await.expect("a profile");
    assert_eq!(
        fact_value(&profile, FactLabel("fact.customer-number")),
        Some(&code(PERCY)),
        "every byte of the id"
    );
    assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("Percy"));
    let requests = server.requests().await;
    assert_eq!(requests[0]["path"], "/imprint/v2/customers/CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25");
}

#[tokio::test]
async fn view_of_unknown_customer_is_not_found_in_every_error_format() {
    for switches in (FIXTURE.body_switches)() {
        let server = TestServer::open(&FIXTURE);
        server.set_switches(&switches).await;
        let mut client = server.sign_in(JOHN).await;
        client.id = carnet::domain::CustomerId::parse(FIXTURE.unknown_id).expect("an id");
        assert_eq!(client.view().await, Err(ApiError::NotFound), "{switches}");
    }
}

#[tokio::test]
async fn spring_error_shows_every_detail() {
    let server = TestServer::open(&FIXTURE);
    server.set_switches(&json!({"imprint_bad_request": "spring"})).await;
    let client = server.sign_in(JOHN).await;
    let details = ["email: must be a well-formed email address", "ssn4: size must be 4"];
    server.inject_fault(&json!({"fault": "bad_request", "errors": details})).await;
    let reasons = details.map(|text| field_error(Some(text)));
    assert_eq!(client.view().await, Err(ApiError::Rejected(reasons.into())));
}

#[test]
fn error_message_is_read_in_every_format() {
    let fail = |status, body: Json| {
        let response: Response = response(status, &body.to_string());
        read_profile(Vendor::IMPRINT, &Query::default(), &response).expect_err("a failure")
    };
    let flat = json!({"type": "INVALID_REQUEST_ERROR", "message": "No.", "param": "customer_id"});
    assert_eq!(fail(400, flat.clone()), rejected(Some("No.")));
    assert_eq!(fail(400, json!({"error": flat})), rejected(Some("No.")));
    // If the Spring format has no details, its title is the message.
    assert_eq!(
        fail(400, json!({"status": 400, "error": "Bad Request", "details": []})),
        rejected(Some("Bad Request"))
    );
    assert_eq!(fail(409, json!({"type": "CONFLICT_ERROR", "message": "Linked."})), rejected(Some("Linked.")));
    let unknown = json!({"type": "CUSTOMER_NOT_FOUND_ERROR", "message": "Customer not found"});
    for status in [200, 400, 404, 409, 500] {
        assert_eq!(fail(status, unknown.clone()), ApiError::NotFound, "{status}");
        assert_eq!(fail(status, json!({"error": unknown})), ApiError::NotFound, "{status}");
    }
    assert_eq!(fail(400, json!([])), rejected(None), "a rejection without a message");
}

#[test]
fn any_text_is_a_valid_customer_id() {
    for id in [JOHN, PERCY, "csmr", "9b5e1ee0-2e1c-46e7-81b9-3c3917204be4", "名"] {
        let id = carnet::domain::CustomerId::parse(id).expect("an id");
        assert!(Vendor::IMPRINT.accepts(&id), "{id:?}");
    }
}

#[test]
fn ssn4_of_any_type_is_secret() {
    for unexpected in [json!(["0042"]), json!({"last": "0042"}), json!(42)] {
        let profile = read(&json!({"id": "1", "ssn4": unexpected})).expect("a profile");
        let value = fact_value(&profile, FactLabel("fact.social-security"));
        assert!(matches!(value, Some(FactValue::Secret(_))), "{value:?}");
    }
}

#[test]
fn non_text_value_for_text_is_shown_raw() {
    let body = json!({"id": "1", "email": ["a@example.org"], "first_name": {"given": "Zoë"}, "date_of_birth": [1990]});
    let profile = read(&body).expect("a profile");
    let parts = profile.facts.iter().chain(&profile.panels);
    let nested = parts.filter_map(|fact| match &fact.value {
        FactValue::Facts(facts) => Some(facts),
        _ => None,
    });
    let names: Vec<&FactName> = nested.flatten().map(|fact| &fact.name).collect();
    for name in ["Email", "First name"] {
        assert!(names.contains(&&FactName::Raw(name.into())), "{name} in {names:?}");
    }
    assert!(
        names.contains(&&FactName::Known(FactLabel("fact.fields"))),
        "no panel of other members in {names:?}"
    );
}
