//! A sandbox to call, and what it answers.

use std::path::Path;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use carnet_sandbox::{Database, Options, Sandbox};
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const KEY: &str = "carnet.sandbox.clubmed.com";
/// The vendor's own example.
pub(crate) const TOM: &str = "123456789";
/// Everything filled in.
pub(crate) const FULL: &str = "301000001";
/// Old values that today's rules would refuse.
pub(crate) const LEGACY: &str = "301000003";
/// Six phones, two of unknown kinds.
pub(crate) const PHONES: &str = "301000007";
/// Capillary's own number: everything filled in.
pub(crate) const CAMILLE: &str = "17742";
/// Imprint's own example.
pub(crate) const JOHN: &str = "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

pub(crate) struct House {
    router: Router,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// `None` when reading it failed.
    pub(crate) bytes: Option<Vec<u8>>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone().expect("a body")).expect("text")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header in ASCII"))
    }

    /// The status and the first `concerned_key`.
    pub(crate) fn problem(&self) -> (u16, String) {
        let key = self.json()["errors"][0]["concerned_key"].as_str().unwrap_or_default().to_owned();
        (self.status.as_u16(), key)
    }
}

impl House {
    pub(crate) fn new() -> Self {
        Self::open(Database::Ephemeral, None)
    }

    pub(crate) fn with_file(path: &Path) -> Self {
        Self::open(Database::File(path.to_owned()), None)
    }

    pub(crate) fn with_dist(dist: &Path) -> Self {
        Self::open(Database::Ephemeral, Some(dist))
    }

    fn open(database: Database, dist: Option<&Path>) -> Self {
        let sandbox = Sandbox::open(Options { database, dist: dist.map(Path::to_owned) });
        Self { router: sandbox.expect("a sandbox").router() }
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.ok().map(|bytes| bytes.to_vec());
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// A call to one of the sandbox's own routes.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send(method, path, &[("content-type", "application/json")], &body.to_string()).await
    }

    /// A token for a customer.
    pub(crate) async fn sign_in(&self, customer: &str) -> String {
        self.session(&json!({"vendor": "clubmed", "customer_id": customer})).await
    }

    pub(crate) async fn session(&self, wanted: &Value) -> String {
        let answer = self.control("POST", "/sandbox/session", wanted).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        answer.json()["token"].as_str().expect("a token").to_owned()
    }

    /// A call to Club Med with all it takes.
    pub(crate) async fn call(&self, token: &str, method: &str, path: &str, body: &str) -> Answer {
        self.call_in("en-US", token, method, path, body).await
    }

    pub(crate) async fn call_in(
        &self,
        language: &str,
        token: &str,
        method: &str,
        path: &str,
        body: &str,
    ) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("x-api-key", KEY),
            ("accept-language", language),
            ("content-type", "application/json"),
            ("origin", "https://host.example"),
        ];
        self.send(method, &format!("/clubmed{path}"), &headers, body).await
    }

    /// A read of a customer at a vendor that only lets them be read; `rest` is what follows the id, which is escaped.
    pub(crate) async fn ask(&self, vendor: &str, token: &str, id: &str, rest: &str) -> Answer {
        self.ask_with(vendor, token, id, rest, &[]).await
    }

    pub(crate) async fn ask_with(
        &self,
        vendor: &str,
        token: &str,
        id: &str,
        rest: &str,
        more: &[(&str, &str)],
    ) -> Answer {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("authorization", bearer.as_str()), ("origin", "https://host.example")];
        headers.extend(more);
        self.send("GET", &format!("/{vendor}/v2/customers/{}{rest}", escaped(id)), &headers, "").await
    }

    /// The same, signed in as the customer that is read.
    pub(crate) async fn own(&self, vendor: &str, id: &str, rest: &str) -> Answer {
        let token = self.session(&json!({"vendor": vendor, "customer_id": id})).await;
        self.ask(vendor, &token, id, rest).await
    }

    /// Capillary's customer, from the shop unless `query` says otherwise.
    pub(crate) async fn capillary(&self, id: &str, query: &str) -> Answer {
        let source = if query.contains("source=") { "" } else { "source=INSTORE&" };
        self.own("capillary", id, &format!("?{source}{query}")).await
    }

    /// The profile as it is answered now.
    pub(crate) async fn profile(&self, customer: &str) -> Value {
        let token = self.sign_in(customer).await;
        let answer = self.call(&token, "GET", &format!("/v2/customers/{customer}/profile"), "").await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()
    }

    pub(crate) async fn patch(&self, customer: &str, body: &Value) -> Answer {
        self.patch_with(customer, "", &body.to_string()).await
    }

    pub(crate) async fn patch_with(&self, customer: &str, query: &str, body: &str) -> Answer {
        let token = self.sign_in(customer).await;
        self.call(&token, "PATCH", &format!("/v1/customers/{customer}/profile{query}"), body).await
    }

    /// A patch that must be saved.
    pub(crate) async fn save(&self, customer: &str, body: &Value) {
        let answer = self.patch(customer, body).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{body}: {answer:?}");
    }

    pub(crate) async fn switch(&self, switches: &Value) {
        let answer = self.control("PUT", "/sandbox/switches", switches).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
}

/// A segment of a path.
fn escaped(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'%' && id == "%FF";
    id.bytes()
        .map(|byte| if plain(byte) { char::from(byte).into() } else { format!("%{byte:02X}") })
        .collect()
}
