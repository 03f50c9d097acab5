//! Builds the test program of a target.

use std::fs;
use std::io::{BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{Artifact, Message};

use crate::arguments::CrateArguments;
use crate::failure::{Failure, Location};
use crate::target::Target;

/// What becomes of the messages of cargo and the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Messages {
    /// They are printed as usual.
    Printed,
    /// The errors are part of the failure.
    Collected,
}

/// A test program, and the sources from which it was built.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) program: PathBuf,
    /// The sources of the crate and of the local crates that it depends on.
    pub(crate) sources: Vec<PathBuf>,
}

/// Builds the test program of a target.
pub(crate) fn test_program(target: &Target, arguments: &CrateArguments, messages: Messages) -> Result<Built, Failure> {
    let mut command = command(target, arguments);
    let mut progress = None;
    match messages {
        Messages::Printed => {
            command.arg("--message-format=json-render-diagnostics");
        }
        Messages::Collected => {
            // A file cannot fill up as a pipe does while the other one is read.
            let failed = |error| format!("cannot create a temporary file: {error}");
            let file = tempfile::tempfile().map_err(failed)?;
            command.arg("--message-format=json").stderr(file.try_clone().map_err(failed)?);
            progress = Some(file);
        }
    }
    let mut cargo = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("cannot start cargo: {error}"))?;
    let output = cargo.stdout.take().map(BufReader::new);
    let mut program = None;
    let mut sources = Vec::new();
    let mut errors = Vec::new();
    for message in output.into_iter().flat_map(Message::parse_stream) {
        match message {
            Ok(Message::CompilerArtifact(artifact)) => {
                // Local packages are those that have a path.
                if artifact.package_id.repr.starts_with("path+") {
                    sources.extend(sources_of(&artifact));
                }
                if artifact.profile.test
                    && let Some(path) = artifact.executable
                {
                    program = Some(path.into_std_path_buf());
                }
            }
            Ok(Message::CompilerMessage(message)) if is_error(&message.message) => errors.push(message.message),
            _ => {}
        }
    }
    let status = cargo.wait().map_err(|error| format!("cannot wait for cargo: {error}"))?;
    if !status.success() {
        let mut said = String::new();
        if let Some(mut file) = progress
            && errors.is_empty()
        {
            // Errors that are not the compiler's, such as those in a manifest.
            let _ = file.rewind().and_then(|()| file.read_to_string(&mut said));
        }
        let rendered: Vec<&str> = errors.iter().filter_map(|error| error.rendered.as_deref()).map(str::trim).collect();
        let message = format!("{} does not build\n\n{}\n{said}", target.shown(), rendered.join("\n\n"));
        return Err(Failure {
            message: message.trim().to_owned(),
            location: errors.iter().find_map(|error| location(error, &target.workspace)),
        });
    }
    let program = program.ok_or_else(|| {
        format!("{} has no test program: remove `test = false` from its target in `Cargo.toml`", target.shown())
    })?;
    Ok(Built { program, sources })
}

fn command(target: &Target, arguments: &CrateArguments) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["test", "--no-run", "--quiet", "--package", &target.package]);
    command.args(["--features", "interop-core/contract"]);
    // The program only describes itself: without debug information, it is compiled and linked faster. Its dependencies are
    // those of other builds.
    command.args(["--config", &format!("profile.test.package.{:?}.debug=false", target.package)]);
    match &target.bin {
        Some(bin) => command.args(["--bin", bin]),
        None => command.arg("--lib"),
    };
    for features in &arguments.features {
        command.args(["--features", features]);
    }
    command.args(arguments.all_features.then_some("--all-features"));
    command.args(arguments.no_default_features.then_some("--no-default-features"));
    if let Some(path) = &arguments.manifest_path {
        command.arg("--manifest-path").arg(path);
    }
    command
}

/// The sources that the compiler has listed for an artifact, in a file next to it.
fn sources_of(artifact: &Artifact) -> Vec<PathBuf> {
    let listed = artifact.filenames.iter().map(|file| file.as_std_path()).find_map(|file| {
        let stem = file.file_stem()?.to_str()?;
        let list = |stem: &str| fs::read_to_string(file.with_file_name(format!("{stem}.d"))).ok();
        list(stem).or_else(|| list(stem.strip_prefix("lib")?))
    });
    let root = artifact.target.src_path.clone().into_std_path_buf();
    let mut sources: Vec<PathBuf> = listed.iter().flat_map(|list| prerequisites(list)).collect();
    // The compiler lists paths relative to the folder of the workspace for its members, but this program and cargo may
    // have been started in another folder.
    if let Some(base) = base(&sources, &root) {
        sources = sources.into_iter().map(|source| base.join(source)).collect();
    }
    sources.push(root);
    sources
}

/// The folder that relative paths start from, found by the root of the crate, which is one of them.
fn base(sources: &[PathBuf], root: &Path) -> Option<PathBuf> {
    let relative = sources.iter().filter(|source| source.is_relative()).find(|source| root.ends_with(source))?;
    root.ancestors().nth(relative.components().count()).map(Path::to_owned)
}

/// The files after the colons of a list in the format of Make.
fn prerequisites(list: &str) -> Vec<PathBuf> {
    /// Stands for a space in a path.
    const SPACE: &str = "\0";
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(_, files)| files.replace("\\ ", SPACE).split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .map(|file| PathBuf::from(file.replace(SPACE, " ")))
        .collect()
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    // Without a position, it is the summary: "aborting due to 2 previous errors".
    matches!(diagnostic.level, DiagnosticLevel::Error | DiagnosticLevel::Ice)
        && !(diagnostic.spans.is_empty() && diagnostic.message.starts_with("aborting due to"))
}

fn location(error: &Diagnostic, workspace: &Path) -> Option<Location> {
    let span = error.spans.iter().find(|span| span.is_primary)?;
    Some(Location {
        file: workspace.join(&span.file_name).display().to_string(),
        line: span.line_start,
        column: span.column_start,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_the_files_after_the_colons() {
        let list =
            "target/deps/shop-1: src/lib.rs src/my\\ file.rs\n\nsrc/lib.rs:\nsrc/my\\ file.rs:\n# env-dep:X=a: b\n";
        assert_eq!(prerequisites(list), [Path::new("src/lib.rs"), Path::new("src/my file.rs")]);
        assert_eq!(prerequisites("C:\\shop.exe: C:\\src\\lib.rs\n"), [Path::new("C:\\src\\lib.rs")]);
    }

    #[test]
    fn relative_sources_start_where_the_root_of_the_crate_is_found() {
        let sources = [PathBuf::from("shop/src/order.rs"), PathBuf::from("shop/src/lib.rs")];
        assert_eq!(base(&sources, Path::new("/work/space/shop/src/lib.rs")), Some(PathBuf::from("/work/space")));
        assert_eq!(base(&[PathBuf::from("/a/lib.rs")], Path::new("/a/lib.rs")), None);
    }
}
