//! The description of a circuit for JavaScript when it has connected: the body of the frame `welcome` in
//! `docs/protocol.md`.

use interop_core::host::{CircuitHost, MAX_NAME_BYTES, STREAM_CHUNK_BYTES, STREAM_WINDOW};
use serde::Serialize;

use crate::area;

/// The description of a circuit.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Welcome {
    circuit: String,
    limits: Limits,
    detailed_errors: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Limits {
    max_argument_bytes: usize,
    max_frame_bytes: usize,
    max_name_bytes: usize,
    max_calls_in_flight: usize,
    max_json_depth: u32,
    chunk_bytes: usize,
    window: u32,
}

impl Welcome {
    pub(crate) fn new(name: &str, host: &CircuitHost) -> Self {
        let options = host.options();
        Self {
            circuit: name.to_owned(),
            limits: Limits {
                max_argument_bytes: options.get_max_argument_bytes(),
                max_frame_bytes: area::largest(options),
                max_name_bytes: MAX_NAME_BYTES,
                max_calls_in_flight: options.get_max_calls_in_flight(),
                max_json_depth: options.get_max_json_depth(),
                chunk_bytes: STREAM_CHUNK_BYTES,
                window: STREAM_WINDOW,
            },
            detailed_errors: options.get_detailed_errors(),
        }
    }

    /// The JSON, with the hashes of contracts if there are any.
    pub(crate) fn to_json(&self, contract: &str) -> String {
        let mut json = serde_json::to_string(self).unwrap_or_default();
        if !contract.is_empty() {
            json.insert_str(1, &["\"contract\":{", contract, "},"].concat());
        }
        json
    }
}
