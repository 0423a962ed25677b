//! Who may call: the key, the token, the language, and whose profile it is.

use axum::http::{HeaderMap, StatusCode, header};
use rusqlite::Connection;

use super::{
    API_KEY, reference,
    refusal::{Detail, Reason, Refusal},
    table,
};
use crate::{
    sessions::{self, Reach, Standing},
    vendor::Vendor,
};

/// What the headers of a call say.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) token: String,
    pub(super) locale: String,
    open_to_all: bool,
}

impl Caller {
    /// Reads the headers of a customer's call: without a key or a token it goes no further.
    pub(super) fn of(headers: &HeaderMap, open_to_all: bool) -> Result<Self, Refusal> {
        check_key(headers)?;
        let token = sessions::bearer(headers)
            .ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, Detail::NoToken))?;
        Ok(Self { token, locale: locale(headers)?, open_to_all })
    }

    /// Whom the token speaks for.
    pub(super) fn reach(&self, connection: &Connection) -> Result<Reach, Refusal> {
        match sessions::find(connection, Vendor::ClubMed, &self.token, self.open_to_all)? {
            Standing::Valid(reach) => Ok(reach),
            Standing::Expired => Err(Refusal::new(StatusCode::UNAUTHORIZED, Detail::Expired)),
            Standing::Unknown => Err(Refusal::new(StatusCode::UNAUTHORIZED, Detail::NoToken)),
        }
    }

    /// The customer's row, when the token speaks for them.
    pub(super) fn profile(&self, connection: &Connection, id: &str) -> Result<table::Row, Refusal> {
        let reach = self.reach(connection)?;
        if !is_customer_id(id) {
            return Err(Refusal::one("customer_id", Reason::NotACustomerId));
        }
        let row = table::find(connection, id)?.ok_or_else(|| Refusal::plain(StatusCode::NOT_FOUND))?;
        if reach.covers(id) { Ok(row) } else { Err(Refusal::plain(StatusCode::FORBIDDEN)) }
    }
}

/// Reads the headers of a call that is about no customer, and answers the language.
pub(super) fn anyone(headers: &HeaderMap) -> Result<String, Refusal> {
    check_key(headers)?;
    locale(headers)
}

fn check_key(headers: &HeaderMap) -> Result<(), Refusal> {
    let known = headers.get("x-api-key").is_some_and(|key| key.as_bytes() == API_KEY.as_bytes());
    if known { Ok(()) } else { Err(Refusal::new(StatusCode::UNAUTHORIZED, Detail::NoKey)) }
}

fn locale(headers: &HeaderMap) -> Result<String, Refusal> {
    let value = headers
        .get(header::ACCEPT_LANGUAGE)
        .ok_or_else(|| Refusal::one("accept-language", Reason::Missing))?;
    value
        .to_str()
        .ok()
        .filter(|tag| reference::LOCALES.contains(tag))
        .map(str::to_owned)
        .ok_or_else(|| Refusal::one("accept-language", Reason::UnknownLocale))
}

/// `^[1-9][0-9]*$`
fn is_customer_id(id: &str) -> bool {
    !id.starts_with('0') && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}
