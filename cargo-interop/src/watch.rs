//! Waits for changes of a crate's sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// The polling interval. Checking a hundred files takes well under a millisecond.
const INTERVAL: Duration = Duration::from_millis(200);

/// The sources of a crate, with their modification times.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sources(BTreeMap<PathBuf, Option<SystemTime>>);

impl Sources {
    /// The sources that the compiler has listed in a file, and the manifests.
    pub(crate) fn listed_in(dependencies: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(dependencies)
            .map_err(|error| format!("cannot read {}: {error}", dependencies.display()))?;
        let mut files: Vec<PathBuf> = text.lines().filter_map(source).map(PathBuf::from).collect();
        let manifests: Vec<PathBuf> = files.iter().filter_map(|file| manifest(file)).collect();
        files.extend(manifests);
        Ok(Self(files.into_iter().map(|file| (file.clone(), changed(&file))).collect()))
    }

    /// The same sources, with the earlier of the two times where both are known.
    #[must_use]
    pub(crate) fn no_newer_than(mut self, earlier: Self) -> Self {
        for (file, before) in earlier.0 {
            self.0.entry(file).and_modify(|time| *time = before);
        }
        self
    }

    /// Waits until one of them has changed.
    pub(crate) fn wait_for_change(&self) {
        while self.0.iter().all(|(file, before)| changed(file) == *before) {
            thread::sleep(INTERVAL);
        }
    }
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}

/// The compiler lists each source once more as a target without dependencies: `src/lib.rs:`.
fn source(line: &str) -> Option<String> {
    let path = line.strip_suffix(':')?;
    Some(path.replace("\\ ", " "))
}

/// The manifest of the package that contains a source.
fn manifest(source: &Path) -> Option<PathBuf> {
    source.ancestors().skip(1).map(|folder| folder.join("Cargo.toml")).find(|manifest| manifest.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_the_lines_without_dependencies() {
        let text =
            "target/debug/deps/shop-1: src/lib.rs src/my\\ file.rs\n\nsrc/lib.rs:\nsrc/my\\ file.rs:\n# env-dep:X=1\n";
        assert_eq!(text.lines().filter_map(source).collect::<Vec<_>>(), ["src/lib.rs", "src/my file.rs"]);
    }
}
