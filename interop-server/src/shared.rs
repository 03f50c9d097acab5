//! The state that the connections of a server share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use interop_core::host::SharedBudget;
use interop_core::{Circuits, Groups, Registry};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use crate::admission::UncheckedHosts;
use crate::blocking_pool::BlockingPool;
use crate::error_log::ErrorLog;
use crate::log_throttle::RefusalLog;
use crate::long_runs::LongRuns;
use crate::options::ServerOptions;
use crate::rate_table::RateTable;
use crate::socket::Patience;

/// When all connections end, once the server shuts down.
pub(crate) type Shutdown = watch::Sender<Option<Instant>>;

/// What the connections of a server share.
pub(crate) struct ServerShared {
    pub(crate) options: ServerOptions,
    /// The times and sizes of the connections.
    pub(crate) patience: Arc<Patience>,
    pub(crate) registry: Registry,
    /// All open circuits.
    pub(crate) circuits: Circuits,
    pub(crate) groups: Groups,
    pub(crate) errors: Arc<ErrorLog>,
    /// The threads of blocking methods.
    pub(crate) blocking: BlockingPool,
    pub(crate) long_runs: Arc<LongRuns>,
    /// One permit for each connection.
    pub(crate) permits: Arc<Semaphore>,
    /// The memory that is held for all clients.
    pub(crate) budget: SharedBudget,
    /// When all connections end, once the server shuts down. Each connection has a receiver.
    pub(crate) shutdown: Arc<Shutdown>,
    /// Whether the server shuts down, to be looked at for each call.
    pub(crate) is_draining: AtomicBool,
    pub(crate) unchecked_hosts: UncheckedHosts,
    pub(crate) refusals: RefusalLog,
    /// `None` if nothing is limited.
    pub(crate) rates: Option<RateTable>,
}

impl ServerShared {
    /// Whether the server shuts down, so that nothing new may start.
    pub(crate) fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::Acquire)
    }
}
