//! `cargo interop`: typed clients for everything that a crate exports to JavaScript.
//!
//! * `arguments`: the command line
//! * `target`, `build`, `source`: how a crate is found, built and asked for its contract; `failure`: why it has none
//! * `folder`: the folder of generated files
//! * `watch`: generates again after changes, which `sources` notices and `report` reports
//! * `project`: creates a project
//! * `commands`: the implementation of each command

mod arguments;
mod build;
mod commands;
mod failure;
mod folder;
mod project;
mod report;
mod source;
mod sources;
mod target;
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
