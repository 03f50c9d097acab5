//! Nothing that the attributes generate is unsafe.
#![deny(warnings)]
#![forbid(unsafe_code)]

use futures_executor::block_on;
use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};

interop_core::assembly!("Shop");

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub async fn add_slowly(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable(blocking)]
pub fn add_thoroughly(a: i32, b: i32) -> i32 {
    a + b
}

pub struct Basket(u32);

#[interop_object]
impl Basket {
    #[js_invokable]
    pub fn open(count: u32) -> ObjectReference<Self> {
        ObjectReference::new(Basket(count))
    }

    #[js_invokable]
    pub fn count(&self) -> u32 {
        self.0
    }
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Shop", "add", "[40,2]").unwrap(), "42");
    assert_eq!(block_on(app.invoke_async("Shop", "add_slowly", "[40,2]")).unwrap(), "42");
    assert_eq!(block_on(app.invoke_async("Shop", "add_thoroughly", "[40,2]")).unwrap(), "42");
    let basket: ObjectReference<Basket> = app.call("Shop", "open", (3,)).unwrap();
    assert_eq!(app.object(&basket).invoke("count", "[]").unwrap(), "3");
}
