//! HTTP requests and responses as plain values: built and read without a browser, sent by [`crate::transport`].

use crate::json::{self, Json};

/// An HTTP method. `fetch` does not convert `patch` to upper case by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; can be retried.
    Get,
    /// Changes; can be sent again if a read shows that the change is not stored.
    Patch,
    /// Creates; never sent again automatically.
    Post,
}

/// An HTTP request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL, percent-encoded.
    pub url: String,
    /// The headers: names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON document, if the request has a body.
    pub body: Option<Json>,
}

/// An HTTP response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The `retry-after` header in seconds; `None` if it is missing. A date counts from the time of the response.
    pub retry_after: Option<u32>,
    /// The language of the text in the body: `content-language`, or else the language of the request.
    pub language: Option<String>,
    /// The `etag` header: the version of the resource.
    pub etag: Option<String>,
    /// The body.
    pub body: Body,
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// No bytes at all.
    Empty,
    /// A JSON document, whatever the content type is.
    Json(Json),
    /// Anything else: a proxy's page, a part of a document, or a document that is too large ([`json::parse`]).
    Other,
}

impl Body {
    /// Parses the text of a body.
    pub fn parse(text: &str) -> Body {
        if text.is_empty() { Body::Empty } else { json::parse(text).map_or(Body::Other, Body::Json) }
    }
}

impl Response {
    /// The JSON document; `null` if there is none.
    pub fn json(&self) -> &Json {
        if let Body::Json(json) = &self.body { json } else { &Json::Null }
    }
}

/// Returns the language of a `content-language` header; `None` if it names several, or is no tag.
///
/// ```
/// use carnet::http::content_language;
///
/// assert_eq!(content_language("fr-BE").as_deref(), Some("fr-BE"));
/// assert_eq!(content_language("en, fr"), None);
/// ```
pub fn content_language(header: &str) -> Option<String> {
    let tag = header.trim();
    let is_tag = !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_tag.then(|| tag.to_owned())
}

/// Percent-encodes one segment of a path, so that no value can reach another route. `.` and `..` are steps however they
/// are escaped (URL standard, dot segments): [`Vendor::accepts`](crate::vendor_api::Vendor::accepts) rejects them.
///
/// ```
/// use carnet::http::segment;
///
/// assert_eq!(segment("a/b c"), "a%2Fb%20c");
/// ```
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
    fn segment_escapes_reserved_characters() {
        assert_eq!(segment("../a b/é?x#y"), "%2E%2E%2Fa%20b%2F%C3%A9%3Fx%23y");
        assert_eq!(segment("9B5E1EE0-2E1C"), "9B5E1EE0-2E1C");
    }
}
