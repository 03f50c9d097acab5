//! A command with its environment, which can be displayed and run.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::path::{self, Path, PathBuf};
use std::process::{Command, Stdio};

use shell_words::quote;

/// The program name that denotes the cargo that started this program.
const CARGO: &str = "cargo";

/// A command line. [`Display`](fmt::Display) formats it for pasting into a shell.
#[derive(Debug, Clone)]
pub(crate) struct Invocation {
    program: String,
    args: Vec<String>,
    env: Vec<(String, String)>,
    folder: Option<&'static str>,
    outside_cargo: bool,
}

/// The folder of the workspace.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The target directory, independent of the folder in which a program runs.
pub(crate) fn target_dir() -> PathBuf {
    let named = env::var_os("CARGO_TARGET_DIR").and_then(|directory| path::absolute(directory).ok());
    named.unwrap_or_else(|| workspace().join("target"))
}

impl Invocation {
    /// An invocation of a program.
    pub(crate) fn new(program: &str, args: &[&str]) -> Self {
        Self {
            program: program.to_owned(),
            args: args.iter().copied().map(str::to_owned).collect(),
            env: Vec::new(),
            folder: None,
            outside_cargo: false,
        }
    }

    /// An invocation of the cargo that started this program.
    pub(crate) fn cargo(args: &[&str]) -> Self {
        Self::new(CARGO, args)
    }

    /// Whether this is the same command.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }

    /// Adds arguments.
    pub(crate) fn args(mut self, args: impl IntoIterator<Item = String>) -> Self {
        self.args.extend(args);
        self
    }

    /// Adds variables to the environment.
    pub(crate) fn env(mut self, variables: &[(&str, &str)]) -> Self {
        self.env.extend(variables.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())));
        self
    }

    /// Runs the program in this folder of the workspace.
    pub(crate) fn folder(mut self, folder: &'static str) -> Self {
        self.folder = Some(folder);
        self
    }

    /// Removes the variables that `cargo run` has set for this program, because they do not apply to another toolchain.
    pub(crate) fn outside_cargo(mut self) -> Self {
        self.outside_cargo = true;
        self
    }

    /// Runs the command with empty input and inherited output. An error contains the command and its exit status.
    pub(crate) fn run(&self) -> Result<(), String> {
        match self.command().stdin(Stdio::null()).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{status}: {self}")),
            Err(error) => Err(format!("could not be started: {self}: {error}")),
        }
    }

    /// The output of the command, or nothing if it fails or does not exist.
    pub(crate) fn output(&self) -> Option<String> {
        let output = self.command().stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn command(&self) -> Command {
        let program = match env::var_os("CARGO") {
            Some(cargo) if self.program == CARGO => cargo,
            _ => OsString::from(&self.program),
        };
        let mut command = Command::new(program);
        if self.outside_cargo {
            for (name, _) in env::vars_os() {
                if name.to_str().is_some_and(is_set_by_cargo_run) {
                    command.env_remove(name);
                }
            }
        }
        if let Some(folder) = self.folder {
            command.current_dir(workspace().join(folder));
        }
        command.args(&self.args).envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// Whether `cargo run` or `rustup` sets this variable. This excludes the user's own configuration
/// (`CARGO_HOME`, `CARGO_TARGET_DIR`, `CARGO_NET_…`).
fn is_set_by_cargo_run(name: &str) -> bool {
    matches!(
        name,
        "CARGO"
            | "CARGO_BIN_NAME"
            | "CARGO_CRATE_NAME"
            | "CARGO_PRIMARY_PACKAGE"
            | "DYLD_FALLBACK_LIBRARY_PATH"
            | "LD_LIBRARY_PATH"
            | "RUSTUP_TOOLCHAIN"
            | "RUSTUP_TOOLCHAIN_SOURCE"
            | "RUST_RECURSION_COUNT"
    ) || name.starts_with("CARGO_MANIFEST_")
        || name.starts_with("CARGO_PKG_")
}

impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(folder) = self.folder {
            write!(f, "(cd {} && ", quote(folder))?;
        }
        for (name, value) in &self.env {
            write!(f, "{name}={} ", quote(value))?;
        }
        f.write_str(&self.program)?;
        for arg in &self.args {
            write!(f, " {}", quote(arg))?;
        }
        f.write_str(if self.folder.is_some() { ")" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_pasted_into_a_shell() {
        let invocation = Invocation::new("echo", &["a=b", "two words", "it's", ""]).env(&[("FLAGS", "-D warnings")]);
        assert_eq!(invocation.to_string(), r"FLAGS='-D warnings' echo 'a=b' 'two words' 'it'\''s' ''");
    }

    #[test]
    fn a_folder_is_shown_and_entered() {
        let invocation = Invocation::new("pwd", &[]).folder("xtask");
        assert_eq!(invocation.to_string(), "(cd xtask && pwd)");
        assert!(invocation.output().is_some_and(|folder| folder.ends_with("xtask")));
    }

    #[test]
    fn only_variables_of_cargo_run_are_hidden() {
        for name in ["CARGO", "CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
            assert!(is_set_by_cargo_run(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE", "RUSTUP_HOME", "RUSTFLAGS", "PATH"] {
            assert!(!is_set_by_cargo_run(name), "{name}");
        }
    }

    #[test]
    fn a_command_that_fails_is_shown_in_the_error() {
        let nowhere = Invocation::new("no-such-program-anywhere", &["--now"]);
        let error = nowhere.run().unwrap_err();
        assert!(error.starts_with("could not be started: no-such-program-anywhere --now: "), "{error}");
        assert_eq!(nowhere.output(), None);
    }
}
