//! Policies without words, and where they do not belong.

use interop_core::{interop_object, js_invokable};

#[js_invokable(policy = "")]
pub fn empty() {}

#[js_invokable(policy = "  ")]
pub fn blank() {}

#[js_invokable(policy)]
pub fn without_value() {}

#[js_invokable(policy = admin)]
pub fn without_quotes() {}

#[js_invokable(policy = "admin", policy = "user")]
pub fn twice() {}

#[js_invokable(name = "a", policy = "admin")]
#[js_invokable(name = "b", policy = "user")]
pub fn for_each_id() {}

#[js_invokable(polcy = "admin")]
pub fn misspelled() {}

pub struct Order;

#[interop_object(policy = "")]
impl Order {
    #[js_invokable(policy = "")]
    pub fn delete(&self) {}
}

fn main() {}
