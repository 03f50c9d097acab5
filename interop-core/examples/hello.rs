//! Calls annotated functions as JavaScript would: a static call, an instance call, a generic object and an error.
//!
//! Run it with `cargo run -p interop-core --example hello`.

#![allow(missing_debug_implementations, reason = "an example shows what it is about")]

use std::sync::{Mutex, PoisonError};

use interop_core::{CallFailure, ClientError, InProcess, ObjectReference, interop_object, js_invokable};
use serde::{Serialize, de::DeserializeOwned};

interop_core::assembly!("Hello");

/// A static method: JavaScript calls `DotNet.invokeMethodAsync('Hello', 'ReturnArrayAsync', 5)`.
#[js_invokable(name = "ReturnArrayAsync")]
pub async fn return_array(start: i32) -> Vec<i32> {
    (start..start + 3).collect()
}

/// An object that JavaScript holds by reference.
pub struct HelloHelper {
    name: String,
}

#[interop_object]
impl HelloHelper {
    /// A static method of the block makes the object and hands it over.
    #[js_invokable(name = "CreateHelper")]
    pub fn create(name: Option<&str>) -> ObjectReference<Self> {
        ObjectReference::new(Self { name: name.unwrap_or("No Name").to_owned() })
    }

    /// An instance method: `helper.invokeMethodAsync('GetHelloMessage')`.
    #[js_invokable(name = "GetHelloMessage")]
    pub fn hello_message(&self) -> String {
        format!("Hello, {}!", self.name)
    }
}

/// A generic object: each closed type has its own methods.
pub struct GenericType<T> {
    value: Mutex<T>,
}

#[interop_object]
impl<T> GenericType<T>
where
    T: Serialize + DeserializeOwned + Clone + Send + 'static,
{
    /// Replaces the value and returns the old one.
    #[js_invokable(name = "Update")]
    pub fn update(&self, new_value: T) -> T {
        let mut value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut value, new_value)
    }
}

/// Makes two closed types of the generic one.
#[js_invokable(name = "CreateGeneric")]
pub fn create_generic() -> (ObjectReference<GenericType<String>>, ObjectReference<GenericType<i32>>) {
    let text = GenericType { value: Mutex::new("string 0".to_owned()) };
    (ObjectReference::new(text), ObjectReference::new(GenericType { value: Mutex::new(0) }))
}

/// An error that is meant for the client.
#[derive(Debug)]
pub struct OutOfStock {
    left: u32,
}

impl std::fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "only {} left", self.left)
    }
}

impl ClientError for OutOfStock {
    fn code(&self) -> &'static str {
        "out_of_stock"
    }
}

/// Fails with an error that the client understands.
#[js_invokable(name = "Order")]
pub fn order(quantity: u32) -> Result<u32, OutOfStock> {
    if quantity > 2 { Err(OutOfStock { left: 2 }) } else { Ok(quantity) }
}

fn main() -> Result<(), CallFailure> {
    let app = InProcess::new();

    println!("static call");
    let array = futures_executor::block_on(app.invoke_async("Hello", "ReturnArrayAsync", "[5]"))?;
    println!("  ReturnArrayAsync(5) -> {array}");

    println!("instance call");
    let helper: ObjectReference<HelloHelper> = app.call("Hello", "CreateHelper", ("Amy Pond",))?;
    println!("  GetHelloMessage() -> {}", app.object(&helper).invoke("GetHelloMessage", "[]")?);

    println!("generic object");
    let (text, number): (ObjectReference<GenericType<String>>, ObjectReference<GenericType<i32>>) =
        app.call("Hello", "CreateGeneric", ())?;
    println!("  GenericType<String>.Update -> {}", app.object(&text).invoke("Update", r#"["string 37802"]"#)?);
    println!("  GenericType<i32>.Update    -> {}", app.object(&number).invoke("Update", "[14107]")?);

    println!("errors");
    for (method, args) in [("Order", "[3]"), ("Order", r#"["three"]"#), ("order", "[1]")] {
        if let Err(failure) = app.invoke("Hello", method, args) {
            println!("  {method}({args}) -> {}: {}", failure.code, failure.message);
        }
    }
    Ok(())
}
