//! The other side of the comparison: an axum WebSocket without additional code.

use axum::Error;
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::any;
use futures_util::{FutureExt as _, SinkExt as _};

/// When an echo flushes its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Sends while there is something to receive, and flushes when there is not, which is the best that axum's
    /// WebSocket can do.
    Gathering,
    /// Flushes each answer, as in the documentation of axum.
    OneByOne,
}

/// Returns every text frame unchanged, and does not answer binary frames. With the default options of axum, except for
/// the size of the read buffer if it is given.
pub(super) fn router(manner: Manner, read_buffer_size: Option<usize>) -> Router {
    let upgrade = move |mut upgrade: WebSocketUpgrade| async move {
        if let Some(size) = read_buffer_size {
            upgrade = upgrade.read_buffer_size(size);
        }
        upgrade.on_upgrade(move |socket| async move {
            // The client has disconnected, which is how it always ends.
            let _ = match manner {
                Manner::Gathering => gather(socket).await,
                Manner::OneByOne => answer_one_by_one(socket).await,
            };
        })
    };
    Router::new().route("/", any(upgrade))
}

async fn gather(mut socket: WebSocket) -> Result<(), Error> {
    loop {
        let received = match socket.recv().now_or_never() {
            Some(received) => received,
            None => {
                socket.flush().await?;
                socket.recv().await
            }
        };
        match received {
            Some(Ok(Message::Text(text))) => socket.feed(Message::Text(text)).await?,
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(error),
            None => return Ok(()),
        }
        tokio::task::consume_budget().await;
    }
}

async fn answer_one_by_one(mut socket: WebSocket) -> Result<(), Error> {
    while let Some(received) = socket.recv().await {
        if let Message::Text(text) = received? {
            socket.send(Message::Text(text)).await?;
        }
    }
    Ok(())
}
