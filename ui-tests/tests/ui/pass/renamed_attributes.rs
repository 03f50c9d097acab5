//! The attributes under other names and by their paths. Inside a block `js_invokable` is the last part of the path.
#![deny(warnings)]

use interop_core as bridge;
use interop_core::js_invokable as invokable;
use interop_core::{InProcess, ObjectReference, interop_object as object, methods as list};

bridge::assembly!("Shop");

#[invokable(name = "Add")]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[bridge::js_invokable]
pub fn subtract(a: i32, b: i32) -> i32 {
    a - b
}

pub mod prelude {
    pub use interop_core::*;
}

pub struct Counter(i32);

#[object]
impl Counter {
    #[prelude::js_invokable]
    pub fn open(start: i32) -> ObjectReference<Self> {
        ObjectReference::new(Counter(start))
    }

    #[bridge::js_invokable(name = "count")]
    #[::interop_core::js_invokable(name = "Count")]
    pub fn count(&self) -> i32 {
        self.0
    }
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Shop", "Add", "[40,2]").unwrap(), "42");
    assert_eq!(app.invoke("Shop", "subtract", "[44,2]").unwrap(), "42");
    let counter: ObjectReference<Counter> = app.call("Shop", "open", (42,)).unwrap();
    assert_eq!(app.object(&counter).invoke("count", "[]").unwrap(), "42");
    assert_eq!(app.object(&counter).invoke("Count", "[]").unwrap(), "42");
    assert_eq!(list![add, subtract].len(), 2);
}
