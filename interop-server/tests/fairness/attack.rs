//! Clients that send as many messages of one kind as they can, and read everything that they receive.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::tungstenite::Message;

use crate::quiet::connect;

/// The messages of an attacker: the first one, and then one for each number.
pub(crate) type Messages = fn(u64) -> Message;

/// Attackers on a separate thread, until this is dropped.
pub(crate) struct Attackers(Arc<AtomicBool>);

impl Attackers {
    pub(crate) fn start(count: usize, address: SocketAddr, messages: Messages) -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&ends);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let attackers = (0..count).map(|_| attack(address, messages, &seen));
                futures_util::future::join_all(attackers).await;
            });
        });
        Self(ends)
    }
}

impl Drop for Attackers {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn attack(address: SocketAddr, messages: Messages, ends: &AtomicBool) {
    let (mut sink, mut stream) = connect(address).await.split();
    let write = async {
        for number in 1.. {
            if ends.load(Ordering::Relaxed) || sink.feed(messages(number)).await.is_err() {
                break;
            }
            if number % 32 == 0 {
                if sink.flush().await.is_err() {
                    break;
                }
                // All clients run on one thread.
                tokio::task::yield_now().await;
            }
        }
    };
    let read = async { while let Some(Ok(_)) = stream.next().await {} };
    tokio::select! {
        () = write => {}
        () = read => {}
    }
}
