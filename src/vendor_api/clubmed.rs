//! Club Med's customer API: its profiles, patches and errors.
//!
//! Routes: `GET /v2/customers/{id}/profile`, `PATCH /v1/customers/{id}/profile`, `POST /v1/customers`,
//! `GET /v0/civilities`. The read is v2 and the write is v1 because neither has another current version. Dates are
//! requested in the default format, so that the format read is the format written.

use super::{
    Access, Creation, Hint, Operation, Query, RequestContext, Spec, members, put, rest_of, status_error,
    with_rest,
};
use crate::{
    domain::{
        Address, AddressLine, Change, Changes, Civility, CustomerId, DateFormat, DatePart, EnumKey, EnumMap,
        Fact, FactLabel, FactName, FactValue, Field, FieldPath, FormRules, Loyalty, NationalId, OptIn,
        PartialDate, Phone, Profile, Record, TextField,
    },
    error::{ApiError, FieldError},
    http::{Method, Request, Response, segment},
    json::Json,
};

pub(super) static SPEC: Spec = Spec {
    name: "clubmed",
    accepts_id,
    access,
    alternatives: &[[TextField::FirstName, TextField::LastName]],
    hints: &[
        Hint { text: TextField::LastName, key: "hint.one-name", is_for_creation: true },
        Hint { text: TextField::Email, key: "hint.email", is_for_creation: false },
    ],
    form_rules: FormRules {
        text_length: |_| None,
        line_length: |line| Some(line_length(line)),
        phone_kinds: &["MOBILE", "HOME", "OFFICE"],
        national_id_kinds: &[
            "CPF",
            "CUIL",
            "DNI",
            "ID_NUMBER",
            "NATIONAL_REGISTER",
            "SECURITY_NUMBER",
            "TAX_NUMBER",
        ],
        // The documented channels by which a customer is contacted. The others are no such question: `ALL` is any of
        // them, and `CGU_2`, `CONFORMITY`, `PROFILING`, `CLUBMED_PLUS` and `FOSUN_PARTNERS` are consents to texts that the
        // API does not return.
        channels: &["EMAIL", "SMS", "PHONE", "MAIL", "WHATSAPP", "WECHAT"],
        // The languages of the vendor's locales.
        languages: &[
            "AR", "CS", "DA", "DE", "EL", "EN", "ES", "FI", "FR", "HE", "HU", "ID", "IT", "JA", "KO", "MS",
            "NB", "NL", "PL", "PT", "RO", "RU", "SV", "TH", "TR", "UK", "VI", "ZH",
        ],
        // The default of the parameter `date_format`, which no request sets.
        date_format: DateFormat::Compact,
    },
    // Others (`NONE`, `EXCLUDED`, …) are not on the ladder.
    loyalty_tiers: Some(&["TURQUOISE", "SILVER", "GOLD", "PLATINUM"]),
    localizes_responses: false,
    offset_parameter: None,
    read_query: None,
    request,
    check,
    read_profile: |query, body| Box::pin(std::future::ready(read_profile(query, body))),
    read_created: Some(read_created),
    read_civilities: Some(read_civilities),
};

/// Returns the member that holds a line of text in `ProfileModelV2` and `ProfilePatchModelV1` alike, the value that
/// empties it in a patch, and its part in `CreateCustomerModel`.
///
/// The value is `null` if the member is nullable in the schema, otherwise `""`, which both the schema and the written
/// scenario accept.
fn text_member(text: TextField) -> (&'static str, Cleared, Creation) {
    use Cleared::{Empty, Null};
    use Creation::{Omitted, Optional, Required};
    match text {
        TextField::Civility => ("civility", Empty, Required),
        TextField::FirstName => ("first_name", Empty, Required),
        TextField::SecondName => ("second_name", Empty, Omitted),
        TextField::ThirdName => ("third_name", Empty, Omitted),
        TextField::FourthName => ("fourth_name", Empty, Omitted),
        TextField::LastName => ("last_name", Empty, Required),
        TextField::UnicodeCivility => ("unicode_civility", Empty, Optional),
        TextField::UnicodeFirstName => ("unicode_first_name", Empty, Optional),
        TextField::UnicodeSecondName => ("unicode_second_name", Empty, Omitted),
        TextField::UnicodeThirdName => ("unicode_third_name", Empty, Omitted),
        TextField::UnicodeFourthName => ("unicode_fourth_name", Empty, Omitted),
        TextField::UnicodeLastName => ("unicode_last_name", Empty, Optional),
        TextField::BirthCity => ("birth_city", Empty, Omitted),
        TextField::BirthCountry => ("birth_country_code", Null, Omitted),
        TextField::Email => ("email", Null, Optional),
        TextField::Language => ("language_code", Empty, Optional),
    }
}

/// A value that empties a member.
#[derive(Clone, Copy)]
enum Cleared {
    Empty,
    Null,
}

impl From<Cleared> for Json {
    fn from(cleared: Cleared) -> Json {
        match cleared {
            Cleared::Empty => "".into(),
            Cleared::Null => Json::Null,
        }
    }
}

fn member(text: TextField) -> &'static str {
    text_member(text).0
}

/// The member of `address` that holds a line.
fn line_member(line: AddressLine) -> &'static str {
    match line {
        AddressLine::Number => "number",
        AddressLine::Street => "street",
        AddressLine::AddOn => "add_on",
        AddressLine::Town => "town",
        AddressLine::ZipCode => "zip_code",
        AddressLine::City => "city",
        AddressLine::State => "state_or_district",
        AddressLine::Country => "country",
        AddressLine::CountryCode => "country_code",
        AddressLine::Additional1 => "additional_information_1",
        AddressLine::Additional2 => "additional_information_2",
    }
}

/// Returns the maximum number of characters of a line in the vendor's schema.
fn line_length(line: AddressLine) -> usize {
    match line {
        AddressLine::Number | AddressLine::AddOn | AddressLine::ZipCode => 50,
        AddressLine::City => 150,
        AddressLine::CountryCode => 3,
        AddressLine::Street
        | AddressLine::Town
        | AddressLine::State
        | AddressLine::Country
        | AddressLine::Additional1
        | AddressLine::Additional2 => 100,
    }
}

/// Whether the id is a number without a leading zero: `^[1-9][0-9]*$`.
fn accepts_id(id: &str) -> bool {
    !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Every field is a member of `ProfilePatchModelV1`. All can be emptied but a boolean, which is not nullable.
fn access(field: Field) -> Access {
    let (can_clear, creation) = match field {
        Field::Text(text) => (true, text_member(text).2),
        Field::Birthdate | Field::NationalId | Field::Phones | Field::Address | Field::OptIns => {
            (true, Creation::Optional)
        }
        Field::DataUse => (false, Creation::Omitted),
    };
    Access::Write { can_clear, creation }
}

fn request(call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    let base = access.base_url;
    let forced = |force| if force { "?force_address=true" } else { "" };
    let (method, url, body) = match call {
        Operation::View(customer) => {
            (Method::Get, format!("{base}/v2/customers/{}/profile", segment(customer.as_str())), None)
        }
        Operation::Update { customer, changes, force_address, .. } => (
            Method::Patch,
            format!("{base}/v1/customers/{}/profile{}", segment(customer.as_str()), forced(force_address)),
            Some(patch(changes)),
        ),
        Operation::Create { record, force_address } => {
            (Method::Post, format!("{base}/v1/customers{}", forced(force_address)), Some(creation(record)))
        }
        Operation::Civilities => (Method::Get, format!("{base}/v0/civilities"), None),
    };
    let mut headers = vec![
        ("accept", "application/json".to_owned()),
        ("accept-language", access.language.to_owned()),
        ("authorization", format!("Bearer {}", access.token)),
    ];
    // Without a key there is no header: a gateway may add it.
    if !access.api_key.is_empty() {
        headers.push(("x-api-key", access.api_key.to_owned()));
    }
    if body.is_some() {
        headers.push(("content-type", "application/json".to_owned()));
    }
    Some(Request { method, url, headers, body })
}

/// The sparse body of a PATCH: the fields that change and nothing else.
fn patch(changes: &Changes) -> Json {
    let mut body = Vec::new();
    for (text, change) in changes.texts.iter() {
        let (member, cleared, _) = text_member(text);
        put(&mut body, member, change, cleared.into(), |value| value.as_str().into());
    }
    put(&mut body, "birthdate", &changes.birthdate, Json::Null, |date| date.as_str().into());
    put(&mut body, "identity", &changes.national_id, Json::Null, write_national_id);
    put(&mut body, "phones", &changes.phones, Json::List(Vec::new()), |phones| write_phones(phones));
    put(&mut body, "address", &changes.address, Json::Null, write_address);
    put(&mut body, "optins", &changes.opt_ins, Json::List(Vec::new()), |opt_ins| write_opt_ins(opt_ins));
    // It cannot be emptied (`access`), and no control offers to.
    if let Change::Set(allowed) = changes.data_use {
        body.push(("personal_data_usage_allowed".to_owned(), allowed.into()));
    }
    Json::Members(body)
}

/// Returns the body of a POST: the members that have a value.
fn creation(record: &Record) -> Json {
    let changes = crate::domain::between(&Record::default(), record);
    patch(&changes)
}

fn write_national_id(id: &NationalId) -> Json {
    members([("number", id.number.as_deref()), ("type", id.kind.as_deref())])
}

fn write_phones(phones: &[Phone]) -> Json {
    let phone = |phone: &Phone| {
        let written = members([("number", phone.number.as_deref()), ("type", phone.kind.as_deref())]);
        with_rest(written, phone.rest.as_deref())
    };
    Json::List(phones.iter().map(phone).collect())
}

/// Returns the value that empties a line of the address (Club Med API, PATCH): `""` for the country code, which is not
/// nullable in the schema, otherwise `null`.
fn cleared_line(line: AddressLine) -> Json {
    match line {
        AddressLine::CountryCode => "".into(),
        AddressLine::Number
        | AddressLine::Street
        | AddressLine::AddOn
        | AddressLine::Town
        | AddressLine::ZipCode
        | AddressLine::City
        | AddressLine::State
        | AddressLine::Country
        | AddressLine::Additional1
        | AddressLine::Additional2 => Json::Null,
    }
}

/// Writes the whole address, its empty lines included: that is right whether the vendor merges or replaces.
fn write_address(address: &Address) -> Json {
    let write = |(line, value): (AddressLine, &Option<String>)| {
        (line_member(line).to_owned(), value.as_deref().map_or_else(|| cleared_line(line), Json::from))
    };
    Json::Members(address.lines.iter().map(write).collect())
}

/// Writes the whole list, including unknown channels.
fn write_opt_ins(opt_ins: &[OptIn]) -> Json {
    let opt_in = |opt_in: &OptIn| {
        let mut members = vec![("channel".to_owned(), opt_in.channel.as_str().into())];
        let flags = [("optin", opt_in.agreed), ("optin_partners", opt_in.partners)];
        members.extend(flags.into_iter().filter_map(|(name, flag)| Some((name.to_owned(), flag?.into()))));
        with_rest(Json::Members(members), opt_in.rest.as_deref())
    };
    Json::List(opt_ins.iter().map(opt_in).collect())
}

/// A fact: its member, its label, and its value from the text of the member.
type FactRow = (&'static str, FactLabel, fn(String) -> FactValue);

/// The members that are shown as facts, in their order.
static FACTS: &[FactRow] = &[
    ("gm_number", FactLabel("fact.member-number"), FactValue::Code),
    ("gender", FactLabel("fact.gender"), FactValue::Word),
    ("customer_type", FactLabel("fact.customer-type"), FactValue::Word),
    ("customer_status", FactLabel("fact.customer-status"), FactValue::Word),
    ("filiation_number", FactLabel("fact.filiation-number"), FactValue::Code),
    ("locale", FactLabel::LOCALE, FactValue::Language),
    // The older name of `locale`.
    ("language", FactLabel::LOCALE, FactValue::Language),
    ("health_pass_id", FactLabel("fact.health-pass"), FactValue::Secret),
];

fn read_profile(_: &Query, body: &Json) -> Result<Profile, ApiError> {
    let mut profile = Profile { record: read_record(body), ..Profile::default() };
    for &(member, label, value) in FACTS {
        if let Some(text) = body.get(member).text()
            && !profile.facts.iter().any(|fact| fact.name == FactName::Known(label))
        {
            profile.facts.push(Fact::new(label, value(text)));
        }
    }
    profile.loyalty = read_loyalty(body.get("loyalty_program"));
    Ok(profile)
}

fn read_record(body: &Json) -> Record {
    let mut phones: Vec<Phone> = body.get("phones").items().iter().filter_map(read_phone).collect();
    if phones.is_empty() {
        // The oldest responses have one `phone` instead.
        phones.extend(read_phone(body.get("phone")));
    }
    let opt_ins: Vec<OptIn> = body.get("optins").items().iter().filter_map(read_opt_in).collect();
    Record {
        texts: EnumMap::new(|text| body.get(member(text)).text()),
        birthdate: body
            .get("birthdate")
            .text()
            // A deprecated alias, which some responses have alone.
            .or_else(|| body.get("birthday").text())
            .map(PartialDate::from_stored),
        national_id: read_national_id(body.get("identity")),
        phones: (!phones.is_empty()).then_some(phones),
        address: read_address(body.get("address")),
        opt_ins: (!opt_ins.is_empty()).then_some(opt_ins),
        data_use: body.get("personal_data_usage_allowed").flag(),
    }
}

fn read_phone(phone: &Json) -> Option<Phone> {
    if !phone.is_object() {
        return phone.text().map(|number| Phone { number: Some(number), ..Phone::default() });
    }
    Some(Phone {
        number: phone.get("number").text(),
        kind: phone.get("type").text(),
        rest: rest_of(phone, &["number", "type"]),
    })
}

fn read_opt_in(opt_in: &Json) -> Option<OptIn> {
    Some(OptIn {
        channel: opt_in.get("channel").text()?,
        agreed: opt_in.get("optin").flag(),
        partners: opt_in.get("optin_partners").flag(),
        rest: rest_of(opt_in, &["channel", "optin", "optin_partners"]),
    })
}

/// Reads the national identifier. Some responses have the customer's names in `identity`: they are not an identifier.
fn read_national_id(identity: &Json) -> Option<NationalId> {
    let (number, kind) = (identity.get("number").text(), identity.get("type").text());
    (number.is_some() || kind.is_some()).then_some(NationalId { number, kind })
}

fn read_address(address: &Json) -> Option<Address> {
    Address { lines: EnumMap::new(|line| address.get(line_member(line)).text()) }.non_empty()
}

fn read_loyalty(program: &Json) -> Option<Loyalty> {
    program.is_object().then(|| Loyalty {
        tier: program.get("status").text(),
        // Who had no tier before had no previous one.
        previous_tier: program.get("previous_status").text().filter(|tier| tier != "NONE"),
        points: program.get("points").number(),
        for_life: program.get("is_platinum_for_life").flag(),
        for_life_since: program.get("platinum_for_life_since").text(),
    })
}

/// Reads the `id` of the response, its only reliable member; `gm_number` is another number.
fn read_created(body: &Json) -> Option<CustomerId> {
    body.get("id").text().as_deref().and_then(CustomerId::parse)
}

fn read_civilities(civilities: &[Json]) -> Vec<Civility> {
    let civility = |civility: &Json| {
        let code = civility.get("code").text()?;
        Some(Civility { label: civility.get("label").text().unwrap_or_else(|| code.clone()), code })
    };
    civilities.iter().filter_map(civility).collect()
}

/// Checks a response: any 2xx is a success; a 400 or 422 has the reasons in `errors`, or one reason in the body itself.
fn check(response: &Response) -> Result<(), ApiError> {
    if let Some(error) = status_error(response) {
        return Err(error);
    }
    if response.status < 300 {
        return Ok(());
    }
    let body = response.json();
    let mut errors: Vec<FieldError> =
        body.get("errors").items().iter().map(|error| field_error(error, response)).collect();
    if errors.is_empty() {
        errors.push(field_error(body, response));
    }
    Err(ApiError::Rejected(errors))
}

fn field_error(error: &Json, response: &Response) -> FieldError {
    FieldError {
        path: first(error, &["concerned_key", "param", "instancePath"]).and_then(|key| field_path(&key)),
        text: first(error, &["error_description", "message"]),
        language: response.language.clone(),
        suggestions: error.get("valid_values").items().iter().filter_map(read_address).collect(),
    }
}

/// Returns the first of these members that is text.
fn first(error: &Json, members: &[&str]) -> Option<String> {
    members.iter().find_map(|member| error.get(member).text())
}

/// Returns the path that a `concerned_key` names; `None` for an unknown one. The syntax is not documented, so
/// `address.zip_code`, `zip_code`, `/address/zip_code`, `#/address/zip_code`, `$.address['zip_code']` and
/// `phones[0].number` are all accepted.
fn field_path(key: &str) -> Option<FieldPath> {
    let path: Vec<&str> =
        key.split(['.', '/', '[', ']', '#', '$', '\'', '"']).filter(|step| !step.is_empty()).collect();
    let line = |name: &str| AddressLine::ALL.iter().copied().find(|line| line_member(*line) == name);
    match path.as_slice() {
        ["body" | "profile", rest @ ..] if !rest.is_empty() => field_path(&rest.join(".")),
        ["address"] => Some(FieldPath::Address),
        ["address", name] => Some(line(name).map_or(FieldPath::Address, FieldPath::Line)),
        ["phones"] => Some(FieldPath::Phones),
        ["phones", index, rest @ ..] => {
            let index = index.parse().ok()?;
            Some(if rest == ["type"] { FieldPath::PhoneKind(index) } else { FieldPath::PhoneNumber(index) })
        }
        ["optins"] => Some(FieldPath::OptIns),
        ["optins", index, ..] => Some(index.parse().map_or(FieldPath::OptIns, FieldPath::OptIn)),
        ["identity", "type"] => Some(FieldPath::NationalKind),
        ["identity", ..] => Some(FieldPath::NationalNumber),
        ["birthdate" | "birthday"] => Some(FieldPath::Birthdate(None::<DatePart>)),
        ["personal_data_usage_allowed"] => Some(FieldPath::DataUse),
        // Both an address and a national identifier have a `number`: a guess could point at the wrong field.
        ["number"] => None,
        [name] => {
            let text =
                TextField::ALL.iter().copied().find(|text| member(*text) == *name).map(FieldPath::Text);
            text.or_else(|| line(name).map(FieldPath::Line))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::between, http::Body, json};

    fn document(text: &str) -> Json {
        json::parse(text).expect("it is JSON")
    }

    fn response(status: u16, body: &str) -> Response {
        let body = if body.is_empty() { Body::Empty } else { Body::Json(document(body)) };
        Response { status, retry_after: None, language: None, etag: None, body }
    }

    fn body_of(loaded: &Record, wanted: &Record) -> String {
        json::write(&patch(&between(loaded, wanted)))
    }

    #[test]
    fn patch_with_one_changed_text_has_one_member() {
        let loaded = Record::default();
        let mut wanted = loaded.clone();
        wanted.texts[TextField::FirstName] = Some("Tom".into());
        assert_eq!(body_of(&loaded, &wanted), r#"{"first_name":"Tom"}"#);
    }

    #[test]
    fn patch_with_cleared_text_follows_the_schema() {
        for (text, body) in
            [(TextField::Email, r#"{"email":null}"#), (TextField::SecondName, r#"{"second_name":""}"#)]
        {
            let mut loaded = Record::default();
            loaded.texts[text] = Some("x".into());
            assert_eq!(body_of(&loaded, &Record::default()), body);
        }
    }

    #[test]
    fn patch_with_address_has_every_line() {
        let loaded = Record::default();
        let mut wanted = loaded.clone();
        let mut address = Address::default();
        address.lines[AddressLine::City] = Some("Paris".into());
        wanted.address = Some(address);
        assert_eq!(
            body_of(&loaded, &wanted),
            r#"{"address":{"number":null,"street":null,"add_on":null,"town":null,"zip_code":null,"city":"Paris","state_or_district":null,"country":null,"country_code":"","additional_information_1":null,"additional_information_2":null}}"#
        );
    }

    #[test]
    fn patch_with_false_flag_has_the_flag() {
        let loaded = Record { data_use: Some(true), ..Record::default() };
        let wanted = Record { data_use: Some(false), ..Record::default() };
        assert_eq!(body_of(&loaded, &wanted), r#"{"personal_data_usage_allowed":false}"#);
    }

    #[test]
    fn field_path_with_any_known_syntax_is_found() {
        for (key, expected) in [
            ("address.zip_code", Some(FieldPath::Line(AddressLine::ZipCode))),
            ("/address/zip_code", Some(FieldPath::Line(AddressLine::ZipCode))),
            ("#/address/zip_code", Some(FieldPath::Line(AddressLine::ZipCode))),
            ("$.address['zip_code']", Some(FieldPath::Line(AddressLine::ZipCode))),
            ("zip_code", Some(FieldPath::Line(AddressLine::ZipCode))),
            ("address.something_new", Some(FieldPath::Address)),
            ("phones[0].number", Some(FieldPath::PhoneNumber(0))),
            ("/phones/1/type", Some(FieldPath::PhoneKind(1))),
            ("optins[2].channel", Some(FieldPath::OptIn(2))),
            ("identity.number", Some(FieldPath::NationalNumber)),
            ("birthday", Some(FieldPath::Birthdate(None))),
            ("body.email", Some(FieldPath::Text(TextField::Email))),
            ("number", None),
            ("accept-language", None),
            ("", None),
        ] {
            assert_eq!(field_path(key), expected, "{key}");
        }
    }

    #[test]
    fn read_profile_with_oldest_body_is_read() {
        let body =
            r#"{"id":"customer-1","email":"jane@example.com","language":"fr-FR","phone":"+33600000000"}"#;
        let profile = read_profile(&Query::default(), &document(body)).expect("it is a profile");
        assert_eq!(profile.record.texts[TextField::Email].as_deref(), Some("jane@example.com"));
        assert_eq!(profile.record.phones.map(|phones| phones.len()), Some(1));
        assert_eq!(profile.facts, [Fact::new(FactLabel::LOCALE, FactValue::Language("fr-FR".into()))]);
    }

    #[test]
    fn read_profile_with_members_of_wrong_type_reads_the_rest() {
        let body = r#"{"email":{"a":1},"phones":"none","address":[],"optins":[null,{}],"first_name":"Tom"}"#;
        let profile = read_profile(&Query::default(), &document(body)).expect("it is a profile");
        assert_eq!(profile.record.texts[TextField::FirstName].as_deref(), Some("Tom"));
        assert_eq!(profile.record.phones, None);
        assert_eq!(profile.record.opt_ins, None);
    }

    #[test]
    fn check_with_any_2xx_is_success() {
        assert_eq!(check(&response(204, "")), Ok(()));
        assert_eq!(check(&response(200, r#"{"anything":1}"#)), Ok(()));
    }

    #[test]
    fn read_national_id_with_names_returns_none() {
        assert_eq!(read_national_id(&document(r#"{"first_name":"Tom","last_name":"Smith"}"#)), None);
    }

    #[test]
    fn read_created_returns_id_only() {
        let created = read_created(&document(r#"{"id":"123456789","gm_number":"987654321"}"#));
        assert_eq!(created.as_ref().map(CustomerId::as_str), Some("123456789"));
        assert_eq!(read_created(&document(r#"{"gm_number":"987654321"}"#)), None);
    }
}
