//! The default values of all options.

use std::collections::BTreeMap;
use std::time::Duration;

use interop_core::CircuitOptions;
use interop_core::host::{CallLayers, SharedStates};

use super::ServerOptions;
use crate::allowed_hosts::AllowedHosts;
use crate::origin::AllowedOrigins;

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            circuit: CircuitOptions::default(),
            path: "/_interop".to_owned(),
            origins: AllowedOrigins::default(),
            hosts: AllowedHosts::default(),
            forwarded_host: false,
            keep_alive: Duration::from_secs(15),
            timeout: Duration::from_secs(30),
            handshake_timeout: Duration::from_secs(15),
            write_timeout: Duration::from_secs(30),
            min_send_rate: 32 * 1024,
            request_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(3),
            receive_timeout: Duration::from_secs(30),
            min_receive_rate: 4 * 1024,
            max_held_bytes: 1024 * 1024 * 1024,
            max_frame_bytes: 1024 * 1024,
            max_connections: 10_000,
            max_blocking_threads: 64,
            rate_limit: None,
            registry: None,
            contract: BTreeMap::new(),
            documents: [("announce_contract", None), ("serve_contract", None)],
            contract_file: None,
            states: SharedStates::default(),
            layers: CallLayers::default(),
            on_request: None,
            groups: None,
            on_connected: None,
            on_error: None,
        }
    }
}

/// Creation, and the limits of circuits.
impl ServerOptions {
    /// Options with their defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The limits of each circuit, and how much detail its client sees in errors. Default: [`CircuitOptions::default`].
    pub fn circuit(mut self, options: CircuitOptions) -> Self {
        self.circuit = options;
        self
    }
}
