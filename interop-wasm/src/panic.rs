//! Handles panics. Where a panic cannot be caught, it ends the instance.
//!
//! On the stable target `wasm32-unknown-unknown`, a panic aborts. The instance must not be entered again, because the
//! data that was in use is in an undefined state. All clients are notified while this is still possible, before the
//! trap. In a build with unwinding, the core catches the panic, and only its own call fails.

use std::panic::PanicHookInfo;
use std::sync::Once;

use wasm_bindgen::JsValue;

use crate::client;
use crate::error::{DISCONNECTED, error};
use crate::page;

/// Whether the instance has panicked. After an abort, the thread counts as panicking indefinitely. This also detects
/// panics before the hook was set, and panics that another hook handled.
fn is_gone() -> bool {
    cfg!(panic = "abort") && std::thread::panicking()
}

/// Detects panics from now on. The previous hook is still called.
pub(crate) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            previous(info);
            report(info);
        }));
    });
}

fn report(info: &PanicHookInfo<'_>) {
    let text = info.to_string();
    // The output of the module goes nowhere. Without this, a developer would only see `unreachable`.
    let _ = client::log_error(&text);
    if cfg!(panic = "abort") {
        let message = text.strip_prefix("panicked at ").unwrap_or(&text);
        // The location is on a line of its own.
        let message = message.split_once('\n').map_or(message.to_owned(), |(place, why)| format!("{place} {why}"));
        for page in page::all() {
            let detailed = page.host.options().get_detailed_errors();
            let _ = page.client.panicked(detailed.then(|| message.clone()));
        }
    }
}

/// Ends what still runs in an instance that has panicked. JavaScript that Rust has called may have called Rust again,
/// and may have caught the trap.
pub(crate) fn stop_if_gone() {
    if is_gone() {
        std::process::abort();
    }
}

/// Refuses to enter an instance that has panicked.
pub(crate) fn check() -> Result<(), JsValue> {
    if is_gone() {
        Err(error(DISCONNECTED, "The WebAssembly instance has panicked and can no longer be used."))
    } else {
        Ok(())
    }
}
