//! A small application for the page, the module of the examples for wasm-pack, Trunk and Vite.
//!
//! JavaScript calls what is annotated with `#[js_invokable]` by the assembly `Example`, and the plain `#[wasm_bindgen]`
//! function beside it as an export of the module.

// What these lines are about is clear without them.
#![allow(missing_debug_implementations)]

use std::sync::atomic::{AtomicI32, Ordering};

use interop_core::{JsError, JsRuntime, ObjectReference, interop_object, js_invokable};
use wasm_bindgen::prelude::wasm_bindgen;

interop_core::assembly!("Example");
interop_wasm::export!();

/// A synchronous method: `DotNet.invokeMethod('Example', 'Greet', 'Amy')`.
#[js_invokable(name = "Greet")]
pub fn greet(name: &str) -> String {
    format!("Hello, {name}!")
}

/// An asynchronous method, which awaits a function of the page's: `await DotNet.invokeMethodAsync('Example', 'Introduce')`.
///
/// # Errors
///
/// If the page has no function `askName`, or it throws.
#[js_invokable(name = "Introduce")]
pub async fn introduce(js: JsRuntime) -> Result<String, JsError> {
    let name: String = js.invoke("askName", ()).await?;
    Ok(format!("Nice to meet you, {name}."))
}

/// An object that JavaScript holds by reference. It is shared, so what changes is an atomic or has a lock.
pub struct Counter {
    count: AtomicI32,
}

#[interop_object]
impl Counter {
    /// Makes one: `const counter = DotNet.invokeMethod('Example', 'CreateCounter', 40)`.
    #[js_invokable(name = "CreateCounter")]
    pub fn starting_at(count: i32) -> ObjectReference<Self> {
        ObjectReference::new(Self { count: AtomicI32::new(count) })
    }

    /// Counts on: `counter.invokeMethod('Increment')`.
    #[js_invokable(name = "Increment")]
    pub fn increment(&self) -> i32 {
        self.count.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}

/// Divides. Zero is not handled, so it panics, which ends the instance.
#[js_invokable(name = "Divide")]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

/// A plain export of wasm-bindgen, in the same module: `app.shout('hello')`.
#[wasm_bindgen]
pub fn shout(text: &str) -> String {
    text.to_uppercase()
}

#[cfg(test)]
mod tests {
    use interop_core::InProcess;

    #[test]
    fn methods_are_tested_without_a_page() {
        let app = InProcess::new();
        let greeting: String = app.call("Example", "Greet", ("Amy",)).unwrap();
        assert_eq!(greeting, "Hello, Amy!");
    }
}
