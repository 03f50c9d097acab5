//! The shutdown of a server: when it begins, how long connections may continue, and how they notice.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tracing::{info, warn};

use crate::shared::ServerShared;

/// Time for tasks to notice that the server shuts down.
const SCHEDULING_TIME: Duration = Duration::from_secs(1);

/// The maximum time that is added to the clock.
const MAX_SHUTDOWN_TIME: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// Ends all connections of a server. See [`Server::shutdown`](crate::Server::shutdown).
pub(crate) async fn shut_down(server: &ServerShared, grace: Duration) {
    let ServerShared { shutdown, is_draining, blocking, options, .. } = server;
    let end = Instant::now() + grace.min(MAX_SHUTDOWN_TIME);
    // The flag is set first: connections read it when the end wakes them.
    is_draining.store(true, Ordering::Release);
    shutdown.send_if_modified(|known| {
        let is_earlier = known.is_none_or(|known| end < known);
        if is_earlier {
            *known = Some(end);
        }
        is_earlier
    });
    info!(?grace, connections = shutdown.receiver_count(), "the server shuts down");
    let grace = shutdown.borrow().map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()));
    // Not tokio timers, because those stop when all threads of the runtime are blocked.
    tokio::select! {
        biased;
        () = shutdown.closed() => {}
        () = futures_timer::Delay::new(grace) => {}
    }
    blocking.close();
    let time = options.close_timeout.saturating_add(SCHEDULING_TIME).min(MAX_SHUTDOWN_TIME);
    tokio::select! {
        biased;
        () = shutdown.closed() => {}
        () = futures_timer::Delay::new(time) => {
            let connections = shutdown.receiver_count();
            warn!(connections, "the server has shut down, but application code is still running");
        }
    }
}

/// Completes when all connections have to end. It also wakes the connection when the shutdown begins, so that one without
/// running calls notices.
pub(crate) async fn grace_is_over(shutdown: &mut watch::Receiver<Option<Instant>>) {
    loop {
        let end = *shutdown.borrow_and_update();
        let changed = match end {
            None => shutdown.changed().await,
            Some(end) => match Box::pin(tokio::time::timeout_at(end, shutdown.changed())).await {
                Ok(changed) => changed,
                Err(_) => return,
            },
        };
        if changed.is_err() {
            return;
        }
    }
}
