//! Errors that are for the client, and those that are not.

use std::fmt;

use interop_core::{CallError, ClientError, js_invokable};
use serde_json::{Value, json};

pub struct OutOfStock {
    left: u32,
}

impl fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "only {} left", self.left)
    }
}

impl ClientError for OutOfStock {
    fn code(&self) -> &'static str {
        "out_of_stock"
    }

    fn data(&self) -> Option<Value> {
        Some(json!({ "left": self.left, "colours": ["röt", "blau"] }))
    }
}

#[js_invokable]
pub fn order(quantity: u32) -> Result<u32, OutOfStock> {
    if quantity > 2 { Err(OutOfStock { left: 2 }) } else { Ok(quantity) }
}

#[js_invokable]
pub async fn order_async(quantity: u32) -> Result<u32, OutOfStock> {
    order(quantity)
}

#[js_invokable]
pub fn secret() -> Result<(), CallError> {
    Err(CallError::internal("the password is 1234"))
}
