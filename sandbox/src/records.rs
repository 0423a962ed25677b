//! The customers of read-only vendors: one row each, exactly as seeded.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::{
    seeds::Seeds,
    vendor::{ListedCustomer, Vendor},
};

pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS records (
  vendor TEXT NOT NULL,
  id TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (vendor, id)
) STRICT;";

/// Replaces all rows of the vendor by the seeds. No request can change a row, so rows that an older version of the
/// sandbox wrote are discarded.
pub(crate) fn replace_all<Behaviour>(
    connection: &Connection,
    vendor: Vendor,
    seeds: &Seeds<Behaviour>,
) -> rusqlite::Result<()> {
    delete_all(connection, vendor)?;
    let mut insert = connection.prepare("INSERT INTO records (vendor, id, record) VALUES (?1, ?2, ?3)")?;
    for seed in seeds.iter() {
        insert.execute(params![vendor.name(), seed.id, seed.profile.to_string()])?;
    }
    Ok(())
}

pub(crate) fn find(connection: &Connection, vendor: Vendor, id: &str) -> rusqlite::Result<Option<Value>> {
    let select = "SELECT record FROM records WHERE vendor = ?1 AND id = ?2";
    connection
        .query_row(select, params![vendor.name(), id], |row| {
            let text: String = row.get(0)?;
            serde_json::from_str(&text).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
            })
        })
        .optional()
}

pub(crate) fn exists(connection: &Connection, vendor: Vendor, id: &str) -> rusqlite::Result<bool> {
    let select = "SELECT EXISTS (SELECT 1 FROM records WHERE vendor = ?1 AND id = ?2)";
    connection.query_row(select, params![vendor.name(), id], |row| row.get(0))
}

pub(crate) fn delete_all(connection: &Connection, vendor: Vendor) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM records WHERE vendor = ?1", [vendor.name()])?;
    Ok(())
}

/// Lists all seeded customers; `name` extracts the customer's name from a record.
pub(crate) fn list<Behaviour>(
    vendor: Vendor,
    seeds: &Seeds<Behaviour>,
    name: impl Fn(&Value) -> String,
) -> Vec<ListedCustomer> {
    let customers = seeds.iter().map(|seed| ListedCustomer {
        vendor,
        customer_id: seed.id.clone(),
        name: name(&seed.profile),
        about: seed.about.clone(),
        is_failing: seed.is_failing(),
    });
    customers.collect()
}
