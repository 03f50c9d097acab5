//! Objects that borrow: JavaScript may hold them longer than what they borrow lives.

use interop_core::{interop_object, js_invokable};

pub struct Named<'a> {
    name: &'a str,
}

#[interop_object]
impl<'a> Named<'a> {
    #[js_invokable]
    pub fn name(&self) -> &str {
        self.name
    }
}

pub struct Elided<'a>(&'a str);

#[interop_object]
impl Elided<'_> {
    #[js_invokable]
    pub fn name(&self) -> &str {
        self.0
    }
}

pub struct Page<T>(T);

#[interop_object]
impl Page<&str> {
    #[js_invokable]
    pub fn name(&self) -> &str {
        self.0
    }
}

fn main() {}
