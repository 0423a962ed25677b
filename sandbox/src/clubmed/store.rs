//! The table of customers: one row each, with the profile as a JSON document without empty members.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

pub(super) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS clubmed_customers (
  id TEXT PRIMARY KEY,
  profile TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_here INTEGER NOT NULL DEFAULT 0
) STRICT;";

/// A stored customer.
pub(super) struct Row {
    pub(super) profile: Value,
    /// The number of writes, which is part of the `ETag`.
    pub(super) version: i64,
}

pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Row>> {
    connection
        .query_row("SELECT profile, version FROM clubmed_customers WHERE id = ?1", [id], |row| {
            Ok(Row { profile: json_column(row, 0)?, version: row.get(1)? })
        })
        .optional()
}

/// Replaces the profile and increments the version.
pub(super) fn save(connection: &Connection, id: &str, profile: &Value) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE clubmed_customers SET profile = ?2, version = version + 1 WHERE id = ?1",
        params![id, profile.to_string()],
    )?;
    Ok(())
}

pub(super) fn insert_if_missing(connection: &Connection, id: &str, profile: &Value) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR IGNORE INTO clubmed_customers (id, profile) VALUES (?1, ?2)",
        params![id, profile.to_string()],
    )?;
    Ok(())
}

/// Inserts a customer that a client created, as opposed to a seeded one.
pub(super) fn insert_created(connection: &Connection, id: &str, profile: &Value) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO clubmed_customers (id, profile, created_here) VALUES (?1, ?2, 1)",
        params![id, profile.to_string()],
    )?;
    Ok(())
}

/// Returns the number of customers that clients created. The next customer's numbers are derived from it.
pub(super) fn created_count(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT count(*) FROM clubmed_customers WHERE created_here", [], |row| row.get(0))
}

pub(super) fn exists(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection
        .query_row("SELECT EXISTS (SELECT 1 FROM clubmed_customers WHERE id = ?1)", [id], |row| row.get(0))
}

pub(super) fn delete_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM clubmed_customers", [])?;
    Ok(())
}

/// Returns the ids and profiles of all customers, seeded customers before created ones.
pub(super) fn list(connection: &Connection) -> rusqlite::Result<Vec<(String, Value)>> {
    let mut statement =
        connection.prepare("SELECT id, profile FROM clubmed_customers ORDER BY created_here, rowid")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, json_column(row, 1)?)))?;
    rows.collect()
}

fn json_column(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}
