//! What ends the instance, where nothing can catch a panic.

use std::time::Duration;

use interop_core::{JsRuntime, ObjectReference, StreamReference, interop_object, js_invokable};
use wasm_bindgen::prelude::*;

use crate::waiting::turn;

#[js_invokable(name = "Panic")]
pub fn panic(text: &str) {
    panic!("{text}");
}

#[js_invokable]
pub async fn panic_async(text: String) {
    panic!("{text}");
}

/// Panics when it continues.
#[js_invokable]
pub async fn panic_later(text: String) {
    turn().await;
    panic!("{text}");
}

/// Panics when a timer wakes it.
#[js_invokable]
pub async fn panic_on_time(js: JsRuntime, text: String) {
    let answer = js.invoke_void("neverAnswers", ()).timeout(Duration::from_millis(1)).await;
    assert!(answer.is_ok(), "{text}");
}

/// Lets JavaScript call, which is to make Rust panic.
#[js_invokable]
pub fn panic_below(js: JsRuntime, text: &str) -> Option<String> {
    js.invoke_sync::<()>("panicBelow", (text,)).err().map(|error| error.to_string())
}

/// Uses up the stack.
#[js_invokable]
pub fn recurse(number: u64) -> u64 {
    let room = std::hint::black_box([number; 64]);
    if number == u64::MAX { 0 } else { recurse(number + 1) + room[usize::try_from(number % 64).unwrap_or(0)] }
}

/// Asks for more memory than there is.
#[js_invokable]
pub fn allocate_everything() -> usize {
    // More than an address can name.
    let all: Vec<Vec<u8>> = (0..20).map(|_| std::hint::black_box(Vec::with_capacity(256 << 20))).collect();
    all.iter().map(Vec::capacity).sum()
}

pub struct PanicsWhenDropped;

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        panic!("the object panics");
    }
}

#[interop_object]
impl PanicsWhenDropped {
    #[js_invokable]
    pub fn panicking_object() -> ObjectReference<Self> {
        ObjectReference::new(Self)
    }
}

#[js_invokable]
pub fn panicking_stream() -> StreamReference {
    StreamReference::from_stream(futures_util::stream::poll_fn(|_| panic!("the stream panics")))
}

/// A function that has nothing to do with circuits.
#[wasm_bindgen]
pub fn panic_beside() {
    panic!("beside");
}
