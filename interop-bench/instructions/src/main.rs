//! The calls whose instructions `cargo xtask bench instructions` counts.
//!
//! Without arguments, the program prints the name of each scenario and a number of calls. With such a name and number,
//! it makes these calls and nothing else. The difference between two numbers of calls is the cost of the calls alone.
//!
//! The program depends on few crates, so that it is built quickly, and makes all calls on one thread, so that each run
//! executes the same instructions.

mod methods;
mod payload;
mod scenarios;

// The hand-written calls of the other benchmarks.
#[path = "../../src/calls/baseline.rs"]
mod baseline;

// The parser is not public. The file has no dependencies within its crate, so it is compiled here again.
#[allow(dead_code, unused_imports, reason = "only calls and their answers are read and written")]
#[path = "../../../interop-server/src/frame/mod.rs"]
mod frame;

use std::process::ExitCode;

use crate::scenarios::SCENARIOS;

interop_core::assembly!("Bench");

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match &words[..] {
        [] => {
            for scenario in SCENARIOS {
                println!("{} {}", scenario.name, scenario.calls);
            }
            ExitCode::SUCCESS
        }
        [name, calls] => match (SCENARIOS.iter().find(|scenario| scenario.name == name), calls.parse()) {
            (Some(scenario), Ok(calls)) => {
                (scenario.run)(calls);
                ExitCode::SUCCESS
            }
            _ => usage(),
        },
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: interop-bench-instructions [SCENARIO CALLS]");
    ExitCode::from(2)
}
