//! Text frames from the client. `call_header.rs` reads calls in their usual form, and `header.rs` everything else.

use std::borrow::Cow;

use super::call_options::CallOptions;

/// A text frame: the header, and the JSON after the line feed, unchanged.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    pub(crate) header: Header<'a>,
    pub(crate) body: &'a str,
}

/// The header of a text frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Header<'a> {
    /// With the size of the parts in which the client accepts long frames, if it accepts parts, and with the number of bytes
    /// of each stream that it accepts before it claims the stream, if it counts the credit of streams in bytes.
    Hello {
        version: u64,
        part_bytes: Option<u64>,
        stream_bytes: Option<u64>,
    },
    Call {
        call_id: Option<u64>,
        assembly: Option<Cow<'a, str>>,
        method: Cow<'a, str>,
        object_id: u64,
        options: Option<Box<CallOptions<'a>>>,
    },
    Cancel {
        call_id: u64,
    },
    Release {
        object_id: u64,
        count: u64,
    },
    Result,
    Offer {
        object_id: u64,
        length: u64,
    },
    Claim {
        stream_id: u64,
        chunks: u64,
    },
    Grant {
        stream_id: u64,
        chunks: u64,
    },
    Stop {
        stream_id: u64,
    },
    End {
        stream_id: u64,
        error: Option<Cow<'a, str>>,
    },
    Ping,
    Pong,
}
