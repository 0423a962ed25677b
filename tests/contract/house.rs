//! A sandbox to call as the app would: a request of ours goes in, an answer as ours comes out.

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

/// The origin is of no importance in process, but a base URL has one.
pub(crate) const ORIGIN: &str = "http://vendor.example";

/// The connection broke: there is no answer for a vendor's module to read. What arrived before is kept.
#[derive(Debug)]
pub(crate) struct Cut {
    pub(crate) status: u16,
    pub(crate) arrived: String,
}

/// What arrived, as far as it did. In a browser the wire meets the broken connection first.
impl From<Cut> for Response {
    fn from(cut: Cut) -> Response {
        answer(cut.status, &cut.arrived)
    }
}

/// An answer with this status and this body, and without a header that says anything.
pub(crate) fn answer(status: u16, body: &str) -> Response {
    Response { status, retry_after: None, language: None, etag: None, body: body_of(body) }
}

/// A fresh sandbox with the seeded customers.
pub(crate) struct House<'a> {
    pub(crate) fixture: &'a Fixture,
    router: Router,
}

impl House<'_> {
    pub(crate) fn open(fixture: &Fixture) -> House<'_> {
        let sandbox = Sandbox::open(Options { database: Database::Ephemeral, dist: None });
        House { fixture, router: sandbox.expect("a sandbox in memory").router() }
    }

    /// A call to one of the sandbox's own routes.
    async fn control(&self, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .body(Outgoing::from(body.to_string()))
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let (text, _) = collect(body).await;
        (parts.status, serde_json::from_str(&text).unwrap_or_default())
    }

    pub(crate) async fn switch(&self, switches: &Value) {
        let (status, said) = self.control("PUT", "/sandbox/switches", switches).await;
        assert_eq!(status, StatusCode::OK, "{switches}: {said}");
    }

    /// Orders a failure for the next call that matches.
    pub(crate) async fn order(&self, fault: &Value) {
        let (status, said) = self.control("POST", "/sandbox/faults", fault).await;
        assert_eq!(status, StatusCode::CREATED, "{fault}: {said}");
    }

    /// What went over the wire since the beginning or the last [`House::forget`].
    pub(crate) async fn requests(&self) -> Vec<Value> {
        let (_, mut said) = self.control("GET", "/sandbox/requests", &Value::Null).await;
        match said["requests"].take() {
            Value::Array(requests) => requests,
            other => panic!("a list of requests, not {other}"),
        }
    }

    pub(crate) async fn forget(&self) {
        self.control("DELETE", "/sandbox/requests", &Value::Null).await;
    }

    /// The only request that was not a read since the last [`House::forget`].
    pub(crate) async fn the_write(&self) -> Value {
        let mut writes = self.requests().await;
        writes.retain(|request| request["method"] != "GET");
        assert_eq!(writes.len(), 1, "one write goes out: {writes:?}");
        writes.remove(0)
    }

    /// The seeded customers of this vendor.
    pub(crate) async fn customers(&self) -> Vec<String> {
        let path = format!("/sandbox/customers?vendor={}", self.fixture.name);
        let (_, said) = self.control("GET", &path, &Value::Null).await;
        let list = said["customers"].as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|customer| customer["customer_id"].as_str().map(str::to_owned)).collect()
    }

    /// Signs in as a customer, or as nobody yet.
    async fn session(&self, customer: Option<&str>) -> (String, String) {
        let mut wanted = json!({"vendor": self.fixture.name});
        if let Some(customer) = customer {
            wanted["customer_id"] = customer.into();
        }
        let (status, said) = self.control("POST", "/sandbox/session", &wanted).await;
        assert_eq!(status, StatusCode::CREATED, "{wanted}: {said}");
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        (text("token"), text("api_key"))
    }

    pub(crate) async fn sign_in(&self, customer: &str) -> Visitor<'_> {
        let (token, api_key) = self.session(Some(customer)).await;
        let id = CustomerId::parse(customer).expect("an id");
        self.visitor(id, token, api_key)
    }

    /// Somebody who is no customer yet.
    pub(crate) async fn stranger(&self) -> Visitor<'_> {
        let (token, api_key) = self.session(None).await;
        self.visitor(CustomerId::parse("1").expect("an id"), token, api_key)
    }

    fn visitor(&self, id: CustomerId, token: String, api_key: String) -> Visitor<'_> {
        Visitor { house: self, id, token, api_key, language: "en-US", query: self.fixture.query() }
    }

    /// Sends a request just as it is, and reads the answer as the wire does.
    pub(crate) async fn send(&self, request: &Request) -> Result<Response, Cut> {
        let (parts, arrived, whole) = self.exchange(request).await;
        let status = parts.status.as_u16();
        if !whole {
            return Err(Cut { status, arrived });
        }
        let header = |name: &str| Some(parts.headers.get(name)?.to_str().expect("ASCII").to_owned());
        Ok(Response {
            status,
            retry_after: header("retry-after").and_then(|wait| wait.parse().ok()),
            language: header("content-language"),
            etag: header("etag"),
            body: body_of(&arrived),
        })
    }

    /// The head of the answer, what arrived of its body, and whether that is all of it.
    async fn exchange(&self, request: &Request) -> (http::response::Parts, String, bool) {
        let mut outgoing = http::Request::builder()
            .method(format!("{:?}", request.method).to_uppercase().as_str())
            .uri(request.url.strip_prefix(ORIGIN).expect("a URL under the base"));
        for (name, value) in &request.headers {
            outgoing = outgoing.header(*name, value);
        }
        let body = request.body.as_ref().map(|body| json::write(body).expect("JSON"));
        let outgoing = outgoing.body(body.map_or(Outgoing::empty(), Outgoing::from)).expect("a request");
        let response = self.router.clone().oneshot(outgoing).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let (arrived, whole) = collect(body).await;
        (parts, arrived, whole)
    }
}

/// The body of an answer, as the wire reads it.
pub(crate) fn body_of(text: &str) -> Body {
    if text.is_empty() { Body::Empty } else { json::parse(text).map_or(Body::Other, Body::Json) }
}

/// What arrived, and whether it arrived whole.
async fn collect(mut body: Outgoing) -> (String, bool) {
    let mut bytes = Vec::new();
    let whole = loop {
        match std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await {
            None => break true,
            Some(Err(_)) => break false,
            Some(Ok(frame)) => bytes.extend(frame.into_data().unwrap_or_default()),
        }
    };
    (String::from_utf8(bytes).expect("text"), whole)
}

/// A customer at the other end of a session.
pub(crate) struct Visitor<'a> {
    pub(crate) house: &'a House<'a>,
    pub(crate) id: CustomerId,
    pub(crate) token: String,
    api_key: String,
    pub(crate) language: &'static str,
    /// What the host asks for beside the customer.
    pub(crate) query: Query,
}

impl Visitor<'_> {
    /// What the vendor's module makes of a call; `None` where the vendor has no such call.
    pub(crate) fn asks(&self, call: Operation<'_>) -> Option<Request> {
        let base_url = format!("{ORIGIN}/{}", self.house.fixture.name);
        vendor_api::request(self.house.fixture.vendor, call, self.access(&base_url))
    }

    /// The same, of a call the vendor has.
    pub(crate) fn request(&self, call: Operation<'_>) -> Request {
        self.asks(call).expect("a call the vendor has")
    }

    pub(crate) fn access<'b>(&'b self, base_url: &'b str) -> RequestContext<'b> {
        RequestContext {
            base_url,
            token: &self.token,
            api_key: &self.api_key,
            language: self.language,
            query: &self.query,
        }
    }

    pub(crate) async fn call(&self, call: Operation<'_>) -> Result<Response, Cut> {
        self.house.send(&self.request(call)).await
    }

    /// An answer that arrives whole.
    pub(crate) async fn answer(&self, call: Operation<'_>) -> Response {
        self.call(call).await.expect("an answer")
    }

    pub(crate) async fn view(&self) -> Result<Profile, ApiError> {
        let answer = self.answer(Operation::View(&self.id)).await;
        vendor_api::read_profile(self.house.fixture.vendor, &self.query, &answer)
    }

    pub(crate) async fn record(&self) -> Record {
        self.view().await.expect("a profile").record
    }

    /// The profile as it lies on the wire, byte for byte.
    pub(crate) async fn text(&self) -> String {
        self.house.exchange(&self.request(Operation::View(&self.id))).await.1
    }

    /// The members of the profile as it lies on the wire.
    pub(crate) async fn document(&self) -> serde_json::Map<String, Value> {
        serde_json::from_str(&self.text().await).expect("an object")
    }

    pub(crate) async fn update(&self, changes: &Changes, force_address: bool) -> Result<(), ApiError> {
        let call = Operation::Update { customer: &self.id, changes, version: None, force_address };
        vendor_api::read_saved(self.house.fixture.vendor, &self.answer(call).await)
    }

    /// Saves the difference and reads back what the vendor made of it.
    pub(crate) async fn save(&self, loaded: &Record, wanted: &Record) -> Result<Record, ApiError> {
        self.update(&between(loaded, wanted), false).await?;
        Ok(self.record().await)
    }

    pub(crate) async fn create(&self, record: &Record, force_address: bool) -> Result<CustomerId, ApiError> {
        let answer = self.answer(Operation::Create { record, force_address }).await;
        vendor_api::read_created(self.house.fixture.vendor, &answer)
    }
}
