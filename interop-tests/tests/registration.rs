//! Linking registers methods: across crates, in private modules, from blocks, and under the names that crates and items
//! choose.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::process::Command;

use interop_core::registry::MethodKind;
use interop_core::{interop_object, js_invokable};
use interop_tests::{app, failure};

// No `assembly!()` here: the methods belong to the package.

#[js_invokable]
pub fn plain() -> i32 {
    1
}

#[js_invokable(name = "first")]
#[js_invokable(name = "second")]
#[js_invokable(name = "third", assembly = "Aliases")]
pub fn with_three_ids() -> &'static str {
    "the same"
}

pub struct Machine;

#[interop_object(assembly = "Machines", rename_all = "camelCase")]
impl Machine {
    #[js_invokable]
    pub fn make_one() -> u8 {
        1
    }

    #[js_invokable(assembly = "Other.Machines")]
    pub fn make_two() -> u8 {
        2
    }
}

/// The output of the program, which mentions one library only by `use linked_by_use as _`.
fn printed() -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_linked-program")).output().expect("the program starts");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

#[test]
fn a_program_has_the_methods_of_every_library_that_it_mentions() {
    let lines = printed();

    let registered: Vec<_> = lines.iter().filter(|line| line.starts_with("method ")).collect();
    assert_eq!(
        registered,
        [
            "method Chosen.By.Item Elsewhere",
            "method LinkedByCall whisper",
            "method linked-by-use StartValue",
            "method linked-by-use hidden",
            "method linked-by-use whisper",
        ]
    );
    assert!(lines.contains(&"object Counter".to_owned()), "{lines:?}");
}

#[test]
fn a_program_can_call_what_it_links() {
    let lines = printed();

    let called: Vec<_> = lines.iter().filter(|line| line.starts_with("call ")).collect();
    assert_eq!(
        called,
        [
            r#"call linked-by-use whisper Ok("\"hush\"")"#,
            r#"call linked-by-use hidden Ok("\"found\"")"#,
            r#"call linked-by-use StartValue Ok("7")"#,
            r#"call LinkedByCall whisper Ok("\"from LinkedByCall\"")"#,
            r#"call Chosen.By.Item Elsewhere Ok("[11,12,13]")"#,
        ]
    );
}

#[test]
fn a_library_that_is_only_listed_in_the_manifest_is_not_there() {
    assert!(printed().contains(&"missing not_found".to_owned()));
}

#[test]
fn the_default_assembly_is_the_package() {
    assert_eq!(app().invoke("interop-tests", "plain", "[]").unwrap(), "1");
}

#[test]
fn a_function_may_have_several_ids_and_loses_its_own_name() {
    let app = app();

    for (assembly, id) in [("interop-tests", "first"), ("interop-tests", "second"), ("Aliases", "third")] {
        assert_eq!(app.invoke(assembly, id, "[]").unwrap(), r#""the same""#);
    }
    assert_eq!(failure(app.invoke("interop-tests", "with_three_ids", "[]")).0, "not_found");
    assert_eq!(failure(app.invoke("interop-tests", "third", "[]")).0, "not_found");
}

#[test]
fn a_block_names_the_assembly_of_its_static_methods_and_a_method_may_choose_another() {
    let app = app();

    assert_eq!(app.invoke("Machines", "makeOne", "[]").unwrap(), "1");
    assert_eq!(app.invoke("Other.Machines", "makeTwo", "[]").unwrap(), "2");
    assert_eq!(failure(app.invoke("Machines", "makeTwo", "[]")).0, "not_found");
}

#[test]
fn the_registry_says_what_is_linked_in_order() {
    let app = app();
    let registry = app.host().registry();

    assert_eq!(registry.assemblies(), ["Aliases", "Machines", "Other.Machines", "interop-tests"]);
    let ids: Vec<_> = registry.methods().map(|method| (method.assembly, method.name)).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    let method = registry.get("interop-tests", "first").expect("it is registered");
    assert_eq!((method.rust_name(), method.kind), ("with_three_ids", MethodKind::Static));
    assert!(method.location.source.file.ends_with("registration.rs"), "{}", method.location);
}
