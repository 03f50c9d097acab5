//! `cargo interop`: typed clients for everything that a crate exports to JavaScript.
//!
//! * `arguments`: the command line
//! * `source`: how a crate describes itself
//! * `folder`: the folder of generated files
//! * `watch`: waits for changes of the sources
//! * `commands`: the implementation of each command

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
