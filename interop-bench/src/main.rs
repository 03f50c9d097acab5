//! Measures the performance targets of the project, always as ratios within one run.
//!
//! `run` measures calls and the memory of connections, `build` measures what annotated functions cost the compiler and
//! the binary, `scale` measures calls per second over connections and threads. All compare our side with a named peer, in turns and in short batches, so that whatever else the machine
//! does hits both alike.

mod arguments;
mod build_cost;
mod calls;
mod idle_memory;
mod scale;
mod table;
mod timing;
mod transfers;
mod web_socket;

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::{Arguments, Request};
use crate::table::Table;

fn main() -> ExitCode {
    match Arguments::parse().request {
        Request::Run { rows, targets } => conclude(run(&rows), targets.check),
        Request::Build { repetitions, targets } => conclude(build_cost::measure(repetitions), targets.check),
        Request::Profile { row, side, calls } => match calls::profile(&row, side, calls) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        },
        Request::Scale { connections } => match scale::measure(connections as usize) {
            Ok(curves) => {
                print!("{curves}");
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        },
        Request::Serve { endpoint, threads } => match web_socket::serve(endpoint, usize::from(threads)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error.to_string()),
        },
    }
}

/// Measures the rows whose ids start with one of these, or all rows.
fn run(rows: &[String]) -> Result<Table, String> {
    let is_chosen = |id: &str| rows.is_empty() || rows.iter().any(|row| id.starts_with(row.as_str()));
    let mut table = Table::default();
    calls::measure(is_chosen, &mut table);
    idle_memory::measure(is_chosen, &mut table)?;
    transfers::measure(is_chosen, &mut table)?;
    if table.is_empty() {
        let ids = [calls::ids(), idle_memory::ids(), transfers::ids()].concat();
        return Err(format!("nothing to measure, the rows are: {}", ids.join(", ")));
    }
    Ok(table)
}

/// A missed target is an ordinary result, unless it is to be a failure.
fn conclude(result: Result<Table, String>, check: bool) -> ExitCode {
    match result {
        Ok(table) => {
            print!("{table}");
            if check && table.misses() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(error) => fail(&error),
    }
}

fn fail(error: &str) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(2)
}
