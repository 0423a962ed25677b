//! The SQLite database: opening it, checking that it belongs to the sandbox, and running transactions.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::http::StatusCode;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{clock::now_millis, sessions, vendor_api::RegisteredVendor};

/// The database that holds the customers and tokens.
#[derive(Debug, Clone)]
pub enum Database {
    /// A database in memory. It is lost when the sandbox is dropped, and it accepts the development token (see
    /// README.md).
    Ephemeral,
    /// A database file. It is created if it is missing, and its data survives a restart.
    File(PathBuf),
}

/// An error from opening the database. Its message is one line.
#[derive(Debug)]
pub enum OpenError {
    /// The file is the database of another program.
    Foreign(PathBuf),
    /// The file was written by a later version of the sandbox.
    Newer(PathBuf),
    /// SQLite cannot read or write the file.
    Unusable(PathBuf, rusqlite::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(path) => {
                write!(out, "{} is the database of another program; use another file", path.display())
            }
            Self::Newer(path) => {
                write!(out, "{} was written by a later version of the sandbox", path.display())
            }
            Self::Unusable(path, error) => {
                write!(out, "cannot use {} as the database: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for OpenError {}

/// The SQLite `application_id` of the sandbox's files: `Carn` in ASCII.
const APPLICATION_ID: i64 = 0x4361_726e;
const SCHEMA_VERSION: i64 = 1;

/// The connection that all requests share.
#[derive(Clone)]
pub(crate) struct Db {
    connection: Arc<Mutex<Connection>>,
}

impl Db {
    /// Opens the database, creates missing tables and inserts the vendors' seeded customers.
    pub(crate) fn open(database: &Database, vendors: &[RegisteredVendor]) -> Result<Self, OpenError> {
        let (opened, path) = match database {
            Database::Ephemeral => (Connection::open_in_memory(), Path::new("memory")),
            Database::File(path) => (Connection::open(path), path.as_path()),
        };
        let unusable = |error| OpenError::Unusable(path.to_owned(), error);
        let mut connection = opened.map_err(unusable)?;
        check_owner(&connection, path)?;
        initialize(&mut connection, vendors).map_err(unusable)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` in a transaction on a blocking thread. The transaction is committed if `work` returns `Ok`.
    pub(crate) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let task = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            // Immediate: another process that has the file open cannot change a row between the read and the write.
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        });
        match task.await {
            Ok(result) => result,
            Err(_) => Err(rusqlite::Error::InvalidQuery.into()),
        }
    }
}

/// Logs a database error and returns the status to respond with. The details are not sent to the client.
pub(crate) fn internal_error(error: &rusqlite::Error) -> StatusCode {
    eprintln!("carnet-sandbox: {error}");
    StatusCode::INTERNAL_SERVER_ERROR
}

/// Returns an error unless the file is empty or was written by this or an earlier version of the sandbox.
fn check_owner(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let integer = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let read = || -> rusqlite::Result<(i64, i64, i64)> {
        let id = integer("PRAGMA application_id")?;
        Ok((id, integer("PRAGMA user_version")?, integer("SELECT count(*) FROM sqlite_schema")?))
    };
    let (id, version, objects) = read().map_err(|error| OpenError::Unusable(path.to_owned(), error))?;
    match id {
        0 if objects == 0 => Ok(()),
        APPLICATION_ID if version <= SCHEMA_VERSION => Ok(()),
        APPLICATION_ID => Err(OpenError::Newer(path.to_owned())),
        _ => Err(OpenError::Foreign(path.to_owned())),
    }
}

fn initialize(connection: &mut Connection, vendors: &[RegisteredVendor]) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    // FULL syncs the log at every commit: an acknowledged write survives a power failure, not only a killed process.
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(sessions::SCHEMA)?;
    for vendor in vendors {
        transaction.execute_batch(vendor.schema())?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    for vendor in vendors {
        vendor.seed(&transaction)?;
    }
    sessions::delete_expired(&transaction, now_millis())?;
    transaction.commit()
}
