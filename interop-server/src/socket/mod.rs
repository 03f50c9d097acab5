//! The WebSocket: it reads whole messages, writes in pieces, and closes as the protocol specifies.
//!
//! It is made from the bare connection instead of by axum, for what axum's type cannot do: what is sent goes out in pieces,
//! so that the buffer for it, which never shrinks, stays small and each piece shows that the client still reads; errors
//! have a type; after an error the rest of what came can be read away, without which the client might not receive the
//! close code; and TCP's delay can be turned off.

mod closing;
mod receiving;
mod sending;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use hyper::upgrade::Upgraded;
use interop_core::host::HostBytes;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

pub(crate) use self::receiving::Received;
use self::transport::{ByteStream, without_delay};
use crate::buffers::{Arrival, ArrivalLimits, Rest};
use crate::pace::Pace;
use crate::read_ahead::ReadAhead;
use crate::turn::TurnClock;

/// The buffer of the WebSocket for reading. Each connection has it at all times.
const READ_BYTES: usize = 4 * 1024;

/// The number of bytes that are gathered before they are written.
const GATHERED_BYTES: usize = 16 * 1024;

/// Buffers that have held more than this are released when the connection is quiet.
const MAX_KEPT_BYTES: usize = 4 * 1024;

/// Maximum size of a piece of a frame.
const PIECE_BYTES: usize = 64 * 1024;

/// The times and sizes of a [`Socket`].
#[derive(Debug)]
pub(crate) struct Patience {
    pub(crate) write_timeout: Duration,
    /// In bytes per second.
    pub(crate) min_send_rate: u32,
    pub(crate) close_timeout: Duration,
    pub(crate) max_frame_bytes: usize,
    /// The limits on how slowly a message may arrive.
    pub(crate) arrival: ArrivalLimits,
}

impl Patience {
    fn config(&self) -> WebSocketConfig {
        WebSocketConfig::default()
            .read_buffer_size(READ_BYTES)
            .write_buffer_size(GATHERED_BYTES)
            .max_message_size(Some(self.max_frame_bytes))
            .max_frame_size(Some(self.max_frame_bytes))
    }
}

/// The large buffers of a connection, in bytes. Small ones are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) reading: usize,
    pub(crate) writing: usize,
}

/// The size of the buffer in which this many bytes were gathered; 0 if it is small.
fn writing_bytes(gathered: usize) -> usize {
    // The buffer is written before it contains more than this, and it grows by doubling.
    if gathered > MAX_KEPT_BYTES { 2 * gathered.min(GATHERED_BYTES + PIECE_BYTES) } else { 0 }
}

/// A WebSocket.
pub(crate) struct Socket {
    stream: WebSocketStream<ReadAhead<Box<dyn ByteStream>>>,
    patience: Arc<Patience>,
    pace: Pace,
    clock: Arc<TurnClock>,
    unflushed: bool,
    /// The number of bytes passed to the WebSocket since the last flush.
    gathered: usize,
    /// The maximum of `gathered` since the buffers were released.
    most_gathered: usize,
    /// The charged buffers, until they are dropped.
    held: Held,
    charge: Option<HostBytes>,
    /// The message that is arriving.
    arrival: Option<Arrival>,
    /// Present while there are large buffers.
    rest: Option<Rest>,
    /// The size of the parts in which the client accepts long frames, in KiB; 0 if it accepts no parts.
    part_kib: u16,
    /// Whether chunks of streams are sent whole. They are not much longer than parts.
    whole_chunks: bool,
    /// The number of received bytes of a frame that arrives in parts.
    assembled: u32,
    /// Whether no further messages can be read.
    broken: bool,
}

impl Socket {
    pub(crate) async fn new(connection: Upgraded, patience: Arc<Patience>, clock: Arc<TurnClock>) -> Self {
        let (connection, read) = without_delay(connection);
        let mut connection = ReadAhead::new(connection, Arc::clone(&clock));
        connection.inbound.note(&read);
        let config = Some(patience.config());
        let stream = WebSocketStream::from_partially_read(connection, read, Role::Server, config).await;
        Self {
            stream,
            pace: Pace::new(patience.write_timeout, patience.min_send_rate),
            patience,
            clock,
            unflushed: false,
            gathered: 0,
            most_gathered: 0,
            held: Held::default(),
            charge: None,
            arrival: None,
            rest: None,
            part_kib: 0,
            whole_chunks: false,
            assembled: 0,
            broken: false,
        }
    }

    /// Sends long frames in parts of at most this size from now on. It is at least 1024 bytes.
    pub(crate) fn set_part_bytes(&mut self, part_bytes: usize) {
        self.part_kib = u16::try_from(part_bytes / 1024).unwrap_or(u16::MAX);
    }

    /// Sends chunks of streams whole from now on.
    pub(crate) fn send_whole_chunks(&mut self) {
        self.whole_chunks = true;
    }

    /// Notes how many bytes are held of a frame that arrives in parts.
    pub(crate) fn note_assembled(&mut self, bytes: usize) {
        self.assembled = u32::try_from(bytes).unwrap_or(u32::MAX);
    }

    pub(crate) fn max_frame_bytes(&self) -> usize {
        self.patience.max_frame_bytes
    }

    /// The number of bytes received so far, including those of incomplete messages.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.stream.get_ref().bytes_read()
    }

    /// Whether a message is partly received.
    pub(crate) fn is_amid_message(&self) -> bool {
        self.assembled > 0 || self.stream.get_ref().inbound.is_incomplete()
    }

    /// The current large buffers.
    pub(crate) fn held(&self) -> Held {
        let connection = self.stream.get_ref();
        let (frame, message) = (connection.inbound.largest_frame(), connection.inbound.message_bytes());
        let mut reading = connection.held() + self.assembled as usize;
        if frame > MAX_KEPT_BYTES {
            reading += frame;
        }
        // Fragments are joined in a separate buffer, which grows by doubling.
        if message > frame + MAX_KEPT_BYTES {
            reading += 2 * message;
        }
        Held { reading, writing: writing_bytes(self.most_gathered) }
    }

    /// Sets where large buffers are charged from now on.
    pub(crate) fn charge_to(&mut self, charge: HostBytes) {
        self.charge = Some(charge);
    }

    /// Charges the large buffers, and returns whether there is room for what was read. Buffers for sending were charged
    /// before they were used.
    pub(crate) fn charge(&mut self) -> bool {
        let held = self.held();
        if held == self.held {
            return true;
        }
        let reads_more = held.reading > self.held.reading;
        self.held = held;
        let has_room = self.charge.as_mut().is_none_or(|charge| charge.set(held.reading + held.writing));
        has_room || !reads_more
    }

    fn disturb(&mut self) {
        if let Some(rest) = &mut self.rest {
            rest.disturb();
        }
    }
}
