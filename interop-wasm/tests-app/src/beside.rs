//! Code that uses wasm-bindgen by itself, in the same module.

use std::cell::RefCell;

use interop_core::{CallError, JsRuntime, js_invokable};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    /// A function of the page's, which returns a promise.
    #[wasm_bindgen(js_name = promisedText)]
    fn promised_text(text: &str) -> Promise;

    /// A function whose errors Rust does not catch.
    #[wasm_bindgen(js_name = uncaughtFunction)]
    fn uncaught_function();

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(closure: JsValue, milliseconds: u32) -> JsValue;
}

thread_local! {
    static REMEMBERED: RefCell<Option<JsRuntime>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
pub fn multiply(a: u32, b: u32) -> u32 {
    a * b
}

/// A class of the module's own.
#[wasm_bindgen]
#[derive(Default)]
pub struct Tally {
    texts: Vec<String>,
}

#[wasm_bindgen]
impl Tally {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, text: String) {
        self.texts.push(text);
    }

    pub fn total(&self) -> String {
        self.texts.join("+")
    }
}

/// Keeps what calls JavaScript for functions that are called in other ways.
#[js_invokable]
pub fn remember(js: JsRuntime) {
    REMEMBERED.set(Some(js));
}

fn tell(text: &str) -> bool {
    let js = REMEMBERED.with_borrow(Clone::clone);
    js.is_some_and(|js| js.send("told", (text,)).is_ok())
}

/// Tells the circuit of `remember` something, from outside of it. Returns whether that was possible.
#[wasm_bindgen]
pub fn tell_beside(text: &str) -> bool {
    tell(text)
}

/// The same, from a closure that the page's timer calls.
#[wasm_bindgen]
pub fn tell_later(text: String, milliseconds: u32) {
    set_timeout(Closure::once_into_js(move || tell(&text)), milliseconds);
}

/// Calls JavaScript synchronously from outside of the circuit.
#[wasm_bindgen]
pub fn ask_beside(function: &str) -> Result<String, JsError> {
    let js = REMEMBERED.with_borrow(Clone::clone).ok_or_else(|| JsError::new("nobody is remembered"))?;
    Ok(js.invoke_sync(function, ("beside",))?)
}

/// Awaits a promise as the rest of the Rust world does.
#[js_invokable]
pub async fn await_promise(text: &str) -> Result<String, CallError> {
    match JsFuture::from(promised_text(text)).await {
        Ok(value) => Ok(value.as_string().unwrap_or_default()),
        Err(error) => Err(CallError::new("rejected", error.as_string().unwrap_or_default())),
    }
}

/// A task that belongs to no call, and awaits JavaScript through the circuit.
#[js_invokable]
pub fn spawn(js: JsRuntime, function: String) {
    spawn_local(async move {
        let answer = js.invoke::<String>(&function, ()).await.unwrap_or_else(|error| error.to_string());
        tell(&format!("the task heard: {answer}"));
    });
}

/// What the function throws goes through Rust as if it were not there.
#[js_invokable]
pub fn call_uncaught_function() {
    uncaught_function();
}
