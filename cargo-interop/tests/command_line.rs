//! The command line: what it writes, what it refuses, and what it says about bad input.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The contract of the tests of `interop-contract`.
const CONTRACT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../interop-contract/tests/client/contract.json");

/// A folder for one test.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return Vec::new() };
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-interop"))
            .arg("interop")
            .args(arguments)
            .current_dir(self.0.path())
            // What is built there shares the dependencies of the workspace.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .output()
            .unwrap();
        Said::of(&output)
    }

    /// Runs a command on the contract of the tests.
    fn run_on_contract(&self, command: &str, more: &[&str]) -> Said {
        self.run(&[&[command, "--from", CONTRACT, "--out", "client"], more].concat())
    }

    /// A package with these files that depends on `interop-core`.
    fn package(&self, files: &[(&str, &str)]) {
        let core = concat!(env!("CARGO_MANIFEST_DIR"), "/../interop-core");
        let manifest = format!(
            "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             interop-core = {{ path = {core:?} }}\n"
        );
        self.write("Cargo.toml", &manifest);
        fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"), self.path("Cargo.lock")).unwrap();
        for (name, text) in files {
            self.write(name, text);
        }
    }
}

/// What a run said.
#[derive(Debug)]
struct Said {
    success: bool,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).unwrap();
        Self { success: output.status.success(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    fn expect_failure(&self, part: &str) {
        assert!(!self.success, "{self:?}");
        assert!(self.err.contains(part) || self.out.contains(part), "{part}: {self:#?}");
    }
}

#[test]
fn a_client_that_was_written_is_up_to_date() {
    let place = Place::new();
    let said = place.run_on_contract("ts", &[]);
    assert!(said.success, "{said:?}");
    assert!(said.out.contains("wrote client/shop.d.ts"), "{said:?}");
    assert!(said.err.contains("warning: Shop.large: "), "{said:?}");
    assert!(place.names("client").contains(&"my-warehouse.js".to_owned()));
    for command in ["ts", "check"] {
        let said = place.run_on_contract(command, &[]);
        assert_eq!((said.success, said.out.as_str()), (true, "client is up to date\n"), "{command}");
    }
}

#[test]
fn check_fails_on_each_kind_of_drift_and_names_the_file() {
    let place = Place::new();
    place.run_on_contract("check", &[]).expect_failure("missing: client/shop.js");
    place.run_on_contract("ts", &[]);
    let generated = place.read("client/shop.js");
    place.write("client/shop.js", &format!("{generated}// changed\n"));
    place.run_on_contract("check", &[]).expect_failure("stale: client/shop.js");
    place.write("client/shop.js", "// by hand\n");
    place.run_on_contract("check", &[]).expect_failure("not generated: client/shop.js");
    place.write("client/shop.js", &generated);
    place.write("client/gone.js", &generated);
    place.run_on_contract("check", &[]).expect_failure("left over: client/gone.js");
    fs::remove_file(place.path("client/gone.js")).unwrap();
    fs::remove_file(place.path("client/types.d.ts")).unwrap();
    place.run_on_contract("check", &[]).expect_failure("missing: client/types.d.ts");
    place.run_on_contract("ts", &[]);
    place.run_on_contract("check", &["--names", "as-is"]).expect_failure("stale: client/shop.d.ts");
    assert!(place.run_on_contract("check", &[]).success);
}

#[test]
fn files_of_others_stay_as_they_are_and_then_nothing_is_written() {
    let place = Place::new();
    place.write("client/shop.js", "// by hand\n");
    place.run_on_contract("ts", &[]).expect_failure("was not generated by `cargo interop`");
    assert_eq!(place.names("client"), ["shop.js"]);
    assert_eq!(place.read("client/shop.js"), "// by hand\n");
    fs::remove_file(place.path("client/shop.js")).unwrap();
    place.write("client/own.js", "// by hand\n");
    assert!(place.run_on_contract("ts", &[]).success);
    assert_eq!(place.read("client/own.js"), "// by hand\n");
}

#[test]
fn generated_files_that_no_longer_belong_there_are_removed() {
    let place = Place::new();
    place.run_on_contract("ts", &[]);
    place.write("client/gone.js", &place.read("client/shop.js"));
    let said = place.run_on_contract("ts", &[]);
    assert_eq!((said.success, said.out.as_str()), (true, "removed client/gone.js\n"));
}

#[test]
fn warnings_are_errors_under_strict_and_then_nothing_is_written() {
    let place = Place::new();
    let said = place.run_on_contract("ts", &["--strict"]);
    said.expect_failure("which `--strict` does not allow; nothing was written");
    said.expect_failure("Shop.opaque: its type has no schema");
    assert!(place.names("client").is_empty());
}

#[test]
fn a_difference_that_breaks_callers_fails_and_is_listed() {
    let place = Place::new();
    let said = place.run(&["diff", CONTRACT, CONTRACT]);
    assert_eq!((said.success, said.out.as_str()), (true, ""));
    let mut contract: serde_json::Value = serde_json::from_str(&fs::read_to_string(CONTRACT).unwrap()).unwrap();
    contract["assemblies"]["Shop"]["methods"].as_object_mut().unwrap().remove("delete");
    place.write("new.json", &contract.to_string());
    place.run(&["diff", CONTRACT, "new.json"]).expect_failure("Shop.delete: the method was removed");
    assert!(place.run(&["diff", "new.json", CONTRACT]).success, "a new method breaks nobody");
}

#[test]
fn what_is_no_contract_is_refused_with_its_path() {
    let place = Place::new();
    place.write("other.json", "{}");
    place.run(&["list", "--from", "other.json"]).expect_failure("other.json: this is not a contract");
    place.write("newer.json", r#"{ "interopContract": 99 }"#);
    place.run(&["list", "--from", "newer.json"]).expect_failure("version 99");
    place.run(&["list", "--from", "absent.json"]).expect_failure("cannot read absent.json");
}

#[test]
fn a_package_that_has_no_contract_or_several_says_what_to_do() {
    let place = Place::new();
    place.run(&["list"]).expect_failure("could not find `Cargo.toml`");
    let main = "fn main() {}";
    place.package(&[("src/bin/one.rs", main), ("src/bin/two.rs", main)]);
    place.run(&["list"]).expect_failure("several binaries: choose one with `--bin`, `one`, `two`");
    place.run(&["list", "--bin", "three"]).expect_failure("no binary `three`; its binaries are `one`, `two`");
    place.run(&["list", "--package", "other"]).expect_failure("there is no package `other`; the packages are `shop`");
    let manifest = place.read("Cargo.toml");
    place.write("Cargo.toml", manifest.split("[dependencies]").next().unwrap());
    place.run(&["list"]).expect_failure("does not depend on `interop-core`; run `cargo add interop-core`");
}

#[test]
fn a_crate_is_built_and_describes_itself_or_says_why_it_cannot() {
    let place = Place::new();
    place.package(&[("src/main.rs", "fn main() { panic!() }")]);
    place.run(&["list"]).expect_failure("write `interop_core::assembly!(\"...\");` at its root");
    let methods = "interop_core::assembly!(\"Shop\");\n\n/// Adds.\n#[interop_core::js_invokable]\n\
                   pub fn add(a: i32, b: Option<i32>) -> i32 { a + b.unwrap_or(0) }\n\n";
    place.write("src/main.rs", &format!("{methods}fn main() {{ panic!() }}\n"));
    let said = place.run(&["list"]);
    assert_eq!((said.success, said.out.as_str()), (true, "Shop.add(a, b?)  Adds.\n"), "{}", said.err);
    place.write("src/main.rs", &format!("{methods}fn main() {{ 1 }}\n"));
    let said = place.run(&["ts", "--out", "client"]);
    said.expect_failure("the binary `shop` of the package `shop` does not build");
    said.expect_failure("mismatched types");
    assert!(place.names("client").is_empty());
}
