//! Traits, and other items, that are no interfaces.

use interop_core::js_interface;

#[js_interface]
pub unsafe trait Unsafe {}

#[js_interface]
pub trait Generic<T> {
    fn show(&self, value: T);
}

#[js_interface]
pub trait Derived: Clone + Send {}

#[js_interface]
pub trait Bounded
where
    String: Clone,
{
}

#[js_interface]
pub struct Charts;

#[js_interface]
impl Charts {}

#[js_interface]
pub fn draw() {}

fn main() {}
