//! Writes the JavaScript bindings of a WebAssembly module, and shows what a module contains.
//!
//! It uses the same library as the `wasm-bindgen` command. The library is pinned together with `wasm-bindgen` itself in
//! the workspace, so it always matches the module, and no tool has to be installed.
//!
//! `cargo xtask wasm` runs it. It is a separate program so that its dependencies are only compiled for WebAssembly
//! builds.

use std::process::ExitCode;

use clap::Parser as _;
use wasm_bindgen_cli_support::Bindgen;

use crate::arguments::{Arguments, Target};
use crate::size::Sizes;

mod arguments;
mod size;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut bindgen = Bindgen::new();
    match arguments.target {
        Target::Web => bindgen.web(true)?,
        Target::Bundler => bindgen.bundler(true)?,
        Target::NodeJs => bindgen.nodejs(true)?,
    };
    if let Some(name) = &arguments.name {
        bindgen.out_name(name);
    }
    let keep_names = arguments.keep_names || arguments.size;
    bindgen
        .input_path(&arguments.module)
        .typescript(true)
        // The page calls `init()` and need not know the name of the module's file.
        .omit_default_module_path(false)
        .remove_name_section(!keep_names)
        .remove_producers_section(!keep_names);
    match &arguments.out {
        Some(folder) => bindgen.generate(folder),
        None => {
            let module = bindgen.generate_output()?.wasm_mut().emit_wasm();
            print!("{}", Sizes::of(&module)?);
            Ok(())
        }
    }
}
