//! A module of ten methods, such as an application might have: what is measured is what calling them costs, and what the
//! module weighs. `peers` has the same without us.

pub mod peers;

use std::sync::{Mutex, PoisonError};

use interop_core::{ByteBuffer, ClientError, JsError, JsRuntime, ObjectReference, interop_object, js_invokable};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Shop");
interop_wasm::export!();

/// Three numbers.
#[js_invokable(name = "Add3")]
pub fn add3(a: i32, b: i32, c: i32) -> i32 {
    peers::sum(a, b, c)
}

/// Three of the usual kinds.
#[js_invokable(name = "Describe")]
pub fn describe(name: &str, quantity: u32, fragile: bool) -> String {
    peers::description(name, quantity, fragile)
}

/// A method that is ready at once.
#[js_invokable(name = "Add3Async")]
pub async fn add3_async(a: i32, b: i32, c: i32) -> i32 {
    peers::sum(a, b, c)
}

/// Bytes there and back.
#[js_invokable(name = "Echo")]
pub fn echo(data: ByteBuffer) -> ByteBuffer {
    data
}

/// Asks JavaScript.
#[js_invokable(name = "AskTitle")]
pub async fn ask_title(js: JsRuntime, name: String) -> Result<String, JsError> {
    js.invoke("askTitle", (name,)).await
}

/// An item of an order.
#[derive(Serialize, Deserialize)]
#[allow(missing_debug_implementations, reason = "it would count in the size")]
pub struct Item {
    name: String,
    quantity: u32,
    price: f64,
}

/// What an order costs.
#[js_invokable(name = "Total")]
pub fn total(items: &[Item], discount: Option<f64>) -> f64 {
    let sum: f64 = items.iter().map(|item| item.price * f64::from(item.quantity)).sum();
    sum * (1.0 - discount.unwrap_or(0.0))
}

/// There is not enough of something.
#[allow(missing_debug_implementations, reason = "it would count in the size")]
pub struct OutOfStock {
    name: String,
}

impl std::fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is out of stock", self.name)
    }
}

impl ClientError for OutOfStock {}

/// A basket of items.
#[derive(Default)]
#[allow(missing_debug_implementations, reason = "it would count in the size")]
pub struct Basket {
    items: Mutex<Vec<Item>>,
}

#[interop_object]
impl Basket {
    /// An empty basket.
    #[js_invokable(name = "NewBasket")]
    pub fn new_basket() -> ObjectReference<Self> {
        ObjectReference::new(Self::default())
    }

    /// Adds an item.
    #[js_invokable(name = "Add")]
    pub fn add(&self, item: Item) -> Result<usize, OutOfStock> {
        if item.quantity > 1000 {
            return Err(OutOfStock { name: item.name });
        }
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.push(item);
        Ok(items.len())
    }

    /// How many items there are.
    #[js_invokable(name = "Count")]
    pub fn count(&self) -> usize {
        self.items.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Removes all items.
    #[js_invokable(name = "Clear")]
    pub fn clear(&self) {
        self.items.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
