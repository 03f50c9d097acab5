//! The symbols that keep registrations in a WebAssembly module.

use std::env;
use std::sync::atomic::{AtomicU64, Ordering};

use super::fnv::fnv;

/// A symbol name that is unique among the registrations of a program. Two packages may have libraries of the same name,
/// and the library and the binaries of one package may share a name.
pub(crate) fn symbol() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let krate = ["CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_CRATE_NAME", "CARGO_BIN_NAME"]
        .map(|name| env::var(name).unwrap_or_default());
    // The snapshots of expansions contain a name too.
    if cfg!(test) { "symbol".to_owned() } else { format!("__interop_{:x}_{count:x}", fnv(krate.join("\n").bytes())) }
}
