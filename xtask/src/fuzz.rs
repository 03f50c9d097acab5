//! `cargo xtask fuzz` and `cargo xtask soak`: what the tests do for some seconds, for as long as the user wants.
//!
//! libFuzzer finds new inputs by the code that they reach. The flags that make the compiler count it are stable, so neither a
//! nightly tool chain nor cargo-fuzz is needed; `interop-tests/fuzz` has the layout of the latter for those who have it.

use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf, absolute};

use crate::invocation::{Invocation, target_dir, workspace};

/// The programs of `interop-tests/fuzz`.
pub(crate) const FUZZ_TARGETS: [&str; 3] = ["frames", "codec", "circuit"];

/// As cargo-fuzz has them, without the sanitizers, which only nightly has and which are for `unsafe` code.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Feeds a target for so long, or with one input. Inputs that fail are kept in `interop-tests/fuzz/artifacts`, which the tests replay.
pub(crate) fn run(target: &str, seconds: NonZeroU64, input: Option<PathBuf>) -> Result<(), String> {
    // Inputs that reach new code are kept with the build results. Which of them are worth a place in the corpus is for
    // the user to say.
    let grown = target_dir().join("fuzz-corpus").join(target);
    let artifacts = workspace().join("interop-tests/fuzz/artifacts").join(target);
    for folder in [&grown, &artifacts] {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    let input = input.map(|path| absolute(&path).unwrap_or(path));
    // With a target named, the flags are for the program alone and not for the macros that are loaded while it is compiled.
    let machine = Invocation::new("rustc", &["--print", "host-tuple"]).output().ok_or("there is no `rustc`")?;
    program(&machine, target, seconds, input.as_deref(), &grown).run()
}

fn program(machine: &str, target: &str, seconds: NonZeroU64, input: Option<&Path>, grown: &Path) -> Invocation {
    let target_dir = target_dir().join("fuzz").display().to_string();
    let cargo = ["run", "--release", "--target", machine, "--target-dir", &target_dir, "--bin", target, "--"];
    let words = match input {
        Some(input) => vec![input.display().to_string()],
        None => vec![
            format!("-max_total_time={seconds}"),
            "-timeout=10".to_owned(),
            "-dict=dictionary".to_owned(),
            format!("-artifact_prefix=artifacts/{target}/"),
            grown.display().to_string(),
            format!("corpus/{target}"),
        ],
    };
    Invocation::cargo(&cargo).args(words).env(&[("RUSTFLAGS", FLAGS)]).folder("interop-tests/fuzz")
}

/// Runs the soak for so long.
pub(crate) fn soak(seconds: NonZeroU64) -> Result<(), String> {
    let args = ["test", "--release", "-p", "interop-server", "--test", "soak", "--", "--nocapture"];
    Invocation::cargo(&args).env(&[("SOAK_SECONDS", &seconds.to_string())]).run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_program_and_a_corpus() {
        let fuzz = workspace().join("interop-tests/fuzz");
        for target in FUZZ_TARGETS {
            assert!(fuzz.join(format!("fuzz_targets/{target}.rs")).exists(), "{target}");
            assert!(fs::read_dir(fuzz.join("corpus").join(target)).is_ok_and(|mut files| files.next().is_some()));
        }
    }

    #[test]
    fn a_target_runs_for_a_time_or_with_one_input() {
        let seconds = NonZeroU64::MIN;
        let shown = program("a-machine", "frames", seconds, None, Path::new("grown")).to_string();
        assert!(shown.ends_with("'-artifact_prefix=artifacts/frames/' grown corpus/frames)"), "{shown}");
        assert!(shown.contains("-max_total_time=1"), "{shown}");
        let shown = program("a-machine", "codec", seconds, Some(Path::new("/a/file")), Path::new("grown")).to_string();
        assert!(shown.ends_with(" --bin codec -- /a/file)"), "{shown}");
    }
}
