//! Types of parameters that say at a glance that no argument can be one.

use interop_core::js_invokable;

#[js_invokable]
pub fn change(values: &mut Vec<i32>) {
    values.clear();
}

#[js_invokable]
pub fn keep(text: &'static str, more: Option<&'static [u8]>) {
    let _ = (text, more);
}

#[js_invokable]
pub fn any(text: impl Into<String>) {
    drop(text.into());
}

fn main() {}
