use std::sync::OnceLock;
#[cfg(not(target_arch = "wasm32"))]
use std::time::Duration;

use super::WeakInProcess;
#[cfg(not(target_arch = "wasm32"))]
use super::block_on::block_on;
use crate::circuit::JsInvocation;
use crate::circuit::host::HostServices;
use crate::error::report::{ErrorHook, ErrorReport};
use crate::threading::Shared;
#[cfg(not(target_arch = "wasm32"))]
use crate::threading::{BoxFnOnce, BoxFuture};

/// Runs blocking methods on separate threads, and the script if it can be called synchronously.
pub(super) struct Services {
    on_error: Option<ErrorHook>,
    page: Option<Shared<OnceLock<WeakInProcess>>>,
}

impl Services {
    pub(super) fn new(page: Option<Shared<OnceLock<WeakInProcess>>>, on_error: Option<ErrorHook>) -> Self {
        Self { on_error, page }
    }
}

impl HostServices for Services {
    #[cfg(not(target_arch = "wasm32"))]
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        std::thread::spawn(work);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        // A panic ends the thread.
        std::thread::spawn(move || block_on(work));
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(futures_timer::Delay::new(time))
    }

    fn failed(&self, report: &ErrorReport<'_>) {
        if let Some(hook) = &self.on_error {
            hook.call(report);
        }
    }

    fn invoke_js(&self, call: &JsInvocation) -> Option<Result<String, String>> {
        let app = self.page.as_ref()?.get()?.upgrade()?;
        Some(app.page().invoke(&app, call))
    }
}
