//! Generic object types: each instance of a generic type has its own methods.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::Mutex;

use interop_core::{InteropObject, ObjectReference, interop_object, js_invokable};
use interop_tests::{app, failure};
use serde::Serialize;
use serde::de::DeserializeOwned;

interop_core::assembly!("Tests");

pub struct GenericType<T> {
    value: Mutex<T>,
}

#[interop_object]
impl<T> GenericType<T>
where
    T: Serialize + DeserializeOwned + Clone + Send + 'static,
{
    #[js_invokable(name = "Update")]
    pub fn update(&self, new_value: T) -> T {
        std::mem::replace(&mut self.value.lock().unwrap(), new_value)
    }

    #[js_invokable(name = "UpdateAsync")]
    pub async fn update_async(&self, new_value: T) -> T {
        std::future::ready(()).await;
        self.update(new_value)
    }

    #[js_invokable(name = "Successor")]
    pub fn successor(&self, value: Option<T>) -> ObjectReference<Self> {
        create(value.unwrap_or_else(|| self.value.lock().unwrap().clone()))
    }
}

fn create<T>(value: T) -> ObjectReference<GenericType<T>>
where
    T: Serialize + DeserializeOwned + Clone + Send + 'static,
{
    ObjectReference::new(GenericType { value: Mutex::new(value) })
}

pub struct Grid<const N: usize, T>([T; N]);

#[interop_object]
impl<const N: usize, T: Clone + Serialize + Send + Sync + 'static> Grid<N, T> {
    #[js_invokable]
    pub fn size(&self) -> usize {
        N
    }

    #[js_invokable]
    pub fn at(&self, index: usize) -> Option<T> {
        self.0.get(index).cloned()
    }
}

#[js_invokable]
pub fn grid() -> ObjectReference<Grid<3, &'static str>> {
    ObjectReference::new(Grid(["a", "b", "c"]))
}

#[js_invokable]
pub fn both() -> (ObjectReference<GenericType<String>>, ObjectReference<GenericType<i32>>) {
    (create("string 0".to_owned()), create(0))
}

#[js_invokable]
pub fn take_numbers(numbers: ObjectReference<GenericType<i32>>) -> i32 {
    numbers.update(1)
}

#[test]
fn each_closed_type_converts_to_its_own() {
    let app = app();
    app.invoke("Tests", "both", "[]").unwrap();
    let (text, number) = (app.object(1), app.object(2));

    assert_eq!(text.invoke("Update", r#"["string 37802"]"#).unwrap(), r#""string 0""#);
    assert_eq!(number.invoke("Update", "[14107]").unwrap(), "0");
    assert_eq!(futures_executor::block_on(number.invoke_async("UpdateAsync", "[1]")).unwrap(), "14107");

    let (code, message) = failure(number.invoke("Update", r#"["x"]"#));
    assert_eq!(code, "invalid_arguments");
    assert_eq!(message, "argument 1 `new_value` of `GenericType<i32>.Update`: expected i32, got a string");
    assert_eq!(failure(text.invoke("Update", "[1]")).0, "invalid_arguments");
}

#[test]
fn closed_types_are_different_types() {
    let app = app();
    app.invoke("Tests", "both", "[]").unwrap();

    assert_eq!(app.invoke("Tests", "take_numbers", r#"[{"__dotNetObject":2}]"#).unwrap(), "0");
    let (code, text) = failure(app.invoke("Tests", "take_numbers", r#"[{"__dotNetObject":1}]"#));
    assert_eq!(code, "invalid_arguments");
    assert!(
        text.ends_with("expected a reference to `GenericType<i32>`, got a reference to `GenericType<String>`"),
        "{text}"
    );
}

#[test]
fn a_generic_parameter_may_accept_absence() {
    let app = app();
    app.invoke("Tests", "both", "[]").unwrap();

    assert_eq!(app.object(2).invoke("Successor", "[]").unwrap(), r#"{"__dotNetObject":3}"#);
    assert_eq!(app.object(3).invoke("Successor", "[8]").unwrap(), r#"{"__dotNetObject":4}"#);
    assert_eq!(app.object(4).invoke("Update", "[0]").unwrap(), "8");
}

#[test]
fn constants_may_be_parameters_of_a_type() {
    let app = app();
    let grid: ObjectReference<Grid<3, &'static str>> = app.call("Tests", "grid", ()).unwrap();

    assert_eq!(app.object(&grid).invoke("size", "[]").unwrap(), "3");
    assert_eq!(app.object(&grid).invoke("at", "[2]").unwrap(), r#""c""#);
    assert_eq!(app.object(&grid).invoke("at", "[3]").unwrap(), "null");
}

#[test]
fn a_missing_method_names_the_closed_type() {
    let app = app();
    app.invoke("Tests", "both", "[]").unwrap();

    let (_, text) = failure(app.object(1).invoke("update", r#"["x"]"#));

    assert_eq!(
        text,
        "The type 'GenericType<String>' does not contain a public invokable method with #[js_invokable(name = \
         \"update\")]. Did you mean 'Update'?"
    );
}

#[test]
fn generic_code_can_be_bound_by_the_trait() {
    fn offer<T: InteropObject>(object: T) -> ObjectReference<T> {
        ObjectReference::new(object)
    }
    let app = app();
    let grid = offer(Grid([1_u8, 2]));

    assert_eq!(app.object(&grid).invoke("at", "[1]").unwrap(), "2");
}
