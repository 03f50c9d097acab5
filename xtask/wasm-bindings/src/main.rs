//! Writes the JavaScript side of a WebAssembly module.
//!
//! It does what the program `wasm-bindgen` does, by the same library, and because that is pinned beside `wasm-bindgen`
//! itself in the workspace, it always matches the module: nobody installs anything, and nobody can install another version.
//!
//! `cargo xtask wasm` runs it. It is a program of its own so that only those who build for WebAssembly wait for its dependencies.

use std::process::ExitCode;

use clap::Parser as _;
use wasm_bindgen_cli_support::Bindgen;

use crate::arguments::{Arguments, Target};

mod arguments;

fn main() -> ExitCode {
    match write(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn write(arguments: &Arguments) -> anyhow::Result<()> {
    let mut bindgen = Bindgen::new();
    match arguments.target {
        Target::Web => bindgen.web(true)?,
        Target::Bundler => bindgen.bundler(true)?,
        Target::NodeJs => bindgen.nodejs(true)?,
    };
    if let Some(name) = &arguments.name {
        bindgen.out_name(name);
    }
    bindgen
        .input_path(&arguments.module)
        .typescript(true)
        // The page calls `init()` and need not know what the module's file is called.
        .omit_default_module_path(false)
        .remove_name_section(!arguments.keep_names)
        .remove_producers_section(!arguments.keep_names)
        .generate(&arguments.out)
}
