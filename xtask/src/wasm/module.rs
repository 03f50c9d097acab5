//! Builds one package as a WebAssembly module with its JavaScript bindings.

use std::path::{Path, PathBuf};

use super::toolchain::Toolchain;
use crate::invocation::{Invocation, target_dir};

/// The optimization profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Builds quickly and keeps function names for stack traces.
    Dev,
    /// Optimized for speed, as cargo's default release profile.
    Release,
    /// Optimized for size: the profile `wasm-release` of the workspace.
    Small,
}

impl Profile {
    /// The folder of build results.
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
            Self::Small => "wasm-release",
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
    /// A package of the workspace, or of the project of the manifest. It does not need `crate-type = ["cdylib"]`.
    pub(crate) package: String,
    /// The manifest of a project outside of the workspace.
    pub(crate) manifest: Option<PathBuf>,
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
            manifest: None,
            profile,
            loader,
            folder: target_dir().join("wasm").join(package).join(name),
        }
    }

    /// Builds the module and its JavaScript bindings. An error states what failed or what is missing.
    pub(crate) fn build(&self) -> Result<(), String> {
        let toolchain = Toolchain::find()?;
        self.compile(toolchain).run()?;
        let compiled = self.compiled(toolchain);
        if !compiled.exists() {
            let (package, compiled) = (&self.package, compiled.display());
            return Err(format!(
                "{package} was built, but there is no {compiled}: its library must have the package's name"
            ));
        }
        self.bind(&compiled).run()
    }

    /// Shows what the module contains once it is built.
    pub(crate) fn show_sizes(&self) -> Result<(), String> {
        self.sizes(&self.compiled(Toolchain::find()?)).run()
    }

    /// The equivalent command.
    pub(crate) fn typed(&self) -> Invocation {
        let profile = match self.profile {
            Profile::Dev => None,
            Profile::Release => Some("--release"),
            Profile::Small => Some("--small"),
        };
        Invocation::cargo(&["xtask", "wasm", &self.package]).args(profile.map(str::to_owned))
    }

    /// Where cargo writes the module.
    fn compiled(&self, toolchain: Toolchain) -> PathBuf {
        toolchain.modules(self.profile.folder()).join(self.library() + ".wasm")
    }

    fn compile(&self, toolchain: Toolchain) -> Invocation {
        let profile = match self.profile {
            Profile::Dev => Vec::new(),
            Profile::Release | Profile::Small => vec!["--profile".to_owned(), self.profile.folder().to_owned()],
        };
        let manifest = self.manifest.iter().flat_map(|path| ["--manifest-path".to_owned(), path.display().to_string()]);
        let invocation = toolchain.cargo("rustc").args(manifest);
        let invocation = invocation.args(["-p".to_owned(), self.package.clone()]).args(profile);
        invocation.args(["--lib", "--crate-type", "cdylib"].map(str::to_owned))
    }

    fn bind(&self, compiled: &Path) -> Invocation {
        let [compiled, folder] = [compiled, &self.folder].map(|path| path.display().to_string());
        let tool = self.tool();
        let names = match self.profile {
            Profile::Dev => Some("--keep-names".to_owned()),
            Profile::Release | Profile::Small => None,
        };
        tool.args(names).args(["--out".to_owned(), folder, compiled])
    }

    fn sizes(&self, compiled: &Path) -> Invocation {
        self.tool().args(["--size".to_owned(), compiled.display().to_string()])
    }

    fn tool(&self) -> Invocation {
        Invocation::cargo(&["run", "-p", "wasm-bindings", "--", "--target", self.loader.name()])
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
        assert_eq!(folder(Profile::Small, Loader::Web), target_dir().join("wasm/an-app/wasm-release-web"));
    }

    #[test]
    fn a_library_becomes_a_module_whatever_its_manifest_says() {
        let shown = |profile| Module::new("an-app", profile, Loader::Web).compile(Toolchain::Installed).to_string();
        assert!(shown(Profile::Dev).ends_with(" -p an-app --lib --crate-type cdylib"));
        assert!(shown(Profile::Release).ends_with(" -p an-app --profile release --lib --crate-type cdylib"));
        assert!(shown(Profile::Small).ends_with(" -p an-app --profile wasm-release --lib --crate-type cdylib"));
    }

    #[test]
    fn a_project_outside_of_the_workspace_is_built_by_its_manifest() {
        let module = Module::new("an-app", Profile::Dev, Loader::Web);
        let module = Module { manifest: Some("an-app/Cargo.toml".into()), ..module };
        let shown = module.compile(Toolchain::Installed).to_string();
        assert!(shown.ends_with(" --manifest-path an-app/Cargo.toml -p an-app --lib --crate-type cdylib"), "{shown}");
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
        assert_eq!(shown(Profile::Small), format!("{tool} --out pkg an_app.wasm"));
    }

    #[test]
    fn the_sizes_are_those_of_the_module_that_was_built() {
        let module = Module::new("an-app", Profile::Small, Loader::Web);
        let compiled = module.compiled(Toolchain::Installed);
        assert!(compiled.ends_with("wasm32-unknown-unknown/wasm-release/an_app.wasm"), "{}", compiled.display());
        let shown = module.sizes(Path::new("an_app.wasm")).to_string();
        assert_eq!(shown, "cargo run -p wasm-bindings -- --target web --size an_app.wasm");
    }
}
