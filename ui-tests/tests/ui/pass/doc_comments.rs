//! Doc comments reach the descriptors, however they are written.
#![deny(warnings)]

use interop_core::{InProcess, ObjectReference, Registry, interop_object, js_invokable};

interop_core::assembly!("Docs");

/// Adds two numbers.
///
///  * indented, with "quotes" and a \ backslash
#[js_invokable]
pub fn lines(
    a: i32,
    b: i32,
) -> i32 {
    a + b
}

/** Adds
two numbers. */
#[js_invokable]
pub fn block(a: i32, b: i32) -> i32 {
    a + b
}

#[doc = "One. "]
#[js_invokable]
/// Two.
#[doc = concat!("Thr", "ee.")]
#[doc(hidden)]
pub fn mixed(a: i32) -> i32 {
    a
}

#[js_invokable]
pub fn none() {}

macro_rules! documented {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[js_invokable]
        pub fn $name() {}
    };
}

documented! {
    /// From a macro.
    generated
}

/// A basket.
pub struct Basket;

/// What a basket can do.
#[interop_object]
impl Basket {
    /// Opens one.
    #[js_invokable]
    pub fn open() -> ObjectReference<Self> {
        ObjectReference::new(Basket)
    }

    /// Counts.
    #[js_invokable]
    pub fn count(&self) -> u32 {
        3
    }
}

fn main() {
    let registry = Registry::linked().unwrap();
    let docs = |id| registry.get("Docs", id).unwrap().docs;
    assert_eq!(docs("lines"), "Adds two numbers.\n\n * indented, with \"quotes\" and a \\ backslash");
    assert_eq!(docs("block"), "Adds\ntwo numbers.");
    assert_eq!(docs("mixed").split_whitespace().collect::<Vec<_>>(), ["One.", "Two.", "Three."]);
    assert_eq!(docs("none"), "");
    assert_eq!(docs("generated"), "From a macro.");
    assert_eq!(docs("open"), "Opens one.");
    let object = registry.objects().iter().find(|object| object.name == "Basket").unwrap();
    assert_eq!(object.docs, "What a basket can do.");
    assert_eq!(object.methods[0].docs, "Counts.");
    let app = InProcess::new();
    let basket: ObjectReference<Basket> = app.call("Docs", "open", ()).unwrap();
    assert_eq!(app.object(&basket).invoke("count", "[]").unwrap(), "3");
}
