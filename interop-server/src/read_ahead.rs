//! Reads far ahead while much data arrives, and holds no buffer while little arrives.
//!
//! The WebSocket has its own buffer, which each connection has at all times, and never reads more than its size at
//! once. It must be small, because otherwise many idle clients would take much memory. Large messages would then take
//! many system calls. This buffer between the WebSocket and the connection avoids them.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::inbound::Inbound;
use crate::turn::TurnClock;

/// The number of bytes that are read at once while much data arrives.
const AHEAD_BYTES: usize = 128 * 1024;

/// A connection that is read ahead.
pub(crate) struct ReadAhead<C> {
    connection: C,
    /// `None` while little data arrives.
    ahead: Option<Ahead>,
    /// Tracks the frames in what was requested.
    pub(crate) inbound: Inbound,
    /// A WebSocket with data to read requests more until it has a whole message, regardless of the number of pieces.
    clock: Arc<TurnClock>,
    /// The number of bytes received, including those of incomplete messages.
    bytes_read: u64,
}

/// What was read and not requested yet.
struct Ahead {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
}

impl<C> ReadAhead<C> {
    pub(crate) fn new(connection: C, clock: Arc<TurnClock>) -> Self {
        Self { connection, ahead: None, inbound: Inbound::default(), clock, bytes_read: 0 }
    }

    /// The number of bytes received from the client so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Drops what was read and not requested yet.
    pub(crate) fn forget_ahead(&mut self) {
        self.ahead = None;
    }

    /// The size of the buffer for what was not requested yet.
    pub(crate) fn held(&self) -> usize {
        self.ahead.as_ref().map_or(0, |ahead| ahead.bytes.len())
    }
}

impl Ahead {
    fn new() -> Self {
        Self { bytes: vec![0; AHEAD_BYTES].into(), start: 0, end: 0 }
    }

    fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether the last read returned everything that there was.
    fn has_caught_up(&self) -> bool {
        self.end < self.bytes.len()
    }

    /// Reads what is available.
    fn poll_fill(&mut self, connection: Pin<&mut impl AsyncRead>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut buffer = ReadBuf::new(&mut self.bytes);
        ready!(connection.poll_read(cx, &mut buffer))?;
        (self.start, self.end) = (0, buffer.filled().len());
        Poll::Ready(Ok(()))
    }

    /// Returns as much as was requested.
    fn give(&mut self, buffer: &mut ReadBuf<'_>) -> &[u8] {
        let end = self.end.min(self.start + buffer.remaining());
        let given = &self.bytes[self.start..end];
        buffer.put_slice(given);
        self.start = end;
        given
    }
}

impl<C: AsyncRead + Unpin> AsyncRead for ReadAhead<C> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        this.clock.look();
        ready!(this.clock.poll(cx));
        let connection = Pin::new(&mut this.connection);
        let Some(ahead) = &mut this.ahead else {
            let room = buffer.remaining();
            let before = buffer.filled().len();
            ready!(connection.poll_read(cx, buffer))?;
            this.inbound.note(&buffer.filled()[before..]);
            this.bytes_read = this.bytes_read.wrapping_add((room - buffer.remaining()) as u64);
            if room > 0 && buffer.remaining() == 0 {
                this.ahead = Some(Ahead::new());
            }
            return Poll::Ready(Ok(()));
        };
        if ahead.is_empty() {
            let Poll::Ready(result) = ahead.poll_fill(connection, cx) else {
                this.ahead = None;
                return Poll::Pending;
            };
            result?;
            this.bytes_read = this.bytes_read.wrapping_add(ahead.end as u64);
        }
        this.inbound.note(ahead.give(buffer));
        if ahead.is_empty() && ahead.has_caught_up() {
            this.ahead = None;
        }
        Poll::Ready(Ok(()))
    }
}

impl<C: AsyncWrite + Unpin> AsyncWrite for ReadAhead<C> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.connection).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

    use super::*;

    fn pair() -> (DuplexStream, ReadAhead<DuplexStream>) {
        let (client, server) = duplex(1 << 20);
        // Its turn never ends, because it never starts.
        (client, ReadAhead::new(server, Arc::new(TurnClock::new(Arc::default()))))
    }

    /// Bytes of which no two pieces are equal.
    fn bytes(count: u32) -> Vec<u8> {
        (0..count).flat_map(u32::to_le_bytes).take(count as usize).collect()
    }

    #[tokio::test]
    async fn everything_comes_in_order_in_whatever_pieces_it_is_asked_for() {
        for piece in [1, 7, 4096, AHEAD_BYTES, 3 * AHEAD_BYTES] {
            let (mut client, mut server) = pair();
            let sent = bytes(300_000);
            client.write_all(&sent).await.unwrap();
            drop(client);
            let mut received = Vec::new();
            let mut buffer = vec![0; piece];
            loop {
                let count = server.read(&mut buffer).await.unwrap();
                received.extend_from_slice(&buffer[..count]);
                if count == 0 {
                    break;
                }
            }
            assert!(received == sent, "in pieces of {piece}");
        }
    }

    #[tokio::test]
    async fn nothing_is_held_while_little_comes_and_once_much_has_come() {
        let (mut client, mut server) = pair();
        let mut buffer = vec![0; 4096];
        client.write_all(b"little").await.unwrap();
        assert_eq!(server.read(&mut buffer).await.unwrap(), 6);
        assert!(server.ahead.is_none());

        client.write_all(&bytes(100_000)).await.unwrap();
        let mut rest = 100_000;
        while rest > 0 {
            rest -= server.read(&mut buffer).await.unwrap();
            assert_eq!(server.ahead.is_some(), rest > 0, "with {rest} to come");
        }
    }

    #[tokio::test]
    async fn nothing_is_held_while_the_rest_of_much_is_waited_for() {
        let (mut client, mut server) = pair();
        let mut buffer = vec![0; 4096];
        client.write_all(&bytes(4096)).await.unwrap();
        assert_eq!(server.read(&mut buffer).await.unwrap(), 4096);
        assert!(server.ahead.is_some(), "there may be more");
        assert!(server.read(&mut buffer).now_or_never().is_none());
        assert!(server.ahead.is_none(), "there is none");

        client.write_all(b"the rest").await.unwrap();
        assert_eq!(server.read(&mut buffer).await.unwrap(), 8);
        assert_eq!(&buffer[..8], b"the rest");
    }
}
