//! The options of the circuits, which each test chooses before it connects.

use std::cell::RefCell;
use std::time::Duration;

use interop_core::{Circuit, CircuitOptions, JsRuntime, State, js_invokable};
use interop_wasm::WasmOptions;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

/// What a test chooses; everything else has its default.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Choice {
    detailed_errors: Option<bool>,
    max_argument_bytes: Option<usize>,
    max_reply_bytes: Option<usize>,
    max_calls_in_flight: Option<usize>,
    max_objects: Option<usize>,
    max_streams: Option<usize>,
    max_nested_calls: Option<u32>,
    /// In milliseconds.
    js_call_timeout: Option<u64>,
    /// In milliseconds.
    stream_claim_timeout: Option<u64>,
    /// What is done when JavaScript has connected.
    on_connected: Option<Hook>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Hook {
    /// Asks JavaScript for its name and greets it.
    Greet,
    Close,
    Panic,
}

thread_local! {
    static CHOICE: RefCell<Choice> = RefCell::default();
}

/// Chooses the options of the circuits that connect from now on, as JSON.
#[wasm_bindgen]
pub fn configure(choice: &str) -> Result<(), JsError> {
    CHOICE.set(serde_json::from_str(choice)?);
    Ok(())
}

/// A value of the host's, which all circuits share.
pub struct Motto(&'static str);

#[js_invokable]
pub fn motto(motto: State<Motto>) -> &'static str {
    motto.0
}

pub(crate) fn chosen() -> WasmOptions {
    let choice = CHOICE.with_borrow(Clone::clone);
    let mut circuit = CircuitOptions::new();
    macro_rules! choose {
        ($($option:ident)*) => {
            $(
                if let Some(value) = choice.$option {
                    circuit = circuit.$option(value);
                }
            )*
        };
    }
    choose!(detailed_errors max_argument_bytes max_reply_bytes max_calls_in_flight max_objects max_streams);
    if let Some(milliseconds) = choice.js_call_timeout {
        circuit = circuit.js_call_timeout(Duration::from_millis(milliseconds));
    }
    if let Some(milliseconds) = choice.stream_claim_timeout {
        circuit = circuit.stream_claim_timeout(Duration::from_millis(milliseconds));
    }
    let mut options = WasmOptions::new().circuit(circuit).state(Motto("one annotation, every host"));
    if let Some(calls) = choice.max_nested_calls {
        options = options.max_nested_calls(calls);
    }
    match choice.on_connected {
        None => options,
        Some(Hook::Greet) => options.on_connected(|circuit| greet(circuit.js())),
        Some(Hook::Close) => options.on_connected(close),
        Some(Hook::Panic) => options.on_connected(panics),
    }
}

async fn greet(js: JsRuntime) {
    let greeting = match js.invoke::<String>("askName", ()).await {
        Ok(name) => format!("Hello, {name}!"),
        Err(error) => error.to_string(),
    };
    // If it cannot be sent, there is no client to be greeted.
    let _ = js.send("greet", (greeting,));
}

async fn close(circuit: Circuit) {
    circuit.close();
}

async fn panics(_: Circuit) {
    panic!("the hook panics");
}
