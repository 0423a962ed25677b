//! The customers of vendors that only let them be read: one row each, as they are seeded.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::{
    seeds::Seeds,
    vendor::{Listed, Vendor},
};

pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS records (
  vendor TEXT NOT NULL,
  id TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (vendor, id)
) STRICT;";

/// Puts everyone in, as seeded. Nobody can have changed them, so an older sandbox's rows give way.
pub(crate) fn put_in<Manner>(
    connection: &Connection,
    vendor: Vendor,
    seeds: &Seeds<Manner>,
) -> rusqlite::Result<()> {
    forget_all(connection, vendor)?;
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

pub(crate) fn forget_all(connection: &Connection, vendor: Vendor) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM records WHERE vendor = ?1", [vendor.name()])?;
    Ok(())
}

/// Everyone; `name` finds a name in a record.
pub(crate) fn list<Manner>(
    vendor: Vendor,
    seeds: &Seeds<Manner>,
    name: impl Fn(&Value) -> String,
) -> Vec<Listed> {
    let listed = seeds.iter().map(|seed| Listed {
        vendor,
        customer_id: seed.id.clone(),
        name: name(&seed.profile),
        about: seed.about.clone(),
        sentinel: seed.is_sentinel(),
    });
    listed.collect()
}
