//! Requests that must not reach the vendor: somebody else's customer, tokens that are not valid, paths and parameters
//! with a second meaning, and requests that two servers read in different ways.

use std::{
    io::{Read as _, Write as _},
    path::Path,
    process::Stdio,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    CAMILLE, CAPILLARY, Gateway, IMPRINT, ISSUER_VARIANTS, JOHN, OTHER, check_every,
    token::{AUDIENCE, Key, claims, claims_with, header, now, unsigned, with_claims},
};
use crate::{command::command, error::Error, test::deployment::curl::Request};

/// A request, and the statuses with which the gateway may refuse it.
struct Attack {
    what: String,
    request: Request,
    statuses: &'static [u16],
}

pub(super) fn check(gateway: &Gateway<'_>, openssl: &Path, problems: &mut Vec<String>) -> Result<(), Error> {
    gateway.take_vendor_requests()?;
    let mut attacks = Vec::new();
    add_customers(gateway, &mut attacks)?;
    add_tokens(gateway, &mut attacks, openssl)?;
    add_paths(gateway, &mut attacks)?;
    add_forms(gateway, &mut attacks)?;
    let requests: Vec<_> = attacks.iter().map(|attack| attack.request.clone()).collect();
    let mut accepted = 0;
    for (attack, response) in attacks.iter().zip(gateway.curl.send_all(&requests)?) {
        let exception = gateway.exception(&attack.what);
        let statuses = exception.as_slice();
        let statuses = if statuses.is_empty() { attack.statuses } else { statuses };
        if !statuses.contains(&response.status) {
            let body = response.text();
            problems
                .push(format!("{}: status {}, and not {statuses:?}: {body}", attack.what, response.status));
        }
        accepted += usize::from(exception == Some(200));
        // Each server refuses a malformed request before any rule of ours.
        if matches!(response.status, 401 | 403 | 405) && !attack.what.starts_with("malformed") {
            check_every(&attack.what, &response, problems);
        }
    }
    report_reached(gateway, accepted, problems)?;
    check_raw_requests(gateway, openssl, problems)
}

/// Reports the requests that have reached the vendor since the last call, if there are others than the accepted ones.
fn report_reached(gateway: &Gateway<'_>, accepted: usize, problems: &mut Vec<String>) -> Result<(), Error> {
    let reached = gateway.take_vendor_requests()?;
    if reached.len() != accepted {
        problems.extend(reached.iter().map(|reached| format!("an attack reached the vendor: {reached}")));
    }
    Ok(())
}

fn add_customers(gateway: &Gateway<'_>, attacks: &mut Vec<Attack>) -> Result<(), Error> {
    let mut add = |what: &str, path: &str, token: &str| {
        attacks.push(Attack {
            what: what.to_owned(),
            request: gateway.request(path, token),
            statuses: &[403],
        });
    };
    let own = gateway.key.token(CAMILLE)?;
    add("another customer", "/capillary/v2/customers/17743?source=INSTORE", &own);
    add("the beginning of the own ID", "/capillary/v2/customers/1774?source=INSTORE", &own);
    add("more than the own ID", "/capillary/v2/customers/177420?source=INSTORE", &own);
    add("the own ID at another vendor", IMPRINT, &own);
    let lower = JOHN.to_ascii_lowercase();
    add("the own ID in lower case", &format!("/imprint/v2/customers/{lower}"), &gateway.key.token(JOHN)?);
    for value in [
        Value::Null,
        json!(""),
        json!(17742),
        json!([CAMILLE]),
        json!({ "id": CAMILLE }),
        json!("17742 "),
        json!("*"),
    ] {
        let claims = claims_with(CAMILLE, "customer_id", value.clone());
        add(&format!("the claim {value}"), CAPILLARY, &gateway.key.sign(&header("RS256"), &claims)?);
    }
    // The text is not the claim.
    let mut claims = claims_with(CAMILLE, "customer_id", json!(17742));
    claims["act"] = json!({ "customer_id": CAMILLE });
    let token = gateway.key.sign(&header("RS256"), &claims)?;
    add("a number beside a nested text", CAPILLARY, &token);
    // Beyond 2^53 two numbers are one.
    let claims = claims_with(CAMILLE, "customer_id", json!(9_007_199_254_740_993_u64));
    let token = gateway.key.sign(&header("RS256"), &claims)?;
    add("a number that is rounded", "/capillary/v2/customers/9007199254740992", &token);
    Ok(())
}

fn add_tokens(gateway: &Gateway<'_>, attacks: &mut Vec<Attack>, openssl: &Path) -> Result<(), Error> {
    let key = &gateway.key;
    let valid = key.token(CAMILLE)?;
    let sign = |name: &str, value: Value| key.sign(&header("RS256"), &claims_with(CAMILLE, name, value));
    let foreign = Key::make(openssl, &gateway.curl.folder, "foreign")?;
    let other_claims = claims(OTHER);
    let own_claims = claims(CAMILLE);
    let mut tokens = vec![
        ("expired", sign("exp", json!(now() - 60))?),
        ("without exp", sign("exp", Value::Null)?),
        ("exp is a text", sign("exp", json!("tomorrow"))?),
        ("exp is a list", sign("exp", json!([now() + 300]))?),
        ("not valid yet", sign("nbf", json!(now() + 120))?),
        ("without iss", sign("iss", Value::Null)?),
        ("iss is a list", sign("iss", json!([super::token::ISSUER]))?),
        ("without aud", sign("aud", Value::Null)?),
        ("another audience", sign("aud", json!("https://other.example"))?),
        ("an audience that begins alike", sign("aud", json!(format!("{AUDIENCE}.evil.example")))?),
        ("an audience that ends alike", sign("aud", json!(format!("x{AUDIENCE}")))?),
        ("other audiences", sign("aud", json!(["https://other.example", format!("{AUDIENCE}/x")]))?),
        ("an audience in quotes", sign("aud", json!([format!("x\"{AUDIENCE}\""), "y"]))?),
        ("an audience that is a text like a list", sign("aud", json!(format!("[{AUDIENCE}]")))?),
        ("no audience", sign("aud", json!([]))?),
        ("alg none", unsigned(&own_claims)),
        ("alg None with a signature", key.sign(&header("None"), &own_claims)?),
        ("alg rs256 in lower case", key.sign(&header("rs256"), &own_claims)?),
        ("alg RS512", key.sign_with("-sha512", &header("RS512"), &own_claims)?),
        ("alg RS512 with a signature by RS256", key.sign(&header("RS512"), &own_claims)?),
        ("without alg", key.sign(&json!({ "typ": "at+jwt" }), &own_claims)?),
        ("HS256 with the public key as the secret", key.sign_with_public_key_as_secret(&own_claims)?),
        ("crit", key.sign(&json!({ "alg": "RS256", "crit": ["b64"], "b64": false }), &own_claims)?),
        ("a key of its own", foreign.token(CAMILLE)?),
        (
            "jwk in the header",
            foreign.sign(
                &json!({ "alg": "RS256", "jwk": { "kty": "RSA", "n": "AQAB", "e": "AQAB" } }),
                &own_claims,
            )?,
        ),
        (
            "kid that is a path",
            foreign.sign(&json!({ "alg": "RS256", "kid": "../../../dev/null" }), &own_claims)?,
        ),
        ("other claims", with_claims(&valid, &other_claims)),
        ("more claims", with_claims(&valid, &claims_with(CAMILLE, "admin", json!(true)))),
        ("no signature", format!("{}.", valid.rsplit_once('.').map_or("", |(content, _)| content))),
        ("a truncated signature", valid[..valid.len() - 40].to_owned()),
        ("a fourth part", format!("{valid}.x")),
        ("the word null", "null".to_owned()),
        ("only dots", "..".to_owned()),
        ("the sandbox's own token", "development".to_owned()),
        ("the vendor's secret", super::SECRETS[0].to_owned()),
        ("a claim that is no JSON", key.sign(&header("RS256"), &json!("text"))?),
    ];
    for issuer in ISSUER_VARIANTS {
        tokens.push(("another issuer", sign("iss", json!(issuer))?));
    }
    for (what, token) in tokens {
        let request = gateway.request(CAPILLARY, &token);
        attacks.push(Attack { what: format!("token, {what}"), request, statuses: &[401] });
    }
    let url = format!("{}{CAPILLARY}", gateway.address);
    let bare = || Request::get(&url).header(format!("origin: {}", super::ORIGINS[0]));
    for (what, headers) in [
        ("no header", vec![]),
        ("an empty header", vec!["authorization;".to_owned()]),
        ("the scheme Basic", vec!["authorization: Basic MTc3NDI6".to_owned()]),
        ("no scheme", vec![format!("authorization: {valid}")]),
        (
            "two headers",
            vec![format!("authorization: Bearer {valid}"), "authorization: Bearer x.y.z".to_owned()],
        ),
        ("two equal headers", vec![format!("authorization: Bearer {valid}"); 2]),
        ("two tokens", vec![format!("authorization: Bearer {valid}, Bearer {valid}")]),
        ("another header", vec![format!("x-authorization: Bearer {valid}")]),
        ("a cookie", vec![format!("cookie: authorization={valid}")]),
        ("Imprint's secret", vec![format!("authorization: {}", super::SECRETS[1])]),
        ("Capillary's secret", vec![format!("x-cap-api-oauth-token: {}", super::SECRETS[0])]),
    ] {
        let mut request = bare();
        request.headers.extend(headers);
        attacks.push(Attack { what: format!("credentials, {what}"), request, statuses: &[401] });
    }
    Ok(())
}

/// Paths and parameters with which a customer reaches for more than the own profile. The token is valid for the customer
/// whom a careless server would see.
fn add_paths(gateway: &Gateway<'_>, attacks: &mut Vec<Attack>) -> Result<(), Error> {
    let own = gateway.key.token(CAMILLE)?;
    for path in [
        "/capillary/v2/customers/17742/../17743",
        "/capillary/v2/customers/17743/../17742",
        "/capillary/v2/customers/17742/..%2f17743",
        "/capillary/v2/customers/17742%2F..%2F17743",
        "/capillary/v2/customers/17742%2f%2e%2e%2f17743",
        "/capillary/v2/customers/17742%252F..%252F17743",
        "/capillary/v2/customers/%31%37%37%34%32",
        "/capillary/v2/customers/17742%00",
        "/capillary/v2/customers/17742%0d%0ax:%20y",
        "/capillary/v2/customers/17742%3Fsource=INSTORE",
        "/capillary/v2/customers/17742%23",
        "/capillary/v2/customers/17742;17743",
        "/capillary/v2/customers/17742,17743",
        "/capillary/v2/customers/17742\\..\\17743",
        "/capillary/v2/customers/17742/",
        "/capillary/v2/customers/17742//",
        "/capillary/v2/customers//17742",
        "/capillary//v2/customers/17742",
        "//capillary/v2/customers/17742",
        "/capillary/./v2/customers/17742",
        "/imprint/../capillary/v2/customers/17742",
        "/capillary/v2/customers/./17742",
        "/capillary/v2/customers/..",
        "/capillary/v2/customers/",
        "/capillary/v2/customers",
        "/capillary/v2/customers/17742/transactions",
        "/Capillary/v2/customers/17742",
        "/CAPILLARY/V2/CUSTOMERS/17742",
        "/capillary/V2/customers/17742",
        "/capillary/v1/customers/17742",
        "/clubmed/v2/customers/17742/profile",
        "/sandbox/customers",
        "/sandbox/requests",
        "/healthz/../capillary/v2/customers/17742",
        "/capillary/v2/customers/17742.json",
        "/",
    ] {
        let request = gateway.request(path, &own);
        // A target that is no path is malformed.
        let statuses = &[404, 400];
        attacks.push(Attack { what: format!("path {path}"), request, statuses });
    }
    let john = gateway.key.token(JOHN)?;
    for (path, token) in [
        ("/capillary/v2/customers/17742?source=INSTORE&customerId=17743", &own),
        ("/capillary/v2/customers/17742?source=INSTORE&identifierName=mobile&identifierValue=1", &own),
        ("/capillary/v2/customers/17742?source=INSTORE&Source=ALL&mobile=1", &own),
        ("/capillary/v2/customers/17742?source=INSTORE;customerId=17743", &own),
        ("/capillary/v2/customers/17742?source=INSTORE?customerId=17743&x", &own),
        ("/capillary/v2/customers/17742?source=a=b", &own),
        ("/capillary/v2/customers/17742?%73ource=INSTORE", &own),
        ("/capillary/v2/customers/17742?access_token=x", &own),
        ("/imprint/v2/customers/9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4?source=ALL", &john),
        ("/imprint/v2/customers/9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4?expand=card", &john),
    ] {
        let request = gateway.request(path, token);
        attacks.push(Attack { what: format!("query {path}"), request, statuses: &[400] });
    }
    Ok(())
}

fn add_forms(gateway: &Gateway<'_>, attacks: &mut Vec<Attack>) -> Result<(), Error> {
    let own = gateway.request(CAPILLARY, &gateway.key.token(CAMILLE)?);
    for method in ["POST", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "get", "PROPFIND"] {
        let request = Request { method: Some(method), ..own.clone() };
        attacks.push(Attack { what: format!("method {method}"), request, statuses: &[405] });
    }
    for (what, headers, body) in [
        ("a body", vec![], Some("hello")),
        ("chunks", vec!["transfer-encoding: chunked"], Some("hello")),
        ("an upgrade", vec!["connection: upgrade", "upgrade: websocket"], None),
        (
            "an upgrade to HTTP/2",
            vec![
                "connection: upgrade, http2-settings",
                "upgrade: h2c",
                "http2-settings: AAMAAABkAAQCAAAAAAIAAAAA",
            ],
            None,
        ),
    ] {
        let mut request =
            Request { method: Some("GET"), is_http1: true, body: body.map(str::to_owned), ..own.clone() };
        request.headers.extend(headers.into_iter().map(str::to_owned));
        attacks.push(Attack { what: what.to_owned(), request, statuses: &[400] });
    }
    let mut large = own.clone();
    large.headers.push(format!("x-large: {}", "a".repeat(40_000)));
    attacks.push(Attack {
        what: "malformed: a large header".to_owned(),
        request: large,
        statuses: &[400, 431, 0],
    });
    let mut many = own;
    many.headers.extend((0..100).map(|index| format!("x-many-{index}: a")));
    attacks.push(Attack {
        what: "malformed: many headers".to_owned(),
        request: many,
        statuses: &[400, 431, 0],
    });
    Ok(())
}

/// Requests that no client sends, byte by byte: two lengths, a second request hidden in the first.
fn check_raw_requests(
    gateway: &Gateway<'_>,
    openssl: &Path,
    problems: &mut Vec<String>,
) -> Result<(), Error> {
    let token = gateway.key.token(CAMILLE)?;
    let hidden = "GET /capillary/v2/customers/17743?source=INSTORE HTTP/1.1\r\nHost: x\r\n\r\n";
    let head = format!(
        "GET {CAPILLARY} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
    );
    let length = hidden.len() + 5;
    // Without this, a connection that fails would look like one that is refused.
    let own = send_raw(openssl, &gateway.address, &format!("{head}\r\n"))?;
    if !own.starts_with("HTTP/1.1 200 ") {
        problems.push(format!("raw, the customer's own request: {:?}", own.lines().next()));
    }
    let reached = gateway.take_vendor_requests()?;
    if reached.len() != 1 {
        problems.push(format!("raw, the customer's own request: the vendor received {reached:?}"));
    }
    for (what, request) in [
        (
            "two lengths that differ",
            format!("{head}Content-Length: 0\r\nContent-Length: {length}\r\n\r\n{hidden}"),
        ),
        (
            "a length and chunks",
            format!("{head}Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"),
        ),
        (
            "chunks with a space before the colon",
            format!("{head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{hidden}"),
        ),
        ("chunks behind a tab", format!("{head}Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n{hidden}")),
        ("an unknown coding", format!("{head}Transfer-Encoding: xchunked\r\n\r\n{hidden}")),
        ("a negative length", format!("{head}Content-Length: -5\r\n\r\n{hidden}")),
        ("two hosts", format!("{head}Host: y\r\n\r\n")),
        (
            "an absolute target with another path",
            format!(
                "GET http://x/sandbox/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
            ),
        ),
        ("no version", format!("GET {CAPILLARY}\r\n\r\n")),
    ] {
        let answer = send_raw(openssl, &gateway.address, &request)?;
        let statuses: Vec<_> = answer.lines().filter(|line| line.starts_with("HTTP/1.")).collect();
        let is_refused = statuses.iter().all(|line| !line.contains(" 200 "));
        // Nothing of a second request is answered behind the first one.
        if !is_refused || statuses.len() > 1 {
            problems.push(format!("raw, {what}: {statuses:?}"));
        }
    }
    report_reached(gateway, 0, problems)
}

/// Sends bytes over TLS and returns what comes back until the connection is closed.
fn send_raw(openssl: &Path, address: &str, request: &str) -> Result<String, Error> {
    let mut child = command(openssl)
        .args(["s_client", "-quiet", "-connect", address.trim_start_matches("https://")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(stdin) = &mut child.stdin {
        stdin.write_all(request.as_bytes())?;
        stdin.flush()?;
    }
    // The input stays open, so that the end is the gateway's. It waits 5 seconds at most for the rest of a request.
    let mut output = child.stdout.take().ok_or_else(|| Error::new("openssl has no output"))?;
    let reader = std::thread::spawn(move || {
        let mut answer = Vec::new();
        output.read_to_end(&mut answer).map(|_| String::from_utf8_lossy(&answer).into_owned())
    });
    let started = std::time::Instant::now();
    while !reader.is_finished() && started.elapsed() < Duration::from_secs(7) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
    reader.join().map_err(|_| Error::new("the answer cannot be read"))?.map_err(Error::from)
}
