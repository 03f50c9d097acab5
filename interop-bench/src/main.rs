//! Measures what the project promises about speed, always as a ratio within one run.
//!
//! `run` measures calls and the memory of connections, `build` measures what annotated functions cost the compiler and
//! the binary. Both compare our side with a named peer, in turns and in short batches, so that whatever else the machine
//! does hits both alike.

mod arguments;
mod build_cost;
mod calls;
mod idle_memory;
mod table;
mod timing;
mod web_socket;

use std::process::ExitCode;

use crate::arguments::Request;
use crate::table::Table;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match arguments::parse(&words) {
        Ok(Request::Help) => {
            print!("{}", arguments::HELP);
            ExitCode::SUCCESS
        }
        Ok(Request::Run { rows, check }) => conclude(run(&rows), check),
        Ok(Request::Build { repetitions, check }) => conclude(build_cost::measure(repetitions), check),
        Ok(Request::Profile { row, side, calls }) => match calls::profile(&row, side, calls) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        },
        Ok(Request::Serve(endpoint)) => match web_socket::serve(endpoint) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error.to_string()),
        },
        Err(error) => fail(&format!("{error}\n\n{}", arguments::HELP)),
    }
}

/// Measures the rows whose ids begin with one of these, or all.
fn run(rows: &[String]) -> Result<Table, String> {
    let is_chosen = |id: &str| rows.is_empty() || rows.iter().any(|row| id.starts_with(row.as_str()));
    let mut table = Table::default();
    calls::measure(is_chosen, &mut table);
    idle_memory::measure(is_chosen, &mut table)?;
    if table.is_empty() {
        let ids = [calls::ids(), idle_memory::ids()].concat();
        return Err(format!("nothing to measure, the rows are: {}", ids.join(", ")));
    }
    Ok(table)
}

/// A missed target is a result like another, unless it is asked to be a failure.
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
