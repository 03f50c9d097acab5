//! Runs the constructors of a WebAssembly module before its registry is read. On other targets, the loader runs them.
//!
//! The attributes register methods by constructors. A module without a main program does not run them by itself: the
//! linker wraps each export to run them on each entry, unless the module runs them itself. This module runs them once.

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[allow(unsafe_code, reason = "the linker's function is declared nowhere else")]
pub(crate) fn run() {
    use std::sync::Once;

    unsafe extern "C" {
        fn __wasm_call_ctors();
    }

    static ONCE: Once = Once::new();
    // Constructors only link constant data into lists, and can be run a second time by another crate.
    ONCE.call_once(|| unsafe { __wasm_call_ctors() });
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(crate) fn run() {}
