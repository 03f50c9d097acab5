//! One connection: a task that feeds what the client sends to its circuit, and sends what comes out of it.
//!
//! While it sends, it does not read. A client that does not read its answers therefore cannot make further calls, and
//! the messages that wait for it stay small.

mod events;
mod receiving;
mod sending;
mod state;

use std::convert::Infallible;
use std::future::poll_fn;

use self::state::Connection;
pub(crate) use self::state::Opening;
use crate::close::End;
use crate::shared::ServerShared;
use crate::socket::Socket;

/// Serves a client until its connection is to end. Its circuit is closed by then.
#[allow(clippy::manual_async_fn, reason = "an `async fn` has room for each of its parameters twice")]
pub(crate) fn serve(
    socket: &mut Socket,
    server: &ServerShared,
    opening: Box<Opening>,
) -> impl Future<Output = End> + Send {
    async move {
        // Boxed, because otherwise the future of an idle connection would have room for the handshake too.
        let mut connection = match Box::pin(Connection::open(socket, server, opening)).await {
            Ok(connection) => connection,
            Err(end) => return end,
        };
        let Err(end) = connection.run().await;
        connection.circuit.close_for(end.close_reason());
        end
    }
}

impl Connection<'_> {
    async fn run(&mut self) -> Result<Infallible, End> {
        loop {
            let unsent = poll_fn(|cx| self.poll_unsent(cx)).await?;
            // Boxed, because otherwise the future of an idle connection would have room for this state too.
            Box::pin(self.send_unsent(unsent)).await?;
        }
    }
}
