//! Counts the instructions that a program executes, with valgrind.

use std::path::Path;

use crate::debian::{Package, Packages};
use crate::invocation::Invocation;
use crate::missing::Missing;

const VALGRIND: Packages = Packages {
    what: "valgrind, which counts instructions",
    parts: &[Package { name: "valgrind", exists: || Invocation::new("valgrind", &["--version"]).output().is_some() }],
    advice: |_| {
        "instructions are counted by valgrind: install it from your system's packages (on Debian, as root, \
         `apt-get install --no-install-recommends valgrind`)"
            .to_owned()
    },
};

/// Makes counts independent of the processor and of the layout of the heap. Disabling these processor features makes
/// glibc choose the same copy functions on every machine. With a large cache of small blocks, the cost of an allocation
/// does not depend on the blocks next to it.
const SAME_FUNCTIONS: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM:glibc.malloc.tcache_count=65535",
);

/// An error states why instructions cannot be counted on this system.
pub(super) fn check_system() -> Result<(), String> {
    if cfg!(target_os = "linux") {
        return Ok(());
    }
    Err("instructions are counted on Linux only".to_owned())
}

/// What [`install`] would install or advise to install.
pub(super) fn missing() -> Option<Missing> {
    check_system().ok().and_then(|()| VALGRIND.missing())
}

/// Installs valgrind if it is missing.
pub(super) fn install() -> Result<(), String> {
    VALGRIND.install_missing()
}

/// Runs a program to its end, writes its profile to this file, and returns how many instructions it has executed.
pub(super) fn count(program: &str, args: &[&str], profile: &Path) -> Result<u64, String> {
    let output = format!("--callgrind-out-file={}", profile.display());
    let log = profile.with_extension("log");
    let log_file = format!("--log-file={}", log.display());
    let words = [&["--tool=callgrind", &output, &log_file, program][..], args].concat();
    Invocation::new("valgrind", &words).env(&[SAME_FUNCTIONS]).run()?;
    let log = std::fs::read_to_string(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    collected(&log).ok_or_else(|| format!("valgrind did not count instructions: {log}"))
}

/// The count in what valgrind prints at the end.
fn collected(log: &str) -> Option<u64> {
    log.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_found_in_the_log() {
        let log = "==7== Callgrind, a call-graph generator\n==7== Events    : Ir\n==7== Collected : 6147321\n==7== \n";
        assert_eq!(collected(log), Some(6_147_321));
        assert_eq!(collected("==7== Command: true\n"), None);
    }
}
