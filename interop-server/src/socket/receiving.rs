//! Reads messages, and limits how slowly they may arrive.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::{FutureExt as _, Sink as _, Stream as _};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes, error::ProtocolError};

use super::transport::ByteStream;
use super::{MAX_KEPT_BYTES, READ_BYTES, Socket};
use crate::buffers::{Arrival, Rest};
use crate::close::End;
use crate::read_ahead::ReadAhead;

/// What was received from the client.
pub(crate) enum Received {
    Text(Utf8Bytes),
    Binary(Bytes),
    /// A ping or a pong of the WebSocket protocol, which only shows that the client is connected.
    Control,
}

impl Socket {
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
    pub(super) fn renew(&mut self) {
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
}
