//! What circuits get from tokio.

use std::time::Duration;

use interop_core::host::HostServices;
use interop_core::{BoxFnOnce, BoxFuture};
use tokio::runtime::Handle;

/// Threads and timers of the runtime that the connection runs on. Code of the user may ask for them on any thread.
pub(crate) struct TokioServices(pub(crate) Handle);

impl HostServices for TokioServices {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        self.0.spawn_blocking(work);
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let _runtime = self.0.enter();
        Box::pin(tokio::time::sleep(time))
    }
}
