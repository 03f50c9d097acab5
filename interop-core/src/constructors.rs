//! Runs what a WebAssembly module has to run before its registry is read. Elsewhere the loader does it.
//!
//! The attributes register methods by constructors. In a module without a main program nobody calls them: the linker wraps
//! every export to call them at each entry, unless the module calls them itself. It does so here, once.

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[allow(unsafe_code, reason = "the linker's function is declared nowhere else")]
pub(crate) fn run() {
    use std::sync::Once;

    unsafe extern "C" {
        fn __wasm_call_ctors();
    }

    static ONCE: Once = Once::new();
    // Constructors only link constant data into lists, and tolerate a second call that another crate may make.
    ONCE.call_once(|| unsafe { __wasm_call_ctors() });
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub(crate) fn run() {}
