//! Finds the library or the binary to describe.

use std::path::PathBuf;

use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};

use crate::arguments::CrateArguments;

/// A library or a binary of a package.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) package: String,
    /// The name of the binary, or none for the library.
    pub(crate) bin: Option<String>,
    /// The folder of the workspace, which paths in messages of the compiler are relative to.
    pub(crate) workspace: PathBuf,
    /// The folders of the packages in the workspace.
    pub(crate) packages: Vec<PathBuf>,
}

impl Target {
    pub(crate) fn find(arguments: &CrateArguments) -> Result<Self, String> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(path) = &arguments.manifest_path {
            command.manifest_path(path);
        }
        let metadata = command.exec().map_err(|error| match error {
            cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim().trim_start_matches("error: ").to_owned(),
            error => error.to_string(),
        })?;
        let package = package(&metadata, arguments.package.as_deref())?;
        if !package.dependencies.iter().any(|dependency| dependency.name == "interop-core") {
            return Err(format!(
                "the package `{}` does not depend on `interop-core`; run `cargo add interop-core`",
                package.name
            ));
        }
        let folder = |package: &&Package| package.manifest_path.parent().map(|path| path.as_std_path().to_owned());
        Ok(Self {
            package: package.name.to_string(),
            bin: bin(package, arguments.bin.as_deref())?,
            workspace: metadata.workspace_root.as_std_path().to_owned(),
            packages: metadata.workspace_packages().iter().filter_map(folder).collect(),
        })
    }

    /// The target as messages name it.
    pub(crate) fn shown(&self) -> String {
        match &self.bin {
            Some(bin) => format!("the binary `{bin}` of the package `{}`", self.package),
            None => format!("the library of the package `{}`", self.package),
        }
    }
}

/// The package with a name, or the only one.
fn package<'a>(metadata: &'a Metadata, name: Option<&str>) -> Result<&'a Package, String> {
    let packages = metadata.workspace_packages();
    let names = || listed(packages.iter().map(|package| package.name.to_string()));
    match (name, metadata.root_package(), &*packages) {
        (Some(name), ..) => packages
            .iter()
            .find(|package| package.name.as_str() == name)
            .copied()
            .ok_or_else(|| format!("there is no package `{name}`; the packages are {}", names())),
        (None, Some(root), _) => Ok(root),
        (None, None, [only]) => Ok(only),
        _ => Err(format!("there are several packages: choose one with `--package`, {}", names())),
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
