//! A server that writes the same frame to each of its clients, one after the other.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::routing::any;
use futures_util::stream::SplitSink;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::server::start_axum;

type Sinks = Arc<Mutex<Vec<SplitSink<WebSocket, Message>>>>;

/// What the clients get, and how many there will be.
pub(crate) struct Fanout {
    frames: UnboundedReceiver<String>,
    clients: usize,
}

impl Fanout {
    /// For so many clients. What is sent goes to all of them.
    pub(crate) fn new(clients: usize) -> (Self, UnboundedSender<String>) {
        let (send, frames) = mpsc::unbounded_channel();
        (Self { frames, clients }, send)
    }

    /// Answers the first frame of each client, and then writes to all.
    pub(crate) async fn serve(self) -> io::Result<SocketAddr> {
        let sinks = Sinks::default();
        let known = Arc::clone(&sinks);
        let upgrade = move |upgrade: WebSocketUpgrade| {
            let sinks = Arc::clone(&sinks);
            async move { upgrade.read_buffer_size(4096).on_upgrade(|socket| take(socket, sinks)) }
        };
        tokio::spawn(write(known, self.frames, self.clients));
        start_axum(Router::new().route("/", any(upgrade))).await
    }
}

/// Keeps a client to write to, and reads what it sends, which is nothing after its first frame.
async fn take(socket: WebSocket, sinks: Sinks) {
    let (mut sink, mut stream) = socket.split();
    let Some(Ok(hello)) = stream.next().await else { return };
    // Before the answer: the client is counted as soon as it has it.
    let answered = sink.send(hello).await;
    if answered.is_ok() {
        sinks.lock().unwrap_or_else(PoisonError::into_inner).push(sink);
    }
    while let Some(Ok(_)) = stream.next().await {}
}

async fn write(sinks: Sinks, mut frames: UnboundedReceiver<String>, clients: usize) {
    let mut taken = Vec::new();
    while let Some(frame) = frames.recv().await {
        // The last client may have its answer a moment before it is known here.
        while taken.len() < clients {
            taken.append(&mut sinks.lock().unwrap_or_else(PoisonError::into_inner));
            tokio::task::yield_now().await;
        }
        // Shared bytes, as those of the group are.
        let frame = Message::Text(frame.into());
        for sink in &mut taken {
            // The clients end after the server.
            let _ = sink.send(frame.clone()).await;
        }
    }
}
