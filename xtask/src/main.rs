//! Development tasks. `cargo xtask help` lists them.
//!
//! * `arguments`: the command line
//! * `steps`: the steps of `cargo xtask test`, as data, and their selection
//! * `runner`: runs steps and reports on them
//! * `invocation`: one command with its environment, to be shown and run
//! * `wasm`: builds WebAssembly modules with their JavaScript bindings
//! * `javascript`: the steps that run JavaScript
//! * `gallery`: the gallery on either host
//! * `instructions`: counts the instructions of fixed calls
//! * `fuzz`: runs the fuzz targets and the soak test for longer than the tests do
//! * `missing`: reports missing prerequisites
//! * `debian`: installs packages

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Request;
use crate::invocation::Invocation;
use crate::javascript::WASM_BENCH;
use crate::wasm::Module;

mod arguments;
mod debian;
mod fuzz;
mod gallery;
mod instructions;
mod invocation;
mod javascript;
mod missing;
mod runner;
mod steps;
mod wasm;

fn main() -> ExitCode {
    match Request::parse() {
        Request::Test(test) => runner::run(&test.selection().steps(), test.no_install),
        Request::Bench { words } => finish(bench(words)),
        Request::Gallery { host, words } => finish(gallery::run(host, words)),
        Request::Wasm(wasm) => {
            let size = wasm.size;
            finish(build(&wasm.module(), size))
        }
        Request::Fuzz { target, seconds, input } => finish(fuzz::run(&target, seconds, input)),
        Request::Soak { seconds } => finish(fuzz::soak(seconds)),
    }
}

/// Passes the arguments on to the benchmark program, which has its own command line. Browser benchmarks and counts of
/// instructions run here.
fn bench(words: Vec<String>) -> Result<(), String> {
    match words.split_first() {
        Some((first, rest)) if first == "wasm" => return WASM_BENCH.run(rest),
        Some((first, rest)) if first == "instructions" => return instructions::bench(rest),
        _ => {}
    }
    Invocation::cargo(&["run", "--release", "-p", "interop-bench", "--"]).args(words).run()
}

fn build(module: &Module, size: bool) -> Result<(), String> {
    module.build()?;
    println!("{} is in {}", module.package, module.folder.display());
    if size { module.show_sizes() } else { Ok(()) }
}

fn finish(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
