//! What the vendors were asked, in order: for tests, and for the curious.

use std::collections::{BTreeMap, VecDeque};

use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;
use serde_json::Value;

use crate::vendor::customer_in;

/// More than a test run needs; older requests make room for newer ones.
const KEPT: usize = 1000;

/// One request, without its secrets.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    #[serde(skip)]
    number: u64,
    #[serde(skip)]
    customer: Option<String>,
    #[serde(skip)]
    preflight: bool,
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Value,
    /// `null` while the request is under way, and when its connection was cut.
    status: Option<u16>,
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    next: u64,
}

impl Journal {
    /// Writes a request down and answers the number under which its status can be added.
    pub(crate) fn arrived(&mut self, method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> u64 {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.next += 1;
        self.entries.push_back(Entry {
            number: self.next,
            customer: customer_in(uri.path()),
            preflight: crate::cors::is_preflight(method, headers),
            method: method.to_string(),
            path: uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string),
            headers: without_secrets(headers),
            body: readable(body),
            status: None,
        });
        self.next
    }

    pub(crate) fn answered(&mut self, number: u64, status: Option<u16>) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.number == number) {
            entry.status = status;
        }
    }

    pub(crate) fn list(&self, customer: Option<&str>, preflights: bool) -> Vec<Entry> {
        self.entries
            .iter()
            .filter(|entry| preflights || !entry.preflight)
            .filter(|entry| customer.is_none() || entry.customer.as_deref() == customer)
            .cloned()
            .collect()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

fn without_secrets(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    for name in headers.keys() {
        let values: Vec<_> =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        let shown = match name.as_str() {
            "authorization" | "x-api-key" | "cookie" => "present".to_owned(),
            _ => values.join(", "),
        };
        kept.insert(name.as_str().to_owned(), shown);
    }
    kept
}

fn readable(body: &[u8]) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}
