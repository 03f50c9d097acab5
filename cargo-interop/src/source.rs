//! Obtains the description of a crate. Its test program links everything that the crate links, and contains a test that
//! writes the description.

use std::fs;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::{Message, MetadataCommand, Package, TargetKind};
use interop_contract::Contract;
use interop_core::contract::{DESCRIPTION_VARIABLE, Description};

use crate::arguments::CrateArguments;

/// The test that `assembly!` adds to a crate.
const TEST: &str = "__interop_contract";

/// A contract, and the file that lists its sources.
pub(crate) struct Described {
    pub(crate) contract: Contract,
    /// The file in which the compiler has listed the sources of the crate.
    pub(crate) dependencies: Option<PathBuf>,
}

/// The contract of a crate, or the one in a file.
pub(crate) fn contract(arguments: &CrateArguments) -> Result<Described, String> {
    if let Some(path) = &arguments.from {
        return Ok(Described { contract: read(path)?, dependencies: None });
    }
    let target = Target::find(arguments)?;
    let program = target.build(arguments)?;
    let description = target.describe(&program)?;
    let contract = Contract::from_description(description).map_err(|problems| problems.to_string())?;
    Ok(Described { contract, dependencies: Some(program.with_extension("d")) })
}

/// Reads a contract from a file.
pub(crate) fn read(path: &std::path::Path) -> Result<Contract, String> {
    let json = fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Contract::from_json(&json).map_err(|error| format!("{}: {error}", path.display()))
}

/// A library or a binary of a package.
#[derive(Debug)]
struct Target {
    package: String,
    /// The name of the binary, or none for the library.
    bin: Option<String>,
}

impl Target {
    fn find(arguments: &CrateArguments) -> Result<Self, String> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(path) = &arguments.manifest_path {
            command.manifest_path(path);
        }
        let metadata = command.exec().map_err(|error| match error {
            cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim().trim_start_matches("error: ").to_owned(),
            error => error.to_string(),
        })?;
        let packages = metadata.workspace_packages();
        let names = || listed(packages.iter().map(|package| package.name.to_string()));
        let package = match &arguments.package {
            Some(name) => packages
                .iter()
                .find(|package| package.name.as_str() == name)
                .ok_or_else(|| format!("there is no package `{name}`; the packages are {}", names()))?,
            None => match (metadata.root_package(), &*packages) {
                (Some(root), _) => root,
                (None, [only]) => only,
                _ => return Err(format!("there are several packages: choose one with `--package`, {}", names())),
            },
        };
        if !package.dependencies.iter().any(|dependency| dependency.name == "interop-core") {
            return Err(format!(
                "the package `{}` does not depend on `interop-core`; run `cargo add interop-core`",
                package.name
            ));
        }
        Ok(Self { package: package.name.to_string(), bin: bin(package, arguments.bin.as_deref())? })
    }

    fn shown(&self) -> String {
        match &self.bin {
            Some(bin) => format!("the binary `{bin}` of the package `{}`", self.package),
            None => format!("the library of the package `{}`", self.package),
        }
    }

    /// Builds the test program and returns its path.
    fn build(&self, arguments: &CrateArguments) -> Result<PathBuf, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["test", "--no-run", "--quiet", "--message-format=json-render-diagnostics"]);
        command.args(["--package", &self.package, "--features", "interop-core/contract"]);
        match &self.bin {
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
        let mut cargo =
            command.stdout(Stdio::piped()).spawn().map_err(|error| format!("cannot start cargo: {error}"))?;
        let output = cargo.stdout.take().map(BufReader::new);
        let mut program = None;
        for message in output.into_iter().flat_map(Message::parse_stream) {
            if let Ok(Message::CompilerArtifact(artifact)) = message
                && artifact.profile.test
                && let Some(path) = artifact.executable
            {
                program = Some(path.into_std_path_buf());
            }
        }
        let status = cargo.wait().map_err(|error| format!("cannot wait for cargo: {error}"))?;
        if !status.success() {
            return Err(format!("{} does not build", self.shown()));
        }
        program.ok_or_else(|| {
            format!("{} has no test program: remove `test = false` from its target in `Cargo.toml`", self.shown())
        })
    }

    /// Runs the test that writes the description.
    fn describe(&self, program: &PathBuf) -> Result<Description, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("cannot create a temporary folder: {error}"))?;
        let file = folder.path().join("description.json");
        let output = Command::new(program)
            .args(["--exact", TEST, "--test-threads=1"])
            .env(DESCRIPTION_VARIABLE, &file)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stdout);
            return Err(format!("{} could not describe itself:\n{}", self.shown(), text.trim()));
        }
        let Ok(json) = fs::read(&file) else {
            return Err(format!(
                "{} does not name its assembly: write `interop_core::assembly!(\"...\");` at its root, and \
                 `use the_crate as _;` if it only links another crate",
                self.shown()
            ));
        };
        serde_json::from_slice(&json).map_err(|error| {
            format!("{} uses another version of interop-core with another description format: {error}", self.shown())
        })
    }
}

/// The binary to describe, or none for the library, which is preferred.
fn bin(package: &Package, wanted: Option<&str>) -> Result<Option<String>, String> {
    let of_kind = |kind: &[TargetKind]| {
        package.targets.iter().filter(|target| target.kind.iter().any(|own| kind.contains(own))).collect::<Vec<_>>()
    };
    let libraries =
        of_kind(&[TargetKind::Lib, TargetKind::RLib, TargetKind::CDyLib, TargetKind::DyLib, TargetKind::StaticLib]);
    let bins = of_kind(&[TargetKind::Bin]);
    let names = || listed(bins.iter().map(|bin| bin.name.clone()));
    match (wanted, &*libraries, &*bins) {
        (Some(name), _, bins) if bins.iter().any(|bin| bin.name == name) => Ok(Some(name.to_owned())),
        (Some(name), _, []) => Err(format!("the package `{}` has no binary `{name}`", package.name)),
        (Some(name), ..) => {
            Err(format!("the package `{}` has no binary `{name}`; its binaries are {}", package.name, names()))
        }
        (None, [_, ..], _) => Ok(None),
        (None, [], [only]) => Ok(Some(only.name.clone())),
        (None, [], []) => Err(format!("the package `{}` has neither a library nor a binary", package.name)),
        (None, [], _) => {
            Err(format!("the package `{}` has several binaries: choose one with `--bin`, {}", package.name, names()))
        }
    }
}

fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.sort();
    names.join(", ")
}
