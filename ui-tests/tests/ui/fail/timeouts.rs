//! Timeouts that are no times, and where they do not belong.

use interop_core::{interop_object, js_invokable};

#[js_invokable(timeout = "5")]
pub async fn without_unit() {}

#[js_invokable(timeout = "5 seconds")]
pub async fn other_unit() {}

#[js_invokable(timeout = "1.5s")]
pub async fn fraction() {}

#[js_invokable(timeout = "-5s")]
pub async fn negative() {}

#[js_invokable(timeout = "")]
pub async fn empty() {}

#[js_invokable(timeout = "0s")]
pub async fn zero() {}

#[js_invokable(timeout = "9999999999999999h")]
pub async fn too_long() {}

#[js_invokable(timeout = 5)]
pub async fn without_quotes() {}

#[js_invokable(timeout = "5s")]
pub fn synchronous() {}

#[js_invokable(name = "a", timeout = "5s")]
#[js_invokable(name = "b", timeout = "6s")]
pub async fn for_each_id() {}

pub struct Order;

#[interop_object(timeout = "5s")]
impl Order {
    #[js_invokable(timeout = "5s")]
    pub fn delete(&self) {}
}

fn main() {}
