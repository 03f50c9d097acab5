//! How a crate is found and described, and what is said about those that have no contract.

use crate::place::Place;

#[test]
fn a_package_that_has_no_contract_or_several_says_what_to_do() {
    let place = Place::new();
    place.run(&["list"]).expect_failure("could not find `Cargo.toml`");
    let main = "fn main() {}";
    place.package("shop", &[("src/bin/one.rs", main), ("src/bin/two.rs", main)]);
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
    place.package("shop", &[("src/main.rs", "fn main() { panic!() }")]);
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

#[test]
fn a_second_assembly_in_a_crate_is_one_error() {
    let place = Place::new();
    let twice = "interop_core::assembly!(\"One\");\ninterop_core::assembly!(\"Other\");\nfn main() {}\n";
    place.package("twice", &[("src/main.rs", twice)]);
    let said = place.run(&["list"]);
    said.expect_failure("the name `__only_one_assembly_per_crate` is defined multiple times");
    assert_eq!(said.err.matches("error[").count(), 1, "{}", said.err);
}
