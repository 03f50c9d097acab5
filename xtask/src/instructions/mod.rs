//! `cargo xtask bench instructions` and the step `instructions`: counts the instructions of fixed calls and compares
//! them with the recorded figures.
//!
//! Times vary with everything else that the machine does, and cannot be compared with earlier ones. The number
//! of instructions that a call executes is almost exactly reproducible.
//!
//! * `figures`: the file with the recorded figures
//! * `comparison`: the differences between recorded and counted figures
//! * `valgrind`: counts the instructions of a program

mod comparison;
mod figures;
mod valgrind;

use std::path::PathBuf;

use clap::Parser;

use self::comparison::Comparison;
use self::figures::{Environment, Figures};
use crate::invocation::{Invocation, target_dir};
use crate::missing::Missing;

const PACKAGE: &str = "interop-bench-instructions";

/// The arguments of `cargo xtask bench instructions`.
#[derive(Debug, Parser, PartialEq, Eq)]
#[command(name = "cargo xtask bench instructions", bin_name = "cargo xtask bench instructions")]
pub(crate) struct CountRequest {
    /// Record the figures, so that the step `instructions` compares with them
    #[arg(long, conflicts_with = "scenarios")]
    accept: bool,
    /// Count only the scenarios whose names begin with this text
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<String>,
}

/// Counts and reports, and records the figures if requested.
pub(crate) fn bench(words: &[String]) -> Result<(), String> {
    let words = std::iter::once("instructions").chain(words.iter().map(String::as_str));
    let request = CountRequest::try_parse_from(words).unwrap_or_else(|error| error.exit());
    valgrind::check_system()?;
    let counted = count(&request.scenarios)?;
    match Figures::read() {
        Ok(recorded) => print!("{}", Comparison::new(&recorded, &counted).only(&request.scenarios)),
        // The file is about to be replaced.
        Err(error) if request.accept => println!("{error}"),
        Err(error) => return Err(error),
    }
    println!("profiles for `callgrind_annotate` are in {}", profiles().display());
    if request.accept {
        counted.write()?;
        println!("recorded in {}", Figures::path().display());
    }
    Ok(())
}

/// Runs the step. The error lists the calls that execute more instructions than recorded.
pub(crate) fn check() -> Result<(), String> {
    if let Err(reason) = valgrind::check_system() {
        println!("NOT COMPARED: {reason}");
        return Ok(());
    }
    let counted = count(&[])?;
    let comparison = Comparison::new(&Figures::read()?, &counted);
    print!("{comparison}");
    comparison.verdict()
}

/// What the step would install or advise to install.
pub(crate) fn missing() -> Option<Missing> {
    valgrind::missing()
}

/// The command of the step as it can be typed in a shell.
pub(crate) fn shown() -> Invocation {
    Invocation::cargo(&["xtask", "bench", "instructions"])
}

/// Builds the program, and counts the instructions per call of the scenarios whose names begin with one of these, or of
/// all of them.
fn count(names: &[String]) -> Result<Figures, String> {
    valgrind::install()?;
    let environment = Environment::current()?;
    let target_dir = target_dir().display().to_string();
    Invocation::cargo(&["build", "--release", "-p", PACKAGE, "--target-dir", &target_dir]).run()?;
    let program = PathBuf::from(target_dir).join("release").join(PACKAGE).display().to_string();
    let list =
        Invocation::new(&program, &[]).output().ok_or_else(|| format!("{program} does not list its scenarios"))?;
    std::fs::create_dir_all(profiles()).map_err(|error| format!("{}: {error}", profiles().display()))?;
    let mut calls = Vec::new();
    for line in list.lines() {
        let (name, number) = line.split_once(' ').ok_or("a scenario has no number of calls")?;
        let number: u64 = number.parse().map_err(|error| format!("{line}: {error}"))?;
        if is_chosen(name, names) {
            calls.push((name.to_owned(), per_call(&program, name, number)?));
        }
    }
    Ok(Figures { environment, calls })
}

/// The instructions of one call. The program starts and ends in the same way whatever the number of calls is, so a run
/// with twice as many calls differs by these calls only.
fn per_call(program: &str, name: &str, calls: u64) -> Result<u64, String> {
    let count = |calls: u64| valgrind::count(program, &[name, &calls.to_string()], &profiles().join(name));
    let (once, twice) = (count(calls)?, count(2 * calls)?);
    let difference = twice.checked_sub(once).ok_or_else(|| format!("{name}: more calls took fewer instructions"))?;
    Ok((difference + calls / 2) / calls)
}

fn profiles() -> PathBuf {
    target_dir().join("instructions")
}

fn is_chosen(name: &str, chosen: &[String]) -> bool {
    chosen.is_empty() || chosen.iter().any(|start| name.starts_with(start.as_str()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn figures_are_accepted_for_all_scenarios_or_for_none() {
        CountRequest::command().debug_assert();
        let request =
            |line: &str| CountRequest::try_parse_from(["instructions"].into_iter().chain(line.split_whitespace()));
        assert_eq!(request("--accept").unwrap(), CountRequest { accept: true, scenarios: Vec::new() });
        assert_eq!(request("frame").unwrap(), CountRequest { accept: false, scenarios: vec!["frame".to_owned()] });
        assert!(request("--accept frame").is_err());
    }

    #[test]
    fn scenarios_are_chosen_by_how_their_names_begin() {
        let chosen = ["decode".to_owned(), "frame".to_owned()];
        assert!(is_chosen("decode-numbers", &chosen) && is_chosen("frame", &chosen) && is_chosen("by-name", &[]));
        assert!(!is_chosen("by-name", &chosen));
    }
}
