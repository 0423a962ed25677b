//! Imprint: what its document says of the wire, and what the sandbox's customers hold.

use carnet::{
    domain::{
        AddressLine, DateParts, Fact, FactKind, FactName, FactValue, Field, PartialDate, Phone, Profile,
        Record, TextField,
    },
    error::{ApiError, FieldError},
    http::Response,
    vendor_api::{Operation, Query, RequestContext, Vendor, read_profile},
};
use serde_json::{Value as Json, json};

use crate::{
    house::{House, answer},
    vendors::{Documented, Fixture},
};

/// The document's own example.
const JOHN: &str = "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";
/// A key of another style, with characters that an address has to escape.
const PERCY: &str = "CSMR-v1-124/4 é+#?%";

pub(crate) const FIXTURE: Fixture = Fixture {
    vendor: Vendor::Imprint,
    name: "imprint",
    attributes: &[],
    full: JOHN,
    bare: "30100000-0000-4000-8000-000000000001",
    unknown: "CSMR-v1-123",
    fields: || {
        let texts = [TextField::FirstName, TextField::LastName, TextField::Email, TextField::Language];
        let is_there = |field: &Field| match field {
            Field::Text(text) => texts.contains(text),
            Field::Birthdate | Field::Phones | Field::Address => true,
            Field::NationalId | Field::OptIns | Field::DataUse => false,
        };
        Field::all().filter(is_there).collect()
    },
    bodies: || {
        let shapes = [("flat", "typed"), ("flat", "spring"), ("wrapped", "typed"), ("wrapped", "spring")];
        let switches = |(errors, bad)| json!({"imprint_errors": errors, "imprint_bad_request": bad});
        shapes.map(switches).into()
    },
    sentinels,
    // Nobody writes here, so a conflict is none that an older version would explain: the vendor's sentence is shown.
    own_failure: |answer| (answer.status == 409).then(|| refused(None)),
    documented: |call, access| match call {
        Operation::View(customer) => Some(documented(customer.as_str(), access)),
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
    open: Some("metadata"),
    // A country by the code that is known here, a date as a whole.
    told_otherwise: |path| path == "/address/country" || path.starts_with("/date_of_birth/"),
};

fn sentinels() -> Vec<(&'static str, ApiError)> {
    let unreadable = |reason| ApiError::Unreadable { reason };
    vec![
        ("90000000-0000-4000-8000-000000000002", ApiError::NotAllowed),
        ("90000000-0000-4000-8000-000000000003", ApiError::NotFound),
        (
            "90000000-0000-4000-8000-000000000004",
            ApiError::RateLimited { wait: Some(std::time::Duration::from_secs(5)) },
        ),
        ("90000000-0000-4000-8000-000000000005", ApiError::ServerError { status: 500 }),
        ("90000000-0000-4000-8000-000000000006", unreadable("the answer is not JSON")),
        // In a browser the wire meets a broken connection; what did arrive is no document either.
        ("90000000-0000-4000-8000-000000000008", unreadable("the answer has no body")),
        ("90000000-0000-4000-8000-000000000009", unreadable("the answer has no body")),
        ("90000000-0000-4000-8000-000000000010", ApiError::SignedOut),
        ("90000000-0000-4000-8000-000000000011", refused(Some("The request is invalid"))),
        ("90000000-0000-4000-8000-000000000012", unreadable("the answer is not JSON")),
        (
            "30100000-0000-4000-8000-000000000030",
            refused(Some("The customer is being linked to another account")),
        ),
        (
            "30100000-0000-4000-8000-000000000031",
            refused(Some("The customer cannot be read in this product")),
        ),
    ]
}

/// The vendor's refusal, in its own words: they are English.
fn refused(text: Option<&str>) -> ApiError {
    ApiError::Rejected(vec![refusal(text)])
}

fn refusal(text: Option<&str>) -> FieldError {
    FieldError {
        place: None,
        text: text.map(str::to_owned),
        language: Some("en".to_owned()),
        suggestions: Vec::new(),
    }
}

fn documented(id: &str, access: RequestContext<'_>) -> Documented {
    Documented {
        method: "GET",
        url: format!("{}/v2/customers/{id}", access.base_url),
        // No `accept-language`: its words are English.
        headers: vec![
            ("accept", "application/json".to_owned()),
            ("authorization", format!("Bearer {}", access.token)),
        ],
    }
}

/// A customer by the end of their id.
async fn view(end: &str) -> Profile {
    let house = House::open(&FIXTURE);
    let visitor = house.sign_in(&format!("30100000-0000-4000-8000-000000000{end}")).await;
    visitor.view().await.expect("a profile")
}

/// What a document that the sandbox never sends is read as.
fn read(body: &Json) -> Result<Profile, ApiError> {
    read_profile(Vendor::Imprint, &Query::default(), &answer(200, &body.to_string()))
}

/// The value of the fact of this kind, wherever on the page it stands.
fn said(profile: &Profile, kind: FactKind) -> Option<&FactValue> {
    let facts = profile.facts.iter().chain(&profile.panels);
    facts.filter(|fact| fact.name == FactName::Known(kind)).map(|fact| &fact.value).next()
}

fn text(text: &str) -> FactValue {
    FactValue::Text(text.to_owned())
}

fn code(code: &str) -> FactValue {
    FactValue::Code(code.to_owned())
}

fn theirs(name: &str, value: FactValue) -> Fact {
    Fact { name: FactName::Raw(name.to_owned()), value }
}

fn lines(record: &Record) -> Vec<(AddressLine, &str)> {
    let lines = record.address.iter().flat_map(|address| address.lines.iter());
    lines.filter_map(|(line, value)| Some((line, value.as_deref()?))).collect()
}

fn parts(record: &Record) -> Option<(Option<u16>, Option<u8>, Option<u8>)> {
    let parts = record.birthdate.as_ref().and_then(PartialDate::parts);
    parts.map(|DateParts { year, month, day }| (year, month, day))
}

#[tokio::test]
async fn the_documents_own_example_lands_in_its_places() {
    let house = House::open(&FIXTURE);
    let mut profile = house.sign_in(JOHN).await.view().await.expect("a profile");
    assert_eq!(
        lines(&profile.record),
        [
            (AddressLine::Street, "123 Main St"),
            (AddressLine::AddOn, "Apt 4B"),
            (AddressLine::ZipCode, "94105"),
            (AddressLine::City, "San Francisco"),
            (AddressLine::State, "CA"),
            // The document has three letters.
            (AddressLine::CountryCode, "US"),
        ]
    );
    assert_eq!(parts(&profile.record), Some((Some(1990), Some(1), Some(1))));
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
    let moment = || FactValue::Moment("2025-02-13T19:08:07.000Z".into());
    let facts = vec![
        Fact::new(FactKind::CustomerNumber, code(JOHN)),
        Fact::new(FactKind::PartnerNumber, code("PARTNER_USER_456")),
        Fact::new(FactKind::SocialSecurity, FactValue::Secret("1234".into())),
        Fact::new(FactKind::Created, moment()),
        Fact::new(FactKind::Updated, moment()),
    ];
    let panels = vec![
        Fact::new(
            FactKind::CardPrograms,
            FactValue::Facts(vec![theirs("Card Program Name", FactValue::Word("OPEN".into()))]),
        ),
        // It says again what the record says: which of them counts is nowhere written, so both are shown.
        Fact::new(FactKind::Metadata, FactValue::Facts(vec![theirs("Preferred language", text("en"))])),
    ];
    assert_eq!(profile, Profile { record, facts, panels, ..Profile::default() });
}

#[tokio::test]
async fn a_customer_of_whom_only_the_id_is_known_is_shown_by_it() {
    for end in ["001", "010"] {
        let profile = view(end).await;
        let id = code(&format!("30100000-0000-4000-8000-000000000{end}"));
        let facts = vec![Fact::new(FactKind::CustomerNumber, id)];
        // A member that is null is one that is not there.
        assert_eq!(profile, Profile { facts, ..Profile::default() }, "{end}");
    }
}

#[tokio::test]
async fn a_date_of_birth_goes_as_far_as_it_is_known_and_is_never_filled_in() {
    for (end, known) in [
        ("002", (Some(1990), None, None)),
        ("003", (None, Some(2), Some(29))),
        ("004", (Some(1971), Some(12), None)),
        ("005", (None, None, Some(31))),
    ] {
        assert_eq!(parts(&view(end).await.record), Some(known), "{end}");
    }
    assert_eq!(view("006").await.record.birthdate, None, "of nothing nothing is known");
    let odd = view("012").await.record.birthdate.expect("it is shown as it is");
    assert_eq!((odd.parts(), odd.as_str()), (None, "1899-13-0"), "no calendar has such a day");
}

#[test]
fn a_part_of_a_date_that_nobody_can_read_is_shown_as_it_stands_and_not_left_out() {
    for (date, written) in [
        (json!({"year": 1990, "month": "March"}), "1990-March"),
        (json!({"year": "unknown"}), "unknown"),
        (json!({"month": 2.5, "day": 1}), "2.5-1"),
        (json!({"year": 199_001}), "199001"),
        (json!({"month": 199_001}), "199001"),
        (json!({"year": 1990, "month": -1}), "1990--1"),
    ] {
        let read = read(&json!({"id": "1", "date_of_birth": date})).expect("a profile").record.birthdate;
        let read = read.expect("it is shown");
        assert_eq!((read.parts(), read.as_str()), (None, written), "{date}");
    }
    let text = read(&json!({"id": "1", "date_of_birth": "1984-02-29"})).expect("a profile").record;
    assert_eq!(parts(&text), Some((Some(1984), Some(2), Some(29))), "one that is a text is read as one");
    let digits = read(&json!({"id": "1", "date_of_birth": {"year": "1984", "month": "02"}}));
    assert_eq!(parts(&digits.expect("a profile").record), Some((Some(1984), Some(2), None)));
}

#[tokio::test]
async fn metadata_keeps_its_order_its_depth_and_its_kinds() {
    let none = || FactValue::List(Vec::new());
    let list = |items: &[&str]| FactValue::List(items.iter().map(|item| text(item)).collect());
    let room = |number, view| FactValue::Facts(vec![theirs("Number", code(number)), theirs("View", view)]);
    let rooms = FactValue::List(vec![room("12", text("garden")), room("14", none())]);
    let hotel = FactValue::Facts(vec![theirs("Name", text("Le Ritz")), theirs("Rooms", rooms)]);
    let expected = FactValue::Facts(vec![
        theirs("Preferred language", text("fr")),
        theirs("Loyal since", code("2019")),
        theirs("Score", code("0.1")),
        theirs("Big", code("9007199254740993")),
        theirs("Vip", FactValue::Flag(true)),
        theirs("None", none()),
        theirs("Empty", none()),
        theirs("Nothing", none()),
        theirs("Tags", FactValue::List(vec![text("a"), text("b"), list(&["c"])])),
        theirs("Stay", FactValue::Facts(vec![theirs("Hotel", hotel)])),
        theirs("日本語", text("値")),
        theirs("<b>markup</b>", text("<script>alert(1)</script>")),
        theirs("", text("no name")),
        theirs("Lines", text("one\ntwo")),
    ]);
    let profile = view("007").await;
    assert_eq!(said(&profile, FactKind::Metadata), Some(&expected));
    assert_eq!(
        profile.record.texts[TextField::Language].as_deref(),
        Some("en"),
        "the field counts, not the metadata"
    );
}

#[tokio::test]
async fn ten_thousand_entries_are_all_there_in_their_order() {
    let profile = view("008").await;
    let Some(FactValue::Facts(entries)) = said(&profile, FactKind::Metadata) else { panic!("no metadata") };
    let expected: Vec<Fact> = (1..=10_000)
        .map(|number| theirs(&format!("Entry {number:05}"), text(&format!("Value {number}"))))
        .collect();
    assert_eq!(entries.len(), expected.len());
    assert!(*entries == expected, "in their order, each with its own value");
}

#[tokio::test]
async fn the_last_digits_are_secret_and_keep_their_zeros() {
    let digits = view("009").await;
    assert_eq!(said(&digits, FactKind::SocialSecurity), Some(&FactValue::Secret("0042".into())));
    // Sent as a number they are still nobody else's to see.
    let number = read(&json!({"ssn4": 42})).expect("a profile");
    assert_eq!(said(&number, FactKind::SocialSecurity), Some(&FactValue::Secret("42".into())));
}

#[tokio::test]
async fn programmes_are_shown_under_their_own_names_open_closed_or_otherwise() {
    let word = |word: &str| FactValue::Word(word.to_owned());
    let profile = view("009").await;
    let programs = FactValue::Facts(vec![
        theirs("Everyday Card", word("OPEN")),
        theirs("Travel  Card – Plus", word("CLOSED")),
        theirs("Programme du Café & Thé", word("OPEN")),
        theirs(" ", word("CLOSED")),
    ]);
    assert_eq!(said(&profile, FactKind::CardPrograms), Some(&programs));
    let odd = FactValue::Facts(vec![
        theirs("Everyday Card", word("SUSPENDED")),
        theirs("Old Card", FactValue::List(Vec::new())),
        theirs("Odd Card", code("3")),
    ]);
    assert_eq!(said(&view("012").await, FactKind::CardPrograms), Some(&odd));
    assert_eq!(said(&view("006").await, FactKind::CardPrograms), None, "no programme, no list of them");
}

#[tokio::test]
async fn a_country_is_known_by_its_three_letters_and_any_other_stands_as_it_is() {
    for (end, country) in [("013", "FR"), ("014", "LB"), ("002", "US")] {
        let record = view(end).await.record;
        assert!(lines(&record).contains(&(AddressLine::CountryCode, country)), "{end}: {:?}", lines(&record));
    }
    for unknown in ["us", "Atlantis", "USAA", "🏴"] {
        let record = read(&json!({"address": {"country": unknown}})).expect("a profile").record;
        assert_eq!(lines(&record), [(AddressLine::Country, unknown)], "no code is made of it");
    }
}

#[tokio::test]
async fn what_is_odd_is_shown_and_nothing_of_it_is_lost() {
    let profile = view("012").await;
    let record = &profile.record;
    assert_eq!(record.texts[TextField::FirstName].as_deref(), Some("<b>Zoe\u{308}</b>"));
    assert_eq!(record.texts[TextField::LastName].as_deref(), Some("& Sons"));
    assert_eq!(record.texts[TextField::Email].as_deref(), Some("not an address"));
    assert_eq!(record.texts[TextField::Language].as_deref(), Some("english"));
    let number = record.phones.as_ref().and_then(|phones| phones[0].number.as_deref());
    assert_eq!(number, Some("12025550100"), "a number is its digits");
    assert_eq!(lines(record), [(AddressLine::Street, "  "), (AddressLine::Country, "us")]);
    let planet = FactValue::Facts(vec![theirs("Planet", text("Earth"))]);
    assert_eq!(said(&profile, FactKind::Fields), Some(&planet));
    assert_eq!(said(&profile, FactKind::Metadata), Some(&text("none")));
    assert_eq!(said(&profile, FactKind::Created), Some(&FactValue::Moment("yesterday".into())));
    assert_eq!(said(&profile, FactKind::Updated), Some(&FactValue::Moment("1739473687".into())));
    assert!(profile.facts.contains(&theirs("Favourite card", text("metal"))), "{:?}", profile.facts);
}

#[tokio::test]
async fn an_instant_is_kept_as_it_is_written_in_both_spellings() {
    for (end, created) in [("011", "2025-02-13 19:08:07+00:00"), ("002", "2024-05-06T07:08:09.000Z")] {
        let profile = view(end).await;
        assert_eq!(said(&profile, FactKind::Created), Some(&FactValue::Moment(created.into())), "{end}");
    }
}

#[tokio::test]
async fn a_key_with_odd_characters_reaches_its_own_customer_and_no_other_route() {
    let house = House::open(&FIXTURE);
    let visitor = house.sign_in(PERCY).await;
    house.forget().await;
    let profile = visitor.view().await.expect("a profile");
    assert_eq!(said(&profile, FactKind::CustomerNumber), Some(&code(PERCY)), "every byte of it");
    assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("Percy"));
    let requests = house.requests().await;
    assert_eq!(requests[0]["path"], "/imprint/v2/customers/CSMR-v1-124%2F4%20%C3%A9%2B%23%3F%25");
}

/// Without a customer of that name the answer is a 404 of the vendor's: in either shape it says the same.
#[tokio::test]
async fn a_customer_nobody_knows_is_not_found_in_every_shape_of_an_error() {
    for switches in (FIXTURE.bodies)() {
        let house = House::open(&FIXTURE);
        house.switch(&switches).await;
        let mut visitor = house.sign_in(JOHN).await;
        visitor.id = carnet::domain::CustomerId::parse(FIXTURE.unknown).expect("an id");
        assert_eq!(visitor.view().await, Err(ApiError::NotFound), "{switches}");
    }
}

#[tokio::test]
async fn each_reason_in_the_third_shape_of_an_error_is_shown() {
    let house = House::open(&FIXTURE);
    house.switch(&json!({"imprint_bad_request": "spring"})).await;
    let visitor = house.sign_in(JOHN).await;
    let details = ["email: must be a well-formed email address", "ssn4: size must be 4"];
    house.order(&json!({"fault": "bad_request", "errors": details})).await;
    let reasons = details.map(|text| refusal(Some(text)));
    assert_eq!(visitor.view().await, Err(ApiError::Rejected(reasons.into())));
}

#[test]
fn every_shape_of_an_error_says_its_sentence() {
    let fail = |status, body: Json| {
        let answer: Response = answer(status, &body.to_string());
        read_profile(Vendor::Imprint, &Query::default(), &answer).expect_err("a failure")
    };
    let flat = json!({"type": "INVALID_REQUEST_ERROR", "message": "No.", "param": "customer_id"});
    assert_eq!(fail(400, flat.clone()), refused(Some("No.")));
    assert_eq!(fail(400, json!({"error": flat})), refused(Some("No.")));
    // Where the third shape gives no reason, its title is one.
    assert_eq!(
        fail(400, json!({"status": 400, "error": "Bad Request", "details": []})),
        refused(Some("Bad Request"))
    );
    assert_eq!(fail(409, json!({"type": "CONFLICT_ERROR", "message": "Linked."})), refused(Some("Linked.")));
    let unknown = json!({"type": "CUSTOMER_NOT_FOUND_ERROR", "message": "Customer not found"});
    for status in [200, 400, 404, 409, 500] {
        assert_eq!(fail(status, unknown.clone()), ApiError::NotFound, "{status}");
        assert_eq!(fail(status, json!({"error": unknown})), ApiError::NotFound, "{status}");
    }
    assert_eq!(fail(400, json!([])), refused(None), "a refusal without a word is one");
}

#[test]
fn whatever_text_it_is_it_can_be_a_key() {
    for id in [JOHN, PERCY, "csmr", "9b5e1ee0-2e1c-46e7-81b9-3c3917204be4", "名"] {
        let id = carnet::domain::CustomerId::parse(id).expect("an id");
        assert!(Vendor::Imprint.accepts(&id), "{id:?}");
    }
}

#[test]
fn the_last_digits_are_secret_in_any_shape() {
    for odd in [json!(["0042"]), json!({"last": "0042"}), json!(42)] {
        let profile = read(&json!({"id": "1", "ssn4": odd})).expect("a profile");
        let value = said(&profile, FactKind::SocialSecurity);
        assert!(matches!(value, Some(FactValue::Secret(_))), "{value:?}");
    }
}

#[test]
fn what_is_no_text_where_text_was_promised_is_shown_as_it_is() {
    let body = json!({"id": "1", "email": ["a@example.org"], "first_name": {"given": "Zoë"}, "date_of_birth": [1990]});
    let profile = read(&body).expect("a profile");
    let names: Vec<&FactName> = profile.facts.iter().chain(&profile.panels).map(|fact| &fact.name).collect();
    for name in ["Email", "First name"] {
        assert!(names.contains(&&FactName::Raw(name.into())), "{name} in {names:?}");
    }
    assert!(names.contains(&&FactName::Known(FactKind::Fields)), "the date in {names:?}");
}
