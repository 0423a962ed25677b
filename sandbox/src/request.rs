//! Helpers for vendor requests: the query parameters and the server's base URL.

use axum::http::{HeaderMap, Uri, header};

/// The decoded query parameters, in the order of the query.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

/// An error for a parameter that occurs more than once. No vendor documents which of the values would count.
#[derive(Debug)]
pub(crate) struct RepeatedParameter;

impl Query {
    /// Parses the query of `uri`. Returns `None` if it cannot be decoded.
    pub(crate) fn parse(uri: &Uri) -> Option<Self> {
        axum::extract::Query::try_from_uri(uri).ok().map(|pairs| Self(pairs.0))
    }

    /// Returns the value of the parameter `name`, if it is present.
    pub(crate) fn get(&self, name: &str) -> Result<Option<&str>, RepeatedParameter> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = values.next();
        if values.next().is_some() { Err(RepeatedParameter) } else { Ok(value) }
    }
}

/// Returns the base URL under which the client reached the sandbox, for URLs in responses.
pub(crate) fn base_url(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}")
}
