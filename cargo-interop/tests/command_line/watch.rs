//! `--watch`, as the plugin for Vite runs it.

use crate::place::Place;
use crate::running_watch::Watch;

fn library(add: &str) -> String {
    format!("interop_core::assembly!(\"Shop\");\n\n#[interop_core::js_invokable]\n{add}\n")
}

#[test]
fn a_watch_reports_errors_and_generates_again_when_they_are_fixed() {
    let place = Place::new();
    place.package("failing-shop", &[("src/lib.rs", &library("pub fn add(a: i32) -> i32 { \"text\" }"))]);
    let mut watch = Watch::start(&place);
    let report = watch
        .expect_failure("the library of the package `failing-shop` does not build\n\nerror[E0308]: mismatched types");
    assert_eq!(report["location"]["line"], 4);
    assert!(report["location"]["file"].as_str().unwrap().ends_with("src/lib.rs"));

    place.write("src/lib.rs", &library("pub fn add(a: i32) -> i32 { a }"));
    watch.expect_written(&["runtime.d.ts", "runtime.js", "shop.d.ts", "shop.js", "types.d.ts"]);
    place.expect_contains("client/shop.d.ts", "add: Method<[a: number]");

    place.write("src/lib.rs", &library("pub fn add(a: String) -> i32 { 1 }"));
    watch.expect_written(&["shop.d.ts", "shop.js"]);
    place.expect_contains("client/shop.d.ts", "add: Method<[a: string]");
}

#[test]
fn a_watch_notices_a_missing_module_that_is_added() {
    let place = Place::new();
    place.package("growing-shop", &[("src/lib.rs", "interop_core::assembly!(\"Shop\");\nmod order;\n")]);
    let mut watch = Watch::start(&place);
    watch.expect_failure("file not found for module `order`");
    place.write("src/order.rs", "#[interop_core::js_invokable]\npub fn order() {}\n");
    assert_eq!(watch.next()["status"], "generated");
    place.expect_contains("client/shop.d.ts", "order: ");
}

#[test]
fn a_watch_notices_changes_in_crates_that_the_crate_depends_on() {
    let place = Place::new();
    let core = concat!(env!("CARGO_MANIFEST_DIR"), "/../interop-core");
    place.package("layered-shop", &[("src/lib.rs", "interop_core::assembly!(\"Shop\");\nuse layered_domain as _;\n")]);
    let manifest = place.read("Cargo.toml").replace("[workspace]", "[workspace]\nmembers = [\"domain\"]");
    place.write("Cargo.toml", &format!("{manifest}layered-domain = {{ path = \"domain\" }}\n"));
    place.write(
        "domain/Cargo.toml",
        &format!(
            "[package]\nname = \"layered-domain\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             interop-core = {{ path = {core:?} }}\n"
        ),
    );
    let domain = |parameter: &str| {
        format!(
            "interop_core::assembly!(\"Domain\");\nmod order {{\n    #[interop_core::js_invokable]\n    \
             pub fn order({parameter}: i32) {{}}\n}}\n"
        )
    };
    place.write("domain/src/lib.rs", &domain("count"));
    let mut watch = Watch::start(&place);
    assert_eq!(watch.next()["status"], "generated");
    place.expect_contains("client/domain.d.ts", "order: Method<[count: number]");
    place.write("domain/src/lib.rs", &domain("amount"));
    watch.expect_written(&["domain.d.ts"]);
    place.expect_contains("client/domain.d.ts", "order: Method<[amount: number]");
}

#[test]
fn a_watch_ends_when_its_input_is_closed() {
    let place = Place::new();
    place.package("ending-shop", &[("src/lib.rs", &library("pub fn add(a: i32) -> i32 { a }"))]);
    let mut watch = Watch::start(&place);
    assert_eq!(watch.next()["status"], "generated");
    drop(watch.child.stdin.take());
    assert!(watch.child.wait().unwrap().success());
}

#[test]
fn a_watch_without_a_package_ends_with_an_error() {
    let place = Place::new();
    let said = place.run(&["ts", "--watch", "--out", "client"]);
    said.expect_failure("could not find `Cargo.toml`");
    place.run_on_contract("ts", &["--watch"]).expect_failure("`--watch` needs a crate to build, not a contract");
}
