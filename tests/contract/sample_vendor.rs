//! A vendor that only the tests have. It shows that a vendor needs one file: nothing in `src/` names it.
//!
//! Routes: `GET` and `PATCH /customers/{id}`, `POST /customers`. A change is a JSON merge patch (RFC 7396): `null` removes
//! a member. Each response to a view has a strong `ETag`, and each patch needs `If-Match`. Dates are ISO 8601. There are
//! no forms of address. Errors are problem details (RFC 9457) with a JSON pointer for each wrong member.

use carnet::{
    domain::{
        Address, AddressLine, Change, Changes, CustomerId, DateFormat, EnumKey as _, EnumMap, Fact,
        FactLabel, FactValue, Field, FieldPath, FormRules, PartialDate, Phone, Profile, Record, TextField,
        between,
    },
    error::{ApiError, FieldError},
    http::{Method, Request, Response, segment},
    json::Json,
    vendor_api::{
        Access, Creation, Operation, Query, RequestContext, Spec, Vendor, members, put, rest_of,
        status_error, with_rest,
    },
};

/// The vendor, as the app's functions take it.
pub(crate) const VENDOR: Vendor = Vendor::new(&SPEC);

static SPEC: Spec = Spec {
    name: "sample",
    // `C-` and digits.
    accepts_id: |id| {
        id.strip_prefix("C-").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    },
    access,
    alternatives: &[],
    hints: &[],
    form_rules: FormRules {
        text_length: |text| (text == TextField::Email).then_some(60),
        line_length: |line| line_member(line).map(|(_, length)| length),
        phone_kinds: &["cell", "landline"],
        national_id_kinds: &[],
        channels: &[],
        languages: &["de", "en", "fr"],
        date_format: DateFormat::Dashed,
    },
    loyalty_tiers: None,
    localizes_responses: false,
    offset_parameter: None,
    read_query: None,
    request,
    check,
    read_profile: |query, body| Box::pin(std::future::ready(read_profile(query, body))),
    read_created: Some(|body| body.get("customerId").text().as_deref().and_then(CustomerId::parse)),
    read_civilities: None,
};

/// Returns the member that holds a line of text, and its part in the creation of a customer.
fn text_member(text: TextField) -> Option<(&'static str, Creation)> {
    match text {
        TextField::FirstName => Some(("givenName", Creation::Required)),
        TextField::SecondName => Some(("middleName", Creation::Omitted)),
        TextField::LastName => Some(("familyName", Creation::Required)),
        TextField::BirthCity => Some(("placeOfBirth", Creation::Omitted)),
        TextField::Email => Some(("contactEmail", Creation::Optional)),
        TextField::Language => Some(("preferredLanguage", Creation::Optional)),
        TextField::Civility
        | TextField::ThirdName
        | TextField::FourthName
        | TextField::UnicodeCivility
        | TextField::UnicodeFirstName
        | TextField::UnicodeSecondName
        | TextField::UnicodeThirdName
        | TextField::UnicodeFourthName
        | TextField::UnicodeLastName
        | TextField::BirthCountry => None,
    }
}

/// Returns the member of `postalAddress` that holds a line, and its maximum number of characters.
fn line_member(line: AddressLine) -> Option<(&'static str, usize)> {
    match line {
        AddressLine::Street => Some(("street", 80)),
        AddressLine::AddOn => Some(("unit", 20)),
        AddressLine::Town => Some(("district", 40)),
        AddressLine::ZipCode => Some(("postcode", 12)),
        AddressLine::City => Some(("city", 40)),
        AddressLine::State => Some(("region", 40)),
        AddressLine::CountryCode => Some(("countryCode", 2)),
        AddressLine::Number | AddressLine::Country | AddressLine::Additional1 | AddressLine::Additional2 => {
            None
        }
    }
}

fn access(field: Field) -> Access {
    let creation = match field {
        Field::Text(text) => text_member(text).map(|(_, creation)| creation),
        Field::Birthdate | Field::Phones | Field::Address => Some(Creation::Optional),
        Field::NationalId | Field::OptIns | Field::DataUse => None,
    };
    creation.map_or(Access::Absent, |creation| Access::Write {
        can_clear: creation != Creation::Required,
        creation,
    })
}

fn request(call: Operation<'_>, access: RequestContext<'_>) -> Option<Request> {
    let base = access.base_url;
    let one = |customer: &CustomerId| format!("{base}/customers/{}", segment(customer.as_str()));
    let (method, url, content) = match call {
        Operation::View(customer) => (Method::Get, one(customer), None),
        Operation::Update { customer, changes, .. } => {
            (Method::Patch, one(customer), Some(("application/merge-patch+json", patch(changes))))
        }
        Operation::Create { record, .. } => {
            let body = patch(&between(&Record::default(), record));
            (Method::Post, format!("{base}/customers"), Some(("application/json", body)))
        }
        Operation::Civilities => return None,
    };
    let mut headers = vec![
        ("accept", "application/json".to_owned()),
        ("authorization", format!("Bearer {}", access.token)),
    ];
    headers.extend(content.iter().map(|(content_type, _)| ("content-type", (*content_type).to_owned())));
    Some(Request { method, url, headers, body: content.map(|(_, body)| body) })
}

/// Returns the merge patch of a change, and the body of a creation.
fn patch(changes: &Changes) -> Json {
    let mut body = Vec::new();
    for (text, change) in changes.texts.iter() {
        let Some((member, creation)) = text_member(text) else { continue };
        // A required member cannot be removed.
        if creation != Creation::Required || *change != Change::Clear {
            put(&mut body, member, change, Json::Null, |value| value.as_str().into());
        }
    }
    put(&mut body, "dateOfBirth", &changes.birthdate, Json::Null, |date| date.as_str().into());
    put(&mut body, "phones", &changes.phones, Json::Null, |phones| {
        Json::List(phones.iter().map(write_phone).collect())
    });
    put(&mut body, "postalAddress", &changes.address, Json::Null, write_address);
    Json::Members(body)
}

fn write_phone(phone: &Phone) -> Json {
    let known = members([("value", phone.number.as_deref()), ("label", phone.kind.as_deref())]);
    with_rest(known, phone.rest.as_deref())
}

/// Writes the whole address. An empty line is `null`, which removes it.
fn write_address(address: &Address) -> Json {
    let line = |(line, value): (AddressLine, &Option<String>)| {
        Some((line_member(line)?.0.to_owned(), value.as_deref().into()))
    };
    Json::Members(address.lines.iter().filter_map(line).collect())
}

fn read_profile(_: &Query, body: &Json) -> Result<Profile, ApiError> {
    let phones: Vec<Phone> = body.get("phones").items().iter().filter_map(read_phone).collect();
    let address = body.get("postalAddress");
    let record = Record {
        texts: EnumMap::new(|text| body.get(text_member(text)?.0).text()),
        birthdate: body.get("dateOfBirth").text().map(PartialDate::from_stored),
        phones: (!phones.is_empty()).then_some(phones),
        address: Address { lines: EnumMap::new(|line| address.get(line_member(line)?.0).text()) }.non_empty(),
        ..Record::default()
    };
    let registered = body.get("registeredAt").text().map(FactValue::Moment);
    let facts = registered.map(|moment| Fact::new(FactLabel("fact.registered"), moment));
    Ok(Profile { record, facts: facts.into_iter().collect(), ..Profile::default() })
}

fn read_phone(phone: &Json) -> Option<Phone> {
    phone.is_object().then(|| Phone {
        number: phone.get("value").text(),
        kind: phone.get("label").text(),
        rest: rest_of(phone, &["value", "label"]),
    })
}

fn check(response: &Response) -> Result<(), ApiError> {
    match status_error(response) {
        Some(error) => Err(error),
        None if response.status < 300 => Ok(()),
        None => Err(ApiError::Rejected(field_errors(response))),
    }
}

/// Reads the reasons of a rejection; at least one.
fn field_errors(response: &Response) -> Vec<FieldError> {
    let error = |problem: &Json| FieldError {
        path: problem.get("pointer").text().and_then(|pointer| field_path(&pointer)),
        text: problem.get("detail").text(),
        language: response.language.clone(),
        suggestions: Vec::new(),
    };
    let problem = response.json();
    let errors: Vec<FieldError> = problem.get("errors").items().iter().map(error).collect();
    if errors.is_empty() { vec![error(problem)] } else { errors }
}

/// Returns the path of a JSON pointer (RFC 6901) into the document of a customer.
fn field_path(pointer: &str) -> Option<FieldPath> {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    match steps.as_slice() {
        ["dateOfBirth"] => Some(FieldPath::Birthdate(None)),
        ["phones"] => Some(FieldPath::Phones),
        ["phones", index, ..] => Some(FieldPath::PhoneNumber(index.parse().ok()?)),
        ["postalAddress"] => Some(FieldPath::Address),
        ["postalAddress", name] => {
            let is_named = |line: &&AddressLine| line_member(**line).is_some_and(|(own, _)| own == *name);
            AddressLine::ALL.iter().find(is_named).map(|line| FieldPath::Line(*line))
        }
        [name] => {
            let is_named = |text: &&TextField| text_member(**text).is_some_and(|(own, _)| own == *name);
            TextField::ALL.iter().find(is_named).map(|text| FieldPath::Text(*text))
        }
        _ => None,
    }
}
