//! The vendor of the tests: its fixture, and the app's own save against its server.

use carnet::{
    domain::{AddressLine, EditScope, EnumKey as _, Field, FieldPath, Record, Section, TextField, between},
    error::ApiError,
    form::{Date, Draft, PhoneDraft},
    journey::{Message, Page},
    route::Route,
    vendor_api::{Operation, RequestContext, read_saved},
};
use serde_json::{Value, json};

pub(crate) use crate::sample_vendor::VENDOR;
use crate::{
    app::App,
    sample_server,
    test_server::TestServer,
    vendors::{Documented, Fixture, Writer},
};

const ADA: &str = "C-1001";
/// A customer without a date of birth.
const BO: &str = "C-1002";
/// A customer whose date of birth is a year, and with values that today's rules would reject.
const RENEE: &str = "C-1003";

pub(crate) const FIXTURE: Writer = Writer {
    fixture: Fixture {
        vendor: VENDOR,
        server: sample_server::open,
        name: "sample",
        attributes: &[],
        full: ADA,
        sparse: BO,
        unknown_id: "C-404",
        fields: || Field::all().filter(|field| !members(*field).is_empty()).collect(),
        body_switches: no_switches,
        failing_customers: || vec![(sample_server::BROKEN, ApiError::ServerError { status: 500 })],
        special_error: |_| None,
        documented,
        names: &[
            "givenName",
            "familyName",
            "contactEmail",
            "preferredLanguage",
            "dateOfBirth",
            "phones",
            "postalAddress",
            "customerId",
            "registeredAt",
            "value",
            "label",
            "city",
            "countryCode",
            "errors",
            "pointer",
            "detail",
        ],
        texts: &["/postalAddress/city", "/phones/99999999999999999999", "/", "C-1001"],
        free_form_member: None,
        shown_elsewhere: |_| true,
    },
    legacy: RENEE,
    update_switches: no_switches,
    // RFC 7396 says that an object is merged.
    address_switches: no_switches,
    requires_version: true,
    error_path_switches: no_switches,
    create_switches: no_switches,
    members,
    edit,
    cleared: |field| match field {
        Field::Text(TextField::FirstName | TextField::LastName) => None,
        Field::Text(_) | Field::Birthdate | Field::Phones | Field::Address => Some(Value::Null),
        Field::NationalId | Field::OptIns | Field::DataUse => None,
    },
    rejected_addresses: Vec::new,
    checks: |field| !matches!(field, Field::Text(TextField::SecondName | TextField::BirthCity)),
    read_only: &["customerId", "registeredAt"],
    date_queries: || vec![""],
    forces_address: |_| false,
};

fn no_switches() -> Vec<Value> {
    vec![json!({})]
}

fn members(field: Field) -> &'static [&'static str] {
    match field {
        Field::Text(text) => match text {
            TextField::FirstName => &["givenName"],
            TextField::SecondName => &["middleName"],
            TextField::LastName => &["familyName"],
            TextField::BirthCity => &["placeOfBirth"],
            TextField::Email => &["contactEmail"],
            TextField::Language => &["preferredLanguage"],
            _ => &[],
        },
        Field::Birthdate => &["dateOfBirth"],
        Field::Phones => &["phones"],
        Field::Address => &["postalAddress"],
        Field::NationalId | Field::OptIns | Field::DataUse => &[],
    }
}

fn edit(draft: &mut Draft, field: Field) {
    match field {
        Field::Text(text) => {
            draft.texts[text] = match text {
                TextField::Email => "new@example.org",
                TextField::Language => "fr",
                _ => "Ōé d’\"X\" 名 <&>",
            }
            .into();
        }
        Field::Birthdate => {
            draft.birthdate = Date { year: "2000".into(), month: "02".into(), day: "29".into() };
        }
        Field::Phones => {
            draft.phones.insert(0, PhoneDraft { number: "(00) 33 6".into(), kind: "cell".into() });
        }
        Field::Address => {
            draft.lines[AddressLine::Street] = "13 ter, rue X".into();
            draft.lines[AddressLine::AddOn].clear();
            draft.lines[AddressLine::CountryCode] = "FR".into();
        }
        Field::NationalId | Field::OptIns | Field::DataUse => {}
    }
}

fn documented(operation: Operation<'_>, context: RequestContext<'_>) -> Option<Documented> {
    let (method, path, content_type) = match operation {
        Operation::View(id) => ("GET", format!("/customers/{}", id.as_str()), None),
        Operation::Update { customer, .. } => {
            ("PATCH", format!("/customers/{}", customer.as_str()), Some("application/merge-patch+json"))
        }
        Operation::Create { .. } => ("POST", "/customers".to_owned(), Some("application/json")),
        Operation::Civilities => return None,
    };
    let mut headers = vec![
        ("accept", "application/json".to_owned()),
        ("authorization", format!("Bearer {}", context.token)),
    ];
    headers.extend(content_type.map(|content_type| ("content-type", content_type.to_owned())));
    if let Operation::Update { version: Some(version), .. } = operation {
        headers.push(("if-match", version.to_owned()));
    }
    Some(Documented { method, url: format!("{}{path}", context.base_url), headers })
}

/// Types into the form of a section, reviews the change and saves it.
async fn save(app: &mut App, section: Section, edit: impl Fn(&mut Draft)) {
    app.send(Message::Go(Route::Edit(app.open_profile().customer.clone(), EditScope::Section(section))));
    let mut draft = Draft::from(&app.form.loaded);
    edit(&mut draft);
    let required = |field| VENDOR.requires_in_update(field, |text| !draft.texts[text].is_empty());
    let (wanted, problems) = draft.read(&app.form.loaded, VENDOR.form_rules(), required);
    assert_eq!(problems, []);
    app.form.wanted = wanted;
    app.send(Message::Review);
    app.press(Message::Save).await;
}

fn named(name: &'static str) -> impl Fn(&mut Draft) {
    move |draft| draft.texts[TextField::FirstName] = name.to_owned()
}

fn set(text: TextField, value: &'static str) -> impl Fn(&mut Record) {
    move |record| record.texts[text] = Some(value.to_owned())
}

async fn document(app: &App, customer: &str) -> serde_json::Map<String, Value> {
    app.server.sign_in(customer).await.document().await
}

/// The statuses of the patches.
async fn statuses(app: &App) -> Vec<u64> {
    app.sent("PATCH").await.iter().filter_map(|request| request["status"].as_u64()).collect()
}

#[tokio::test(start_paused = true)]
async fn save_sends_a_merge_patch_for_the_version_and_reads_it_back() {
    let mut app = App::open(&FIXTURE, ADA).await;
    save(&mut app, Section::Identity, named("Augusta")).await;
    assert_eq!(app.describe(), "profile, saved, read back");
    let profile = &app.open_profile().profile;
    assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("Augusta"));
    assert_eq!(profile.version.as_deref(), Some("\"2\""));
    let patch = app.server.only_write().await;
    assert_eq!(patch["body"], json!({"givenName": "Augusta"}));
    assert_eq!(patch["headers"]["content-type"], "application/merge-patch+json");
    assert_eq!(patch["headers"]["if-match"], "\"1\"");
}

#[tokio::test(start_paused = true)]
async fn save_of_field_changed_by_others_is_a_conflict_and_sends_nothing() {
    let mut app = App::open(&FIXTURE, ADA).await;
    app.change_elsewhere(ADA, set(TextField::FirstName, "Annabella")).await;
    app.forget().await;
    save(&mut app, Section::Identity, named("Augusta")).await;
    let Page::Conflict { conflict, .. } = &app.open_profile().page else { panic!("{}", app.describe()) };
    assert_eq!(conflict.fields, [Field::Text(TextField::FirstName)]);
    assert_eq!(statuses(&app).await, [0; 0]);
}

#[tokio::test(start_paused = true)]
async fn save_starts_over_when_the_profile_changed_meanwhile() {
    let mut app = App::open(&FIXTURE, ADA).await;
    app.network.overtaken_by.replace(Some(Box::new(set(TextField::BirthCity, "Paris"))));
    save(&mut app, Section::Identity, named("Augusta")).await;
    assert_eq!(app.report().remote_changes(), [Field::Text(TextField::BirthCity)], "the customer is told");
    let texts = app.stored(ADA).await.texts;
    assert_eq!(texts[TextField::FirstName].as_deref(), Some("Augusta"));
    assert_eq!(texts[TextField::BirthCity].as_deref(), Some("Paris"), "it is not overwritten");
    assert_eq!(statuses(&app).await, [200, 412, 200], "the other's, ours too late, ours again");
}

#[tokio::test(start_paused = true)]
async fn cleared_fields_are_removed_from_the_document_and_restored_by_undo() {
    let mut app = App::open(&FIXTURE, ADA).await;
    let before = document(&app, ADA).await;
    app.forget().await;
    let clear = |draft: &mut Draft| {
        draft.texts[TextField::Email].clear();
        draft.phones.clear();
    };
    save(&mut app, Section::Contact, clear).await;
    assert_eq!(app.server.only_write().await["body"], json!({"contactEmail": null, "phones": null}));
    let after = document(&app, ADA).await;
    let removed: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    assert_eq!(removed, ["contactEmail", "phones"]);
    app.press(Message::Undo).await;
    assert_eq!(document(&app, ADA).await, before);

    app.forget().await;
    save(&mut app, Section::Address, |draft| draft.lines = Default::default()).await;
    assert_eq!(app.server.only_write().await["body"], json!({"postalAddress": null}));
    app.press(Message::Undo).await;
    assert_eq!(document(&app, ADA).await, before);
}

#[tokio::test(start_paused = true)]
async fn cleared_address_line_is_removed_from_the_nested_object() {
    let mut app = App::open(&FIXTURE, ADA).await;
    save(&mut app, Section::Address, |draft| draft.lines[AddressLine::AddOn].clear()).await;
    assert_eq!(app.describe(), "profile, saved, read back");
    let address = &document(&app, ADA).await["postalAddress"];
    assert_eq!((address.get("unit"), &address["city"]), (None, &json!("London")));
}

#[tokio::test(start_paused = true)]
async fn new_date_is_written_in_the_vendors_format() {
    // Where no date is stored, and where only a year is.
    for customer in [BO, RENEE] {
        let mut app = App::open(&FIXTURE, customer).await;
        let date = Date { year: "1984".into(), month: "3".into(), day: "7".into() };
        save(&mut app, Section::Identity, |draft| draft.birthdate = date.clone()).await;
        assert_eq!(app.describe(), "profile, saved, read back", "{customer}");
        assert_eq!(document(&app, customer).await["dateOfBirth"], "1984-03-07", "{customer}");
    }
}

#[tokio::test(start_paused = true)]
async fn rejection_is_shown_at_the_control_of_its_pointer() {
    let mut app = App::open(&FIXTURE, ADA).await;
    let edit = |draft: &mut Draft| draft.texts[TextField::Email] = "ada@localhost".into();
    save(&mut app, Section::Contact, edit).await;
    assert_eq!(app.describe(), "form, with the reasons");
    assert_eq!(app.form.rejected[0].path, Some(FieldPath::Text(TextField::Email)));
    assert_eq!(app.form.rejected[0].text.as_deref(), Some("This is no email address."));
}

#[tokio::test]
async fn update_without_version_is_rejected() {
    let server = TestServer::open(&FIXTURE);
    let client = server.sign_in(ADA).await;
    let loaded = client.record().await;
    let mut draft = Draft::from(&loaded);
    edit(&mut draft, Field::Text(TextField::BirthCity));
    let (wanted, _) = draft.read(&loaded, VENDOR.form_rules(), |_| false);
    let changes = between(&loaded, &wanted);
    let update =
        Operation::Update { customer: &client.id, changes: &changes, version: None, force_address: false };
    let response = client.response(update).await;
    assert_eq!(read_saved(VENDOR, &response), Err(ApiError::ServerError { status: 428 }));
}

#[test]
fn form_follows_the_rules_of_the_vendor() {
    let mut draft = Draft::default();
    draft.texts[TextField::Email] = format!("{}@example.com", "a".repeat(60));
    draft.lines[AddressLine::ZipCode] = "1".repeat(13);
    let (_, problems) = draft.read(&Record::default(), VENDOR.form_rules(), |field| VENDOR.requires(field));
    let found: Vec<_> = problems.iter().map(|problem| (problem.path, problem.key, problem.limit)).collect();
    assert_eq!(
        found,
        [
            (FieldPath::Text(TextField::FirstName), "problem.first-name", None),
            (FieldPath::Text(TextField::LastName), "problem.last-name", None),
            (FieldPath::Text(TextField::Email), "problem.too-long", Some(60)),
            (FieldPath::Line(AddressLine::ZipCode), "problem.too-long", Some(12)),
        ]
    );
    let names = [TextField::FirstName, TextField::LastName];
    assert!(names.iter().all(|name| VENDOR.requires_in_update(Field::Text(*name), |_| true)), "both names");
    let lines = AddressLine::ALL.iter().filter(|line| FIXTURE.has_line(**line)).count();
    assert_eq!((lines, VENDOR.has_civilities(), VENDOR.loyalty_tiers()), (7, false, None));
}
