//! Waits for changes of sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// The polling interval. Checking a hundred files takes well under a millisecond.
const INTERVAL: Duration = Duration::from_millis(100);
/// The time that editors need to save several files.
const SETTLE: Duration = Duration::from_millis(20);

/// The sources to watch.
#[derive(Debug)]
pub(crate) struct Sources {
    /// The sources of the crate and of the crates that it depends on, as far as they are known.
    files: BTreeSet<PathBuf>,
    /// The folders of the packages in the workspace.
    packages: Vec<PathBuf>,
    /// Whether all sources in these folders are watched because the last build has failed: only the compiler knows what
    /// belongs to the crate, and a missing file may be the error.
    is_failed: bool,
}

/// The modification times of sources.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Snapshot(BTreeMap<PathBuf, Option<SystemTime>>);

impl Sources {
    /// All sources in the folders of packages.
    pub(crate) fn in_packages(packages: &[PathBuf]) -> Self {
        Self { files: BTreeSet::new(), packages: packages.to_owned(), is_failed: true }
    }

    /// After a build: watches its sources and their manifests.
    pub(crate) fn built(&mut self, files: Vec<PathBuf>) {
        let manifests: Vec<PathBuf> = files.iter().filter_map(|file| manifest(file)).collect();
        self.files = files.into_iter().chain(manifests).collect();
        self.is_failed = false;
    }

    /// After a failed build: also watches all sources in the folders of packages.
    pub(crate) fn failed(&mut self, packages: &[PathBuf]) {
        packages.clone_into(&mut self.packages);
        self.is_failed = true;
    }

    /// The state before a build, of everything that it may read.
    pub(crate) fn before_build(&self) -> Snapshot {
        let mut files = self.files.clone();
        self.packages.iter().for_each(|folder| collect(folder, &mut files));
        Snapshot::of(files)
    }

    /// The state that was built, for [`wait_for_change`](Self::wait_for_change). What has changed during the build is
    /// a change.
    pub(crate) fn after_build(&self, mut before: Snapshot) -> Snapshot {
        if !self.is_failed {
            let mut known = |file: &PathBuf| before.0.remove(file).unwrap_or_else(|| changed(file));
            return Snapshot(self.files.iter().map(|file| (file.clone(), known(file))).collect());
        }
        before
    }

    pub(crate) fn wait_for_change(&self, built: &Snapshot) {
        let now = || if self.is_failed { self.before_build() } else { Snapshot::of(self.files.clone()) };
        while now() == *built {
            thread::sleep(INTERVAL);
        }
        thread::sleep(SETTLE);
    }
}

impl Snapshot {
    fn of(files: BTreeSet<PathBuf>) -> Self {
        Self(files.into_iter().map(|file| (file.clone(), changed(&file))).collect())
    }
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// Collects the Rust sources and the manifests in a folder.
fn collect(folder: &Path, files: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // Links could lead in a circle.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            if !name.starts_with('.') && name != "target" && name != "node_modules" {
                collect(&path, files);
            }
        } else if name == "Cargo.toml" || path.extension().is_some_and(|extension| extension == "rs") {
            files.insert(path);
        }
    }
}

/// The manifest of the package that contains a source.
fn manifest(source: &Path) -> Option<PathBuf> {
    source.ancestors().skip(1).map(|folder| folder.join("Cargo.toml")).find(|manifest| manifest.is_file())
}
