//! The database and the files of attachments.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{Sqlite, SqlitePool, Transaction};
use tempfile::TempDir;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

pub use self::accounts::User;
pub use self::attachments::Attachment;
use self::changes::Changes;
pub use self::orders::{Event, Order, OrderDetails};

mod accounts;
mod articles;
mod attachments;
mod changes;
mod orders;

const MAX_HASHING: usize = 4;

/// Everything that the application keeps. Clones share it.
#[derive(Clone)]
pub struct Store {
    pool: SqlitePool,
    files: PathBuf,
    /// How many passwords can be hashed at the same time: each takes a thread, and some memory by design.
    hashing: Arc<Semaphore>,
    changes: Changes,
    /// Runs queries of methods that have a thread of their own.
    runtime: Handle,
    /// A temporary folder, which is removed with the last clone.
    _folder: Option<Arc<TempDir>>,
}

impl Store {
    /// Opens the database in this folder, or creates it.
    pub async fn open(folder: &Path) -> anyhow::Result<Self> {
        Self::in_folder(folder, None).await
    }

    /// Creates a database that lasts as long as the program.
    pub async fn temporary() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().to_owned();
        Self::in_folder(&path, Some(Arc::new(folder))).await
    }

    async fn in_folder(folder: &Path, temporary: Option<Arc<TempDir>>) -> anyhow::Result<Self> {
        let files = folder.join("attachments");
        let create = |path: &Path| -> io::Result<()> { std::fs::create_dir_all(path) };
        create(&files).with_context(|| format!("cannot create {}", files.display()))?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join("orders.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal);
        let pool = SqlitePool::connect_with(options).await.context("cannot open the database")?;
        sqlx::migrate!().run(&pool).await.context("cannot bring the database up to date")?;
        let store = Self {
            pool,
            files,
            hashing: Arc::new(Semaphore::new(MAX_HASHING)),
            changes: Changes::new(),
            runtime: Handle::current(),
            _folder: temporary,
        };
        store.add_demo_users().await?;
        Ok(store)
    }

    /// Starts a transaction that may write. The database has one writer at a time; the others wait.
    async fn write(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.pool.begin_with("BEGIN IMMEDIATE").await
    }

    /// Waits for a query, in a method that has a thread of its own.
    pub fn wait<T>(&self, query: impl Future<Output = T>) -> T {
        self.runtime.block_on(query)
    }

    /// Closes the database: waits for running queries, and writes the log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
