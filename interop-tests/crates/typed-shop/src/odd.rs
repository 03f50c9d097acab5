//! Ids and names that are no identifiers, or mean something in JavaScript; documentation that ends comments.

use interop_core::js_invokable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ends the comment: */ and more. `code`
///
/// @deprecated is only a word here.
#[js_invokable(name = "delete")]
pub fn delete(class: u8, r#type: u8) -> u8 {
    class + r#type
}

#[js_invokable(name = "place-order/now")]
pub fn place_order_now(_: u8) -> bool {
    true
}

#[js_invokable(name = "42")]
pub fn number() -> u8 {
    42
}

#[js_invokable]
#[deprecated(note = "delete instead")]
pub fn remove() {}

/// In another assembly, with an id of this one.
#[js_invokable(assembly = "My.Warehouse", name = "order")]
pub fn order_elsewhere(value: OddNames) -> OddNames {
    value
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Odd-Names")]
pub struct OddNames {
    #[serde(rename = "with space")]
    pub with_space: u8,
    #[serde(rename = "class")]
    pub class: u8,
    #[serde(rename = "quote'\\")]
    pub quote: u8,
}

/// Has no schema.
#[derive(Serialize, Deserialize)]
pub struct Opaque(u8);

#[js_invokable]
pub fn opaque(value: Opaque) -> Opaque {
    value
}

#[js_invokable]
pub fn large() -> u64 {
    1
}
