//! Errors that nobody could read.

use interop_core::{interop_object, js_invokable};

#[derive(Debug)]
pub struct OutOfStock;

#[js_invokable]
pub fn place(quantity: u32) -> Result<u32, OutOfStock> {
    if quantity > 2 { Err(OutOfStock) } else { Ok(quantity) }
}

#[js_invokable]
pub async fn place_slowly() -> Result<(), ()> {
    Ok(())
}

type Placed<T> = Result<T, Vec<OutOfStock>>;

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable]
    pub fn place(&self) -> Placed<u32> {
        Ok(2)
    }
}

fn main() {}
