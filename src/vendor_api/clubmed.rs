//! Club Med's customer API: its profiles, patches and errors.
//!
//! Routes: `GET /v2/customers/{id}/profile`, `PATCH /v1/customers/{id}/profile`, `POST /v1/customers`,
//! `GET /v0/civilities`. The read is v2 and the write is v1 because neither has another current version. Dates are
//! requested in the default format, so that the format read is the format written.

use super::{Operation, RequestContext, document, object, status_error};
use crate::{
    domain::{
        Address, AddressLine, Change, Changes, Civility, CustomerId, DatePart, EnumKey, EnumMap, Fact,
        FactKind, FactName, FactValue, Field, FieldPath, Loyalty, NationalId, OptIn, PartialDate, Phone,
        Profile, Record, TextField,
    },
    error::{ApiError, FieldError},
    http::{Body, Method, Request, Response, segment},
    json::{self, Json},
};

/// The member that holds a line of text, in `ProfileModelV2` and `ProfilePatchModelV1` alike.
fn member(text: TextField) -> &'static str {
    match text {
        TextField::Civility => "civility",
        TextField::FirstName => "first_name",
        TextField::SecondName => "second_name",
        TextField::ThirdName => "third_name",
        TextField::FourthName => "fourth_name",
        TextField::LastName => "last_name",
        TextField::UnicodeCivility => "unicode_civility",
        TextField::UnicodeFirstName => "unicode_first_name",
        TextField::UnicodeSecondName => "unicode_second_name",
        TextField::UnicodeThirdName => "unicode_third_name",
        TextField::UnicodeFourthName => "unicode_fourth_name",
        TextField::UnicodeLastName => "unicode_last_name",
        TextField::BirthCity => "birth_city",
        TextField::BirthCountry => "birth_country_code",
        TextField::Email => "email",
        TextField::Language => "language_code",
    }
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

/// Whether the id is a number without a leading zero: `^[1-9][0-9]*$`.
pub(super) fn accepts(customer: &CustomerId) -> bool {
    let id = customer.as_str();
    !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true: every field is a member of `ProfilePatchModelV1`.
pub(super) fn writes(_: Field) -> bool {
    true
}

/// Whether a patch can empty the field: all but a boolean, which is not nullable in `ProfilePatchModelV1`.
pub(super) fn clears(field: Field) -> bool {
    match field {
        Field::Text(_)
        | Field::Birthdate
        | Field::NationalId
        | Field::Phones
        | Field::Address
        | Field::OptIns => true,
        Field::DataUse => false,
    }
}

/// Returns the value that empties a line of text in a patch (Club Med API, PATCH): `null` if the member is nullable in
/// the schema, otherwise `""`, which both the schema and the written scenario accept.
fn cleared(text: TextField) -> Json {
    match text {
        TextField::BirthCountry | TextField::Email => Json::Null,
        TextField::Civility
        | TextField::FirstName
        | TextField::SecondName
        | TextField::ThirdName
        | TextField::FourthName
        | TextField::LastName
        | TextField::UnicodeCivility
        | TextField::UnicodeFirstName
        | TextField::UnicodeSecondName
        | TextField::UnicodeThirdName
        | TextField::UnicodeFourthName
        | TextField::UnicodeLastName
        | TextField::BirthCity
        | TextField::Language => "".into(),
    }
}

/// Whether the field is a member of `CreateCustomerModel`.
pub(super) fn accepts_on_create(field: Field) -> bool {
    match field {
        Field::Text(text) => match text {
            TextField::Civility
            | TextField::FirstName
            | TextField::LastName
            | TextField::UnicodeCivility
            | TextField::UnicodeFirstName
            | TextField::UnicodeLastName
            | TextField::Email
            | TextField::Language => true,
            TextField::SecondName
            | TextField::ThirdName
            | TextField::FourthName
            | TextField::UnicodeSecondName
            | TextField::UnicodeThirdName
            | TextField::UnicodeFourthName
            | TextField::BirthCity
            | TextField::BirthCountry => false,
        },
        Field::Birthdate | Field::NationalId | Field::Phones | Field::Address | Field::OptIns => true,
        Field::DataUse => false,
    }
}

/// Whether the field is a required member of `CreateCustomerModel`.
pub(super) fn requires(field: Field) -> bool {
    match field {
        Field::Text(text) => match text {
            TextField::Civility | TextField::FirstName | TextField::LastName => true,
            TextField::SecondName
            | TextField::ThirdName
            | TextField::FourthName
            | TextField::UnicodeCivility
            | TextField::UnicodeFirstName
            | TextField::UnicodeSecondName
            | TextField::UnicodeThirdName
            | TextField::UnicodeFourthName
            | TextField::UnicodeLastName
            | TextField::BirthCity
            | TextField::BirthCountry
            | TextField::Email
            | TextField::Language => false,
        },
        Field::Birthdate
        | Field::NationalId
        | Field::Phones
        | Field::Address
        | Field::OptIns
        | Field::DataUse => false,
    }
}

pub(super) fn request(call: Operation<'_>, access: RequestContext<'_>) -> Request {
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
        ("x-api-key", access.api_key.to_owned()),
    ];
    if body.is_some() {
        headers.push(("content-type", "application/json".to_owned()));
    }
    // No version is documented. If a response has one all the same, the write is conditional on it (RFC 9110, 13.1.1).
    if let Operation::Update { version: Some(version), .. } = call {
        headers.push(("if-match", version.to_owned()));
    }
    Request { method, url, headers, body }
}

/// The sparse body of a PATCH: the fields that change and nothing else.
fn patch(changes: &Changes) -> Json {
    let mut body = Vec::new();
    for (text, change) in changes.texts.iter() {
        put(&mut body, member(text), change, cleared(text), |value| value.as_str().into());
    }
    put(&mut body, "birthdate", &changes.birthdate, Json::Null, |date| date.as_str().into());
    put(&mut body, "identity", &changes.national_id, Json::Null, write_national_id);
    put(&mut body, "phones", &changes.phones, Json::List(Vec::new()), |phones| write_phones(phones));
    put(&mut body, "address", &changes.address, Json::Null, write_address);
    put(&mut body, "optins", &changes.opt_ins, Json::List(Vec::new()), |opt_ins| write_opt_ins(opt_ins));
    // It cannot be emptied (`clears`), and no control offers to.
    if let Change::Set(allowed) = changes.data_use {
        body.push(("personal_data_usage_allowed".to_owned(), allowed.into()));
    }
    Json::Members(body)
}

fn put<T>(
    body: &mut Vec<(String, Json)>,
    member: &str,
    change: &Change<T>,
    cleared: Json,
    write: impl FnOnce(&T) -> Json,
) {
    let value = match change {
        Change::Keep => return,
        Change::Clear => cleared,
        Change::Set(value) => write(value),
    };
    body.push((member.to_owned(), value));
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

/// Adds the other members that the vendor stores in the object (`rest_of`).
fn with_rest(mut written: Json, rest: Option<&str>) -> Json {
    if let (Json::Members(written), Some(Json::Members(rest))) = (&mut written, rest.and_then(json::parse)) {
        written.extend(rest);
    }
    written
}

/// Returns the members of an object that are not `known`, as JSON text; `None` if it has no other.
fn rest_of(object: &Json, known: &[&str]) -> Option<String> {
    let Json::Members(members) = object else { return None };
    let others = members.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    let rest: Vec<(String, Json)> = others.cloned().collect();
    if rest.is_empty() { None } else { json::write(&Json::Members(rest)) }
}

/// Returns an object of the members that have a value.
fn members<const N: usize>(members: [(&str, Option<&str>); N]) -> Json {
    let present = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
    Json::Members(present.collect())
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

pub(super) fn read_profile(response: &Response) -> Result<Profile, ApiError> {
    check(response)?;
    let body = object(response)?;
    let facts = [
        (FactKind::MemberNumber, "gm_number"),
        (FactKind::Gender, "gender"),
        (FactKind::CustomerType, "customer_type"),
        (FactKind::CustomerStatus, "customer_status"),
        (FactKind::FiliationNumber, "filiation_number"),
        (FactKind::Locale, "locale"),
        (FactKind::Locale, "language"),
        (FactKind::HealthPass, "health_pass_id"),
    ];
    // `If-Match` never matches a weak version (RFC 9110, 13.1.1).
    let version = response.etag.clone().filter(|etag| etag.starts_with('"'));
    let mut profile = Profile { record: read_record(body), version, ..Profile::default() };
    for (kind, name) in facts {
        if let Some(text) = body.get(name).text()
            // `language` is the older name of `locale`.
            && !profile.facts.iter().any(|fact| fact.name == FactName::Known(kind))
        {
            let value = match kind {
                FactKind::MemberNumber | FactKind::FiliationNumber => FactValue::Code(text),
                FactKind::Locale => FactValue::Language(text),
                FactKind::HealthPass => FactValue::Secret(text),
                _ => FactValue::Word(text),
            };
            profile.facts.push(Fact::new(kind, value));
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
        previous_tier: program.get("previous_status").text(),
        points: program.get("points").number(),
        for_life: program.get("is_platinum_for_life").flag(),
        for_life_since: program.get("platinum_for_life_since").text(),
    })
}

/// Reads the `id` of the response, its only reliable member; `gm_number` is another number.
pub(super) fn read_created(response: &Response) -> Result<CustomerId, ApiError> {
    check(response)?;
    let id = object(response)?.get("id").text();
    id.as_deref()
        .and_then(CustomerId::parse)
        .ok_or(ApiError::Unreadable { reason: "the response to the creation has no id" })
}

pub(super) fn read_civilities(response: &Response) -> Result<Vec<Civility>, ApiError> {
    check(response)?;
    let Json::List(civilities) = document(response)? else {
        return Err(ApiError::Unreadable { reason: "the response is JSON but not an array" });
    };
    Ok(civilities
        .iter()
        .filter_map(|civility| {
            let code = civility.get("code").text()?;
            Some(Civility { label: civility.get("label").text().unwrap_or_else(|| code.clone()), code })
        })
        .collect())
}

/// Checks the response to a patch: any 2xx is a success (Club Med API: 204), with a JSON document or no body. A page of
/// HTML is no response of the vendor, but of a proxy in between: whether the vendor got the patch is unknown.
pub(super) fn read_saved(response: &Response) -> Result<(), ApiError> {
    check(response)?;
    if response.body == Body::Other { Err(ApiError::OutcomeUnknown) } else { Ok(()) }
}

/// Checks a response: any 2xx is a success; a 400 or 422 has the reasons in `errors`, or one reason in the body itself.
pub(super) fn check(response: &Response) -> Result<(), ApiError> {
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
    use crate::{domain::between, http::Body};

    fn document(text: &str) -> Json {
        json::parse(text).expect("it is JSON")
    }

    fn response(status: u16, body: &str) -> Response {
        let body = if body.is_empty() { Body::Empty } else { Body::Json(document(body)) };
        Response { status, retry_after: None, language: None, etag: None, body }
    }

    fn body_of(loaded: &Record, wanted: &Record) -> String {
        json::write(&patch(&between(loaded, wanted))).expect("it is JSON")
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
        let profile = read_profile(&response(200, body)).expect("it is a profile");
        assert_eq!(profile.record.texts[TextField::Email].as_deref(), Some("jane@example.com"));
        assert_eq!(profile.record.phones.map(|phones| phones.len()), Some(1));
        assert_eq!(profile.facts, [Fact::new(FactKind::Locale, FactValue::Language("fr-FR".into()))]);
    }

    #[test]
    fn read_profile_with_members_of_wrong_type_reads_the_rest() {
        let body = r#"{"email":{"a":1},"phones":"none","address":[],"optins":[null,{}],"first_name":"Tom"}"#;
        let profile = read_profile(&response(200, body)).expect("it is a profile");
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
    fn read_saved_with_page_of_html_is_outcome_unknown() {
        assert_eq!(read_saved(&response(204, "")), Ok(()));
        assert_eq!(read_saved(&response(200, "{}")), Ok(()));
        let page = Response { body: Body::Other, ..response(200, "") };
        assert_eq!(read_saved(&page), Err(ApiError::OutcomeUnknown));
    }

    #[test]
    fn read_national_id_with_names_returns_none() {
        assert_eq!(read_national_id(&document(r#"{"first_name":"Tom","last_name":"Smith"}"#)), None);
    }

    #[test]
    fn read_created_returns_id_only() {
        let created = read_created(&response(201, r#"{"id":"123456789","gm_number":"987654321"}"#));
        assert_eq!(created.as_ref().map(CustomerId::as_str), Ok("123456789"));
        assert!(read_created(&response(201, r#"{"gm_number":"987654321"}"#)).is_err());
    }
}
