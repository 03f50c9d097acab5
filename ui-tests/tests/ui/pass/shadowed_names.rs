//! A module in which the names of the prelude, of primitive types and of crates mean something else.
#![deny(warnings)]
#![allow(nonstandard_style, dead_code, unused_imports, unused_macros)]

use std::result::Result as StdResult;
use std::string::String as Text;

use interop_core::{InProcess, ObjectReference};

interop_core::assembly!("Shadowed");

mod shadows {
    pub struct Option<T>(T);
    pub struct Result<T>(T);
    pub struct Vec<T>(T);
    pub struct Box<T>(T);
    pub struct String;
    pub struct Self_;
    pub struct str;
    pub struct u64;
    pub struct usize;
    pub struct bool;
    pub trait Future {}
    pub trait Send {}
    pub trait Sync {}
    pub trait Sized {}
    pub trait FnOnce {}
    pub trait Drop {}
    pub trait Fn {}
    pub trait Clone {}
    pub trait Into {}
    pub fn drop() {}
    pub const None: u8 = 0;
    pub fn Some() {}
    pub fn Ok() {}
    pub fn Err() {}
    pub mod std {}
    pub mod core {}
    pub mod interop_core {}
    pub mod serde {}
    pub mod inventory {}
}

mod shop {
    #![allow(non_snake_case)]
    use super::shadows::*;
    use super::{StdResult, Text};

    macro_rules! concat {
        ($($any:tt)*) => { compile_error!("not this one") };
    }
    macro_rules! env {
        ($($any:tt)*) => { compile_error!("not this one") };
    }
    macro_rules! line {
        ($($any:tt)*) => { compile_error!("not this one") };
    }
    macro_rules! submit {
        ($($any:tt)*) => { compile_error!("not this one") };
    }

    #[::interop_core::js_invokable]
    pub fn add(a: i32, b: ::std::option::Option<i32>) -> StdResult<i32, Text> {
        match b {
            ::std::option::Option::Some(b) => StdResult::Ok(a + b),
            ::std::option::Option::None => StdResult::Err(Text::new()),
        }
    }

    #[::interop_core::js_invokable(name = "sum")]
    #[::interop_core::js_invokable(name = "Sum")]
    pub async fn sum(numbers: &[i32], _text: &::core::primitive::str) -> i32 {
        numbers.iter().sum()
    }

    #[::interop_core::js_invokable(blocking)]
    pub fn sum_thoroughly(#[cfg(any())] absent: NotThere, numbers: ::std::vec::Vec<i32>) -> i32 {
        numbers.iter().sum()
    }

    pub struct Basket(pub i32);

    #[::interop_core::interop_object]
    impl Basket {
        #[::interop_core::js_invokable]
        pub fn open(count: i32) -> ::interop_core::ObjectReference<Self> {
            ::interop_core::ObjectReference::new(Basket(count))
        }

        #[::interop_core::js_invokable]
        #[doc = ::core::concat!("Count", "s")]
        pub fn count(&self) -> i32 {
            self.0
        }

        #[cfg(all())]
        #[::interop_core::js_invokable]
        pub async fn count_slowly(&self) -> i32 {
            self.0
        }
    }
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Shadowed", "add", "[40,2]").unwrap(), "42");
    assert!(app.invoke("Shadowed", "add", "[40]").is_err());
    assert_eq!(futures_executor::block_on(app.invoke_async("Shadowed", "Sum", r#"[[40,2],""]"#)).unwrap(), "42");
    assert_eq!(futures_executor::block_on(app.invoke_async("Shadowed", "sum_thoroughly", "[[40,2]]")).unwrap(), "42");
    let basket: ObjectReference<shop::Basket> = app.call("Shadowed", "open", (3,)).unwrap();
    assert_eq!(app.object(&basket).invoke("count", "[]").unwrap(), "3");
}
