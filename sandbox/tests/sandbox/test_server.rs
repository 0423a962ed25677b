//! The test harness: a sandbox that is called in process, and its responses.

use std::path::Path;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use carnet_sandbox::{Database, Options, Sandbox};
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const API_KEY: &str = "carnet.sandbox.clubmed.com";
/// The Club Med customer from the vendor's documents.
pub(crate) const TOM: &str = "123456789";
/// A Club Med customer with all fields filled in.
pub(crate) const FULL: &str = "301000001";
/// A Club Med customer with old values that today's rules reject.
pub(crate) const LEGACY: &str = "301000003";
/// A Club Med customer with six phones, two of them with unknown types.
pub(crate) const PHONES: &str = "301000007";
/// The Capillary customer from the vendor's documents, with all blocks filled in.
pub(crate) const CAMILLE: &str = "17742";
/// The Imprint customer from the vendor's document.
pub(crate) const JOHN: &str = "9B5E1EE0-2E1C-46E7-81B9-3C3917204BE4";

pub(crate) struct TestServer {
    router: Router,
}

/// A response with its complete body.
#[derive(Debug)]
pub(crate) struct TestResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The body; `None` if reading it failed.
    pub(crate) bytes: Option<Vec<u8>>,
}

impl TestResponse {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone().expect("a body")).expect("text")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header in ASCII"))
    }

    /// Returns the status and the `concerned_key` of Club Med's first error.
    pub(crate) fn first_invalid_key(&self) -> (u16, String) {
        let key = self.json()["errors"][0]["concerned_key"].as_str().unwrap_or_default().to_owned();
        (self.status.as_u16(), key)
    }
}

impl TestServer {
    pub(crate) fn new() -> Self {
        Self::open(Database::Ephemeral, None)
    }

    pub(crate) fn with_file(path: &Path) -> Self {
        Self::open(Database::File(path.to_owned()), None)
    }

    pub(crate) fn with_dist(dist: &Path) -> Self {
        Self::open(Database::Ephemeral, Some(dist))
    }

    /// A sandbox in which Capillary and Imprint are the vendors themselves.
    pub(crate) fn without_gateways() -> Self {
        let sandbox = Sandbox::open_without_gateways(Options { database: Database::Ephemeral, dist: None });
        Self { router: sandbox.expect("a sandbox").router() }
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
    ) -> TestResponse {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router responds");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.ok().map(|bytes| bytes.to_vec());
        TestResponse { status: parts.status, headers: parts.headers, bytes }
    }

    /// Sends a JSON request to a control route.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &Value) -> TestResponse {
        self.send(method, path, &[("content-type", "application/json")], &body.to_string()).await
    }

    /// Creates a session for a Club Med customer. Returns its token.
    pub(crate) async fn sign_in(&self, customer: &str) -> String {
        self.session(&json!({"vendor": "clubmed", "customer_id": customer})).await
    }

    /// Creates a session from the body of the request. Returns its token.
    pub(crate) async fn session(&self, body: &Value) -> String {
        let response = self.control("POST", "/sandbox/session", body).await;
        assert_eq!(response.status, StatusCode::CREATED, "{response:?}");
        response.json()["token"].as_str().expect("a token").to_owned()
    }

    /// Sends a request to Club Med with all required headers, in `en-US`.
    pub(crate) async fn clubmed(&self, token: &str, method: &str, path: &str, body: &str) -> TestResponse {
        self.clubmed_in_locale("en-US", token, method, path, body).await
    }

    pub(crate) async fn clubmed_in_locale(
        &self,
        locale: &str,
        token: &str,
        method: &str,
        path: &str,
        body: &str,
    ) -> TestResponse {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("x-api-key", API_KEY),
            ("accept-language", locale),
            ("content-type", "application/json"),
            ("origin", "https://host.example"),
        ];
        self.send(method, &format!("/clubmed{path}"), &headers, body).await
    }

    /// Reads a customer of a read-only vendor. The id is percent-encoded; `rest` follows it.
    pub(crate) async fn get_customer(&self, vendor: &str, token: &str, id: &str, rest: &str) -> TestResponse {
        self.get_customer_with_headers(vendor, token, id, rest, &[]).await
    }

    pub(crate) async fn get_customer_with_headers(
        &self,
        vendor: &str,
        token: &str,
        id: &str,
        rest: &str,
        extra_headers: &[(&str, &str)],
    ) -> TestResponse {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("authorization", bearer.as_str()), ("origin", "https://host.example")];
        headers.extend(extra_headers);
        self.send("GET", &format!("/{vendor}/v2/customers/{}{rest}", percent_encode(id)), &headers, "").await
    }

    /// Reads a customer of a read-only vendor in a session of that customer.
    pub(crate) async fn get_own_customer(&self, vendor: &str, id: &str, rest: &str) -> TestResponse {
        let token = self.session(&json!({"vendor": vendor, "customer_id": id})).await;
        self.get_customer(vendor, &token, id, rest).await
    }

    /// Reads a Capillary customer in their own session. Default source: `INSTORE`.
    pub(crate) async fn get_capillary_customer(&self, id: &str, query: &str) -> TestResponse {
        let source = if query.contains("source=") { "" } else { "source=INSTORE&" };
        self.get_own_customer("capillary", id, &format!("?{source}{query}")).await
    }

    /// Returns a Club Med customer's current profile.
    pub(crate) async fn get_profile(&self, customer: &str) -> Value {
        let token = self.sign_in(customer).await;
        let response = self.clubmed(&token, "GET", &format!("/v2/customers/{customer}/profile"), "").await;
        assert_eq!(response.status, StatusCode::OK, "{response:?}");
        response.json()
    }

    pub(crate) async fn patch_profile(&self, customer: &str, body: &Value) -> TestResponse {
        self.patch_profile_with_query(customer, "", &body.to_string()).await
    }

    pub(crate) async fn patch_profile_with_query(
        &self,
        customer: &str,
        query: &str,
        body: &str,
    ) -> TestResponse {
        let token = self.sign_in(customer).await;
        self.clubmed(&token, "PATCH", &format!("/v1/customers/{customer}/profile{query}"), body).await
    }

    /// Patches a Club Med customer's profile, and panics unless the patch is saved.
    pub(crate) async fn save_profile(&self, customer: &str, body: &Value) {
        let response = self.patch_profile(customer, body).await;
        assert_eq!(response.status, StatusCode::NO_CONTENT, "{body}: {response:?}");
    }

    pub(crate) async fn set_switches(&self, switches: &Value) {
        let response = self.control("PUT", "/sandbox/switches", switches).await;
        assert_eq!(response.status, StatusCode::OK, "{response:?}");
    }
}

/// Percent-encodes a segment of a path. `%FF`, an invalid segment, is kept.
fn percent_encode(id: &str) -> String {
    let is_unreserved =
        |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'%' && id == "%FF";
    id.bytes()
        .map(|byte| if is_unreserved(byte) { char::from(byte).into() } else { format!("%{byte:02X}") })
        .collect()
}
