//! Types that cannot be objects.

use interop_core::{interop_object, js_invokable};

#[interop_object]
impl [u8] {
    #[js_invokable]
    pub fn sum(&self) {}
}

#[interop_object]
impl (u8, u8) {
    #[js_invokable]
    pub fn first(&self) {}
}

#[interop_object]
impl dyn std::any::Any {
    #[js_invokable]
    pub fn any(&self) {}
}

fn main() {}
