//! Club Med: what its documents say of the wire, and what the sandbox's customers hold.

use carnet::{
    domain::{
        self, AddressLine, DateFormat, Fact, FactKind, Field, FieldPath, Loyalty, OptIn, PartialDate, Phone,
        Profile, Record, TextField,
    },
    error::ApiError,
    form::{Date, Draft, PhoneDraft},
    vendor_api::{Operation, Query, RequestContext, Vendor, read_profile},
};
use serde_json::{Value, json};

use crate::{
    house::{House, answer},
    vendors::{Documented, Fixture, Lines, Writer},
};

/// The vendor's own example.
pub(crate) const TOM: &str = "123456789";
/// Six phones, two of kinds the documents do not name.
const MANY_PHONES: &str = "301000007";

pub(crate) const FIXTURE: Writer = Writer {
    fixture: Fixture {
        vendor: Vendor::ClubMed,
        name: "clubmed",
        attributes: &[],
        full: "301000001",
        bare: "301000002",
        unknown: "4040404040",
        fields: || Field::all().collect(),
        bodies: || ["own", "full", "sparse", "legacy"].iter().map(|body| json!({"body": body})).collect(),
        sentinels,
        own_failure: |_| None,
        documented: |call, access| Some(documented(call, access)),
        names: NAMES,
        texts: &["address.city", "phones[99999999999999999999].x", "/optins/-1", "[]"],
        open: None,
        // Some of it is for staff alone.
        told_otherwise: |_| true,
    },
    legacy: "301000003",
    readings,
    spellings: || {
        ["dotted", "leaf", "pointer"].iter().map(|spelling| json!({"concerned_key": spelling})).collect()
    },
    creations: || ["schema", "scenario"].iter().map(|answer| json!({"create_answer": answer})).collect(),
    members,
    edit,
    cleared,
    refused,
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
    dates: || vec!["", "?date_format=Y-m-d", "?date_format=ISO"],
    forces: |request| request.url.contains("force_address"),
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

fn readings() -> Vec<Value> {
    let mut readings = Vec::new();
    for address in ["replace", "merge"] {
        for required in ["accept", "refuse"] {
            for answer in ["204", "200"] {
                readings.push(json!({
                    "address": address, "null_for_required_strings": required, "patch_answer": answer,
                }));
            }
        }
    }
    readings
}

fn sentinels() -> Vec<(&'static str, ApiError)> {
    let unreadable = ApiError::Unreadable { reason: "the answer is not JSON" };
    vec![
        ("900000002", ApiError::NotAllowed),
        ("900000003", ApiError::NotFound),
        ("900000004", ApiError::RateLimited { wait: Some(std::time::Duration::from_secs(5)) }),
        ("900000005", ApiError::ServerError { status: 500 }),
        ("900000006", unreadable.clone()),
        ("900000010", ApiError::SignedOut),
        // In a browser the wire meets a broken connection; what did arrive is no document either.
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
        // The vendor shows the same date under an older name too.
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
        Field::DataUse => draft.data_use = !draft.data_use,
    }
}

fn cleared(field: Field) -> Option<Value> {
    match field {
        Field::Text(TextField::Civility | TextField::FirstName | TextField::LastName) => None,
        // Not nullable in the schema but for these two.
        Field::Text(TextField::Email | TextField::BirthCountry) => Some(Value::Null),
        Field::Text(_) => Some(json!("")),
        Field::Birthdate | Field::NationalId | Field::Address => Some(Value::Null),
        Field::Phones => Some(json!([])),
        // An answer can be no, and cannot be taken away.
        Field::OptIns | Field::DataUse => None,
    }
}

fn refused() -> Vec<(Lines, FieldPath)> {
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

fn documented(call: Operation<'_>, access: RequestContext<'_>) -> Documented {
    let forced = |force| if force { "?force_address=true" } else { "" };
    let (method, path) = match call {
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
        ("accept-language", access.language.to_owned()),
        ("authorization", format!("Bearer {}", access.token)),
        ("x-api-key", access.api_key.to_owned()),
    ];
    if method != "GET" {
        headers.push(("content-type", "application/json".to_owned()));
    }
    Documented { method, url: format!("{}{path}", access.base_url), headers }
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

fn code(kind: FactKind, text: &str) -> Fact {
    Fact::new(kind, domain::FactValue::Code(text.to_owned()))
}

fn word(kind: FactKind, text: &str) -> Fact {
    Fact::new(kind, domain::FactValue::Word(text.to_owned()))
}

fn locale(tag: &str) -> Fact {
    Fact::new(FactKind::Locale, domain::FactValue::Language(tag.to_owned()))
}

/// What a profile has on each line of its address.
fn lines(record: &Record) -> Vec<(AddressLine, &str)> {
    let lines = record.address.iter().flat_map(|address| address.lines.iter());
    lines.filter_map(|(line, value)| Some((line, value.as_deref()?))).collect()
}

async fn view(id: &str, body: &str) -> Profile {
    let house = House::open(&FIXTURE);
    house.switch(&json!({"body": body})).await;
    house.sign_in(id).await.view().await.expect("a profile")
}

#[tokio::test]
async fn the_vendors_own_example_lands_in_its_places() {
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
            facts: vec![code(FactKind::MemberNumber, "123456789"), locale("fr-FR")],
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
async fn every_member_of_a_full_profile_lands_in_its_place() {
    let profile = view(FIXTURE.full, "own").await;
    for field in FIXTURE.fields() {
        assert!(stands(&profile.record, field), "{field:?} is read");
    }
    let all = profile.record.address.as_ref().expect("an address");
    assert!(all.lines.iter().all(|(_, line)| line.is_some()), "{all:?}");
    assert_eq!(profile.record.birthdate, PartialDate::new(1979, 2, 14, DateFormat::Compact));
    assert_eq!(
        profile.facts,
        [
            code(FactKind::MemberNumber, "801000001"),
            word(FactKind::Gender, "F"),
            word(FactKind::CustomerType, "CLIENT"),
            word(FactKind::CustomerStatus, "CLIENT"),
            code(FactKind::FiliationNumber, "1"),
            locale("fr-FR"),
            Fact::new(FactKind::HealthPass, domain::FactValue::Secret("HP-0042-7781".into())),
        ]
    );
}

/// Whether the record has a value for the field.
fn stands(record: &Record, field: Field) -> bool {
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
async fn the_oldest_body_has_an_e_mail_address_a_phone_and_a_locale() {
    for (id, body) in [("301000009", "own"), (TOM, "legacy")] {
        let profile = view(id, body).await;
        let touched: Vec<Field> = Field::all().filter(|field| stands(&profile.record, *field)).collect();
        assert_eq!(touched, [Field::Text(TextField::Email), Field::Phones], "{id}");
        assert_eq!(profile.facts, [locale("fr-FR")], "{id}");
    }
}

#[tokio::test]
async fn codes_and_values_nobody_foresaw_survive_as_they_are() {
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
async fn what_else_the_vendor_keeps_with_a_phone_goes_back_with_it() {
    let house = House::open(&FIXTURE);
    let visitor = house.sign_in(MANY_PHONES).await;
    let before = visitor.document().await["phones"].clone();
    let loaded = visitor.record().await;
    let mut draft = Draft::from(&loaded);
    draft.phones.push(PhoneDraft { number: "999".into(), kind: "HOME".into() });
    let (wanted, problems) = draft.read(&loaded, |_| false);
    assert_eq!(problems, []);
    assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted));

    let mut expected = before.as_array().cloned().expect("a list");
    expected.push(json!({"number": "999", "type": "HOME"}));
    assert_eq!(visitor.document().await["phones"].to_string(), Value::Array(expected).to_string());
}

#[tokio::test]
async fn a_country_can_be_taken_off_an_address_under_both_readings() {
    for reading in readings() {
        let house = House::open(&FIXTURE);
        house.switch(&reading).await;
        let visitor = house.sign_in(FIXTURE.full).await;
        let loaded = visitor.record().await;
        let mut draft = Draft::from(&loaded);
        draft.lines[AddressLine::CountryCode].clear();
        let (wanted, _) = draft.read(&loaded, |_| false);
        assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted), "{reading}");
    }
}

#[tokio::test]
async fn a_date_typed_over_one_nobody_can_read_is_stored_as_it_was_sent() {
    let house = House::open(&FIXTURE);
    let visitor = house.sign_in(FIXTURE.legacy).await;
    let loaded = visitor.record().await;
    let mut draft = Draft::from(&loaded);
    draft.birthdate = Date { year: "1984".into(), month: "1".into(), day: "2".into() };
    let (wanted, problems) = draft.read(&loaded, |_| false);
    assert_eq!(problems, []);
    assert_eq!(visitor.save(&loaded, &wanted).await, Ok(wanted));
}

#[tokio::test]
async fn the_titles_are_worded_in_the_language_that_is_spoken() {
    let house = House::open(&FIXTURE);
    let mut visitor = house.sign_in(TOM).await;
    for (language, label) in [("en-GB", "Mrs"), ("fr-FR", "Madame")] {
        visitor.language = language;
        let answer = visitor.answer(Operation::Civilities).await;
        let titles = carnet::vendor_api::read_civilities(Vendor::ClubMed, &answer).expect("a list");
        let found = titles.iter().find(|title| title.code == "MRS").map(|title| title.label.as_str());
        assert_eq!(found, Some(label));
    }
}

#[test]
fn a_new_customer_says_what_the_documents_let_them_say() {
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
        .filter(|field| Vendor::ClubMed.accepts_on_create(*field))
        .map(|field| FIXTURE.member(field))
        .collect();
    assert_eq!(creates, accepted);
    assert!(Field::all().all(|field| Vendor::ClubMed.requires(field) == text(field)));
    assert!(Field::all().all(|field| Vendor::ClubMed.writes(field)), "a change can say all of them");
}

/// A body that documents allow and the sandbox never sends.
fn read_body(status: u16, body: &Value) -> Result<Profile, ApiError> {
    read_profile(Vendor::ClubMed, &Query::default(), &answer(status, &body.to_string()))
}

#[test]
fn what_older_bodies_call_otherwise_is_found() {
    let record = read_body(
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
    assert_eq!(record.national_id, None, "names are no national identifier");

    let half = read_body(200, &json!({"identity": {"number": "X-17"}})).expect("a profile").record;
    assert_eq!(half.national_id.and_then(|id| id.number).as_deref(), Some("X-17"));
}

#[test]
fn a_number_where_a_text_was_promised_is_its_digits() {
    let profile = read_body(200, &json!({"first_name": 7, "gm_number": 22073382, "filiation_number": 1}));
    let profile = profile.expect("a profile");
    assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("7"));
    let facts = [code(FactKind::MemberNumber, "22073382"), code(FactKind::FiliationNumber, "1")];
    assert_eq!(profile.facts, facts);
}

#[test]
fn an_answer_nobody_gave_is_not_a_yes() {
    let record = read_body(200, &json!({"optins": [{"channel": "SMS"}, {"channel": "FAX", "optin": "yes"}]}));
    let record = record.expect("a profile").record;
    let draft = Draft::from(&record);
    assert!(draft.opt_ins.iter().all(|opt_in| !opt_in.agreed) && !draft.data_use);
}

#[test]
fn a_place_nobody_can_find_is_no_place_and_no_panic() {
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
        let failure = read_body(400, &body).expect_err("a refusal");
        assert_eq!(failure.field_errors()[0].text.as_deref(), Some("No."), "{key}");
        let known = ["address.", "identity", "optins[x].channel"].contains(&key);
        assert_eq!(failure.field_errors()[0].place.is_some(), known, "{key}");
    }
}

#[test]
fn a_refusal_is_read_under_every_name_the_documents_give_it() {
    for member in ["concerned_key", "param", "instancePath"] {
        for text in ["error_description", "message"] {
            let body = json!({"errors": [{member: "/email", text: "No."}]});
            let failure = read_body(400, &body).expect_err("a refusal");
            let refusal = &failure.field_errors()[0];
            assert_eq!(refusal.place, Some(FieldPath::Text(TextField::Email)), "{member}");
            assert_eq!(refusal.text.as_deref(), Some("No."), "{text}");
        }
    }
}
