//! `cargo interop`: typed clients for what a crate offers to JavaScript.
//!
//! * `arguments`: the command line
//! * `source`: how a crate describes itself
//! * `folder`: the folder of generated files
//! * `watch`: runs again when a source has changed
//! * `commands`: what each command does

mod arguments;
mod commands;
mod folder;
mod source;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Cargo;

fn main() -> ExitCode {
    let Cargo::Interop(arguments) = Cargo::parse();
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
