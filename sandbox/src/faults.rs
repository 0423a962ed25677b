//! Failures on order: the next matching call fails in the way that was asked for.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    cut,
    switches::Switches,
    vendor::{Vendor, customer_in},
    whole,
};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Only the delay.
    Delay,
    Unauthorized,
    Forbidden,
    NotFound,
    TooMany,
    /// 400 with the errors of the order.
    BadRequest,
    /// 500 with a page that is no JSON.
    ServerErrorHtml,
    /// The connection breaks and nothing was done.
    CutBefore,
    /// The connection breaks after the work was done.
    CutAfter,
    /// The work is done; the answer is no JSON although it says so.
    MalformedJson,
    /// The work is done; the answer has no body.
    EmptyBody,
    /// The work is done; half of the answer arrives.
    TruncatedBody,
}

/// An order: what goes wrong, for which calls, how often.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    fault: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vendor: Option<Vendor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// Part of the path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(default = "once", deserialize_with = "whole::number")]
    times: u32,
    /// Waited before anything else; of itself one second for `delay`.
    #[serde(default, deserialize_with = "whole::maybe", skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
    /// Seconds, for `too_many`.
    #[serde(default, deserialize_with = "whole::maybe", skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
    /// For `bad_request`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    errors: Option<Value>,
}

fn once() -> u32 {
    1
}

/// No order may hold a call for longer.
pub(crate) const LONGEST_DELAY_MS: u64 = 600_000;

impl Fault {
    /// The same fault, for every call of one vendor's customer.
    pub(crate) fn of(mut self, vendor: Vendor, customer: &str) -> Self {
        self.vendor = Some(vendor);
        self.customer_id = Some(customer.to_owned());
        self
    }

    /// What is wrong with the order itself.
    pub(crate) fn complaint(&self) -> Option<&'static str> {
        if self.times == 0 {
            return Some("times must be 1 or more");
        }
        if self.delay_ms.is_some_and(|delay| delay > LONGEST_DELAY_MS) {
            return Some("delay_ms must be 600000 or less");
        }
        if self.errors.as_ref().is_some_and(|errors| !errors.is_array()) {
            return Some("errors must be a list");
        }
        None
    }

    fn concerns(&self, vendor: Vendor, method: &Method, path: &str) -> bool {
        self.vendor.is_none_or(|own| own == vendor)
            && self.method.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(method.as_str()))
            && self.path.as_ref().is_none_or(|part| path.contains(part.as_str()))
            && self.customer_id.as_ref().is_none_or(|own| customer_in(path).as_deref() == Some(own.as_str()))
    }

    fn wait(&self) -> Duration {
        let of_itself = if self.fault == Kind::Delay { 1000 } else { 0 };
        Duration::from_millis(self.delay_ms.unwrap_or(of_itself))
    }
}

/// The orders that stand.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    ordered: Vec<Fault>,
    /// The sentinel customers', which never run out.
    standing: Vec<Fault>,
}

impl Faults {
    pub(crate) fn with_standing(standing: Vec<Fault>) -> Self {
        Self { ordered: Vec::new(), standing }
    }

    pub(crate) fn order(&mut self, fault: Fault) {
        self.ordered.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.ordered.clear();
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.ordered.clone()
    }

    /// The fault of this call, if any: the oldest order first, used up by one.
    pub(crate) fn take(&mut self, vendor: Vendor, method: &Method, path: &str) -> Option<Fault> {
        if let Some(at) = self.ordered.iter().position(|fault| fault.concerns(vendor, method, path)) {
            let fault = self.ordered[at].clone();
            self.ordered[at].times = fault.times.saturating_sub(1);
            if self.ordered[at].times == 0 {
                self.ordered.remove(at);
            }
            return Some(fault);
        }
        self.standing.iter().find(|fault| fault.concerns(vendor, method, path)).cloned()
    }
}

/// Answers a call under `fault`; `work` is what the vendor would have done and said.
pub(crate) async fn answer(
    fault: Fault,
    vendor: Vendor,
    headers: &HeaderMap,
    switches: &Switches,
    work: impl Future<Output = Response>,
) -> Response {
    tokio::time::sleep(fault.wait()).await;
    let failure = |status| vendor.failure(status, headers, fault.errors.clone(), switches);
    match fault.fault {
        Kind::Delay => work.await,
        Kind::Unauthorized => failure(StatusCode::UNAUTHORIZED),
        Kind::Forbidden => failure(StatusCode::FORBIDDEN),
        Kind::NotFound => failure(StatusCode::NOT_FOUND),
        Kind::BadRequest => failure(StatusCode::BAD_REQUEST),
        Kind::TooMany => {
            let mut response = failure(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, fault.retry_after.unwrap_or(3).into());
            response
        }
        Kind::ServerErrorHtml => (
            StatusCode::INTERNAL_SERVER_ERROR,
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            "<!doctype html><title>500</title><h1>Internal Server Error</h1><p>The edge could not reach the origin.",
        )
            .into_response(),
        Kind::CutBefore => cut::nothing(),
        Kind::CutAfter => {
            drop(work.await);
            cut::nothing()
        }
        Kind::MalformedJson => with_body(work.await, "{\"first_name\": \"Tom\", "),
        Kind::EmptyBody => with_body(work.await, ""),
        Kind::TruncatedBody => cut::half(work.await).await,
    }
}

fn with_body(whole: Response, text: &'static str) -> Response {
    let (mut parts, _) = whole.into_parts();
    if parts.status == StatusCode::NO_CONTENT && !text.is_empty() {
        parts.status = StatusCode::OK;
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(text))
}
