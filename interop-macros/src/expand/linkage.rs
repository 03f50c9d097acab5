//! The symbols that keep registrations in a WebAssembly module.

use std::env;
use std::sync::atomic::{AtomicU64, Ordering};

use super::fnv::fnv;

/// A name that no other registration of a program has, for the linker. Two packages may have libraries of the same name, and
/// the library and the programs of one package may share it.
pub(crate) fn symbol() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let krate = ["CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_CRATE_NAME", "CARGO_BIN_NAME"]
        .map(|name| env::var(name).unwrap_or_default());
    // The snapshots of expansions hold one too.
    if cfg!(test) { "symbol".to_owned() } else { format!("__interop_{:x}_{count:x}", fnv(krate.join("\n").bytes())) }
}
