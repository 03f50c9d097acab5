//! `#[js_invokable]` on what is not a function.

use interop_core::js_invokable;

#[js_invokable]
pub struct Shop;

#[js_invokable(name = "Add")]
impl Shop {
    pub fn add(&self) {}
}

#[js_invokable]
pub mod orders {}

#[js_invokable]
pub const LIMIT: u32 = 3;

#[js_invokable]
pub trait Greet {
    fn greet(&self);
}

#[js_invokable]
pub type Id = u32;

#[js_invokable]
use std::fmt;

fn main() {
    let _: Option<(Shop, Id, u32, fmt::Error)> = None;
}
