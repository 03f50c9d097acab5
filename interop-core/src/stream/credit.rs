//! What a unit of credit is.

use super::{LARGE_STREAM_CHUNK_BYTES, STREAM_CHUNK_BYTES};

/// How the client counts the credit of streams. The host chooses it once for each circuit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CreditUnit {
    /// In chunks of any size, with a window that never changes.
    #[default]
    Chunks,
    /// In bytes, with windows that adapt. The client accepts the `first` bytes of each stream before it claims it.
    Bytes { first: u64 },
}

impl CreditUnit {
    /// Modules run in the page, without latency, and always count chunks. Their code does not contain the rest.
    pub(crate) fn is_bytes(self) -> bool {
        cfg!(not(target_arch = "wasm32")) && matches!(self, Self::Bytes { .. })
    }

    /// The credit of a stream from Rust before it is claimed.
    pub(crate) fn before_claim(self) -> u64 {
        match self {
            Self::Bytes { first } if self.is_bytes() => first,
            _ => 0,
        }
    }

    /// Maximum size of a chunk in bytes.
    pub(crate) fn max_chunk(self) -> usize {
        if self.is_bytes() { LARGE_STREAM_CHUNK_BYTES } else { STREAM_CHUNK_BYTES }
    }
}
