//! Writes the JavaScript side of a WebAssembly module.
//!
//! It does what the program `wasm-bindgen` does, by the same library, and because that is pinned beside `wasm-bindgen`
//! itself in the workspace, it always matches the module: nobody installs anything, and nobody can install another version.
//!
//! `cargo xtask wasm` runs it. It is a program of its own so that only those who build for WebAssembly wait for its dependencies.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

use crate::arguments::{HELP, Request, Settings, Target};

mod arguments;

/// The exit status for a command line that asks for nothing we have.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    match arguments::parse(std::env::args().skip(1)) {
        Ok(Request::Help) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(Request::Write(settings)) => match write(&settings) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error:#}");
                ExitCode::FAILURE
            }
        },
        Err(error) => {
            eprintln!("error: {error}\n\n{HELP}");
            ExitCode::from(USAGE_ERROR)
        }
    }
}

fn write(settings: &Settings) -> anyhow::Result<()> {
    let mut bindgen = Bindgen::new();
    match settings.target {
        Target::Web => bindgen.web(true)?,
        Target::Bundler => bindgen.bundler(true)?,
        Target::NodeJs => bindgen.nodejs(true)?,
    };
    if let Some(name) = &settings.name {
        bindgen.out_name(name);
    }
    bindgen
        .input_path(&settings.module)
        .typescript(true)
        // The page calls `init()` and need not know what the module's file is called.
        .omit_default_module_path(false)
        .remove_name_section(!settings.keep_names)
        .remove_producers_section(!settings.keep_names)
        .generate(&settings.folder)
}
