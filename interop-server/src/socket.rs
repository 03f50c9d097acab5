//! The WebSocket: it reads whole messages, writes in pieces, and closes as the protocol specifies.
//!
//! It is made from the bare connection instead of by axum, for what axum's type cannot do: what is sent goes out in pieces,
//! so that the buffer for it, which never shrinks, stays small and each piece shows that the client still reads; errors
//! have a type; after an error the rest of what came can be read away, without which the client might not receive the
//! close code; and TCP's delay can be turned off.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt as _, Sink as _, SinkExt as _, Stream as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::{Parts, downcast};
use interop_core::host::HostBytes;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame as WsFrame};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes, error::ProtocolError};

use crate::buffers::{Arrival, ArrivalLimits, Rest};
use crate::close::End;
use crate::frame::{Frame, FrameKind, parts};
use crate::pace::Pace;
use crate::read_ahead::ReadAhead;
use crate::turn::TurnClock;

/// The buffer of the WebSocket for reading. Each connection has it at all times.
const READ_BYTES: usize = 4 * 1024;

/// The number of bytes that are gathered before they are written.
const GATHERED_BYTES: usize = 16 * 1024;

/// Maximum size of a piece that is written without checking the clock, because it takes no longer than the code around
/// it.
const UNTIMED_BYTES: usize = 4 * 1024;

/// Maximum size of a piece of a frame.
const PIECE_BYTES: usize = 64 * 1024;

/// Maximum size of a piece while the server has no room for a larger buffer.
const SMALL_PIECE_BYTES: usize = 2 * 1024;

/// Buffers that have held more than this are released when the connection is quiet.
const MAX_KEPT_BYTES: usize = 4 * 1024;

/// The number of unsent bytes that the kernel buffers.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNSENT_BYTES: u32 = 32 * 1024;

/// The times and sizes of a [`Socket`].
#[derive(Clone, Copy, Debug)]
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
    fn config(self) -> WebSocketConfig {
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

impl FrameKind {
    /// The opcode of the WebSocket for this kind.
    fn data(self) -> Data {
        match self {
            Self::Text => Data::Text,
            Self::Binary => Data::Binary,
        }
    }
}

/// What was received from the client.
pub(crate) enum Received {
    Text(Utf8Bytes),
    Binary(Bytes),
    /// A ping or a pong of the WebSocket protocol, which only shows that the client is connected.
    Control,
}

/// A bare connection.
trait ByteStream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<C: AsyncRead + AsyncWrite + Send + Unpin> ByteStream for C {}

/// Returns the connection and what was already read from it. A TCP connection sends without delay from now on. By
/// default, it waits for further data until the client has acknowledged the previous data, which holds back messages
/// that need no answer.
fn without_delay(connection: Upgraded) -> (Box<dyn ByteStream>, Vec<u8>) {
    match downcast::<TokioIo<TcpStream>>(connection) {
        Ok(Parts { io, read_buf, .. }) => {
            let connection = io.into_inner();
            // If this fails, messages are only delayed.
            let _ = connection.set_nodelay(true);
            limit_unsent(&connection);
            // Copied, because it is usually empty but refers to the large buffer of the request.
            (Box::new(connection), read_buf.to_vec())
        }
        // The application listens on something other than TCP.
        Err(connection) => (Box::new(TokioIo::new(connection)), Vec::new()),
    }
}

/// Limits how much the kernel accepts before it is sent. By default it accepts megabytes, which a slow client reads for
/// minutes. Until then, nothing shows that the client is reading, and all other messages wait.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn limit_unsent(connection: &TcpStream) {
    // If this fails, the kernel only accepts more.
    let _ = socket2::SockRef::from(connection).set_tcp_notsent_lowat(UNSENT_BYTES);
}

/// Other systems have no such limit, or none that can be set here.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn limit_unsent(_: &TcpStream) {}

/// A WebSocket.
pub(crate) struct Socket {
    stream: WebSocketStream<ReadAhead<Box<dyn ByteStream>>>,
    patience: Patience,
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
    /// The number of received bytes of a frame that arrives in parts.
    assembled: u32,
    /// Whether no further messages can be read.
    broken: bool,
}

impl Socket {
    pub(crate) async fn new(connection: Upgraded, patience: Patience, clock: Arc<TurnClock>) -> Self {
        let (connection, read) = without_delay(connection);
        let mut connection = ReadAhead::new(connection, Arc::clone(&clock));
        connection.inbound.note(&read);
        let config = Some(patience.config());
        let stream = WebSocketStream::from_partially_read(connection, read, Role::Server, config).await;
        Self {
            stream,
            patience,
            pace: Pace::new(patience.write_timeout, patience.min_send_rate),
            clock,
            unflushed: false,
            gathered: 0,
            most_gathered: 0,
            held: Held::default(),
            charge: None,
            arrival: None,
            rest: None,
            part_kib: 0,
            assembled: 0,
            broken: false,
        }
    }

    /// Sends long frames in parts of at most this size from now on. It is at least 1024 bytes.
    pub(crate) fn set_part_bytes(&mut self, part_bytes: usize) {
        self.part_kib = u16::try_from(part_bytes / 1024).unwrap_or(u16::MAX);
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

    pub(crate) fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Result<Received, End>> {
        loop {
            if let Poll::Ready(message) = Pin::new(&mut self.stream).poll_next(cx) {
                self.disturb();
                return Poll::Ready(self.received(message));
            }
            let inbound = &self.stream.get_ref().inbound;
            if Arrival::poll_overdue(&mut self.arrival, inbound, self.patience.arrival, cx).is_ready() {
                return Poll::Ready(Err(End::Slow));
            }
            ready!(self.poll_rest(cx));
        }
    }

    fn received(&mut self, message: Option<Result<Message, Error>>) -> Result<Received, End> {
        match message {
            Some(Ok(Message::Text(text))) => Ok(Received::Text(text)),
            Some(Ok(Message::Binary(bytes))) => Ok(Received::Binary(self.compact(bytes))),
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(Received::Control),
            Some(Ok(Message::Close(_))) | None => Err(End::Client),
            Some(Err(error)) => {
                self.broken = true;
                Err(self.end(&error))
            }
        }
    }

    /// Returns what was received in a buffer that is not much larger, because a reference to a single byte retains the
    /// whole buffer.
    fn compact(&self, bytes: Bytes) -> Bytes {
        let buffer = self.stream.get_ref().inbound.largest_frame().max(READ_BYTES);
        if bytes.len() < buffer / 2 { Bytes::copy_from_slice(&bytes) } else { bytes }
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

    /// Releases large buffers when the connection is quiet, and is then ready. The WebSocket cannot shrink its buffers,
    /// so it is created again while they are empty.
    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let inbound = &self.stream.get_ref().inbound;
        if inbound.largest_frame() <= MAX_KEPT_BYTES && self.most_gathered <= MAX_KEPT_BYTES {
            return Poll::Pending;
        }
        let is_incomplete = inbound.is_incomplete();
        ready!(self.rest.get_or_insert_with(Rest::new).poll(cx));
        if is_incomplete || !matches!(Pin::new(&mut self.stream).poll_flush(cx), Poll::Ready(Ok(()))) {
            self.disturb();
            // The timer must be set again.
            return self.rest.as_mut().map_or(Poll::Pending, |rest| rest.poll(cx));
        }
        self.renew();
        Poll::Ready(())
    }

    /// Creates the WebSocket again. The contents of its buffers are lost.
    fn renew(&mut self) {
        let nothing = ReadAhead::new(Box::new(tokio::io::empty()) as Box<dyn ByteStream>, Arc::clone(&self.clock));
        let mut connection = std::mem::replace(self.stream.get_mut(), nothing);
        connection.inbound.forget_largest();
        let stream = WebSocketStream::from_raw_socket(connection, Role::Server, Some(self.patience.config()));
        // Without a handshake, this is ready immediately.
        if let Some(stream) = stream.now_or_never() {
            self.stream = stream;
        }
        (self.gathered, self.most_gathered, self.rest) = (0, 0, None);
    }

    fn disturb(&mut self) {
        if let Some(rest) = &mut self.rest {
            rest.disturb();
        }
    }

    /// Excludes the time since then from the limits, because nothing was read.
    fn excuse(&mut self, since: Option<Instant>) {
        if let (Some(arrival), Some(since)) = (&mut self.arrival, since) {
            arrival.excuse(since.elapsed());
        }
    }

    fn end(&self, error: &Error) -> End {
        match error {
            Error::Capacity(_) => End::FrameTooLong { max_frame_bytes: self.patience.max_frame_bytes },
            Error::Utf8(_) => End::Violation("The text frame is not UTF-8.".into()),
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => End::Lost,
            // Its texts describe what is wrong with the WebSocket frames, and never their contents.
            Error::Protocol(error) => End::Violation(error.to_string().into()),
            _ => End::Lost,
        }
    }

    /// Queues a frame. It is sent with the next [`flush`](Self::flush) at the latest.
    pub(crate) async fn send(&mut self, frame: Frame) -> Result<(), End> {
        let Frame { kind, bytes: mut rest } = frame;
        let since = self.arrival.as_ref().map(|_| Instant::now());
        self.disturb();
        let has_room = self.gather(rest.len());
        let part_bytes = usize::from(self.part_kib) * 1024;
        let in_parts = part_bytes > 0 && rest.len() > part_bytes;
        if in_parts || !has_room {
            // Boxed, because otherwise the future of an idle connection would have room for this state too.
            if in_parts {
                Box::pin(self.send_parts(kind, rest, part_bytes, has_room)).await?;
            } else {
                Box::pin(self.send_small_pieces(kind, rest)).await?;
            }
            self.excuse(since);
            return Ok(());
        }
        let mut data = kind.data();
        loop {
            let piece = rest.split_to(rest.len().min(PIECE_BYTES));
            let bytes = piece.len();
            let piece = WsFrame::message(piece, OpCode::Data(data), rest.is_empty());
            keeping_pace(&mut self.pace, pin!(self.stream.feed(Message::Frame(piece)))).await?;
            self.pace.note_taken(bytes);
            self.unflushed = true;
            if bytes > UNTIMED_BYTES {
                self.clock.look();
            }
            if rest.is_empty() {
                self.excuse(since);
                return Ok(());
            }
            self.clock.pass().await;
            data = Data::Continue;
        }
    }

    /// Charges the buffer that this many further bytes need in addition to what is already gathered. Returns whether
    /// there is room for it. If not, the bytes must be sent in small pieces.
    fn gather(&mut self, bytes: usize) -> bool {
        let gathered = self.gathered.saturating_add(bytes);
        if gathered > self.most_gathered.max(MAX_KEPT_BYTES)
            && let Some(charge) = &mut self.charge
        {
            let writing = writing_bytes(gathered);
            if !charge.has_room(self.held.reading + writing) {
                return false;
            }
            self.held.writing = writing;
            charge.set(self.held.reading + writing);
        }
        self.gathered = gathered;
        self.most_gathered = self.most_gathered.max(gathered);
        true
    }

    /// Sends a frame in parts. Each part is a WebSocket message, so the client notices when it arrives.
    async fn send_parts(
        &mut self,
        kind: FrameKind,
        mut rest: Bytes,
        part_bytes: usize,
        has_room: bool,
    ) -> Result<(), End> {
        let piece_bytes = if has_room {
            PIECE_BYTES
        } else {
            self.write_out().await?;
            SMALL_PIECE_BYTES
        };
        while !rest.is_empty() {
            let mut part = rest.split_to(rest.len().min(part_bytes));
            self.feed(parts::head(kind, rest.len()), Data::Binary, false).await?;
            // Sent in fragments, so that the part is not copied behind its head.
            while !part.is_empty() {
                let piece = part.split_to(part.len().min(piece_bytes));
                self.feed(piece, Data::Continue, part.is_empty()).await?;
                if !has_room {
                    self.write_out().await?;
                }
            }
        }
        Ok(())
    }

    /// Sends a frame without a large buffer: each piece is sent before the next one is written.
    async fn send_small_pieces(&mut self, kind: FrameKind, mut rest: Bytes) -> Result<(), End> {
        self.write_out().await?;
        let mut data = kind.data();
        while !rest.is_empty() {
            let piece = rest.split_to(rest.len().min(SMALL_PIECE_BYTES));
            self.feed(piece, data, rest.is_empty()).await?;
            self.write_out().await?;
            data = Data::Continue;
        }
        Ok(())
    }

    async fn feed(&mut self, bytes: Bytes, data: Data, is_last: bool) -> Result<(), End> {
        let count = bytes.len();
        let frame = WsFrame::message(bytes, OpCode::Data(data), is_last);
        keeping_pace(&mut self.pace, pin!(self.stream.feed(Message::Frame(frame)))).await?;
        self.pace.note_taken(count);
        self.unflushed = true;
        Ok(())
    }

    /// Writes what was gathered.
    async fn write_out(&mut self) -> Result<(), End> {
        keeping_pace(&mut self.pace, pin!(self.stream.flush())).await?;
        self.unflushed = false;
        self.gathered = 0;
        Ok(())
    }

    pub(crate) fn is_unflushed(&self) -> bool {
        self.unflushed
    }

    pub(crate) async fn flush(&mut self) -> Result<(), End> {
        let since = self.arrival.as_ref().map(|_| Instant::now());
        self.write_out().await?;
        self.excuse(since);
        Ok(())
    }

    /// Sends the client the reason for which the connection ends, waits for its answer, and ends the connection.
    pub(crate) async fn close(mut self, end: &End) {
        let close_timeout = self.patience.close_timeout;
        self.assembled = 0;
        // If the time is over, the connection just ends.
        let _ = tokio::time::timeout(close_timeout, async {
            if let Some(code) = end.code() {
                let reason = end.short_reason().into();
                self.stream.send(Message::Close(Some(CloseFrame { code: code.into(), reason }))).await?;
            }
            self.read_away().await
        })
        .await;
    }

    /// Reads until the client has closed its side. Ending a connection with unread data resets it, and the reset can
    /// overtake the close code.
    async fn read_away(&mut self) -> Result<(), Error> {
        while !self.broken {
            let next = std::future::poll_fn(|cx| match Pin::new(&mut self.stream).poll_next(cx) {
                Poll::Ready(message) => Poll::Ready(Some(message)),
                Poll::Pending if self.held().reading > 0 => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            });
            match next.await {
                Some(Some(Ok(_))) => {}
                Some(Some(Err(_))) | None => self.broken = true,
                Some(None) => return Ok(()),
            }
            self.broken |= self.held().reading > 0;
        }
        if self.held().reading > 0 {
            // The contents of large buffers are not needed any more, and the remainder needs no large buffers.
            self.renew();
            self.stream.get_mut().forget_ahead();
            self.charge = None;
        }
        let connection = self.stream.get_mut();
        connection.shutdown().await?;
        let mut unread = vec![0; READ_BYTES];
        while connection.read(&mut unread).await? > 0 {}
        Ok(())
    }
}

/// Waits for the client to receive data, within its limits.
async fn keeping_pace(
    pace: &mut Pace,
    mut writing: Pin<&mut impl Future<Output = Result<(), Error>>>,
) -> Result<(), End> {
    // Usually this completes immediately and needs no timer.
    let at_once = std::future::poll_fn(|cx| Poll::Ready(writing.as_mut().poll(cx))).await;
    let result = match at_once {
        Poll::Ready(result) => result,
        Poll::Pending => {
            let begun = Instant::now();
            let result = tokio::time::timeout(pace.left(), writing).await.map_err(|_| End::Unread)?;
            pace.note_waited(begun.elapsed());
            result
        }
    };
    result.map_err(|_| End::Lost)
}
