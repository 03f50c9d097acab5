//! Byte arrays, which are sent as binary data next to the JSON.

use interop_core::js_invokable;

/// Reads the bytes as text.
#[js_invokable(name = "ReceiveByteArray")]
pub async fn receive_byte_array(received_bytes: &[u8]) -> String {
    String::from_utf8_lossy(received_bytes).into_owned()
}

/// Returns text as bytes.
#[js_invokable(name = "ReturnByteArray")]
pub async fn return_byte_array() -> Vec<u8> {
    b"Shiny.".to_vec()
}
