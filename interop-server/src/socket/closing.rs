//! Closes the connection as the protocol specifies.

use std::pin::Pin;
use std::task::Poll;

use futures_util::{SinkExt as _, Stream as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::protocol::frame::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{READ_BYTES, Socket};
use crate::close::End;

impl Socket {
    /// Sends the client the reason for which the connection ends, waits for its answer, and ends the connection.
    pub(crate) async fn close(&mut self, end: &End) {
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
