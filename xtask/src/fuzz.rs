//! `cargo xtask fuzz` and `cargo xtask soak`: run for any time what the tests run for a few seconds.
//!
//! libFuzzer uses code coverage to find new inputs. The compiler flags for coverage are stable, so neither a nightly
//! toolchain nor cargo-fuzz is needed. `interop-tests/fuzz` has the layout of cargo-fuzz, so that it can be used too.

use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf, absolute};

use crate::invocation::{Invocation, target_dir, workspace};

/// The fuzz targets in `interop-tests/fuzz`.
pub(crate) const FUZZ_TARGETS: [&str; 3] = ["frames", "codec", "circuit"];

/// The flags of cargo-fuzz, without sanitizers, which require nightly and check `unsafe` code.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Runs a target for this time, or with one input. Failing inputs are stored in `interop-tests/fuzz/artifacts`, which
/// the tests replay.
pub(crate) fn run(target: &str, seconds: NonZeroU64, input: Option<PathBuf>) -> Result<(), String> {
    // Inputs that reach new code are stored in the target directory. The user decides which of them to add to the
    // corpus.
    let grown = target_dir().join("fuzz-corpus").join(target);
    let artifacts = workspace().join("interop-tests/fuzz/artifacts").join(target);
    for folder in [&grown, &artifacts] {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    let input = input.map(|path| absolute(&path).unwrap_or(path));
    // With an explicit target, the flags do not apply to proc macros and build scripts.
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

/// Runs the soak test for this time.
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
