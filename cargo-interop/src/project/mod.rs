//! Creates a project: a server, a page and its typed client.

mod files;
mod name;
mod template;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::files::Variant;
use self::name::Name;
use crate::arguments::NewArguments;

/// Creates the folder of a project, or nothing. Returns what to tell the user.
pub(crate) fn create(arguments: &NewArguments) -> Result<String, String> {
    let name = Name::parse(&arguments.path)?;
    let variant = Variant { vite: arguments.vite, wasm: arguments.wasm };
    let checkout = arguments.checkout.as_deref().map(checkout).transpose()?;
    let folder = name.parent.join(&name.package);
    if folder.symlink_metadata().is_ok() {
        return Err(format!("{} exists already: choose another name, or remove it", shown(&folder)));
    }
    let mut files = files::files(&name, variant, checkout.as_deref())?;
    if is_in_workspace(&name.parent)
        && let Some(manifest) = files.get_mut("Cargo.toml")
    {
        manifest.push_str("\n# This package is not a member of the workspace around it.\n[workspace]\n");
    }
    let failed = |error: io::Error| format!("cannot create {}: {error}; nothing was written", shown(&folder));
    // All files are written to another folder first, which is on the same file system and can therefore be renamed.
    let workshop = tempfile::Builder::new().prefix(".cargo-interop-").tempdir_in(&name.parent).map_err(failed)?;
    let project = workshop.path().join(&name.package);
    for (path, text) in &files {
        let path = project.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text)).map_err(failed)?;
    }
    fs::rename(&project, &folder).map_err(failed)?;
    Ok(next_steps(&folder, variant))
}

/// Whether a folder belongs to a workspace, in which cargo only builds members.
fn is_in_workspace(folder: &Path) -> bool {
    let Ok(folder) = std::path::absolute(folder) else { return false };
    let manifests = folder.ancestors().filter_map(|folder| fs::read_to_string(folder.join("Cargo.toml")).ok());
    manifests.into_iter().any(|manifest| manifest.lines().any(|line| line.trim() == "[workspace]"))
}

/// The absolute path of a checkout of the repository.
fn checkout(path: &Path) -> Result<PathBuf, String> {
    if !path.join("interop-core/Cargo.toml").is_file() {
        return Err(format!("{} is not a checkout of the repository: it has no interop-core/Cargo.toml", shown(path)));
    }
    std::path::absolute(path).map_err(|error| format!("{}: {error}", shown(path)))
}

fn next_steps(folder: &Path, variant: Variant) -> String {
    let mut text = format!("created {0}\n\ncd {0}\n", shown(folder));
    if variant.vite {
        text.push_str("(cd web && npm install && npm run dev)   # the page, with Vite: http://localhost:5173\n");
        text.push_str("cargo run                                # the server, in another terminal\n");
    } else {
        text.push_str("cargo run   # then open http://localhost:3000\n");
    }
    text
}

fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
