//! The WebSocket: reads whole messages, writes in pieces, and ends it as the protocol wants.
//!
//! It is made from the bare connection instead of by axum, for what axum's type cannot do: what is sent goes out in pieces,
//! so that the buffer for it, which never shrinks, stays small and each piece shows that the client still reads; errors
//! have a type; after an error the rest of what came can be read away, without which the client might not receive the
//! close code; and TCP's delay can be turned off.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt as _, Stream as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::{Parts, downcast};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame as WsFrame};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes, error::ProtocolError};

use crate::close::End;
use crate::frame::{Frame, Kind};
use crate::pace::Pace;
use crate::read_ahead::ReadAhead;

/// The buffer of the WebSocket for what it reads. Every connection has this much at all times.
const READ_BYTES: usize = 4 * 1024;

/// How much is gathered before it is written.
const GATHERED_BYTES: usize = 16 * 1024;

/// The largest piece of a frame.
const PIECE_BYTES: usize = 64 * 1024;

/// The times and sizes of a [`Socket`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub(crate) write_timeout: Duration,
    /// In bytes for each second.
    pub(crate) min_send_rate: u32,
    pub(crate) close_timeout: Duration,
    pub(crate) max_frame_bytes: usize,
}

/// What came from the client.
pub(crate) enum Received {
    Text(Utf8Bytes),
    Binary(Bytes),
    /// A ping or a pong of the WebSocket's own, which says only that the client is there.
    Control,
}

/// A bare connection.
trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<C: AsyncRead + AsyncWrite + Send + Unpin> Connection for C {}

/// The connection, and what was read from it already. A connection of TCP's sends at once from now on: its usual delay, which
/// waits for more to send until the client has acknowledged what it got, holds messages back that nobody has to answer.
fn without_delay(connection: Upgraded) -> (Box<dyn Connection>, Vec<u8>) {
    match downcast::<TokioIo<TcpStream>>(connection) {
        Ok(Parts { io, read_buf, .. }) => {
            let connection = io.into_inner();
            // If it cannot be set, messages are late and nothing else.
            let _ = connection.set_nodelay(true);
            // A copy: what was read is mostly nothing, in the large buffer of the request.
            (Box::new(connection), read_buf.to_vec())
        }
        // The application listens for something else.
        Err(connection) => (Box::new(TokioIo::new(connection)), Vec::new()),
    }
}

/// A WebSocket.
pub(crate) struct Socket {
    stream: WebSocketStream<ReadAhead<Box<dyn Connection>>>,
    patience: Patience,
    pace: Pace,
    unflushed: bool,
    /// Nothing more can be read as messages.
    broken: bool,
}

impl Socket {
    pub(crate) async fn new(connection: Upgraded, patience: Patience) -> Self {
        let (connection, read) = without_delay(connection);
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BYTES)
            .write_buffer_size(GATHERED_BYTES)
            .max_message_size(Some(patience.max_frame_bytes))
            .max_frame_size(Some(patience.max_frame_bytes));
        let connection = ReadAhead::new(connection);
        let stream = WebSocketStream::from_partially_read(connection, read, Role::Server, Some(config)).await;
        let pace = Pace::new(patience.write_timeout, patience.min_send_rate);
        Self { stream, patience, pace, unflushed: false, broken: false }
    }

    pub(crate) async fn receive(&mut self) -> Result<Received, End> {
        std::future::poll_fn(|cx| self.poll_receive(cx)).await
    }

    pub(crate) fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Result<Received, End>> {
        Poll::Ready(match ready!(Pin::new(&mut self.stream).poll_next(cx)) {
            Some(Ok(Message::Text(text))) => Ok(Received::Text(text)),
            Some(Ok(Message::Binary(bytes))) => Ok(Received::Binary(bytes)),
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(Received::Control),
            Some(Ok(Message::Close(_))) | None => Err(End::Client),
            Some(Err(error)) => {
                self.broken = true;
                Err(self.end(&error))
            }
        })
    }

    fn end(&self, error: &Error) -> End {
        match error {
            Error::Capacity(_) => End::FrameTooLong { max_frame_bytes: self.patience.max_frame_bytes },
            Error::Utf8(_) => End::Violation("The text frame is not UTF-8.".into()),
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => End::Lost,
            // Its texts name what is wrong with the WebSocket, not what was sent.
            Error::Protocol(error) => End::Violation(error.to_string().into()),
            _ => End::Lost,
        }
    }

    /// Hands a frame over to be sent. It goes out at the latest with the next [`flush`](Self::flush).
    pub(crate) async fn send(&mut self, frame: Frame) -> Result<(), End> {
        let Frame { kind, bytes: mut rest } = frame;
        let mut data = match kind {
            Kind::Text => Data::Text,
            Kind::Binary => Data::Binary,
        };
        loop {
            let piece = rest.split_to(rest.len().min(PIECE_BYTES));
            let bytes = piece.len();
            let piece = WsFrame::message(piece, OpCode::Data(data), rest.is_empty());
            keeping_pace(&mut self.pace, self.stream.feed(Message::Frame(piece))).await?;
            self.pace.note_taken(bytes);
            self.unflushed = true;
            if rest.is_empty() {
                return Ok(());
            }
            data = Data::Continue;
        }
    }

    pub(crate) fn is_unflushed(&self) -> bool {
        self.unflushed
    }

    pub(crate) async fn flush(&mut self) -> Result<(), End> {
        keeping_pace(&mut self.pace, self.stream.flush()).await?;
        self.unflushed = false;
        Ok(())
    }

    /// Tells the client why the connection ends, waits for its answer, and ends it.
    pub(crate) async fn close(mut self, end: &End) {
        let close_timeout = self.patience.close_timeout;
        // If the time is over the connection just ends.
        let _ = tokio::time::timeout(close_timeout, async {
            if let Some(code) = end.code() {
                let reason = end.short_reason().into();
                self.stream.send(Message::Close(Some(CloseFrame { code: code.into(), reason }))).await?;
            }
            self.read_away().await
        })
        .await;
    }

    /// Reads until the client has closed its side. Ending a connection with something unread resets it, and a reset can
    /// overtake the close code.
    async fn read_away(&mut self) -> Result<(), Error> {
        while !self.broken {
            match self.stream.next().await {
                Some(Ok(_)) => {}
                Some(Err(_)) => self.broken = true,
                None => return Ok(()),
            }
        }
        let connection = self.stream.get_mut();
        connection.shutdown().await?;
        let mut unread = vec![0; READ_BYTES];
        while connection.read(&mut unread).await? > 0 {}
        Ok(())
    }
}

/// Waits for the client to take something, for as long as it may take.
async fn keeping_pace(pace: &mut Pace, writing: impl Future<Output = Result<(), Error>>) -> Result<(), End> {
    let mut writing = pin!(writing);
    // Mostly it is done at once and needs no timer.
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
