//! The hosts of the examples, and the line that lets the library run in the page.

use interop_core::CircuitOptions;

/// Where the Rust side of the examples runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// In a program that the page is connected to.
    Server,
    /// In the page, as a WebAssembly module.
    Wasm,
}

/// The options of each circuit, the same on all hosts.
pub fn circuit_options() -> CircuitOptions {
    // Whoever looks at the examples wants to see why a call failed, in optimized builds too.
    CircuitOptions { detailed_errors: true, ..CircuitOptions::default() }
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
