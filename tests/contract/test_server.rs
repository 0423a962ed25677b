//! The sandbox in process: it takes the app's requests and returns responses as the app reads them.

use std::cell::RefCell;

use axum::{
    Router,
    body::{Body as Outgoing, HttpBody as _},
    http::{self, StatusCode},
};
use carnet::{
    domain::{Changes, CustomerId, Profile, Record, between},
    error::ApiError,
    http::{Body, Request, Response},
    json,
    vendor_api::{self, Operation, Query, RequestContext},
};
use carnet_sandbox::{Database, Options, Sandbox};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::vendors::Fixture;

/// The origin of the base URL. Nothing resolves it, because the sandbox runs in process.
pub(crate) const ORIGIN: &str = "http://vendor.example";

/// A broken connection, with the status and the part of the body that arrived before.
#[derive(Debug)]
pub(crate) struct BrokenConnection {
    pub(crate) status: u16,
    pub(crate) arrived: String,
}

/// Treats the part that arrived as a response. In a browser the transport fails on the broken connection before that.
impl From<BrokenConnection> for Response {
    fn from(broken: BrokenConnection) -> Response {
        response(broken.status, &broken.arrived)
    }
}

/// A response with this status and body, and without relevant headers.
pub(crate) fn response(status: u16, body: &str) -> Response {
    Response { status, retry_after: None, language: None, etag: None, body: parse_body(body) }
}

/// Opens a new sandbox with the seeded customers.
pub(crate) fn sandbox() -> Router {
    let sandbox = Sandbox::open(Options { database: Database::Ephemeral, dist: None });
    sandbox.expect("a sandbox in memory").router()
}

/// A marker in the extensions of a response whose body breaks off, for servers that have no connection to break.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrokenOff;

/// A new server that imitates the fixture's vendor, with the seeded customers.
pub(crate) struct TestServer<'a> {
    pub(crate) fixture: &'a Fixture,
    router: Router,
}

impl TestServer<'_> {
    pub(crate) fn open(fixture: &Fixture) -> TestServer<'_> {
        TestServer { fixture, router: (fixture.server)() }
    }

    /// Sends a request to one of the sandbox's `/sandbox/` routes.
    async fn control(&self, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .body(Outgoing::from(body.to_string()))
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("a response");
        let (parts, body) = response.into_parts();
        let (text, _) = collect(body).await;
        (parts.status, serde_json::from_str(&text).unwrap_or_default())
    }

    pub(crate) async fn set_switches(&self, switches: &Value) {
        let (status, reply) = self.control("PUT", "/sandbox/switches", switches).await;
        assert_eq!(status, StatusCode::OK, "{switches}: {reply}");
    }

    /// Injects a fault into the next request that matches.
    pub(crate) async fn inject_fault(&self, fault: &Value) {
        let (status, reply) = self.control("POST", "/sandbox/faults", fault).await;
        assert_eq!(status, StatusCode::CREATED, "{fault}: {reply}");
    }

    /// Removes the injected faults.
    pub(crate) async fn clear_faults(&self) {
        self.control("DELETE", "/sandbox/faults", &Value::Null).await;
    }

    /// The requests logged since the start or the last [`TestServer::clear_requests`].
    pub(crate) async fn requests(&self) -> Vec<Value> {
        let (_, mut reply) = self.control("GET", "/sandbox/requests", &Value::Null).await;
        match reply["requests"].take() {
            Value::Array(requests) => requests,
            other => panic!("a list of requests, not {other}"),
        }
    }

    pub(crate) async fn clear_requests(&self) {
        self.control("DELETE", "/sandbox/requests", &Value::Null).await;
    }

    /// The only request but reads since the last [`TestServer::clear_requests`]. Panics if there is another number of
    /// them.
    pub(crate) async fn only_write(&self) -> Value {
        let mut writes = self.requests().await;
        writes.retain(|request| request["method"] != "GET");
        assert_eq!(writes.len(), 1, "there is one write: {writes:?}");
        writes.remove(0)
    }

    /// The seeded customers of this vendor.
    pub(crate) async fn customers(&self) -> Vec<String> {
        let path = format!("/sandbox/customers?vendor={}", self.fixture.name);
        let (_, reply) = self.control("GET", &path, &Value::Null).await;
        let list = reply["customers"].as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|customer| customer["customer_id"].as_str().map(str::to_owned)).collect()
    }

    /// Opens a session for a customer, or for one to be created. Returns the token and the API key.
    pub(crate) async fn session(&self, customer: Option<&str>) -> (String, String) {
        let mut request = json!({"vendor": self.fixture.name});
        if let Some(customer) = customer {
            request["customer_id"] = customer.into();
        }
        let (status, reply) = self.control("POST", "/sandbox/session", &request).await;
        assert_eq!(status, StatusCode::CREATED, "{request}: {reply}");
        let text = |name: &str| reply[name].as_str().unwrap_or_default().to_owned();
        (text("token"), text("api_key"))
    }

    pub(crate) async fn sign_in(&self, customer: &str) -> Client<'_> {
        let (token, api_key) = self.session(Some(customer)).await;
        let id = CustomerId::parse(customer).expect("an id");
        self.client(id, token, api_key)
    }

    /// A client that has no customer yet.
    pub(crate) async fn new_customer(&self) -> Client<'_> {
        let (token, api_key) = self.session(None).await;
        self.client(CustomerId::parse("1").expect("an id"), token, api_key)
    }

    fn client(&self, id: CustomerId, token: String, api_key: String) -> Client<'_> {
        let query = self.fixture.query();
        Client { server: self, id, token, api_key, language: "en-US", query, version: RefCell::default() }
    }

    /// Sends a request unchanged, and reads the response as the app's transport does.
    pub(crate) async fn send(&self, request: &Request) -> Result<Response, BrokenConnection> {
        let (parts, arrived, is_complete) = self.exchange(request).await;
        let status = parts.status.as_u16();
        if !is_complete {
            return Err(BrokenConnection { status, arrived });
        }
        let header = |name: &str| Some(parts.headers.get(name)?.to_str().expect("ASCII").to_owned());
        Ok(Response {
            status,
            retry_after: header("retry-after").and_then(|wait| wait.parse().ok()),
            language: header("content-language").as_deref().and_then(carnet::http::content_language),
            etag: header("etag"),
            body: parse_body(&arrived),
        })
    }

    /// Returns the head of the response, the part of the body that arrived, and whether the body is complete.
    async fn exchange(&self, request: &Request) -> (http::response::Parts, String, bool) {
        let mut outgoing = http::Request::builder()
            .method(format!("{:?}", request.method).to_uppercase().as_str())
            .uri(request.url.strip_prefix(ORIGIN).expect("a URL under the base"));
        for (name, value) in &request.headers {
            outgoing = outgoing.header(*name, value);
        }
        let body = request.body.as_ref().map(json::write);
        let outgoing = outgoing.body(body.map_or(Outgoing::empty(), Outgoing::from)).expect("a request");
        let response = self.router.clone().oneshot(outgoing).await.expect("a response");
        let (parts, body) = response.into_parts();
        let (arrived, is_complete) = collect(body).await;
        let is_complete = is_complete && parts.extensions.get::<BrokenOff>().is_none();
        (parts, arrived, is_complete)
    }
}

/// Parses a body as the app's transport does.
pub(crate) fn parse_body(text: &str) -> Body {
    Body::parse(text)
}

/// Returns the part of the body that arrived, and whether it is complete.
async fn collect(mut body: Outgoing) -> (String, bool) {
    let mut bytes = Vec::new();
    let is_complete = loop {
        match std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await {
            None => break true,
            Some(Err(_)) => break false,
            Some(Ok(frame)) => bytes.extend(frame.into_data().unwrap_or_default()),
        }
    };
    (String::from_utf8(bytes).expect("text"), is_complete)
}

/// The app's side of a session with one customer.
pub(crate) struct Client<'a> {
    pub(crate) server: &'a TestServer<'a>,
    pub(crate) id: CustomerId,
    pub(crate) token: String,
    api_key: String,
    pub(crate) language: &'static str,
    /// The query of the host's attributes.
    pub(crate) query: Query,
    /// The version in the last response to a view, if it had one.
    version: RefCell<Option<String>>,
}

impl Client<'_> {
    /// Builds the request of an operation. Returns `None` if the vendor does not support it.
    pub(crate) fn try_request(&self, operation: Operation<'_>) -> Option<Request> {
        let base_url = format!("{ORIGIN}/{}", self.server.fixture.name);
        vendor_api::request(self.server.fixture.vendor, operation, self.context(&base_url))
    }

    /// Builds the request of an operation that the vendor supports.
    pub(crate) fn request(&self, operation: Operation<'_>) -> Request {
        self.try_request(operation).expect("an operation of the vendor")
    }

    pub(crate) fn context<'b>(&'b self, base_url: &'b str) -> RequestContext<'b> {
        RequestContext {
            base_url,
            token: &self.token,
            api_key: &self.api_key,
            language: self.language,
            query: &self.query,
        }
    }

    pub(crate) async fn send_operation(
        &self,
        operation: Operation<'_>,
    ) -> Result<Response, BrokenConnection> {
        self.server.send(&self.request(operation)).await
    }

    /// Sends the operation and returns its complete response.
    pub(crate) async fn response(&self, operation: Operation<'_>) -> Response {
        self.send_operation(operation).await.expect("a complete response")
    }

    pub(crate) async fn view(&self) -> Result<Profile, ApiError> {
        let response = self.response(Operation::View(&self.id)).await;
        self.remember_version(&response);
        vendor_api::read_profile(self.server.fixture.vendor, &self.query, &response)
    }

    pub(crate) async fn record(&self) -> Record {
        self.view().await.expect("a profile").record
    }

    /// The body of a view, byte for byte.
    pub(crate) async fn text(&self) -> String {
        let (parts, text, _) = self.server.exchange(&self.request(Operation::View(&self.id))).await;
        let etag = parts.headers.get("etag").map(|etag| etag.to_str().expect("ASCII").to_owned());
        self.version.replace(etag);
        text
    }

    /// Remembers the version in a response to a view: the next update is for this version.
    pub(crate) fn remember_version(&self, response: &Response) {
        self.version.replace(response.etag.clone());
    }

    /// The version in the last response to a view, if it had one.
    pub(crate) fn version(&self) -> Option<String> {
        self.version.borrow().clone()
    }

    /// The members of the body of a view.
    pub(crate) async fn document(&self) -> serde_json::Map<String, Value> {
        serde_json::from_str(&self.text().await).expect("an object")
    }

    pub(crate) async fn update(&self, changes: &Changes, force_address: bool) -> Result<(), ApiError> {
        let version = self.version();
        let version = version.as_deref();
        let operation = Operation::Update { customer: &self.id, changes, version, force_address };
        vendor_api::read_saved(self.server.fixture.vendor, &self.response(operation).await)
    }

    /// Saves the difference and returns the record that is read back.
    pub(crate) async fn save(&self, loaded: &Record, wanted: &Record) -> Result<Record, ApiError> {
        self.update(&between(loaded, wanted), false).await?;
        Ok(self.record().await)
    }

    pub(crate) async fn create(&self, record: &Record, force_address: bool) -> Result<CustomerId, ApiError> {
        let response = self.response(Operation::Create { record, force_address }).await;
        vendor_api::read_created(self.server.fixture.vendor, &response)
    }
}
