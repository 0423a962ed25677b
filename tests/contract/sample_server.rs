//! A server that imitates the vendor of the tests, in memory. It shares no code with the vendor's file or the sandbox:
//! its merge, its validation and its versions are its own.
//!
//! Under `/sandbox/` it has those of the sandbox's routes that the contract tests use.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use serde_json::{Map, Value, json};

use crate::test_server::BrokenOff;

/// The members that a customer can change, in the order of a document.
const WRITABLE: [&str; 9] = [
    "givenName",
    "middleName",
    "familyName",
    "placeOfBirth",
    "contactEmail",
    "preferredLanguage",
    "dateOfBirth",
    "phones",
    "postalAddress",
];
/// The members that a new customer must have.
const REQUIRED: [&str; 2] = ["givenName", "familyName"];
/// The members of an address in the order of a document, each with its maximum number of characters.
const LINES: [(&str, usize); 7] = [
    ("street", 80),
    ("unit", 20),
    ("district", 40),
    ("postcode", 12),
    ("city", 40),
    ("region", 40),
    ("countryCode", 2),
];

/// The customer whose every read fails.
pub(crate) const BROKEN: &str = "C-9005";

/// A stored customer.
struct Customer {
    document: Value,
    version: u32,
}

/// The state of the server.
#[derive(Default)]
struct Store {
    customers: BTreeMap<String, Customer>,
    /// The customer of each token; `None` for a token that may create one.
    sessions: BTreeMap<String, Option<String>>,
    /// The fault of the next request.
    fault: Option<Value>,
    log: Vec<Value>,
}

/// A status, a version and a document; no document is no body.
struct Reply {
    status: u16,
    version: Option<u32>,
    document: Option<Value>,
}

/// Opens a new server with the seeded customers.
pub(crate) fn open() -> Router {
    let mut store = Store::default();
    for (id, document) in seed() {
        store.customers.insert(id.to_owned(), Customer { document, version: 1 });
    }
    Router::new().fallback(serve).with_state(Arc::new(Mutex::new(store)))
}

fn seed() -> Vec<(&'static str, Value)> {
    let full = json!({
        "givenName": "Ada", "middleName": "Augusta", "familyName": "Lovelace", "placeOfBirth": "London",
        "contactEmail": "ada@example.com",
        "preferredLanguage": "en", "dateOfBirth": "1979-02-14",
        "phones": [{"value": "+44 20 7946 0000", "label": "landline"}, {"value": "07700 900000", "since": "2019"}],
        "postalAddress": {
            "street": "12 St James’s Square", "unit": "2", "district": "Westminster", "postcode": "SW1Y 4JH",
            "city": "London", "region": "Greater London", "countryCode": "GB",
        },
        "registeredAt": "2020-03-01T09:30:00Z",
    });
    let legacy = json!({
        "givenName": "  Rene\u{301}e ", "middleName": " ", "familyName": "\u{a0}", "placeOfBirth": "?", "contactEmail": "not an address",
        "preferredLanguage": "english", "dateOfBirth": "1984",
        "phones": [{"value": " call me ", "label": " pager "}, {"label": "cell"}, {}],
        "postalAddress": {"street": "Rue A", "city": " ", "countryCode": "FR"},
    });
    vec![
        ("C-1001", full.clone()),
        ("C-1002", json!({"givenName": "Bo", "familyName": "Ek"})),
        ("C-1003", legacy),
        ("C-1004", json!({"givenName": "Chloé", "familyName": "Roy", "dateOfBirth": "2001-12"})),
        ("C-1005", json!({"givenName": "Dan", "familyName": "Fox", "phones": [], "postalAddress": {}})),
        ("C-1006", json!({"givenName": "Eva", "familyName": "Lind", "postalAddress": {"city": "Lund"}})),
        ("C-1007", json!({"givenName": null, "familyName": 7, "dateOfBirth": "soon", "phones": "none"})),
        (BROKEN, full),
    ]
}

/// Applies a JSON merge patch (RFC 7396, section 2).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else { return target.clone_from(patch) };
    if !target.is_object() {
        *target = json!({});
    }
    for (name, value) in members {
        if let (Value::Null, Some(target)) = (value, target.as_object_mut()) {
            target.shift_remove(name);
        } else {
            merge(&mut target[name], value);
        }
    }
}

/// Returns the members of an object in the order of these names, then all others.
fn in_order(document: &Value, names: impl Iterator<Item = &'static str>) -> Value {
    let own = document.as_object().cloned().unwrap_or_default();
    let mut ordered: Map<String, Value> =
        names.filter_map(|name| Some((name.to_owned(), own.get(name)?.clone()))).collect();
    ordered.extend(own);
    Value::Object(ordered)
}

/// Returns the pointer of each wrong member of a patch, with the reason.
fn problems(patch: &Value, stored: &Value) -> Vec<(String, &'static str)> {
    let mut problems = Vec::new();
    for name in REQUIRED {
        let is_blank = |document: &Value| document[name].as_str().unwrap_or_default().trim().is_empty();
        let is_named = patch.get(name).is_some();
        if is_blank(patch) && (is_named || stored.is_null()) {
            problems.push((format!("/{name}"), "This member is required."));
        }
    }
    for (name, value) in patch.as_object().into_iter().flatten() {
        let wrong = match name.as_str() {
            _ if value.is_null() => None,
            "givenName" | "middleName" | "familyName" | "placeOfBirth" => {
                (!value.is_string()).then_some("This is no text.")
            }
            "contactEmail" => (!is_email(value)).then_some("This is no email address."),
            "preferredLanguage" => (!["de", "en", "fr"].map(Value::from).contains(value))
                .then_some("This language is not offered."),
            "dateOfBirth" => (!is_iso_date(value)).then_some("This is no date (YYYY-MM-DD)."),
            "phones" => {
                let is_phone = |phone: &Value| phone.is_object();
                (!value.as_array().is_some_and(|phones| phones.iter().all(is_phone)))
                    .then_some("This is no list of phones.")
            }
            "postalAddress" => {
                problems.extend(wrong_lines(value));
                None
            }
            _ => Some("This member cannot be changed."),
        };
        problems.extend(wrong.map(|reason| (format!("/{name}"), reason)));
    }
    problems
}

fn wrong_lines(address: &Value) -> Vec<(String, &'static str)> {
    let wrong = |(name, value): (&String, &Value)| {
        let length = LINES.iter().find(|(line, _)| line == name).map(|(_, length)| *length);
        let fits = |text: &str| length.is_some_and(|length| text.chars().count() <= length);
        let is_right = length.is_some() && (value.is_null() || value.as_str().is_some_and(fits));
        (!is_right).then(|| (format!("/postalAddress/{name}"), "This line is too long, or there is none."))
    };
    address.as_object().into_iter().flatten().filter_map(wrong).collect()
}

fn is_email(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.is_ascii()
        && text.len() <= 60
        && text.split('@').count() == 2
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && text.rsplit('@').next().is_some_and(|host| host.contains('.'))
}

fn is_iso_date(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let digits: Vec<&str> = text.split('-').collect();
    digits.iter().map(|part| part.len()).eq([4, 2, 2])
        && digits.concat().bytes().all(|byte| byte.is_ascii_digit())
        && (1..=12).contains(&digits[1].parse().unwrap_or(0))
        && (1..=31).contains(&digits[2].parse().unwrap_or(0))
}

fn reply(status: u16, document: Value) -> Reply {
    Reply { status, version: None, document: Some(document) }
}

/// Returns a reply with the details of a problem (RFC 9457).
fn problem(status: u16, errors: &[(String, &'static str)]) -> Reply {
    let errors: Vec<Value> =
        errors.iter().map(|(pointer, detail)| json!({"pointer": pointer, "detail": detail})).collect();
    reply(status, json!({"status": status, "detail": "The request failed.", "errors": errors}))
}

impl Store {
    /// Carries out a request to one of the vendor's routes.
    fn handle(&mut self, request: &Parts, body: &Value) -> Reply {
        let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
        let token = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let Some((token, owner)) =
            token.and_then(|token| Some((token.to_owned(), self.sessions.get(token)?.clone())))
        else {
            return problem(401, &[]);
        };
        let steps: Vec<&str> = request.uri.path().split('/').skip(1).collect();
        match (request.method.as_str(), steps.as_slice(), owner) {
            ("POST", ["sample", "customers"], None) => self.create(token, body),
            ("POST", ["sample", "customers"], Some(_)) => problem(403, &[]),
            ("GET" | "PATCH", ["sample", "customers", id], owner) => {
                let Some(customer) = self.customers.get_mut(*id) else { return problem(404, &[]) };
                if owner.as_deref() != Some(*id) {
                    return problem(403, &[]);
                }
                if *id == BROKEN {
                    return problem(500, &[]);
                }
                if request.method == "PATCH" {
                    if header("content-type") != Some("application/merge-patch+json") {
                        return problem(415, &[]);
                    }
                    match customer.update(header("if-match"), body) {
                        Ok(()) => {}
                        Err(problem) => return problem,
                    }
                }
                Reply { version: Some(customer.version), ..reply(200, customer.document(id)) }
            }
            _ => problem(404, &[]),
        }
    }

    fn create(&mut self, token: String, body: &Value) -> Reply {
        let problems = problems(body, &Value::Null);
        if !problems.is_empty() {
            return problem(422, &problems);
        }
        let id = format!("C-{}", 2000 + self.customers.len());
        let (mut document, version) = (json!({}), 1);
        merge(&mut document, body);
        self.customers.insert(id.clone(), Customer { document, version });
        self.sessions.insert(token, Some(id.clone()));
        reply(201, json!({"customerId": id}))
    }

    /// Carries out a request to one of the sandbox's routes.
    fn control(&mut self, method: &str, path: &str, body: &Value) -> Reply {
        match (method, path) {
            // It has no switches: it accepts those that say what it does.
            ("PUT", "/sandbox/switches") => {
                let is_so = [json!({}), json!({"etag": "on"})].contains(body);
                reply(if is_so { 200 } else { 400 }, json!({}))
            }
            ("POST", "/sandbox/faults") => {
                self.fault = Some(body.clone());
                reply(201, json!({}))
            }
            ("GET", "/sandbox/requests") => reply(200, json!({"requests": self.log})),
            ("DELETE", "/sandbox/requests") => {
                self.log.clear();
                reply(200, json!({}))
            }
            ("GET", "/sandbox/customers") => {
                let customer = |id: &String| json!({"customer_id": id});
                let customers: Vec<Value> = self.customers.keys().map(customer).collect();
                reply(200, json!({"customers": customers}))
            }
            ("POST", "/sandbox/session") => {
                let token = format!("token-{}", self.sessions.len());
                self.sessions.insert(token.clone(), body["customer_id"].as_str().map(str::to_owned));
                reply(201, json!({"token": token, "api_key": ""}))
            }
            _ => reply(404, json!({})),
        }
    }
}

impl Customer {
    fn document(&self, id: &str) -> Value {
        let mut document = in_order(&self.document, WRITABLE.into_iter());
        if let Some(address) = document.get_mut("postalAddress") {
            *address = in_order(address, LINES.into_iter().map(|(name, _)| name));
        }
        document["customerId"] = id.into();
        document
    }

    fn update(&mut self, if_match: Option<&str>, patch: &Value) -> Result<(), Reply> {
        match if_match {
            None => return Err(problem(428, &[])),
            Some(version) if version != etag(self.version) => return Err(problem(412, &[])),
            Some(_) => {}
        }
        let problems = problems(patch, &self.document);
        if !problems.is_empty() {
            return Err(problem(422, &problems));
        }
        merge(&mut self.document, patch);
        self.version += 1;
        Ok(())
    }
}

/// Returns the strong `ETag` of a version.
fn etag(version: u32) -> String {
    format!("\"{version}\"")
}

async fn serve(State(store): State<Arc<Mutex<Store>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("the body of a test");
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let mut store = store.lock().expect("no test panics while it holds the lock");
    if parts.uri.path().starts_with("/sandbox/") {
        let reply = store.control(parts.method.as_str(), parts.uri.path(), &body);
        return response(&reply);
    }
    let fault = store.fault.take().unwrap_or_default();
    let response =
        faulty(fault["fault"].as_str().unwrap_or_default(), &fault, || store.handle(&parts, &body));
    let headers: Map<String, Value> = parts
        .headers
        .iter()
        .map(|(name, value)| {
            let is_secret = name == "authorization";
            let value = if is_secret { "present" } else { value.to_str().unwrap_or_default() };
            (name.as_str().to_owned(), value.into())
        })
        .collect();
    store.log.push(json!({
        "method": parts.method.as_str(), "path": parts.uri.path(), "status": response.status().as_u16(),
        "headers": headers, "body": body,
    }));
    response
}

/// Carries out a request under a fault. Some faults come instead of it, and some spoil its response.
fn faulty(fault: &str, order: &Value, handle: impl FnOnce() -> Reply) -> Response {
    let broken_off = |mut response: Response| {
        response.extensions_mut().insert(BrokenOff);
        response
    };
    match fault {
        "unauthorized" => response(&problem(401, &[])),
        "forbidden" => response(&problem(403, &[])),
        "not_found" => response(&problem(404, &[])),
        "too_many" => {
            let wait = order["retry_after"].as_u64().unwrap_or(3);
            let mut response = response(&problem(429, &[]));
            response.headers_mut().insert("retry-after", wait.into());
            response
        }
        "server_error_html" => body_of(500, "<html>Sorry</html>"),
        "cut_before" => broken_off(body_of(200, "")),
        "cut_after" => {
            handle();
            broken_off(body_of(200, ""))
        }
        "malformed_json" => body_of(handle().status, "{"),
        "empty_body" => body_of(handle().status, ""),
        "truncated_body" => {
            let Reply { status, document, .. } = handle();
            let text = document.unwrap_or_default().to_string();
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            broken_off(body_of(status, &half))
        }
        "" => response(&handle()),
        other => panic!("the fault {other} is not imitated here"),
    }
}

fn body_of(status: u16, body: &str) -> Response {
    let mut response = Response::new(Body::from(body.to_owned()));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}

fn response(reply: &Reply) -> Response {
    let document = reply.document.as_ref().map(Value::to_string).unwrap_or_default();
    let mut response = body_of(reply.status, &document);
    if let Some(version) = reply.version {
        response.headers_mut().insert("etag", etag(version).parse().expect("ASCII"));
    }
    response
}

/// The test cases of RFC 7396, appendix A.
#[test]
fn merge_follows_the_cases_of_the_standard() {
    for (target, patch, result) in [
        (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
        (json!({"a": "b"}), json!({"a": null}), json!({})),
        (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
        (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
        (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
        (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
        (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
        (json!({"a": "b"}), json!(["c"]), json!(["c"])),
        (json!({"a": "foo"}), json!(null), json!(null)),
        (json!({"a": "foo"}), json!("bar"), json!("bar")),
        (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
        (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
        (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
    ] {
        let mut merged = target.clone();
        merge(&mut merged, &patch);
        assert_eq!(merged, result, "{target} with {patch}");
    }
}
