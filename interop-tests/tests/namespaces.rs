//! Where names are looked up: assemblies, static methods and methods of a type are separate namespaces.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use interop_core::host::{Invocation, Reply};
use interop_core::{ObjectReference, interop_object, js_invokable};
use interop_tests::{Client, app, failure};

interop_core::assembly!("Tests");

pub struct Lamp;

#[interop_object]
impl Lamp {
    #[js_invokable(name = "on")]
    pub fn on(&self) -> &'static str {
        "of the object"
    }

    #[js_invokable]
    pub fn only_here(&self) -> bool {
        true
    }

    /// Not callable from JavaScript.
    pub fn unannotated(&self) {}
}

pub struct Radio;

#[interop_object]
impl Radio {
    #[js_invokable(name = "on")]
    pub fn on(&self) -> &'static str {
        "of the radio"
    }
}

#[js_invokable(name = "on")]
pub fn on() -> &'static str {
    "of the assembly"
}

#[js_invokable(name = "on", assembly = "Attic")]
pub fn on_in_the_attic() -> &'static str {
    "of the attic"
}

#[js_invokable]
pub fn lamp() -> ObjectReference<Lamp> {
    ObjectReference::new(Lamp)
}

#[js_invokable]
pub fn radio() -> ObjectReference<Radio> {
    ObjectReference::new(Radio)
}

#[test]
fn one_id_means_different_methods_in_different_places() {
    let app = app();
    let lamp: ObjectReference<Lamp> = app.call("Tests", "lamp", ()).unwrap();
    let radio: ObjectReference<Radio> = app.call("Tests", "radio", ()).unwrap();

    assert_eq!(app.invoke("Tests", "on", "[]").unwrap(), r#""of the assembly""#);
    assert_eq!(app.invoke("Attic", "on", "[]").unwrap(), r#""of the attic""#);
    assert_eq!(app.object(&lamp).invoke("on", "[]").unwrap(), r#""of the object""#);
    assert_eq!(app.object(&radio).invoke("on", "[]").unwrap(), r#""of the radio""#);
}

#[test]
fn static_methods_are_not_methods_of_objects_and_the_other_way_round() {
    let app = app();
    let lamp: ObjectReference<Lamp> = app.call("Tests", "lamp", ()).unwrap();

    assert_eq!(failure(app.invoke("Tests", "only_here", "[]")).0, "not_found");
    assert_eq!(failure(app.object(&lamp).invoke("lamp", "[]")).0, "not_found");
}

#[test]
fn names_are_compared_as_they_are() {
    let app = app();

    for (assembly, method) in [("tests", "on"), ("Tests", "On"), ("Tests ", "on"), ("Tests", "on ")] {
        assert_eq!(failure(app.invoke(assembly, method, "[]")).0, "not_found", "{assembly:?} {method:?}");
    }
}

#[test]
fn methods_without_the_attribute_are_not_there() {
    let app = app();
    let lamp: ObjectReference<Lamp> = app.call("Tests", "lamp", ()).unwrap();

    let (code, text) = failure(app.object(&lamp).invoke("unannotated", "[]"));

    assert_eq!(code, "not_found");
    assert!(
        text.starts_with(
            "The type 'Lamp' does not contain a public invokable method with #[js_invokable(name = \"unannotated\")]."
        ),
        "{text}"
    );
}

#[test]
fn an_unknown_assembly_is_named_with_those_that_are_linked_and_what_to_do() {
    let (code, text) = failure(app().invoke("Test", "on", "[]"));

    assert_eq!(code, "not_found");
    assert_eq!(
        text,
        "There is no loaded assembly with the name 'Test'. Did you mean 'Tests'? Linked assemblies: 'Attic', 'Tests'. A \
         crate that is only listed in Cargo.toml is not linked: write `use the_crate as _;` in the program that needs it."
    );
}

#[test]
fn an_unknown_method_is_named_with_what_is_near() {
    let app = app();

    let (code, text) = failure(app.invoke("Tests", "lomp", "[]"));
    assert_eq!(code, "not_found");
    assert_eq!(
        text,
        "The assembly 'Tests' does not contain a public invokable method with #[js_invokable(name = \"lomp\")]. Did you \
         mean 'lamp'?"
    );

    let (_, text) = failure(app.invoke("Attic", "lamp", "[]"));
    assert!(text.ends_with("It exists in: 'Tests'."), "{text}");

    let (_, text) = failure(app.invoke("Tests", "only_here", "[]"));
    assert!(
        text.ends_with("Objects of these types have such a method, which is called through a reference: 'Lamp'."),
        "{text}"
    );
}

#[test]
fn a_static_call_needs_an_assembly_and_a_method() {
    let client = Client::new();
    let mut reply = Reply::new();
    let mut fail = |assembly: Option<&str>, method: &str| {
        let invocation = Invocation::new(assembly, method, 0, "[]");
        failure(client.host().invoke(&invocation, &mut reply))
    };

    assert_eq!(fail(None, "on").1, "The assembly name cannot be null.");
    assert_eq!(fail(Some(""), "on").1, "The assembly name cannot be an empty string.");
    assert_eq!(fail(Some("Tests"), "").1, "The method identifier cannot be an empty string.");
}

#[test]
fn blank_names_are_not_found() {
    assert_eq!(failure(app().invoke("  ", "on", "[]")).0, "not_found");
    assert_eq!(failure(app().invoke("Tests", "\t", "[]")).0, "not_found");
}

#[test]
fn a_call_on_an_object_has_no_assembly() {
    let client = Client::new();
    client.call("Tests", "lamp", "[]").unwrap();

    let invocation = Invocation::new(Some("Tests"), "on", 1, "[]");
    let (code, text) = failure(client.host().invoke(&invocation, &mut Reply::new()));

    assert_eq!(code, "invalid_arguments");
    assert_eq!(text, "For instance method calls, 'assemblyName' should be null. Value received: 'Tests'.");
}

#[test]
fn the_object_is_looked_up_before_everything_else() {
    let client = Client::new();

    let invocation = Invocation::new(Some("Tests"), "", 9, "<");
    let (code, text) = failure(client.host().invoke(&invocation, &mut Reply::new()));

    assert_eq!(code, "object_disposed");
    assert_eq!(
        text,
        "There is no tracked object with id '9'. Perhaps the ObjectReference instance was already disposed."
    );
}

#[test]
fn names_that_no_developer_wrote_are_refused_whatever_they_are() {
    let app = app();
    for name in ["\u{0}", "💥", "' OR 1=1", "__proto__", "__Dispose", &"x".repeat(4_000)] {
        assert_eq!(failure(app.invoke("Tests", name, "[]")).0, "not_found");
        assert_eq!(failure(app.invoke(name, "on", "[]")).0, "not_found");
    }
    assert_eq!(app.invoke("Tests", "on", "[]").unwrap(), r#""of the assembly""#);
}

#[test]
fn a_failure_says_what_was_called() {
    let app = app();

    let failed = app.invoke("Tests", "nothing", "[]").unwrap_err();
    assert_eq!((failed.assembly.as_deref(), failed.method.as_deref()), (Some("Tests"), Some("nothing")));

    let failed = app.object(5).invoke("on", "[]").unwrap_err();
    assert_eq!((failed.assembly, failed.method.as_deref()), (None, Some("on")));
}
