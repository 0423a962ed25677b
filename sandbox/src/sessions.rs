//! A session is a bearer token and the customer it may speak for.

use axum::http::{HeaderMap, header};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{database::now, vendor::Vendor};

pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY,
  vendor TEXT NOT NULL,
  customer_id TEXT,
  expires_at INTEGER NOT NULL
) STRICT;";

/// Accepted for every customer of an ephemeral sandbox, so that a test tool needs no call before its first.
const DEVELOPMENT_TOKEN: &str = "development";

/// Whom a token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reach {
    /// One customer.
    Customer(String),
    /// Nobody yet: it may create one customer and is then bound to it.
    Creator,
    /// Everybody: the development token.
    Everyone,
}

impl Reach {
    pub(crate) fn covers(&self, customer: &str) -> bool {
        match self {
            Self::Customer(own) => own == customer,
            Self::Creator => false,
            Self::Everyone => true,
        }
    }
}

/// What is known about a token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Valid(Reach),
    Expired,
    Unknown,
}

pub(crate) fn open(
    connection: &Connection,
    vendor: Vendor,
    customer: Option<&str>,
    expires_at: i64,
) -> rusqlite::Result<String> {
    // SQLite's generator is seeded by the operating system: good enough for made-up customers on one's own machine.
    connection.query_row(
        "INSERT INTO tokens (token, vendor, customer_id, expires_at)
         VALUES (lower(hex(randomblob(16))), ?1, ?2, ?3) RETURNING token",
        params![vendor.name(), customer, expires_at],
        |row| row.get(0),
    )
}

/// The token of `authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Whom a token speaks for now; `open_to_all` says whether the development token does.
pub(crate) fn find(
    connection: &Connection,
    vendor: Vendor,
    token: &str,
    open_to_all: bool,
) -> rusqlite::Result<Standing> {
    if open_to_all && token == DEVELOPMENT_TOKEN {
        return Ok(Standing::Valid(Reach::Everyone));
    }
    let row = connection
        .query_row(
            "SELECT customer_id, expires_at FROM tokens WHERE token = ?1 AND vendor = ?2",
            params![token, vendor.name()],
            |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, i64>(1)?)),
        )
        .optional()?;
    Ok(match row {
        None => Standing::Unknown,
        Some((_, expires_at)) if expires_at <= now() => Standing::Expired,
        Some((Some(customer), _)) => Standing::Valid(Reach::Customer(customer)),
        Some((None, _)) => Standing::Valid(Reach::Creator),
    })
}

/// Binds a creator's token to the customer it made.
pub(crate) fn bind(connection: &Connection, token: &str, customer: &str) -> rusqlite::Result<()> {
    connection.execute("UPDATE tokens SET customer_id = ?2 WHERE token = ?1", params![token, customer])?;
    Ok(())
}

/// Yesterday's tokens need not be told apart from unknown ones.
pub(crate) fn forget_expired(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    const DAY: i64 = 86_400_000;
    connection.execute("DELETE FROM tokens WHERE expires_at < ?1", [now - DAY])?;
    Ok(())
}

/// Tokens of customers that are gone go with them.
pub(crate) fn forget_orphans(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM tokens WHERE vendor = 'clubmed' AND customer_id IS NOT NULL
         AND customer_id NOT IN (SELECT id FROM clubmed_customers)",
        [],
    )?;
    Ok(())
}
