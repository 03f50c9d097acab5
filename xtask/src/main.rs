//! Everything a contributor runs: `cargo xtask help` lists it.
//!
//! * `arguments`: what the command line asks for
//! * `steps`: what `cargo xtask test` checks, as data, and which of it was asked for
//! * `runner`: runs steps one after another and reports on them
//! * `invocation`: one command with its environment, to be shown and run
//! * `wasm`: builds for WebAssembly, as modules with their JavaScript side
//! * `javascript`: the steps that run JavaScript
//! * `gallery`: the gallery on either host
//! * `fuzz`: fuzzing and soaking for longer than the tests do
//! * `missing`: names what the steps need and this machine does not have
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
        Request::Wasm(wasm) => finish(build(&wasm.module())),
        Request::Fuzz { target, seconds, input } => finish(fuzz::run(&target, seconds, input)),
        Request::Soak { seconds } => finish(fuzz::soak(seconds)),
    }
}

/// The benchmark program has its own command line; everything after `bench` is for it, but what runs in a browser.
fn bench(words: Vec<String>) -> Result<(), String> {
    if let [first, rest @ ..] = &words[..]
        && first == "wasm"
    {
        return WASM_BENCH.run(rest);
    }
    Invocation::cargo(&["run", "--release", "-p", "interop-bench", "--"]).args(words).run()
}

fn build(module: &Module) -> Result<(), String> {
    module.build()?;
    println!("{} is in {}", module.package, module.folder.display());
    Ok(())
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
