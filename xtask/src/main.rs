//! Everything a contributor runs: `cargo xtask help` lists it.
//!
//! * `arguments`: what the command line asks for
//! * `steps`: what `cargo xtask test` checks, as data, and which of it was asked for
//! * `runner`: runs steps one after another and reports on them
//! * `invocation`: one command with its environment, to be shown and run
//! * `wasm`: builds for WebAssembly, as modules with their JavaScript side
//! * `javascript`: the steps that run JavaScript
//! * `gallery`: the gallery on either host
//! * `debian`: installs the packages that they need

use std::process::ExitCode;

use crate::arguments::Request;
use crate::invocation::Invocation;
use crate::javascript::WASM_BENCH;
use crate::wasm::Module;

mod arguments;
mod debian;
mod gallery;
mod invocation;
mod javascript;
mod runner;
mod steps;
mod wasm;

/// The exit status for a command line that asks for nothing we have; failed steps give 1.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match arguments::parse(&words) {
        Ok(Request::Help) => {
            print!("{}", arguments::help());
            ExitCode::SUCCESS
        }
        Ok(Request::Test(selection)) => match selection.steps() {
            Ok(steps) => runner::run(&steps),
            Err(error) => usage_error(&error),
        },
        Ok(Request::Bench(words)) => finish(bench(words)),
        Ok(Request::Gallery(host, words)) => finish(gallery::run(host, words)),
        Ok(Request::Wasm(module)) => finish(build(&module)),
        Err(error) => usage_error(&error),
    }
}

fn usage_error(error: &str) -> ExitCode {
    eprintln!("error: {error}\n\n`cargo xtask help` lists what there is");
    ExitCode::from(USAGE_ERROR)
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
