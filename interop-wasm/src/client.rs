//! The functions that JavaScript passes to a circuit when it connects.
//!
//! Their exceptions are caught, because an exception that is propagated through Rust's stack frames would leave the
//! state of these frames as it is.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The client of a circuit: any object that has these methods.
    pub(crate) type Client;

    // Answers

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn reply(this: &Client, call_id: f64, address: usize, length: usize) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn fail(this: &Client, call_id: f64, failure: &str) -> Result<(), JsValue>;

    // Calls of JavaScript

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn invoke(
        this: &Client,
        task_id: f64,
        identifier: &str,
        args: &str,
        result_type: u8,
        target_id: f64,
        call_type: u8,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = invokeSync)]
    pub(crate) fn invoke_sync(
        this: &Client,
        identifier: &str,
        args: &str,
        result_type: u8,
        target_id: f64,
        call_type: u8,
    ) -> Result<JsValue, JsValue>;

    /// An event for the handlers of the page.
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn event(this: &Client, name: &str, args: &str) -> Result<(), JsValue>;

    /// A byte array of the next message. It is at this address until the function returns.
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn bytes(this: &Client, id: f64, address: usize, length: usize) -> Result<(), JsValue>;

    // Streams from JavaScript

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn open(
        this: &Client,
        stream_id: f64,
        object_id: f64,
        chunk_bytes: f64,
        window: u32,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn grant(this: &Client, stream_id: f64, chunks: u32) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn stop(this: &Client, stream_id: f64) -> Result<(), JsValue>;

    // Streams from Rust

    /// A chunk, which is at this address until the function returns.
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn chunk(
        this: &Client,
        stream_id: f64,
        sequence: f64,
        address: usize,
        length: usize,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn end(this: &Client, stream_id: f64, error: Option<String>) -> Result<(), JsValue>;

    // Life

    /// Requests a call of `run`, soon but not immediately.
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn schedule(this: &Client) -> Result<(), JsValue>;

    /// Requests a call of `wake` after this many milliseconds.
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn sleep(this: &Client, timer_id: f64, milliseconds: f64) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = cancelSleep)]
    pub(crate) fn cancel_sleep(this: &Client, timer_id: f64) -> Result<(), JsValue>;

    /// The instance is about to end.
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn panicked(this: &Client, message: Option<String>) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn closed(this: &Client, reason: &str) -> Result<(), JsValue>;

    // The page

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    pub(crate) fn random_values(bytes: &mut [u8]) -> Result<(), JsValue>;

    #[wasm_bindgen(js_name = String, catch)]
    pub(crate) fn text_of(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = console, js_name = error, catch)]
    pub(crate) fn log_error(text: &str) -> Result<(), JsValue>;
}

/// An id or a count as a JavaScript number. All of them are safe integers.
#[allow(clippy::cast_precision_loss, reason = "ids count from 1 and never reach 2^53")]
pub(crate) fn number(id: u64) -> f64 {
    id as f64
}
