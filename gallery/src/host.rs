//! The hosts of the examples, and the exports that let the library run in the page.

use interop_core::CircuitOptions;

/// Where the Rust side of the examples runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// On the server that the page is connected to.
    Server,
    /// In the page, as a WebAssembly module.
    Wasm,
}

/// The options of each circuit, the same on all hosts.
pub fn circuit_options() -> CircuitOptions {
    // Users of the gallery want to see why a call failed, in optimized builds too. One example shows the limit of a server,
    // which a page would not have.
    CircuitOptions::new().detailed_errors(true).max_argument_bytes(32 * 1024)
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use interop_wasm::WasmOptions;

    use super::circuit_options;
    use crate::examples::create_components;

    interop_wasm::export!(options);

    fn options() -> WasmOptions {
        WasmOptions::new().circuit(circuit_options()).on_connected(|circuit| async move { create_components(&circuit) })
    }
}
