//! The options of a server: their values and defaults. Each file of setters covers one subject, and `checked.rs` checks
//! all of them.

// Rustdoc shows setters in this order, and constructors come first.
mod defaults;

mod access;
mod application;
mod checked;
mod contracts;
mod limits;
mod times;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use interop_core::host::{CallLayers, ErrorHook, SharedStates};
use interop_core::{CircuitOptions, Groups, Registry};

use crate::allowed_hosts::AllowedHosts;
use crate::contract_file::ContractFile;
use crate::hooks::{OnConnected, OnRequest};
use crate::origin::AllowedOrigins;
use crate::rate_limit::RateLimit;

/// The options of a server. Every option has a default. A time-out of zero with which no client could be served is an
/// error of [`Server::try_new`](crate::Server::try_new), and so is a [`max_connections`](Self::max_connections) of 0.
/// Times longer than 30 years, such as [`Duration::MAX`], never end.
///
/// ```
/// use std::time::Duration;
/// use interop_core::CircuitOptions;
/// use interop_server::ServerOptions;
///
/// let options = ServerOptions::new()
///     .circuit(CircuitOptions::new().max_argument_bytes(1 << 20))
///     .allow_origin("https://app.example")
///     .max_connections(500)
///     .keep_alive(Duration::from_secs(5));
/// ```
#[derive(Clone)]
#[must_use]
pub struct ServerOptions {
    pub(crate) circuit: CircuitOptions,
    pub(crate) path: String,
    pub(crate) origins: AllowedOrigins,
    pub(crate) hosts: AllowedHosts,
    pub(crate) forwarded_host: bool,
    pub(crate) keep_alive: Duration,
    pub(crate) timeout: Duration,
    pub(crate) handshake_timeout: Duration,
    pub(crate) write_timeout: Duration,
    pub(crate) min_send_rate: u32,
    pub(crate) request_timeout: Duration,
    pub(crate) close_timeout: Duration,
    pub(crate) receive_timeout: Duration,
    pub(crate) min_receive_rate: u32,
    pub(crate) max_held_bytes: usize,
    max_frame_bytes: usize,
    pub(crate) max_connections: usize,
    pub(crate) max_blocking_threads: usize,
    pub(crate) rate_limit: Option<RateLimit>,
    registry: Option<Registry>,
    pub(crate) contract: BTreeMap<String, String>,
    /// Documents by the option that has set each.
    documents: [(&'static str, Option<String>); 2],
    pub(crate) contract_file: Option<ContractFile>,
    pub(crate) states: SharedStates,
    pub(crate) layers: CallLayers,
    pub(crate) on_request: Option<OnRequest>,
    pub(crate) groups: Option<Groups>,
    pub(crate) on_connected: Option<OnConnected>,
    pub(crate) on_error: Option<ErrorHook>,
}

impl fmt::Debug for ServerOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerOptions")
            .field("circuit", &self.circuit)
            .field("path", &self.path)
            .field("origins", &self.origins)
            .field("hosts", &self.hosts)
            .field("forwarded_host", &self.forwarded_host)
            .field("keep_alive", &self.keep_alive)
            .field("timeout", &self.timeout)
            .field("handshake_timeout", &self.handshake_timeout)
            .field("write_timeout", &self.write_timeout)
            .field("min_send_rate", &self.min_send_rate)
            .field("request_timeout", &self.request_timeout)
            .field("close_timeout", &self.close_timeout)
            .field("receive_timeout", &self.receive_timeout)
            .field("min_receive_rate", &self.min_receive_rate)
            .field("max_held_bytes", &self.max_held_bytes)
            .field("max_frame_bytes", &self.max_frame_bytes)
            .field("max_connections", &self.max_connections)
            .field("max_blocking_threads", &self.max_blocking_threads)
            .field("rate_limit", &self.rate_limit)
            .field("contract", &self.contract)
            .field("contract_file", &self.contract_file)
            .finish_non_exhaustive()
    }
}
