//! Clients that send as much as they can of one thing, and read all that comes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::tungstenite::Message;

use crate::quiet::connect;

/// What an attacker sends: its first message, and then one after the other by their numbers.
pub(crate) type Messages = fn(u64) -> Message;

/// Attackers on a thread of their own, until this is dropped.
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
                // The clients are on one thread.
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
