//! Authentication and authorization: the API key, the token, and the customers that the token gives access to.

use axum::http::{HeaderMap, StatusCode, header};
use rusqlite::Connection;

use super::{
    error::{Detail, Error, Reason},
    reference, store,
};
use crate::{
    sessions::{self, Scope, TokenStatus},
    vendor::Vendor,
};

/// The API key that every session includes. It has the vendor's format and is not a secret.
pub(super) const API_KEY: &str = "carnet.sandbox.clubmed.com";

/// The credentials and the locale in the headers of a request.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) token: String,
    pub(super) locale: String,
    accepts_development_token: bool,
}

impl Caller {
    /// Reads the headers of a request about a customer.
    ///
    /// # Errors
    /// Returns 401 if the key or the token is missing or the key is unknown, and 400 for an unknown locale. The token
    /// is not looked up yet.
    pub(super) fn from_headers(headers: &HeaderMap, accepts_development_token: bool) -> Result<Self, Error> {
        check_api_key(headers)?;
        let token = sessions::bearer_token(headers)
            .ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, Detail::InvalidToken))?;
        Ok(Self { token, locale: locale(headers)?, accepts_development_token })
    }

    /// Returns the customers that the token gives access to.
    pub(super) fn scope(&self, connection: &Connection) -> Result<Scope, Error> {
        match sessions::find(connection, Vendor::ClubMed, &self.token, self.accepts_development_token)? {
            TokenStatus::Valid(scope) => Ok(scope),
            TokenStatus::Expired => Err(Error::new(StatusCode::UNAUTHORIZED, Detail::ExpiredToken)),
            TokenStatus::Unknown => Err(Error::new(StatusCode::UNAUTHORIZED, Detail::InvalidToken)),
        }
    }

    /// Returns the stored customer, if the token gives access to them.
    pub(super) fn find_customer(&self, connection: &Connection, id: &str) -> Result<store::Row, Error> {
        let scope = self.scope(connection)?;
        if !is_customer_id(id) {
            return Err(Error::invalid_value("customer_id", Reason::NotACustomerId));
        }
        let row = store::find(connection, id)?.ok_or_else(|| Error::from_status(StatusCode::NOT_FOUND))?;
        if scope.includes(id) { Ok(row) } else { Err(Error::from_status(StatusCode::FORBIDDEN)) }
    }
}

/// Checks the headers of a request that needs no token. Returns the locale.
pub(super) fn check_anonymous(headers: &HeaderMap) -> Result<String, Error> {
    check_api_key(headers)?;
    locale(headers)
}

fn check_api_key(headers: &HeaderMap) -> Result<(), Error> {
    let is_valid = headers.get("x-api-key").is_some_and(|key| key.as_bytes() == API_KEY.as_bytes());
    if is_valid { Ok(()) } else { Err(Error::new(StatusCode::UNAUTHORIZED, Detail::InvalidApiKey)) }
}

fn locale(headers: &HeaderMap) -> Result<String, Error> {
    let value = headers
        .get(header::ACCEPT_LANGUAGE)
        .ok_or_else(|| Error::invalid_value("accept-language", Reason::Missing))?;
    value
        .to_str()
        .ok()
        .filter(|tag| reference::LOCALES.contains(tag))
        .map(str::to_owned)
        .ok_or_else(|| Error::invalid_value("accept-language", Reason::UnknownLocale))
}

/// Returns whether `id` matches `^[1-9][0-9]*$`.
fn is_customer_id(id: &str) -> bool {
    !id.starts_with('0') && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}
