//! The query of a vendor's call: each parameter once.

use axum::http::Uri;

/// The parameters, decoded, in the order in which they stand.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

/// A parameter that is said more than once: then it means nothing.
#[derive(Debug)]
pub(crate) struct Twice;

impl Query {
    /// `None` when it cannot be decoded.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        axum::extract::Query::try_from_uri(uri).ok().map(|pairs| Self(pairs.0))
    }

    pub(crate) fn one(&self, name: &str) -> Result<Option<&str>, Twice> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = values.next();
        if values.next().is_some() { Err(Twice) } else { Ok(value) }
    }
}
