//! A crate in whose scope nothing is but what it imports.
#![deny(warnings)]
#![no_implicit_prelude]

use ::interop_core::{InProcess, ObjectReference, This, interop_object, js_invokable};
use ::std::assert_eq;

::interop_core::assembly!("Shop");

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
#[js_invokable(name = "firstOf")]
pub async fn first_of(texts: &[&str]) -> ::std::result::Result<::std::string::String, ::std::string::String> {
    match texts.first() {
        ::std::option::Option::Some(text) => ::std::result::Result::Ok(::std::convert::Into::into(*text)),
        ::std::option::Option::None => ::std::result::Result::Err(::std::convert::Into::into("empty")),
    }
}

#[js_invokable(blocking)]
pub fn wait(#[cfg(any())] unit: &str, milliseconds: ::std::option::Option<u64>) -> bool {
    milliseconds.is_none()
}

pub struct Counter(i32);

#[interop_object(rename_all = "PascalCase")]
impl Counter {
    #[js_invokable]
    pub fn start_at(start: i32) -> ObjectReference<Self> {
        ObjectReference::new(Counter(start))
    }

    #[js_invokable]
    pub fn count(&self, this: This<Self>, steps: i32) -> i32 {
        ::std::mem::drop(this);
        self.0 + steps
    }
}

pub struct Holder<T>(T);

#[interop_object]
impl<T> Holder<T>
where
    T: ::std::clone::Clone + ::interop_core::IntoReply + ::std::marker::Send + ::std::marker::Sync + 'static,
{
    #[js_invokable]
    pub fn held(&self) -> T {
        ::std::clone::Clone::clone(&self.0)
    }
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Shop", "add", "[40,2]").unwrap(), "42");
    for id in ["first_of", "firstOf"] {
        let first = ::futures_executor::block_on(app.invoke_async("Shop", id, r#"[["a","b"]]"#));
        assert_eq!(first.unwrap(), r#""a""#);
    }
    assert_eq!(::futures_executor::block_on(app.invoke_async("Shop", "wait", "[]")).unwrap(), "true");
    let counter: ObjectReference<Counter> = app.call("Shop", "StartAt", (40,)).unwrap();
    assert_eq!(app.object(&counter).invoke("Count", "[2]").unwrap(), "42");
    let holder = ObjectReference::new(Holder(7_u8));
    assert_eq!(app.object(&holder).invoke("held", "[]").unwrap(), "7");
    let methods: &[&[::interop_core::registry::MethodDescriptor]] = ::interop_core::methods![add, first_of];
    assert_eq!(methods.len(), 2);
}
