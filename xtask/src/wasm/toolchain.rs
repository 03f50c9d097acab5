//! The toolchain for WebAssembly: with the standard library installed by `rustup` or, if `rustup` is not available,
//! with one that is built from Debian's packages.

use std::env;
use std::path::{Path, PathBuf};

use super::TARGET;
use crate::debian::{Package, Packages};
use crate::invocation::{Invocation, target_dir};
use crate::missing::Missing;

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_STD: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// A cargo that can build for [`TARGET`].
#[derive(Debug, Clone, Copy)]
pub(crate) enum Toolchain {
    /// The cargo that started this program.
    Installed,
    /// Debian's cargo, which also builds the standard library, once for each profile.
    Debian,
}

impl Toolchain {
    /// The first that is installed, or can be installed without confirmation. An error states what is missing.
    pub(crate) fn find() -> Result<Self, String> {
        if target_is_installed() {
            return Ok(Self::Installed);
        }
        DEBIAN.install_missing()?;
        println!("the target {TARGET} is not installed: Debian's cargo builds its standard library too");
        Ok(Self::Debian)
    }

    /// What [`find`](Self::find) would install or advise to install.
    pub(crate) fn missing() -> Option<Missing> {
        if target_is_installed() { None } else { DEBIAN.missing() }
    }

    /// A cargo command for the target.
    pub(crate) fn cargo(self, command: &str) -> Invocation {
        let invocation = match self {
            Self::Installed => Invocation::cargo(&[command]),
            // Debian's is a stable release; `RUSTC_BOOTSTRAP` makes it accept `-Z`.
            Self::Debian => Invocation::new(DEBIAN_CARGO, &[command, "-Z", "build-std=std,panic_abort"])
                .env(&[
                    ("RUSTC", DEBIAN_RUSTC),
                    ("RUSTC_BOOTSTRAP", "1"),
                    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld"),
                ])
                .outside_cargo(),
        };
        let target_dir = self.target_dir().display().to_string();
        invocation.args(["--target".to_owned(), TARGET.to_owned(), "--target-dir".to_owned(), target_dir])
    }

    /// The folder of the modules of a profile.
    pub(crate) fn modules(self, profile_dir: &str) -> PathBuf {
        self.target_dir().join(TARGET).join(profile_dir)
    }

    /// The target directory. Debian's cargo uses a subfolder, because two toolchains that share a target directory
    /// rebuild everything whenever the other has run.
    fn target_dir(self) -> PathBuf {
        match self {
            Self::Installed => target_dir(),
            Self::Debian => target_dir().join("wasm-std"),
        }
    }
}

fn target_is_installed() -> bool {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    Invocation::new(&rustc, &["--print", "target-libdir", "--target", TARGET])
        .output()
        .is_some_and(|directory| Path::new(&directory).exists())
}

/// Debian's toolchain.
const DEBIAN: Packages = Packages {
    what: "the target wasm32-unknown-unknown",
    parts: &[
        Package { name: "rustc-web", exists: debian_rustc_exists },
        Package { name: "cargo-web", exists: || Path::new(DEBIAN_CARGO).exists() },
        Package { name: "rust-web-src", exists: || Path::new(DEBIAN_STD).exists() },
        Package { name: "lld", exists: || Invocation::new("wasm-ld", &["--version"]).output().is_some() },
    ],
    advice,
};

/// Another rustc may be installed at this path, but only Debian's matches the source of the standard library.
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
    fn both_tool_chains_build_for_the_target_into_folders_of_their_own() {
        let [installed, debian] =
            [Toolchain::Installed, Toolchain::Debian].map(|chain| chain.cargo("build").to_string());
        let target_dir = target_dir().display().to_string();
        assert_eq!(installed, format!("cargo build --target {TARGET} --target-dir {target_dir}"));
        assert!(debian.ends_with(&format!(" --target {TARGET} --target-dir {target_dir}/wasm-std")), "{debian}");
    }

    #[test]
    fn the_advice_comes_with_the_command_to_run() {
        let text = advice(&["lld"]);
        assert!(text.contains("`rustup target add wasm32-unknown-unknown`"), "{text}");
        assert!(text.contains("`apt-get install --no-install-recommends lld`"), "{text}");
    }
}
