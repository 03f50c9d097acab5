//! The build for WebAssembly: with the standard library that `rustup` installs, or, where no `rustup` can
//! fetch anything, with one that is built on the spot from Debian's packages.

use std::env;
use std::path::{Path, PathBuf};

use crate::debian::{self, Package};
use crate::invocation::{Invocation, workspace};

/// The target of WebAssembly in the page.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_STD: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// The build as everybody would type it.
pub(crate) fn build(packages: &[&str]) -> Invocation {
    Invocation::cargo(&["build", "--target", TARGET]).args(selection(packages))
}

fn selection(packages: &[&str]) -> impl Iterator<Item = String> {
    packages.iter().flat_map(|package| ["-p".to_owned(), (*package).to_owned()])
}

/// Builds the packages in the first way that this machine has; an error says what failed or what is missing.
pub(crate) fn run(packages: &[&str]) -> Result<(), String> {
    if target_is_installed() {
        return build(packages).run();
    }
    debian::install_missing(&format!("the target {TARGET}"), DEBIAN_PACKAGES, &advice)?;
    let invocation = debian_build(packages);
    println!("the target {TARGET} is not installed, building its standard library too:\n    {invocation}");
    invocation.run()
}

fn target_is_installed() -> bool {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    Invocation::new(&rustc, &["--print", "target-libdir", "--target", TARGET])
        .output()
        .is_some_and(|directory| Path::new(&directory).exists())
}

/// The build with Debian's tool chain, which calls itself stable: `RUSTC_BOOTSTRAP` makes it accept `-Z`.
fn debian_build(packages: &[&str]) -> Invocation {
    let target_dir = target_dir().join("wasm-std").display().to_string();
    Invocation::new(DEBIAN_CARGO, &["build", "-Z", "build-std=std,panic_abort", "--target", TARGET])
        .args(["--target-dir".to_owned(), target_dir])
        .args(selection(packages))
        .env(&[
            ("RUSTC", DEBIAN_RUSTC),
            ("RUSTC_BOOTSTRAP", "1"),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld"),
        ])
        .outside_cargo()
}

/// The directory of build results. Debian's cargo gets one of its own inside: two tool chains that share one
/// build everything again at each change of hands.
fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from)
}

/// The parts of Debian's tool chain.
const DEBIAN_PACKAGES: &[Package] = &[
    Package { name: "rustc-web", exists: debian_rustc_exists },
    Package { name: "cargo-web", exists: || Path::new(DEBIAN_CARGO).exists() },
    Package { name: "rust-web-src", exists: || Path::new(DEBIAN_STD).exists() },
    Package { name: "lld", exists: || Invocation::new("wasm-ld", &["--version"]).output().is_some() },
];

/// Another rustc may live at this path; only Debian's matches the source of the standard library.
fn debian_rustc_exists() -> bool {
    let version = Invocation::new(DEBIAN_RUSTC, &["--version"]).outside_cargo().output();
    version.is_some_and(|version| version.contains("built from a source tarball"))
}

fn advice(packages: &[&str]) -> String {
    format!(
        "the target {TARGET} is not installed: run `rustup target add {TARGET}`, or on Debian without \
         rustup, as root, `apt-get install --no-install-recommends {}`",
        packages.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_names_every_package() {
        assert_eq!(build(&["one", "two"]).to_string(), "cargo build --target wasm32-unknown-unknown -p one -p two");
    }

    #[test]
    fn the_advice_comes_with_the_command_to_run() {
        let text = advice(&["lld"]);
        assert!(text.contains("`rustup target add wasm32-unknown-unknown`"), "{text}");
        assert!(text.contains("`apt-get install --no-install-recommends lld`"), "{text}");
    }
}
