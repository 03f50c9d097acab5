//! The services that the page provides to its circuit. They refer to the circuit by its id, because they can be moved
//! anywhere, and circuits cannot.

use std::sync::Arc;
use std::task::{Wake, Waker};
use std::time::Duration;

use interop_core::host::{BoxFuture, ErrorHook, ErrorReport, HostServices, JsInvocation};

use crate::error::describe;
use crate::page;
use crate::timers::Sleep;

/// The services that the page provides to its circuit.
pub(crate) struct PageServices {
    pub(crate) id: u32,
    pub(crate) on_error: Option<ErrorHook>,
}

impl HostServices for PageServices {
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        match Sleep::start(self.id, time) {
            Some(sleep) => Box::pin(sleep),
            None => Box::pin(std::future::pending()),
        }
    }

    /// The clock of the system, which counts milliseconds.
    fn now(&self) -> Duration {
        Duration::try_from_secs_f64(js_sys::Date::now() / 1000.0).unwrap_or_default()
    }

    fn failed(&self, report: &ErrorReport<'_>) {
        if let Some(hook) = &self.on_error {
            hook.call(report);
        }
    }

    fn invoke_js(&self, call: &JsInvocation) -> Option<Result<String, String>> {
        let page = page::find(self.id)?;
        // Messages that were sent before must arrive before.
        page.send_waiting();
        Some(page.invoke_js(call).map_err(|thrown| describe(&thrown)))
    }
}

/// Creates a waker for the circuit with this id.
pub(crate) fn waker(id: u32) -> Waker {
    Waker::from(Arc::new(PageWaker { id }))
}

struct PageWaker {
    id: u32,
}

impl Wake for PageWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(page) = page::find(self.id) {
            page.wake();
        }
    }
}
