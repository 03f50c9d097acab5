//! What a panic means: where it cannot be caught, the end of the instance.
//!
//! On the stable `wasm32-unknown-unknown` target a panic aborts. The instance must not be entered again: what was running has
//! left its data as it was. All clients are told while there is still something that can tell them; then comes the trap.
//! In a build with unwinding the core catches the panic, and it only fails its own call.

use std::panic::PanicHookInfo;
use std::sync::Once;

use wasm_bindgen::JsValue;

use crate::client;
use crate::error::{DISCONNECTED, error};
use crate::page;

/// Whether the instance has panicked. An abort leaves the thread panicking for ever: that is known also of a panic that came
/// before anybody watched, or that another hook was told of.
fn is_gone() -> bool {
    cfg!(panic = "abort") && std::thread::panicking()
}

/// Watches for panics from now on. The hook that was set before goes on being called.
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
    // The module's own output goes nowhere: without this, all that a developer sees is `unreachable`.
    let _ = client::log_error(&text);
    if cfg!(panic = "abort") {
        let message = text.strip_prefix("panicked at ").unwrap_or(&text);
        // The place is on a line of its own.
        let message = message.split_once('\n').map_or(message.to_owned(), |(place, why)| format!("{place} {why}"));
        for page in page::all() {
            let detailed = page.host.options().get_detailed_errors();
            let _ = page.client.panicked(detailed.then(|| message.clone()));
        }
    }
}

/// Ends what still runs in an instance that has panicked: JavaScript that Rust has called may have called Rust again, and have
/// caught the trap.
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
