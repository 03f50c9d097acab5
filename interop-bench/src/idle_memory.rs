//! Row 9: the memory of an idle client on the server, as resident memory.
//!
//! Each server is a separate process, and a new one in each round, so that it holds nothing else. The clients are in
//! this process. On both sides, each client has sent one frame and received the answer to it before it becomes idle.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use clap::ValueEnum as _;

use crate::table::{Row, Table, Target, Unit};
use crate::timing::{Summary, take_turns};
use crate::web_socket::Endpoint;

/// Connected before the first measurement, so that the server has allocated what it needs once.
const FIRST_CLIENTS: usize = 50;
/// Each side opens fewer files than every system allows.
const CLIENTS: usize = 500;
const ROUNDS: u32 = 3;

const ROWS: [(&str, &str, Endpoint, Target); 2] = [
    ("9a", "an idle circuit / an idle axum WebSocket that reads 4 KiB at once", Endpoint::SmallEcho, KIB_8_MORE),
    ("9b", "an idle circuit / an idle axum WebSocket with its default buffers", Endpoint::GatheringEcho, Target::None),
];

const KIB_8_MORE: Target = Target::AtMostMore(8.0 * 1024.0);

pub(crate) fn ids() -> Vec<&'static str> {
    ROWS.iter().map(|row| row.0).collect()
}

/// Measures the rows with the selected ids.
pub(crate) fn measure(is_chosen: impl Fn(&str) -> bool, table: &mut Table) -> Result<(), String> {
    for (id, what, peer, target) in ROWS {
        if !is_chosen(id) {
            continue;
        }
        if !Path::new("/proc/self/smaps_rollup").exists() {
            eprintln!("not measuring {id}: only Linux says how much memory another process has");
            continue;
        }
        eprintln!("measuring {id}: {what}");
        let mut failure = None;
        let samples = take_turns(ROUNDS, |side| {
            let endpoint = if side == 0 { Endpoint::Circuits } else { peer };
            bytes_per_client(endpoint).unwrap_or_else(|error| {
                failure.get_or_insert(error);
                f64::NAN
            })
        });
        if let Some(error) = failure {
            return Err(error);
        }
        let [ours, peer] = samples.map(Summary::of);
        table.push(Row { id, what: what.to_owned(), unit: Unit::Bytes, ours, peer, target });
    }
    Ok(())
}

/// The memory for each of many idle clients.
fn bytes_per_client(endpoint: Endpoint) -> Result<f64, String> {
    let server = Process::start(endpoint)?;
    let connect = |clients| -> Vec<_> { (0..clients).map(|_| endpoint.connect(server.address)).collect() };
    let _first = connect(FIRST_CLIENTS);
    let before = server.memory()?;
    let _clients = connect(CLIENTS);
    // No machine has more kibibytes than a floating-point number represents exactly.
    #[allow(clippy::cast_precision_loss)]
    let taken = (server.memory()? as f64 - before as f64) * 1024.0;
    #[allow(clippy::cast_precision_loss)]
    Ok(taken / CLIENTS as f64)
}

/// This program, as a server.
struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    fn start(endpoint: Endpoint) -> Result<Self, String> {
        let value = endpoint.to_possible_value().ok_or("this endpoint is not served alone")?;
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.args(["serve", value.get_name()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(|error| error.to_string())?;
        }
        let address = line.trim().parse().map_err(|_| format!("the server says {line:?} instead of its address"))?;
        Ok(Self { child, address })
    }

    /// Its resident memory in kibibytes.
    fn memory(&self) -> Result<u64, String> {
        // `status` contains a number too, but it is updated late.
        let path = format!("/proc/{}/smaps_rollup", self.child.id());
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        resident(&text).ok_or_else(|| format!("no resident size in {text:?}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends when its input ends.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn resident(smaps_rollup: &str) -> Option<u64> {
    let line = smaps_rollup.lines().find_map(|line| line.strip_prefix("Rss:"))?;
    line.trim().strip_suffix("kB")?.trim_end().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resident_size_is_found() {
        let text =
            "5581-7ffc ---p 00000000 00:00 0    [rollup]\nRss:                3916 kB\nPss:                1008 kB\n";
        assert_eq!(resident(text), Some(3916));
        assert_eq!(resident("Pss: 1008 kB\n"), None);
    }
}
