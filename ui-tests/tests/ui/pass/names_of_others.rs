//! Functions named as modules, types, macros and attributes that are known everywhere, or as other items in reach.
#![deny(warnings)]
#![allow(non_snake_case)]

use interop_core::{InProcess, js_invokable};

interop_core::assembly!("Others");

pub mod order {
    #[derive(serde::Deserialize)]
    pub struct Order(pub u32);
}

/// Its parameter is named by a module of the same name.
#[js_invokable]
pub fn order(order: order::Order) -> u32 {
    order.0
}

#[js_invokable]
pub fn std(text: std::string::String) -> usize {
    text.len()
}

#[js_invokable]
pub fn str(str: &str) -> usize {
    str.len()
}

#[js_invokable]
pub fn vec(vec: Vec<u32>) -> usize {
    vec.len()
}

#[js_invokable]
pub fn test() -> u32 {
    1
}

#[js_invokable]
pub fn inline() -> u32 {
    2
}

#[js_invokable]
pub fn js_invokable_() -> u32 {
    3
}

#[js_invokable]
pub fn r#type() -> u32 {
    4
}

#[js_invokable]
pub fn camelCase() -> u32 {
    5
}

macro_rules! shout {
    () => {
        6
    };
}

#[js_invokable]
pub fn shout() -> u32 {
    shout!()
}

/// Not invokable, and hidden by the one in `main`.
pub fn inner() -> u32 {
    0
}

fn main() {
    #[js_invokable]
    pub fn inner() -> u32 {
        7
    }

    let app = InProcess::new();
    let call = |id, args| app.invoke("Others", id, args).unwrap();
    assert_eq!(call("order", "[1]"), "1");
    assert_eq!(call("std", r#"["ab"]"#), "2");
    assert_eq!(call("str", r#"["ab"]"#), "2");
    assert_eq!(call("vec", "[[1,2]]"), "2");
    assert_eq!(call("test", "[]"), "1");
    assert_eq!(call("inline", "[]"), "2");
    assert_eq!(call("js_invokable_", "[]"), "3");
    assert_eq!(call("type", "[]"), "4");
    assert_eq!(call("camelCase", "[]"), "5");
    assert_eq!(call("shout", "[]"), "6");
    assert_eq!(call("inner", "[]"), "7");
    assert_eq!((inner(), self::inner()), (7, 0));
}
