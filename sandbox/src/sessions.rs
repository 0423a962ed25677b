//! Sessions: bearer tokens and the customers for whom they are valid.

use axum::http::{HeaderMap, header};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{clock::now_millis, vendor::Vendor};

pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY,
  vendor TEXT NOT NULL,
  customer_id TEXT,
  expires_at INTEGER NOT NULL
) STRICT;";

/// A token that an ephemeral sandbox accepts for every customer, so that a test tool needs no sign-in request.
const DEVELOPMENT_TOKEN: &str = "development";

/// The customers that a token gives access to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// One customer.
    Customer(String),
    /// No customer yet: the token may create one customer and is then bound to that customer.
    Create,
    /// All customers: the development token.
    All,
}

impl Scope {
    pub(crate) fn includes(&self, customer_id: &str) -> bool {
        match self {
            Self::Customer(own) => own == customer_id,
            Self::Create => false,
            Self::All => true,
        }
    }
}

/// The result of looking a token up.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TokenStatus {
    Valid(Scope),
    Expired,
    Unknown,
}

/// Creates a session and returns its token. `expires_at` is in milliseconds since 1970.
pub(crate) fn create(
    connection: &Connection,
    vendor: Vendor,
    customer_id: Option<&str>,
    expires_at: i64,
) -> rusqlite::Result<String> {
    // SQLite's random generator is seeded by the operating system, which is sufficient for fictitious customers on a
    // developer's machine.
    connection.query_row(
        "INSERT INTO tokens (token, vendor, customer_id, expires_at)
         VALUES (lower(hex(randomblob(16))), ?1, ?2, ?3) RETURNING token",
        params![vendor.name(), customer_id, expires_at],
        |row| row.get(0),
    )
}

/// Returns the token of `authorization: Bearer …`.
pub(crate) fn bearer_token(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Looks a token up. The development token is valid only if `accepts_development_token` is set.
pub(crate) fn find(
    connection: &Connection,
    vendor: Vendor,
    token: &str,
    accepts_development_token: bool,
) -> rusqlite::Result<TokenStatus> {
    if accepts_development_token && token == DEVELOPMENT_TOKEN {
        return Ok(TokenStatus::Valid(Scope::All));
    }
    let row = connection
        .query_row(
            "SELECT customer_id, expires_at FROM tokens WHERE token = ?1 AND vendor = ?2",
            params![token, vendor.name()],
            |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, i64>(1)?)),
        )
        .optional()?;
    Ok(match row {
        None => TokenStatus::Unknown,
        Some((_, expires_at)) if expires_at <= now_millis() => TokenStatus::Expired,
        Some((Some(customer_id), _)) => TokenStatus::Valid(Scope::Customer(customer_id)),
        Some((None, _)) => TokenStatus::Valid(Scope::Create),
    })
}

/// Binds a token to the customer that it created.
pub(crate) fn bind(connection: &Connection, token: &str, customer_id: &str) -> rusqlite::Result<()> {
    connection.execute("UPDATE tokens SET customer_id = ?2 WHERE token = ?1", params![token, customer_id])?;
    Ok(())
}

/// Deletes tokens that expired more than a day ago. From then on the sandbox treats them as unknown.
pub(crate) fn delete_expired(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    const DAY: i64 = 86_400_000;
    connection.execute("DELETE FROM tokens WHERE expires_at < ?1", [now - DAY])?;
    Ok(())
}

/// Deletes the tokens of customers that no longer exist.
pub(crate) fn delete_orphans(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM tokens WHERE vendor = 'clubmed' AND customer_id IS NOT NULL
         AND customer_id NOT IN (SELECT id FROM clubmed_customers)",
        [],
    )?;
    Ok(())
}
