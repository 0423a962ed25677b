//! Where the customers are kept: one row each, the profile as a JSON document without empty members.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::SEEDS;
use crate::{
    seeds::Seed,
    vendor::{Listed, Vendor},
};

pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS clubmed_customers (
  id TEXT PRIMARY KEY,
  profile TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_here INTEGER NOT NULL DEFAULT 0
) STRICT;";

/// A stored customer.
pub(super) struct Row {
    pub(super) profile: Value,
    /// Counts the writes; what an `ETag` is made of.
    pub(super) version: i64,
}

pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Row>> {
    connection
        .query_row("SELECT profile, version FROM clubmed_customers WHERE id = ?1", [id], |row| {
            Ok(Row { profile: document(row, 0)?, version: row.get(1)? })
        })
        .optional()
}

pub(super) fn save(connection: &Connection, id: &str, profile: &Value) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE clubmed_customers SET profile = ?2, version = version + 1 WHERE id = ?1",
        params![id, profile.to_string()],
    )?;
    Ok(())
}

/// Puts a seeded customer in, unless it is there already.
pub(super) fn keep_or_insert(connection: &Connection, id: &str, profile: &Value) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR IGNORE INTO clubmed_customers (id, profile) VALUES (?1, ?2)",
        params![id, profile.to_string()],
    )?;
    Ok(())
}

pub(super) fn insert_created(connection: &Connection, id: &str, profile: &Value) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO clubmed_customers (id, profile, created_here) VALUES (?1, ?2, 1)",
        params![id, profile.to_string()],
    )?;
    Ok(())
}

/// How many customers were created here so far: their ids are counted from it.
pub(super) fn created(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT count(*) FROM clubmed_customers WHERE created_here", [], |row| row.get(0))
}

pub(crate) fn exists(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection
        .query_row("SELECT EXISTS (SELECT 1 FROM clubmed_customers WHERE id = ?1)", [id], |row| row.get(0))
}

pub(crate) fn forget_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM clubmed_customers", [])?;
    Ok(())
}

/// Everyone, seeded before created, with the name as it is stored now.
pub(crate) fn list(connection: &Connection) -> rusqlite::Result<Vec<Listed>> {
    let mut statement =
        connection.prepare("SELECT id, profile FROM clubmed_customers ORDER BY created_here, rowid")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, document(row, 1)?)))?;
    rows.map(|row| {
        let (id, profile) = row?;
        let name = ["first_name", "last_name"].map(|member| profile[member].as_str().unwrap_or_default());
        let seed = SEEDS.find(&id);
        Ok(Listed {
            vendor: Vendor::ClubMed,
            name: name.join(" ").trim().to_owned(),
            about: seed.map_or("Created here.", |seed| seed.about.as_str()).to_owned(),
            sentinel: seed.is_some_and(Seed::is_sentinel),
            customer_id: id,
        })
    })
    .collect()
}

fn document(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}
