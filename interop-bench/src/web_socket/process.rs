//! A server in a process of its own, which holds nothing else.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use clap::ValueEnum as _;

use super::server::Endpoint;

/// This program, as a server. It ends when this is dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts a server that runs on this many threads.
    pub(crate) fn start(endpoint: Endpoint, threads: usize) -> Result<Self, String> {
        let value = endpoint.to_possible_value().ok_or("this endpoint is not served alone")?;
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.args(["serve", value.get_name(), "--threads", &threads.to_string()]);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|error| error.to_string())?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(|error| error.to_string())?;
        }
        let address = line.trim().parse().map_err(|_| format!("the server says {line:?} instead of its address"))?;
        Ok(Self { child, address })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends when its input ends.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
