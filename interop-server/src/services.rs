//! What circuits get from tokio.

use std::sync::Arc;
use std::time::Duration;

use interop_core::host::HostServices;
use interop_core::{BoxFnOnce, BoxFuture};
use tokio::runtime::Handle;

use crate::blocking_pool::BlockingQueue;

/// Timers of the runtime that the connection runs on, and threads of the server. Code of the user may ask for them on any
/// thread.
pub(crate) struct TokioServices {
    pub(crate) runtime: Handle,
    pub(crate) blocking: Arc<BlockingQueue>,
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

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let _runtime = self.runtime.enter();
        Box::pin(tokio::time::sleep(time))
    }
}
