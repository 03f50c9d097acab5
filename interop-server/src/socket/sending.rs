//! Sends frames in pieces, at the pace of the client.

use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Sink as _, SinkExt as _};
use tokio::io::AsyncWriteExt as _;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::protocol::frame::Frame as WsFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{MAX_KEPT_BYTES, PIECE_BYTES, Socket, writing_bytes};
use crate::close::End;
use crate::frame::{CHUNK_HEAD_BYTES, Frame, FrameKind, parts};
use crate::pace::Pace;

/// Maximum size of a piece that is written without checking the clock, because it takes no longer than the code around
/// it.
const UNTIMED_BYTES: usize = 4 * 1024;

/// Maximum length of the head of a frame that is not masked.
const MAX_HEAD_BYTES: usize = 10;

/// Maximum size of a piece while the server has no room for a larger buffer.
const SMALL_PIECE_BYTES: usize = 2 * 1024;

impl FrameKind {
    /// The opcode of the WebSocket for this kind.
    fn data(self) -> Data {
        match self {
            Self::Text => Data::Text,
            Self::Binary => Data::Binary,
        }
    }
}

impl Socket {
    /// Queues a frame, which is sent with the next flush at the latest. Returns the frame if that has to wait for the client, or
    /// if it is long; then it must be sent with [`send`](Self::send).
    pub(crate) fn try_send(&mut self, frame: Frame, cx: &mut Context<'_>) -> Result<Option<Frame>, End> {
        let bytes = frame.bytes.len();
        if bytes > self.max_piece(&frame) || self.sends_in_parts(&frame) {
            return Ok(Some(frame));
        }
        match Pin::new(&mut self.stream).poll_ready(cx) {
            Poll::Ready(result) => result.map_err(|_| End::Lost)?,
            Poll::Pending => return Ok(Some(frame)),
        }
        self.disturb();
        if !self.gather(bytes) {
            return Ok(Some(frame));
        }
        let piece = WsFrame::message(frame.bytes, OpCode::Data(frame.kind.data()), true);
        Pin::new(&mut self.stream).start_send(Message::Frame(piece)).map_err(|_| End::Lost)?;
        self.pace.note_taken(bytes);
        self.unflushed = true;
        if bytes > UNTIMED_BYTES {
            self.clock.look();
        }
        Ok(None)
    }

    /// Sends the first frame, past the buffer of the WebSocket. The buffer never shrinks, so an idle client would keep room
    /// for this frame, which is the only long one that many clients receive.
    pub(crate) async fn send_first(&mut self, frame: Frame) -> Result<(), End> {
        if frame.bytes.len() > PIECE_BYTES || self.sends_in_parts(&frame) {
            return self.send(frame).await;
        }
        // Answers to pings come before it.
        self.write_out().await?;
        let mut bytes = Vec::with_capacity(frame.bytes.len() + MAX_HEAD_BYTES);
        let head = WsFrame::message(frame.bytes, OpCode::Data(frame.kind.data()), true);
        head.format(&mut bytes).map_err(|_| End::Lost)?;
        let connection = self.stream.get_mut();
        let writing = pin!(async {
            connection.write_all(&bytes).await?;
            connection.flush().await.map_err(Error::from)
        });
        keeping_pace(&mut self.pace, writing).await
    }

    /// Whether a frame is sent in parts.
    fn sends_in_parts(&self, frame: &Frame) -> bool {
        self.part_kib > 0 && frame.bytes.len() > self.part_bytes() && !self.is_whole_chunk(frame)
    }

    fn is_whole_chunk(&self, frame: &Frame) -> bool {
        self.whole_chunks && frame.is_chunk()
    }

    /// Maximum size of a piece of this frame. A chunk that is sent whole is one piece with its head.
    fn max_piece(&self, frame: &Frame) -> usize {
        PIECE_BYTES + if self.is_whole_chunk(frame) { CHUNK_HEAD_BYTES } else { 0 }
    }

    fn part_bytes(&self) -> usize {
        usize::from(self.part_kib) * 1024
    }

    /// Queues a frame. It is sent with the next [`flush`](Self::flush) at the latest.
    pub(crate) async fn send(&mut self, frame: Frame) -> Result<(), End> {
        let (in_parts, max_piece) = (self.sends_in_parts(&frame), self.max_piece(&frame));
        let Frame { kind, bytes: mut rest } = frame;
        let since = self.arrival.as_ref().map(|_| Instant::now());
        self.disturb();
        let has_room = self.gather(rest.len());
        if in_parts || !has_room {
            if in_parts {
                self.send_parts(kind, rest, self.part_bytes(), has_room).await?;
            } else {
                self.send_small_pieces(kind, rest).await?;
            }
            self.excuse(since);
            return Ok(());
        }
        let mut data = kind.data();
        loop {
            let piece = rest.split_to(rest.len().min(max_piece));
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

    /// Writes what was gathered. Returns whether that was possible without waiting for the client; if not, it is continued with
    /// [`flush`](Self::flush).
    pub(crate) fn try_flush(&mut self, cx: &mut Context<'_>) -> Result<bool, End> {
        let Poll::Ready(result) = Pin::new(&mut self.stream).poll_flush(cx) else { return Ok(false) };
        result.map_err(|_| End::Lost)?;
        (self.unflushed, self.gathered) = (false, 0);
        Ok(true)
    }

    pub(crate) async fn flush(&mut self) -> Result<(), End> {
        let since = self.arrival.as_ref().map(|_| Instant::now());
        self.write_out().await?;
        self.excuse(since);
        Ok(())
    }

    /// Excludes the time since then from the limits, because nothing was read.
    fn excuse(&mut self, since: Option<Instant>) {
        if let (Some(arrival), Some(since)) = (&mut self.arrival, since) {
            arrival.excuse(since.elapsed());
        }
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
