//! `cargo xtask gallery`: serves the gallery, with its Rust code on the selected host.

use crate::invocation::Invocation;
use crate::wasm::{Loader, Module, Profile};

/// The host of the annotated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Host {
    /// The server that serves the page
    Server,
    /// The page itself, as a WebAssembly module
    Wasm,
}

/// Serves the gallery until the user stops it. The words are passed to its own command line.
pub(crate) fn run(host: Host, words: Vec<String>) -> Result<(), String> {
    let module = match host {
        Host::Server => None,
        Host::Wasm => Some(Module::new("gallery", Profile::Release, Loader::Web)),
    };
    if let Some(module) = &module {
        module.build()?;
    }
    program(module.as_ref(), words).run()
}

fn program(module: Option<&Module>, words: Vec<String>) -> Invocation {
    let folder = module.map(|module| ["--wasm".to_owned(), module.folder.display().to_string()]);
    Invocation::cargo(&["run", "-p", "gallery", "--"]).args(folder.into_iter().flatten()).args(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_gets_its_words_and_the_module_that_it_serves() {
        let words = || vec!["--port".to_owned(), "0".to_owned()];
        assert_eq!(program(None, words()).to_string(), "cargo run -p gallery -- --port 0");
        let module = Module { folder: "pkg".into(), ..Module::new("gallery", Profile::Release, Loader::Web) };
        assert_eq!(program(Some(&module), words()).to_string(), "cargo run -p gallery -- --wasm pkg --port 0");
    }
}
