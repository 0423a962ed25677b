//! The one SQLite file: opened, recognised as ours, and lent out one transaction at a time.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{clubmed, records, sessions, vendor::Vendor};

/// Where the customers are kept.
#[derive(Debug, Clone)]
pub enum Database {
    /// In memory: gone when the sandbox is dropped, and open to the development token (see README.md).
    Ephemeral,
    /// In a file that is made when it is missing and survives restarts.
    File(PathBuf),
}

/// Why a database could not be opened, as one sentence.
#[derive(Debug)]
pub enum OpenError {
    /// The file holds a database of another program.
    Foreign(PathBuf),
    /// The file was written by a later version of the sandbox.
    Newer(PathBuf),
    /// SQLite could not read or write the file.
    Unusable(PathBuf, rusqlite::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(path) => {
                write!(out, "{} is a database of another program; name another file", path.display())
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

/// `Carn`, in SQLite's field for the kind of a file.
const APPLICATION_ID: i64 = 0x4361_726e;
const SCHEMA_VERSION: i64 = 1;

/// The connection, shared by all requests.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    pub(crate) fn open(database: &Database) -> Result<Self, OpenError> {
        let (opened, path) = match database {
            Database::Ephemeral => (Connection::open_in_memory(), Path::new("memory")),
            Database::File(path) => (Connection::open(path), path.as_path()),
        };
        let unusable = |error| OpenError::Unusable(path.to_owned(), error);
        let mut connection = opened.map_err(unusable)?;
        recognise(&connection, path)?;
        prepare(&mut connection).map_err(unusable)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `job` in a transaction of its own, committed when it answers `Ok`, away from the async threads.
    pub(crate) async fn run<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            // Immediate: what is read in here cannot change before it is written, whoever else has the file.
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = job(&transaction)?;
            transaction.commit()?;
            Ok(value)
        });
        match done.await {
            Ok(result) => result,
            Err(_) => Err(rusqlite::Error::InvalidQuery.into()),
        }
    }
}

fn recognise(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let facts = || -> rusqlite::Result<(i64, i64, i64)> {
        let id = number("PRAGMA application_id")?;
        Ok((id, number("PRAGMA user_version")?, number("SELECT count(*) FROM sqlite_schema")?))
    };
    let (id, version, tables) = facts().map_err(|error| OpenError::Unusable(path.to_owned(), error))?;
    match id {
        0 if tables == 0 => Ok(()),
        APPLICATION_ID if version <= SCHEMA_VERSION => Ok(()),
        APPLICATION_ID => Err(OpenError::Newer(path.to_owned())),
        _ => Err(OpenError::Foreign(path.to_owned())),
    }
}

fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    // FULL syncs the log at every commit: an acknowledged write survives a power cut, not only a killed process.
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(sessions::SCHEMA)?;
    transaction.execute_batch(clubmed::SCHEMA)?;
    transaction.execute_batch(records::SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    for vendor in Vendor::ALL {
        vendor.seed(&transaction)?;
    }
    sessions::forget_expired(&transaction, now())?;
    transaction.commit()
}

/// Milliseconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
