//! The log of vendor requests, for tests and for developers.

use std::collections::{BTreeMap, VecDeque};

use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;
use serde_json::Value;

use crate::{cors, vendor::customer_id_in};

/// The maximum number of entries: more than a test run needs. A new entry beyond it removes the oldest one.
const CAPACITY: usize = 1000;

/// One logged request, without its credentials.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    #[serde(skip)]
    id: u64,
    #[serde(skip)]
    customer_id: Option<String>,
    #[serde(skip)]
    is_preflight: bool,
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Value,
    /// The status of the response; `null` while the request is in progress and if its connection was cut.
    status: Option<u16>,
}

/// The most recent requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<Entry>,
    last_id: u64,
}

impl RequestLog {
    /// Adds a request. Returns the id for [`RequestLog::set_status`].
    pub(crate) fn record(&mut self, method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> u64 {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.last_id += 1;
        self.entries.push_back(Entry {
            id: self.last_id,
            customer_id: customer_id_in(uri.path()),
            is_preflight: cors::is_preflight(method, headers),
            method: method.to_string(),
            path: uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string),
            headers: redacted(headers),
            body: body_as_json(body),
            status: None,
        });
        self.last_id
    }

    /// Sets the status of the response to a logged request.
    pub(crate) fn set_status(&mut self, id: u64, status: Option<u16>) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.id == id) {
            entry.status = status;
        }
    }

    /// Lists the entries, for one customer if `customer_id` is given.
    pub(crate) fn list(&self, customer_id: Option<&str>, include_preflights: bool) -> Vec<Entry> {
        self.entries
            .iter()
            .filter(|entry| include_preflights || !entry.is_preflight)
            .filter(|entry| customer_id.is_none() || entry.customer_id.as_deref() == customer_id)
            .cloned()
            .collect()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

/// Returns the headers with the values of credentials replaced by `present`.
fn redacted(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut redacted = BTreeMap::new();
    for name in headers.keys() {
        let values: Vec<_> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        let value = match name.as_str() {
            // Without a gateway, the vendor's own credentials arrive here.
            "authorization" | "x-api-key" | "x-cap-api-oauth-token" | "cookie" => "present".to_owned(),
            _ => values.join(", "),
        };
        redacted.insert(name.as_str().to_owned(), value);
    }
    redacted
}

/// Returns the body as JSON if it is valid JSON, otherwise as a string; `null` if it is empty.
fn body_as_json(body: &[u8]) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}
