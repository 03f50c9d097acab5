//! Options with a wrong value, without one, or with one that they do not take.

use interop_core::{interop_object, js_invokable};

const ADD: &str = "Add";

#[js_invokable("Add")]
pub fn like_an_attribute_of_csharp() {}

#[js_invokable = "Add"]
pub fn without_parentheses() {}

#[js_invokable(name, assembly("Shop"), blocking = true, crate = "interop_core")]
pub fn wrong_forms() {}

#[js_invokable(name = ADD, assembly = 1)]
pub fn not_string_literals() {}

#[js_invokable(name = "Add" assembly = "Shop")]
pub fn without_a_comma() {}

#[js_invokable(name =)]
pub fn without_a_value() {}

#[js_invokable(7)]
pub fn not_an_option() {}

pub struct Greeter;

#[interop_object(rename_all = "PascalCas", assembly = Shop)]
impl Greeter {
    #[js_invokable = "greet"]
    pub fn greet(&self) {}

    #[js_invokable["leave"]]
    pub fn leave(&self) {}
}

pub struct Clock;

#[interop_object("Clock")]
impl Clock {
    #[js_invokable]
    pub fn time(&self) {}
}

fn main() {}
