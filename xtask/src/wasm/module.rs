//! Builds one package as a WebAssembly module with its JavaScript bindings.

use std::path::{Path, PathBuf};

use super::toolchain::Toolchain;
use crate::invocation::{Invocation, target_dir};

/// The optimization profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Builds quickly and keeps function names for stack traces.
    Dev,
    /// Optimized for size and speed.
    Release,
}

impl Profile {
    /// The folder of build results.
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// The environment that loads the JavaScript bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Loader {
    /// A page, or another script that passes the module: `await init(…)`
    Web,
    /// A bundler that can import WebAssembly modules
    Bundler,
    /// Node.js, with `require`
    #[value(name = "nodejs")]
    NodeJs,
}

impl Loader {
    /// Its name for `--target`, here and in `wasm-bindings`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Bundler => "bundler",
            Self::NodeJs => "nodejs",
        }
    }
}

/// The library of a package as a module, with the files that load it in JavaScript.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Module {
    /// A package of the workspace. It does not need `crate-type = ["cdylib"]`.
    pub(crate) package: String,
    pub(crate) profile: Profile,
    pub(crate) loader: Loader,
    /// The output folder for `<library>.js`, `<library>_bg.wasm` and the types of both.
    pub(crate) folder: PathBuf,
}

impl Module {
    /// A module in the target directory.
    pub(crate) fn new(package: &str, profile: Profile, loader: Loader) -> Self {
        let name = format!("{}-{}", profile.folder(), loader.name());
        Self {
            package: package.to_owned(),
            profile,
            loader,
            folder: target_dir().join("wasm").join(package).join(name),
        }
    }

    /// Builds the module and its JavaScript bindings. An error states what failed or what is missing.
    pub(crate) fn build(&self) -> Result<(), String> {
        let toolchain = Toolchain::find()?;
        self.compile(toolchain).run()?;
        let compiled = toolchain.modules(self.profile.folder()).join(self.library() + ".wasm");
        if !compiled.exists() {
            let (package, compiled) = (&self.package, compiled.display());
            return Err(format!(
                "{package} was built, but there is no {compiled}: its library must have the package's name"
            ));
        }
        self.bind(&compiled).run()
    }

    /// The equivalent command.
    pub(crate) fn typed(&self) -> Invocation {
        Invocation::cargo(&["xtask", "wasm", &self.package]).args(self.release())
    }

    fn compile(&self, toolchain: Toolchain) -> Invocation {
        let invocation = toolchain.cargo("rustc").args(["-p".to_owned(), self.package.clone()]).args(self.release());
        invocation.args(["--lib", "--crate-type", "cdylib"].map(str::to_owned))
    }

    fn bind(&self, compiled: &Path) -> Invocation {
        let [compiled, folder] = [compiled, &self.folder].map(|path| path.display().to_string());
        let tool = Invocation::cargo(&["run", "-p", "wasm-bindings", "--", "--target", self.loader.name()]);
        let names = match self.profile {
            Profile::Dev => Some("--keep-names".to_owned()),
            Profile::Release => None,
        };
        tool.args(names).args(["--out".to_owned(), folder, compiled])
    }

    fn release(&self) -> Option<String> {
        (self.profile == Profile::Release).then(|| "--release".to_owned())
    }

    fn library(&self) -> String {
        self.package.replace('-', "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_and_loader_has_a_folder_of_its_own() {
        let folder = |profile, loader| Module::new("an-app", profile, loader).folder;
        assert_eq!(folder(Profile::Dev, Loader::Web), target_dir().join("wasm/an-app/debug-web"));
        assert_eq!(folder(Profile::Release, Loader::NodeJs), target_dir().join("wasm/an-app/release-nodejs"));
    }

    #[test]
    fn a_library_becomes_a_module_whatever_its_manifest_says() {
        let shown = |profile| Module::new("an-app", profile, Loader::Web).compile(Toolchain::Installed).to_string();
        assert!(shown(Profile::Dev).ends_with(" -p an-app --lib --crate-type cdylib"));
        assert!(shown(Profile::Release).ends_with(" -p an-app --release --lib --crate-type cdylib"));
    }

    #[test]
    fn only_the_dev_profile_keeps_names() {
        let shown = |profile| {
            let module = Module { folder: "pkg".into(), ..Module::new("an-app", profile, Loader::Bundler) };
            module.bind(Path::new("an_app.wasm")).to_string()
        };
        let tool = "cargo run -p wasm-bindings -- --target bundler";
        assert_eq!(shown(Profile::Dev), format!("{tool} --keep-names --out pkg an_app.wasm"));
        assert_eq!(shown(Profile::Release), format!("{tool} --out pkg an_app.wasm"));
    }
}
