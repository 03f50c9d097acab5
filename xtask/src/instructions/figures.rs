//! The file with the recorded figures: the environment in which they were counted, and a line for each scenario.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use crate::invocation::{Invocation, workspace};

const FILE: &str = "interop-bench/instructions/figures.txt";

const HEAD: &str = "\
# Instructions per call, checked by `cargo xtask test instructions`.
# `cargo xtask bench instructions --accept` writes this file. CONTRIBUTING.md describes the scenarios.
";

/// What the figures depend on in addition to the code. Only figures of equal environments can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Environment {
    /// The version of the compiler.
    pub(super) compiler: String,
    /// The target for which it compiles.
    pub(super) host: String,
    /// The C library, which allocates memory.
    pub(super) libc: String,
}

/// The instructions per call of each scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) environment: Environment,
    pub(super) calls: Vec<(String, u64)>,
}

impl Environment {
    /// The environment of this run.
    pub(super) fn current() -> Result<Self, String> {
        let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
        let version = Invocation::new(&rustc, &["-vV"]).output().ok_or_else(|| format!("`{rustc} -vV` failed"))?;
        let libc = Invocation::new("getconf", &["GNU_LIBC_VERSION"]).output();
        Self::parse(&version, libc.as_deref()).ok_or_else(|| format!("`{rustc} -vV` does not name its host: {version}"))
    }

    fn parse(version: &str, libc: Option<&str>) -> Option<Self> {
        let compiler = version.lines().next()?.to_owned();
        let host = version.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned();
        Some(Self { compiler, host, libc: libc.unwrap_or("another C library").to_owned() })
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { compiler, host, libc } = self;
        write!(f, "{compiler} for {host} with {libc}")
    }
}

impl Figures {
    pub(super) fn path() -> PathBuf {
        workspace().join(FILE)
    }

    /// The recorded figures.
    pub(super) fn read() -> Result<Self, String> {
        let text = std::fs::read_to_string(Self::path()).map_err(|error| format!("{FILE}: {error}"))?;
        Self::parse(&text).map_err(|line| format!("{FILE}: not understood: {line}"))
    }

    /// Records these figures.
    pub(super) fn write(&self) -> Result<(), String> {
        std::fs::write(Self::path(), self.text()).map_err(|error| format!("{FILE}: {error}"))
    }

    /// The error is the invalid line.
    fn parse(text: &str) -> Result<Self, String> {
        let [mut compiler, mut host, mut libc] = [const { String::new() }; 3];
        let mut calls = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, value) = line.split_once(':').ok_or(line)?;
            let value = value.trim();
            match name {
                "compiler" => value.clone_into(&mut compiler),
                "host" => value.clone_into(&mut host),
                "libc" => value.clone_into(&mut libc),
                scenario => calls.push((scenario.to_owned(), value.parse().map_err(|_| line)?)),
            }
        }
        Ok(Self { environment: Environment { compiler, host, libc }, calls })
    }

    fn text(&self) -> String {
        let Environment { compiler, host, libc } = &self.environment;
        let mut text = format!("{HEAD}compiler: {compiler}\nhost: {host}\nlibc: {libc}\n\n");
        for (name, instructions) in &self.calls {
            let _ = writeln!(text, "{name}: {instructions}");
        }
        text
    }

    pub(super) fn of(&self, scenario: &str) -> Option<u64> {
        self.calls.iter().find(|(name, _)| name == scenario).map(|&(_, instructions)| instructions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let environment = Environment {
            compiler: "rustc 1.95.0 (59807616e 2026-04-14)".to_owned(),
            host: "x86_64-unknown-linux-gnu".to_owned(),
            libc: "glibc 2.36".to_owned(),
        };
        let figures = Figures { environment, calls: vec![("by-name".to_owned(), 945), ("frame".to_owned(), 4476)] };
        assert_eq!(Figures::parse(&figures.text()), Ok(figures));
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        assert_eq!(Figures::parse("by-name: 945\nframe 4476\n"), Err("frame 4476".to_owned()));
        assert_eq!(Figures::parse("by-name: many\n"), Err("by-name: many".to_owned()));
    }

    #[test]
    fn the_environment_is_the_compiler_its_host_and_the_c_library() {
        let version = "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nhost: a-host\nrelease: 1.95.0";
        let environment = Environment::parse(version, Some("glibc 2.36")).unwrap();
        assert_eq!(environment.to_string(), "rustc 1.95.0 (59807616e 2026-04-14) for a-host with glibc 2.36");
        assert_ne!(Environment::parse(version, None), Some(environment));
        assert_eq!(Environment::parse("rustc 1.95.0", None), None);
    }

    #[test]
    fn the_recorded_figures_can_be_read() {
        let figures = Figures::read().unwrap();
        assert!(figures.of("by-name").is_some_and(|instructions| instructions > 0));
    }
}
