//! An HTTP request and its answer as plain values: built and read without a browser, sent by [`crate::transport`].

use crate::json::Json;

/// A method, spelled as it goes out: `fetch` does not put `patch` in upper case by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; may be repeated.
    Get,
    /// Changes; may be repeated once a re-read shows that it is still needed.
    Patch,
    /// Creates; never repeated by itself.
    Post,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute address, percent-encoded.
    pub url: String,
    /// Names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// The document to send, where there is one.
    pub body: Option<Json>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The `retry-after` header, in seconds, where it is given in seconds.
    pub retry_after: Option<u32>,
    /// The language of the vendor's words: its `content-language`, else the one that was asked for.
    pub language: Option<String>,
    /// The `etag` header: the version of what was read.
    pub etag: Option<String>,
    /// The body.
    pub body: Body,
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// No bytes at all.
    Empty,
    /// A JSON document, whatever the content type said.
    Json(Json),
    /// Anything else: a proxy's page, half a document.
    Other,
}

impl Response {
    /// The document; `null` if there is none.
    pub fn json(&self) -> &Json {
        if let Body::Json(json) = &self.body { json } else { &Json::Null }
    }
}

/// One segment of a path, so that no value can reach another route; but for `.` and `..`, which are steps however they
/// are escaped: a vendor's `accepts` keeps those away.
pub fn segment(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_cannot_leave_its_place() {
        assert_eq!(segment("../a b/é?x#y"), "%2E%2E%2Fa%20b%2F%C3%A9%3Fx%23y");
        assert_eq!(segment("9B5E1EE0-2E1C"), "9B5E1EE0-2E1C");
    }
}
