//! Deprecated items: who annotated them is not warned of their own registration.
#![deny(warnings)]

use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};

interop_core::assembly!("Old");

#[deprecated]
#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
#[deprecated(since = "0.1.0", note = "add instead")]
pub async fn subtract(a: i32, b: i32) -> i32 {
    a - b
}

pub struct Basket;

#[interop_object]
impl Basket {
    #[deprecated]
    #[js_invokable]
    pub fn open() -> ObjectReference<Self> {
        ObjectReference::new(Basket)
    }

    #[js_invokable]
    #[deprecated]
    pub fn count(&self) -> u32 {
        0
    }
}

#[deprecated]
pub struct Bag;

#[allow(deprecated)]
#[interop_object]
impl Bag {
    #[js_invokable]
    pub fn count(&self) -> u32 {
        1
    }
}

#[allow(deprecated)]
#[js_invokable]
pub fn with_deprecated_types(bag: Option<ObjectReference<Bag>>) -> Option<ObjectReference<Bag>> {
    bag
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Old", "add", "[40,2]").unwrap(), "42");
    assert_eq!(futures_executor::block_on(app.invoke_async("Old", "subtract", "[44,2]")).unwrap(), "42");
    let basket: ObjectReference<Basket> = app.call("Old", "open", ()).unwrap();
    assert_eq!(app.object(&basket).invoke("count", "[]").unwrap(), "0");
    assert_eq!(app.invoke("Old", "with_deprecated_types", "[]").unwrap(), "null");
}
