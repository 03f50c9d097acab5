//! The generated programs on disk, and the cargo that builds them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::program::{Program, Style};

/// A separate workspace next to our build products, so that its dependencies are built once and retained.
pub(super) struct Workspace {
    root: PathBuf,
    programs: Vec<Program>,
}

impl Workspace {
    /// Writes all programs.
    pub(super) fn create(programs: Vec<Program>) -> Result<Self, String> {
        let products = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
        let products = products.ancestors().nth(2).ok_or("this program is not in a target directory")?;
        let this = Self { root: products.join("build-cost"), programs };
        let members: Vec<_> = this.programs.iter().map(|program| program.name()).collect();
        write(&this.root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
        // The same versions of all dependencies as in our builds.
        let lock = project().join("Cargo.lock");
        fs::copy(&lock, this.root.join("Cargo.lock")).map_err(|error| failed("copy", &lock, &error))?;
        for program in &this.programs {
            write(&this.folder(*program).join("Cargo.toml"), &manifest(*program))?;
            this.write_source(*program)?;
        }
        Ok(this)
    }

    pub(super) fn programs(&self) -> &[Program] {
        &self.programs
    }

    /// Builds everything, dependencies too.
    pub(super) fn build_all(&self) -> Result<(), String> {
        succeed(self.cargo().arg("--workspace"))
    }

    /// Rebuilds one program without its dependencies, and returns the time.
    pub(super) fn rebuild(&self, at: usize) -> Result<Duration, String> {
        let program = self.programs[at];
        self.write_source(program)?;
        let start = Instant::now();
        succeed(self.cargo().args(["--package", &program.name()]))?;
        Ok(start.elapsed())
    }

    /// The size of the binary in bytes.
    pub(super) fn size(&self, at: usize) -> Result<f64, String> {
        let binary = self.binary(at);
        let size = fs::metadata(&binary).map_err(|error| failed("read", &binary, &error))?.len();
        // Binaries are smaller than that.
        #[allow(clippy::cast_precision_loss)]
        Ok(size as f64)
    }

    /// What the program prints.
    pub(super) fn run(&self, at: usize, words: &[String]) -> Result<String, String> {
        let binary = self.binary(at);
        let output = Command::new(&binary).args(words).output().map_err(|error| failed("run", &binary, &error))?;
        if !output.status.success() {
            return Err(format!("{} failed: {}", binary.display(), String::from_utf8_lossy(&output.stderr)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn binary(&self, at: usize) -> PathBuf {
        let name = format!("{}{}", self.programs[at].name(), env::consts::EXE_SUFFIX);
        self.root.join("target").join("release").join(name)
    }

    fn folder(&self, program: Program) -> PathBuf {
        self.root.join(program.name())
    }

    /// Writing the file again makes cargo rebuild it.
    fn write_source(&self, program: Program) -> Result<(), String> {
        write(&self.folder(program).join("src").join("main.rs"), &program.source())
    }

    fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(&self.root)
            .args(["build", "--release", "--quiet", "--offline", "--target-dir"])
            .arg(self.root.join("target"));
        command
    }
}

fn manifest(program: Program) -> String {
    // A literal string of TOML, in which backslashes have no special meaning.
    let core = format!("'{}'", project().join("interop-core").display());
    let dependencies = match program.style {
        Style::Empty => String::new(),
        Style::Annotated => {
            format!("interop-core = {{ path = {core} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n")
        }
        Style::HandWritten => "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n".to_owned(),
    };
    format!(
        "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{dependencies}",
        program.name()
    )
}

/// The folder of our own workspace.
fn project() -> &'static Path {
    let this = Path::new(env!("CARGO_MANIFEST_DIR"));
    this.parent().unwrap_or(this)
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(file, text)).map_err(|error| failed("write", file, &error))
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("cannot run {command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed: {status}")) }
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}
