//! The services that tokio provides to circuits.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt as _;
use interop_core::host::{AmbientContext, BoxFnOnce, BoxFuture, ErrorReport, HostServices};
use interop_core::registry::MethodDescriptor;
use tokio::runtime::Handle;
use tracing::{Instrument as _, error};

use crate::blocking_pool::BlockingQueue;
use crate::call_spans::AmbientSpan;
use crate::error_log::ErrorLog;
use crate::shared::Shutdown;
use crate::turn::TurnClock;

/// Timers of the runtime on which the connection runs, and threads of the server. User code may request them on any
/// thread.
pub(crate) struct TokioServices {
    pub(crate) runtime: Handle,
    pub(crate) blocking: Arc<BlockingQueue>,
    pub(crate) clock: Arc<TurnClock>,
    pub(crate) shutdown: Arc<Shutdown>,
    pub(crate) errors: Arc<ErrorLog>,
}

impl HostServices for TokioServices {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        let runtime = self.runtime.clone();
        self.blocking.push(Box::new(move || {
            // Blocking methods may use tokio, as on the blocking threads of tokio.
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

    fn spawn(&self, work: BoxFuture<'static, ()>) {
        // A shutdown waits for all receivers, for as long as it may take.
        let held = self.shutdown.subscribe();
        let work = async move {
            if AssertUnwindSafe(work).catch_unwind().await.is_err() {
                error!("`on_disconnected` panicked");
            }
            drop(held);
        };
        self.runtime.spawn(work.in_current_span());
    }

    fn ambient(&self) -> Option<Box<dyn AmbientContext>> {
        AmbientSpan::current().map(|span| Box::new(span) as _)
    }

    fn failed(&self, report: &ErrorReport<'_>) {
        self.errors.record(report);
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let _runtime = self.runtime.enter();
        Box::pin(tokio::time::sleep(time))
    }
}
