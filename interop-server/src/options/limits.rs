//! Options for what clients can use: memory, frames, connections, threads and calls.

use interop_core::host::STREAM_CHUNK_BYTES;

use super::ServerOptions;
use crate::rate_limit::RateLimit;

/// Room in a frame for everything except its arguments or its bytes: the kind, ids and names.
const HEADER_ROOM: usize = 4096;

/// The bounds of the memory that is reserved for the circuit of each client.
const MIN_SHARE: usize = 8 * 1024;
const MAX_SHARE: usize = 64 * 1024;

/// Limits.
impl ServerOptions {
    /// Maximum number of bytes that the server holds for all clients together: everything that
    /// [`CircuitOptions::max_held_bytes`](interop_core::CircuitOptions::max_held_bytes) counts, and the buffers of connections. Default: 1 GiB.
    ///
    /// A share is reserved for each connected client: half of the total divided by
    /// [`max_connections`](Self::max_connections), but at least 8 KiB and at most 64 KiB, plus 16 KiB for its
    /// connection. Beyond its share, a client can use what is left over. When seven eighths of the total are in use,
    /// calls and results that do not fit into the share of their client fail with `limit_exceeded`, and a client that
    /// sends a large frame is disconnected with close code 1013. When no share is left, new clients are refused with
    /// 503. Memory that user code allocates itself is not counted.
    pub fn max_held_bytes(mut self, bytes: usize) -> Self {
        self.max_held_bytes = bytes;
        self
    }

    /// Maximum length of a frame from a client, which also limits the result of a call to JavaScript. A longer frame
    /// closes the connection. Default: 1 MiB. A value that is too small for
    /// [`CircuitOptions::max_argument_bytes`](interop_core::CircuitOptions::max_argument_bytes), or for a chunk of a
    /// stream, plus 4 KiB for the rest of the frame, is raised.
    pub fn max_frame_bytes(mut self, bytes: usize) -> Self {
        self.max_frame_bytes = bytes;
        self
    }

    /// Maximum number of connected clients. Further ones are refused with 503. Default: 10 000.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections;
        self
    }

    /// Limits how often the clients of one address, or of one user, can connect and call. Default: not limited.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Maximum number of threads for the `#[js_invokable(blocking)]` methods of all clients; at least 1. Circuits with
    /// waiting calls take turns, one call each;
    /// [`CircuitOptions::max_blocking_calls`](interop_core::CircuitOptions::max_blocking_calls) limits the calls of one
    /// circuit. The threads belong to the server, not to tokio. They are started on demand and end after ten idle
    /// seconds. Default: 64.
    pub fn max_blocking_threads(mut self, threads: usize) -> Self {
        self.max_blocking_threads = threads;
        self
    }

    /// The bytes that are reserved for what the circuit of a client holds.
    pub(crate) fn guaranteed_bytes(&self) -> usize {
        (self.max_held_bytes / 2 / self.max_connections.max(1)).clamp(MIN_SHARE, MAX_SHARE)
    }

    /// Raises the limit for frames to what the largest arguments or the largest chunk of a stream need.
    pub(super) fn raise_frame_limit(&mut self) {
        let largest_part = self.circuit.get_max_argument_bytes().max(STREAM_CHUNK_BYTES);
        self.max_frame_bytes = self.max_frame_bytes.max(largest_part.saturating_add(HEADER_ROOM));
    }

    pub(crate) fn frame_limit(&self) -> usize {
        self.max_frame_bytes
    }
}
