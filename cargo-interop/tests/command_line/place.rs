//! A folder in which the command line runs, and what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The contract of the tests of `interop-contract`.
pub(crate) const CONTRACT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../interop-contract/tests/client/contract.json");

/// A folder for one test.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    #[track_caller]
    pub(crate) fn expect_contains(&self, name: &str, part: &str) {
        let text = self.read(name);
        assert!(text.contains(part), "{part}: {text}");
    }

    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return Vec::new() };
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// `cargo interop` in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-interop"));
        command.arg("interop").args(arguments).current_dir(self.0.path());
        command.env("CARGO_TARGET_DIR", target());
        command
    }

    /// Cargo itself, with the same folder for what it builds.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).current_dir(self.0.path()).env("CARGO_TARGET_DIR", target());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().unwrap())
    }

    /// Runs a command on the contract of the tests.
    pub(crate) fn run_on_contract(&self, command: &str, more: &[&str]) -> Said {
        self.run(&[&[command, "--from", CONTRACT, "--out", "client"], more].concat())
    }

    /// A package with these files that depends on `interop-core`. Each test that builds one has a name of its own for it,
    /// because cargo builds packages with the same name into the same files of the shared folder.
    pub(crate) fn package(&self, name: &str, files: &[(&str, &str)]) {
        let core = concat!(env!("CARGO_MANIFEST_DIR"), "/../interop-core");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             interop-core = {{ path = {core:?} }}\n"
        );
        self.write("Cargo.toml", &manifest);
        fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"), self.path("Cargo.lock")).unwrap();
        for (name, text) in files {
            self.write(name, text);
        }
    }
}

/// What is built in the tests shares the dependencies of the workspace.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// What a run said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) success: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).unwrap();
        Self { success: output.status.success(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    pub(crate) fn expect_failure(&self, part: &str) {
        assert!(!self.success, "{self:?}");
        assert!(self.err.contains(part) || self.out.contains(part), "{part}: {self:#?}");
    }
}
