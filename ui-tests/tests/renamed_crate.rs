//! Crates that know `interop-core` by another name.

use futures_executor::block_on;
use interop_core::{InProcess, ObjectReference};
use ui_tests_renamed::{Counter, Holder};

#[test]
fn functions_are_callable() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Renamed", "add", "[40,2]").unwrap(), "42");
    assert_eq!(app.invoke("Renamed", "add", "[40]").unwrap(), "40");
    for id in ["add_slowly", "addSlowly"] {
        assert_eq!(block_on(app.invoke_async("Renamed", id, "[[1,2,3]]")).unwrap(), "6");
    }
    assert_eq!(block_on(app.invoke_async("Renamed", "add_thoroughly", "[40,2]")).unwrap(), "42");
}

#[test]
fn objects_are_callable() {
    let app = InProcess::new();
    let counter: ObjectReference<Counter> = app.call("Renamed", "newCounter", (40,)).unwrap();
    assert_eq!(app.object(&counter).invoke("countFromStart", "[2]").unwrap(), "42");
    let holder = ObjectReference::new(Holder { held: 'x' });
    assert_eq!(app.object(&holder).invoke("held", "[]").unwrap(), r#""x""#);
}

#[test]
fn methods_lists_items_of_another_crate() {
    let methods: &[&[interop_core::registry::MethodDescriptor]] =
        interop_core::methods![ui_tests_renamed::add, ui_tests_renamed::add_slowly];
    let names: Vec<_> = methods.iter().flat_map(|methods| methods.iter().map(|method| method.name)).collect();
    assert_eq!(names, ["add", "add_slowly", "addSlowly"]);
}

mod user_of_a_macro {
    ui_tests_renamed::twice!(twice);
}

#[test]
fn a_macro_of_another_crate_brings_its_own_path() {
    assert_eq!(user_of_a_macro::twice(21), 42);
    assert_eq!(InProcess::new().invoke("ui-tests", "twice", "[21]").unwrap(), "42");
}
