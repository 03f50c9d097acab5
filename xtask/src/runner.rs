//! Runs steps in sequence and reports on them. The output of the steps is not changed.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::missing::{Missing, announcement};
use crate::steps::Step;

/// Announces what the steps install, then runs them up to the first failure. The last line of output is a summary.
pub(crate) fn run(steps: &[&Step], no_install: bool) -> ExitCode {
    let missing: Vec<Missing> = steps.iter().flat_map(|step| step.action.missing()).collect();
    if let Some(text) = announcement(&missing, no_install) {
        print!("{text}");
        if no_install {
            println!("\nno step was run: leave out `--no-install`, or name steps that need none of this");
            return ExitCode::FAILURE;
        }
    }
    let start = Instant::now();
    let count = steps.len();
    for (index, step) in steps.iter().enumerate() {
        println!("\n==> {} ({} of {count}): {}", step.name, index + 1, step.action.shown());
        let step_start = Instant::now();
        let result = step.action.run();
        let took = seconds(step_start.elapsed());
        if let Err(error) = result {
            println!("==> {} failed after {took}: {error}", step.name);
            println!("{}", failure(step.name, count - index - 1, start.elapsed()));
            return ExitCode::FAILURE;
        }
        println!("==> {}: {took}", step.name);
    }
    println!("{}", success(steps, start.elapsed()));
    ExitCode::SUCCESS
}

fn success(steps: &[&Step], took: Duration) -> String {
    let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
    format!("\npassed in {}: {}", seconds(took), names.join(", "))
}

fn failure(name: &str, not_run: usize, took: Duration) -> String {
    let rest = match not_run {
        0 => String::new(),
        1 => ", 1 step not run".to_owned(),
        many => format!(", {many} steps not run"),
    };
    format!("\nfailed in {}: {name}{rest} (again: cargo xtask test {name})", seconds(took))
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::STEPS;

    #[test]
    fn the_summary_of_a_success_names_what_ran() {
        let steps: Vec<&Step> = STEPS.iter().take(2).collect();
        assert_eq!(success(&steps, Duration::from_millis(1250)), "\npassed in 1.2 s: fmt, clippy");
    }

    #[test]
    fn the_summary_of_a_failure_says_what_was_left_out_and_how_to_repeat_it() {
        let took = Duration::from_secs(90);
        assert_eq!(
            failure("clippy", 4, took),
            "\nfailed in 90.0 s: clippy, 4 steps not run (again: cargo xtask test clippy)"
        );
        assert_eq!(failure("wasm", 0, took), "\nfailed in 90.0 s: wasm (again: cargo xtask test wasm)");
    }
}
