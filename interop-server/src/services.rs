//! The services that circuits get from tokio.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use interop_core::host::{BoxFnOnce, BoxFuture, HostServices};
use interop_core::registry::MethodDescriptor;
use tokio::runtime::Handle;

use crate::blocking_pool::BlockingQueue;
use crate::turn::TurnClock;

/// Timers of the runtime that the connection runs on, and threads of the server. Code of the user may ask for them on any
/// thread.
pub(crate) struct TokioServices {
    pub(crate) runtime: Handle,
    pub(crate) blocking: Arc<BlockingQueue>,
    pub(crate) clock: Arc<TurnClock>,
}

impl HostServices for TokioServices {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        let runtime = self.runtime.clone();
        self.blocking.push(Box::new(move || {
            // Blocking methods may use tokio, as they may on a thread of tokio's own.
            let _runtime = runtime.enter();
            work();
        }));
    }

    fn poll_turn(&self, cx: &mut Context<'_>) -> Poll<()> {
        self.clock.poll(cx)
    }

    fn ran(&self, method: Option<&'static MethodDescriptor>) {
        self.clock.look_after(|| match method {
            Some(method) => (Some(method.assembly.to_owned()), method.name.to_owned()),
            None => (None, "the source of a stream".to_owned()),
        });
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let _runtime = self.runtime.enter();
        Box::pin(tokio::time::sleep(time))
    }
}
