//! The state that the connections of a server share.

use std::sync::Arc;

use interop_core::Registry;
use interop_core::host::SharedBudget;
use tokio::sync::{Semaphore, watch};

use crate::admission::UncheckedHosts;
use crate::blocking_pool::BlockingPool;
use crate::long_runs::LongRuns;
use crate::options::ServerOptions;
use crate::rate_table::RateTable;

/// What the connections of a server share.
pub(crate) struct ServerShared {
    pub(crate) options: ServerOptions,
    pub(crate) registry: Registry,
    /// The threads of blocking methods.
    pub(crate) blocking: BlockingPool,
    pub(crate) long_runs: Arc<LongRuns>,
    /// One permit for each connection.
    pub(crate) permits: Arc<Semaphore>,
    /// What all clients may make the server hold.
    pub(crate) budget: SharedBudget,
    /// Whether the server shuts down. Each connection has a receiver.
    pub(crate) shutdown: watch::Sender<bool>,
    pub(crate) unchecked_hosts: UncheckedHosts,
    /// None if nothing is limited.
    pub(crate) rates: Option<RateTable>,
}
