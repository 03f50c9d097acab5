//! Row 12: transfers of bytes over short and long distances, by our client in Node.js and by `fetch`.
//!
//! Both sides transfer the same bytes through the same proxy, to and from the same server, in turns.

mod proxy;
mod service;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use crate::table::{Row, Table, Target, Unit};
use crate::timing::Summary;
use crate::web_socket::{OwnRuntime, start_axum};

/// The script that transfers.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/transfers/measure.js");

/// The ids of rows, with what is transferred and the round trip in milliseconds.
const ROWS: [(&str, &str, u64); 12] = [
    ("12a-0", "download", 0),
    ("12a-50", "download", 50),
    ("12a-200", "download", 200),
    ("12b-0", "upload", 0),
    ("12b-50", "upload", 50),
    ("12b-200", "upload", 200),
    ("12c-0", "lines", 0),
    ("12c-50", "lines", 50),
    ("12c-200", "lines", 200),
    ("12d-0", "small", 0),
    ("12d-50", "small", 50),
    ("12d-200", "small", 200),
];

pub(crate) fn ids() -> Vec<&'static str> {
    ROWS.iter().map(|row| row.0).collect()
}

/// What the script prints: seconds for each transfer.
#[derive(Deserialize)]
struct Times {
    ours: Vec<f64>,
    peer: Vec<f64>,
}

/// Measures the rows with the selected ids.
pub(crate) fn measure(is_chosen: impl Fn(&str) -> bool, table: &mut Table) -> Result<(), String> {
    for (id, transfer, milliseconds) in ROWS {
        if !is_chosen(id) {
            continue;
        }
        let what = format!("{}, {milliseconds} ms of round trip / the same by fetch from axum", describe(transfer));
        eprintln!("measuring {id}: {what}");
        let round_trip = Duration::from_millis(milliseconds);
        let listen = async move { proxy::listen(start_axum(service::router()).await?, round_trip).await };
        let server = OwnRuntime::start(listen).map_err(|error| error.to_string())?;
        let Times { ours, peer } = run_script(&server.address.to_string(), transfer)?;
        let [ours, peer] = [ours, peer].map(Summary::of);
        table.push(Row { id, what, unit: Unit::CallTime, ours, peer, target: Target::RateOf(0.7) });
    }
    Ok(())
}

fn describe(transfer: &str) -> String {
    let mib = service::FILE_BYTES / (1024 * 1024);
    match transfer {
        "lines" => format!("download of {} lines of {} bytes", service::LINES, service::LINE_BYTES),
        "small" => "upload of 20 KiB".to_owned(),
        transfer => format!("{transfer} of {mib} MiB"),
    }
}

fn run_script(address: &str, transfer: &str) -> Result<Times, String> {
    if !Path::new(SCRIPT).exists() {
        return Err(format!("{SCRIPT} does not exist"));
    }
    let output = Command::new("node").args([SCRIPT, address, transfer]).output();
    let output = output.map_err(|error| format!("Node.js does not start: {error}"))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the transfers failed (`npm ci` in interop-js installs what they need): {reason}"));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}
