//! Imprint's API: its customers, and its errors in four shapes. Read only.
//!
//! Route: `GET /v2/customers/{customer_id}`. The vendor's credentials are a partner's secret: the base URL is that of a
//! gateway, which has them and accepts the customer's own token.

use super::{
    Access, Operation, Query, RequestContext, Spec,
    fact_reader::{Decode, Member, Reader, is_empty, raw_value, without},
    status_error,
};
use crate::{
    chunk::in_chunk,
    domain::{
        Address, AddressLine, EnumKey, EnumMap, Fact, FactLabel, FactName, FactValue, Field, FormRules,
        PartialDate, Phone, Profile, Record, Summary, TextField, alpha_2,
    },
    error::{ApiError, FieldError},
    http::{Method, Request, Response, segment},
    json::{self, Json},
};

/// The language of the vendor's messages.
const LANGUAGE: &str = "en";

pub(super) static SPEC: Spec = Spec {
    name: "imprint",
    // An id is opaque: it looks like a UUID, and need not be one.
    accepts_id: |id| !matches!(id, "." | ".."),
    access,
    alternatives: &[],
    hints: &[],
    form_rules: FormRules::UNLIMITED,
    loyalty_tiers: None,
    localizes_responses: false,
    offset_parameter: None,
    read_query: None,
    request,
    check,
    read_profile: |query, body| Box::pin(async { read_in_chunk(query, body).await? }),
    read_created: None,
    read_civilities: None,
};

/// Returns whether the vendor's schema has the field.
fn access(field: Field) -> Access {
    let is_read = match field {
        Field::Text(text) => line(text).is_some(),
        Field::Birthdate | Field::Phones | Field::Address => true,
        Field::NationalId | Field::OptIns | Field::DataUse => false,
    };
    if is_read { Access::ReadOnly } else { Access::Absent }
}

/// Returns the member of a line of text.
fn line(text: TextField) -> Option<&'static str> {
    match text {
        TextField::FirstName => Some("first_name"),
        TextField::LastName => Some("last_name"),
        TextField::Email => Some("email"),
        TextField::Language => Some("preferred_language"),
        TextField::Civility
        | TextField::SecondName
        | TextField::ThirdName
        | TextField::FourthName
        | TextField::UnicodeCivility
        | TextField::UnicodeFirstName
        | TextField::UnicodeSecondName
        | TextField::UnicodeThirdName
        | TextField::UnicodeFourthName
        | TextField::UnicodeLastName
        | TextField::BirthCity
        | TextField::BirthCountry => None,
    }
}

fn request(call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    let Operation::View(customer) = call else { return None };
    let url = format!("{}/v2/customers/{}", access.base_url, segment(customer.as_str()));
    let headers = vec![
        ("accept", "application/json".to_owned()),
        ("authorization", format!("Bearer {}", access.token)),
    ];
    Some(Request { method: Method::Get, url, headers, body: None })
}

/// The members that are read as facts, in the order they are shown.
static MEMBERS: &[Member] = &[
    ("id", FactLabel("fact.customer-number"), Decode::Code),
    ("partner_customer_id", FactLabel("fact.partner-number"), Decode::Code),
    ("ssn4", FactLabel("fact.social-security"), Decode::By(secret)),
    ("created_at", FactLabel("fact.registered"), Decode::Date),
    ("updated_at", FactLabel("fact.updated"), Decode::Moment),
    ("statuses", FactLabel("fact.card-programs"), Decode::By(statuses)),
    ("metadata", FactLabel("fact.metadata"), Decode::Open),
    ("email", FactLabel::DETAILS, Decode::Field),
    ("phone", FactLabel::DETAILS, Decode::Field),
    ("first_name", FactLabel::DETAILS, Decode::Field),
    ("last_name", FactLabel::DETAILS, Decode::Field),
    ("preferred_language", FactLabel::DETAILS, Decode::Field),
    ("date_of_birth", FactLabel::OTHER_FIELDS, Decode::By(unknown_parts)),
    ("address", FactLabel::OTHER_FIELDS, Decode::By(unknown_lines)),
];

in_chunk! {
    imprint: fn read_in_chunk(query: &Query, body: &Json) -> Result<Profile, ApiError> {
        read_profile(query, body)
    }
}

fn read_profile(_: &Query, body: &Json) -> Result<Profile, ApiError> {
    let phone = body.get("phone").text();
    let record = Record {
        texts: EnumMap::new(|text| line(text).and_then(|member| body.get(member).text())),
        birthdate: read_birthdate(body.get("date_of_birth")),
        phones: phone.map(|number| vec![Phone { number: Some(number), ..Phone::default() }]),
        address: read_address(body.get("address")),
        ..Record::default()
    };
    let changed = body.get("updated_at").text();
    let summary = Summary { changed: changed.clone(), ..Summary::default() };
    let mut profile = Profile { record, summary, ..Profile::default() };
    let facts = Reader { table: MEMBERS, response: body }.facts(body);
    let (blocks, lines) = Fact::split(facts, &|fact| fact.value.is_block());
    let (programs, account) = Fact::split(blocks, &|fact| fact.is_any_of(&[FactLabel("fact.card-programs")]));
    profile.programs = programs;
    if !account.is_empty() {
        profile.panels.push(Fact::new(FactLabel::ACCOUNT, FactValue::Facts(account)));
    }
    // The header shows the last change.
    let (_, lines) = Fact::split(lines, &|fact| {
        fact.is_any_of(&[FactLabel("fact.updated")]) && matches!(fact.value, FactValue::Moment(_))
    });
    let (lines, details) = Fact::split(lines, &|fact| {
        fact.is_any_of(&[FactLabel("fact.social-security"), FactLabel("fact.registered")])
    });
    profile.facts = lines;
    if !details.is_empty() {
        profile.facts.push(Fact::new(FactLabel::DETAILS, FactValue::Facts(details)));
    }
    let is_blank = profile.facts.is_empty() && profile.programs.is_empty() && profile.panels.is_empty();
    if is_blank && profile.record == Record::default() && changed.is_none() {
        return Err(ApiError::Unreadable { reason: "the response contains no customer" });
    }
    Ok(profile)
}

/// Reads a date of birth: a text, or an object of parts, each of which can be missing. No part is made up.
fn read_birthdate(date: &Json) -> Option<PartialDate> {
    if !date.is_object() {
        return date.text().map(PartialDate::from_stored);
    }
    let parts = ["year", "month", "day"].map(|member| date.get(member));
    // A part that is not a number becomes 0, which is no valid date: the date is shown as it is written.
    let number = |part: &Json| {
        let whole = part.number().filter(|number| number.fract() == 0.0);
        let whole = whole.filter(|number| (0.0..10_000.0).contains(number)).map(|number| number as u16);
        whole.or_else(|| part.text().map(|_| 0))
    };
    let numbers = parts.map(number);
    let written: Vec<String> = parts.iter().filter_map(|part| part.text()).collect();
    PartialDate::from_parts(numbers, written.join("-"))
}

/// Reads the members of a date of birth other than its parts.
fn unknown_parts(date: &Json, _: &Json) -> Option<FactValue> {
    if !date.is_object() {
        return date.text().is_none().then(|| raw_value(date));
    }
    let unknown = without(date, &|name, value| matches!(name, "year" | "month" | "day") || is_empty(value));
    (!is_empty(&unknown)).then(|| raw_value(&unknown))
}

/// Returns the member of `address` that is a line.
fn line_member(line: AddressLine) -> Option<&'static str> {
    match line {
        AddressLine::Street => Some("street_line1"),
        AddressLine::AddOn => Some("street_line2"),
        AddressLine::City => Some("city"),
        AddressLine::State => Some("state"),
        AddressLine::ZipCode => Some("postal_code"),
        AddressLine::Number
        | AddressLine::Town
        | AddressLine::Country
        | AddressLine::CountryCode
        | AddressLine::Additional1
        | AddressLine::Additional2 => None,
    }
}

/// Reads an address. The country is an alpha-3 code; any other text becomes the country's label.
fn read_address(address: &Json) -> Option<Address> {
    let country = address.get("country").text();
    let code = country.as_deref().and_then(alpha_2);
    let lines = EnumMap::new(|line| match line {
        AddressLine::CountryCode => code.map(str::to_owned),
        AddressLine::Country if code.is_none() => country.clone(),
        line => address.get(line_member(line)?).text(),
    });
    Address { lines }.non_empty()
}

/// Reads the members of an address other than its lines.
fn unknown_lines(address: &Json, _: &Json) -> Option<FactValue> {
    if !address.is_object() {
        return Some(raw_value(address));
    }
    let is_line = |name: &str| AddressLine::ALL.iter().any(|line| line_member(*line) == Some(name));
    let unknown = without(address, &|name, value| name == "country" || is_line(name) || is_empty(value));
    (!is_empty(&unknown)).then(|| raw_value(&unknown))
}

/// Reads the last digits of the social security number as text: they can begin with zeros. Secret whatever its type.
fn secret(digits: &Json, _: &Json) -> Option<FactValue> {
    Some(FactValue::Secret(digits.text().unwrap_or_else(|| json::write(digits))))
}

/// Reads the card programmes: an object of names, each open or closed.
fn statuses(statuses: &Json, _: &Json) -> Option<FactValue> {
    let Json::Members(members) = statuses else { return Some(raw_value(statuses)) };
    let status = |(name, status): &(String, Json)| Fact {
        name: FactName::Raw(name.clone()),
        value: match status {
            Json::Text(code) if !code.is_empty() => FactValue::Word(code.clone()),
            other => raw_value(other),
        },
    };
    Some(FactValue::Facts(members.iter().map(status).collect()))
}

/// Checks a response: any 2xx is a success, but for one whose error is that there is no such customer.
fn check(response: &Response) -> Result<(), ApiError> {
    let body = response.json();
    // The error is the body itself, or its `error`; in a rare third shape `error` is text.
    let wrapped = body.get("error");
    let error = if wrapped.is_object() { wrapped } else { body };
    if error.get("type").text().as_deref() == Some("CUSTOMER_NOT_FOUND_ERROR") {
        return Err(ApiError::NotFound);
    }
    // A 409 is not a failed precondition, since nothing is written here: the vendor's own message says what conflicts.
    let conflicts = response.status == 409;
    match status_error(response) {
        Some(error) if !conflicts => Err(error),
        None if response.status < 300 => Ok(()),
        _ => Err(ApiError::Rejected(field_errors(error))),
    }
}

fn field_errors(error: &Json) -> Vec<FieldError> {
    let field_error = |text: Option<String>| FieldError {
        path: None,
        text,
        language: Some(LANGUAGE.to_owned()),
        suggestions: Vec::new(),
    };
    let details = error.get("details").items().iter().map(Json::text).filter(Option::is_some);
    let mut errors: Vec<FieldError> = details.map(field_error).collect();
    if errors.is_empty() {
        errors.push(field_error(error.get("message").text().or_else(|| error.get("error").text())));
    }
    errors
}
