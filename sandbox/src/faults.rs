//! Configured faults: failures that apply to the next matching vendor requests.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;

use crate::{
    broken_body, changed_body, integer, slow_body,
    vendor::{Vendor, customer_id_in},
};

/// The kind of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultKind {
    /// A delay and no failure.
    Delay,
    /// The request waits for `POST /sandbox/faults/release`, and is then processed.
    Hold,
    Unauthorized,
    Forbidden,
    NotFound,
    TooMany,
    /// 400, with the fault's `errors`.
    BadRequest,
    /// 500, with an HTML page as the body.
    ServerErrorHtml,
    /// The request is processed; a gateway responds with `status` and an HTML page.
    GatewayErrorAfter,
    /// The request is not processed; a proxy responds with 200 and an HTML page, such as a sign-in form.
    SignInPage,
    /// The connection closes before the request is processed.
    CutBefore,
    /// The connection closes after the request was processed.
    CutAfter,
    /// The request is processed; the response has invalid JSON with a JSON content type.
    MalformedJson,
    /// The request is processed; the response has no body.
    EmptyBody,
    /// The request is processed; only the first half of the response's body arrives.
    TruncatedBody,
    /// The response is `status` with `body`.
    Reply,
    /// The response redirects to a sign-in page.
    Redirect,
    /// The request is processed; the response's body is valid and has 20 MB more.
    LargeBody,
    /// The request is processed; the response's body arrives in pieces with `delay_ms` between them.
    Drip,
    /// The request is processed; the response is a list where an object is expected, or an object where a list is.
    WrongType,
}

/// A configured fault: its kind, the requests that it applies to, and how often.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    #[serde(rename = "fault")]
    kind: FaultKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vendor: Option<Vendor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// A substring of the path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The number of requests that the fault still applies to.
    #[serde(default = "default_times", deserialize_with = "integer::required")]
    times: u32,
    /// The delay before any other effect, in milliseconds; for `drip`, the delay between two pieces of the body.
    /// Default: 1000 for `delay`, 5000 for `drip`, otherwise 0.
    #[serde(default, deserialize_with = "integer::optional", skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
    /// The `Retry-After` header of `too_many` and `reply`, in seconds.
    #[serde(default, deserialize_with = "integer::optional", skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
    /// The status of `gateway_error_after` (408 or 500 to 599) and of `reply` (200 to 599, required).
    #[serde(default, deserialize_with = "integer::optional", skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// The vendor's list of errors, for faults that respond with an error status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    errors: Option<Value>,
    /// Whether the request is processed before `reply` or `redirect` responds. Default: false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    processed: Option<bool>,
    /// The body of `reply`. Default: an HTML page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

fn default_times() -> u32 {
    1
}

/// The longest accepted delay, in milliseconds.
const MAX_DELAY_MS: u64 = 600_000;

impl Fault {
    /// Returns the same fault, restricted to one customer.
    pub(crate) fn for_customer(mut self, vendor: Vendor, customer_id: &str) -> Self {
        self.vendor = Some(vendor);
        self.customer_id = Some(customer_id.to_owned());
        self
    }

    /// Checks the members that deserialization does not check.
    ///
    /// # Errors
    /// Returns a message for the client.
    pub(crate) fn validate(&self) -> Result<(), &'static str> {
        if self.times == 0 {
            return Err("times must be at least 1");
        }
        if self.delay_ms.is_some_and(|delay| delay > MAX_DELAY_MS) {
            return Err("delay_ms must be at most 600000");
        }
        if self.kind == FaultKind::Reply {
            if !self.status.is_some_and(|status| (200..=599).contains(&status)) {
                return Err("reply requires a status from 200 to 599");
            }
        } else if self.status.is_some_and(|status| status != 408 && !(500..=599).contains(&status)) {
            return Err("status must be 408 or from 500 to 599, except for reply");
        }
        if self.errors.as_ref().is_some_and(|errors| !errors.is_array()) {
            return Err("errors must be an array");
        }
        Ok(())
    }

    fn matches(&self, vendor: Vendor, method: &Method, path: &str) -> bool {
        self.vendor.is_none_or(|own| own == vendor)
            && self.method.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(method.as_str()))
            && self.path.as_ref().is_none_or(|part| path.contains(part.as_str()))
            && self
                .customer_id
                .as_ref()
                .is_none_or(|own| customer_id_in(path).as_deref() == Some(own.as_str()))
    }

    fn delay(&self) -> Duration {
        let default = if self.kind == FaultKind::Delay {
            1000
        } else if self.kind == FaultKind::Drip {
            5000
        } else {
            0
        };
        Duration::from_millis(self.delay_ms.unwrap_or(default))
    }

    fn is_processed(&self) -> bool {
        self.processed.unwrap_or(false)
    }

    fn status(&self) -> StatusCode {
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok());
        status.unwrap_or(StatusCode::BAD_GATEWAY)
    }

    /// Returns the response of `reply`.
    fn reply(&self) -> Response {
        let status = self.status();
        let has_no_body =
            [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED].contains(&status);
        let mut response = match &self.body {
            _ if has_no_body => status.into_response(),
            None => html_page(status),
            Some(text) => {
                let content_type = if text.starts_with(['{', '[']) { "application/json" } else { HTML };
                (status, [(header::CONTENT_TYPE, content_type)], text.clone()).into_response()
            }
        };
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// The faults set through `POST /sandbox/faults`, oldest first.
    configured: Vec<Fault>,
    /// The faults of the failing customers, which are never used up.
    permanent: Vec<Fault>,
    /// Signals that held requests continue.
    release: watch::Sender<()>,
}

impl Faults {
    pub(crate) fn with_permanent(permanent: Vec<Fault>) -> Self {
        Self { permanent, ..Self::default() }
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.configured.push(fault);
    }

    /// Removes all faults but the permanent ones. Held requests continue.
    pub(crate) fn clear(&mut self) {
        self.configured.clear();
        self.release();
    }

    /// Lets held requests continue.
    pub(crate) fn release(&self) {
        self.release.send_replace(());
    }

    /// Returns the signal of the next release. Taken together with a fault, it cannot be missed.
    pub(crate) fn release_signal(&self) -> watch::Receiver<()> {
        self.release.subscribe()
    }

    /// Lists all faults but the permanent ones.
    pub(crate) fn list(&self) -> Vec<Fault> {
        self.configured.clone()
    }

    /// Returns the fault for a request, if any, and counts the request against it. The oldest matching fault applies;
    /// a permanent fault applies only if no configured one matches.
    pub(crate) fn take(&mut self, vendor: Vendor, method: &Method, path: &str) -> Option<Fault> {
        if let Some(index) = self.configured.iter().position(|fault| fault.matches(vendor, method, path)) {
            let fault = self.configured[index].clone();
            self.configured[index].times = fault.times.saturating_sub(1);
            if self.configured[index].times == 0 {
                self.configured.remove(index);
            }
            return Some(fault);
        }
        self.permanent.iter().find(|fault| fault.matches(vendor, method, path)).cloned()
    }
}

/// Responds to a request under `fault`.
///
/// `error_response` builds an error in the vendor's format from a status and the fault's `errors`. `handler` processes
/// the request as the vendor would; it is not polled for faults that occur before the processing. `release` ends a hold.
pub(crate) async fn respond(
    fault: Fault,
    mut release: watch::Receiver<()>,
    error_response: impl Fn(StatusCode, Option<Value>) -> Response,
    handler: impl Future<Output = Response>,
) -> Response {
    if fault.kind != FaultKind::Drip {
        tokio::time::sleep(fault.delay()).await;
    }
    let error = |status| error_response(status, fault.errors.clone());
    match fault.kind {
        FaultKind::Delay => handler.await,
        FaultKind::Hold => {
            // An error means that the sandbox shuts down.
            let _ = release.changed().await;
            handler.await
        }
        FaultKind::Unauthorized => error(StatusCode::UNAUTHORIZED),
        FaultKind::Forbidden => error(StatusCode::FORBIDDEN),
        FaultKind::NotFound => error(StatusCode::NOT_FOUND),
        FaultKind::BadRequest => error(StatusCode::BAD_REQUEST),
        FaultKind::TooMany => {
            let mut response = error(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, fault.retry_after.unwrap_or(3).into());
            response
        }
        FaultKind::ServerErrorHtml => html_page(StatusCode::INTERNAL_SERVER_ERROR),
        FaultKind::GatewayErrorAfter => {
            drop(handler.await);
            html_page(fault.status())
        }
        FaultKind::SignInPage => html_page(StatusCode::OK),
        FaultKind::CutBefore => broken_body::cut_connection(),
        FaultKind::CutAfter => {
            drop(handler.await);
            broken_body::cut_connection()
        }
        FaultKind::MalformedJson => {
            changed_body::replace(handler.await, Body::from("{\"first_name\": \"Tom\", "))
        }
        FaultKind::EmptyBody => changed_body::replace(handler.await, Body::empty()),
        FaultKind::TruncatedBody => broken_body::truncate(handler.await).await,
        FaultKind::Reply => {
            if fault.is_processed() {
                drop(handler.await);
            }
            fault.reply()
        }
        FaultKind::Redirect => {
            if fault.is_processed() {
                drop(handler.await);
            }
            let mut response = html_page(StatusCode::FOUND);
            response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(SIGN_IN_PATH));
            response
        }
        FaultKind::LargeBody => changed_body::enlarge(handler.await).await,
        FaultKind::Drip => slow_body::drip(handler.await, fault.delay()).await,
        FaultKind::WrongType => changed_body::change_type(handler.await).await,
    }
}

/// The path of the page that `redirect` leads to, a control route.
const SIGN_IN_PATH: &str = "/sandbox/sign-in";

const HTML: &str = "text/html; charset=utf-8";

/// Returns a page as proxies and gateways send it.
pub(crate) fn html_page(status: StatusCode) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let page = format!("<!doctype html><title>{title}</title><h1>{title}</h1><p>A page of the edge.");
    (status, [(header::CONTENT_TYPE, HTML)], page).into_response()
}
