//! Runs tests and benchmarks in Node.js or in a real browser, with the programs and modules that they need.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::debian::{Package, Packages};
use crate::invocation::{Invocation, workspace};
use crate::missing::Missing;
use crate::wasm::{self, Loader, Module, Profile};

/// The minimum version of Node.js for the tests.
const NODE_VERSION: u32 = 20;

/// The path of Chromium on Debian, and the environment variable for another path. The browser tests use both.
const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMIUM_VARIABLE: &str = "CHROMIUM";

const BROWSER: Packages = Packages {
    what: "a browser",
    parts: &[Package { name: "chromium", exists: || chromium().exists() }],
    advice: |_| browser_advice(&chromium()),
};

/// An npm script, with its prerequisites.
#[derive(Debug)]
pub(crate) struct NpmScript {
    pub(crate) folder: &'static str,
    /// The arguments for npm: `test`, or `run` and a name.
    pub(crate) script: &'static [&'static str],
    /// Whether it opens pages in a browser.
    pub(crate) browser: bool,
    /// The packages whose programs it starts.
    pub(crate) programs: &'static [&'static str],
    /// The modules that it loads.
    pub(crate) modules: &'static [TestModule],
}

/// The benchmark of calls into a module in a browser, and of its size.
pub(crate) const WASM_BENCH: NpmScript = NpmScript {
    folder: "e2e",
    script: &["run", "bench"],
    browser: true,
    programs: &[],
    modules: &[TestModule { variable: "WASM_BENCH", package: "interop-bench-wasm", profile: Profile::Release }],
};

/// A module that a script loads.
#[derive(Debug)]
pub(crate) struct TestModule {
    /// The environment variable that contains its folder.
    pub(crate) variable: &'static str,
    pub(crate) package: &'static str,
    pub(crate) profile: Profile,
}

impl TestModule {
    fn module(&self) -> Module {
        Module::new(self.package, self.profile, Loader::Web)
    }
}

impl NpmScript {
    /// The commands as they can be typed in a shell.
    pub(crate) fn shown(&self) -> Vec<Invocation> {
        let modules = self.modules.iter().map(|module| module.module().typed());
        modules.chain(self.commands(&[])).collect()
    }

    /// Runs the script with additional arguments. An error states what failed or what is missing.
    pub(crate) fn run(&self, words: &[String]) -> Result<(), String> {
        check_node(node_version().as_deref())?;
        if self.browser {
            BROWSER.install_missing()?;
        }
        self.modules.iter().try_for_each(|module| module.module().build())?;
        let is_current = is_current(&workspace().join(self.folder));
        let commands = self.commands(words);
        commands.iter().filter(|command| !(is_current && command.is(&self.install()))).try_for_each(Invocation::run)
    }

    /// What [`run`](Self::run) would install or advise to install.
    pub(crate) fn missing(&self) -> Vec<Missing> {
        let node = check_node(node_version().as_deref()).err();
        let node = node.map(|advice| Missing { what: "Node.js".to_owned(), advice: Some(advice) });
        let browser = if self.browser { BROWSER.missing() } else { None };
        let module = if self.modules.is_empty() { None } else { wasm::missing() };
        let packages = !is_current(&workspace().join(self.folder));
        let packages = packages.then(|| format!("npm packages, in {}/node_modules", self.folder));
        let packages = packages.map(|what| Missing { what, advice: None });
        [node, module, browser, packages].into_iter().flatten().collect()
    }

    fn install(&self) -> Invocation {
        // Without the audit, because vulnerabilities in test dependencies do not depend on the change under test.
        Invocation::new("npm", &["ci", "--no-audit", "--no-fund"]).folder(self.folder)
    }

    /// The commands to run once the modules exist.
    fn commands(&self, words: &[String]) -> Vec<Invocation> {
        let script = Invocation::new("npm", self.script).folder(self.folder);
        let script = if words.is_empty() { script } else { script.args(["--".to_owned()]).args(words.to_vec()) };
        let script = self.modules.iter().fold(script, |script, module| {
            script.env(&[(module.variable, &module.module().folder.display().to_string())])
        });
        let programs = self.programs.iter().map(|package| Invocation::cargo(&["build", "-p", package]));
        programs.chain([self.install(), script]).collect()
    }
}

fn node_version() -> Option<String> {
    Invocation::new("node", &["--version"]).output()
}

/// Whether the installed packages of a folder match its lock file. npm records at the end what it has installed.
fn is_current(folder: &Path) -> bool {
    let changed = |file: &str| fs::metadata(folder.join(file)).and_then(|file| file.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    installed.is_some() && installed >= changed("package-lock.json").max(changed("package.json"))
}

/// Whether the output of `node --version` is a supported version.
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
    use crate::invocation::target_dir;

    #[test]
    fn what_tests_need_is_built_first_and_handed_to_them() {
        const MODULE: TestModule = TestModule { variable: "AN_APP", package: "an-app", profile: Profile::Release };
        let tests =
            NpmScript { folder: "e2e", script: &["test"], browser: true, programs: &["gallery"], modules: &[MODULE] };
        let folder = target_dir().join("wasm/an-app/release-web").display().to_string();
        let shown: Vec<String> = tests.shown().iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "cargo xtask wasm an-app --release",
                "cargo build -p gallery",
                "(cd e2e && npm ci --no-audit --no-fund)",
                &format!("(cd e2e && AN_APP={folder} npm test)"),
            ]
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
