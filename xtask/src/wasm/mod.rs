//! Builds for WebAssembly.
//!
//! * `toolchain`: selects cargo and the standard library
//! * `module`: builds one package as a module with its JavaScript bindings

use crate::invocation::Invocation;
use crate::missing::Missing;

pub(crate) use self::module::{Loader, Module, Profile};
use self::toolchain::Toolchain;

mod module;
mod toolchain;

/// The target for WebAssembly in the page.
const TARGET: &str = "wasm32-unknown-unknown";

/// The build command as it can be typed in a shell.
pub(crate) fn build(packages: &[&str]) -> Invocation {
    Invocation::cargo(&["build", "--target", TARGET]).args(selection(packages))
}

fn selection(packages: &[&str]) -> impl Iterator<Item = String> {
    packages.iter().flat_map(|package| ["-p".to_owned(), (*package).to_owned()])
}

/// Builds the packages with the first available toolchain. An error states what failed or what is missing.
pub(crate) fn run(packages: &[&str]) -> Result<(), String> {
    Toolchain::find()?.cargo("build").args(selection(packages)).run()
}

/// The missing prerequisites of builds.
pub(crate) fn missing() -> Option<Missing> {
    Toolchain::missing()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_names_every_package() {
        assert_eq!(build(&["one", "two"]).to_string(), "cargo build --target wasm32-unknown-unknown -p one -p two");
    }
}
