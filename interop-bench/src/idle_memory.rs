//! Row 9: the memory of an idle client on the server, as resident memory.
//!
//! Each server is a separate process, and a new one in each round, so that it holds nothing else. The clients are in
//! this process. On both sides, each client has sent one frame and received the answer to it before it becomes idle.

use std::fs;
use std::path::Path;

use crate::table::{Row, Table, Target, Unit};
use crate::timing::{Summary, take_turns};
use crate::web_socket::{Endpoint, Process};

/// Connected before the first measurement, so that the server has allocated what it needs once.
const FIRST_CLIENTS: usize = 50;
/// Each side opens fewer files than every system allows.
const CLIENTS: usize = 500;
const ROUNDS: u32 = 3;

const ROWS: [(&str, &str, Endpoint, Target); 2] = [
    ("9a", "an idle circuit / an idle axum WebSocket that reads 4 KiB at once", Endpoint::SmallEcho, KIB_2_MORE),
    ("9b", "an idle circuit / an idle axum WebSocket with its default buffers", Endpoint::GatheringEcho, Target::None),
];

const KIB_2_MORE: Target = Target::AtMostMore(2.0 * 1024.0);

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
    let server = Process::start(endpoint, 1)?;
    let connect = |clients| -> Vec<_> { (0..clients).map(|_| endpoint.connect(server.address)).collect() };
    let _first = connect(FIRST_CLIENTS);
    let before = memory(&server)?;
    let _clients = connect(CLIENTS);
    // No machine has more kibibytes than a floating-point number represents exactly.
    #[allow(clippy::cast_precision_loss)]
    let taken = (memory(&server)? as f64 - before as f64) * 1024.0;
    #[allow(clippy::cast_precision_loss)]
    Ok(taken / CLIENTS as f64)
}

/// The resident memory of a process in kibibytes.
fn memory(process: &Process) -> Result<u64, String> {
    // `status` contains a number too, but it is updated late.
    let path = format!("/proc/{}/smaps_rollup", process.id());
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    resident(&text).ok_or_else(|| format!("no resident size in {text:?}"))
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
