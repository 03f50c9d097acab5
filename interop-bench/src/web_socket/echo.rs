//! What answers on the other side of the comparison: an axum WebSocket and nothing else.

use axum::Error;
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::any;
use futures_util::{FutureExt as _, SinkExt as _};

/// How an echo answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Sends while there is something to receive and flushes when there is not: what axum's WebSocket can do at best.
    Gathering,
    /// Flushes each answer, as the documentation of axum shows it.
    OneByOne,
}

/// Sends every text frame back as it came, and takes binary frames without an answer. With axum's own options, except
/// for the read buffer if its size is given.
pub(super) fn router(manner: Manner, read_buffer_size: Option<usize>) -> Router {
    let upgrade = move |mut upgrade: WebSocketUpgrade| async move {
        if let Some(size) = read_buffer_size {
            upgrade = upgrade.read_buffer_size(size);
        }
        upgrade.on_upgrade(move |socket| async move {
            // The client is gone, which is how it always ends.
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
