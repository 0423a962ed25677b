//! What the gateway does for those who are entitled to it: profiles, CORS, the limit, and the access log.

use serde_json::{Value, json};

use super::{
    CAMILLE, CAPILLARY, Gateway, IMPRINT, JOHN, LIMIT, ORIGINS, OTHER, check_every,
    token::{AUDIENCE, claims_with, header, now},
};
use crate::{error::Error, test::deployment::curl::Request};

/// The headers of a request that may reach the vendor.
const FORWARDED: [&str; 7] = [
    "accept",
    "accept-encoding",
    "language",
    "host",
    "x-request-id",
    "x-cap-api-oauth-token",
    "authorization",
];

/// The reasons of refusals in HAProxy's access log.
pub(super) const REASONS: [&str; 11] = [
    "path",
    "method",
    "body",
    "query",
    "no-token",
    "signature",
    "issuer",
    "audience",
    "expired",
    "customer",
    "limit",
];

pub(super) fn check(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    check_profiles(gateway, problems)?;
    check_valid_tokens(gateway, problems)?;
    check_forwarded_headers(gateway, problems)?;
    check_preflights(gateway, problems)?;
    let health = gateway.curl.send(Request::get(format!("{}/healthz", gateway.address)))?;
    if !matches!(health.status, 200 | 204) {
        problems.push(format!("/healthz: status {}", health.status));
    }
    Ok(())
}

fn check_profiles(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    for (path, customer, part) in [
        (CAPILLARY, CAMILLE, "\"firstName\":\"Camille\""),
        ("/capillary/v2/customers/17742?source=ALL&embed=points,mlp&gapToUpgrade=30", CAMILLE, "Camille"),
        (IMPRINT, JOHN, JOHN),
    ] {
        let request = gateway.request(path, &gateway.key.token(customer)?);
        for (version, request) in [("2", request.clone()), ("1.1", Request { is_http1: true, ..request })] {
            let response = gateway.curl.send(request)?;
            if response.status != 200 || !response.text().contains(part) || response.version != version {
                problems.push(format!(
                    "{path}: HTTP/{}, status {}, {:?}",
                    response.version,
                    response.status,
                    response.text()
                ));
            }
            if response.header("content-type").as_deref() != Some("application/json") {
                problems.push(format!("{path}: content-type {:?}", response.header("content-type")));
            }
            check_every(path, &response, problems);
        }
    }
    Ok(())
}

/// Tokens that are valid although they are not all alike.
fn check_valid_tokens(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    let sign =
        |name: &str, value: Value| gateway.key.sign(&header("RS256"), &claims_with(CAMILLE, name, value));
    for (what, token) in [
        ("two audiences", sign("aud", json!(["https://other.example", AUDIENCE]))?),
        ("expired ten seconds ago", sign("exp", json!(now() - 10))?),
        ("not before ten seconds from now", sign("nbf", json!(now() + 10))?),
        ("the provider's next key", gateway.next_key.token(CAMILLE)?),
    ] {
        let response = gateway.curl.send(gateway.request(CAPILLARY, &token))?;
        if response.status != gateway.exception(what).unwrap_or(200) {
            problems.push(format!("{what}: status {} {}", response.status, response.text()));
        }
    }
    Ok(())
}

/// The vendor sees few headers: nothing of what a client sends beside them, and never the customer's token.
fn check_forwarded_headers(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    gateway.take_vendor_requests()?;
    let extra = [
        "x-cap-api-oauth-token: guess",
        "X-Cap-Api-Oauth-Token: guess",
        "cookie: session=1",
        "x-forwarded-for: 10.0.0.1",
        "forwarded: for=10.0.0.1",
        "x-request-id: mine",
        "x-http-method-override: DELETE",
        "x-original-url: /sandbox/customers",
        "connection: x-cap-api-oauth-token, authorization",
        "proxy-authorization: Basic eDp5",
        "x-api-key: guess",
        "x_cap_api_oauth_token: guess",
        "authorization_: guess",
        "accept: text/html",
        "language: fr",
        "user-agent: test",
        "referer: https://account.example.com/customers/17742",
    ];
    for (path, customer, credential) in
        [(CAPILLARY, CAMILLE, "x-cap-api-oauth-token"), (IMPRINT, JOHN, "authorization")]
    {
        // HTTP/2 has no `connection` header.
        let mut request = Request { is_http1: true, ..gateway.request(path, &gateway.key.token(customer)?) };
        request.headers.extend(extra.map(str::to_owned));
        let response = gateway.curl.send(request)?;
        if response.status != 200 {
            problems.push(format!("{path} with many headers: status {}", response.status));
        }
        for seen in gateway.take_vendor_requests()? {
            let headers = seen["headers"].as_object().cloned().unwrap_or_default();
            for (name, value) in &headers {
                // Apache's own, about its connection to the vendor.
                if name == "connection" && value == "Keep-Alive" {
                    continue;
                }
                let is_own = FORWARDED.contains(&name.as_str())
                    && (name != "authorization" || credential == "authorization")
                    && (name != "x-cap-api-oauth-token" || credential == "x-cap-api-oauth-token");
                if !is_own {
                    problems.push(format!("{path}: the vendor sees {name}: {value}"));
                }
            }
            let id = response.header("x-request-id");
            if headers.get("x-request-id").and_then(Value::as_str) != id.as_deref()
                || id.as_deref() == Some("mine")
            {
                problems
                    .push(format!("{path}: the vendor's x-request-id is {:?}", headers.get("x-request-id")));
            }
            for (name, value) in [("language", "fr"), ("accept", "application/json")] {
                if headers.get(name) != Some(&json!(value)) {
                    problems.push(format!("{path}: the vendor sees {name}: {:?}", headers.get(name)));
                }
            }
        }
    }
    Ok(())
}

fn check_preflights(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    let preflight = |origin: &str, path: &str| Request {
        method: Some("OPTIONS"),
        ..Request::get(format!("{}{path}", gateway.address))
            .header(format!("origin: {origin}"))
            .header("access-control-request-method: GET")
            .header("access-control-request-headers: authorization, language")
    };
    for origin in ORIGINS {
        let response = gateway.curl.send(preflight(origin, CAPILLARY))?;
        let headers = [
            ("access-control-allow-origin", origin),
            ("access-control-allow-methods", "GET"),
            ("access-control-allow-headers", "accept, authorization, language"),
            ("access-control-max-age", "600"),
            ("vary", "origin"),
        ];
        for (name, value) in headers {
            if response.status != 204 || response.header(name).as_deref() != Some(value) {
                problems.push(format!(
                    "preflight of {origin}: {} {name} {:?}",
                    response.status,
                    response.header(name)
                ));
            }
        }
    }
    // Neither another origin nor one that only resembles ours.
    let token = gateway.key.token(CAMILLE)?;
    for origin in [
        "https://evil.example",
        "https://account.example.com.evil.example",
        "http://account.example.com",
        "null",
    ] {
        for request in [
            preflight(origin, CAPILLARY),
            Request::get(format!("{}{CAPILLARY}", gateway.address))
                .header(format!("authorization: Bearer {token}"))
                .header(format!("origin: {origin}")),
        ] {
            let response = gateway.curl.send(request)?;
            if response.header("access-control-allow-origin").is_some() {
                problems.push(format!("{origin} may read a response"));
            }
        }
    }
    Ok(())
}

/// One customer can make so many requests, and does not use up another's.
pub(super) fn check_limit(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    // No customer of the sandbox: the vendor's own answer is 400.
    let path = "/capillary/v2/customers/999999?source=INSTORE";
    let request = gateway.request(path, &gateway.key.token("999999")?);
    let responses = gateway.curl.send_all(&vec![request; LIMIT + 5])?;
    let passed = responses.iter().take_while(|response| response.status == 400).count();
    let refused = &responses[passed..];
    if passed != LIMIT || refused.iter().any(|response| response.status != 429) {
        let statuses: Vec<_> = responses.iter().map(|response| response.status).collect();
        problems.push(format!("the limit: {passed} requests pass, then {statuses:?}"));
    }
    for response in refused {
        if response.header("retry-after").as_deref() != Some("30") {
            problems.push(format!("429: retry-after {:?}", response.header("retry-after")));
        }
        let exposed = response.header("access-control-expose-headers");
        if exposed.as_deref() != Some("retry-after, x-request-id") {
            problems.push(format!("429: access-control-expose-headers {exposed:?}"));
        }
        check_every("429", response, problems);
    }
    let other = gateway.request("/capillary/v2/customers/17743?source=INSTORE", &gateway.key.token(OTHER)?);
    let other = gateway.curl.send(other)?;
    if other.status != 200 {
        problems.push(format!("another customer beside one at the limit: status {}", other.status));
    }
    Ok(())
}

/// The access log has a line of JSON for each request, all expected reasons, and nothing that belongs to a person.
pub(super) fn check_log(log: &str, expected: &[&str], problems: &mut Vec<String>) {
    let lines: Vec<_> = log.lines().filter(|line| line.starts_with('{')).collect();
    let mut reasons: Vec<String> = Vec::new();
    for line in &lines {
        match serde_json::from_str::<Value>(line) {
            Ok(entry) => reasons.extend(entry["why"].as_str().map(str::to_owned)),
            Err(error) => problems.push(format!("a line of the log is no JSON: {error}: {line}")),
        }
    }
    for reason in expected {
        if !reasons.iter().any(|own| own == reason) {
            problems.push(format!("no line of the log has the reason {reason}"));
        }
    }
    if lines.len() < 100 {
        problems.push(format!("the log has {} lines", lines.len()));
    }
    // Parts of a path, a query, a token and an address.
    for private in
        [CAMILLE, OTHER, JOHN, "999999", "source=", "eyJ", "127.0.0.1", "Bearer", "account.example.com"]
    {
        if let Some(line) = log.lines().find(|line| line.contains(private)) {
            problems.push(format!("the log has {private}: {line}"));
        }
    }
}
