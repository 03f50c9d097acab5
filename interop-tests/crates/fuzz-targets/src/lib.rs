//! Fuzz targets: functions that accept any bytes and panic if a guarantee is violated.
//!
//! Two programs feed them. `tests/short.rs` replays the corpus and runs altered copies of it for some seconds, on any tool
//! chain. The folder `interop-tests/fuzz` is for libFuzzer, which looks for inputs that reach new code, for as long as it
//! may: `cargo xtask fuzz <target>`. The corpus of both is `interop-tests/fuzz/corpus/<target>`, one readable file for each seed.

pub mod circuit;
pub mod codec;
pub mod frames;

// The parser is not public. The file has no dependencies within its crate, so it is compiled here again.
#[allow(dead_code, unused_imports, reason = "the targets use the half that reads")]
#[path = "../../../../interop-server/src/frame/mod.rs"]
mod frame;

interop_core::assembly!("Fuzz");

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is also that of its corpus and of its program for libFuzzer.
    pub name: &'static str,
    /// Runs one input.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 3] = [
    Target { name: "frames", run: frames::run },
    Target { name: "codec", run: codec::run },
    Target { name: "circuit", run: circuit::run },
];
