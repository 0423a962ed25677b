//! Club Med: its fixture, and tests of its documented requests and responses.

use carnet::{
    domain::{
        self, AddressLine, DateFormat, Fact, FactLabel, Field, FieldPath, Loyalty, OptIn, PartialDate, Phone,
        Profile, Record, TextField,
    },
    error::ApiError,
    form::{Date, Draft, PhoneDraft},
    vendor_api::{Operation, Query, RequestContext, Vendor, read_profile},
};
use serde_json::{Value, json};

use crate::{
    test_server::{self, TestServer, response},
    vendors::{Documented, Fixture, Lines, Writer},
};

/// The customer of the vendor's documented example.
pub(crate) const TOM: &str = "123456789";
/// A customer with six phones, two of them of undocumented types.
const MANY_PHONES: &str = "301000007";

pub(crate) const FIXTURE: Writer = Writer {
    fixture: Fixture {
        vendor: Vendor::CLUBMED,
        server: test_server::sandbox,
        name: "clubmed",
        attributes: &[],
        full: "301000001",
        sparse: "301000002",
        unknown_id: "4040404040",
        fields: || Field::all().collect(),
        body_switches: || {
            ["own", "full", "sparse", "legacy"].iter().map(|body| json!({"body": body})).collect()
        },
        failing_customers,
        special_error: |_| None,
        documented: |operation, context| Some(documented(operation, context)),
        names: NAMES,
        texts: &["address.city", "phones[99999999999999999999].x", "/optins/-1", "[]"],
        free_form_member: None,
        // Some members are for staff and are not shown.
        shown_elsewhere: |_| true,
    },
    legacy: "301000003",
    update_switches,
    address_switches: || ["merge", "replace"].iter().map(|address| json!({"address": address})).collect(),
    requires_version: false,
    error_path_switches: || {
        ["dotted", "leaf", "pointer"].iter().map(|key| json!({"concerned_key": key})).collect()
    },
    create_switches: || ["schema", "scenario"].iter().map(|value| json!({"create_answer": value})).collect(),
    members,
    edit,
    cleared,
    rejected_addresses,
    checks: |field| {
        let free = |text| {
            !matches!(
                text,
                TextField::Civility | TextField::BirthCountry | TextField::Email | TextField::Language
            )
        };
        !matches!(field, Field::Text(text) if free(text))
    },
    read_only: &[
        "id",
        "gm_number",
        "gender",
        "birthday",
        "language",
        "locale",
        "phone",
        "loyalty_program",
        "health_pass_id",
        "customer_type",
        "customer_status",
        "blacklisted",
        "filiation_number",
        "_links",
    ],
    date_queries: || vec!["", "?date_format=Y-m-d", "?date_format=ISO"],
    forces_address: |request| request.url.contains("force_address"),
};

const NAMES: &[&str] = &[
    "civility",
    "first_name",
    "last_name",
    "unicode_first_name",
    "birth_country_code",
    "email",
    "language_code",
    "birthdate",
    "birthday",
    "identity",
    "phones",
    "address",
    "optins",
    "personal_data_usage_allowed",
    "id",
    "gm_number",
    "number",
    "type",
    "channel",
    "optin",
    "optin_partners",
    "city",
    "country_code",
    "phone",
    "language",
    "loyalty_program",
    "status",
    "points",
    "errors",
    "concerned_key",
    "valid_values",
    "code",
    "label",
];

fn update_switches() -> Vec<Value> {
    let mut update_switches = Vec::new();
    for address in ["replace", "merge"] {
        for required in ["accept", "refuse"] {
            for status in ["204", "200"] {
                update_switches.push(json!({
                    "address": address, "null_for_required_strings": required, "patch_answer": status,
                }));
            }
        }
    }
    update_switches
}

fn failing_customers() -> Vec<(&'static str, ApiError)> {
    let unreadable = ApiError::Unreadable { reason: "the response is not JSON" };
    vec![
        ("900000002", ApiError::NotAllowed),
        ("900000003", ApiError::NotFound),
        ("900000004", ApiError::RateLimited { wait: Some(std::time::Duration::from_secs(5)) }),
        ("900000005", ApiError::ServerError { status: 500 }),
        ("900000006", unreadable.clone()),
        ("900000010", ApiError::SignedOut),
        // In a browser the transport fails on the broken connection. The part that arrived is no JSON either.
        ("900000012", unreadable),
    ]
}

fn members(field: Field) -> &'static [&'static str] {
    match field {
        Field::Text(text) => match text {
            TextField::Civility => &["civility"],
            TextField::FirstName => &["first_name"],
            TextField::SecondName => &["second_name"],
            TextField::ThirdName => &["third_name"],
            TextField::FourthName => &["fourth_name"],
            TextField::LastName => &["last_name"],
            TextField::UnicodeCivility => &["unicode_civility"],
            TextField::UnicodeFirstName => &["unicode_first_name"],
            TextField::UnicodeSecondName => &["unicode_second_name"],
            TextField::UnicodeThirdName => &["unicode_third_name"],
            TextField::UnicodeFourthName => &["unicode_fourth_name"],
            TextField::UnicodeLastName => &["unicode_last_name"],
            TextField::BirthCity => &["birth_city"],
            TextField::BirthCountry => &["birth_country_code"],
            TextField::Email => &["email"],
            TextField::Language => &["language_code"],
        },
        // The vendor also returns the date under a legacy name.
        Field::Birthdate => &["birthdate", "birthday"],
        Field::NationalId => &["identity"],
        Field::Phones => &["phones"],
        Field::Address => &["address"],
        Field::OptIns => &["optins"],
        Field::DataUse => &["personal_data_usage_allowed"],
    }
}

fn edit(draft: &mut Draft, field: Field) {
    match field {
        Field::Text(text) => {
            draft.texts[text] = match text {
                TextField::Civility => "MISS",
                TextField::BirthCountry => "BE",
                TextField::Email => "zoé+new@example.org",
                TextField::Language => "NL",
                _ => "Ōé d’\"X\" 名 <&>",
            }
            .into();
        }
        Field::Birthdate => {
            draft.birthdate = Date { year: "2000".into(), month: "02".into(), day: "29".into() };
        }
        Field::NationalId => {
            draft.national_number = "00123".into();
            draft.national_kind = "DNI".into();
        }
        Field::Phones => {
            draft.phones.insert(0, PhoneDraft { number: "(00) 33 6".into(), kind: "OFFICE".into() });
        }
        Field::Address => {
            draft.lines[AddressLine::Number] = "13 ter".into();
            draft.lines[AddressLine::AddOn].clear();
            draft.lines[AddressLine::CountryCode] = "FR".into();
        }
        Field::OptIns => match draft.opt_ins.first_mut() {
            Some(opt_in) => opt_in.agreed = !opt_in.agreed,
            None => draft.opt_ins.push(carnet::form::OptInDraft {
                channel: "SMS".into(),
                agreed: true,
                partners: None,
            }),
        },
        Field::DataUse => draft.data_use = Some(draft.data_use != Some(true)),
    }
}

fn cleared(field: Field) -> Option<Value> {
    match field {
        Field::Text(TextField::Civility | TextField::FirstName | TextField::LastName) => None,
        // Only these two texts are nullable in the schema.
        Field::Text(TextField::Email | TextField::BirthCountry) => Some(Value::Null),
        Field::Text(_) => Some(json!("")),
        Field::Birthdate | Field::NationalId | Field::Address => Some(Value::Null),
        Field::Phones => Some(json!([])),
        // An opt-in can be refused, but not removed.
        Field::OptIns | Field::DataUse => None,
    }
}

fn rejected_addresses() -> Vec<(Lines, FieldPath)> {
    let france = (AddressLine::CountryCode, "FR");
    vec![
        (vec![(AddressLine::Street, "UNKNOWN")], FieldPath::Line(AddressLine::Street)),
        (vec![france, (AddressLine::City, "Nants")], FieldPath::Line(AddressLine::City)),
        (
            vec![france, (AddressLine::City, "Nantes"), (AddressLine::ZipCode, "440")],
            FieldPath::Line(AddressLine::ZipCode),
        ),
    ]
}

fn documented(operation: Operation<'_>, context: RequestContext<'_>) -> Documented {
    let forced = |force| if force { "?force_address=true" } else { "" };
    let (method, path) = match operation {
        Operation::View(id) => ("GET", format!("/v2/customers/{}/profile", id.as_str())),
        Operation::Update { customer, force_address, .. } => {
            ("PATCH", format!("/v1/customers/{}/profile{}", customer.as_str(), forced(force_address)))
        }
        Operation::Create { force_address, .. } => {
            ("POST", format!("/v1/customers{}", forced(force_address)))
        }
        Operation::Civilities => ("GET", "/v0/civilities".to_owned()),
    };
    let mut headers = vec![
        ("accept", "application/json".to_owned()),
        ("accept-language", context.language.to_owned()),
        ("authorization", format!("Bearer {}", context.token)),
        ("x-api-key", context.api_key.to_owned()),
    ];
    if method != "GET" {
        headers.push(("content-type", "application/json".to_owned()));
    }
    Documented { method, url: format!("{}{path}", context.base_url), headers }
}

fn texts<const N: usize>(texts: [(TextField, &str); N]) -> Record {
    let mut record = Record::default();
    for (text, value) in texts {
        record.texts[text] = Some(value.to_owned());
    }
    record
}

fn phone(number: &str, kind: &str) -> Phone {
    Phone { number: Some(number.into()), kind: Some(kind.into()), ..Phone::default() }
}

fn code(kind: FactLabel, text: &str) -> Fact {
    Fact::new(kind, domain::FactValue::Code(text.to_owned()))
}

fn word(kind: FactLabel, text: &str) -> Fact {
    Fact::new(kind, domain::FactValue::Word(text.to_owned()))
}

fn locale(tag: &str) -> Fact {
    Fact::new(FactLabel("fact.locale"), domain::FactValue::Language(tag.to_owned()))
}

/// The lines of an address that have a value.
fn lines(record: &Record) -> Vec<(AddressLine, &str)> {
    let lines = record.address.iter().flat_map(|address| address.lines.iter());
    lines.filter_map(|(line, value)| Some((line, value.as_deref()?))).collect()
}

async fn view(id: &str, body: &str) -> Profile {
    let server = TestServer::open(&FIXTURE);
    server.set_switches(&json!({"body": body})).await;
    server.sign_in(id).await.view().await.expect("a profile")
}

#[tokio::test]
async fn documented_example_is_read_into_profile() {
    let mut profile = view(TOM, "own").await;
    assert_eq!(
        lines(&profile.record),
        [
            (AddressLine::ZipCode, "75000"),
            (AddressLine::City, "Aix-en-Provence"),
            (AddressLine::CountryCode, "FR"),
        ]
    );
    profile.record.address = None;
    let record = Record {
        phones: Some(vec![phone("0623456789", "MOBILE")]),
        ..texts([
            (TextField::Email, "tom@example.com"),
            (TextField::FirstName, "Tom"),
            (TextField::SecondName, "James"),
            (TextField::ThirdName, "Edward"),
            (TextField::LastName, "Smith"),
            (TextField::BirthCity, "Paris"),
        ])
    };
    assert_eq!(
        profile,
        Profile {
            record,
            facts: vec![code(FactLabel("fact.member-number"), "123456789"), locale("fr-FR")],
            loyalty: Some(Loyalty {
                tier: Some("GOLD".into()),
                previous_tier: Some("SILVER".into()),
                points: Some(1200.0),
                for_life: Some(false),
                for_life_since: None,
            }),
            ..Profile::default()
        }
    );
}

#[tokio::test]
async fn full_profile_fills_every_field() {
    let profile = view(FIXTURE.full, "own").await;
    for field in FIXTURE.fields() {
        assert!(has_value(&profile.record, field), "{field:?} has a value");
    }
    let all = profile.record.address.as_ref().expect("an address");
    assert!(all.lines.iter().all(|(_, line)| line.is_some()), "{all:?}");
    assert_eq!(profile.record.birthdate, PartialDate::new(1979, 2, 14, DateFormat::Compact));
    assert_eq!(
        profile.facts,
        [
            code(FactLabel("fact.member-number"), "801000001"),
            word(FactLabel("fact.gender"), "F"),
            word(FactLabel("fact.customer-type"), "CLIENT"),
            word(FactLabel("fact.customer-status"), "CLIENT"),
            code(FactLabel("fact.filiation-number"), "1"),
            locale("fr-FR"),
            Fact::new(FactLabel("fact.health-pass"), domain::FactValue::Secret("HP-0042-7781".into())),
        ]
    );
}

/// Returns whether the record has a value for the field.
fn has_value(record: &Record, field: Field) -> bool {
    match field {
        Field::Text(text) => record.texts[text].is_some(),
        Field::Birthdate => record.birthdate.is_some(),
        Field::NationalId => record.national_id.is_some(),
        Field::Phones => record.phones.is_some(),
        Field::Address => record.address.is_some(),
        Field::OptIns => record.opt_ins.is_some(),
        Field::DataUse => record.data_use.is_some(),
    }
}

#[tokio::test]
async fn legacy_body_has_email_phone_and_locale() {
    for (id, body) in [("301000009", "own"), (TOM, "legacy")] {
        let profile = view(id, body).await;
        let touched: Vec<Field> = Field::all().filter(|field| has_value(&profile.record, *field)).collect();
        assert_eq!(touched, [Field::Text(TextField::Email), Field::Phones], "{id}");
        assert_eq!(profile.facts, [locale("fr-FR")], "{id}");
    }
}

#[tokio::test]
async fn unknown_codes_and_values_are_kept() {
    let profile = view(FIXTURE.legacy, "own").await;
    let record = profile.record;
    assert_eq!(record.texts[TextField::Civility].as_deref(), Some("MLLE"));
    assert_eq!(record.texts[TextField::SecondName].as_deref(), Some("  Rene\u{301}e "));
    assert_eq!(record.texts[TextField::BirthCity].as_deref(), Some("\u{a0}"));
    assert_eq!(record.birthdate, Some(PartialDate::from_stored("84-1-2".into())));
    let kinds = record.phones.iter().flatten().map(|phone| (phone.number.is_some(), phone.kind.as_deref()));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [(true, Some("MOBILE")), (true, Some("HOME")), (false, Some("OFFICE")), (true, None),]
    );
    let channels = record.opt_ins.iter().flatten().map(|opt_in: &OptIn| opt_in.channel.as_str());
    assert_eq!(channels.collect::<Vec<_>>(), ["FAX", "EMAIL"]);
    assert_eq!(record.national_id.and_then(|id| id.kind).as_deref(), Some("LIBRARY_CARD"));
    assert_eq!(profile.loyalty.and_then(|loyalty| loyalty.tier).as_deref(), Some("BRONZE"));
}

#[tokio::test]
async fn unknown_phone_members_are_sent_back() {
    let server = TestServer::open(&FIXTURE);
    let client = server.sign_in(MANY_PHONES).await;
    let before = client.document().await["phones"].clone();
    let loaded = client.record().await;
    let mut draft = Draft::from(&loaded);
    draft.phones.push(PhoneDraft { number: "999".into(), kind: "HOME".into() });
    let (wanted, problems) = draft.read(&loaded, FIXTURE.vendor.form_rules(), |_| false);
    assert_eq!(problems, []);
    assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted));

    let mut expected = before.as_array().cloned().expect("a list");
    expected.push(json!({"number": "999", "type": "HOME"}));
    assert_eq!(client.document().await["phones"].to_string(), Value::Array(expected).to_string());
}

#[tokio::test]
async fn address_without_country_is_stored_if_vendor_merges_or_replaces() {
    for switches in update_switches() {
        let server = TestServer::open(&FIXTURE);
        server.set_switches(&switches).await;
        let client = server.sign_in(FIXTURE.full).await;
        let loaded = client.record().await;
        let mut draft = Draft::from(&loaded);
        draft.lines[AddressLine::CountryCode].clear();
        let (wanted, _) = draft.read(&loaded, FIXTURE.vendor.form_rules(), |_| false);
        assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted), "{switches}");
    }
}

#[tokio::test]
async fn unreadable_birthdate_can_be_replaced() {
    let server = TestServer::open(&FIXTURE);
    let client = server.sign_in(FIXTURE.legacy).await;
    let loaded = client.record().await;
    let mut draft = Draft::from(&loaded);
    draft.birthdate = Date { year: "1984".into(), month: "1".into(), day: "2".into() };
    let (wanted, problems) = draft.read(&loaded, FIXTURE.vendor.form_rules(), |_| false);
    assert_eq!(problems, []);
    assert_eq!(client.save(&loaded, &wanted).await, Ok(wanted));
}

#[tokio::test]
async fn civilities_follow_request_language() {
    let server = TestServer::open(&FIXTURE);
    let mut client = server.sign_in(TOM).await;
    for (language, label) in [("en-GB", "Mrs"), ("fr-FR", "Madame")] {
        client.language = language;
        let response = client.response(Operation::Civilities).await;
        let titles = carnet::vendor_api::read_civilities(Vendor::CLUBMED, &response).expect("a list");
        let found = titles.iter().find(|title| title.code == "MRS").map(|title| title.label.as_str());
        assert_eq!(found, Some(label));
    }
}

#[test]
fn create_accepts_the_documented_fields() {
    let text = |field: Field| {
        matches!(field, Field::Text(TextField::Civility | TextField::FirstName | TextField::LastName))
    };
    let accepted = [
        "civility",
        "first_name",
        "last_name",
        "unicode_civility",
        "unicode_first_name",
        "unicode_last_name",
        "email",
        "language_code",
        "birthdate",
        "identity",
        "phones",
        "address",
        "optins",
    ];
    let creates: Vec<&str> = Field::all()
        .filter(|field| Vendor::CLUBMED.accepts_on_create(*field))
        .map(|field| FIXTURE.member(field))
        .collect();
    assert_eq!(creates, accepted);
    assert!(Field::all().all(|field| Vendor::CLUBMED.requires(field) == text(field)));
    assert!(Field::all().all(|field| Vendor::CLUBMED.writes(field)), "an update accepts every field");
}

/// Reads a response that the documents allow and the sandbox never sends.
fn read(status: u16, body: &Value) -> Result<Profile, ApiError> {
    read_profile(Vendor::CLUBMED, &Query::default(), &response(status, &body.to_string()))
}

#[test]
fn legacy_member_names_are_read() {
    let record = read(
        200,
        &json!({
            "birthday": "19840101",
            "phone": "+33600000000",
            "identity": {"first_name": "Tom", "last_name": "Smith"},
        }),
    );
    let record = record.expect("a profile").record;
    assert_eq!(record.birthdate, PartialDate::new(1984, 1, 1, DateFormat::Compact));
    assert_eq!(record.phones.map(|phones| phones.len()), Some(1));
    assert_eq!(record.national_id, None, "names in `identity` are no national identifier");

    let half = read(200, &json!({"identity": {"number": "X-17"}})).expect("a profile").record;
    assert_eq!(half.national_id.and_then(|id| id.number).as_deref(), Some("X-17"));
}

#[test]
fn number_for_text_is_read_as_its_digits() {
    let profile = read(200, &json!({"first_name": 7, "gm_number": 22073382, "filiation_number": 1}));
    let profile = profile.expect("a profile");
    assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("7"));
    let facts =
        [code(FactLabel("fact.member-number"), "22073382"), code(FactLabel("fact.filiation-number"), "1")];
    assert_eq!(profile.facts, facts);
}

#[test]
fn previous_tier_none_is_no_tier() {
    let loyalty = |previous: &str| {
        let body = json!({"loyalty_program": {"status": "SILVER", "previous_status": previous}});
        read(200, &body).expect("a profile").loyalty.expect("a programme").previous_tier
    };
    assert_eq!([loyalty("NONE"), loyalty("TURQUOISE")], [None, Some("TURQUOISE".to_owned())]);
}

#[test]
fn missing_opt_in_answer_is_not_agreed() {
    let record = read(200, &json!({"optins": [{"channel": "SMS"}, {"channel": "FAX", "optin": "yes"}]}));
    let record = record.expect("a profile").record;
    let draft = Draft::from(&record);
    assert!(draft.opt_ins.iter().all(|opt_in| !opt_in.agreed) && draft.data_use.is_none());
}

#[test]
fn rejection_with_unknown_key_has_no_path() {
    for key in [
        "",
        ".",
        "[]",
        "/",
        "phones[-1]",
        "phones[99999999999999999999].number",
        "phones.number",
        "optins[x].channel",
        "address.",
        "body",
        "body.body.body",
        "profile.",
        "identity",
        "number",
        "type",
        "💥[0",
        "locale",
    ] {
        let body = json!({"errors": [{"concerned_key": key, "error_description": "No."}]});
        let failure = read(400, &body).expect_err("a rejection");
        assert_eq!(failure.field_errors()[0].text.as_deref(), Some("No."), "{key}");
        let known = ["address.", "identity", "optins[x].channel"].contains(&key);
        assert_eq!(failure.field_errors()[0].path.is_some(), known, "{key}");
    }
}

#[test]
fn rejection_is_read_under_every_documented_member_name() {
    for member in ["concerned_key", "param", "instancePath"] {
        for text in ["error_description", "message"] {
            let body = json!({"errors": [{member: "/email", text: "No."}]});
            let failure = read(400, &body).expect_err("a rejection");
            let error = &failure.field_errors()[0];
            assert_eq!(error.path, Some(FieldPath::Text(TextField::Email)), "{member}");
            assert_eq!(error.text.as_deref(), Some("No."), "{text}");
        }
    }
}
