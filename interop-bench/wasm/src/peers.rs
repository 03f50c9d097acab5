//! The functions themselves, and how wasm-bindgen alone exports them: with numbers and strings of its own, and with JSON.

use wasm_bindgen::prelude::wasm_bindgen;

pub(crate) fn sum(a: i32, b: i32, c: i32) -> i32 {
    a.wrapping_add(b).wrapping_add(c)
}

pub(crate) fn description(name: &str, quantity: u32, fragile: bool) -> String {
    format!("{quantity} x {name}{}", if fragile { ", fragile" } else { "" })
}

/// Three numbers, each as it is.
#[wasm_bindgen(js_name = add3)]
pub fn add3(a: i32, b: i32, c: i32) -> i32 {
    sum(a, b, c)
}

/// Three of the usual kinds, each as it is.
#[wasm_bindgen]
pub fn describe(name: &str, quantity: u32, fragile: bool) -> String {
    description(name, quantity, fragile)
}

/// Three numbers as JSON, by hand.
#[wasm_bindgen(js_name = add3Json)]
pub fn add3_json(args: &str) -> String {
    let arguments = serde_json::from_str::<(i32, i32, i32)>(args);
    arguments.map(|(a, b, c)| sum(a, b, c).to_string()).unwrap_or_default()
}

/// Three of the usual kinds as JSON, by hand.
#[wasm_bindgen(js_name = describeJson)]
pub fn describe_json(args: &str) -> String {
    let arguments = serde_json::from_str::<(&str, u32, bool)>(args);
    let described = arguments.map(|(name, quantity, fragile)| description(name, quantity, fragile));
    described.ok().and_then(|text| serde_json::to_string(&text).ok()).unwrap_or_default()
}
