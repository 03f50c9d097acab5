//! The files of a new project.

use std::collections::BTreeMap;
use std::path::Path;

use interop_contract::Contract;
use interop_contract::typescript::{self, Options};

use super::name::Name;
use super::template::Template;

/// What a project consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Variant {
    /// Whether Vite builds the page.
    pub(crate) vite: bool,
    /// Whether the methods can also run in the page.
    pub(crate) wasm: bool,
}

impl Variant {
    /// The folder of the typed client.
    pub(crate) fn interop(self) -> &'static str {
        if self.vite { "web/src/interop" } else { "web/interop" }
    }

    /// The package that exports `DotNet`, unless the page has the server's script.
    fn package(self) -> Option<&'static str> {
        (self.vite || self.wasm).then_some("interop-js")
    }

    /// The options of `cargo interop ts`.
    fn client_options(self) -> String {
        let import = self.package().map(|package| format!(" --import {package}")).unwrap_or_default();
        format!("--out {}{import}{}", self.interop(), if self.wasm { " --wasm" } else { "" })
    }
}

/// The text of each file by its path.
pub(crate) fn files(
    name: &Name,
    variant: Variant,
    checkout: Option<&Path>,
) -> Result<BTreeMap<String, String>, String> {
    let template = template(name, variant, checkout);
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: &str| files.insert(path.to_owned(), template.fill(text));
    add("Cargo.toml", include_str!("../../templates/manifest.toml"));
    add("README.md", include_str!("../../templates/README.md"));
    add(".gitignore", include_str!("../../templates/gitignore"));
    add("src/lib.rs", include_str!("../../templates/lib.rs"));
    add("src/main.rs", include_str!("../../templates/main.rs"));
    add("web/index.html", include_str!("../../templates/index.html"));
    let style = include_str!("../../templates/style.css");
    if variant.vite {
        add("web/src/style.css", style);
        add("web/package.json", include_str!("../../templates/vite/package.json"));
        add("web/tsconfig.json", include_str!("../../templates/vite/tsconfig.json"));
        add("web/vite.config.ts", include_str!("../../templates/vite/vite.config.ts"));
        add(
            "web/src/main.ts",
            if variant.wasm {
                include_str!("../../templates/vite/main-wasm.ts")
            } else {
                include_str!("../../templates/vite/main.ts")
            },
        );
    } else {
        add("web/style.css", style);
        add("web/jsconfig.json", include_str!("../../templates/plain/jsconfig.json"));
        if variant.wasm {
            add("web/interop-js.d.ts", include_str!("../../templates/plain/interop-js.d.ts"));
        }
        add(
            "web/main.js",
            if variant.wasm {
                include_str!("../../templates/plain/main-wasm.js")
            } else {
                include_str!("../../templates/plain/main.js")
            },
        );
    }
    // The client is generated from the contract of the template, so that the page runs before the crate is built.
    let contract = Contract::from_json(&template.fill(include_str!("../../templates/contract.json")))?;
    let mut options = Options::default();
    options.package = variant.package().map(str::to_owned);
    options.wasm = variant.wasm;
    let client = typescript::client(&contract, &options).map_err(|problems| problems.to_string())?;
    files.extend(client.files.into_iter().map(|file| (format!("{}/{}", variant.interop(), file.name), file.text)));
    Ok(files)
}

fn template(name: &Name, variant: Variant, checkout: Option<&Path>) -> Template {
    let dependency = |package: &str| match checkout {
        // A path in single quotes may contain backslashes.
        Some(checkout) => format!("path = '{}'", checkout.join(package).display()),
        None => format!("version = {:?}", env!("CARGO_PKG_VERSION")),
    };
    let npm = match checkout {
        Some(checkout) => format!("file:{}", checkout.join("interop-js").display()).replace('\\', "/"),
        None => format!("^{}", env!("CARGO_PKG_VERSION")),
    };
    Template::default()
        .value("package", &*name.package)
        .value("crate", name.crate_name())
        .value("assembly", name.assembly())
        .value("file", name.file())
        .value("constant", name.constant())
        .value("core", dependency("interop-core"))
        .value("server-crate", dependency("interop-server"))
        .value("wasm-crate", dependency("interop-wasm"))
        .value("npm", npm)
        .value("page", if variant.vite { "web/dist" } else { "web" })
        .value("interop", variant.interop())
        .value("client-options", variant.client_options())
        .value("vite-wasm", if variant.wasm { ", wasm: true" } else { "" })
        .section("vite", variant.vite)
        .section("plain", !variant.vite)
        .section("wasm", variant.wasm)
        .section("server", !variant.wasm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_in_completely() {
        let name = Name::parse(Path::new("my-shop")).unwrap();
        for (vite, wasm) in [(false, false), (false, true), (true, false), (true, true)] {
            for (path, text) in files(&name, Variant { vite, wasm }, None).unwrap() {
                assert!(!text.contains("{{"), "{path}: {text}");
                assert!(text.ends_with('\n') && !text.ends_with("\n\n") && !text.contains("\n\n\n"), "{path}: {text}");
            }
        }
    }

    #[test]
    fn without_a_checkout_the_released_versions_are_used() {
        let name = Name::parse(Path::new("shop")).unwrap();
        let files = files(&name, Variant { vite: true, wasm: true }, None).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        assert!(files["Cargo.toml"].contains(&format!("interop-core = {{ version = \"{version}\" }}\n")));
        assert!(files["web/package.json"].contains(&format!("\"interop-js\": \"^{version}\"")));
    }
}
