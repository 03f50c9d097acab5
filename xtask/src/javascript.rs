//! The steps that run JavaScript: the tests of the client in Node.js, and those of the gallery in a real browser.

use std::env;
use std::path::{Path, PathBuf};

use crate::debian::{self, Package};
use crate::invocation::Invocation;

/// The oldest Node.js that the tests run on.
const NODE_VERSION: u32 = 20;

/// Where Debian has Chromium, and the variable that names one elsewhere. The browser tests know both.
const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMIUM_VARIABLE: &str = "CHROMIUM";

const BROWSER: &[Package] = &[Package { name: "chromium", exists: || chromium().exists() }];

/// The tests of a folder as everybody would run them.
pub(crate) fn node_tests(folder: &'static str) -> Vec<Invocation> {
    // Without the audit: whether a package that only tests use has become known for something is no property of a change.
    let install = ["ci", "--no-audit", "--no-fund"];
    vec![Invocation::new("npm", &install).folder(folder), Invocation::new("npm", &["test"]).folder(folder)]
}

/// The tests of a folder in a browser, which open pages of this program.
pub(crate) fn browser_tests(folder: &'static str, package: &str) -> Vec<Invocation> {
    let mut commands = vec![Invocation::cargo(&["build", "-p", package])];
    commands.extend(node_tests(folder));
    commands
}

/// Runs the tests of a folder; an error says what failed or what is missing.
pub(crate) fn run(folder: &'static str) -> Result<(), String> {
    check_node(Invocation::new("node", &["--version"]).output().as_deref())?;
    run_all(&node_tests(folder))
}

/// Runs the tests of a folder in a browser; an error says what failed or what is missing.
pub(crate) fn run_in_browser(folder: &'static str, package: &str) -> Result<(), String> {
    check_node(Invocation::new("node", &["--version"]).output().as_deref())?;
    debian::install_missing("Chromium", BROWSER, &|_| browser_advice(&chromium()))?;
    run_all(&browser_tests(folder, package))
}

fn run_all(commands: &[Invocation]) -> Result<(), String> {
    commands.iter().try_for_each(Invocation::run)
}

/// Whether what `node --version` prints is new enough.
fn check_node(version: Option<&str>) -> Result<(), String> {
    let major = version.and_then(|version| version.strip_prefix('v')?.split('.').next()?.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE_VERSION => Ok(()),
        _ => Err(format!(
            "Node.js {NODE_VERSION} or newer with npm is needed, but {}: install it from your system's packages or from \
             its own site",
            version.map_or_else(|| "there is no `node`".to_owned(), |version| format!("`node` is {version}")),
        )),
    }
}

fn chromium() -> PathBuf {
    env::var_os(CHROMIUM_VARIABLE).map_or_else(|| PathBuf::from(CHROMIUM), PathBuf::from)
}

fn browser_advice(path: &Path) -> String {
    format!(
        "there is no Chromium at {}: install it (on Debian, as root, `apt-get install --no-install-recommends chromium`), \
         or name a Chromium or Chrome in the environment variable {CHROMIUM_VARIABLE}",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_tests_build_what_they_open_first() {
        let shown: Vec<String> = browser_tests("e2e", "gallery").iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["cargo build -p gallery", "(cd e2e && npm ci --no-audit --no-fund)", "(cd e2e && npm test)"]
        );
    }

    #[test]
    fn node_must_be_there_and_new_enough() {
        assert_eq!(check_node(Some("v20.0.0")), Ok(()));
        assert_eq!(check_node(Some("v100.1.2")), Ok(()));
        assert!(check_node(Some("v18.20.4")).unwrap_err().contains("`node` is v18.20.4"));
        assert!(check_node(None).unwrap_err().contains("there is no `node`"));
    }

    #[test]
    fn the_advice_says_what_to_install_and_what_to_set() {
        let text = browser_advice(Path::new("/nowhere"));
        for part in ["at /nowhere", "`apt-get install --no-install-recommends chromium`", "variable CHROMIUM"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
